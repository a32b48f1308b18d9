"""Where things lie on this machine, outside the work tree. Names folders, makes none.

platformdirs knows all this too, but takes 15 ms to import: a third of a hook's whole time for
the three lines below. Folders as documented in the XDG Base Directory Specification 0.8, Apple's
File System Programming Guide and Microsoft's Known Folders.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from baton.model.saving import Project


def state_home() -> str:
    """The folder of what baton remembers: BATON_STATE_HOME, XDG_STATE_HOME/baton or default."""
    return _absolute("BATON_STATE_HOME") or _base("XDG_STATE_HOME", ".local/state", "LOCALAPPDATA")


def config_home() -> str:
    """The folder of the user's own configuration: XDG_CONFIG_HOME/baton or the default."""
    return _base("XDG_CONFIG_HOME", ".config", "APPDATA")


def project_state(project: Project) -> str:
    """What only this user's own processes write about a project; trust may rest on it."""
    return os.path.join(state_home(), "projects", project.key)


def private_area(project: Project) -> str:
    """Where drafts, spool and locks of a project are written; the first of `private_areas`."""
    return private_areas(project)[0]


def private_areas(project: Project) -> tuple[str, ...]:
    """Every folder in which drafts and waiting handoffs may lie, the one to write to first.

    `<common dir>/baton` is shared by all worktrees and never committed or cleaned. Some
    assistants' sandboxes can't write there, so what they left lies in the project's state.
    """
    state = project_state(project)
    if not project.common_dir:
        return (state,)
    inside = os.path.join(project.common_dir, "baton")
    if os.path.islink(inside):  # an archive could point it anywhere
        return (state,)
    nearest = inside if os.path.isdir(inside) else project.common_dir
    return (inside, state) if os.access(nearest, os.W_OK | os.X_OK) else (state, inside)


def _base(variable: str, below_home: str, windows_variable: str) -> str:
    """The `baton` folder under the platform's base folder for one kind of data."""
    if base := _absolute(variable):
        return os.path.join(base, "baton")
    if sys.platform == "win32":
        return os.path.join(_absolute(windows_variable) or os.path.expanduser("~"), "baton")
    if sys.platform == "darwin":
        return os.path.expanduser("~/Library/Application Support/baton")
    return os.path.join(os.path.expanduser("~"), below_home, "baton")


def _absolute(variable: str) -> str:
    """A path from the environment; relative ones are to be ignored, says the XDG specification."""
    path = os.environ.get(variable, "")
    return path if os.path.isabs(path) else ""
