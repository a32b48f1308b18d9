"""How a plan of changes looks: a line a file, and a glimpse of what changes in it."""

from __future__ import annotations

import difflib
import os
from typing import TYPE_CHECKING

from baton.faces.terminal import show

if TYPE_CHECKING:
    from baton.installing.change import Change, Plan
    from baton.model.saving import Project

GLIMPSE = 12  # lines of a file's difference that are shown
WIDTH = 96


def show_plan(project: Project, plan: Plan) -> None:
    """Print the changes and notes for a person."""
    for change in plan.changes:
        show(f"  {action(change):7} {name(project, change)}: {change.what}")
        for line in glimpse(change):
            show(f"          {line[:WIDTH]}")
    for note in plan.notes:
        show(f"  note: {note}")


def as_json(project: Project, plan: Plan) -> dict[str, object]:
    """The same for a program."""
    changes = [
        {"path": name(project, change), "action": action(change), "what": change.what}
        for change in plan.changes
    ]
    return {"root": project.root, "changes": changes, "notes": list(plan.notes)}


def action(change: Change) -> str:
    if change.before is None:
        return "create"
    return "remove" if change.after is None else "change"


def name(project: Project, change: Change) -> str:
    return os.path.relpath(change.path, project.root).replace(os.sep, "/")


def glimpse(change: Change) -> list[str]:
    """The lines that go and come, as in a diff; for a whole file only how long it is."""
    before, after = lines(change.before), lines(change.after)
    if change.before is None:
        return [f"{len(after)} lines"]
    if change.after is None:
        return []
    differing = [
        line
        for line in difflib.unified_diff(before, after, n=0, lineterm="")
        if line[0] in "+-" and line[:3] not in ("+++", "---")
    ]
    more = len(differing) - GLIMPSE
    return differing[:GLIMPSE] + ([f"... {more} more lines"] if more > 0 else [])


def lines(data: bytes | None) -> list[str]:
    return (data or b"").decode("utf-8", "replace").splitlines()
