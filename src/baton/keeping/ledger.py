"""What this user's own processes vouch for: the handoffs they wrote, the ref they pinned.

Lies in the user's state, never in the repository: what arrives with a clone or an archive must not
be able to raise its own trust. One line per fact, only ever added:

    wrote 9f1c...      a mark over project, name and content, keyed with this machine's secret
    pin origin/main    the ref whose handoffs count as reviewed; the last such line holds
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from baton.errors import BatonError
from baton.keeping.digest import digest
from baton.keeping.files import append_line, read_regular
from baton.keeping.machine_key import machine_key
from baton.keeping.places import project_state

if TYPE_CHECKING:
    from baton.model.saving import Project

SIZE_LIMIT = 64 * 1024 * 1024


def remember(project: Project, name: str, data: bytes) -> None:
    """Vouch for a handoff's file, by name and content. Raises StorageError when that fails."""
    if not wrote(project, name, data):
        append_line(_path(project), f"wrote {_mark(project, name, data)}")


def wrote(project: Project, name: str, data: bytes) -> bool:
    """Whether this user's own process wrote exactly this file."""
    lines = b"\n" + _lines(project)
    return b"\nwrote " + _mark(project, name, data).encode() + b"\n" in lines


def pin(project: Project, ref: str) -> None:
    """Let handoffs count as reviewed that are at `ref`, a team's main branch say; "" ends that.

    Raises BatonError for what can't be a ref's name, StorageError when it can't be kept.
    """
    if ref.startswith("-") or ".." in ref or any(c.isspace() or not c.isprintable() for c in ref):
        raise BatonError(f"{ref!r} is no name of a branch or tag.", "Try origin/main.")
    append_line(_path(project), f"pin {ref}")


def pinned(project: Project) -> str:
    """The pinned ref, "" when there is none."""
    pins = [line for line in _lines(project).splitlines() if line.startswith(b"pin ")]
    return pins[-1].removeprefix(b"pin ").decode("utf-8", "replace") if pins else ""


def _path(project: Project) -> str:
    return os.path.join(project_state(project), "ledger")


def _lines(project: Project) -> bytes:
    try:
        return read_regular(_path(project), SIZE_LIMIT)
    except FileNotFoundError:
        return b""


def _mark(project: Project, name: str, data: bytes) -> str:
    what = f"{project.key}\0{name}\0".encode("utf-8", "surrogateescape") + data
    return digest(what, key=machine_key())
