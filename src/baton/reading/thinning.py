"""How a session of any length stays small: what is kept of its middle.

A session is kept whole up to FULL bytes of events, which is more than real ones have. Each time a
longer one has filled that, its middle is thinned: the beginning, where the goal stands, and the
end, where things were left, stay whole; of what lies between, each kind of event keeps its newest,
as many as fit the kind's share. The last edit of every file and the last run of every check come
first, because a draft says how each of them stands.
"""

from __future__ import annotations

import re
from sys import getsizeof
from typing import TYPE_CHECKING

from baton.model.session import AssistantMessage, Note, PlanUpdate, ToolCall, UserMessage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from baton.model.session import Event

FULL = 32 * 1024 * 1024  # bytes
BEGINNING, END = 1 / 16, 1 / 8  # shares of FULL
SHARES = {
    "latest": 1 / 8,  # the last edit of a file, the last run of a check
    "edit": 1 / 32,
    "commit": 1 / 32,
    "trouble": 1 / 32,  # a call that failed, was refused or still runs
    "run": 1 / 64,
    "call": 1 / 128,
    "prompt": 1 / 32,
    "remark": 1 / 32,  # the user steering, interruptions, compactions
    "said": 1 / 32,
    "thought": 1 / 64,
    "plan": 1 / 64,
    "note": 1 / 128,
}
COMMIT = re.compile(r"\b(?:commit|cherry-pick|revert|merge|rebase|pull-request|pr create)\b")
# Wider than what counts as a check later on: one too many costs a little room, one too few a fact.
CHECK = re.compile(
    r"\b(?:\w*test|tests|\w*spec|\w*lint|tox|nox|jest|ruff|flake8|clippy|vet|mypy|pyright|tsc"
    r"|typecheck|type-check|types|check|build|compile|make|cmake|ninja|gradlew?|mvn|cargo|webpack"
    r"|vite|rubocop|prettier|format|fmt|black)\b"
)


def size_of(thing: object) -> int:
    """The bytes something takes with all it holds; what is shared counts each time."""
    if isinstance(thing, PlanUpdate):  # long, and mostly shared with the one before
        return 300 + 150 * len(thing.items)
    if isinstance(thing, tuple):
        return getsizeof(thing) + sum(map(size_of, thing))
    return getsizeof(thing)


def thinned(events: list[Event], full: int) -> list[Event]:
    """About half of the events by size, in their order."""
    first = fitting(events, full * BEGINNING)
    last = len(events) - fitting(reversed(events[first:]), full * END)
    left = {kind: full * share for kind, share in SHARES.items()}
    known: set[str] = set()
    kept = []
    for event in reversed(events[first:last]):
        kind = kind_of(event, known)
        left[kind] -= (size := size_of(event))
        if left[kind] >= 0:
            kept.append(event)
        else:
            left[kind] += size
    return [*events[:first], *reversed(kept), *events[last:]]


def fitting(events: Iterable[Event], room: float) -> int:
    """How many of the events, from the first, fit into `room` bytes."""
    count = 0
    for event in events:
        room -= size_of(event)
        if room < 0:
            break
        count += 1
    return count


def kind_of(event: Event, known: set[str]) -> str:
    """The kind whose share an event takes from; `known` are the files and checks met later."""
    if isinstance(event, ToolCall):
        return kind_of_call(event, known)
    if isinstance(event, UserMessage):
        return "prompt" if event.channel == "prompt" else "remark"
    if isinstance(event, AssistantMessage):
        return "thought" if event.thinking else "said"
    if isinstance(event, PlanUpdate):
        return "plan"
    return "note" if isinstance(event, Note) else "remark"


def kind_of_call(call: ToolCall, known: set[str]) -> str:
    status = call.outcome.status
    about = {change.path for change in call.changes} if status == "ok" else set()
    about.update(CHECK.findall(call.command))
    if not about <= known:
        known |= about
        return "latest"
    if call.kind == "run" and COMMIT.search(call.command):
        return "commit"
    if status not in ("ok", "cancelled"):
        return "trouble"
    if call.kind == "run":
        return "run"
    return "edit" if call.changes else "call"
