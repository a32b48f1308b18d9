"""Sessions that a hook was told to draft and hasn't yet: one small file each.

A hook has no time to draft, so it leaves a job and starts a worker. The worker removes the file
when it is done; a file that stays is work the next start makes up for.

They lie in the user's own state and not with the drafts: a job names a transcript that becomes
"this user's own" draft, and a repository that arrives as an archive can plant files in its `.git`.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, NamedTuple

from baton.errors import StorageError
from baton.keeping.files import read_regular, write_atomically
from baton.keeping.places import project_state

if TYPE_CHECKING:
    from datetime import datetime

    from baton.model.saving import Project

LIMIT = 65536


class Job(NamedTuple):
    """Only names and paths: nothing a person or an assistant wrote."""

    event: str  # "session-end", "stop", "pre-compact"
    transcript: str
    root: str  # the work tree
    path: str = ""  # where the job itself lies


def put(project: Project, job: Job, now: datetime) -> Job:
    """Leave a job, durably; returns it with its path. Raises StorageError."""
    # Names sort by time; the tail keeps two hooks of the same moment apart.
    name = f"{now.strftime('%Y%m%dT%H%M%S%f')}-{job.event}-{os.urandom(4).hex()}.json"
    path = os.path.join(_folder(project), name)
    stored = {"event": job.event, "transcript": job.transcript, "root": job.root}
    write_atomically(path, json.dumps(stored).encode("ascii"), replace=False)
    return job._replace(path=path)


def waiting(project: Project) -> tuple[str, ...]:
    """The paths of the jobs that are left, oldest first."""
    try:
        names = os.listdir(_folder(project))
    except OSError:
        return ()
    return tuple(
        os.path.join(_folder(project), name) for name in sorted(names) if name.endswith(".json")
    )


def load(path: str) -> Job | None:
    """The job at `path`; None when it has gone or makes no sense. Raises StorageError."""
    try:
        stored = json.loads(read_regular(path, LIMIT))
        job = Job(stored["event"], stored["transcript"], stored["root"], path)
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None
    return job if all(isinstance(field, str) for field in job) else None


def done(path: str) -> None:
    """Remove a job; it may have been removed by another worker."""
    try:
        os.unlink(path)
    except FileNotFoundError:
        return
    except OSError as error:
        raise StorageError(f"{path} can't be removed: {error.strerror}") from error


def _folder(project: Project) -> str:
    return os.path.join(project_state(project), "jobs")
