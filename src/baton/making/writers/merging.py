"""From a model's claims to a handoff: code writes the facts, the model the meaning.

Commits, files, the status of checks, branch and leftovers come from the evidence as in every
draft. A section that the model left empty keeps what the draft without a model has there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from baton.making import facts
from baton.making.choosing import Shelf
from baton.making.meaning import Meaning, express
from baton.model.document import Claim, Decision, NextStep

if TYPE_CHECKING:
    from collections.abc import Iterable

    from baton.making.writers.model_answer import ModelAnswer, Said
    from baton.model.document import Handoff
    from baton.model.evidence import Evidence

# How checks stand is a fact; prose about it is left out of the state.
_STATUS = re.compile(
    r"\b(?:tests?|suite|lint|types?|mypy|builds?|checks?|CI)\b.*\b(?:pass|fail|green|red|clean|ok\b)"
    r"|✅|❌",
    re.IGNORECASE,
)


def merge(plain: Handoff, answer: ModelAnswer, evidence: Evidence) -> Handoff:
    """The handoff in the model's words on the facts of `plain`, the draft without a model."""
    references = _References(evidence)
    by_section: dict[str, list[Said]] = {}
    for said in answer.claims:
        by_section.setdefault(said.section, []).append(said)

    def claims(section: str) -> tuple[Claim, ...]:
        return tuple(references.claim(said) for said in by_section.get(section, []))

    state = facts.state_claims(evidence)
    state += [claim for claim in claims("state") if not _STATUS.search(claim.text)]
    decisions = tuple(references.decision(said) for said in by_section.get("decision", []))
    done = claims("accomplished")
    commits = tuple(facts.commit_claims(evidence))
    known = {file.path for file in evidence.files}
    told = {said.path: said.text for said in by_section.get("file", []) if said.path in known}
    meaning = Meaning(
        title=answer.title,
        description=answer.description,
        accomplished=(*commits, *done) if done else None,
        decisions=decisions or None,
        state=tuple(state),
        lessons=claims("lesson") or None,
        next_steps=_next_steps(by_section.get("next", []), evidence),
        blockers=claims("blocker") or None,
        open_questions=claims("question") or None,
    )
    files = facts.file_notes(evidence, told) if told else plain.files
    return express(plain, meaning)._replace(files=files)


def _next_steps(said: Iterable[Said], evidence: Evidence) -> tuple[NextStep, ...] | None:
    """What follows from the facts first, then what the model says is left; None if nothing."""
    texts = [one.text for one in said]
    if not texts:
        return None
    shelf = Shelf()
    derived = facts.reruns(evidence)
    for step in derived:
        shelf.take(step)
    steps = [*derived, *(text for text in texts if shelf.take(text))]
    if evidence.uncommitted and evidence.commits:
        step = facts.commit_step(evidence)
        steps += [step] if shelf.take(step) else []
    return tuple(NextStep(text) for text in steps)


class _References:
    """Records as references that mean something to people."""

    def __init__(self, evidence: Evidence) -> None:
        self.known = {commit.record: commit.sha[:9] for commit in evidence.commits}
        checks = (run for run in evidence.commands if run.kind in facts.CHECKS)
        self.known = {run.record: facts.proof(run) for run in checks} | self.known

    def of(self, said: Said) -> tuple[str, ...]:
        found = (self.known[record] for record in said.records if record in self.known)
        return tuple(dict.fromkeys(found))[:3]

    def claim(self, said: Said) -> Claim:
        return Claim(said.text, evidence=self.of(said))

    def decision(self, said: Said) -> Decision:
        return Decision(said.text, said.why, said.rejected, evidence=self.of(said))
