"""What may take whose place: a session is drafted again and again, and nothing good may be lost.

A person's edit stays. An assistant's own words stay until work went on. A model's words stay until
the session went on; only another model's draft takes their place before. Of two drafts of one
kind, the one that says more stays. What was approved or discarded is done with, until the user
speaks again or a file is changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from baton import handoff_file
from baton.keeping import drafts
from baton.model.document import BY_ASSISTANT, BY_MODEL
from baton.model.session import ToolCall, UserMessage

if TYPE_CHECKING:
    from baton.keeping.drafts import Stored
    from baton.model.document import Earlier, Handoff
    from baton.model.evidence import Evidence
    from baton.model.saving import Draft, Project, Redacted
    from baton.model.session import Session


def may_draft(stored: Stored | None, session: Session) -> bool:
    """Whether any fresh draft may take the place of what is stored for the session."""
    if stored is None:
        return True
    if stored.state == "open":
        if worded(stored.draft.document) and session.records == stored.draft.records:
            return False  # the same words aren't bought twice
        return session.records >= stored.draft.records and not stored.draft.edited
    return worked_after(session, stored.draft.records)


def adds_something(stored: Stored | None, draft: Draft) -> bool:
    """Whether this fresh draft, of a session that may be drafted, says more than the stored one.

    A model says more in fewer words, so only drafts by code are weighed: a model's takes the place
    of one by code, and what it worded stays until the session has gone on.
    """
    if stored is None or stored.state != "open":
        return True
    if worded(stored.draft.document):
        return draft.records > stored.draft.records
    return worded(draft.document) or weight(draft.document) >= weight(stored.draft.document)


def worded(document: Redacted) -> bool:
    """Whether a model worded the document."""
    return handoff_file.parse(document.text).meta.generated_by.startswith(BY_MODEL)


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


def written_by_assistant(stored: Stored | None) -> Handoff | None:
    """The stored handoff of a session if its own assistant wrote it, and nobody discarded it."""
    if stored is None or stored.state == "discarded":
        return None
    handoff = handoff_file.parse(stored.draft.document.text)
    return handoff if handoff.meta.generated_by.startswith(BY_ASSISTANT) else None


def supersedes(stored: Stored | None, earlier: Earlier, session: Session) -> bool:
    """Whether a new answer of a session's assistant retires `earlier`: its approved answer before.

    `stored` is what is stored for the session, `earlier` the handoff that the session went on from.
    """
    approved = stored is not None and stored.state == "approved"
    ours = earlier.handoff.meta.session == session.session_id
    return approved and ours and written_by_assistant(stored) is not None


def outlook(project: Project, evidence: Evidence) -> str:
    """Whether a session's draft would be written anew now, and why not, in the user's words."""
    session = evidence.session
    stored = drafts.latest_of_session(project, session.assistant, session.session_id)
    if stored is None:
        return "It has no draft yet: `baton draft` writes it."
    at = stored.draft.records
    if stored.state == "open" and stored.draft.edited:
        return "Its draft was edited by a person, so it stays as it is until `baton review`."
    if written_by_assistant(stored) and not changed_after(evidence, at):
        return "It stands in its assistant's words; nothing was changed or committed since."
    if stored.state != "open" and not worked_after(session, at):
        return f"Its handoff was {stored.state} already, and nothing was done since."
    return "`baton draft` brings its draft up to date."


def changed_after(evidence: Evidence, record: int) -> bool:
    """Whether work went on after `record`: a file changed, a commit was made.

    Talk is none: an assistant that was asked for a handoff is thanked, and says goodbye.
    """
    return any(file.records and file.records[-1] > record for file in evidence.files) or any(
        commit.record > record for commit in evidence.commits
    )


def worked_after(session: Session, record: int) -> bool:
    """Whether the user spoke or a file was changed after `record`."""
    return any(
        isinstance(event, UserMessage)
        or (isinstance(event, ToolCall) and event.kind == "edit" and event.outcome.status == "ok")
        for event in session.events
        if event.record > record
    )
