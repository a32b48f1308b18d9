"""The life of a handoff, start reading here.

    prepare()   transcript -> session -> evidence -> handoff -> redacted draft on disk
    keep()      a draft somebody approved -> saved, and committed where that is safe

Each step is a function of the folder it lives in; this module only strings them together and
decides what may replace what.
"""

from __future__ import annotations

import os
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from baton import handoff_file, reading, wording
from baton.errors import RedactionError, TranscriptError
from baton.handoff_file.stamping import restamp
from baton.keeping import drafts, git, handoffs
from baton.keeping.machine_key import machine_key
from baton.making.evidence import mine
from baton.making.extract import compose
from baton.making.redact import redact
from baton.making.verify import verify
from baton.making.worth import worth_keeping
from baton.model.document import Verification
from baton.model.saving import Draft, Redacted, Reviewed
from baton.model.session import ToolCall, UserMessage

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from baton.config import Config
    from baton.model.document import Handoff
    from baton.model.evidence import Evidence, GitFacts
    from baton.model.prompt import Written
    from baton.model.saving import Project, Saved
    from baton.model.session import Session

# Git's work tree speaks of a session only while nobody has worked on it since.
FRESH = timedelta(minutes=30)


class Examined(NamedTuple):
    """A session read and weighed, nothing stored yet."""

    evidence: Evidence
    handoff: Handoff
    worth: bool  # should a handoff be kept of it?
    reason: str  # why, or why not, in the user's words


def examine(
    project: Project,
    transcript: str,
    *,
    now: datetime,
    assistant: str | None = None,
    trigger: str = "manual",
) -> Examined:
    """Read a transcript and write its handoff without a model; touches no file.

    Raises TranscriptError when the transcript is missing, empty, unreadable or unrecognised.
    """
    session = reading.read(transcript, assistant)
    root = project.root if belongs(session, project) else last_cwd(session, project)
    facts = git_facts(project, session, now)
    evidence = mine(session, root, facts)
    handoff = verify(compose(evidence, now), evidence)
    meta = handoff.meta._replace(trigger=trigger)
    if facts:  # where git speaks of the session, it knows better than a transcript
        meta = meta._replace(base=meta.base or facts.base, head=facts.head or meta.head)
    handoff = handoff._replace(meta=meta)
    worth, reason = worth_keeping(evidence)
    return Examined(evidence, handoff, worth, reason)


def prepare(
    project: Project,
    transcript: str,
    *,
    trigger: str,
    now: datetime,
    assistant: str | None = None,
    tell: Callable[[Written], None] = lambda written: None,
) -> Draft | None:
    """Draft the handoff of a session of `project` and put the draft on disk.

    Where the user configured a model, it words the draft; `tell` learns whether it did.
    Returns None when the session is not worth a handoff, or when the draft there already says
    as much: a person's edit, a richer draft, an approved handoff with no work after it.
    Raises TranscriptError (missing, empty, foreign), RedactionError (the scanner can't run; then
    nothing is written) or StorageError.
    """
    examined = examine(project, transcript, now=now, assistant=assistant, trigger=trigger)
    session = examined.evidence.session
    if not belongs(session, project):
        raise TranscriptError(
            f"{transcript} is a session of {last_cwd(session, project)}, not of {project.root}",
            "Run baton in that folder, or print the draft with `baton draft --stdout`.",
        )
    if not examined.worth or not may_draft(project, session):
        return None
    check = partial(verify, evidence=examined.evidence)
    written = wording.word(project, examined.evidence, examined.handoff, check, now)
    tell(written)
    document = redact(handoff_file.render(written.handoff), scope="document", key=machine_key())
    draft = Draft(
        draft_id=f"{session.assistant}-{session.session_id}",
        assistant=session.assistant,
        session_id=session.session_id,
        document=document,
        transcript=os.path.abspath(transcript),
        transcript_bytes=session.bytes,
        records=session.records,
        written_at=now.isoformat(timespec="seconds"),
    )
    if not adds_something(project, draft):
        return None
    return drafts.save(project, draft)


