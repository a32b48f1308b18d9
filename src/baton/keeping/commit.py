"""Commit exactly one file on the branch HEAD is on, beside whatever the user is doing.

`git add && git commit` sweeps up the user's staged work and loses against their own git commands;
so this is made of plumbing: the new tree grows in a private index, the branch moves by
compare-and-swap, and of the user's index only the one entry changes. The work tree, the stash,
every other entry and every other branch stay as they are.

The user's index gets the entry *before* the branch moves. Killed in between, the file shows as
newly staged, which it is; the other way round it would show as a staged deletion, and the user's
next commit would delete it.

Commits are never signed, even under commit.gpgSign: a signature may ask for a passphrase, and it
would say that the user wrote this.
"""

from __future__ import annotations

import os
import random
import time
from typing import TYPE_CHECKING, NamedTuple

from baton.errors import GitError
from baton.keeping.digest import digest
from baton.keeping.files import TEMPORARY, lock, make_private_folder, sweep
from baton.keeping.git import blob_at, head, identity
from baton.keeping.git_call import filters_off, refusal, run, run_hook, settings
from baton.keeping.places import private_area
from baton.keeping.refs import commit_being_written

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from baton.keeping.refs import Head
    from baton.model.saving import Project

LOCK_PATIENCE = 10.0  # seconds for other saves of ours
INDEX_PATIENCE = 2.0  # seconds for the user's own git commands
ATTEMPTS = 8  # when the branch moves under us
# Where git has no name for the user (it then refuses to commit), the commit names its maker.
FALLBACK_NAME, FALLBACK_EMAIL = "baton", "baton@localhost"

OPERATIONS = {
    "merge": "A merge is in progress.",
    "rebase": "A rebase is in progress.",
    "cherry-pick": "A cherry-pick is in progress.",
    "revert": "A revert is in progress.",
    "bisect": "A bisect is in progress.",
}


class NotNow(GitError):  # noqa: N818 - no failure: the handoff waits
    """There is no safe place to commit at the moment; `message` says why."""


class _Save(NamedTuple):
    """One file on its way into the branch."""

    project: Project
    path: str  # in the repository, with forward slashes
    blob: str  # object name of the bytes
    message: str
    private_index: str
    filters_off: dict[str, str]  # environment for whatever writes the user's index


def commit_file(
    project: Project,
    path_in_repo: str,
    data: bytes,
    message: str,
    *,
    pre_commit: bool,
    hook_patience: float = 30.0,
) -> str:
    """Commit `data` as `path_in_repo` on the current branch; returns the commit's object name.

    When the branch already holds exactly that, its newest commit is returned and nothing is done.
    With `pre_commit`, the repository's own pre-commit hook is asked first, on a private index that
    holds HEAD and this file. Raises NotNow when this is no moment to commit (no branch, an
    operation in progress, a hook that refuses, a busy index), GitError when git fails, and
    StorageError when git's own folder can't be written.
    """
    safe_branch(project)
    if why := refusal(project):
        raise NotNow(f"git refuses to work here: {why}")
    for part in ("refs", "refs/heads", "logs", "logs/refs", "logs/refs/heads"):
        if os.path.islink(os.path.join(project.common_dir, part)):
            raise NotNow(f"{part} of this repository is a symbolic link to another place.")
    area = private_area(project)
    make_private_folder(area)
    sweep(area)
    blob = run(project, "hash-object", "-w", "--stdin", stdin=data).decode("ascii").strip()
    with _private_index(area) as index:
        save = _Save(project, path_in_repo, blob, message, index, filters_off(project))
        checked = _check(save, hook_patience) if pre_commit else ("", "")
        try:
            with lock(os.path.join(area, _lock_name(project)), LOCK_PATIENCE):
                return _commit(save, checked)
        except TimeoutError as error:
            raise NotNow("Another save is still running.") from error


def safe_branch(project: Project) -> Head:
    """HEAD, when it is on a branch that a commit belongs on. Raises NotNow, with why, if not."""
    if not project.git_dir:
        raise NotNow("This folder is not in a git repository.")
    if project.bare:
        raise NotNow("This is a bare repository: it has no work tree and no current branch.")
    here = head(project)
    if here.in_progress:
        raise NotNow(OPERATIONS[here.in_progress])
    if not here.branch:
        raise NotNow("HEAD is detached: no branch would keep the commit.")
    if not here.commit:
        raise NotNow("The branch has no commits yet.")
    if commit_being_written(project):
        raise NotNow("A commit seems to be open in an editor.")
    return here


def _lock_name(project: Project) -> str:
    """One lock for each work tree: its index and its branch are all that two saves fight for."""
    return f"lock-{digest(os.fsencode(project.git_dir), size=8)}"


def _private_index(area: str) -> AbstractContextManager[str]:
    """The path of an index file of our own, removed afterwards."""
    from contextlib import contextmanager, suppress

    @contextmanager
    def made() -> Iterator[str]:
        path = os.path.join(area, f"{TEMPORARY}{os.getpid()}-{os.urandom(6).hex()}")
        try:
            yield path
        finally:
            with suppress(OSError):
                os.unlink(path)

    return made()


def _tree(save: _Save, parent: str) -> str:
    """The tree of `parent` with the file in it; the private index then holds the same."""
    env = {"GIT_INDEX_FILE": save.private_index} | settings({"core.splitIndex": "false"})
    run(save.project, "read-tree", parent, env=env)
    _add(save, save.blob, env)
    tree = run(save.project, "write-tree", "--missing-ok", env=env)
    return tree.decode("ascii").strip()


