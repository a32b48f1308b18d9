"""What every reading keeps to, whatever the transcript."""

from __future__ import annotations

from pathlib import Path

from baton.model.session import Session, ToolCall

SESSIONS = Path(__file__).resolve().parent.parent / "sessions"
SAMPLES = sorted(SESSIONS.glob("*/*/transcript.jsonl"))


def sample_name(path: Path) -> str:
    return f"{path.parent.parent.name}/{path.parent.name}"


def unaccounted(session: Session, data: bytes) -> set[int]:
    """Records that are neither an event nor a call's outcome nor a problem."""
    found = {event.record for event in session.events}
    found |= {event.outcome.record for event in session.events if isinstance(event, ToolCall)}
    found |= {int(problem.where.removeprefix("line ")) for problem in session.problems}
    lines = data.split(b"\n")
    blank = {number for number, line in enumerate(lines, 1) if not line.strip(b" \t\r\n\x00")}
    return set(range(1, session.records + 1)) - found - blank


def calls(session: Session) -> list[ToolCall]:
    return [event for event in session.events if isinstance(event, ToolCall)]
