"""Handoffs on their way into the project: written here first, removed once they are committed.

From the moment a handoff lies here it is kept, whatever happens to the process, the work tree or
the branch. `<private area>/spool/<hash>/<name>`, one folder per handoff, so that equal names of
two worktrees don't meet; the hash is of the content and the work tree, so that spooling the same
handoff twice is spooling it once.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from baton.errors import StorageError
from baton.keeping import headed
from baton.keeping.digest import digest
from baton.keeping.files import read_regular, sweep, write_private
from baton.keeping.places import private_areas

if TYPE_CHECKING:
    from baton.model.saving import Project

SIZE_LIMIT = 2 * 1024 * 1024


class Waiting(NamedTuple):
    """A handoff in the spool, with all that a later process needs to bring it home."""

    name: str
    text: str
    folder: str  # in the work tree, relative, with forward slashes
    root: str  # the work tree it was made in
    branch: str  # the branch it belongs to; "" when it was made without one
    placed: bool = False  # its file lies in the work tree; a person may have changed it since
    path: str = ""  # where it lies in the spool


def put(project: Project, waiting: Waiting) -> Waiting:
    """Write a handoff to the spool, durably; in the state folder where git's can't be written.

    Returns it with its path. Raises StorageError when no place takes it.
    """
    data = headed.join(
        {
            "folder": waiting.folder,
            "root": waiting.root,
            "branch": waiting.branch,
            "placed": waiting.placed,
        },
        waiting.text,
    )
    mark = digest(f"{waiting.root}\0{waiting.text}".encode("utf-8", "surrogateescape"), size=8)
    refused: StorageError | None = None
    for area in private_areas(project):
        inside = os.path.join("spool", mark, waiting.name)
        try:
            path = write_private(area, inside, data, replace=True)
        except StorageError as error:
            refused = refused or error
        else:
            return waiting._replace(path=path)
    assert refused is not None
    raise refused


def paths(project: Project) -> tuple[str, ...]:
    """Where the waiting handoffs lie, newest first by name; those that this machine spooled."""
    found = []
    for area in private_areas(project):
        spool = os.path.join(area, "spool")
        for mark in _names(spool):
            folder = os.path.join(spool, mark)
            found += [os.path.join(folder, name) for name in _names(folder)]
    return tuple(sorted(filter(_is_ours, found), key=os.path.basename, reverse=True))


def load(path: str) -> Waiting:
    """The handoff at `path`. Raises StorageError, or FileNotFoundError when it has gone."""
    parts = headed.split(read_regular(path, SIZE_LIMIT))
    if parts is None:
        raise StorageError(f"{path} was not written by baton on this machine.")
    facts, text = parts
    return Waiting(
        name=os.path.basename(path),
        text=text,
        folder=str(facts.get("folder", "")),
        root=str(facts.get("root", "")),
        branch=str(facts.get("branch", "")),
        placed=bool(facts.get("placed", False)),
        path=path,
    )


def note_placed(project: Project, waiting: Waiting) -> None:
    """Remember that the file lies in the work tree, where a person may change it."""
    try:
        put(project, waiting._replace(placed=True))
    except StorageError:
        return  # it still waits; only a change by hand would get it another name


def remove(waiting: Waiting) -> None:
    """Take a handoff out of the spool: it has arrived. If that fails, `replay` tries again."""
    folder = os.path.dirname(waiting.path)
    try:
        os.unlink(waiting.path)
        sweep(folder)
        os.rmdir(folder)
    except OSError:
        return


def set_aside(waiting: Waiting) -> None:
    """Keep a handoff that a person has replaced by their own version, out of the spool's way."""
    area = os.path.dirname(os.path.dirname(os.path.dirname(waiting.path)))
    mark = os.path.basename(os.path.dirname(waiting.path))
    kept = os.path.join("replaced", f"{mark}-{waiting.name}")
    try:
        write_private(area, kept, waiting.text.encode(), replace=True)
    except StorageError:
        return
    remove(waiting)


def read(path: str) -> str:
    """The document at `path`. Raises as `load`; for the start hook, which can't afford JSON."""
    text = headed.document(read_regular(path, SIZE_LIMIT))
    if text is None:
        raise StorageError(f"{path} was not written by baton on this machine.")
    return text


def _is_ours(path: str) -> bool:
    if not path.endswith(".md"):
        return False
    try:
        read(path)
    except (StorageError, FileNotFoundError):
        return False
    return True


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []
