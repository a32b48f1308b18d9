"""Where HEAD stands, read from git's own files: a process would cost the start hook 3 ms each.

Layout: gitrepository-layout(5), git-pack-refs(1). Repositories with another ref format
(reftable) can't be read this way; they say so with the branch name `.invalid`.
"""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, NamedTuple

from baton.errors import StorageError
from baton.keeping.files import read_regular

if TYPE_CHECKING:
    from baton.model.saving import Project

REF_LIMIT = 4096
PACKED_LIMIT = 64 * 1024 * 1024
MAX_LINKS = 5  # symbolic refs may point at symbolic refs; git stops at five
EDITING_SECONDS = (2.0, 600.0)
HEX = frozenset("0123456789abcdef")
# What git leaves in a work tree's git directory while an operation waits for the user. A rebase
# also leaves CHERRY_PICK_HEAD at times, so the order matters.
OPERATIONS = (
    ("rebase-merge", "rebase"),
    ("rebase-apply", "rebase"),
    ("MERGE_HEAD", "merge"),
    ("CHERRY_PICK_HEAD", "cherry-pick"),
    ("REVERT_HEAD", "revert"),
    ("BISECT_LOG", "bisect"),
)


class Head(NamedTuple):
    """Where HEAD stands."""

    commit: str = ""  # "" when the branch has no commits yet
    branch: str = ""  # "" when HEAD is detached
    in_progress: str = ""  # "", "merge", "rebase", "cherry-pick", "revert" or "bisect"


def read_head(project: Project) -> Head | None:
    """HEAD of this work tree; None when only git can tell."""
    operation = operation_in_progress(project.git_dir)
    text = _ref_text(os.path.join(project.git_dir, "HEAD"))
    if is_object_name(text):
        return Head(text, "", operation)
    ref = _symbolic_target(text)
    if not ref or ref == "refs/heads/.invalid":
        return None
    commit = _resolve(project, ref)
    if commit is None:
        return None
    return Head(commit, ref.removeprefix("refs/heads/"), operation)


def operation_in_progress(git_dir: str) -> str:
    """The operation that waits for the user in this work tree, "" when none does."""
    for name, operation in OPERATIONS:
        if os.path.lexists(os.path.join(git_dir, name)):
            return operation
    # Between two commits of a longer cherry-pick or revert only the list of what is left remains.
    todo = _ref_text(os.path.join(git_dir, "sequencer", "todo"))
    if todo:
        return "revert" if todo.startswith("revert") else "cherry-pick"
    return ""


def commit_being_written(project: Project) -> bool:
    """Whether the user seems to have a commit open in an editor: moving the branch would fail it.

    git writes COMMIT_EDITMSG before it starts the editor and the reflog once the commit is made.
    A message older than that was given up, one younger is a `git commit -m` on its way. A commit
    that a hook refused leaves the same traces, so where the system lists its processes a `git` must
    be at work in this work tree.
    """
    try:
        message = os.stat(os.path.join(project.git_dir, "COMMIT_EDITMSG")).st_mtime
        committed = os.stat(os.path.join(project.git_dir, "logs", "HEAD")).st_mtime
    except OSError:
        return False
    youngest, oldest = EDITING_SECONDS
    recent = message > committed and youngest < time.time() - message < oldest
    return recent and _git_may_run_in(project.root)


def _git_may_run_in(folder: str) -> bool:
    """Whether a git works in `folder`, or the system doesn't tell (only Linux does)."""
    try:
        pids = [entry for entry in os.listdir("/proc") if entry.isdigit()]
    except OSError:
        return True
    return not pids or any(_is_git_in(folder, f"/proc/{pid}") for pid in pids)


def _is_git_in(folder: str, process: str) -> bool:
    try:
        with open(f"{process}/comm", encoding="utf-8", errors="replace") as file:
            return file.read().strip() == "git" and os.readlink(f"{process}/cwd") == folder
    except FileNotFoundError:  # it has ended
        return False
    except OSError:  # another user's, perhaps here
        return True


def rebased_branch(git_dir: str) -> str:
    """The branch that a rebase in progress will come back to, "" when there is none."""
    for name in ("rebase-merge", "rebase-apply"):
        ref = _ref_text(os.path.join(git_dir, name, "head-name"))
        if ref.startswith("refs/heads/"):
            return ref.removeprefix("refs/heads/")
    return ""


def is_object_name(text: str) -> bool:
    """Whether `text` is a full object name (SHA-1 or SHA-256), which no option can look like."""
    return len(text) in (40, 64) and HEX.issuperset(text)


def _resolve(project: Project, ref: str) -> str | None:
    """The commit of a ref, following symbolic refs; "" when there is none, None when unclear."""
    for _ in range(MAX_LINKS):
        text = _ref_text(os.path.join(project.common_dir, ref))
        if is_object_name(text):
            return text
        if not text:
            return _packed(project.common_dir, ref)
        ref = _symbolic_target(text)
        if not ref:
            return None
    return None


def _symbolic_target(text: str) -> str:
    """The ref that `ref: ...` names; "" for anything that is no clean name below refs/."""
    target = text.removeprefix("ref:").strip() if text.startswith("ref:") else ""
    safe = target.startswith("refs/") and ".." not in target and "\\" not in target
    return target if safe else ""


def _packed(common_dir: str, ref: str) -> str:
    try:
        packed = read_regular(os.path.join(common_dir, "packed-refs"), PACKED_LIMIT)
    except (OSError, StorageError):
        return ""
    end = packed.find(b" " + os.fsencode(ref) + b"\n")
    start = packed.rfind(b"\n", 0, end) + 1
    name = os.fsdecode(packed[start:end]) if end >= 0 else ""
    return name if is_object_name(name) else ""


def _ref_text(path: str) -> str:
    try:
        return os.fsdecode(read_regular(path, REF_LIMIT)).strip()
    except (OSError, StorageError):
        return ""
