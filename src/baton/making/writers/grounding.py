"""Whether the records that a claim cites speak of it at all.

A weak test on purpose: models reword. It finds claims that cite nothing, or records about
something else. What they say of files, commits and checks is verified elsewhere (verify).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from baton.making.choosing import tokens
from baton.model.session import AssistantMessage, PlanUpdate, ToolCall, UserMessage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from baton.making.writers.model_answer import Said
    from baton.model.session import Event, Session

_LEAST = 0.35  # share of a claim's telling words that its records must have (benchmarks/writers.py)
_FEW_WORDS = 4  # fewer tell nothing
_LEAST_WORDS = 2
_NEAR = 2  # records: an answer stands beside its question
# What only a tool printed is nobody's decision or plan.
_SPOKEN = ("decision", "next", "blocker", "question")


class Records:
    """What each record of a session says."""

    def __init__(self, session: Session) -> None:
        self.spoken: dict[int, frozenset[str]] = {}
        self.printed: dict[int, frozenset[str]] = {}
        for event in session.events:
            words = tokens(_spoken(event))
            self.spoken[event.record] = self.spoken.get(event.record, frozenset()) | words
            if isinstance(event, ToolCall):
                printed = tokens(event.outcome.output)
                for record in {event.record, event.outcome.record} - {0}:
                    self.printed[record] = self.printed.get(record, frozenset()) | printed
                    self.spoken[record] = self.spoken.get(record, frozenset()) | words
        self.numbers = frozenset(self.spoken)

    def bear_out(self, said: Said) -> bool:
        """Whether the records a claim cites, and those beside them, share its words."""
        if not said.records:
            return False
        words = tokens(" ".join((said.text, said.why)))
        near = {record + n for record in said.records for n in range(-_NEAR, _NEAR + 1)}
        found = _union(self.spoken, near)
        if said.section not in _SPOKEN:
            found |= _union(self.printed, near)
        return len(words) < _FEW_WORDS or (
            len(words & found) >= max(_LEAST * len(words), _LEAST_WORDS)
        )


def _union(table: dict[int, frozenset[str]], records: Iterable[int]) -> frozenset[str]:
    return frozenset().union(*(table.get(record, frozenset()) for record in records))


def _spoken(event: Event) -> str:
    """What a person or the assistant said or did; nothing that a tool printed."""
    if isinstance(event, UserMessage | AssistantMessage):
        return event.text
    if isinstance(event, PlanUpdate):
        return " ".join(item.text for item in event.items)
    if isinstance(event, ToolCall):
        asked = (" ".join((q.text, *q.options, q.answer)) for q in event.questions)
        paths = (*event.paths, *(change.path for change in event.changes))
        return " ".join((event.command, event.purpose, *asked, *paths))
    return ""
