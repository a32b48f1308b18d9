"""Is a session worth a handoff? Read-only and trivial ones leave none."""

from __future__ import annotations

from baton.model.evidence import Evidence
from baton.model.session import AssistantMessage, ToolCall, UserMessage

_CONVERSATION = 150  # words of the assistant, in answer to at least two prompts
_FEW_WORDS = 3
RULE = (
    "Kept are sessions that changed files, committed, opened a pull request, left a command "
    "failing or running, took a decision, or hold a longer conversation."
)


def worth_keeping(evidence: Evidence) -> tuple[bool, str]:
    """Whether to draft a handoff of the session, and the reason in plain words."""
    for holds, reason in (
        (bool(evidence.files), _counted(len(evidence.files), "file", "changed")),
        (bool(evidence.commits), _counted(len(evidence.commits), "commit", "made")),
        (bool(evidence.pull_requests), "a pull request was opened"),
        (bool(_failures(evidence)), "a command failed"),
        (bool(evidence.background), "something is still running"),
        (_decided(evidence), "a decision was taken"),
        (_conversation(evidence), "it holds a conversation worth keeping"),
    ):
        if holds:
            return True, reason
    return False, _why_not(evidence)


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
