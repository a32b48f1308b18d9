"""What we ask git: where HEAD stands, what happened since, what a session changed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from baton.errors import GitError, StorageError
from baton.keeping.files import read_regular
from baton.keeping.git_call import attempt as attempt
from baton.keeping.git_call import filters_off
from baton.keeping.git_call import run as run
from baton.keeping.quoting import unquote
from baton.keeping.refs import Head, is_object_name, operation_in_progress, read_head

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from baton.model.evidence import GitFacts
    from baton.model.saving import Project
    from baton.model.session import ChangeAction, FileChange

# Starts the line of a commit in our own log format. git quotes file names with control characters,
# so no file name can forge one.
COMMIT_MARK = "\1"
MAX_COMMITS = 500
COMPARE_LIMIT = 4 * 1024 * 1024  # bytes of a file compared by its content
ACTIONS: dict[str, ChangeAction] = {"A": "created", "D": "deleted"}


class Since(NamedTuple):
    """What happened after a commit. `known` is False when the commit is gone from here."""

    commits: tuple[tuple[str, str], ...] = ()  # hash and subject, newest first
    files: tuple[str, ...] = ()  # changed by them, relative to the root
    known: bool = False


def head(project: Project) -> Head:
    """Where HEAD stands. Raises GitError when the repository can't be read."""
    found = read_head(project)
    if found is not None:
        return found
    ref = attempt(project, "symbolic-ref", "--quiet", "HEAD").output.decode().strip()
    commit = attempt(project, "rev-parse", "--quiet", "--verify", "HEAD").output.decode().strip()
    if not ref and not commit:
        raise GitError(f"HEAD of {project.root} can't be read.", "Try `git status` there.")
    return Head(commit, ref.removeprefix("refs/heads/"), operation_in_progress(project.git_dir))


def identity(project: Project) -> tuple[str, str]:
    """The user's name and e-mail as git knows them here, "" for what isn't set."""
    found = {"user.name": "", "user.email": ""}
    listed = attempt(project, "config", "-z", "--get-regexp", r"^user\.(name|email)$")
    for entry in listed.output.decode("utf-8", "replace").split("\0"):
        key, _, value = entry.partition("\n")
        if key in found:
            found[key] = value.strip()
    return found["user.name"], found["user.email"]


def user_name(project: Project) -> str:
    """The user's name as git knows it, "" when git is missing or doesn't."""
    try:
        return identity(project)[0]
    except GitError:
        return ""


def is_ancestor(project: Project, older: str, newer: str) -> bool:
    """Whether commit `older` is part of the history of commit `newer` (full object names)."""
    if not (is_object_name(older) and is_object_name(newer)):
        return False
    return attempt(project, "merge-base", "--is-ancestor", older, newer).ok


def blob_at(project: Project, ref: str, path: str) -> str:
    """The object name of the plain file `path` at a ref or commit; "" when there is none.

    Links and submodules are none: they would lead elsewhere.
    """
    if not ref or ref.startswith("-"):
        return ""
    listed = attempt(project, "ls-tree", "-z", "--full-tree", ref, "--", path)
    entry = listed.output.partition(b"\t")[0].decode("ascii", "replace").split(" ")
    plain = listed.ok and len(entry) == 3 and entry[0] in ("100644", "100755")
    return entry[2] if plain else ""


def changes_since(project: Project, commit: str) -> Since:
    """What was committed since `commit` (a full object name), in one git process.

    Raises GitError when git is missing or takes too long.
    """
    return _history(project, f"{commit}..HEAD") if is_object_name(commit) else Since()


def _history(project: Project, revisions: str) -> Since:
    """The commits of `a..b` or of everything up to one, and the files they changed."""
    listed = attempt(
        project,
        "log",
        f"--max-count={MAX_COMMITS}",
        "--no-renames",
        "--ignore-submodules=all",
        "--name-only",
        f"--format=tformat:{COMMIT_MARK}%H %s",
        revisions,
        "--",
    )
    if not listed.ok:
        return Since()
    commits: list[tuple[str, str]] = []
    files: dict[str, None] = {}  # an ordered set
    for line in listed.output.decode("utf-8", "surrogateescape").split("\n"):
        if line.startswith(COMMIT_MARK):
            sha, _, subject = line.removeprefix(COMMIT_MARK).partition(" ")
            commits.append((sha, subject))
        elif line:
            files.setdefault(unquote(line))
    return Since(tuple(commits), tuple(files), known=True)


