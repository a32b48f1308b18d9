"""A draft in a model's words, on facts that code knows.

    framing.py       other people's words as data
    transcript.py    the session, masked, within a budget
    sheet.py         the facts and the first draft
    asking.py        the question, and the one that repairs
    model_answer.py  JSON back, checked claim by claim
    grounding.py     do the cited records speak of the claim?
    coverage.py      what the session holds and no claim mentions
    merging.py       the model's meaning on code's facts

Nothing here touches the network: `write` is given a function that asks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from baton.errors import BatonError
from baton.making.verify import doubted
from baton.making.writers import asking
from baton.making.writers.coverage import Due, completed, dues, missed
from baton.making.writers.grounding import Records
from baton.making.writers.merging import merge
from baton.making.writers.model_answer import ModelAnswer, Said, parse
from baton.model.prompt import Written

if TYPE_CHECKING:
    from collections.abc import Callable

    from baton.model.document import Claim, Handoff
    from baton.model.evidence import Evidence
    from baton.model.prompt import Outcome, Prompt, Reply

_UNCITED = ("state", "accomplished", "lesson", "blocker", "question", "decision")
_LITTLE = 0.2  # share of what is due; the draft without a model tells it then
_MOST_WRONG = 0.5  # share of claims that may be marked before the draft without a model is better


class _Attempt(NamedTuple):
    """One answer of the model, made into a verified handoff."""

    handoff: Handoff
    wrong: tuple[str, ...]  # problems and claims not borne out, in words for the model
    missing: tuple[Due, ...]
    marked: int  # claims that come out contradicted or unsupported
    claims: int

    @property
    def faults(self) -> int:
        return 2 * self.marked + len(self.missing)


def write(
    evidence: Evidence,
    plain: Handoff,
    ask: Callable[[Prompt], Reply],
    check: Callable[[Handoff], Handoff],
    *,
    tokens: int,
    key: bytes,
) -> Written:
    """The handoff of the evidence in a model's words, or `plain` where that is the better one.

    `plain` is the verified draft without a model; `ask` puts one question to the model and raises
    BatonError when there is no answer; it is called once, and once more to repair. `check` labels
    a handoff's claims. `tokens` limits the question; `key` is this machine's secret, for redaction.
    """
    workshop = _Workshop(evidence, plain, check)
    try:
        prompt = asking.question(evidence, plain, tokens, key)
        reply = ask(prompt)
    except BatonError as error:
        return Written(plain, "none", error.message)
    first = workshop.attempt(reply.text)
    best, why = first, ""
    outcome: Outcome = "worded"
    if workshop.wants_repair(first):
        lines = [due.line for due in first.missing]
        try:
            again = ask(asking.repair(prompt, reply.text, first.wrong, lines, key))
            second = workshop.attempt(again.text)
            if second.claims and (not first.claims or second.faults <= first.faults):
                best, outcome = second, "repaired"
        except BatonError as error:
            why = f"not repaired: {error.message}"
    worse = workshop.worse(best)
    if worse:
        return Written(plain, "none", worse)
    return Written(completed(best.handoff, plain, best.missing), outcome, why)


class _Workshop:
    """What every answer for one session is held against."""

    def __init__(
        self, evidence: Evidence, plain: Handoff, check: Callable[[Handoff], Handoff]
    ) -> None:
        self.evidence = evidence
        self.plain = plain
        self.check = check
        self.records = Records(evidence.session)
        self.due = dues(evidence)

    def attempt(self, text: str) -> _Attempt:
        """An answer as a verified handoff, with all that is to be said against it."""
        answer = parse(text, self.records.numbers)
        loose = [said for said in answer.claims if not self.records.bear_out(said)]
        # Steps and files carry no mark: what no record bears out is left out.
        kept = [s for s in answer.claims if s not in loose or s.section in _UNCITED]
        merged = merge(self.plain, answer._replace(claims=tuple(kept)), self.evidence)
        handoff = _mark(self.check(merged), {said.text for said in loose})
        marked = doubted(handoff)
        wrong = [*answer.problems[:20], *(_not_borne_out(said) for said in loose[:20])]
        wrong += [f"{trust}: {text}" for text, trust, _ in marked if trust == "contradicted"]
        return _Attempt(
            handoff,
            tuple(wrong),
            self.left_out(answer, handoff),
            len(marked),
            len(answer.claims),
        )

    def wants_repair(self, attempt: _Attempt) -> bool:
        """Whether a second call pays: something is wrong, or more than a little is missing."""
        return bool(attempt.wrong) or len(attempt.missing) > _LITTLE * len(self.due)

    def left_out(self, answer: ModelAnswer, handoff: Handoff) -> tuple[Due, ...]:
        """What neither the model's own claims nor the facts mention."""
        said = [f"{said.text} {said.why} {said.rejected}" for said in answer.claims]
        said += [claim.text for claim in handoff.state]
        cited = frozenset(record for said in answer.claims for record in said.records)
        return missed(self.due, said, cited)

    def worse(self, attempt: _Attempt) -> str:
        """Why the draft without a model is the better one; "" when it isn't."""
        if not attempt.claims:
            return "the model gave no usable claims"
        if attempt.marked > _MOST_WRONG * attempt.claims:
            return f"{attempt.marked} of the model's {attempt.claims} claims are not borne out"
        return ""


def _mark(handoff: Handoff, loose: set[str]) -> Handoff:
    """Mark claims as unsupported whose records don't bear them out and no fact does."""

    def claims(found: tuple[Claim, ...]) -> tuple[Claim, ...]:
        return tuple(
            one._replace(trust="unsupported")
            if one.trust == "stated" and one.text in loose
            else one
            for one in found
        )

    return handoff._replace(
        accomplished=claims(handoff.accomplished),
        decisions=tuple(
            one._replace(trust="unsupported")
            if one.trust == "stated" and one.what in loose
            else one
            for one in handoff.decisions
        ),
        state=claims(handoff.state),
        lessons=claims(handoff.lessons),
        blockers=claims(handoff.blockers),
        open_questions=claims(handoff.open_questions),
    )


def _not_borne_out(said: Said) -> str:
    cited = ", ".join(map(str, said.records)) or "none"
    return f'not borne out by its records ({cited}): "{said.text[:150]}"'
