"""Claude Code: `~/.claude/projects/<slug of the cwd>/<session id>.jsonl`.

The vendor calls the format internal; everything here was seen in files of the versions 1.0.111 to
2.1.114 or is documented for later ones. Unknown records become notes.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from baton.model.problem import Problem
from baton.model.session import Session
from baton.reading.claude_code.discovery import discovered
from baton.reading.claude_code.records import Conversation
from baton.reading.claude_code.subagents import with_subagents
from baton.reading.lines import open_transcript, records

if TYPE_CHECKING:
    from collections.abc import Iterable

    from baton.model.session import TranscriptFile
    from baton.reading.values import Record

NAME = "claude-code"
TYPES = frozenset(
    (
        *("user", "assistant", "system", "summary", "progress", "attachment", "relocated"),
        *("file-history-snapshot", "queue-operation", "last-prompt", "permission-mode", "mode"),
        *("ai-title", "custom-title", "agent-name", "pr-link", "frame-link"),
    )
)
SUBAGENT_FILE = "agent-"
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

# Four in ten lines report the progress of a running command or hook and tell nothing that its
# result doesn't. The pattern admits only plain values before the type, so what matches is the
# record's own type and not something nested.
NOISE = re.compile(
    rb'\{(?:"\w+":(?:"[^"\\]*"|null|true|false|-?\d+),)*'
    rb'"type":"progress","data":\{"type":"(?:bash|hook|mcp)_progress"'
)
TIMESTAMP = re.compile(rb'"timestamp":"([^"\\]{20,32})"')


def recognises(first: Iterable[Record]) -> bool:
    """Whether the first records of a file are Claude Code's."""
    for record in first:
        kind = record.get("type")
        if kind in TYPES and "payload" not in record:
            return True
    return False


def shortcut(line: bytes) -> Record | None:
    """The record of a line that is surely progress noise, without parsing it."""
    # The search spares the pattern the lines it can't match, most of them long.
    if line.find(b'"type":"progress","data"', 0, 1024) < 0 or not NOISE.match(line):
        return None
    if not line.rstrip().endswith(b"}"):
        return None
    found = TIMESTAMP.findall(line, max(0, len(line) - 200))
    return {"type": "progress", "timestamp": found[-1].decode("ascii", "replace") if found else ""}


def read(path: str) -> Session:
    """The session of the transcript at `path`.

    Raises TranscriptError when the file can't be opened; whatever is inside it reads.
    """
    opened = open_transcript(path)
    stem = os.path.splitext(os.path.basename(path))[0]
    of_subagent = stem.startswith(SUBAGENT_FILE)
    conversation = Conversation(of_subagent=of_subagent)
    count = 0
    with opened.file:
        for count, record in records(opened, shortcut):
            if isinstance(record, Problem):
                conversation.journal.trouble(record)
            else:
                conversation.take(count, record)
    conversation.close()
    facts = conversation.facts
    events = (
        tuple(conversation.journal.events) if of_subagent else with_subagents(path, conversation)
    )
    return Session(
        assistant=NAME,
        session_id=own_id(stem, conversation.session_id),
        transcript=path,
        started=facts.started,
        ended=facts.ended,
        cwds=facts.cwds.done(),
        branches=facts.branches.done(),
        models=facts.models.done(),
        versions=facts.versions.done(),
        events=events,
        problems=conversation.journal.troubles(count),
        records=count,
        bytes=opened.size,
        parent_id=parent(stem, conversation.session_id),
        title=conversation.title(),
        context=conversation.context,
    )


def own_id(stem: str, recorded: str) -> str:
    """The file's name is the session's id; of a copy under another name the records tell it."""
    return stem if is_named_by_client(stem) else recorded or stem


def parent(stem: str, recorded: str) -> str:
    """The session that a subagent's or a forked file belongs to: its records keep that id."""
    return recorded if is_named_by_client(stem) and recorded != stem else ""


def is_named_by_client(stem: str) -> bool:
    return stem.startswith(SUBAGENT_FILE) or UUID.fullmatch(stem) is not None


def transcripts(root: str) -> tuple[TranscriptFile, ...]:
    """The transcripts of sessions that began in the project folder `root` or below it."""
    return discovered(NAME, root)
