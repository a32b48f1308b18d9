"""Does the repository have this? Commits by the digits a text names, files by their paths."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from baton.errors import GitError
from baton.keeping.git_call import attempt

if TYPE_CHECKING:
    from collections.abc import Iterable

    from baton.model.saving import Project

MAX_NAMES = 2000  # commits looked up in one call
_DIGITS = re.compile(r"[0-9a-f]{4,64}")


def subjects(project: Project, names: Iterable[str]) -> dict[str, str]:
    """Commit name -> subject, for those names that the repository knows as a commit.

    One git process. Raises GitError when git is missing or takes too long.
    """
    asked = [name for name in dict.fromkeys(names) if _DIGITS.fullmatch(name)][:MAX_NAMES]
    if not asked or not project.git_dir:
        return {}
    answer = attempt(project, "cat-file", "--batch", stdin="\n".join(asked).encode() + b"\n")
    found = {}
    data = answer.output
    for name in asked:  # answers come in the order asked
        head, _, data = data.partition(b"\n")
        words = head.decode("ascii", "replace").split(" ")
        if len(words) != 3 or not words[2].isdecimal():
            continue  # "abc missing", "abc ambiguous"
        size = int(words[2])
        body, data = data[:size], data[size + 1 :]
        if words[1] == "commit":
            message = body.partition(b"\n\n")[2].decode("utf-8", "replace")
            found[name] = " ".join(message.partition("\n\n")[0].split())
    return found


def files_at(project: Project, commit: str) -> frozenset[str] | None:
    """The paths of all files of a commit; None when it isn't here or has too many of them."""
    if not project.git_dir or not (commit == "HEAD" or _DIGITS.fullmatch(commit)):
        return None
    try:
        listed = attempt(project, "ls-tree", "-r", "-z", "--name-only", "--full-tree", commit)
    except GitError:
        return None
    return frozenset(os.fsdecode(listed.output).split("\0")) - {""} if listed.ok else None


def in_work_tree(project: Project, paths: Iterable[str]) -> frozenset[str]:
    """Those of the paths, relative to the root, that lie in the work tree now."""
    if project.bare:
        return frozenset()
    return frozenset(
        path
        for path in paths
        if not os.path.isabs(path) and os.path.lexists(os.path.join(project.root, path))
    )
