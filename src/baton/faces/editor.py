"""A person's own editor on a text of ours."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile

from baton.errors import BatonError


def edit_text(text: str, suffix: str) -> str:
    """`text` as it stands after the person has closed $VISUAL or $EDITOR.

    Raises BatonError when no editor is set or it fails; the text is then unchanged.
    """
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not editor:
        raise BatonError("No editor is set.", "Set $VISUAL or $EDITOR, for example EDITOR=nano.")
    with tempfile.TemporaryDirectory(prefix="baton-edit-") as folder:
        path = os.path.join(folder, f"handoff{suffix}")
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        status = run_editor(editor, path)
        if status != 0:
            raise BatonError(
                f"The editor ended with status {status}.", "The draft is as it was; try again."
            )
        with open(path, encoding="utf-8", errors="replace", newline="") as file:
            return file.read()


def run_editor(editor: str, path: str) -> int:
    """The exit status of the person's editor. Raises BatonError when it can't be started."""
    try:
        command = shlex.split(editor)
        return subprocess.call([*(command or [editor]), path])
    except (OSError, ValueError) as error:  # not there, not a program; a quote left open
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise BatonError(
            f"The editor {editor!r} can't be started: {why}.",
            "Set $VISUAL or $EDITOR to one that is installed, for example EDITOR=nano.",
        ) from error
