"""Handoffs in the project: from approved to committed, and back when somebody asks.

Saving goes spool, file, commit, in this order. Once it lies in the spool a handoff is kept; every
later step can fail or be killed and is made up for by `replay` at the next safe moment. Where a
file would come in the user's way (in the middle of a rebase, on a detached HEAD) the handoff waits
in the spool only, and is found there by `waiting`.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from baton.errors import GitError, StorageError
from baton.keeping import ledger, spool
from baton.keeping.files import read_regular, write_atomically
from baton.keeping.places import private_area
from baton.keeping.project import find_project
from baton.keeping.refs import rebased_branch
from baton.keeping.spool import Waiting
from baton.model.saving import Saved

if TYPE_CHECKING:
    from baton.config import Config
    from baton.model.saving import Project, Reviewed

HANDOFF_LIMIT = 1024 * 1024
MAX_SAME_NAMES = 50
SUBJECT = "Session handoff: "  # how the subject of a commit begins that only brings a handoff
HOOK_PATIENCE = 30.0  # seconds for the repository's own pre-commit hook
NOT_HANDOFFS = ("readme.md", "template.md", "index.md", "log.md")


def save(project: Project, config: Config, reviewed: Reviewed) -> Saved:
    """Keep an approved handoff for good, and commit it where HEAD is a safe place.

    Once the spool has it, nothing is raised any more: what hinders the rest is the `reason` of a
    result that is `waiting`. Raises StorageError when it is no handoff (its name, its size) or no
    place takes even the spool's copy; then nothing was written.
    """
    name = reviewed.name
    if os.path.basename(name) != name or name.startswith(".") or not name.endswith(".md"):
        raise StorageError(f"{name!r} is no name for a handoff.")
    data = reviewed.document.text.encode("utf-8", "replace")
    if len(data) > HANDOFF_LIMIT:
        raise StorageError(f"{name} is larger than 1 MB.", "Shorten it and approve it again.")
    waiting = Waiting(
        name=name,
        text=data.decode("utf-8"),
        folder=config.folder.replace(os.sep, "/").rstrip("/"),
        root=_home(project),
        branch=_current_branch(project),
    )
    waiting = spool.put(project, waiting)
    _vouch(project, waiting)
    return _settle(project, config, waiting)


def replay(project: Project, config: Config) -> tuple[Saved, ...]:
    """Bring home what waits in the spool for this work tree; safe to call at any time.

    A handoff that belongs to another branch or another work tree waits on, as long as there is
    such a branch or work tree. Nothing is raised: each result says what became of it.
    """
    results = []
    for path in spool.paths(project):
        try:
            waiting = spool.load(path)
        except (StorageError, FileNotFoundError):
            continue  # another process has just brought it home
        if _is_for(project, waiting):
            results.append(_settle(project, config, waiting))
    return tuple(results)


def waiting(project: Project) -> tuple[str, ...]:
    """The paths of the handoffs in the spool, newest first by name; `read` reads them."""
    return spool.paths(project)


def listing(project: Project, config: Config) -> tuple[str, ...]:
    """The paths of the handoffs in the project's folder, newest first by name.

    A folder that a symbolic link leads to is none of the project's and lists nothing.
    """
    try:
        folder = _inside(project, config.folder)
        if project.bare or os.path.realpath(folder) != folder:
            return ()
        names = os.listdir(folder)
    except (OSError, StorageError):
        return ()
    prefix = os.path.join(folder, "")  # once: joining a thousand takes 2 ms of the start hook
    return tuple(
        prefix + name
        for name in sorted(names, reverse=True)
        if name.endswith(".md") and name[0] not in "._" and name.lower() not in NOT_HANDOFFS
    )


def read(path: str) -> str:
    """The document at a path that `listing` or `waiting` gave.

    Raises StorageError when it is gone, no regular file, larger than 1 MB or not to be read.
    """
    try:
        if os.path.basename(os.path.dirname(os.path.dirname(path))) == "spool":
            return spool.read(path)
        return read_regular(path, HANDOFF_LIMIT).decode("utf-8-sig", "replace")
    except FileNotFoundError as error:
        raise StorageError(f"{path} is gone.") from error


def _settle(project: Project, config: Config, waiting: Waiting) -> Saved:
    """Take a spooled handoff as far as it goes now."""
    from baton.keeping.commit import NotNow, safe_branch

    reason, stays_away = "", project.bare
    if project.git_dir:
        try:
            here = safe_branch(project)
            if waiting.branch not in ("", here.branch) and _exists(project, waiting.branch):
                reason, stays_away = f"It belongs to the branch {waiting.branch}.", True
        except NotNow as error:
            reason, stays_away = error.message, project.bare or not _is_unborn(project)
        except GitError as error:
            reason = error.message
    if stays_away:
        return Saved(waiting.path, "waiting", reason=reason)
    try:
        waiting, path = _place(project, waiting)
    except StorageError as error:
        return Saved(waiting.path, "waiting", reason=error.message)
    if not project.git_dir or not config.commit:
        spool.remove(waiting)
        switched_off = "Committing is switched off in the configuration."
        return Saved(path, "written", reason=switched_off if project.git_dir else "")
    if reason:
        return Saved(path, "waiting", reason=reason)
    if waiting.placed and _taken_in_head(project, f"{waiting.folder}/{waiting.name}", waiting.text):
        spool.set_aside(waiting)
        return Saved(path, "committed", reason="You have committed your own version of it.")
    return _commit(project, config, waiting, path)


def _commit(project: Project, config: Config, waiting: Waiting, path: str) -> Saved:
    """Commit a handoff whose file is in place, then take it out of the spool."""
    from baton.keeping.commit import FALLBACK_EMAIL, commit_file
    from baton.keeping.git import identity

    try:
        known = all(identity(project))
        commit = commit_file(
            project,
            f"{waiting.folder}/{waiting.name}",
            waiting.text.encode(),
            SUBJECT + _title(waiting),
            pre_commit=config.pre_commit == "run",
            hook_patience=HOOK_PATIENCE,
        )
    except (GitError, StorageError) as error:
        if not waiting.placed:
            spool.note_placed(project, waiting)
        reason = f"{error.message.rstrip('.')}. {error.hint}".strip()
        return Saved(path, "waiting", reason=reason)
    spool.remove(waiting)
    unknown = f"git has no user.name and user.email, so the commit says {FALLBACK_EMAIL}."
    return Saved(path, "committed", commit, reason="" if known else unknown)


def _place(project: Project, waiting: Waiting) -> tuple[Waiting, str]:
    """Write the handoff's file, under a name that nothing else has; an equal file is this one.

    Returns the handoff, renamed when it had to be, and the file's path.
    """
    folder = _own_folder(project, waiting.folder)
    path = os.path.join(folder, waiting.name)
    if waiting.placed and os.path.lexists(path):
        return waiting, path  # a person may have changed it: theirs stays
    data = waiting.text.encode()
    for name in _names(waiting.name):
        path = os.path.join(folder, name)
        taken = _taken_in_head(project, f"{waiting.folder}/{name}", waiting.text)
        if not taken and _write(project, path, data):
            break
    else:
        raise StorageError(f"{MAX_SAME_NAMES} handoffs are called {waiting.name} already.")
    if name != waiting.name:
        renamed = spool.put(project, waiting._replace(name=name))
        spool.remove(waiting)
        waiting = renamed
        _vouch(project, waiting)
    return waiting, path


def _vouch(project: Project, waiting: Waiting) -> None:
    """Note in the ledger that this handoff is the user's own; without, it is only less trusted."""
    try:
        ledger.remember(project, waiting.name, waiting.text.encode())
    except StorageError:
        return


