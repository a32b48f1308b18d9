"""Sentences that code writes from facts: test status, commits, files, what is uncommitted.

No status is ever taken from prose; it comes from the last run of each class of command.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import baton.making.evidence.sentences as sentences
from baton.making.evidence import last_runs
from baton.model.document import Claim, FileNote
from baton.model.evidence import ChangedFile, CommandRun, CommitMade, Evidence
from baton.model.session import AssistantMessage, ToolCall

CHECKS = {
    "test": "Tests",
    "lint": "Lint",
    "typecheck": "Type check",
    "build": "Build",
}
_MOST_FILES = 40
_MOST_COMMITS = 15
_MOST_RUNNING = 5


def state_claims(evidence: Evidence) -> list[Claim]:
    """How the checks stand, then the repository."""
    return [*status_claims(evidence), *repository_claims(evidence)]


def status_claims(evidence: Evidence) -> list[Claim]:
    """One claim for each class of check: how its last run ended; tests always."""
    last = last_runs(evidence.commands)
    claims = [_status(CHECKS[kind], last[kind]) for kind in CHECKS if kind in last]
    if "test" not in last:
        claims.insert(0, Claim("Tests: not run in this session."))
    return claims


def _status(name: str, run: CommandRun) -> Claim:
    verb = {"ok": "pass", "failed": "FAIL", "running": "still running", "unknown": "result unclear"}
    said = verb[run.status]
    if run.status == "ok" and run.stale:
        said = "unverified: files changed after the last run, which passed"
    elif run.status == "failed" and run.stale:
        said = "FAIL at the last run; files changed after it"
    detail = f": {run.detail}" if run.detail else ""
    return Claim(f"{name}: {said} (`{run.command}`{_exit(run)}){detail}")


def _exit(run: CommandRun) -> str:
    if run.exit_code is not None:
        return f", exit {run.exit_code}"
    return ", failed" if run.status == "failed" else ""


def proof(run: CommandRun) -> str:
    """A short reference to a run: "pytest: exit 1"."""
    if run.status == "failed" and run.exit_code is not None:
        ending = f"exit {run.exit_code}"
    else:
        ending = run.status
    return f"{run.command.split(' | ')[0][:60]}: {ending}"


def reruns(evidence: Evidence) -> list[str]:
    """Next steps that follow from the facts alone."""
    last = last_runs(evidence.commands)
    steps = []
    if evidence.conflict:
        steps.append(f"Resolve the {evidence.conflict} and finish the merge")
    for kind, name in CHECKS.items():
        run = last.get(kind)
        if run is None or kind == "typecheck":
            continue
        if run.status == "failed":
            steps.append(f"Get the {name.lower()} to pass: `{run.command}` failed. {run.detail}")
        elif run.stale:
            steps.append(f"Re-run `{run.command}`: files changed after its last run")
    return steps


def repository_claims(evidence: Evidence) -> list[Claim]:
    """Branch, uncommitted work, conflicts, processes left running."""
    claims = []
    branch = evidence.session.branches[-1] if evidence.session.branches else ""
    if branch:
        claims.append(Claim(f"Branch: `{branch}`"))
    if evidence.conflict:
        claims.append(Claim(f"Half done: {evidence.conflict}"))
    if evidence.uncommitted:
        names = ", ".join(f"`{file.path}`" for file in _uncommitted(evidence)[:6])
        claims.append(Claim(f"Uncommitted changes at the end: {names}"))
    claims += _mid_work(evidence)
    return claims + _running(evidence)


def _running(evidence: Evidence) -> list[Claim]:
    """Commands and subagents that had not ended."""
    delegated = {
        event.record
        for event in evidence.session.events
        if isinstance(event, ToolCall) and event.kind == "delegate"
    }
    return [
        Claim(f"A subagent was still running: {process.command}")
        if process.record in delegated
        else Claim(f"Still running in the background: `{process.command}`")
        for process in evidence.background[-_MOST_RUNNING:]
    ]


def _mid_work(evidence: Evidence) -> list[Claim]:
    """What the assistant was at when the session ended without a closing word."""
    last = next(
        (
            event
            for event in reversed(evidence.session.events)
            if isinstance(event, ToolCall) or (isinstance(event, AssistantMessage) and event.text)
        ),
        None,
    )
    if not isinstance(last, ToolCall):
        return []
    ran = next((run.command for run in evidence.commands if run.record == last.record), "")
    step = f"`{ran}`" if ran else sentences.clip(sentences.first_sentence(last.purpose), 14)
    if last.changes:
        step = f"an edit of `{last.changes[0].path.rsplit('/', 1)[-1]}`"
    return [Claim(f"The session ended in the middle of work, after {step}")] if step else []


def commit_step(evidence: Evidence) -> str:
    """What is left to do with uncommitted changes, in a session that committed before."""
    branch = evidence.session.branches[-1] if evidence.session.branches else ""
    step = "Commit the uncommitted changes" + (f" on `{branch}`" if branch else "")
    pushed = any(run.kind == "git" and " push" in run.command for run in evidence.commands)
    if evidence.pull_requests:
        return f"{step} and push them to pull request #{evidence.pull_requests[-1].number}"
    return f"{step} and push them" if pushed else step


def _uncommitted(evidence: Evidence) -> list[ChangedFile]:
    last = max((commit.record for commit in evidence.commits), default=0)
    return [file for file in evidence.files if file.records and file.records[-1] > last]


def commit_claims(evidence: Evidence) -> list[Claim]:
    """The commits, those with the same subject together, then the pull requests opened."""
    by_subject: dict[str, list[CommitMade]] = {}
    for commit in evidence.commits:
        by_subject.setdefault(commit.subject, []).append(commit)
    claims = [_committed(subject, commits) for subject, commits in by_subject.items()]
    if len(claims) > _MOST_COMMITS:
        rest = len(claims) - _MOST_COMMITS
        claims = [Claim(f"Committed {rest} times before the following"), *claims[rest:]]
    claims += [
        Claim(f"Opened pull request #{request.number}: {request.url}")
        for request in evidence.pull_requests
    ]
    return claims


def _committed(subject: str, commits: list[CommitMade]) -> Claim:
    branches = dict.fromkeys(f"`{commit.branch}`" for commit in commits if commit.branch)
    on = f" on {', '.join(branches)}" if branches else ""
    shas = tuple(commit.sha[:9] for commit in commits)
    return Claim(f"Committed{on}: {subject}", "verified", shas[:_MOST_COMMITS])


def file_notes(evidence: Evidence, said: Mapping[str, str]) -> tuple[FileNote, ...]:
    """Every changed file with what happened to it; a long list ends with a count.

    `said`: a file's path -> a sentence of the session that tells of the change.
    """
    notes = [FileNote(file.path, _what(file, said)) for file in evidence.files]
    if len(notes) > _MOST_FILES:
        rest = len(notes) - _MOST_FILES
        notes = [*notes[:_MOST_FILES], FileNote("", f"and {rest} more files")]
    return tuple(notes)


def _what(file: ChangedFile, said: Mapping[str, str]) -> str:
    lines = ""
    if file.added or file.removed:
        lines = f" (+{file.added} -{file.removed} lines)"
    moved = f" from `{file.old_path}`" if file.old_path else ""
    moved += " outside this project" if file.path.startswith(("/", "~")) else ""
    told = said.get(file.path, "")
    return f"{file.action}{moved}{lines}" + (f": {told}" if told else "")


_BY_CODE = re.compile(
    r"(?:Tests|Lint|Type check|Build): "
    r"(?:pass|FAIL|still running|result unclear|unverified|not run)"
    r"|Branch: `|Half done: |Uncommitted changes at the end: |Still running in the background: `"
    r"|A subagent was still running: "
    r"|The session ended in the middle of work, after |Committed(?: on `.*`)?: "
    r"|Committed \d+ times before|Opened pull request #\d+: "
    r"|Resolve the .+ and finish the merge$|Get the [a-z -]+ to pass: `|Re-run `.+`: files changed"
    r"|Commit the uncommitted changes(?: on `| and push|$)"
)


def by_code(text: str) -> bool:
    """Whether a claim or step reads as one that this module words: it ages with the facts."""
    return bool(_BY_CODE.match(text))