def blob_name(data: bytes, like: str) -> str:
    """The object name git gives to these bytes, in the hash of the object name `like`."""
    import hashlib  # 4 ms: only for those who compare with git

    make = hashlib.sha256 if len(like) == 64 else hashlib.sha1
    return make(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def facts(project: Project, base: str, started: datetime | None) -> GitFacts:
    """What git knows of the work since commit `base`, else since the last one before `started`.

    The changes include what isn't committed and untracked files. The work tree is compared by
    git's own file times (`diff-index`), which opens no file; `git diff` would run the filters a
    repository names. Files whose times alone differ are then sorted out by reading their bytes.
    A renaming is known when the content stayed the same and git has it; others are told as a
    deletion and a creation, because finding them would open files.
    Raises GitError when git is missing or takes too long.
    """
    from baton.model.evidence import CommitMade, GitFacts

    here = head(project)
    if project.bare:
        return GitFacts(here.branch, head=here.commit)
    start = base if is_object_name(base) and _exists(project, base) else ""
    if not start and here.commit:
        start = _last_before(project, started)
    # Without a commit older than the session, the session made all of them.
    newborn = not here.commit or (not start and started is not None)
    since = Since()
    if here.commit and (start or newborn):
        since = _history(project, f"{start}..HEAD" if start else "HEAD")
    before = _empty_tree(project) if newborn else start or here.commit
    return GitFacts(
        branch=here.branch,
        base=start,
        head=here.commit,
        changes=_changes(project, before, started),
        commits=tuple(CommitMade(sha, subject) for sha, subject in since.commits),
        conflict=here.in_progress,
    )


def _empty_tree(project: Project) -> str:
    """The object name of a tree without files; every git knows it, in either hash."""
    return run(project, "hash-object", "-t", "tree", "--stdin", stdin=b"").decode().strip()


def _exists(project: Project, commit: str) -> bool:
    return attempt(project, "cat-file", "-e", f"{commit}^{{commit}}").ok


def _last_before(project: Project, when: datetime | None) -> str:
    """The newest commit on HEAD that is older than `when`; "" when there is none."""
    if when is None:
        return ""
    listed = attempt(
        project, "rev-list", "--max-count=1", f"--before={int(when.timestamp())}", "HEAD", "--"
    )
    return listed.output.decode("ascii", "replace").strip()


def _changes(project: Project, start: str, started: datetime | None) -> tuple[FileChange, ...]:
    """What differs between the commit `start` and the work tree, then the untracked files."""
    from baton.model.session import FileChange

    listed = run(
        project,
        "diff-index",
        "-z",
        "--raw",
        "--no-renames",
        "--ignore-submodules=dirty",
        start,
        "--",
        env=filters_off(project),
    )
    found = []
    deleted: dict[str, str] = {}  # object name -> path, to know a file again that was moved
    fields = listed.decode("utf-8", "surrogateescape").split("\0")
    for entry, path in zip(fields[0::2], fields[1::2], strict=False):
        _, _, old, new, status = entry.removeprefix(":").split(" ")
        if status == "M" and not new.strip("0") and _same_bytes(project, path, old):
            continue
        if status == "D":
            deleted[old] = path
        found.append((FileChange(path, ACTIONS.get(status[:1], "modified")), new))
    return _with_renames(found, deleted) + tuple(_untracked(project, started))


def _with_renames(
    found: list[tuple[FileChange, str]], deleted: dict[str, str]
) -> tuple[FileChange, ...]:
    """The changes, a deletion and a creation of the same content told as one renaming."""
    renamed = {
        change.path: deleted.pop(blob)
        for change, blob in found
        if change.action == "created" and blob in deleted
    }
    gone = set(renamed.values())
    return tuple(
        change._replace(action="renamed", old_path=renamed[change.path])
        if change.path in renamed
        else change
        for change, _ in found
        if change.path not in gone
    )


def _untracked(project: Project, started: datetime | None) -> Iterator[FileChange]:
    """The untracked files that were made, moved or changed since `started`."""
    from baton.model.session import FileChange

    listed = run(project, "ls-files", "-z", "--others", "--exclude-standard")
    for path in listed.decode("utf-8", "surrogateescape").split("\0"):
        if path and not _untouched(os.path.join(project.root, path), started):
            yield FileChange(path, "created")


def _untouched(path: str, since: datetime | None) -> bool:
    """Whether a file is as it was at `since`. A move keeps the time of the content (mtime)."""
    try:
        known = os.lstat(path)
    except OSError:
        return False
    return since is not None and max(known.st_mtime, known.st_ctime) < since.timestamp()


def _same_bytes(project: Project, path: str, blob: str) -> bool:
    """Whether a file holds exactly the bytes of `blob`, line endings aside; no filter is run."""
    try:
        data = read_regular(os.path.join(project.root, path), COMPARE_LIMIT)
    except (OSError, StorageError):
        return False
    return blob in (blob_name(data, blob), blob_name(data.replace(b"\r\n", b"\n"), blob))
