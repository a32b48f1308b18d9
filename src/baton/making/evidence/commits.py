"""Commits, pull requests and conflicts, from what git and the forges' tools printed."""

from __future__ import annotations

import re

import baton.making.evidence.outputs as outputs
import baton.making.evidence.shell as shell
from baton.making.evidence.paths import Places
from baton.model.evidence import ChangedFile, CommitMade, GitFacts, PullRequest
from baton.model.session import Note, Session, ToolCall

# `git commit` prints "[main 1a2b3c4] Subject", "[main (root-commit) 1a2b3c4] Subject".
_COMMITTED = re.compile(
    r"^[ \t]*\[(?P<branch>[^\s\]]+(?: HEAD)?)(?: \(root-commit\))? (?P<sha>[0-9a-f]{7,40})\]"
    r" (?P<subject>.+)$",
    re.MULTILINE,
)
_MAKES_COMMITS = re.compile(
    r"\bgit\b[^\n;|&]*\b(?:commit|cherry-pick|revert|merge|rebase|am)\b|\bcommit"
)
_AMENDS = re.compile(r"\bcommit\b[^\n;|]*--amend")
_PULL_REQUEST = re.compile(r"https://[^\s/\"]+/[^\s\"]+?/(?:pull|merge_requests)/(\d+)\b")
_OPENS_REQUEST = re.compile(r"\b(?:gh\s+pr\s+create|glab\s+mr\s+create|hub\s+pull-request)\b")
_CONFLICT = re.compile(
    r"^CONFLICT \(.*$|^error: could not apply .*$|^Automatic merge failed.*$", re.M
)
_CONFLICTING = re.compile(r"^CONFLICT .*Merge conflict in (\S+)$", re.MULTILINE)
_RESOLVED = re.compile(r"\bgit\s+(?:\S+\s+)*?(?:commit\b|\S+\s+--(?:continue|abort|skip|quit)\b)")


def made_by(call: ToolCall) -> tuple[CommitMade, ...]:
    """The commits one shell call reports to have made."""
    if not _MAKES_COMMITS.search(call.command):
        return ()
    return tuple(
        CommitMade(match["sha"], match["subject"].strip(), match["branch"], call.record)
        for match in _COMMITTED.finditer(outputs.plain(call.outcome.output))
    )


def mine_commits(session: Session, places: Places, git: GitFacts | None) -> tuple[CommitMade, ...]:
    """The session's commits in order; an amended one is replaced. Git's own list is added.

    Commits to throw-away repositories in a temporary folder aren't the project's.
    """
    found: dict[str, CommitMade] = {}
    for event in session.events:
        if not isinstance(event, ToolCall) or event.kind != "run":
            continue
        made = made_by(event)
        if made and _elsewhere(event, places):
            continue
        if made and found and _AMENDS.search(event.command):
            found.popitem()
        found.update((commit.sha[:7], commit) for commit in made)
    for commit in git.commits if git is not None else ():
        record = found[commit.sha[:7]].record if commit.sha[:7] in found else 0
        found[commit.sha[:7]] = commit._replace(record=record)
    return tuple(found.values())


def _elsewhere(call: ToolCall, places: Places) -> bool:
    """Whether the commits of a call were made in a temporary folder."""
    committing = [c for c in shell.commands(call.command) if c.words[:1] == ("git",)]
    folder = committing[-1].folder if committing else ""
    return places.temporary(folder, call.cwd)


def mine_pull_requests(session: Session) -> tuple[PullRequest, ...]:
    """The pull requests this session opened."""
    found: dict[str, PullRequest] = {}
    for event in session.events:
        text = ""
        if isinstance(event, ToolCall) and _OPENS_REQUEST.search(event.command):
            text = event.outcome.output
        elif isinstance(event, Note) and event.kind == "pr-link":
            text = event.text
        for match in _PULL_REQUEST.finditer(text):
            url = match.group()
            found.setdefault(url, PullRequest(url, int(match.group(1)), event.record))
    return tuple(found.values())


def mine_conflict(session: Session, git: GitFacts | None) -> str:
    """A merge conflict nobody has resolved, with its files; "" when there is none."""
    conflict = f"{git.conflict} in progress" if git is not None and git.conflict else ""
    for event in session.events:
        if not isinstance(event, ToolCall) or event.kind != "run" or "git" not in event.command:
            continue
        match = _CONFLICT.search(event.outcome.output)
        if match:
            files = dict.fromkeys(_CONFLICTING.findall(event.outcome.output))
            conflict = f"conflict in {', '.join(files)}" if files else match.group().strip()
        elif event.outcome.status == "ok" and _RESOLVED.search(event.command):
            conflict = ""
    return conflict


def left_uncommitted(files: tuple[ChangedFile, ...], made: tuple[CommitMade, ...]) -> bool | None:
    """Whether the last change came after the last commit; None when there is nothing to tell by."""
    inside = [file for file in files if not file.path.startswith(("/", "~"))]
    changed = [file.records[-1] for file in inside if file.records]
    committed = [commit.record for commit in made if commit.record]
    if not changed:
        return False if committed else None
    return max(changed) > max(committed, default=0)
