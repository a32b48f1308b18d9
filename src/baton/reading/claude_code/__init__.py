"""Claude Code: `~/.claude/projects/<slug>/<session id>.jsonl`, or under $CLAUDE_CONFIG_DIR."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from baton.model.problem import Problem
from baton.model.session import Session, TranscriptFile
from baton.reading.claude_code.transcript import TITLES, Transcript
from baton.reading.jsonl import records, size_of

if TYPE_CHECKING:
    from baton.reading.jsonl import Record

NAME = "claude-code"
MARKS = frozenset(("sessionId", "leafUuid", "parentUuid"))  # one of them is in each record
LONGEST_SLUG = 200  # characters; the client cuts longer ones and adds a hash
HEAD_RECORDS = 20  # records looked at for the folder of a session
TYPES = (
    frozenset(
        ("user", "assistant", "system", "progress", "file-history-snapshot", "queue-operation")
    )
    | TITLES.keys()
)


def recognises(first: list[Record]) -> bool:
    """Whether the first records are a Claude Code transcript's."""
    return any(
        record.get("type") == "file-history-snapshot"
        or (record.get("type") in TYPES and not MARKS.isdisjoint(record))
        for record in first
    )


def read(path: str) -> Session:
    """The session of a transcript. Raises TranscriptError when the file can't be read."""
    size = size_of(path)
    transcript = Transcript()
    for number, record in records(path):
        transcript.take(number, record)
    stem = os.path.basename(path).removesuffix(".jsonl")
    return transcript.session(NAME, os.path.abspath(path), size, stem)


def transcripts(root: str) -> tuple[TranscriptFile, ...]:
    """Transcripts of sessions that ran in `root` or a folder below it, in no order.

    The folder's name is the working directory with every other character as `-`: lossy, so it only
    narrows the search, and the records' `cwd` decides.
    """
    projects = os.path.join(home(), "projects")
    slug = re.sub(r"[^A-Za-z0-9]", "-", root)[:LONGEST_SLUG]
    found = []
    for folder in _folders(projects):
        if folder.name.startswith(slug):
            for entry in _folders(folder.path, files=True):
                if entry.name.endswith(".jsonl") and not entry.name.startswith("agent-"):
                    found.append(entry)
    return tuple(_described(entry) for entry in found if _ran_in(entry.path, root))


def home() -> str:
    """Where Claude Code keeps its data."""
    return os.environ.get("CLAUDE_CONFIG_DIR") or os.path.expanduser("~/.claude")


def _described(entry: os.DirEntry[str]) -> TranscriptFile:
    about = entry.stat()
    stem = entry.name.removesuffix(".jsonl")
    return TranscriptFile(NAME, stem, entry.path, about.st_size, about.st_mtime)


def _folders(path: str, *, files: bool = False) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(path) as entries:
            return [e for e in entries if (e.is_file() if files else e.is_dir())]
    except OSError:
        return []


def _ran_in(path: str, root: str) -> bool:
    """Whether one of the first records names `root` or a folder below it as its directory."""
    for number, record in records(path):
        if not isinstance(record, Problem) and isinstance(cwd := record.get("cwd"), str):
            cwd = os.path.realpath(cwd)
            return cwd == root or cwd.startswith(os.path.join(root, ""))
        if number >= HEAD_RECORDS:
            break
    return False
