"""The files a patch in Codex' own format changes: `*** Begin Patch` ... `*** End Patch`."""

from __future__ import annotations

import re

from baton.model.session import FileChange

BEGIN = "*** Begin Patch"
HEADER = re.compile(r"\*\*\* (Add|Update|Delete) File: (.+)")
MOVE = re.compile(r"\*\*\* Move to: (.+)")


def patched(patch: str) -> tuple[FileChange, ...]:
    """What the patch would change, in its order; text around it is passed over."""
    found: list[FileChange] = []
    start = patch.find(BEGIN)
    for line in patch[start:].splitlines() if start >= 0 else []:
        if line.startswith("*** End Patch"):
            break
        header = HEADER.match(line)
        if header:
            found.append(begun(header.group(1), header.group(2).strip()))
        elif found:
            found[-1] = counted(found[-1], line)
    return tuple(found)


def begun(verb: str, path: str) -> FileChange:
    if verb == "Add":
        return FileChange(path, "created")
    return FileChange(path, "deleted" if verb == "Delete" else "modified")


def counted(change: FileChange, line: str) -> FileChange:
    """`change` with one more line of its patch taken in."""
    moved = MOVE.match(line)
    if moved:
        return change._replace(path=moved.group(1).strip(), action="renamed", old_path=change.path)
    if line.startswith("+"):
        return change._replace(added=change.added + 1)
    if line.startswith("-"):
        return change._replace(removed=change.removed + 1)
    return change