def _add(save: _Save, blob: str, env: dict[str, str] | None = None) -> None:
    """Enter a blob for the file in the user's index, or in that of `env`."""
    entry = f"100644,{blob},{save.path}"
    env = save.filters_off if env is None else env
    run(save.project, "update-index", "--add", "--cacheinfo", entry, env=env)


def _check(save: _Save, patience: float) -> tuple[str, str]:
    """Ask the pre-commit hook; the commit and the tree it saw. What it does to the index is lost.

    Outside the lock: a slow hook must not keep other saves waiting.
    """
    parent = safe_branch(save.project).commit
    tree = _tree(save, parent)
    try:
        outcome = run_hook(save.project, "pre-commit", index=save.private_index, timeout=patience)
    except GitError as error:
        raise NotNow(
            f"The pre-commit hook {error.message.removeprefix('git ')}",
            'Run it by hand to see why, or set pre_commit = "skip" in the configuration.',
        ) from error
    if not outcome.ok:
        said = outcome.last_line or f"exit status {outcome.status}"
        raise NotNow(
            f"The pre-commit hook refused: {said}",
            'Correct the file, or set pre_commit = "skip" in the configuration.',
        )
    return parent, tree


def _commit(save: _Save, checked: tuple[str, str]) -> str:
    """Under our lock: grow the branch by one commit, or leave the user's index as it was."""
    try:
        return _grow_branch(save, checked)
    except GitError:
        _unstage(save)
        raise


def _grow_branch(save: _Save, checked: tuple[str, str]) -> str:
    """Commit on top of the branch, again from the start whenever it has moved meanwhile."""
    trouble = ""
    for attempts in range(ATTEMPTS):
        here = safe_branch(save.project)
        before = blob_at(save.project, here.commit, save.path)
        if before == save.blob:  # from an earlier run, or the user's own commit took it along
            return here.commit
        parent, tree = checked
        if parent != here.commit:
            tree = _tree(save, here.commit)
        commit = _commit_object(save, tree, here.commit)
        _stage(save, before)
        trouble = _move_branch(save, here, commit)
        if not trouble:
            _settle_index(save, here)
            return commit
        time.sleep(random.uniform(0.005, 0.02) * (attempts + 1))
    raise NotNow(f"The branch can't be moved: {trouble}")


def _commit_object(save: _Save, tree: str, parent: str) -> str:
    name, email = identity(save.project)
    env = {
        f"GIT_{role}_{part}": value
        for role in ("AUTHOR", "COMMITTER")
        for part, value in (("NAME", name or FALLBACK_NAME), ("EMAIL", email or FALLBACK_EMAIL))
    }
    made = run(
        save.project,
        *("commit-tree", tree, "-p", parent, "-F", "-"),
        stdin=save.message.encode(),
        env=env,
    )
    return made.decode("ascii").strip()


def _stage(save: _Save, before: str) -> None:
    """Give the user's index the file. Raises NotNow when they have staged another version of it,
    or another git command keeps the index locked."""
    if _staged(save) not in (before, save.blob):
        raise NotNow(f"Another version of {save.path} is staged.")
    _add_patiently(save)


def _add_patiently(save: _Save) -> None:
    """Enter the file in the user's index, waiting while their own git commands hold it."""
    deadline = time.monotonic() + INDEX_PATIENCE
    while True:
        try:
            _add(save, save.blob)
        except GitError as error:
            if "index.lock" not in error.message:
                raise
            if time.monotonic() > deadline:
                stale = os.path.join(save.project.git_dir, "index.lock")
                raise NotNow(
                    "Another git command holds the index, or was killed while it did.",
                    f"If no git command is running: rm {stale}",
                ) from error
            time.sleep(random.uniform(0.02, 0.08))
        else:
            return


def _settle_index(save: _Save, here: Head) -> None:
    """Leave no wrong entry behind where the user's git came in between.

    A git command that read the index before we wrote it may have written it back after us; the
    file would then show as a staged deletion. And a switch of branches takes the entry along.
    """
    try:
        if head(save.project).branch != here.branch:
            _unstage(save)
        elif not _staged(save):
            _add_patiently(save)
    except GitError:
        return  # the commit stands; this was a courtesy


def _unstage(save: _Save) -> None:
    """Take back `_stage`, unless HEAD has the file by now or somebody has changed the entry."""
    try:
        there = _in_head(save)
        if there == save.blob or _staged(save) != save.blob:
            return
        if there:
            _add(save, there)
        else:
            remove = ("update-index", "--force-remove", "--", save.path)
            run(save.project, *remove, env=save.filters_off)
        if _in_head(save) == save.blob:  # the user committed it this very moment
            _add(save, save.blob)
    except GitError:
        return  # stays staged, as a new file: the next attempt goes on from there


def _in_head(save: _Save) -> str:
    commit = head(save.project).commit
    return blob_at(save.project, commit, save.path) if commit else ""


def _staged(save: _Save) -> str:
    """The object name that the user's index holds for `path`; "" for none, "?" for a conflict."""
    listed = run(save.project, "ls-files", "-z", "--stage", "--", save.path).split(b"\0")[:-1]
    if not listed:
        return ""
    mode, name, stage = listed[0].partition(b"\t")[0].decode("ascii").split(" ")
    return name if len(listed) == 1 and stage == "0" and mode == "100644" else "?"


def _move_branch(save: _Save, here: Head, commit: str) -> str:
    """Move the branch from where it was to `commit`; returns why not, "" when it has moved."""
    if head(save.project) != here:
        return "other commits come in between."
    subject = save.message.partition("\n")[0]
    branch = f"refs/heads/{here.branch}"
    try:
        run(save.project, "update-ref", "-m", f"baton: {subject}", branch, commit, here.commit)
    except GitError as error:
        return error.message
    return ""
