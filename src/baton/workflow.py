"""The life of a handoff, start reading here.

    prepare()   transcript -> session -> evidence -> handoff -> redacted draft on disk
    accept()    likewise, with the words of the session's own assistant
    keep()      a draft somebody approved -> saved, and committed where that is safe

Each step is a function of the folder it lives in; this module strings them together. What may take
whose place, `precedence` knows; whether a model words a draft, `wording` does.
"""

from __future__ import annotations

import os
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from baton import handoff_file, precedence, reading, wording
from baton.errors import BatonError, RedactionError, TranscriptError
from baton.handoff_file.naming import is_file_name
from baton.handoff_file.stamping import restamp
from baton.keeping import drafts, git, handoffs
from baton.keeping.machine_key import machine_key
from baton.making.answer import merge, renew
from baton.making.carry import carry
from baton.making.evidence import mine
from baton.making.extract import compose
from baton.making.redact import redact
from baton.making.verify import verify
from baton.making.worth import worth_keeping
from baton.model.document import Verification
from baton.model.saving import Draft, Redacted, Reviewed
from baton.reading.belonging import belongs, folder_of
from baton.reading.whole import search_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from baton.config import Config
    from baton.making.answer import Answer
    from baton.model.document import Earlier, Handoff
    from baton.model.evidence import Evidence, GitFacts
    from baton.model.prompt import Written
    from baton.model.saving import Project, Saved
    from baton.model.session import Session

Lookup: TypeAlias = "Callable[[Session], Earlier | None]"

# Git's work tree speaks of a session only while nobody has worked on it since.
FRESH = timedelta(minutes=30)


class Examined(NamedTuple):
    """A session read and weighed, nothing stored yet."""

    evidence: Evidence
    handoff: Handoff
    worth: bool  # should a handoff be kept of it?
    reason: str  # why, or why not, in the user's words
    composed: Handoff  # `handoff` before anything was carried or checked
    earlier: Earlier | None = None  # what the session went on from


class Accepted(NamedTuple):
    """An assistant's answer as a draft, and what was found in it."""

    draft: Draft
    handoff: Handoff  # as stored: checked and redacted
    secrets: tuple[str, ...]  # kinds of what was taken out
    evidence: Evidence


def on_its_own(session: Session) -> Earlier | None:
    """The lookup of a session that goes on from nothing."""
    return None


def examine(
    project: Project,
    transcript: str,
    *,
    now: datetime,
    assistant: str | None = None,
    trigger: str = "manual",
    lookup: Lookup = on_its_own,
) -> Examined:
    """Read a transcript and write its handoff without a model; touches no file.

    `lookup` finds the handoff that the session went on from. Raises TranscriptError when the
    transcript is missing, empty, unreadable or unrecognised.
    """
    session = reading.read(transcript, assistant)
    facts = git_facts(project, session, now)
    evidence = mine(session, folder_of(session, project.root), facts)
    composed = compose(evidence, now)
    meta = composed.meta._replace(trigger=trigger)
    if facts:  # where git speaks of the session, it knows better than a transcript
        meta = meta._replace(base=meta.base or facts.base, head=facts.head or meta.head)
    composed = composed._replace(meta=meta)
    earlier = lookup(session) if belongs(session, project.root) else None
    worth, reason = worth_keeping(evidence)
    handoff = finished(composed, evidence, earlier)
    return Examined(evidence, handoff, worth, reason, composed, earlier)


def finished(handoff: Handoff, evidence: Evidence, earlier: Earlier | None) -> Handoff:
    """A handoff whoever wrote it, with what was left open before it, its claims checked."""
    whole = carry(handoff, earlier, evidence) if earlier else handoff
    return verify(whole, evidence, search_of(evidence.session.transcript))


