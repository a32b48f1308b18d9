"""The handoff document, whoever wrote it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from baton.model.problem import Problem

if TYPE_CHECKING:
    from datetime import datetime

# How `generated.by` starts where the session's own assistant, or a configured model, worded it.
BY_ASSISTANT = "assistant:"
BY_MODEL = "model:"

Trust: TypeAlias = Literal["verified", "stated", "contradicted", "unsupported"]


class Claim(NamedTuple):
    """One bullet. `evidence` is short and for people: "a1b2c3d", "pytest: exit 1", "app.py:12"."""

    text: str
    trust: Trust = "stated"
    evidence: tuple[str, ...] = ()
    line: int = 0  # 1-based line in the file it was parsed from; 0 when it was not
    age: int = 0  # of a blocker or question: how many handoffs have carried it already


class Decision(NamedTuple):
    what: str
    why: str = ""
    rejected: str = ""
    trust: Trust = "stated"
    evidence: tuple[str, ...] = ()
    line: int = 0


class NextStep(NamedTuple):
    text: str
    done: bool = False
    age: int = 0  # how many handoffs have carried it already
    line: int = 0
    evidence: tuple[str, ...] = ()  # what shows that it is done


class FileNote(NamedTuple):
    path: str
    what: str
    line: int = 0
    trust: Trust = "stated"  # "verified" is not marked: it says nothing that git doesn't
    evidence: tuple[str, ...] = ()


class OtherSection(NamedTuple):
    """A section that maps to none of ours, kept as it is."""

    heading: str
    text: str
    line: int = 0


class Verification(NamedTuple):
    by: str  # "human:<id>" or "process:baton-verify"
    at: str  # ISO 8601


HandoffStatus: TypeAlias = Literal["draft", "stable", "deprecated"]


class Metadata(NamedTuple):
    """The front matter of docs/FORMAT.md; times are ISO 8601 text, as written."""

    title: str = ""
    description: str = ""
    status: HandoffStatus = "draft"
    generated_by: str = ""
    generated_at: str = ""
    verified: tuple[Verification, ...] = ()
    session: str = ""  # session id
    assistant: str = ""
    model: str = ""
    branch: str = ""
    base: str = ""
    head: str = ""
    commits: tuple[str, ...] = ()
    continues: str = ""  # file name of the handoff this one continues
    supersedes: str = ""
    trigger: str = ""  # what made it: "session-end", "pre-compact", "stop", "manual", "sweep"
    schema: int = 1
    extra: tuple[tuple[str, str], ...] = ()  # unknown top-level keys with their raw YAML


class Handoff(NamedTuple):
    """A handoff document, written by baton or by anybody."""

    title: str
    date: datetime | None = None
    meta: Metadata = Metadata()
    goal: str = ""
    accomplished: tuple[Claim, ...] = ()
    decisions: tuple[Decision, ...] = ()
    state: tuple[Claim, ...] = ()
    lessons: tuple[Claim, ...] = ()
    next_steps: tuple[NextStep, ...] = ()
    files: tuple[FileNote, ...] = ()
    blockers: tuple[Claim, ...] = ()
    open_questions: tuple[Claim, ...] = ()
    other: tuple[OtherSection, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims of every section that has some."""
        done_and_known = (*self.accomplished, *self.state, *self.lessons)
        return (*done_and_known, *self.blockers, *self.open_questions)


class Earlier(NamedTuple):
    """The handoff that a session goes on from."""

    name: str  # its file name
    handoff: Handoff
    elsewhere: bool = False  # it is of another line of work: only the session itself can tell
    commits: tuple[tuple[str, str], ...] = ()  # hash and subject of those made since
