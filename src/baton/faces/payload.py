"""What a hook is told on standard input.

As observed from Claude Code 2.1.197: {"session_id", "transcript_path", "cwd", "hook_event_name",
"source" (session-start), "trigger" (pre-compact), "reason" (session-end), "agent_id" (inside a
subagent)}, and more that we don't need. The folder the session started in is in the environment,
as CLAUDE_PROJECT_DIR.
"""

from __future__ import annotations

import json
import os
import sys
from typing import NamedTuple

LIMIT = 16 * 1024 * 1024  # bytes; a prompt or last message is part of it


class Payload(NamedTuple):
    """What a hook is told; "" for what it isn't."""

    event: str
    session_id: str
    transcript: str
    cwd: str
    source: str
    agent_id: str


def read_payload(event: str) -> Payload:
    """The payload on standard input; fields that are missing or no text become ""."""
    data = b"" if sys.stdin is None or sys.stdin.isatty() else _read(LIMIT)
    value = json.loads(data.decode("utf-8", "replace").removeprefix("\ufeff"))
    fields = value if isinstance(value, dict) else {}
    names = ("session_id", "transcript_path", "cwd", "source", "agent_id")
    texts = [field if isinstance(field := fields.get(name), str) else "" for name in names]
    session_id, transcript, cwd, source, agent_id = texts
    if transcript:
        transcript = os.path.abspath(os.path.expanduser(transcript))
    return Payload(event, session_id, transcript, cwd, source, agent_id)


def _read(limit: int) -> bytes:
    parts = []
    left = limit + 1
    while left and (part := os.read(0, min(left, 65536))):
        parts.append(part)
        left -= len(part)
    if not left:
        raise ValueError("payload too large")
    return b"".join(parts)