def prepare(  # noqa: PLR0913 - all but two are said by name, where the caller knows better
    project: Project,
    transcript: str,
    *,
    trigger: str,
    now: datetime,
    assistant: str | None = None,
    lookup: Lookup = on_its_own,
    tell: Callable[[Written], None] = lambda written: None,
) -> Draft | None:
    """Draft the handoff of a session of `project` and put the draft on disk.

    Where the user configured a model, it words the draft; `tell` learns whether it did.
    Returns None when the session is not worth a handoff, or when the draft there already says
    as much: a person's edit, a richer draft, an approved handoff with no work after it.
    Raises TranscriptError (missing, empty, foreign), RedactionError (the scanner can't run; then
    nothing is written) or StorageError.
    """
    seen = examine(
        project, transcript, now=now, assistant=assistant, trigger=trigger, lookup=lookup
    )
    session = seen.evidence.session
    ensure_ours(project, session)
    stored = drafts.latest_of_session(project, session.assistant, session.session_id)
    own_words = precedence.written_by_assistant(stored)
    if stored and own_words and not stored.draft.edited:
        if not precedence.changed_after(seen.evidence, stored.draft.records):
            return None
        handoff = renew(own_words, seen.composed, seen.evidence, stored.draft.records, now)
        handoff = finished(handoff, seen.evidence, seen.earlier)
        return drafts.save(project, drafted(handoff, session, now))
    if not seen.worth or not precedence.may_draft(stored, session):
        return None
    check = partial(verify, evidence=seen.evidence, search=search_of(session.transcript))
    written = wording.word(project, seen.evidence, seen.handoff, check, now)
    tell(written)
    handoff = written.handoff
    if written.outcome != "none":
        handoff = finished(handoff, seen.evidence, seen.earlier)
    draft = drafted(handoff, session, now)
    return drafts.save(project, draft) if precedence.adds_something(stored, draft) else None


def accept(
    project: Project, transcript: str, answer: Answer, *, now: datetime, lookup: Lookup
) -> Accepted:
    """Put the assistant's own answer on disk as the draft of its session, checked and redacted.

    It takes the place of any draft but one that a person edited: then BatonError. Raises
    TranscriptError, RedactionError and StorageError as `prepare` does.
    """
    seen = examine(project, transcript, now=now, lookup=lookup)
    session = seen.evidence.session
    ensure_ours(project, session)
    stored = drafts.latest_of_session(project, session.assistant, session.session_id)
    if stored and stored.state == "open" and stored.draft.edited:
        raise BatonError(
            "A person has edited the draft of this session, so it stays as it is.",
            "`baton review` approves or discards it; after that the answer can be sent again.",
        )
    handoff = merge(seen.composed, answer, session.assistant)
    if seen.earlier and precedence.supersedes(stored, seen.earlier, session):
        handoff = handoff._replace(meta=handoff.meta._replace(supersedes=seen.earlier.name))
    draft = drafted(finished(handoff, seen.evidence, seen.earlier), session, now)
    kinds = tuple(dict.fromkeys(finding.kind for finding in draft.document.findings))
    kept = drafts.save(project, draft)
    if kept.document.text != draft.document.text:
        raise BatonError(
            "The handoff of this session is approved or discarded already, and nothing was done "
            "since.",
            "`baton resume` prints what is there.",
        )
    return Accepted(kept, handoff_file.parse(draft.document.text), kinds, seen.evidence)


def drafted(handoff: Handoff, session: Session, now: datetime) -> Draft:
    """The draft of a session's handoff, redacted, not on disk yet."""
    return Draft(
        draft_id=f"{session.assistant}-{session.session_id}",
        assistant=session.assistant,
        session_id=session.session_id,
        document=redact(handoff_file.render(handoff), scope="document", key=machine_key()),
        transcript=os.path.abspath(session.transcript),
        transcript_bytes=session.bytes,
        records=session.records,
        written_at=now.isoformat(timespec="seconds"),
    )


def ensure_ours(project: Project, session: Session) -> None:
    """Raises TranscriptError for a session that never was in this project."""
    if not belongs(session, project.root):
        raise TranscriptError(
            f"{session.transcript} is a session of {folder_of(session, project.root)}, "
            f"not of {project.root}",
            "Run baton in that folder, or print the draft with `baton draft --stdout`.",
        )


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


def git_facts(project: Project, session: Session, now: datetime) -> GitFacts | None:
    """What git says of the session's time; None where it ended a while ago, or elsewhere."""
    fresh = session.ended is None or now - session.ended < FRESH
    if not (project.git_dir and fresh and session.cwds and belongs(session, project.root)):
        return None
    found = git.facts(project, session.head_commit, session.started)
    # A handoff's own file and commit are no work of the session.
    return found._replace(
        commits=tuple(c for c in found.commits if not c.subject.startswith(handoffs.SUBJECT)),
        changes=tuple(c for c in found.changes if not is_file_name(os.path.basename(c.path))),
    )
