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
from baton.keeping.files import TEMPORARY, lock, make_private_folder, sweep
from baton.keeping.git import blob_at, head, identity, run, run_hook
from baton.keeping.places import private_area

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from baton.keeping.refs import Head
    from baton.model.saving import Project

LOCK_PATIENCE = 10.0  # seconds for other saves of ours
INDEX_PATIENCE = 2.0  # seconds for the user's own git commands
HOOK_PATIENCE = 30.0
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


class _Blob(NamedTuple):
    path: str  # in the repository, with forward slashes
    name: str  # object name


def commit_file(
    project: Project,
    path_in_repo: str,
    data: bytes,
    message: str,
    *,
    pre_commit: bool,
    hook_patience: float = HOOK_PATIENCE,
) -> str:
    """Commit `data` as `path_in_repo` on the current branch; returns the commit's object name.

    When the branch already holds exactly that, its newest commit is returned and nothing is done.
    With `pre_commit`, the repository's own pre-commit hook is asked first, on a private index that
    holds HEAD and this file. Raises NotNow when this is no moment to commit (no branch, an
    operation in progress, a hook that refuses, a busy index), GitError when git fails, and
    StorageError when git's own folder can't be written.
    """
    safe_branch(project)
    area = private_area(project)
    make_private_folder(area)
    sweep(area)
    blob = _Blob(path_in_repo, _store(project, data))
    with _private_index(area) as index:
        checked = _check(project, blob, index, hook_patience) if pre_commit else ("", "")
        try:
            with lock(os.path.join(area, "lock"), LOCK_PATIENCE):
                return _commit(project, blob, message, index, checked)
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
    return here


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


def _store(project: Project, data: bytes) -> str:
    stored = run(project, "hash-object", "-w", "--stdin", stdin=data)
    return stored.decode("ascii").strip()


def _tree(project: Project, parent: str, blob: _Blob, index: str) -> str:
    """The tree of `parent` with the file in it; `index` then holds the same."""
    env = {"GIT_INDEX_FILE": index}
    run(project, "read-tree", parent, env=env)
    _add(project, blob, env)
    return run(project, "write-tree", "--missing-ok", env=env).decode("ascii").strip()


def _add(project: Project, blob: _Blob, env: dict[str, str] | None = None) -> None:
    run(project, "update-index", "--add", "--cacheinfo", f"100644,{blob.name},{blob.path}", env=env)


def _check(project: Project, blob: _Blob, index: str, patience: float) -> tuple[str, str]:
    """Ask the pre-commit hook; the commit and the tree it saw. What it does to `index` is lost.

    Outside the lock: a slow hook must not keep other saves waiting.
    """
    parent = safe_branch(project).commit
    tree = _tree(project, parent, blob, index)
    try:
        outcome = run_hook(project, "pre-commit", index=index, timeout=patience)
    except GitError as error:
        raise NotNow(
            f"The pre-commit hook didn't finish: {error.message}", "Run `git commit` to see why."
        ) from error
    if not outcome.ok:
        said = outcome.last_line or f"exit status {outcome.status}"
        raise NotNow(
            f"The pre-commit hook refused: {said}",
            'Correct the file, or set pre_commit = "skip" in the configuration.',
        )
    return parent, tree


def _commit(
    project: Project, blob: _Blob, message: str, index: str, checked: tuple[str, str]
) -> str:
    """Under our lock: grow the branch by one commit, or leave the user's index as it was."""
    try:
        return _grow_branch(project, blob, message, index, checked)
    except GitError:
        _unstage(project, blob)
        raise


