"""The ledger of changed files: what the session's successful calls left changed.

A file created and deleted again cancels out; a change taken back before any commit does too.
Where git's own account is at hand it decides what changed, and the ledger adds which calls did it.
"""

from __future__ import annotations

import os
import re

import baton.making.evidence.commits as commits
import baton.making.evidence.shell as shell
import baton.making.evidence.writes as writes
from baton.making.evidence.paths import Places
from baton.model.evidence import ChangedFile, GitFacts
from baton.model.session import ChangeAction, FileChange, Session, ToolCall

_FAILED_FILE_COMMAND = re.compile(
    r"^(?:mv|rm|cp|sed|tee|touch|cat|git|bash|zsh|sh|fatal|error):? ", re.M
)


def mine_files(session: Session, places: Places, git: GitFacts | None) -> tuple[ChangedFile, ...]:
    """The changed files of a session, in the order of their first change."""
    ledger = _Ledger(places)
    for event in session.events:
        if isinstance(event, ToolCall):
            ledger.take(event)
    found = tuple(ledger.entries.values())
    if git is None or not git.base:
        return found
    covered = {commit.sha[:7] for commit in git.commits}
    elsewhere = {path for sha, paths in ledger.commits if sha not in covered for path in paths}
    return _merge(found, git, elsewhere)


