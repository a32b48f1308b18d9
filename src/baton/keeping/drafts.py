"""Drafts that wait for a person: outside the tree, one per session, never thrown away.

`<private area>/drafts/<assistant>-<session>.md`, each with its facts in its first line
(headed.py). An approved or discarded draft moves to the folder of that name beside it.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from baton.errors import BatonError, StorageError
from baton.keeping import headed
from baton.keeping.digest import digest
from baton.keeping.files import move_aside, read_regular, remove, sweep, write_private
from baton.keeping.places import private_areas
from baton.model.saving import Draft, DraftState, Redacted

if TYPE_CHECKING:
    from baton.model.saving import Project

DRAFT_LIMIT = 4 * 1024 * 1024
FOLDERS: dict[DraftState, str] = {
    "open": "drafts",
    "approved": "approved",
    "discarded": "discarded",
}
SAFE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")
LONGEST_NAME = 100


class Stored(NamedTuple):
    """A draft as it lies on disk, and what became of it."""

    draft: Draft
    state: DraftState


def save(project: Project, draft: Draft) -> Draft:
    """Put a draft on disk, in place of the open one of its session; returns it with its path.

    When the session's draft was approved or discarded already and the transcript hasn't grown
    since, nothing is written and that one is returned. Raises StorageError.
    """
    stored = latest_of_session(project, draft.assistant, draft.session_id)
    if stored and stored.state != "open":
        if draft.transcript_bytes <= stored.draft.transcript_bytes:
            return stored.draft
        stored = None
    path = _write(project, "open", draft)
    if stored and stored.draft.path != path:
        remove(stored.draft.path)  # the other area's; this one has replaced it
    return draft._replace(path=path)


def find(project: Project, draft_id_prefix: str) -> Draft:
    """The open draft whose id, or session id, starts so. Raises BatonError when it isn't one."""
    drafts = listing(project)
    for draft in drafts:
        if draft_id_prefix in (draft.draft_id, draft.session_id):
            return draft
    fitting = [
        draft
        for draft in drafts
        if draft_id_prefix
        and (
            draft.draft_id.startswith(draft_id_prefix)
            or draft.session_id.startswith(draft_id_prefix)
        )
    ]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise BatonError(
            f"{len(fitting)} drafts start with {draft_id_prefix}.", "Give more of the id."
        )
    raise BatonError(f"No draft {draft_id_prefix}.", "`baton review --list` shows what waits.")


def listing(project: Project) -> tuple[Draft, ...]:
    """The open drafts, newest first."""
    return tuple(stored.draft for stored in _stored(project, "open"))


def at(path: str) -> Draft | None:
    """The draft in the file `path`; None when it is gone, damaged or not this machine's."""
    return _load(path)


def latest_of_session(project: Project, assistant: str, session_id: str) -> Stored | None:
    """What there is of a session: its open draft, else the last one approved or discarded."""
    tries: tuple[tuple[DraftState, ...], ...] = (("open",), ("approved", "discarded"))
    for states in tries:
        found = [
            stored
            for state in states
            for stored in _stored(project, state, _stem(f"{assistant}-{session_id}"))
            if (stored.draft.assistant, stored.draft.session_id) == (assistant, session_id)
        ]
        if found:
            return max(found, key=lambda one: (one.draft.transcript_bytes, one.draft.written_at))
    return None


def approve(project: Project, draft: Draft) -> Draft:
    """File a draft away as approved; returns it with its new path. Raises StorageError."""
    return _file_away(project, "approved", draft)


def discard(project: Project, draft: Draft) -> Draft:
    """File a draft away as discarded; returns it with its new path. Raises StorageError."""
    return _file_away(project, "discarded", draft)


def _file_away(project: Project, state: DraftState, draft: Draft) -> Draft:
    """Move a draft's file, unless another process has written a newer draft over it meanwhile."""
    lying = _load(draft.path)
    if lying is None or lying.document.text != draft.document.text:
        return draft._replace(path=_write(project, state, draft))
    area = os.path.dirname(os.path.dirname(draft.path))
    return draft._replace(path=move_aside(draft.path, os.path.join(area, FOLDERS[state])))


def _write(project: Project, state: DraftState, draft: Draft) -> str:
    """Write a draft's file in the first area that takes it; returns its path."""
    data = headed.join(
        {
            "draft_id": draft.draft_id,
            "assistant": draft.assistant,
            "session_id": draft.session_id,
            "transcript": draft.transcript,
            "transcript_bytes": draft.transcript_bytes,
            "records": draft.records,
            "edited": draft.edited,
            "written_at": draft.written_at,
        },
        draft.document.text,
    )
    name = f"{_stem(f'{draft.assistant}-{draft.session_id}')}.md"
    refused: StorageError | None = None
    for area in private_areas(project):
        path = os.path.join(area, FOLDERS[state], name)
        try:
            if state != "open" and os.path.lexists(path):
                move_aside(path, os.path.dirname(path))
            write_private(area, os.path.join(FOLDERS[state], name), data, replace=True)
            sweep(os.path.dirname(path))
        except StorageError as error:
            refused = refused or error
        else:
            return path
    assert refused is not None
    raise refused


def _stored(project: Project, state: DraftState, stem: str = "") -> list[Stored]:
    """The drafts of one state, newest first; with a `stem`, only files that start so."""
    found = []
    for area in private_areas(project):
        folder = os.path.join(area, FOLDERS[state])
        try:
            names = os.listdir(folder)
        except OSError:
            continue
        for name in names:
            if name.startswith(stem) and name.endswith(".md"):
                draft = _load(os.path.join(folder, name))
                found += [Stored(draft, state)] if draft else []
    return sorted(found, key=lambda one: (one.draft.written_at, one.draft.path), reverse=True)


def _load(path: str) -> Draft | None:
    """The draft at `path`; None when it is gone, damaged or not written by this machine."""
    try:
        parts = headed.split(read_regular(path, DRAFT_LIMIT))
    except (StorageError, FileNotFoundError):
        return None
    if parts is None:
        return None
    facts, text = parts
    return Draft(
        draft_id=str(facts["draft_id"]),
        assistant=str(facts["assistant"]),
        session_id=str(facts["session_id"]),
        document=Redacted(text),  # it was, when this machine wrote it: its mark says so
        transcript=str(facts["transcript"]),
        transcript_bytes=int(facts["transcript_bytes"]),
        records=int(facts["records"]),
        edited=bool(facts["edited"]),
        written_at=str(facts["written_at"]),
        path=path,
    )


def _stem(draft_id: str) -> str:
    """A file name for a session: readable where its id is, and never that of another session."""
    safe = "".join(c if c in SAFE else "-" for c in draft_id)[:LONGEST_NAME]
    if safe == draft_id:
        return safe
    return f"{safe}-{digest(draft_id.encode('utf-8', 'surrogateescape'), size=4)}"
