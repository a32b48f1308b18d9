"""The start of a session: first what the last one left undone, then the brief.

By source, as Claude Code names it: "startup" and "clear" begin empty, and "compact" has just lost
its context, so they get the brief. "resume" and "fork" have the old context still: they get one
only when another session's handoff is newer than their own last word.
"""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from baton.errors import BatonError
from baton.faces.hook_log import tell

if TYPE_CHECKING:
    from baton.config import Config
    from baton.faces.payload import Payload
    from baton.keeping.seen import Grown
    from baton.model.saving import Project

CONTEXT_LIMIT = 10_000  # of Claude Code, in UTF-16 units; more becomes a file and a preview
BUDGET = 2.0  # seconds that a start waits for drafts of the sessions before
SMALL = 8 * 1024 * 1024  # bytes of transcripts that can be drafted within the budget
IDLE = 2.0  # seconds without a write after which a session of unknown state counts as over
FRESH = 10.0  # seconds; a job older than that has failed once, and is tried again in peace
HISTORY = 30 * 86400  # seconds; older sessions are history


def context(project: Project, config: Config, payload: Payload) -> str:
    """What is added to the new session's context; "" for nothing."""
    trouble = ""
    try:
        catch_up(project, payload)
    except (BatonError, OSError) as error:  # what is there already is worth having all the same
        trouble = f"sessions before this one wait for `baton sweep`: {error}"
    resumed = payload.source in ("resume", "fork")
    text = news(project, config, payload) if resumed else brief_text(project, config)
    if trouble:
        tell(f"baton hook session-start: {trouble}")
    return text


def catch_up(project: Project, payload: Payload) -> None:
    """Have unclosed sessions drafted, and wait for it while that is quick."""
    from baton.keeping import handoffs, jobs

    grown = grown_beside(project, payload)
    left = jobs.waiting(project)
    if not (grown or left or handoffs.waiting(project)):
        return
    from baton.faces import detach

    folder = os.path.dirname(payload.transcript)
    process = detach.start(["--sweep", project.root, folder, payload.session_id])
    size = sum(one.size for one in grown)
    if (grown or any(map(is_fresh, left))) and size <= SMALL:
        detach.wait(process, BUDGET)


def grown_beside(project: Project, payload: Payload) -> list[Grown]:
    """The sessions beside this one that are over and were never closed."""
    from baton.keeping import live, seen

    now = time.time()
    live.begin(project, payload.session_id, os.getppid())
    known = seen.load(project)
    if not known.since:
        seen.begin(project, now)
        return []
    if not payload.transcript:
        return []
    # After /clear the session before is over, however recently it wrote.
    before = now if payload.source == "clear" else now - IDLE
    own = (payload.session_id, session_of(payload.transcript))
    states = live.states(project)
    found = []
    for one in seen.grown(os.path.dirname(payload.transcript), known):
        session = session_of(one.path)
        state = states.get(session, "unknown")
        is_over = state == "over" or (state == "unknown" and one.written < before)
        if is_over and session not in own and one.written > max(known.since, now - HISTORY):
            found.append(one)
    return found


def session_of(transcript: str) -> str:
    """The id of the session that a transcript is of: its name."""
    return os.path.basename(transcript).removesuffix(".jsonl")


def is_fresh(job: str) -> bool:
    """Whether a job was left just now: its worker is at it, and the brief should know the end."""
    try:
        return time.time() - os.stat(job).st_mtime < FRESH
    except OSError:
        return False


def brief_text(project: Project, config: Config) -> str:
    """The brief, within what the assistant takes; "" when there is none."""
    text = ready_or_new(project, fitting(config))
    if length(text) > CONTEXT_LIMIT:  # many characters that count twice
        half = fitting(config).brief_chars // 2
        text = ready_or_new(project, config._replace(brief_chars=half))
    return text


def ready_or_new(project: Project, config: Config) -> str:
    """The brief as prepared, else worked out now."""
    from baton.asking.prepared import prepare, prepared

    text = prepared(project, config, time.time())
    if text is None:
        from datetime import UTC, datetime

        text = prepare(project, config, datetime.now(UTC))
    return text


def fitting(config: Config) -> Config:
    """The configuration with a brief that leaves the assistant's limit some air."""
    return config._replace(brief_chars=min(config.brief_chars, CONTEXT_LIMIT - 100))


def length(text: str) -> int:
    """The length of `text` in UTF-16 units."""
    if max(text, default="") <= "\uffff":
        return len(text)
    return sum(2 if c > "\uffff" else 1 for c in text)


def news(project: Project, config: Config, payload: Payload) -> str:
    """The brief, when a resumed session can't know it: it is newer, and another session's."""
    from datetime import UTC, datetime

    from baton import handoff_file
    from baton.asking.resume import resume
    from baton.keeping import handoffs

    brief = resume(project, fitting(config), datetime.now(UTC))
    try:
        newer = os.stat(brief.source).st_mtime > os.stat(payload.transcript).st_mtime
    except OSError:
        return ""
    if not newer or payload.session_id in os.path.basename(brief.source):  # its own draft
        return ""
    theirs = handoff_file.parse(handoffs.read(brief.source)).meta.session
    return brief.text if theirs != payload.session_id else ""
