"""Which sessions still run: told by the process that called the start hook.

A session that was killed a moment ago and one that works in another terminal look the same on
disk. The hook's parent is the assistant itself, so an empty file `live/<session>.<pid>` in the
user's state remembers it; when that process is gone, the session is over.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Literal, TypeAlias

from baton.errors import StorageError
from baton.keeping.places import project_state

if TYPE_CHECKING:
    from baton.model.saving import Project

State: TypeAlias = Literal["running", "over", "unknown"]


def begin(project: Project, session_id: str, pid: int) -> None:
    """Remember that process `pid` runs the session. Raises StorageError."""
    if not _is_name(session_id) or sys.platform == "win32":
        return  # asking Windows whether a process is there would end it
    end(project, session_id)
    folder = _folder(project)
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        path = os.path.join(folder, f"{session_id}.{pid}")
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
    except OSError as error:
        raise StorageError(f"{folder} can't be written: {error.strerror}") from error


def end(project: Project, session_id: str) -> None:
    """Forget a session: it has ended."""
    for name in _names(project):
        if name.rpartition(".")[0] == session_id:
            _remove(project, name)


def states(project: Project) -> dict[str, State]:
    """Session id -> whether it runs; those that aren't in it are unknown."""
    found: dict[str, State] = {}
    for name in _names(project):
        session_id, _, pid = name.rpartition(".")
        if session_id and pid.isdecimal():
            found[session_id] = "running" if _runs(int(pid)) else "over"
    return found


def tidy(project: Project) -> None:
    """Forget the sessions whose process is gone."""
    for name in _names(project):
        pid = name.rpartition(".")[2]
        if not (pid.isdecimal() and _runs(int(pid))):
            _remove(project, name)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True  # another user's by now, or not ours to ask
    return True


def _is_name(session_id: str) -> bool:
    return 0 < len(session_id) <= 100 and session_id.replace("-", "").replace("_", "").isalnum()


def _names(project: Project) -> list[str]:
    try:
        return os.listdir(_folder(project))
    except OSError:
        return []


def _remove(project: Project, name: str) -> None:
    try:
        os.unlink(os.path.join(_folder(project), name))
    except OSError:
        return  # another hook was faster


def _folder(project: Project) -> str:
    return os.path.join(project_state(project), "live")
