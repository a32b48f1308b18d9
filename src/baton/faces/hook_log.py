"""What went wrong in hooks: one line for whoever looks, one in `hook.log` in the project's state.

A line of the log has the time, the event and the kind of error: no text of a payload or transcript.
"""

from __future__ import annotations

import os
import sys

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


def tell(line: str) -> None:
    """Write one harmless line to standard error, if there is one."""
    plain = "".join(c if c.isprintable() else " " for c in line)[:500]
    try:
        sys.stderr.write(f"{plain}\n")
    except (OSError, AttributeError, ValueError):
        return
