"""What went wrong in hooks: `hook.log` in the project's state, for `baton doctor` and people.

A line has the time, the event and the kind of error. No text of a payload or a transcript.
"""

from __future__ import annotations

import os

FULL = 65536  # bytes; then it becomes hook.log.1


def note(folder: str, event: str, kind: str) -> None:
    """Add one line to the log of the project that `folder` lies in."""
    from datetime import UTC, datetime

    from baton.keeping.files import append_line
    from baton.keeping.places import project_state
    from baton.keeping.project import find_project

    path = os.path.join(project_state(find_project(folder)), "hook.log")
    if os.path.exists(path) and os.stat(path).st_size > FULL:
        os.replace(path, f"{path}.1")
    append_line(path, f"{datetime.now(UTC).isoformat(timespec='seconds')} {event} {kind}")
