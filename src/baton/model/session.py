"""What a reader gives: one session of an assistant and its events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from baton.model.problem import Problem

if TYPE_CHECKING:
    from datetime import datetime

Channel: TypeAlias = Literal[
    "prompt",  # typed at the prompt
    "queued",  # typed while the assistant was working
    "rejection",  # the reason given when a tool call was refused
    "answer",  # the answer to a question or plan of the assistant
    "command",  # a slash command
]


class UserMessage(NamedTuple):
    """A person speaking; wrappers, tool results and expanded skills never get here."""

    record: int
    at: datetime | None
    text: str
    channel: Channel = "prompt"


class AssistantMessage(NamedTuple):
    record: int
    at: datetime | None
    text: str
    thinking: bool = False  # reasoning, not said to the user


OutcomeStatus: TypeAlias = Literal[
    "ok", "failed", "rejected", "interrupted", "cancelled", "running", "unknown"
]


class Outcome(NamedTuple):
    """How a tool call ended. `output` is clipped by the reader (head and tail kept)."""

    status: OutcomeStatus
    exit_code: int | None = None
    output: str = ""
    record: int = 0  # where the result stands; 0 when there is none


ChangeAction: TypeAlias = Literal["created", "modified", "deleted", "renamed"]


class FileChange(NamedTuple):
    """One file changed. `path` is as the assistant gave it; `old_path` only when renamed."""

    path: str
    action: ChangeAction
    old_path: str = ""
    added: int = 0  # lines
    removed: int = 0  # lines


class Question(NamedTuple):
    """A question an assistant put to the user, with the options it offered."""

    text: str
    options: tuple[str, ...] = ()
    answer: str = ""


ToolKind: TypeAlias = Literal[
    "run",  # a shell command
    "edit",  # files written by the assistant's own edit tools
    "read",
    "search",
    "delegate",  # a subagent
    "ask",  # a question to the user
    "plan",  # a plan shown for approval
    "other",
]


class ToolCall(NamedTuple):
    """One tool call with its outcome, in terms that hold for every assistant."""

    record: int
    at: datetime | None
    call_id: str
    tool: str  # the assistant's own name for it: "Bash", "apply_patch"
    kind: ToolKind
    outcome: Outcome
    command: str = ""  # kind "run": the shell text
    cwd: str = ""  # working directory at the call, when the transcript says so
    purpose: str = ""  # the assistant's own description of the call; for "plan" the plan's text
    changes: tuple[FileChange, ...] = ()  # kind "edit": what it would change if it succeeded
    paths: tuple[str, ...] = ()  # kinds "read" and "search": the files looked at
    questions: tuple[Question, ...] = ()  # kind "ask"
    background: bool = False  # kind "run": left running on purpose
    agent: str = ""  # the subagent that made the call; empty for the conversation's own calls


PlanStatus: TypeAlias = Literal["open", "doing", "done", "dropped"]


class PlanItem(NamedTuple):
    text: str
    status: PlanStatus


class PlanUpdate(NamedTuple):
    """The whole plan as it stands after this record (readers replay increments)."""

    record: int
    at: datetime | None
    items: tuple[PlanItem, ...]


class Compaction(NamedTuple):
    """The context was summarised. `summary` is a model's text, never evidence."""

    record: int
    at: datetime | None
    trigger: str = ""  # "auto" or "manual" where known
    tokens_before: int | None = None
    summary: str = ""


class Interruption(NamedTuple):
    """The user stopped the assistant in mid-turn."""

    record: int
    at: datetime | None


class Note(NamedTuple):
    """Any other record: known and not needed, or of a type nobody has seen yet.

    `kind` is the assistant's own record type ("progress", "pr-link", "api_error"); `text` is kept
    only where something downstream uses it (a pull request's address, a title, an error).
    """

    record: int
    at: datetime | None
    kind: str
    text: str = ""


Event: TypeAlias = (
    UserMessage | AssistantMessage | ToolCall | PlanUpdate | Compaction | Interruption | Note
)


class ContextUse(NamedTuple):
    """How full the model's context was at the last reply, in tokens."""

    used: int
    window: int | None = None


class Session(NamedTuple):
    """One run of an assistant in one project, as its transcript tells it."""

    assistant: str  # a name of reading.ASSISTANTS: "claude-code", "codex"
    session_id: str
    transcript: str  # path of the file read
    started: datetime | None
    ended: datetime | None
    cwds: tuple[str, ...]  # each once; the last entry is where it ended
    branches: tuple[str, ...]  # likewise
    models: tuple[str, ...]
    versions: tuple[str, ...]  # of the client
    events: tuple[Event, ...]
    problems: tuple[Problem, ...]
    records: int  # lines (or rows) in the transcript
    bytes: int  # size of the transcript as read
    parent_id: str = ""  # of a forked, resumed or subagent session
    title: str = ""  # a title the assistant gave the session
    head_commit: str = ""  # HEAD at the start, where the transcript says so
    context: ContextUse | None = None


class TranscriptFile(NamedTuple):
    """A transcript found on disk, not yet read. `modified` is a POSIX timestamp, `size` bytes."""

    assistant: str
    session_id: str
    path: str
    size: int
    modified: float
