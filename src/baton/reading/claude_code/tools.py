"""Claude Code's tools in neutral terms: what a call does, and how it ended.

Shapes of `tool_use.input`, `tool_result` and its side-car `toolUseResult` as observed in client
versions 1.0.111 to 2.1.197.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from baton.model.session import FileChange, Outcome, Question, ToolCall
from baton.reading.claude_code.speech import is_rejection

if TYPE_CHECKING:
    from datetime import datetime

    from baton.model.session import ToolKind
    from baton.reading.clipping import Clipper

KINDS: dict[str, ToolKind] = {
    "Bash": "run",
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
EXIT_CODE = re.compile(r"(?:Error: )?Exit code (\d+)")
BACKGROUND = re.compile(r"running in (?:the )?background with ID: (\w+)")
CANCELLED = ("<tool_use_error>Sibling tool call errored", "<tool_use_error>Cancelled")
PATH_KEYS = ("file_path", "notebook_path", "path", "pattern")


def call_from(block: dict[str, Any], record: int, at: datetime | None, cwd: str) -> ToolCall:
    """The call of a `tool_use` block; until a result arrives it counts as running."""
    name = str(block.get("name") or "")
    given = block.get("input")
    given = given if isinstance(given, dict) else {}
    kind = KINDS.get(name, "other")
    call = ToolCall(
        record=record,
        at=at,
        call_id=str(block.get("id") or ""),
        tool=name,
        kind=kind,
        outcome=Outcome("running"),
        cwd=cwd,
        purpose=_text(given, "description") or _text(given, "plan"),
    )
    if kind == "run":
        return call._replace(
            command=_text(given, "command"), background=given.get("run_in_background") is True
        )
    if kind == "edit":
        return call._replace(changes=(_change(name, given),))
    if kind in ("read", "search"):
        paths = tuple(path for key in PATH_KEYS if (path := _text(given, key)))
        return call._replace(paths=paths[:1])
    if kind == "ask":
        return call._replace(questions=_questions(given))
    return call


def finish(
    call: ToolCall, block: dict[str, Any], side: Any, record: int, clipper: Clipper
) -> ToolCall:
    """The call with the outcome that a `tool_result` block and its side-car tell."""
    text = result_text(block)
    outcome = _outcome(call, block, side, text)._replace(
        output=clipper.output(text) if call.kind != "read" else "", record=record
    )
    call = call._replace(outcome=outcome)
    side = side if isinstance(side, dict) else {}
    if call.kind == "edit" and outcome.status == "ok":
        return call._replace(changes=tuple(_measured(c, side, text) for c in call.changes))
    if call.kind == "ask":
        answers = side.get("answers")
        answers = answers if isinstance(answers, dict) else {}
        return call._replace(
            questions=tuple(q._replace(answer=str(answers.get(q.text, ""))) for q in call.questions)
        )
    return call


def result_text(block: dict[str, Any]) -> str:
    """The text of a `tool_result`, whose content is a string, a list of blocks, or absent."""
    content = block.get("content")
    if isinstance(content, str):
        return content
    if isinstance(content, list):
        return "\n".join(
            str(part.get("text") or "")
            for part in content
            if isinstance(part, dict) and part.get("type") == "text"
        )
    return ""


def background_id(side: Any, text: str) -> str:
    """The id under which a command or subagent goes on in the background; "" when it doesn't."""
    if isinstance(side, dict):
        if task := side.get("backgroundTaskId"):
            return str(task)
        if side.get("isAsync") or side.get("status") == "async_launched":
            return str(side.get("agentId") or "")
    found = BACKGROUND.search(text[:2000])
    return found.group(1) if found else ""


def _outcome(call: ToolCall, block: dict[str, Any], side: Any, text: str) -> Outcome:
    side = side if isinstance(side, dict) else {}
    if block.get("is_error") is True:
        if is_rejection(text):
            return Outcome("rejected")
        if text.startswith(CANCELLED):
            return Outcome("cancelled")
        code = EXIT_CODE.match(text)
        return Outcome("failed", int(code.group(1)) if code else None)
    if side.get("interrupted") is True:
        return Outcome("interrupted")
    if background_id(side, text):
        return Outcome("running")
    if call.kind != "run" or side.get("returnCodeInterpretation"):
        return Outcome("ok")
    return Outcome("ok", 0)


def _change(tool: str, given: dict[str, Any]) -> FileChange:
    path = _text(given, "file_path") or _text(given, "notebook_path")
    if tool == "Write":
        return FileChange(path, "modified", added=_lines(_text(given, "content")))
    edits = given.get("edits")
    pairs = edits if isinstance(edits, list) else [given]
    pairs = [pair for pair in pairs if isinstance(pair, dict)]
    return FileChange(
        path,
        "modified",
        added=sum(_lines(_text(pair, "new_string")) for pair in pairs),
        removed=sum(_lines(_text(pair, "old_string")) for pair in pairs),
    )


def _measured(change: FileChange, side: dict[str, Any], text: str) -> FileChange:
    """The change as the result tells it: created or modified, and the lines of the patch."""
    if side.get("type") == "create" or text.startswith("File created"):
        change = change._replace(action="created")
    patch = side.get("structuredPatch")
    if isinstance(patch, list) and patch:
        lines = [
            str(line)
            for hunk in patch
            if isinstance(hunk, dict)
            for line in hunk.get("lines") or ()
        ]
        change = change._replace(
            added=sum(line.startswith("+") for line in lines),
            removed=sum(line.startswith("-") for line in lines),
        )
    return change


def _questions(given: dict[str, Any]) -> tuple[Question, ...]:
    asked = given.get("questions")
    asked = asked if isinstance(asked, list) else []
    return tuple(
        Question(
            _text(question, "question"),
            tuple(
                _text(option, "label")
                for option in question.get("options") or ()
                if isinstance(option, dict)
            ),
        )
        for question in asked
        if isinstance(question, dict)
    )


def _text(given: dict[str, Any], key: str) -> str:
    value = given.get(key)
    return value if isinstance(value, str) else ""


def _lines(text: str) -> int:
    return text.count("\n") + (not text.endswith("\n")) if text else 0
