"""Claude Code's tools in terms that hold for every assistant: calls, outcomes, changed files."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from baton.model.session import FileChange, Outcome, Question, ToolCall
from baton.reading.claude_code.speech import INTERRUPTED, NOT_RUN, refused
from baton.reading.claude_code.tasks import background_task
from baton.reading.clipping import COMMAND, LINE, OUTPUT, SPEECH, clip
from baton.reading.journal import RUNNING
from baton.reading.values import flat, line_count, rows, table, text

if TYPE_CHECKING:
    from datetime import datetime

    from baton.model.session import OutcomeStatus, ToolKind
    from baton.reading.values import Record

KINDS: dict[str, ToolKind] = {
    "Bash": "run",
    "PowerShell": "run",
    "Edit": "edit",
    "MultiEdit": "edit",
    "Write": "edit",
    "NotebookEdit": "edit",
    "Read": "read",
    "NotebookRead": "read",
    "Grep": "search",
    "Glob": "search",
    "LS": "search",
    "Task": "delegate",
    "Agent": "delegate",
    "AskUserQuestion": "ask",
    "ExitPlanMode": "plan",
}
EXIT_CODE = re.compile(r"(?:Error: )?Exit code (-?\d{1,9})")
CREATED = "File created successfully"


def begun(block: Record, record: int, at: datetime | None, cwd: str) -> ToolCall:
    """The call of a `tool_use` block, still without an outcome."""
    tool = text(block.get("name"))
    given = table(block.get("input"))
    kind = KINDS.get(tool, "other")
    call = ToolCall(
        record=record,
        at=at,
        call_id=text(block.get("id")) or f"line-{record}",
        tool=sys.intern(tool),
        kind=kind,
        outcome=RUNNING,
        cwd=sys.intern(cwd),
        purpose=clip(text(given.get("description")), LINE),
    )
    if kind == "run":
        return call._replace(
            command=clip(text(given.get("command")), COMMAND),
            background=given.get("run_in_background") is True,
        )
    if kind == "edit":
        return call._replace(changes=planned_changes(tool, given))
    if kind in ("read", "search"):
        return call._replace(paths=looked_at(given))
    if kind == "ask":
        return call._replace(questions=asked(given, {}))
    if kind == "plan":
        return call._replace(purpose=clip(text(given.get("plan")), SPEECH))
    if kind == "delegate" and given.get("subagent_type"):
        named = f"{text(given['subagent_type'])}: {call.purpose}"
        return call._replace(purpose=clip(named, LINE))
    return call


def looked_at(given: Record) -> tuple[str, ...]:
    named = (given.get("file_path"), given.get("path"), given.get("notebook_path"))
    return tuple(path for path in map(text, named) if path)


def planned_changes(tool: str, given: Record) -> tuple[FileChange, ...]:
    """What an edit tool is about to change; its result may know better."""
    path = text(given.get("file_path")) or text(given.get("notebook_path"))
    if not path:
        return ()
    if tool == "Write":
        # Whether the file is new is in the result; new until it says otherwise.
        return (FileChange(path, "created", added=line_count(text(given.get("content")))),)
    if tool == "NotebookEdit":
        return (FileChange(path, "modified", added=line_count(text(given.get("new_source")))),)
    edits = [table(edit) for edit in rows(given.get("edits"))] or [given]
    added = sum(line_count(text(edit.get("new_string"))) for edit in edits)
    removed = sum(line_count(text(edit.get("old_string"))) for edit in edits)
    created = edits[0].get("old_string") == ""
    return (FileChange(path, "created" if created else "modified", "", added, removed),)


def made_changes(call: ToolCall, result: Record, output: str) -> tuple[FileChange, ...]:
    """The changes of an edit that succeeded, from the structured result where there is one."""
    if not call.changes:
        path = text(result.get("filePath"))
        return (FileChange(path, "modified"),) if path else ()
    change = call.changes[0]
    if call.tool == "Write":
        kind = text(result.get("type"))
        created = kind == "create" or (not kind and output.startswith(CREATED))
        if created:
            return (change._replace(action="created"),)
        change = change._replace(action="modified")
    hunks = [table(hunk) for hunk in rows(result.get("structuredPatch"))]
    if not hunks:
        return (change,)
    lines = [text(line)[:1] for hunk in hunks for line in rows(hunk.get("lines"))]
    return (change._replace(added=lines.count("+"), removed=lines.count("-")),)


def asked(given: Record, answers: Record) -> tuple[Question, ...]:
    """The questions put to the user, with the answers known by now."""
    found = []
    for item in map(table, rows(given.get("questions"))):
        wording = text(item.get("question"))
        options = tuple(
            text(table(option).get("label")) or text(option) for option in rows(item.get("options"))
        )
        found.append(Question(wording, options, flat(answers.get(wording))))
    return tuple(found)


def ended(call: ToolCall, block: Record, side: object, record: int) -> ToolCall:
    """`call` with the outcome that a `tool_result` block and its structured result give it.

    `side` is the record's `toolUseResult`: an object, or a string for an error.
    """
    result = table(side)
    output = flat(block.get("content"))
    status, exit_code = how_it_ended(call, block, result, output)
    known = Outcome(status, exit_code, clip(output, OUTPUT), record)
    call = call._replace(outcome=known)
    if call.kind == "run" and background_task(result, output):
        return call._replace(background=True)
    if call.kind == "edit" and status == "ok":
        return call._replace(changes=made_changes(call, result, output))
    if call.kind == "ask":
        answers = table(result.get("answers"))
        questions = tuple(q._replace(answer=flat(answers.get(q.text))) for q in call.questions)
        return call._replace(questions=questions)
    if call.kind == "plan" and text(result.get("plan")):
        # The user may have edited the plan before approving it.
        return call._replace(purpose=clip(text(result["plan"]), SPEECH))
    return call


def how_it_ended(
    call: ToolCall, block: Record, result: Record, output: str
) -> tuple[OutcomeStatus, int | None]:
    if refused(output):
        return "rejected", None
    if output.startswith(INTERRUPTED) or result.get("interrupted") is True:
        return "interrupted", None
    if NOT_RUN.match(output):
        return "cancelled", None
    found = EXIT_CODE.match(output) if call.kind == "run" else None
    if block.get("is_error") is True or (found and found.group(1) != "0"):
        return "failed", int(found.group(1)) if found else None
    if background_task(result, output) or result.get("isAsync") is True:
        return "running", None
    if call.kind != "run":
        return "ok", None
    # "No matches found": an exit status above zero that the client knows to be no failure.
    return "ok", None if text(result.get("returnCodeInterpretation")) else 0