def _write(project: Project, path: str, data: bytes) -> bool:
    """Write a file, or find it written already; False when another one has its name."""
    try:
        desk = private_area(project)
        write_atomically(path, data, replace=False, mode=0o666, below=project.root, desk=desk)
    except FileExistsError:
        try:
            return read_regular(path, HANDOFF_LIMIT) == data
        except (StorageError, FileNotFoundError):
            return False
    return True


def _taken_in_head(project: Project, path: str, text: str) -> bool:
    """Whether HEAD has another file of this name, though the work tree may not show it."""
    from baton.keeping.git import blob_at, blob_name, head

    if not project.git_dir:
        return False
    try:
        commit = head(project).commit
        there = blob_at(project, commit, path) if commit else ""
    except GitError:
        return False
    return bool(there) and there != blob_name(text.encode(), there)


def _names(name: str) -> list[str]:
    """`x.md`, `x-2.md`, `x-3.md`, ..."""
    stem = name.removesuffix(".md")
    return [name, *(f"{stem}-{number}.md" for number in range(2, MAX_SAME_NAMES + 1))]


def _inside(project: Project, folder: str) -> str:
    """The handoff folder's path. Raises StorageError when it isn't below the project's root."""
    parts = folder.replace("\\", "/").split("/")
    if not folder or os.path.isabs(folder) or any(p.lower() in ("..", ".git") for p in parts):
        raise StorageError(
            f"{folder!r} can't be the folder for handoffs.",
            "Set `folder` to a folder inside the project, such as docs/session_handoffs.",
        )
    return os.path.join(project.root, *parts)


def _own_folder(project: Project, folder: str) -> str:
    """The same, refused too when it belongs to another repository or lies behind a link."""
    path = _inside(project, folder)
    real = os.path.realpath(path)
    if real != path:
        raise StorageError(
            f"{path} lies behind a symbolic link.",
            "Replace the link by a real folder, or set `folder` to another one.",
        )
    if find_project(path).git_dir != project.git_dir:
        raise StorageError(
            f"{path} belongs to another repository.", "Set `folder` to a folder of this project."
        )
    return path


def _is_for(project: Project, waiting: Waiting) -> bool:
    """Whether a spooled handoff is this work tree's to bring home: its own, or an orphan."""
    if waiting.root == _home(project):
        return True
    orphan = not os.path.isdir(waiting.root) or waiting.root == project.common_dir
    return orphan and not project.bare


def _home(project: Project) -> str:
    """Where a handoff is made; that of a bare repository may go home to any of its work trees."""
    return project.common_dir if project.bare else project.root


def _current_branch(project: Project) -> str:
    """The branch that work is done on now, also in the middle of its rebase; "" for none."""
    from baton.keeping.git import head

    if not project.git_dir:
        return ""
    try:
        return head(project).branch or rebased_branch(project.git_dir)
    except GitError:
        return ""


def _exists(project: Project, branch: str) -> bool:
    from baton.keeping.git_call import attempt

    return attempt(project, "rev-parse", "--quiet", "--verify", f"refs/heads/{branch}").ok


def _is_unborn(project: Project) -> bool:
    from baton.keeping.git import head

    here = head(project)
    return bool(here.branch) and not here.commit and not here.in_progress


def _title(waiting: Waiting) -> str:
    """The document's first heading, for the commit's subject; else the file's name."""
    for line in waiting.text.splitlines():
        if line.startswith("# "):
            title = "".join(c for c in line[2:] if c.isprintable()).strip()
            return title[:60].strip() or waiting.name
    return waiting.name
