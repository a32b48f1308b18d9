"""Forgetting a project altogether: drafts, spool and everything in the user's state about it."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from baton.errors import StorageError
from baton.keeping import handoffs
from baton.keeping.files import storage_error
from baton.keeping.places import private_areas, project_state

if TYPE_CHECKING:
    from baton.model.saving import Project


def remains(project: Project) -> tuple[str, ...]:
    """The folders outside the work tree that hold anything about the project."""
    folders = dict.fromkeys((*private_areas(project), project_state(project)))
    return tuple(folder for folder in folders if os.path.isdir(folder) and os.listdir(folder))


def purge(project: Project) -> None:
    """Delete those folders.

    Raises StorageError when approved handoffs still wait in them to be committed, or when the
    file system refuses.
    """
    waiting = handoffs.waiting(project)
    if waiting:
        raise StorageError(
            f"{len(waiting)} approved handoffs wait to be committed, so nothing is deleted.",
            "Run `baton sweep` on a branch where commits are possible, then try again.",
        )
    for folder in remains(project):
        try:
            shutil.rmtree(folder)
        except OSError as error:
            raise storage_error(error, folder) from error
