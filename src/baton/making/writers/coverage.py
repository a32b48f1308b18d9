"""What a handoff must mention, and what of it no claim does: the questions of the second look.

What the session's own assistant is told it left out is shorter and of other kinds: `making/gaps`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from baton.making.choosing import tokens
from baton.making.evidence.commands import is_probe
from baton.making.evidence.corrections import kind_of
from baton.making.writers.framing import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from baton.model.document import Handoff
    from baton.model.evidence import Evidence

_MOST_OF_A_KIND = 10
_LEAST_WEIGHT = 1.5  # of a decision
_ENOUGH = 0.4  # share of the words of what is due
_LONGEST = 300


class Due(NamedTuple):
    """Something of the session that a handoff should mention."""

    kind: str  # "rejection", "correction", "failed command", "decision"
    text: str
    record: int

    @property
    def line(self) -> str:
        return f"{self.kind} [{self.record}]: {one_line(self.text, _LONGEST)}"


def dues(evidence: Evidence) -> tuple[Due, ...]:
    """Rejections and corrections, commands that failed, decisions: what gets lost."""
    steered = [Due(kind_of(one), one.text, one.record) for one in evidence.corrections]
    failed = {
        run.command: Due("failed command", f"{run.command}: {run.detail}", run.record)
        for run in evidence.commands
        if run.status == "failed" and run.detail and not is_probe(tuple(run.command.split()))
    }
    ranked = sorted(
        (s for s in evidence.statements if s.role == "decision" and s.weight >= _LEAST_WEIGHT),
        key=lambda statement: -statement.weight,
    )
    decisions = [Due("decision", s.text, s.record) for s in ranked]
    found = (
        *steered[-_MOST_OF_A_KIND:],
        *list(failed.values())[-_MOST_OF_A_KIND:],
        *decisions[:_MOST_OF_A_KIND],
    )
    return tuple({one.record: one for one in reversed(found)}.values())[::-1]


def missed(
    due: Iterable[Due], texts: Sequence[str], cited: frozenset[int] = frozenset()
) -> tuple[Due, ...]:
    """What none of the texts mentions, by its words, and no claim cites."""
    return tuple(
        one
        for one in due
        if one.record not in cited and not any(mentions(text, one) for text in texts)
    )


def mentions(text: str, due: Due) -> bool:
    """Whether a text has enough of the words of what is due."""
    words = tokens(due.text)
    return len(words & tokens(text)) >= max(_ENOUGH * min(len(words), 20), 1)


def completed(handoff: Handoff, plain: Handoff, missing: Iterable[Due]) -> Handoff:
    """The handoff with what is missing as `plain`, the draft without a model, tells it."""
    missing = tuple(missing)
    lessons = [
        claim
        for claim in plain.lessons
        if claim not in handoff.lessons and any(mentions(claim.text, due) for due in missing)
    ]
    decisions = [
        one
        for one in plain.decisions
        if one not in handoff.decisions
        and any(mentions(f"{one.what} {one.why}", due) for due in missing)
    ]
    return handoff._replace(
        lessons=(*handoff.lessons, *lessons), decisions=(*handoff.decisions, *decisions)
    )
