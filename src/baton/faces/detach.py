"""Other processes of ours: a worker that outlives the assistant, and the user's editor.

A worker does what a hook has no time for. The assistant ends its hooks' process group when it
exits or runs out of patience, so a worker gets a session of its own, no streams of ours, and no
open files (Python's aren't inherited).
"""

from __future__ import annotations

import os
import subprocess
import sys


def start(arguments: list[str]) -> subprocess.Popen[bytes]:
    """Start `baton hook <arguments>` and return at once. Raises OSError when that can't be done.

    -P keeps the working directory off the module path: it is a repository, and could hold a
    `json.py`. What the worker starts in turn never triggers baton (BATON_NO_HOOKS).
    """
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "baton", "hook", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "BATON_NO_HOOKS": "1"},
        start_new_session=True,
        creationflags=flags,
    )


def wait(process: subprocess.Popen[bytes], seconds: float) -> bool:
    """Whether the process ended within `seconds`; if not it goes on by itself."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


def run_in_foreground(command: list[str]) -> int:
    """Run a program that takes over the terminal, an editor say; returns its exit status.

    Raises OSError when it can't be started.
    """
    return subprocess.run(command, check=False).returncode
