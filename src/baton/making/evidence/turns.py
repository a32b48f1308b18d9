"""A session as turns: what the user said, what the assistant did, and its closing words."""

from __future__ import annotations

from typing import NamedTuple

from baton.model.session import (
    AssistantMessage,
    Compaction,
    Interruption,
    Session,
    ToolCall,
    UserMessage,
)


class Turn(NamedTuple):
    """From one prompt of the user to the next. Queued remarks and answers stay inside."""

    asked: UserMessage | None  # None before the first prompt
    said: tuple[AssistantMessage, ...]  # to the user, in order
    thought: tuple[AssistantMessage, ...]
    calls: tuple[ToolCall, ...]
    remarks: tuple[UserMessage, ...]  # queued, rejections, answers
    interrupted: bool = False

    @property
    def worked(self) -> bool:
        """Whether the turn changed something or ran something."""
        return any(call.kind in ("edit", "run", "delegate") for call in self.calls)

    @property
    def closing(self) -> AssistantMessage | None:
        """The last message, when no call comes after it."""
        last_call = self.calls[-1].record if self.calls else 0
        return self.said[-1] if self.said and self.said[-1].record >= last_call else None


class _Open:
    """A turn being collected."""

    def __init__(self, asked: UserMessage | None) -> None:
        self.asked = asked
        self.said: list[AssistantMessage] = []
        self.thought: list[AssistantMessage] = []
        self.calls: list[ToolCall] = []
        self.remarks: list[UserMessage] = []
        self.interrupted = False

    def close(self) -> Turn:
        return Turn(
            self.asked,
            tuple(self.said),
            tuple(self.thought),
            tuple(self.calls),
            tuple(self.remarks),
            self.interrupted,
        )

    def empty(self) -> bool:
        return not (self.asked or self.said or self.thought or self.calls or self.remarks)


_FEW_WORDS = 4  # "/review" alone gives no task, "/plan a new importer" does
# Commands to the assistant's program itself.
_OF_THE_CLIENT = frozenset(
    {"/clear", "/compact", "/config", "/context", "/cost", "/exit", "/export", "/help", "/hooks",
     "/login", "/logout", "/mcp", "/memory", "/model", "/new", "/permissions", "/plugin", "/quit",
     "/rename", "/resume", "/rewind", "/status", "/usage", "/approvals"}
)  # fmt: skip


def opens_turn(message: UserMessage) -> bool:
    """Whether a message asks for work: a prompt, or a slash command with a task behind it."""
    if message.channel == "command":
        words = message.text.split()
        return len(words) >= _FEW_WORDS and words[0] not in _OF_THE_CLIENT
    return message.channel == "prompt"


def turns(session: Session) -> tuple[Turn, ...]:
    """The turns of a session, in order."""
    found: list[Turn] = []
    turn = _Open(None)
    for event in session.events:
        if isinstance(event, UserMessage) and opens_turn(event):
            if not turn.empty():
                found.append(turn.close())
            turn = _Open(event)
        elif isinstance(event, UserMessage):
            turn.remarks.append(event)
        elif isinstance(event, AssistantMessage):
            (turn.thought if event.thinking else turn.said).append(event)
        elif isinstance(event, ToolCall):
            turn.calls.append(event)
        elif isinstance(event, Interruption):
            turn.interrupted = True
        elif isinstance(event, Compaction):
            continue
    if not turn.empty():
        found.append(turn.close())
    return tuple(found)