def _grow_branch(
    project: Project, blob: _Blob, message: str, index: str, checked: tuple[str, str]
) -> str:
    """Commit on top of the branch, again from the start whenever it has moved meanwhile."""
    trouble = ""
    for attempts in range(ATTEMPTS):
        here = safe_branch(project)
        before = blob_at(project, here.commit, blob.path)
        if before == blob.name:  # from an earlier run, or the user's own commit took it along
            return here.commit
        parent, tree = checked
        if parent != here.commit:
            tree = _tree(project, here.commit, blob, index)
        commit = _commit_object(project, tree, here.commit, message)
        _stage(project, blob, before)
        trouble = _move_branch(project, here, commit, message)
        if not trouble:
            _settle_index(project, blob, here)
            return commit
        time.sleep(random.uniform(0.005, 0.02) * (attempts + 1))
    raise NotNow(f"The branch can't be moved: {trouble}")


def _commit_object(project: Project, tree: str, parent: str, message: str) -> str:
    name, email = identity(project)
    env = {
        f"GIT_{role}_{part}": value
        for role in ("AUTHOR", "COMMITTER")
        for part, value in (("NAME", name or FALLBACK_NAME), ("EMAIL", email or FALLBACK_EMAIL))
    }
    made = run(
        project, "commit-tree", tree, "-p", parent, "-F", "-", stdin=message.encode(), env=env
    )
    return made.decode("ascii").strip()


def _stage(project: Project, blob: _Blob, before: str) -> None:
    """Give the user's index the file. Raises NotNow when they have staged another version of it,
    or another git command keeps the index locked."""
    if _staged(project, blob.path) not in (before, blob.name):
        raise NotNow(f"Another version of {blob.path} is staged.")
    deadline = time.monotonic() + INDEX_PATIENCE
    while True:
        try:
            _add(project, blob)
        except GitError as error:
            if "index.lock" not in error.message:
                raise
            if time.monotonic() > deadline:
                raise NotNow(
                    "Another git command holds the index, or was killed while it did.",
                    f"If no git command runs: rm {os.path.join(project.git_dir, 'index.lock')}",
                ) from error
            time.sleep(random.uniform(0.02, 0.08))
        else:
            return


def _settle_index(project: Project, blob: _Blob, here: Head) -> None:
    """Leave no wrong entry behind where the user's git came in between.

    A git command that read the index before we wrote it may have written it back after us; the
    file would then show as a staged deletion. And a switch of branches takes the entry along.
    """
    if head(project).branch != here.branch:
        _unstage(project, blob)
    elif not _staged(project, blob.path):
        _add(project, blob)


def _unstage(project: Project, blob: _Blob) -> None:
    """Take back `_stage`, unless HEAD has the file by now or somebody has changed the entry."""
    try:
        there = _in_head(project, blob)
        if there == blob.name or _staged(project, blob.path) != blob.name:
            return
        if there:
            _add(project, _Blob(blob.path, there))
        else:
            run(project, "update-index", "--force-remove", "--", blob.path)
        if _in_head(project, blob) == blob.name:  # the user committed it this very moment
            _add(project, blob)
    except GitError:
        return  # stays staged, as a new file: the next attempt goes on from there


def _in_head(project: Project, blob: _Blob) -> str:
    commit = head(project).commit
    return blob_at(project, commit, blob.path) if commit else ""


def _staged(project: Project, path: str) -> str:
    """The object name that the user's index holds for `path`; "" for none, "?" for a conflict."""
    listed = run(project, "ls-files", "-z", "--stage", "--", path).split(b"\0")[:-1]
    if not listed:
        return ""
    mode, name, stage = listed[0].partition(b"\t")[0].decode("ascii").split(" ")
    return name if len(listed) == 1 and stage == "0" and mode == "100644" else "?"


def _move_branch(project: Project, here: Head, commit: str, message: str) -> str:
    """Move the branch from where it was to `commit`; returns why not, "" when it has moved."""
    if head(project) != here:
        return "other commits come in between."
    subject = message.partition("\n")[0]
    branch = f"refs/heads/{here.branch}"
    try:
        run(project, "update-ref", "-m", f"baton: {subject}", branch, commit, here.commit)
    except GitError as error:
        return error.message
    return ""
