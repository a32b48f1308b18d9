"""Which project is this? One answer for every reader and writer, from plain files.

Never runs git: the start hook asks this on its fast path, and git itself can be led astray by a
repository's own bytes. Layout read here: gitrepository-layout(5), gitglossary "worktree"; the
`.git` file and the worktree's `gitdir` back-pointer may be relative since git 2.48. GIT_DIR and
its kin in the environment are ignored: inside somebody's hook they name another repository.

A folder that arrives as an archive can carry any bytes in `.git`. So pointers out of the folder
count only when what they point at points back; otherwise the folder keeps an identity of its own
and cannot pass for another project.
"""

from __future__ import annotations

import os

from baton.keeping.digest import digest
from baton.model.saving import Project

POINTER_LIMIT = 4096  # bytes of a `.git` file, `commondir` or `gitdir`: one path
CONFIG_LIMIT = 65536  # bytes of a repository's config searched for core.worktree


def find_project(cwd: str) -> Project:
    """The project that `cwd` lies in: the nearest work tree, else a bare repository, else `cwd`.

    A work tree above wins over a bare repository on the way to it: a clone can carry an embedded
    bare repository in any folder, and its configuration would run as code.
    """
    start = os.path.realpath(cwd)
    bare = ""
    for folder in _upwards(start):
        entry = os.path.join(folder, ".git")
        if os.path.isfile(entry):
            return _from_pointer(folder, _pointer_target(entry, folder))
        if os.path.isdir(entry) and _is_git_dir(entry):
            return _from_folder(folder, entry)
        if not bare and _is_git_dir(folder) and not _has_commondir(folder):
            bare = folder
    if bare:
        return Project(bare, bare, bare, _key(bare), bare=True)
    return _without_git(start)


def _upwards(folder: str) -> list[str]:
    """`folder` and every folder above it."""
    found = [folder]
    while (parent := os.path.dirname(folder)) != folder:
        found.append(parent)
        folder = parent
    return found


def _from_folder(folder: str, entry: str) -> Project:
    """A `.git` that is a folder.

    git makes none with a `commondir`, but follows it to anybody's branches: such a one is no git.
    """
    git_dir = os.path.realpath(entry)
    if git_dir != entry:  # a symbolic link, as some multi-repository tools make
        return _from_pointer(folder, git_dir)
    if _has_commondir(git_dir):
        return _without_git(folder)
    return Project(folder, git_dir, git_dir, _key(git_dir), bare=_is_called_bare(git_dir))


def _from_pointer(folder: str, git_dir: str) -> Project:
    """A `.git` that names a git directory elsewhere: worktree, submodule or separate directory."""
    if not _is_git_dir(git_dir):
        return _without_git(folder)
    if _has_commondir(git_dir):
        common = _path_in(os.path.join(git_dir, "commondir"), git_dir)
        if not _is_linked_worktree(folder, git_dir, common):
            return _without_git(folder)
        return Project(folder, git_dir, common, _key(common))
    if _belongs_to(git_dir, folder):
        return Project(folder, git_dir, git_dir, _key(git_dir), bare=_is_called_bare(git_dir))
    if os.path.basename(git_dir) == ".git":  # the natural work tree of that one is its parent
        return _without_git(folder)
    # `git init --separate-git-dir` leaves no pointer back, so the folder is part of the key.
    return Project(folder, git_dir, git_dir, _key(folder, git_dir))


def _without_git(folder: str) -> Project:
    return Project(folder, "", "", _key(folder))


def _is_git_dir(folder: str) -> bool:
    """git's own test: HEAD, objects and refs; a linked worktree's has `commondir` for the two."""
    if not folder or not os.path.lexists(os.path.join(folder, "HEAD")):
        return False
    if _has_commondir(folder):
        return True
    return all(os.path.isdir(os.path.join(folder, name)) for name in ("objects", "refs"))


def _has_commondir(git_dir: str) -> bool:
    return os.path.lexists(os.path.join(git_dir, "commondir"))


def _is_linked_worktree(folder: str, git_dir: str, common: str) -> bool:
    """Whether `common` itself lists this work tree: only its owner can have written that."""
    if os.path.dirname(git_dir) != os.path.join(common, "worktrees"):
        return False
    back = _path_in(os.path.join(git_dir, "gitdir"), git_dir)
    return back == os.path.join(folder, ".git")


def _belongs_to(git_dir: str, folder: str) -> bool:
    """Whether a separate git directory is this folder's: it lies inside, or names it."""
    if git_dir.startswith(os.path.join(folder, "")):
        return True
    return _configured_worktree(git_dir) == folder


def _configured_worktree(git_dir: str) -> str:
    """core.worktree of a git directory, resolved; every submodule's has it. "" if unset."""
    path = _core_setting(git_dir, "worktree")
    return os.path.realpath(os.path.join(git_dir, path)) if path else ""


def _is_called_bare(git_dir: str) -> bool:
    """Whether core.bare is set: a bare repository named `.git`, with work trees beside it."""
    return _core_setting(git_dir, "bare").lower() in ("true", "yes", "on", "1")


def _core_setting(git_dir: str, setting: str) -> str:
    """A setting of the `[core]` section in a git directory's own configuration file."""
    section = value = ""
    for line in _text(os.path.join(git_dir, "config"), CONFIG_LIMIT).splitlines():
        line = line.strip()
        if line.startswith("["):
            section = line.partition("]")[0].lower()
        name, equals, rest = line.partition("=")
        if section == "[core" and equals and name.strip().lower() == setting:
            value = rest.strip().strip('"')
    return value


def _pointer_target(entry: str, folder: str) -> str:
    """The git directory that a `.git` file names, resolved; "" when it names none."""
    text = _text(entry, POINTER_LIMIT)
    if not text.startswith("gitdir:"):
        return ""
    target = text.removeprefix("gitdir:").strip()
    return os.path.realpath(os.path.join(folder, target)) if target else ""


def _path_in(file: str, base: str) -> str:
    """The path that `file` holds, resolved against `base`; "" when there is none."""
    path = _text(file, POINTER_LIMIT).strip()
    return os.path.realpath(os.path.join(base, path)) if path else ""


def _text(file: str, limit: int) -> str:
    """The first bytes of a plain file, as text; "" for anything else."""
    if not os.path.isfile(file):  # a named pipe would hang
        return ""
    try:
        fd = os.open(file, os.O_RDONLY)
    except OSError:
        return ""
    try:
        return os.fsdecode(os.read(fd, limit)).replace("\0", "")
    finally:
        os.close(fd)


def _key(*paths: str) -> str:
    """A folder name for the user's state: readable, and unique to the resolved paths."""
    path = paths[0]
    if os.path.basename(path) == ".git":
        path = os.path.dirname(path)
    name = os.path.basename(path).removesuffix(".git").lower()
    readable = "".join(c if c.isascii() and c.isalnum() else "-" for c in name).strip("-")[:32]
    unique = digest(
        "\0".join(map(os.path.normcase, paths)).encode("utf-8", "surrogateescape"), size=8
    )
    return f"{readable or 'project'}-{unique}"
