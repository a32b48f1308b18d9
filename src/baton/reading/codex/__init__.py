"""Codex: `~/.codex/sessions/YYYY/MM/DD/rollout-<local time>-<session id>.jsonl`.

The same format for the command line, the editor extension and `codex exec`; seen in files of the
versions 0.34 to 0.99, later ones from parsers of others. Unknown records become notes.
"""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING

from baton.model.problem import Problem
from baton.model.session import Session, TranscriptFile
from baton.reading.codex.records import Rollout
from baton.reading.lines import head, open_transcript, records
from baton.reading.places import lies_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from baton.reading.values import Record

NAME = "codex"
TYPES = frozenset(("session_meta", "turn_context", "response_item", "event_msg", "compacted"))
SESSION_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
CWD = re.compile(rb'"cwd"\s*:\s*("(?:[^"\\]|\\.)*")')
HEAD = 64 * 1024  # bytes within which the cwd stands, behind the instructions at the latest


def recognises(first: Iterable[Record]) -> bool:
    """Whether the first records of a file are a rollout's."""
    return any(r.get("type") in TYPES and isinstance(r.get("payload"), dict) for r in first)


def read(path: str) -> Session:
    """The session of the rollout at `path`.

    Raises TranscriptError when the file can't be opened; whatever is inside it reads.
    """
    opened = open_transcript(path)
    rollout = Rollout()
    count = 0
    with opened.file:
        for count, record in records(opened):
            if isinstance(record, Problem):
                rollout.journal.trouble(record)
            else:
                rollout.take(count, record)
    rollout.close()
    facts = rollout.facts
    return Session(
        assistant=NAME,
        session_id=rollout.session_id or session_id(path),
        transcript=path,
        started=facts.started,
        ended=facts.ended,
        cwds=facts.cwds.done(),
        branches=facts.branches.done(),
        models=facts.models.done(),
        versions=facts.versions.done(),
        events=tuple(rollout.journal.events),
        problems=rollout.journal.troubles(count),
        records=count,
        bytes=opened.size,
        parent_id=rollout.parent_id,
        head_commit=rollout.head_commit,
        context=rollout.context,
    )


def session_id(path: str) -> str:
    """The id in a rollout's file name, or the whole name without one."""
    stem = os.path.splitext(os.path.basename(path))[0]
    found = SESSION_ID.search(stem)
    return found.group() if found else stem


def transcripts(root: str) -> tuple[TranscriptFile, ...]:
    """The rollouts of sessions that began in the project folder `root` or below it."""
    roots = {root, os.path.realpath(root)}
    found = []
    for path in rollouts():
        cwd = first_cwd(path)
        if not any(lies_in(cwd, one) for one in roots):
            continue
        try:
            facts = os.stat(path)
        except OSError:
            continue
        found.append(TranscriptFile(NAME, session_id(path), path, facts.st_size, facts.st_mtime))
    return tuple(found)


def rollouts() -> Iterator[str]:
    """Every rollout on this machine, the archived ones too."""
    home = os.environ.get("CODEX_HOME") or os.path.join(os.path.expanduser("~"), ".codex")
    for folder in ("sessions", "archived_sessions"):
        for parent, _, names in os.walk(os.path.join(home, folder)):
            for name in names:
                if name.startswith("rollout-") and name.endswith(".jsonl"):
                    yield os.path.join(parent, name)


def first_cwd(path: str) -> str:
    """The working directory a rollout began in; empty when its first records name none."""
    found = CWD.search(head(path, HEAD))
    if not found:
        return ""
    try:
        return str(json.loads(found.group(1)))
    except ValueError:
        return ""
