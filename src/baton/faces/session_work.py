"""What hooks leave to a process of its own: draft a session, sweep up what was left.

A worker draft is the same however it was started: one at a time in a project, only when the
transcript grew, and what fails is written down as a job that the next start tries again.
"""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from baton.errors import BatonError, TranscriptError
from baton.faces.session_start import fitting, session_of
from baton.faces.settings import settings
from baton.keeping import jobs, live, seen
from baton.keeping.jobs import Job
from baton.keeping.project import find_project
from baton.model.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable
    from contextlib import AbstractContextManager

    from baton.model.saving import Draft, Project, Saved

TURN = 60.0  # seconds that one worker waits for another of the project
LONG = 4 * 1024 * 1024  # bytes from which on a transcript isn't drafted after every turn
OVER = 600.0  # seconds without a write after which a swept session may be saved without a review
LOOK_EVERY = 0.05  # seconds between two looks at a transcript that may still be written
SETTLED = 4  # looks in a row without a change
MOST_LOOKS = 20
STALE_JOB = 7 * 86400  # seconds; what has failed for that long will go on failing


class Swept(NamedTuple):
    """What a sweep did."""

    drafted: tuple[Draft, ...] = ()
    saved: tuple[Saved, ...] = ()
    looked_at: int = 0  # sessions
    problems: tuple[Problem, ...] = ()


def hand_over(project: Project, event: str, transcript: str) -> None:
    """Leave a job for the session and start its worker; nothing when there is nothing new.

    Raises StorageError when the job can't be written, OSError when no process can be started.
    """
    if event == "session-end":
        live.end(project, session_of(transcript))
    size = _size(transcript)
    if size <= 0 or (event == "stop" and not _worth_a_turn(project, transcript, size)):
        return
    job = jobs.put(project, Job(event, transcript, project.root), datetime.now(UTC))
    from baton.faces import detach

    detach.start(["--work", job.path])


def work(path: str) -> None:
    """Do one job; its file stays when that fails. Raises whatever hindered it."""
    job = jobs.load(path)
    if job is None:
        return
    project = find_project(job.root)
    _let_it_settle(job.transcript)
    with _turn(project):
        _close(project, job.transcript, job.event)
    jobs.done(path)
    prepare_next(project)


def sweep_folder(root: str, folder: str, session_id: str) -> None:
    """Sweep for the start of session `session_id`: the sessions that lie beside it."""
    project = find_project(root)
    known = seen.load(project)
    running = {one for one, state in live.states(project).items() if state == "running"}
    beside = [
        one.path
        for one in seen.grown(folder, known)
        if one.written > known.since and session_of(one.path) not in {session_id, *running}
    ]
    sweep(project, beside)
    live.tidy(project)
    prepare_next(project)


def prepare_next(project: Project) -> None:
    """Work out the brief that the next session will ask for, while nobody waits for it."""
    from baton.asking.prepared import prepare

    prepare(project, fitting(settings(project)), datetime.now(UTC))


def sweep(project: Project, transcripts: Iterable[str]) -> Swept:
    """Do the jobs that are left, draft `transcripts` that grew, bring home what waits.

    Nothing stops it on the way: what failed is among the problems, and is tried again.
    """
    drafted: list[Draft] = []
    saved: list[Saved] = []
    problems: list[Problem] = []
    looked_at = 0
    with _turn(project):
        for path in jobs.waiting(project):
            job = jobs.load(path)
            if job is not None and not _is_stale(path):
                looked_at += 1
                problems += _try(project, job, drafted, saved)
            if not problems or problems[-1].where != path:
                jobs.done(path)
        for transcript in transcripts:
            if _size(transcript) > seen.load(project).size(transcript):
                looked_at += 1
                problems += _try(project, Job("sweep", transcript, project.root), drafted, saved)
        problems += _bring_home(project, saved)
    return Swept(tuple(drafted), tuple(saved), looked_at, tuple(problems))


def _try(project: Project, job: Job, drafted: list[Draft], saved: list[Saved]) -> list[Problem]:
    """Close one session; what hinders it becomes a problem and, when it was none, a job."""
    try:
        draft, kept = _close(project, job.transcript, job.event)
    except Exception as error:
        if not job.path:
            job = jobs.put(project, job, datetime.now(UTC))
            seen.note(project, job.transcript, _size(job.transcript))
        what = error.message if isinstance(error, BatonError) else type(error).__name__
        return [Problem(job.path, f"{job.transcript}: {what}")]
    drafted += [draft] if draft else []
    saved += [kept] if kept else []
    return []


def _close(project: Project, transcript: str, event: str) -> tuple[Draft | None, Saved | None]:
    """Draft a session up to where it stands; saved too when it is over and the user wants that.

    A transcript that is gone, empty or nobody's is done with. Raises other BatonErrors.
    """
    from baton import workflow

    size = _size(transcript)
    draft = None
    if size > seen.load(project).size(transcript):
        try:
            draft = workflow.prepare(project, transcript, trigger=event, now=datetime.now(UTC))
        except TranscriptError:
            draft = None
        seen.note(project, transcript, size)
    if event == "session-end" or (event == "sweep" and _idle(transcript) > OVER):
        return draft, _keep_by_policy(project, transcript)
    return draft, None


def _keep_by_policy(project: Project, transcript: str) -> Saved | None:
    """Save a session's open draft when the user's configuration says so; else None."""
    from baton import workflow
    from baton.keeping import drafts

    if settings(project).review != "automatic":
        return None
    for draft in drafts.listing(project):
        if draft.transcript == transcript:
            now = datetime.now(UTC)
            return workflow.keep(project, settings(project), draft, "policy:automatic", now)
    return None


def _bring_home(project: Project, saved: list[Saved]) -> list[Problem]:
    """Commit the approved handoffs that wait for a safe moment, if this is one."""
    from baton.keeping import handoffs

    if not handoffs.waiting(project):
        return []
    try:
        saved += handoffs.replay(project, settings(project))
    except BatonError as error:
        return [Problem("waiting handoffs", error.message)]
    return []


def _turn(project: Project) -> AbstractContextManager[None]:
    """The right to work on a project's sessions: two workers would only do the same twice."""
    from baton.keeping.files import lock
    from baton.keeping.places import project_state

    return lock(os.path.join(project_state(project), "work.lock"), TURN)


def _worth_a_turn(project: Project, transcript: str, size: int) -> bool:
    """Whether a turn's end needs a draft: the transcript grew, a long one by a twentieth."""
    before = seen.load(project).size(transcript)
    return size > before + (size // 20 if size > LONG else 0)


def _let_it_settle(transcript: str) -> None:
    """Wait until nobody writes: Claude Code's transcript is some 100 ms behind its hooks."""
    before, still = -2, 0
    for _ in range(MOST_LOOKS):
        size = _size(transcript)
        still = still + 1 if size == before else 0
        if still >= SETTLED:
            return
        before = size
        time.sleep(LOOK_EVERY)


def _is_stale(path: str) -> bool:
    try:
        return time.time() - os.stat(path).st_mtime > STALE_JOB
    except OSError:
        return True


def _idle(transcript: str) -> float:
    """Seconds since the transcript was last written."""
    try:
        return time.time() - os.stat(transcript).st_mtime
    except OSError:
        return 0.0


def _size(path: str) -> int:
    """The bytes of a file; -1 when there is none."""
    try:
        return os.stat(path).st_size if os.path.isfile(path) else -1
    except OSError:
        return -1
