"""The facts that the model gets, and the draft it is to better: what code knows already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baton.making import facts
from baton.making.evidence import last_runs
from baton.making.writers.framing import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from baton.model.document import Handoff
    from baton.model.evidence import Evidence

_MOST = 40  # lines of a kind
_LONGEST = 300  # characters of a line


def sheet(evidence: Evidence) -> str:
    """The facts, one a line, each with the records it rests on."""
    return "\n".join(one_line(line, _LONGEST) for line in _facts(evidence))


def _facts(evidence: Evidence) -> Iterator[str]:
    yield f"goal {_ids([evidence.goal_record])}: {evidence.goal}"
    for commit in evidence.commits[-_MOST:]:
        yield f"commit {_ids([commit.record])}: {commit.sha[:9]} {commit.subject}"
    for request in evidence.pull_requests:
        yield f"pull request {_ids([request.record])}: #{request.number} {request.url}"
    for file in evidence.files[:_MOST]:
        yield f"file {_ids(file.records[-3:])}: {file.path} {file.action}"
    for kind, run in last_runs(evidence.commands).items():
        if kind in facts.CHECKS:
            stale = ", files changed since" if run.stale else ""
            yield f"last {kind} {_ids([run.record])}: {run.command} -> {run.status}{stale}"
    for fix in evidence.fixes[-_MOST:]:
        yield f"failed, later passed {_ids(fix.records)}: {fix.command}: {fix.error}"
    for correction in evidence.corrections[-_MOST:]:
        yield f"user's {correction.channel} {_ids([correction.record])}: {correction.text}"
    for item in evidence.plan:
        yield f"plan, {item.status}: {item.text}"
    for process in evidence.background:
        yield f"still running {_ids([process.record])}: {process.command}"


def _ids(records: Iterable[int]) -> str:
    return "[" + ", ".join(str(record) for record in records if record) + "]"


def claims_of(handoff: Handoff) -> str:
    """A draft's claims in short, by section."""
    lines = [f"title: {handoff.title}"]
    lines += [f"accomplished: {claim.text}" for claim in handoff.accomplished]
    lines += [
        f"decision: {one.what}{' — because ' if one.why else ''}{one.why}"
        for one in handoff.decisions
    ]
    lines += [f"lesson: {claim.text}" for claim in handoff.lessons]
    lines += [f"next: {step.text}" for step in handoff.next_steps]
    lines += [f"blocker: {claim.text}" for claim in handoff.blockers]
    lines += [f"question: {claim.text}" for claim in handoff.open_questions]
    return "\n".join(one_line(line, _LONGEST * 2) for line in lines)
