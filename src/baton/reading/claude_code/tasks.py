"""Background commands and subagents: how they are announced, and how their end is told.

Their end is in a `<task-notification>` in the user's name, or in the result of a call that asks
for their output or stops them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from baton.reading.values import table, text, whole

if TYPE_CHECKING:
    from baton.model.session import OutcomeStatus, ToolCall
    from baton.reading.values import Record

# Also of commands that the client moved to the background on its own.
ANNOUNCED = re.compile(r"running in (?:the )?background with ID: ?([\w-]+)")
TASK_ID = re.compile(r"<task-id>\s*([\w-]+)\s*</task-id>")
STATUS = re.compile(r"<status>\s*([\w-]+)\s*</status>")
EXIT_CODE = re.compile(r"exit code:? (-?\d{1,9})|<exit_code>\s*(-?\d{1,9})\s*</exit_code>")
SUMMARY = re.compile(r"<summary>\s*(.*?)\s*</summary>", re.DOTALL)


class Report(NamedTuple):
    """What is known of a background task; "running" also stands for nothing new."""

    task: str
    status: OutcomeStatus
    exit_code: int | None = None
    output: str = ""


def background_task(result: Record, output: str) -> str:
    """The id of the background task that a call's result announces, empty without one.

    `result` is the record's `toolUseResult`, `output` the text of its `tool_result`.
    """
    named = text(result.get("backgroundTaskId"))
    if not named and result.get("isAsync") is True:
        named = text(result.get("agentId"))
    found = ANNOUNCED.search(output[:300])
    return named or (found.group(1) if found else "")


def notified(notice: str) -> Report:
    """What a `<task-notification>` tells."""
    task, word = TASK_ID.search(notice), STATUS.search(notice)
    code, summary = EXIT_CODE.search(notice), SUMMARY.search(notice)
    exit_code = int(code.group(1) or code.group(2)) if code else None
    status = final(word.group(1) if word else "", exit_code)
    said = summary.group(1) if summary else ""
    return Report(task.group(1) if task else "", status, exit_code, said)


def reported(call: ToolCall, result: Record, output: str) -> Report:
    """What the result of `call` tells of a background task that another call started."""
    if call.tool in ("TaskStop", "KillShell", "KillBash"):
        named = text(result.get("task_id")) or text(result.get("shell_id"))
        return Report(named, "interrupted" if call.outcome.status == "ok" else "running")
    if call.tool in ("TaskOutput", "AgentOutputTool"):
        task = table(result.get("task"))
        exit_code = whole(task.get("exitCode"))
        said = text(task.get("output")) or output
        status = final(text(task.get("status")), exit_code)
        return Report(text(task.get("task_id")), status, exit_code, said)
    if call.tool == "BashOutput":
        exit_code = whole(result.get("exitCode"))
        status = final(text(result.get("status")), exit_code)
        return Report(text(result.get("shellId")), status, exit_code, output)
    return Report("", "running")


def final(word: str, exit_code: int | None) -> OutcomeStatus:
    """The status behind the client's word for it."""
    if word in ("killed", "stopped"):
        return "interrupted"
    if word == "failed" or (exit_code or 0) != 0:
        return "failed"
    return "ok" if word == "completed" else "running"
