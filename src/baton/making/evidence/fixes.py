"""Failures later fixed: a command that failed, what was done about it, and that it then passed."""

from __future__ import annotations

from baton.making.evidence import programs, sentences, shell
from baton.making.evidence.commands import is_probe
from baton.model.evidence import CommandRun, Fix
from baton.model.session import AssistantMessage, Session, ToolCall

_MANY_CALLS = 60  # a success this many calls later has other causes


def mine_fixes(session: Session, runs: tuple[CommandRun, ...]) -> tuple[Fix, ...]:
    """Each failed command with the first later success of the same kind of command."""
    order = {
        call.record: position
        for position, call in enumerate(e for e in session.events if isinstance(e, ToolCall))
    }
    waiting: dict[tuple[str, ...], CommandRun] = {}
    found: list[Fix] = []
    said = [e for e in session.events if isinstance(e, AssistantMessage) and not e.thinking]
    edits = [e for e in session.events if isinstance(e, ToolCall) and e.changes]
    for run in runs:
        key = _key(run)
        if not key:
            continue
        failed = waiting.get(key)
        if run.status == "failed":
            if failed is None and run.detail:
                waiting[key] = run
        elif run.status == "ok" and failed is not None:
            del waiting[key]
            if order.get(run.record, 0) - order.get(failed.record, 0) <= _MANY_CALLS:
                found.append(_fix(failed, run, said, edits))
    return tuple(found)


def _key(run: CommandRun) -> tuple[str, ...]:
    """What makes two commands the same attempt: class and first words, options aside."""
    for command in shell.commands(run.command):
        words = programs.unwrap(command.words)
        if words and not is_probe(words):
            names = [word for word in words if not word.startswith("-")]
            return (run.kind, *names[: 2 if run.kind != "run" else 3])
    return ()


def _fix(
    failed: CommandRun,
    passed: CommandRun,
    said: list[AssistantMessage],
    edits: list[ToolCall],
) -> Fix:
    between = [m for m in said if failed.record < m.record <= passed.record]
    remedy = next((text for m in between if (text := sentences.first_sentence(m.text))), "")
    if not remedy:
        changed = [e.changes[0].path for e in edits if failed.record < e.record < passed.record]
        remedy = f"changed {changed[-1].rsplit('/', 1)[-1]}" if changed else ""
        if not remedy and passed.command != failed.command:
            remedy = passed.command
    return Fix(failed.command, failed.detail, remedy, (failed.record, passed.record))
