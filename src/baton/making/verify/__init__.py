"""Checking a handoff's claims against the evidence, whoever wrote them: one path for all writers.

A claim is labelled, never rewritten:

    verified      a typed fact bears it out: a file, a commit, a run of a check
    stated        somebody said so, and nothing speaks against it
    contradicted  a fact, or the user's later word, says otherwise; the evidence is named
    unsupported   it names something that neither the session nor git has

Each check looks at one kind of thing, sentence by sentence; the worst finding is the claim's label.
Status words are compared with facts, never taken from prose.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeAlias

from baton.making.verify.cited import check_cited
from baton.making.verify.commits import check_commits
from baton.making.verify.disputes import check_disputes
from baton.making.verify.files import check_note, check_paths, without_lines
from baton.making.verify.known import Known, Said, said
from baton.making.verify.ledger import Ledger
from baton.making.verify.numbers import check_numbers
from baton.making.verify.polarity import check_polarity
from baton.making.verify.session_text import Search, SessionText
from baton.making.verify.status import check_status
from baton.making.verify.verdict import Verdict, together, worst
from baton.making.verify.wording import check_names, check_quotes, missing
from baton.model.document import Claim, Decision, FileNote, Handoff, NextStep, Trust
from baton.model.evidence import Evidence

__all__ = ["Checked", "check", "verify"]

Check: TypeAlias = Callable[[Said, Known], list[Verdict]]
Bullet: TypeAlias = Claim | Decision | FileNote | NextStep

_CHECKS: tuple[Check, ...] = (
    check_status,
    check_paths,
    check_commits,
    check_numbers,
    check_names,
    check_quotes,
    check_polarity,
    check_disputes,
    check_cited,
)
MARKS: tuple[Trust, ...] = ("contradicted", "unsupported")
SECTIONS = (
    "accomplished",
    "decisions",
    "state",
    "lessons",
    "next_steps",
    "files",
    "blockers",
    "open_questions",
)
# Plans and questions say nothing of how things are; only what they name is looked up.
_CHECKS_OF: dict[str, tuple[Check, ...]] = {
    "next_steps": (check_paths, check_names, check_numbers, check_quotes),
    "open_questions": (check_paths, check_names, check_numbers, check_quotes),
}


class Checked(NamedTuple):
    """A claim with what the evidence says of it. `section` is a field of `Handoff`."""

    section: str
    line: int
    text: str
    trust: Trust
    evidence: tuple[str, ...] = ()


def verify(handoff: Handoff, evidence: Evidence, search: Search | None = None) -> Handoff:
    """The handoff with its claims labelled and the evidence named; no text is changed.

    `search` answers which of some words occur in the untouched transcript; without it, what a
    reader clipped can't be told from what never was.
    """
    known = _known(handoff, evidence, search)
    return handoff._replace(
        accomplished=tuple(_claim(claim, "accomplished", known) for claim in handoff.accomplished),
        decisions=tuple(_decision(decision, known) for decision in handoff.decisions),
        state=tuple(_claim(claim, "state", known) for claim in handoff.state),
        lessons=tuple(_claim(claim, "lessons", known) for claim in handoff.lessons),
        files=tuple(_note(note, known, strict=_ours(handoff)) for note in handoff.files),
        blockers=tuple(_claim(claim, "blockers", known) for claim in handoff.blockers),
        open_questions=tuple(
            _claim(claim, "open_questions", known) for claim in handoff.open_questions
        ),
    )


def check(
    handoff: Handoff, evidence: Evidence, search: Search | None = None
) -> tuple[Checked, ...]:
    """Every claim of the handoff with its label, in the order of the sections."""
    known = _known(handoff, evidence, search)
    found = []
    for section, bullet in bullets(handoff):
        verdict = _judged(bullet, section, known, strict=_ours(handoff))
        named = bullet.evidence if isinstance(bullet, Claim | Decision) else ()
        proof = _with(named, verdict.proof)
        found.append(Checked(section, bullet.line, text_of(bullet), verdict.trust, proof))
    return tuple(found)


def bullets(handoff: Handoff) -> Iterator[tuple[str, Bullet]]:
    """Every bullet of the handoff with the section it stands in."""
    for section in SECTIONS:
        for bullet in getattr(handoff, section):
            yield section, bullet


def doubted(handoff: Handoff) -> list[tuple[str, Trust, tuple[str, ...]]]:
    """The claims, then the decisions, that bear a mark: the words, the mark, what is against it."""
    said = [(one.text, one.trust, one.evidence) for one in handoff.claims]
    said += [(one.what, one.trust, one.evidence) for one in handoff.decisions]
    return [one for one in said if one[1] in MARKS]


def text_of(bullet: Bullet) -> str:
    """What a bullet says, as a person would read it."""
    if isinstance(bullet, FileNote):
        return " - ".join(part for part in (bullet.path, bullet.what) if part)
    if isinstance(bullet, Decision):
        return f"{bullet.what}, because {bullet.why}" if bullet.why else bullet.what
    return bullet.text


def _known(handoff: Handoff, evidence: Evidence, search: Search | None) -> Known:
    ledger = Ledger(evidence)
    text = SessionText(evidence.session, (*ledger.written, *ledger.told), search)
    known = Known(evidence, ledger, text)
    if search is not None:  # one pass over the transcript for all of them
        text.look_up(
            word for _, bullet in bullets(handoff) for word in missing(text_of(bullet), known)
        )
    return known


def _ours(handoff: Handoff) -> bool:
    """Whether the document keeps to our format, so that its files are the changed ones."""
    return bool(handoff.meta.session or handoff.meta.generated_by)


def _judged(bullet: Bullet, section: str, known: Known, *, strict: bool) -> Verdict:
    if isinstance(bullet, FileNote):
        notes = [check_note(bullet, known, strict=strict)] if bullet.path else []
        return worst([*notes, _of_text(without_lines(bullet.what), section, (), known)])
    references = bullet.evidence if isinstance(bullet, Claim | Decision) else ()
    if isinstance(bullet, Decision):
        parts = (bullet.what, bullet.why, bullet.rejected)
        return worst(_of_text(part, section, references, known) for part in parts if part)
    return _of_text(bullet.text, section, references, known)


def _of_text(text: str, section: str, references: tuple[str, ...], known: Known) -> Verdict:
    if text in known.ledger.written and not references:
        return Verdict("verified")
    checks = _CHECKS_OF.get(section, _CHECKS)
    return together(
        worst(verdict for one in checks for verdict in one(sentence, known))
        for sentence in said(text, section, references)
    )


def _claim(claim: Claim, section: str, known: Known) -> Claim:
    verdict = _judged(claim, section, known, strict=False)
    trust, evidence = _labelled(claim.text, claim.trust, claim.evidence, verdict)
    return claim._replace(trust=trust, evidence=evidence)


def _decision(decision: Decision, known: Known) -> Decision:
    verdict = _judged(decision, "decisions", known, strict=False)
    trust, evidence = _labelled(decision.what, decision.trust, decision.evidence, verdict)
    return decision._replace(trust=trust, evidence=evidence)


def _note(note: FileNote, known: Known, *, strict: bool) -> FileNote:
    verdict = _judged(note, "files", known, strict=strict)
    if verdict.trust not in MARKS:
        return note
    return note._replace(trust=verdict.trust, evidence=_with(note.evidence, verdict.proof))


def _labelled(
    text: str, before: Trust, evidence: tuple[str, ...], verdict: Verdict
) -> tuple[Trust, tuple[str, ...]]:
    """The label as the document shows it.

    A mark that is there stays until a fact clears it; a tick is only given with a reference, and
    what code worded shows its own.
    """
    if verdict.trust == "verified" and not (verdict.proof or evidence):
        return "stated", evidence
    if verdict.trust == "stated" and before in MARKS:
        return before, evidence
    return verdict.trust, _with(evidence, verdict.proof)


def _with(evidence: tuple[str, ...], proof: str) -> tuple[str, ...]:
    named = not proof or any(proof == one or one.startswith(proof) for one in evidence)
    return evidence if named else (*evidence, proof)
