"""The commands of a session by class, each with how it really ended."""

from __future__ import annotations

import re
from collections.abc import Iterable

import baton.making.evidence.outputs as outputs
import baton.making.evidence.programs as programs
import baton.making.evidence.shell as shell
from baton.model.evidence import (
    BackgroundProcess,
    ChangedFile,
    CommandClass,
    CommandRun,
    CommandStatus,
)
from baton.model.session import Outcome, Session, ToolCall

# Their failing says "nothing found", not that something is wrong.
_PROBES = frozenset(
    {"grep", "rg", "egrep", "fgrep", "ls", "find", "cat", "head", "tail", "test", "[", "[[",
     "which", "diff", "pgrep", "lsof", "stat", "cd", "echo", "true", "sleep", "wc", "sort", "jq",
     "awk", "sed", "printf", "pwd", "set", "export", "source", ".", "command", "type", "kill",
     "pkill", "xargs"}
)  # fmt: skip
_DOCUMENT = re.compile(r"\.(?:md|mdx|rst|txt|adoc)$|(?:^|/)(?:LICENSE|CHANGELOG)[^/]*$", re.I)
_TELLING = frozenset({"test", "lint", "typecheck", "build", "format", "install"})
_REDIRECTED = re.compile(r"\s+2>&1\s*$")
_OPENED = re.compile(r"""\s*(?:["']?\$\(cat\s*)?(?:<<-?\s*['"]?\w*['"]?|["'])?\s*\\?$""")
_LONGEST_COMMAND = 160


def mine_commands(session: Session) -> tuple[CommandRun, ...]:
    """Every command run to an end or still running; refused and cancelled ones never ran."""
    found: list[CommandRun] = []
    for event in session.events:
        if isinstance(event, ToolCall) and event.kind == "run":
            found.extend(runs_of(event))
    return tuple(found)


def runs_of(call: ToolCall) -> Iterable[CommandRun]:
    """The telling commands of one call, each with how it ended."""
    if call.outcome.status in ("rejected", "cancelled"):
        return
    parts = [part for part in shell.commands(call.command) if part.words]
    classed = [(part, programs.classify(part.words)) for part in parts]
    telling = [pair for pair in classed if pair[1] in _TELLING]
    chosen = telling or [pair for pair in classed if not is_probe(pair[0].words)][-1:]
    chosen = chosen or classed[-1:]
    blamed = _blamed(chosen, call.outcome)
    for position, (part, kind) in enumerate(chosen[: blamed + 1]):
        outcome = call.outcome if position == blamed else call.outcome._replace(status="ok")
        status = _status(part, kind, outcome)
        yield CommandRun(
            kind=kind,
            command=_short(part.text),
            status=status,
            record=call.record,
            exit_code=outcome.exit_code if status == "failed" and not part.hidden else None,
            detail=_detail(status, kind, outcome.output),
        )


def _blamed(parts: list[tuple[shell.Command, CommandClass]], outcome: Outcome) -> int:
    """Which part of a failed `a && b && c` failed: those before it passed, the rest never ran."""
    last = len(parts) - 1
    if outcome.status != "failed" or any(part.hidden for part, _ in parts):
        return last
    tests = [position for position, (_, kind) in enumerate(parts) if kind == "test"]
    if not tests or outputs.tests_failed(outcome.output):
        return tests[-1] if tests else last
    others = [
        position
        for position, (_, kind) in enumerate(parts)
        if kind not in ("test", "format") and position < tests[-1]
    ]
    return others[-1] if others else last


def is_probe(words: tuple[str, ...]) -> bool:
    words = programs.unwrap(words)
    return not words or words[0] in _PROBES


def _status(part: shell.Command, kind: CommandClass, outcome: Outcome) -> CommandStatus:
    """How this part of the line ended: from the exit status where it is the part's own."""
    if outcome.status == "running":
        return "running"
    if outcome.status == "ok" and not part.hidden:
        return "failed" if outputs.summary_says_failed(kind, outcome.output) else "ok"
    if outcome.status == "failed" and not part.hidden:
        return "failed"
    said = outputs.verdict(kind, outputs.plain(outcome.output))
    if outcome.status == "failed":
        return "ok" if said == "ok" else "failed"
    if outcome.status == "ok" and said == "unknown" and kind == "git":
        return "ok"
    return said


def _detail(status: CommandStatus, kind: CommandClass, output: str) -> str:
    if status == "failed":
        return outputs.failure_line(kind, output)
    return outputs.success_line(output) if kind in _TELLING else ""


def _short(text: str) -> str:
    """The command on one line, without a message or script that goes on over further lines."""
    text = text.lstrip("\\ \n\t").strip()
    line, _, rest = text.partition("\n")
    line = _REDIRECTED.sub("", line.strip())
    if rest or "<<" in line:
        line = f"{_OPENED.sub('', line)} …"
    if len(line) <= _LONGEST_COMMAND:
        return line
    return line[:_LONGEST_COMMAND].rsplit(" ", 1)[0] + " …"


def mark_stale(
    runs: tuple[CommandRun, ...], files: tuple[ChangedFile, ...]
) -> tuple[CommandRun, ...]:
    """Marks the runs after which code was changed; a changed document makes no test stale."""
    last = max(
        (max(file.records) for file in files if file.records and not _DOCUMENT.search(file.path)),
        default=0,
    )
    return tuple(run._replace(stale=run.record < last) for run in runs)


def last_runs(runs: tuple[CommandRun, ...]) -> dict[str, CommandRun]:
    """Class -> its last run that has a result, else its last run."""
    last: dict[str, CommandRun] = {}
    for run in runs:
        if run.kind not in last or run.status != "unknown":
            last[run.kind] = run
    return last


def still_running(session: Session) -> tuple[BackgroundProcess, ...]:
    """Commands and subagents that had not ended where the transcript ends."""
    calls = [event for event in session.events if isinstance(event, ToolCall)]
    return tuple(
        BackgroundProcess(_short(call.command or call.purpose or call.tool), call.record)
        for call in calls
        if call.outcome.status == "running" and call.kind in ("run", "delegate")
    )
