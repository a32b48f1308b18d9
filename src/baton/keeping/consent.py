"""Which guard-lowering settings of a repository this user has accepted, in their own state."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from baton.keeping.files import read_regular, write_atomically
from baton.keeping.places import project_state

if TYPE_CHECKING:
    from collections.abc import Mapping

    from baton.model.saving import Project

LIMIT = 65536


def consented(project: Project) -> dict[str, object]:
    """Setting -> the value that was accepted; nothing when nothing was or the record is damaged.

    Raises StorageError when it can't be read.
    """
    try:
        stored = json.loads(read_regular(_place(project), LIMIT))
    except (FileNotFoundError, ValueError):
        return {}
    return stored if isinstance(stored, dict) else {}


def consent(project: Project, settings: Mapping[str, object]) -> None:
    """Record that the user accepts these values, and only these. Raises StorageError."""
    write_atomically(_place(project), json.dumps(dict(settings)).encode(), replace=True)


def _place(project: Project) -> str:
    return os.path.join(project_state(project), "consent.json")
