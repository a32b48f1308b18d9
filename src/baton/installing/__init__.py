"""Putting baton into a project and taking it out again, byte for byte.

    plan()           what an install would change   -> Plan, nothing written
    apply()          does it, and records the way back in the user's state
    plan_removal()   what uninstalling would change -> Plan, nothing written
    remove()         does it
    check()          what is missing from an install

One module per assistant, each with `plan`, `places` and `without_ours`; ASSISTANTS lists them.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Protocol

from baton.errors import UsageError
from baton.installing import carry_out, claude_code, manifest, project_files
from baton.installing.change import Change, Plan, content, joined, within
from baton.model.problem import Problem

if TYPE_CHECKING:
    from baton.installing.manifest import Entry
    from baton.model.saving import Project


class Assistant(Protocol):
    def plan(self, root: str, folder: str) -> Plan: ...

    def places(self, root: str) -> tuple[str, ...]: ...

    def without_ours(self, path: str, data: bytes, entry: Entry | None) -> bytes | None: ...


ASSISTANTS: dict[str, Assistant] = {"claude-code": claude_code}


def plan(project: Project, folder: str, assistants: tuple[str, ...]) -> Plan:
    """What installing for `assistants` would change; nothing when it is all there already.

    Raises UsageError for an unknown assistant and where no project is, ConfigError when a file
    can't be understood, StorageError when one can't be read or lies outside.
    """
    if project.bare:
        raise UsageError("A bare repository has no files to install into.", "Run it in a clone.")
    if project.root == os.path.realpath(os.path.expanduser("~")):
        # ~/.claude/settings.json speaks for every project of the user
        raise UsageError("This is your home folder, not a project.", "Run it inside a project.")
    for name in assistants:
        if name not in ASSISTANTS:
            raise UsageError(f"Unknown assistant {name}.", f"Known: {', '.join(ASSISTANTS)}.")
    theirs = [ASSISTANTS[name].plan(project.root, folder) for name in assistants]
    return joined(project_files.plan(project.root, folder), *theirs)


def apply(project: Project, plan: Plan) -> None:
    """Carry out an install. Raises StorageError; then every file is as it was before."""
    carry_out.apply(project, plan, _without_ours_of(project))


def check(project: Project, folder: str, assistants: tuple[str, ...]) -> tuple[Problem, ...]:
    """What is missing or out of date, one problem per file. Raises like `plan`."""
    missing = plan(project, folder, assistants)
    return tuple(
        Problem(
            os.path.relpath(change.path, project.root), f"missing or out of date: {change.what}"
        )
        for change in missing.changes
    )


def plan_removal(project: Project, folder: str) -> Plan:
    """What uninstalling would change: a file nobody touched since gets its old bytes back.

    From a changed one only our part is taken. Raises ConfigError and StorageError like `plan`.
    """
    record = manifest.load(project)
    clean = _without_ours_of(project)
    brought = {} if project.bare else project_files.places(project.root, folder)
    known = [path for path in record.files if within(project, path)]
    changes, notes = [], []
    for path in dict.fromkeys((*known, *_places(project), *brought)):
        data, entry = content(path), record.files.get(path)
        if data is None or (entry and data == entry.original):
            continue
        if entry and data == entry.wrote:
            after = entry.original
        elif path in clean.owners:
            after = clean(path, data, entry)
        elif data == brought.get(path):
            after = None
        else:
            after = data
            notes.append(f"{path} was changed since, so it stays.")
        if after != data:
            changes.append(Change(path, data, after, _removal(after, entry)))
    return Plan(tuple(changes), tuple(notes))


def remove(project: Project, plan: Plan) -> None:
    """Carry out a removal. Raises StorageError; then the record of the way back is kept."""
    carry_out.remove(project, plan)


class _WithoutOurs:
    """Which assistant's module knows how to take our part out of which file."""

    def __init__(self, owners: dict[str, Assistant]) -> None:
        self.owners = owners

    def __call__(self, path: str, data: bytes, entry: Entry | None) -> bytes | None:
        owner = self.owners.get(path)
        return owner.without_ours(path, data, entry) if owner else data


def _without_ours_of(project: Project) -> _WithoutOurs:
    if project.bare:
        return _WithoutOurs({})
    return _WithoutOurs(
        {path: module for module in ASSISTANTS.values() for path in module.places(project.root)}
    )


def _places(project: Project) -> tuple[str, ...]:
    return tuple(_without_ours_of(project).owners)


def _removal(after: bytes | None, entry: Entry | None) -> str:
    if after is None:
        return "removed: baton made it"
    if entry and after == entry.original:
        return "as it was before baton, byte for byte"
    return "baton's part taken out, the rest kept"
