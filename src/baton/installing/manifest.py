"""What an install changed, byte for byte, in the user's own state: the way back.

One JSON file per project; keyed by absolute path, because linked worktrees share the project.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
from typing import TYPE_CHECKING, NamedTuple

from baton.errors import StorageError
from baton.keeping.files import read_regular, write_atomically
from baton.keeping.places import project_state

if TYPE_CHECKING:
    from baton.model.saving import Project

LIMIT = 64 * 1024 * 1024


class Entry(NamedTuple):
    original: bytes | None  # None: there was no file
    wrote: bytes


class Manifest(NamedTuple):
    files: dict[str, Entry]
    folders: tuple[str, ...] = ()  # those that didn't exist before, outermost first


def place(project: Project) -> str:
    return os.path.join(project_state(project), "install.json")


def load(project: Project) -> Manifest:
    """What was recorded; an empty manifest when nothing was. Raises StorageError when damaged."""
    path = place(project)
    try:
        stored = json.loads(read_regular(path, LIMIT))
        files = {
            name: Entry(_bytes(entry["original"]), _bytes(entry["wrote"]) or b"")
            for name, entry in stored["files"].items()
        }
        return Manifest(files, tuple(stored["folders"]))
    except FileNotFoundError:
        return Manifest({})
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error) as error:
        raise StorageError(
            f"{path}, the record of what was installed, is damaged.",
            "Move it away; `baton uninstall` then takes out what it recognises as baton's.",
        ) from error


def save(project: Project, manifest: Manifest) -> None:
    """Record `manifest`. Raises StorageError."""
    files = {
        name: {"original": _text(entry.original), "wrote": _text(entry.wrote)}
        for name, entry in manifest.files.items()
    }
    stored = {"schema": 1, "files": files, "folders": list(manifest.folders)}
    write_atomically(place(project), json.dumps(stored, indent=1).encode(), replace=True)


def forget(project: Project) -> None:
    """Remove the record."""
    try:
        os.unlink(place(project))
    except FileNotFoundError:
        return


def _text(data: bytes | None) -> str | None:
    return None if data is None else base64.b64encode(data).decode("ascii")


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else base64.b64decode(text, validate=True)
