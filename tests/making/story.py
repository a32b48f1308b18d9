"""Sessions told by hand: a story is a list of events, numbered as they come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from baton.model.session import (
    AssistantMessage,
    Channel,
    Compaction,
    Event,
    FileChange,
    Interruption,
    Outcome,
    OutcomeStatus,
    PlanItem,
    PlanStatus,
    PlanUpdate,
    Question,
    Session,
    ToolCall,
    ToolKind,
    UserMessage,
)
from baton.model.session import ChangeAction as Action

ROOT = "/home/ada/shop"
NOW = datetime(2026, 3, 4, 15, 30, tzinfo=UTC)


def asks(text: str, channel: Channel = "prompt") -> UserMessage:
    return UserMessage(0, None, text, channel)


def says(text: str) -> AssistantMessage:
    return AssistantMessage(0, None, text)


def thinks(text: str) -> AssistantMessage:
    return AssistantMessage(0, None, text, thinking=True)


def runs(
    command: str,
    output: str = "",
    status: OutcomeStatus = "ok",
    exit_code: int | None = None,
    cwd: str = ROOT,
) -> ToolCall:
    if status == "failed" and exit_code is None:
        exit_code = 1
    outcome = Outcome(status, exit_code, output)
    return ToolCall(0, None, "", "Bash", "run", outcome, command=command, cwd=cwd)


def fails(command: str, output: str = "", exit_code: int = 1) -> ToolCall:
    return runs(command, output, "failed", exit_code)


def edits(
    path: str, action: Action = "modified", status: OutcomeStatus = "ok", old_path: str = ""
) -> ToolCall:
    change = FileChange(path, action, old_path, added=3, removed=1)
    return ToolCall(0, None, "", "Edit", "edit", Outcome(status), cwd=ROOT, changes=(change,))


def reads(path: str) -> ToolCall:
    return ToolCall(0, None, "", "Read", "read", Outcome("ok"), cwd=ROOT, paths=(path,))


def calls(kind: ToolKind, status: OutcomeStatus, purpose: str = "") -> ToolCall:
    return ToolCall(0, None, "", "Task", kind, Outcome(status), cwd=ROOT, purpose=purpose)


def inquires(text: str, options: tuple[str, ...], answer: str = "") -> ToolCall:
    question = Question(text, options, answer)
    return ToolCall(0, None, "", "Ask", "ask", Outcome("ok"), cwd=ROOT, questions=(question,))


def plans(**items: PlanStatus) -> PlanUpdate:
    named = (PlanItem(text.replace("_", " "), status) for text, status in items.items())
    return PlanUpdate(0, None, tuple(named))


def stops() -> Interruption:
    return Interruption(0, None)


def compacts() -> Compaction:
    return Compaction(0, None, "auto", 150_000, "A summary that a model made, no evidence.")


def session(*events: Event, cwds: Sequence[str] = (ROOT,), branch: str = "main") -> Session:
    """The events as one session, records numbered from 1."""
    numbered: list[Event] = [
        event._replace(record=number) for number, event in enumerate(events, start=1)
    ]
    return Session(
        assistant="claude-code",
        session_id="5e55104e",
        transcript="/nowhere/5e55104e.jsonl",
        started=NOW,
        ended=NOW,
        cwds=tuple(cwds),
        branches=(branch,),
        models=("model-1",),
        versions=(),
        events=tuple(numbered),
        problems=(),
        records=len(events),
        bytes=1000,
    )