def keep(project: Project, config: Config, draft: Draft, by: str, now: datetime) -> Saved:
    """Save an approved draft as a handoff and commit it; the draft is filed away, not deleted.

    `by` says who approved: "human:<name>" or "policy:automatic". The body is saved as it stands,
    only the front matter is stamped. Raises RedactionError when the text holds a secret that a
    person's edit brought in (its lines are named), and StorageError when it can't be written.
    """
    at = now.isoformat(timespec="seconds")
    handoff = handoff_file.parse(draft.document.text)
    meta = handoff.meta._replace(
        status="stable", verified=(*handoff.meta.verified, Verification(by, at))
    )
    document = gate(restamp(draft.document.text, meta))
    name = handoff_file.file_name(handoff.date or now, handoff.title)
    saved = handoffs.save(project, config, Reviewed(document, name, by, at))
    drafts.approve(project, draft)
    return saved


def gate(text: str) -> Redacted:
    """Scan the exact text about to be stored; drafts passed once, so a finding is a new secret."""
    document = redact(text, scope="document", key=machine_key())
    if document.findings:
        places = ", ".join(
            f"line {text.count(chr(10), 0, found.start) + 1} ({found.kind})"
            for found in document.findings[:5]
        )
        raise RedactionError(
            f"The text holds what looks like a secret: {places}",
            "Take it out with `baton review --edit`; nothing was saved.",
        )
    return document


def belongs(session: Session, project: Project) -> bool:
    """Whether the session ran in this project; one that names no folder is taken at its word."""
    return not session.cwds or any(inside(cwd, project) for cwd in session.cwds)


def inside(path: str, project: Project) -> bool:
    path = os.path.realpath(path)
    return path == project.root or path.startswith(project.root.rstrip(os.sep) + os.sep)


def last_cwd(session: Session, project: Project) -> str:
    return session.cwds[0] if session.cwds else project.root


def git_facts(project: Project, session: Session, now: datetime) -> GitFacts | None:
    """What git says of the session's time; None where it ended a while ago, or elsewhere."""
    fresh = session.ended is None or now - session.ended < FRESH
    if not (project.git_dir and fresh and session.cwds and belongs(session, project)):
        return None
    return git.facts(project, session.head_commit, session.started)


def may_draft(project: Project, session: Session) -> bool:
    """Whether any fresh draft may take the place of what is stored for the session."""
    stored = drafts.latest_of_session(project, session.assistant, session.session_id)
    if stored is None:
        return True
    if stored.state == "open":
        return session.records >= stored.draft.records and not stored.draft.edited
    return worked_after(session, stored.draft.records)


def adds_something(project: Project, draft: Draft) -> bool:
    """Whether this fresh draft, of a session that may be drafted, says more than the stored one.

    A model says more in fewer words, so only drafts of the same kind are weighed; and what it
    worded stays until the session has gone on.
    """
    stored = drafts.latest_of_session(project, draft.assistant, draft.session_id)
    if stored is None or stored.state != "open":
        return True
    if worded(stored.draft.document) != worded(draft.document):
        return worded(draft.document) or draft.records > stored.draft.records
    return weight(draft.document) >= weight(stored.draft.document)


def worded(document: Redacted) -> bool:
    """Whether a model worded the document."""
    return handoff_file.parse(document.text).meta.generated_by.startswith("model:")


def weight(document: Redacted) -> int:
    """How much a draft says: its number of claims."""
    handoff = handoff_file.parse(document.text)
    return sum(
        len(part)
        for part in (
            handoff.accomplished,
            handoff.decisions,
            handoff.lessons,
            handoff.next_steps,
            handoff.files,
        )
    )


def worked_after(session: Session, record: int) -> bool:
    """Whether the user spoke or a file was changed after `record`."""
    return any(
        isinstance(event, UserMessage)
        or (isinstance(event, ToolCall) and event.kind == "edit" and event.outcome.status == "ok")
        for event in session.events
        if event.record > record
    )
