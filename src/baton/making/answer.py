"""The assistant's own words for a handoff: merged with the facts, and kept when these move on.

What code knows (commits, checks, files, what is uncommitted) code words; an answer fills in the
meaning. A field that it leaves out keeps what the writer without a model drafted. A configured
model's answer has another shape (`writers/model_answer`); `meaning` tells how the two relate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from baton.making import facts
from baton.making.carry import close
from baton.making.extract import compose
from baton.making.likeness import same
from baton.making.meaning import Meaning, express
from baton.model.document import BY_ASSISTANT, Claim, Decision, NextStep

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from baton.model.document import Handoff
    from baton.model.evidence import Evidence

Item = TypeVar("Item", Claim, NextStep)


class Answer(NamedTuple):
    """What an assistant says of its session. None: it left the field out."""

    title: str | None = None
    description: str | None = None
    accomplished: tuple[str, ...] | None = None
    decisions: tuple[Decision, ...] | None = None
    lessons: tuple[str, ...] | None = None
    state: tuple[str, ...] | None = None
    next_steps: tuple[NextStep, ...] | None = None
    blockers: tuple[str, ...] | None = None
    open_questions: tuple[str, ...] | None = None
    dropped: tuple[tuple[str, str], ...] = ()  # earlier steps given up, each with the reason

    def says_something(self) -> bool:
        """Whether any section has content."""
        parts = (self.accomplished, self.decisions, self.lessons, self.state, self.next_steps)
        return any(parts) or bool(self.blockers) or bool(self.open_questions)


def merge(composed: Handoff, answer: Answer, by: str) -> Handoff:
    """The composed handoff with the answer's words in place of its own; facts stay as they are."""
    meaning = Meaning(
        title=answer.title,
        description=answer.description,
        accomplished=_with_facts(composed.accomplished, _claims(answer.accomplished)),
        decisions=answer.decisions,
        state=_with_facts(composed.state, _claims(answer.state)),
        lessons=_claims(answer.lessons),
        next_steps=_with_facts(composed.next_steps, answer.next_steps),
        blockers=_claims(answer.blockers),
        open_questions=_claims(answer.open_questions),
    )
    merged = express(composed, meaning)
    merged = merged._replace(meta=merged.meta._replace(generated_by=f"{BY_ASSISTANT}{by}"))
    return close(merged, answer.dropped)


def renew(
    written: Handoff, composed: Handoff, evidence: Evidence, record: int, now: datetime
) -> Handoff:
    """A handoff the assistant wrote at `record`, with today's facts and what came since.

    Its words stay; below them come those that the work after `record` gives.
    """
    since = compose(_after(evidence, record), now)
    answer = Answer(
        title=written.title,
        description=written.meta.description,
        accomplished=_texts(written.accomplished, since.accomplished),
        decisions=(
            *written.decisions,
            *(one for one in since.decisions if not _has(written.decisions, one.what)),
        ),
        lessons=_texts(written.lessons, since.lessons),
        state=_texts(written.state, ()),
        next_steps=_said(written.next_steps, since.next_steps),
        blockers=_texts(written.blockers, since.blockers),
        open_questions=_texts(written.open_questions, since.open_questions),
    )
    renewed = merge(composed, answer, written.meta.generated_by.removeprefix(BY_ASSISTANT))
    return renewed._replace(other=written.other)


def _after(evidence: Evidence, record: int) -> Evidence:
    """Only what was said and run after `record`."""
    return evidence._replace(
        statements=tuple(one for one in evidence.statements if one.record > record),
        corrections=tuple(one for one in evidence.corrections if one.record > record),
        fixes=tuple(one for one in evidence.fixes if one.records[-1] > record),
        commands=tuple(one for one in evidence.commands if one.record > record),
        plan=(),
    )


def _claims(texts: Iterable[str] | None) -> tuple[Claim, ...] | None:
    return None if texts is None else tuple(Claim(text) for text in texts)


def _with_facts(
    composed: tuple[Item, ...], given: tuple[Item, ...] | None
) -> tuple[Item, ...] | None:
    """The composed facts, then what was given and isn't one of them."""
    if given is None:
        return None
    known: list[Item] = [one for one in composed if facts.by_code(one.text)]
    new: list[Item] = [one for one in given if not any(same(one.text, fact.text) for fact in known)]
    return tuple(known + new)


def _said(written: Sequence[Item], since: Sequence[Item]) -> tuple[Item, ...]:
    """The words written, then those that came since; no facts, they age."""
    kept = [one for one in written if not facts.by_code(one.text)]
    for one in since:
        if not facts.by_code(one.text) and not any(same(one.text, old.text) for old in kept):
            kept.append(one)
    return tuple(kept)


def _texts(written: Sequence[Claim], since: Sequence[Claim]) -> tuple[str, ...]:
    return tuple(one.text for one in _said(written, since))


def _has(decisions: Sequence[Decision], what: str) -> bool:
    return any(same(one.what, what) for one in decisions)
