"""What happened in a session and its handoff doesn't speak of, told to its assistant and the user.

Short, and seen in what is known for certain: the answer is theirs to better. A model is asked for
more, decisions and every failed command included, and by record: `writers/coverage`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import baton.making.evidence.sentences as sentences
from baton.making import facts
from baton.making.evidence import last_runs
from baton.making.evidence.corrections import kind_of
from baton.making.likeness import same, telling

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from baton.model.document import Handoff
    from baton.model.evidence import Evidence

_QUOTE = 22  # words
_TOUCHED = 0.35  # of the telling words of what happened
_FEW_WORDS = 2


class Gap(NamedTuple):
    """Something that happened and that the handoff doesn't speak of."""

    kind: str
    quote: str


def gaps(evidence: Evidence, handoff: Handoff | None = None) -> tuple[Gap, ...]:
    """What the handoff's words leave out; without one, all that they will have to speak of."""
    said = _words_of(handoff) if handoff else []
    found: list[Gap] = []
    for gap in _happened(evidence):
        mentioned = any(_touches(text, gap.quote) for text in said)
        if not mentioned and not any(same(gap.quote, other.quote) for other in found):
            found.append(gap)
    return tuple(found)


def summary(found: Sequence[Gap]) -> str:
    """ "3 rejections and 1 failing command are not mentioned"; "" without any."""
    if not found:
        return ""
    kinds = list(dict.fromkeys(gap.kind for gap in found))
    counts = [(sum(gap.kind == kind for gap in found), kind) for kind in kinds]
    parts = [f"{count} {kind}{'' if count == 1 else 's'}" for count, kind in counts]
    listed = " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))
    return f"{listed} {'is' if len(found) == 1 else 'are'} not mentioned"


def _happened(evidence: Evidence) -> Iterator[Gap]:
    """What a handoff should speak of, the weightiest kind first."""
    for correction in evidence.corrections:
        yield Gap(kind_of(correction), _quoted(correction.text))
    for run in last_runs(evidence.commands).values():
        if run.status == "failed" and run.kind in facts.CHECKS:
            detail = f": {run.detail}" if run.detail else ""
            yield Gap("failing command", _quoted(f"`{run.command}`{detail}"))
    for fix in evidence.fixes:
        if len(telling(fix.error)) > _FEW_WORDS:  # "1 failed" taught nobody anything
            yield Gap("failure that was fixed", _quoted(f"`{fix.command}`: {fix.error}"))
    for item in evidence.plan:
        if item.status in ("open", "doing"):
            yield Gap("open plan item", _quoted(item.text))


def _quoted(text: str) -> str:
    return sentences.clip(" ".join(text.split()), _QUOTE)


def _words_of(handoff: Handoff) -> list[str]:
    """What somebody worded in a handoff; what code wrote speaks of nothing."""
    claims = (claim.text for claim in handoff.claims)
    decided = (f"{one.what} {one.why} {one.rejected}" for one in handoff.decisions)
    steps = (step.text for step in handoff.next_steps)
    return [text for text in (*claims, *decided, *steps) if not facts.by_code(text)]


def _touches(text: str, quote: str) -> bool:
    """Whether a text speaks of what is quoted, if only in passing."""
    wanted = telling(quote)
    shared = len(wanted & telling(text))
    return shared >= max(min(_FEW_WORDS, len(wanted)), _TOUCHED * len(wanted))
