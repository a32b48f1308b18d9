"""From draft to saved: where a document stands, and in which project."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias


class Finding(NamedTuple):
    """A secret's place, in characters of the text that was scanned."""

    start: int
    end: int
    kind: str


class Redacted(NamedTuple):
    """Text that has passed the scanner. Only `making.redact` makes one."""

    text: str
    findings: tuple[Finding, ...] = ()  # places in the text before redaction


DraftState: TypeAlias = Literal["open", "approved", "discarded"]


class Draft(NamedTuple):
    """A handoff nobody has approved yet, on disk outside the tree."""

    draft_id: str  # "<assistant>-<session id>": one per session, however often it is drafted
    assistant: str
    session_id: str
    document: Redacted
    transcript: str = ""  # path, for redrafting and verification on this machine
    transcript_bytes: int = 0  # how much of it the draft has seen
    records: int = 0  # likewise, in records
    edited: bool = False  # a person changed it: never redrafted over
    written_at: str = ""  # ISO 8601
    path: str = ""  # where the draft lies


class Reviewed(NamedTuple):
    """A document that may be saved, and who says so ("human:<id>" or "policy:automatic")."""

    document: Redacted
    name: str  # YYYYMMDD-HHMM-slug.md
    by: str
    at: str  # ISO 8601


SaveState: TypeAlias = Literal["committed", "waiting", "written"]


class Saved(NamedTuple):
    """`committed`; `waiting` in the spool for a safe moment; `written` without git."""

    path: str  # where the handoff can be read now, absolute
    state: SaveState
    commit: str = ""
    reason: str = ""  # why it isn't committed, in the user's words


class Project(NamedTuple):
    """Where we are. `key` names the project in the user's own state folder."""

    root: str  # top of the work tree (or the folder itself without git), absolute, resolved
    git_dir: str  # of this work tree; "" without git
    common_dir: str  # shared by all worktrees; "" without git
    key: str
    bare: bool = False
