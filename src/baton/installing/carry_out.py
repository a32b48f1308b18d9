"""The one place that acts on a plan: all of it, or none of it."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from baton.errors import BatonError, StorageError
from baton.installing import manifest
from baton.installing.change import Change, content, within
from baton.installing.manifest import Entry, Manifest
from baton.keeping.files import storage_error, write_atomically

if TYPE_CHECKING:
    from collections.abc import Callable

    from baton.installing.change import Plan
    from baton.model.saving import Project

NEW_FILE = 0o666  # less the user's umask: part of the project, like any file they make


def apply(
    project: Project, plan: Plan, clean: Callable[[str, bytes, Entry | None], bytes | None]
) -> None:
    """Write an install's changes, the way back recorded before the first of them.

    `clean` gives a file without our part, for files whose present state was never recorded.
    Raises StorageError; then every file is as it was before.
    """
    known = manifest.load(project)
    files = dict(known.files)
    folders = list(known.folders)
    for change in plan.changes:
        files[change.path] = _entry(change, known.files.get(change.path), clean)
        folders.extend(f for f in _missing_folders(project, change.path) if f not in folders)
    if plan.changes:
        manifest.save(project, Manifest(files, tuple(folders)))
    try:
        _write_all(project, plan)
    except BaseException:
        _restore(project, known)
        raise


def remove(project: Project, plan: Plan) -> None:
    """Write a removal's changes, remove folders that are empty again, forget the record.

    What the record says of other work trees stays.
    """
    known = manifest.load(project)
    _write_all(project, plan)
    ours = [folder for folder in known.folders if within(project, folder)]
    for folder in reversed(ours):
        try:
            os.rmdir(folder)
        except OSError:
            continue  # it holds something, or is gone
    files = {path: entry for path, entry in known.files.items() if not within(project, path)}
    if files:
        folders = tuple(folder for folder in known.folders if folder not in ours)
        manifest.save(project, Manifest(files, folders))
    else:
        manifest.forget(project)


def _entry(
    change: Change, known: Entry | None, clean: Callable[[str, bytes, Entry | None], bytes | None]
) -> Entry:
    """What to remember of a file: the bytes that uninstalling must bring back."""
    wrote = change.after or b""
    if change.before is None:
        return Entry(None, wrote)
    if known is not None and change.before == known.wrote:
        return Entry(known.original, wrote)
    # All of the block there is ours, whatever became of its lines: it is replaced just now.
    ours = Entry(known.original, change.before) if known else None
    return Entry(clean(change.path, change.before, ours), wrote)


def _missing_folders(project: Project, path: str) -> list[str]:
    """The folders that writing `path` would make, outermost first."""
    missing: list[str] = []
    folder = os.path.dirname(path)
    while folder != project.root and not os.path.lexists(folder):
        missing.insert(0, folder)
        folder = os.path.dirname(folder)
    return missing


def _write_all(project: Project, plan: Plan) -> None:
    done: list[Change] = []
    for change in plan.changes:
        try:
            _write(project, change)
        except BaseException:
            _undo(project, done)
            raise
        done.append(change)


def _undo(project: Project, done: list[Change]) -> None:
    for change in reversed(done):
        back = Change(change.path, change.after, change.before, change.what)
        try:
            _write(project, back)
        except (BatonError, OSError):
            continue  # the first failure is the one to tell; the record has the original


def _write(project: Project, change: Change) -> None:
    if content(change.path) != change.before:
        raise StorageError(
            f"{change.path} was changed by someone else in the meantime, so it isn't written.",
            "Run the same command again.",
        )
    try:
        if change.after is None:
            if change.before is not None:
                os.unlink(change.path)
            return
        mode = NEW_FILE
        if change.before is not None:
            mode = stat.S_IMODE(os.stat(change.path).st_mode)
        write_atomically(change.path, change.after, replace=True, mode=mode, below=project.root)
        if change.before is not None:
            os.chmod(change.path, mode)  # the umask may have taken rights that the file had
    except OSError as error:
        raise storage_error(error, change.path) from error


def _restore(project: Project, known: Manifest) -> None:
    """After a failed install: the record as it was, and no folder left that it made."""
    now = manifest.load(project)
    for folder in reversed(now.folders):
        if folder not in known.folders:
            try:
                os.rmdir(folder)
            except OSError:
                continue
    if known.files:
        manifest.save(project, known)
    else:
        manifest.forget(project)
