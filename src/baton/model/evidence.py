"""What is mined from a session and from git: facts, each pointing at what it rests on."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

from baton.model.session import ChangeAction, Channel, FileChange, PlanItem, Session

CommandClass: TypeAlias = Literal[
    "test", "lint", "typecheck", "build", "format", "install", "git", "run", "other"
]
CommandStatus: TypeAlias = Literal["ok", "failed", "running", "unknown"]


class CommandRun(NamedTuple):
    """One shell command. `status` weighs the exit status and the output (pipes hide failures)."""

    kind: CommandClass
    command: str
    status: CommandStatus
    record: int
    exit_code: int | None = None
    detail: str = ""  # the line of the output that tells: "2 failed, 11 passed"
    stale: bool = False  # files were changed after it ran


class ChangedFile(NamedTuple):
    path: str  # relative to the project where it lies inside it
    action: ChangeAction
    records: tuple[int, ...] = ()  # the calls that changed it; empty when only git knows
    old_path: str = ""
    added: int = 0
    removed: int = 0


class CommitMade(NamedTuple):
    sha: str  # as printed, 7 to 40 hex digits
    subject: str
    branch: str = ""
    record: int = 0


class PullRequest(NamedTuple):
    url: str
    number: int
    record: int = 0


class Fix(NamedTuple):
    """A command that failed and later passed, with what was said or changed in between."""

    command: str
    error: str
    remedy: str
    records: tuple[int, ...]


class Correction(NamedTuple):
    """The user steering: a rejection, an interruption with its reason, a queued remark."""

    text: str
    channel: Channel
    record: int
    response: str = ""  # how the assistant took it up
    step: str = ""  # what was refused or stopped, in the assistant's words


class BackgroundProcess(NamedTuple):
    """A command or subagent still running when the transcript ends."""

    command: str
    record: int


StatementRole: TypeAlias = Literal["done", "decision", "lesson", "next", "blocker", "state"]


class Statement(NamedTuple):
    """A sentence somebody wrote in the session, worth keeping for the role it plays."""

    role: StatementRole
    text: str
    by: Literal["user", "assistant"]
    record: int
    why: str = ""  # role "decision": the reason given
    rejected: str = ""  # role "decision": the alternatives turned down
    weight: float = 0.0  # higher matters more; comparable within a role


class Evidence(NamedTuple):
    """Facts mined from one session and from git, each pointing at what it rests on."""

    session: Session
    goal: str = ""  # the user's own words
    goal_record: int = 0
    files: tuple[ChangedFile, ...] = ()
    commands: tuple[CommandRun, ...] = ()  # in order; the last of each kind is its status
    commits: tuple[CommitMade, ...] = ()
    pull_requests: tuple[PullRequest, ...] = ()
    plan: tuple[PlanItem, ...] = ()
    fixes: tuple[Fix, ...] = ()
    corrections: tuple[Correction, ...] = ()
    background: tuple[BackgroundProcess, ...] = ()
    statements: tuple[Statement, ...] = ()
    uncommitted: bool | None = None  # work left uncommitted; None when unknown
    conflict: str = ""  # a merge or rebase left half done, as git words it


class GitFacts(NamedTuple):
    """What git says of the session's time: collected by the keeping side, handed to the miner."""

    branch: str = ""
    base: str = ""  # commit the session started from
    head: str = ""
    changes: tuple[FileChange, ...] = ()  # base..work tree, untracked included
    commits: tuple[CommitMade, ...] = ()  # base..head
    conflict: str = ""  # "merge", "rebase", ... when one is in progress
