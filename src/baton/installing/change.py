"""A plan is data: what would become of which file. Deciding makes one, doing carries it out."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from baton.errors import StorageError
from baton.keeping.files import read_regular

if TYPE_CHECKING:
    from baton.model.saving import Project

FILE_LIMIT = 4 * 1024 * 1024  # bytes of a settings or instruction file


class Change(NamedTuple):
    """One file, before and after; None where there is no file."""

    path: str
    before: bytes | None
    after: bytes | None
    what: str  # one line for a person


class Plan(NamedTuple):
    changes: tuple[Change, ...] = ()
    notes: tuple[str, ...] = ()  # what a person should know beside the changes


def joined(*plans: Plan) -> Plan:
    """All the changes and notes of several plans, in order."""
    changes = tuple(change for plan in plans for change in plan.changes)
    return Plan(changes, tuple(note for plan in plans for note in plan.notes))


def content(path: str) -> bytes | None:
    """The bytes of a file; None when there is none. Raises StorageError for anything else."""
    try:
        return read_regular(path, FILE_LIMIT)
    except FileNotFoundError:
        return None


def inside(root: str, relative: str) -> str:
    """The real path of a file of the project, links followed.

    Raises StorageError when a link leads out of the project: baton writes only inside it.
    """
    path = os.path.realpath(os.path.join(root, relative))
    if path != root and not path.startswith(os.path.join(root, "")):
        raise StorageError(
            f"{relative} is a link to {path}, outside the project, so it isn't changed.",
            "Replace the link by a file of the project, then run `baton init` again.",
        )
    return path


def within(project: Project, path: str) -> bool:
    """Whether a recorded path belongs to this work tree (linked ones share the record)."""
    return path.startswith(os.path.join(project.root, ""))
