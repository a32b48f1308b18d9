"""What a handoff must mention, and what of it no claim does: the questions of the second look."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from baton.making.choosing import tokens
from baton.making.evidence.commands import is_probe
from baton.making.evidence.programs import unwrap
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
    steering = [
        Due("rejection" if one.channel == "rejection" else "correction", one.text, one.record)
        for one in evidence.corrections
    ]
    failed = {
        run.command: Due("failed command", f"{run.command}: {run.detail}", run.record)
        for run in evidence.commands
        if run.status == "failed"
        and run.detail
        and not is_probe(unwrap(tuple(run.command.split())))
    }
    ranked = sorted(
        (s for s in evidence.statements if s.role == "decision" and s.weight >= _LEAST_WEIGHT),
        key=lambda statement: -statement.weight,
    )
    decisions = [Due("decision", s.text, s.record) for s in ranked]
    return (
        *steering[-_MOST_OF_A_KIND:],
        *list(failed.values())[-_MOST_OF_A_KIND:],
        *decisions[:_MOST_OF_A_KIND],
    )


def _is_probe(command: str) -> bool:
    """Whether a command only looks around: that it found nothing is no failure."""
    return is_probe(unwrap(tuple(command.split())))


def missed(
    due: Iterable[Due], texts: Sequence[str], cited: frozenset[int] = frozenset()
) -> tuple[Due, ...]:
    """What none of the texts mentions, by its words, and no claim cites."""
    said = [tokens(text) for text in texts]
    return tuple(one for one in due if one.record not in cited and not _mentioned(one, said))


def _mentioned(due: Due, said: Sequence[frozenset[str]]) -> bool:
    words = tokens(due.text)
    return any(len(words & other) >= max(_ENOUGH * min(len(words), 20), 1) for other in said)


def texts_of(handoff: Handoff) -> list[str]:
    """Every claim of a handoff as text."""
    claims = (*handoff.accomplished, *handoff.state, *handoff.lessons, *handoff.blockers)
    return [
        *(claim.text for claim in (*claims, *handoff.open_questions)),
        *(f"{one.what} {one.why} {one.rejected}" for one in handoff.decisions),
        *(step.text for step in handoff.next_steps),
    ]
