"""The session as the model reads it: masked, numbered, within a budget.

What the user said stands word for word. What tools printed is left out but for the end of an
error: it is long, mostly stale, and the way in for other people's instructions. The latest turns
are told in full; of older ones only what the user said, what failed and the closing words.
"""

from __future__ import annotations

from typing import NamedTuple

from baton.making.writers.framing import clip, one_line
from baton.model.prompt import estimated_tokens
from baton.model.session import (
    AssistantMessage,
    Compaction,
    Event,
    Interruption,
    PlanUpdate,
    Session,
    ToolCall,
    UserMessage,
)

_LONGEST_SAID = 6_000  # characters of one message of the user: longer is pasted data
_LONGEST_REPLY = 4_000
_LONGEST_COMMAND = 300
_LONGEST_ERROR = 500
_BAD = ("failed", "rejected", "interrupted")


class Turn(NamedTuple):
    """One prompt of the user and what followed, in two lengths."""

    full: str
    short: str


def masked(session: Session, tokens: int) -> str:
    """The session in about so many tokens, each line with the number of its record."""
    turns = [_told(events) for events in _turns(session)]
    texts = [turn.short for turn in turns]
    left = tokens - sum(estimated_tokens(text) for text in texts)
    for number in reversed(range(len(turns))):
        more = estimated_tokens(turns[number].full) - estimated_tokens(texts[number])
        if more > left:
            break
        texts[number] = turns[number].full
        left -= more
    dropped = 0
    while left < 0 and len(texts) > 2:  # the first turn holds the goal, the last the state
        left += estimated_tokens(texts.pop(1))
        dropped += 1
    if dropped:
        texts.insert(1, f"[{dropped} turns left out]")
    text = "\n".join(texts)
    return clip(text, tokens * 3) if left < 0 else text


def _turns(session: Session) -> list[list[Event]]:
    """The events, cut where the user speaks at the prompt."""
    turns: list[list[Event]] = [[]]
    for event in session.events:
        if isinstance(event, UserMessage) and event.channel in ("prompt", "command") and turns[-1]:
            turns.append([])
        turns[-1].append(event)
    return turns


def _told(events: list[Event]) -> Turn:
    closing = next((e for e in reversed(events) if _is_said(e)), None)
    full, short = [], []
    for event in events:
        line = _line(event)
        if not line:
            continue
        full.append(line)
        bad = isinstance(event, ToolCall) and event.outcome.status in _BAD
        if event is closing or bad or isinstance(event, UserMessage | Interruption):
            short.append(line)
    return Turn("\n".join(full), "\n".join(short))


def _is_said(event: Event) -> bool:
    return isinstance(event, AssistantMessage) and not event.thinking and bool(event.text.strip())


def _line(event: Event) -> str:
    """An event as the model reads it; "" for what it needn't."""
    told = _told_event(event)
    return f"[{event.record}] {told}" if told else ""


def _told_event(event: Event) -> str:
    if isinstance(event, UserMessage):
        how = "" if event.channel == "prompt" else f" ({event.channel})"
        return f"user{how}: {clip(event.text, _LONGEST_SAID)}"
    if isinstance(event, AssistantMessage):
        return f"assistant: {clip(event.text, _LONGEST_REPLY)}" if _is_said(event) else ""
    if isinstance(event, ToolCall):
        return _call(event)
    if isinstance(event, PlanUpdate):
        return "plan: " + "; ".join(f"{item.text} ({item.status})" for item in event.items)
    if isinstance(event, Interruption):
        return "the user interrupted the assistant"
    return "the context was summarised here" if isinstance(event, Compaction) else ""


def _call(call: ToolCall) -> str:
    """A tool call in one line, with the end of its output where it failed."""
    what = f"{call.kind} {call.tool}"
    if call.command:
        what = f"ran `{one_line(call.command, _LONGEST_COMMAND)}`"
    elif call.changes:
        what = "edited " + ", ".join(f"`{c.path}` ({c.action})" for c in call.changes[:10])
    elif call.questions:
        asked = (f"{q.text} [{' | '.join(q.options)}] -> {q.answer}" for q in call.questions)
        what = "asked " + "; ".join(asked)
    elif call.kind in ("plan", "delegate"):
        what = f"{call.kind}: {clip(call.purpose, _LONGEST_REPLY)}"
    elif call.kind in ("read", "search") and call.outcome.status == "ok":
        return ""  # looking around tells the next session little
    status = call.outcome.status
    code = "" if call.outcome.exit_code is None else f", exit {call.outcome.exit_code}"
    error = one_line(call.outcome.output[-_LONGEST_ERROR:], _LONGEST_ERROR)
    error = f"; output ends: {error}" if status in _BAD and error else ""
    return f"{what} -> {status}{code}{error}"
