"""Is a session worth a handoff? Read-only and trivial ones leave none."""

from __future__ import annotations

from baton.model.evidence import Evidence
from baton.model.session import AssistantMessage, ToolCall, UserMessage

_CONVERSATION = 150  # words of the assistant, in answer to at least two prompts
_FEW_WORDS = 3
_LOOKING = ("read", "search", "ask", "plan")  # kinds of tool calls that change nothing
RULE = (
    "Kept are sessions that changed files, committed, opened a pull request, left a command "
    "failing or running, took a decision, or hold a longer conversation."
)


def worth_keeping(evidence: Evidence) -> tuple[bool, str]:
    """Whether to draft a handoff of the session, and the reason in plain words."""
    files, commits = _own_work(evidence)
    for holds, reason in (
        (bool(files), _counted(files, "file", "changed")),
        (bool(commits), _counted(commits, "commit", "made")),
        (bool(evidence.pull_requests), "a pull request was opened"),
        (bool(_failures(evidence)), "a command failed"),
        (bool(evidence.background), "something is still running"),
        (_decided(evidence), "a decision was taken"),
        (_conversation(evidence), "it holds a conversation worth keeping"),
    ):
        if holds:
            return True, reason
    return False, _why_not(evidence)


def _own_work(evidence: Evidence) -> tuple[int, int]:
    """How many files and commits are the session's.

    What only git knows of is its work as long as it ran something at all: a script may have done
    it. While a session only read and answered, somebody else was at work.
    """
    if any(
        isinstance(event, ToolCall) and event.kind not in _LOOKING
        for event in evidence.session.events
    ):
        return len(evidence.files), len(evidence.commits)
    return (
        sum(bool(file.records) for file in evidence.files),
        sum(bool(commit.record) for commit in evidence.commits),
    )


def _counted(count: int, what: str, done: str) -> str:
    return f"1 {what} was {done}" if count == 1 else f"{count} {what}s were {done}"


def _failures(evidence: Evidence) -> list[str]:
    """Commands that failed and matter: a search that found nothing doesn't."""
    return [
        run.command
        for run in evidence.commands
        if run.status == "failed" and run.kind not in ("other", "git")
    ]


def _decided(evidence: Evidence) -> bool:
    """The user laid something down: an instruction, a choice, a correction."""
    return bool(evidence.corrections) or any(
        statement.role == "decision" and statement.by == "user" and statement.weight >= 1.8
        for statement in evidence.statements
    )


def _conversation(evidence: Evidence) -> bool:
    prompts = _prompts(evidence)
    said = sum(
        len(event.text.split())
        for event in evidence.session.events
        if isinstance(event, AssistantMessage) and not event.thinking
    )
    return len(prompts) >= 2 and said >= _CONVERSATION


def _prompts(evidence: Evidence) -> list[str]:
    return [
        event.text
        for event in evidence.session.events
        if isinstance(event, UserMessage) and len(event.text.split()) >= _FEW_WORDS
    ]


def _why_not(evidence: Evidence) -> str:
    events = evidence.session.events
    if not any(isinstance(event, UserMessage) for event in events):
        return "nobody asked for anything in it"
    if not any(isinstance(event, AssistantMessage | ToolCall) for event in events):
        return "the assistant never answered"
    if not any(isinstance(event, ToolCall) for event in events):
        return "it is only a short exchange; nothing was run, changed or decided"
    return "it only read; nothing was changed, committed or decided"