class _Ledger:
    """Replays the calls in order; `entries` maps a settled path to its state so far."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.entries: dict[str, ChangedFile] = {}
        self.known: set[str] = set()  # files known to have been there before
        self.committed: set[str] = set()
        self.fresh: set[str] = set()  # entries not committed yet
        self.folders: set[str] = set()  # that an entry was ever below
        self.commits: list[tuple[str, set[str]]] = []  # sha, what had changed by then

    def take(self, call: ToolCall) -> None:
        if call.kind == "edit" and call.outcome.status == "ok":
            for change in call.changes:
                self.edit(change, call)
        elif call.kind in ("read", "search") and call.outcome.status == "ok":
            self.known.update(self.places.settle(path, cwd=call.cwd) for path in call.paths)
        elif call.kind == "run":
            self.run(call)

    def edit(self, change: FileChange, call: ToolCall) -> None:
        path = self.places.settle(change.path, cwd=call.cwd)
        old = self.places.settle(change.old_path, cwd=call.cwd) if change.old_path else ""
        if not path:
            return
        if change.action == "renamed" and old:
            self.rename(old, path, call.record)
        elif change.action == "deleted":
            self.delete(path, call.record, forced=False)
        else:
            self.write(path, change.action, call.record, (change.added, change.removed))

    def run(self, call: ToolCall) -> None:
        if call.outcome.status in ("rejected", "cancelled", "interrupted"):
            return
        for command in shell.commands(call.command):
            if call.outcome.status == "failed" and not _survived(command, call.outcome.output):
                continue
            for write in writes.writes(command):
                self.apply(write, command.folder, call)
        for commit in commits.made_by(call):
            paths = self.fresh & self.entries.keys()
            self.commits.append((commit.sha[:7], paths))
            self.committed |= paths
            self.fresh.clear()

    def apply(self, write: writes.Write, folder: str, call: ToolCall) -> None:
        if write.effect == "revert":
            self.revert(write.path, folder, call)
            return
        path = self.places.settle(write.path, folder, call.cwd)
        target = self.places.settle(write.target, folder, call.cwd) if write.target else ""
        if write.effect == "move":
            self.move(path, target, call.record)
        elif write.effect == "copy":
            if target:
                self.write(target, "created", call.record)
        elif not path:
            return
        elif write.effect == "delete":
            self.delete(path, call.record, forced=write.forced)
        elif write.effect in ("append", "modify"):
            self.write(path, "modified", call.record, (write.added, 0))
        else:
            action: ChangeAction = "modified" if path in self.known else "created"
            if write.effect != "touch" or path not in self.known:
                self.write(path, action, call.record, (write.added, 0))

    def put(self, file: ChangedFile) -> None:
        """Enter the state of a file."""
        self.entries[file.path] = file
        if file.path not in self.committed:
            self.fresh.add(file.path)
        folder = os.path.dirname(file.path)
        while folder and folder not in self.folders:
            self.folders.add(folder)
            folder = os.path.dirname(folder)

    def below(self, path: str) -> list[str]:
        """The entries below a path, which mostly is no folder that has any."""
        if path not in self.folders:
            return []
        return [name for name in self.entries if name.startswith(path + "/")]

    def write(
        self, path: str, action: ChangeAction, record: int, lines: tuple[int, int] = (0, 0)
    ) -> None:
        before = self.entries.get(path)
        self.committed.discard(path)
        self.known.add(path)
        if before is None:
            self.put(ChangedFile(path, action, (record,), "", *lines))
            return
        self.put(
            before._replace(
                action="modified" if before.action == "deleted" else before.action,
                records=_with(before.records, record),
                added=before.added + lines[0],
                removed=before.removed + lines[1],
            )
        )

    def delete(self, path: str, record: int, *, forced: bool) -> None:
        inside = self.below(path)
        for name in inside:
            self.delete(name, record, forced=False)
        before = self.entries.get(path)
        self.known.discard(path)
        if before is not None and before.action == "created":
            del self.entries[path]
        elif before is not None:
            records = _with(before.records, record)
            self.put(before._replace(action="deleted", records=records))
        elif not inside and not forced:
            self.put(ChangedFile(path, "deleted", (record,)))

    def move(self, old: str, new: str, record: int) -> None:
        if old and new:
            self.rename(old, new, record)
        elif old:  # moved out of sight
            self.delete(old, record, forced=False)
        elif new:
            self.write(new, "created", record)

    def rename(self, old: str, new: str, record: int) -> None:
        for name in self.below(old):
            self.rename(name, new + name[len(old) :], record)
        before = self.entries.pop(old, None)
        self.known.discard(old)
        self.known.add(new)
        if new in self.entries:  # written over
            self.write(new, "modified", record)
        elif before is not None and before.action == "created":
            self.put(before._replace(path=new, records=_with(before.records, record)))
        else:
            first = before.old_path if before is not None and before.old_path else old
            records = _with(before.records if before is not None else (), record)
            self.put(ChangedFile(new, "renamed", records, first))

    def revert(self, path: str, folder: str, call: ToolCall) -> None:
        if path in (".", "*", "./"):
            gone = [name for name in self.entries if name not in self.committed]
        else:
            settled = self.places.settle(path, folder, call.cwd)
            gone = [
                name
                for name in self.entries
                if (name == settled or name.startswith(settled + "/"))
                and name not in self.committed
            ]
        for name in gone:
            if self.entries[name].action != "created":
                del self.entries[name]


def _with(records: tuple[int, ...], record: int) -> tuple[int, ...]:
    return records if records and records[-1] == record else (*records, record)


def _survived(command: shell.Command, output: str) -> bool:
    """Whether a file command of a failed line still did its work: it wasn't the one that failed."""
    return not command.last and not _FAILED_FILE_COMMAND.search(output)


def _merge(
    ledger: tuple[ChangedFile, ...], git: GitFacts, elsewhere: set[str]
) -> tuple[ChangedFile, ...]:
    """Git's list of changed files with the ledger's records.

    A file only the ledger knows stays when it lies outside the project, or when it was committed
    where git's range doesn't reach (`elsewhere`: on another branch).
    """
    by_path = {file.path: file for file in ledger}
    merged = []
    for change in git.changes:
        mine = by_path.pop(change.path, None)
        records = mine.records if mine is not None else ()
        merged.append(
            ChangedFile(
                change.path, change.action, records, change.old_path, change.added, change.removed
            )
        )
    kept = (
        file
        for file in by_path.values()
        if file.path.startswith(("/", "~")) or file.path in elsewhere
    )
    return (*merged, *kept)
