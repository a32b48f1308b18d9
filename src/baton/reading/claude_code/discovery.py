"""Which transcripts of Claude Code belong to a project, without reading any of them whole."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from baton.errors import TranscriptError
from baton.model.problem import Problem
from baton.model.session import TranscriptFile
from baton.reading.lines import Opened, open_transcript, records
from baton.reading.places import lies_in
from baton.reading.values import text

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_SLUG = 200  # a longer folder name is cut there and gets a hash
HEAD = 256 * 1024  # bytes within which a cwd stands, if at all


def slug(folder: str) -> str:
    """The name Claude Code gives the folder of a project's transcripts; it can't be reversed."""
    return re.sub(r"[^A-Za-z0-9]", "-", folder)


def projects_folder() -> str:
    home = os.environ.get("CLAUDE_CONFIG_DIR") or os.path.join(os.path.expanduser("~"), ".claude")
    return os.path.join(home, "projects")


def discovered(assistant: str, root: str) -> tuple[TranscriptFile, ...]:
    """The transcripts whose first cwd is `root` or lies in it; subagents' files are left out."""
    roots = {root, os.path.realpath(root)}
    found = []
    for folder in folders(roots):
        for entry in listed(folder):
            if not entry.name.endswith(".jsonl") or entry.name.startswith("agent-"):
                continue
            try:
                facts = entry.stat()
            except OSError:
                continue
            if any(lies_in(first_cwd(entry.path), one) for one in roots):
                name = entry.name.removesuffix(".jsonl")
                found.append(
                    TranscriptFile(assistant, name, entry.path, facts.st_size, facts.st_mtime)
                )
    return tuple(found)


def folders(roots: set[str]) -> Iterator[str]:
    """The folders whose names could stand for a root or a folder below it.

    CLAUDE_CODE_PROJECT_DIR_NAME may give a project's folder any name; it is then looked at too.
    """
    hints = {slug(root)[:MAX_SLUG] for root in roots}
    chosen = os.environ.get("CLAUDE_CODE_PROJECT_DIR_NAME", "")
    for entry in listed(projects_folder()):
        near = any(
            entry.name == hint or entry.name.startswith(hint + "-" * (len(hint) < MAX_SLUG))
            for hint in hints
        )
        if near or entry.name == chosen:
            yield entry.path


def listed(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return []


def first_cwd(path: str) -> str:
    """The working directory that the first records of a transcript name; empty when none does."""
    try:
        opened = open_transcript(path)
    except TranscriptError:
        return ""
    with opened.file:
        for _, record in records(Opened(opened.file, min(opened.size, HEAD))):
            if not isinstance(record, Problem) and text(record.get("cwd")):
                return text(record["cwd"])
    return ""
