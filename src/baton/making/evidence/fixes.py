"""Failures later fixed: a command that failed, what was done about it, and that it then passed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter
from typing import TypeVar

import baton.making.evidence.programs as programs
import baton.making.evidence.shell as shell
from baton.making.evidence.commands import is_probe
from baton.making.evidence.corrections import best_answer
from baton.making.evidence.cues import CUES
from baton.model.evidence import CommandRun, Fix
from baton.model.session import AssistantMessage, Session, ToolCall

Recorded = TypeVar("Recorded", AssistantMessage, ToolCall, CommandRun)

_MANY_CALLS = 60  # a success this many calls later has other causes


def mine_fixes(session: Session, runs: tuple[CommandRun, ...]) -> tuple[Fix, ...]:
    """Each failed command with the first later success of the same kind of command."""
    calls = [event for event in session.events if isinstance(event, ToolCall)]
    order = {call.record: position for position, call in enumerate(calls)}
    story = _Story(session, runs)
    waiting: dict[tuple[str, ...], CommandRun] = {}
    found: dict[tuple[int, int], Fix] = {}
    for run in runs:
        key = attempt(run)
        if not key:
            continue
        failed = waiting.get(key)
        if run.status == "failed":
            if failed is None and run.detail:
                waiting[key] = run
        elif run.status == "ok" and failed is not None:
            del waiting[key]
            if order[run.record] - order[failed.record] <= _MANY_CALLS:
                found.setdefault((failed.record, run.record), story.fix(failed, run))
    return tuple(found.values())


def attempt(run: CommandRun) -> tuple[str, ...]:
    """What makes two commands the same attempt: class and first words, options aside."""
    for command in shell.commands(run.command):
        words = programs.unwrap(command.words)
        if words and not is_probe(words):
            names = [word for word in words if not word.startswith("-")]
            return (run.kind, *names[: 2 if run.kind != "run" else 3])
    return ()


class _Story:
    """What happened between two records."""

    def __init__(self, session: Session, runs: tuple[CommandRun, ...]) -> None:
        events = session.events
        self.runs = runs
        self.said = [e for e in events if isinstance(e, AssistantMessage) and not e.thinking]
        self.edits = [e for e in events if isinstance(e, ToolCall) and e.changes]

    def fix(self, failed: CommandRun, passed: CommandRun) -> Fix:
        said = best_answer(between(self.said, failed.record, passed.record), failed.detail)
        if CUES.decision.search(said) and CUES.why.search(said):
            said = ""  # a decision with its reason has a place of its own
        means = self.means(failed, passed)
        remedy = f"{means}; {said}" if means and said else means or said
        return Fix(failed.command, failed.detail, remedy, (failed.record, passed.record))

    def means(self, failed: CommandRun, passed: CommandRun) -> str:
        """The command or the edit that made the difference, as far as it shows."""
        program = failed.command.split(" ", 1)[0]
        for run in reversed(between(self.runs, failed.record, passed.record)):
            other = run.command != failed.command and run.command.startswith(program + " ")
            if other and run.status == "ok" and run.kind == failed.kind:
                return f"`{run.command}`"
        changed = between(self.edits, failed.record, passed.record)
        if changed:
            return f"an edit of {changed[-1].changes[0].path.rsplit('/', 1)[-1]}"
        return f"`{passed.command}`" if passed.command != failed.command else ""


def between(things: Sequence[Recorded], first: int, last: int) -> Sequence[Recorded]:
    """Those after record `first` and before record `last`; they stand in order."""
    start = bisect_right(things, first, key=attrgetter("record"))
    return things[start : bisect_left(things, last, key=attrgetter("record"))]
