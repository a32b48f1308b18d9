"""The typed facts of a session, ready to be asked by name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from baton.making import facts
from baton.making.evidence import last_runs
from baton.model.evidence import ChangedFile, CommandRun, CommitMade, Evidence
from baton.model.session import OutcomeStatus, ToolCall

_LINE = re.compile(r":\d+(?:[:-]\d+)*$")
_PUSHES = re.compile(r"\bgit\b[^\n;|&]*\bpush\b|\bgit_push\b")
_MERGES = re.compile(r"\bgit\b[^\n;|&]*\bmerge\b|\b(?:gh\s+pr|glab\s+mr)\s+merge\b")


class Ledger:
    """What the evidence says of files, commits and commands."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self.last = last_runs(evidence.commands)
        self._changed: dict[str, list[ChangedFile]] = {}
        for file in evidence.files:
            for tail in {*_spellings(file.path), *_spellings(file.old_path)}:
                self._changed.setdefault(tail, []).append(file)

    def changed(self, path: str) -> ChangedFile | None:
        """The changed file that a text names by its path or the end of it."""
        files = self._changed.get(plain_path(path), [])
        exact = [file for file in files if file.path == plain_path(path)]
        if exact or files:
            return (exact or files)[0]
        return next((file for tail in _inner(path) for file in self._changed.get(tail, ())), None)

    def changed_below(self, folder: str) -> bool:
        """Whether a file in a folder was changed."""
        inside = plain_path(folder).rstrip("/") + "/"
        return any(f"/{file.path}".find(f"/{inside}") >= 0 for file in self.evidence.files)

    def looked_at(self, path: str) -> bool:
        """Whether the session read or searched a file of that name."""
        return plain_path(path) in self._read

    @cached_property
    def _read(self) -> frozenset[str]:
        paths = (
            path
            for event in self.evidence.session.events
            if isinstance(event, ToolCall) and event.kind in ("read", "search")
            for path in event.paths
        )
        return frozenset(tail for path in dict.fromkeys(paths) for tail in _spellings(path))

    def commit(self, sha: str) -> CommitMade | None:
        """The commit that a text names by some digits of its name."""
        return next(
            (
                commit
                for commit in self.evidence.commits
                if commit.sha.startswith(sha) or sha.startswith(commit.sha)
            ),
            None,
        )

    @cached_property
    def pushes(self) -> tuple[OutcomeStatus, ...]:
        return self._ended(_PUSHES)

    @cached_property
    def merges(self) -> tuple[OutcomeStatus, ...]:
        return self._ended(_MERGES)

    def _ended(self, pattern: re.Pattern[str]) -> tuple[OutcomeStatus, ...]:
        """How the calls ended whose command matches, in order."""
        return tuple(
            event.outcome.status
            for event in self.evidence.session.events
            if isinstance(event, ToolCall) and pattern.search(event.command or event.tool)
        )

    @cached_property
    def written(self) -> tuple[str, ...]:
        """The sentences that code writes from these facts."""
        evidence = self.evidence
        claims = (
            *facts.status_claims(evidence),
            *facts.repository_claims(evidence),
            *facts.commit_claims(evidence),
        )
        return tuple(claim.text for claim in claims)

    @cached_property
    def told(self) -> tuple[str, ...]:
        """Further sentences that are true of these facts, to hold a text against."""
        evidence = self.evidence
        told = [f"`{run.command}` failed: {run.detail}" for run in self._failed()]
        for fix in evidence.fixes:
            told += [f"`{fix.command}` failed: {fix.error}", f"Passed after {fix.remedy}"]
        return tuple(told)

    def _failed(self) -> list[CommandRun]:
        return [run for run in self.evidence.commands if run.status == "failed" and run.detail]


def plain_path(path: str) -> str:
    """A path as texts give it, without `./`, line numbers and the like."""
    return _LINE.sub("", path.strip().replace("\\", "/")).removeprefix("./").rstrip("/.,:;")


def tails(path: str) -> Iterable[str]:
    """A path and every end of it: a/b/c, b/c, c."""
    parts = plain_path(path).split("/")
    return ("/".join(parts[start:]) for start in range(len(parts)))


def _spellings(path: str) -> Iterable[str]:
    """The ends of a path, and without the double underscores that Markdown takes for emphasis."""
    yield from tails(path)
    if "__" in path:
        yield from tails(path.replace("__", ""))


def _inner(path: str) -> list[str]:
    """The ends of a path that still name a folder: for absolute paths, whatever their root."""
    if not path.startswith(("/", "~")):
        return []
    return [tail for tail in tails(path) if "/" in tail][1:]
