"""Codex' tools in terms that hold for every assistant, from version 0.34 on.

The shell tool has had three names and shapes, `apply_patch` three ways in, and the exit status
stands in four kinds of output.
"""

from __future__ import annotations

import re
import shlex
import sys
from typing import TYPE_CHECKING, NamedTuple

from baton.model.session import Outcome, PlanItem, Question, ToolCall
from baton.reading.clipping import COMMAND, LINE, OUTPUT, clip
from baton.reading.codex.patches import patched
from baton.reading.journal import RUNNING
from baton.reading.lines import DECODER
from baton.reading.values import flat, rows, table, text, whole

if TYPE_CHECKING:
    from datetime import datetime

    from baton.model.session import OutcomeStatus, PlanStatus, ToolKind
    from baton.reading.values import Record

KINDS: dict[str, ToolKind] = {
    "shell": "run",
    "container.exec": "run",
    "shell_command": "run",
    "exec_command": "run",
    "local_shell_call": "run",
    "apply_patch": "edit",
    "read_file": "read",
    "view_image": "read",
    "grep_files": "search",
    "list_dir": "search",
    "spawn_agent": "delegate",
    "request_user_input": "ask",
}
SHELLS = ("bash", "sh", "zsh", "pwsh", "powershell", "cmd")
PLAN_STATUSES: dict[str, PlanStatus] = {
    "pending": "open",
    "in_progress": "doing",
    "completed": "done",
}


def arguments(payload: Record) -> Record:
    """What a call was given: JSON in a string, or free text under "input"."""
    given = payload.get("arguments")
    if isinstance(given, str):
        try:
            return table(DECODER.decode(given))
        except (ValueError, RecursionError):
            return {"input": given}
    if isinstance(given, dict):
        return table(given)
    return {"input": text(payload.get("input")), **table(payload.get("action"))}


def begun(payload: Record, record: int, at: datetime | None, cwd: str) -> ToolCall:
    """The call of a `function_call`, `custom_tool_call` or `local_shell_call`, without outcome."""
    tool = text(payload.get("name")) or text(payload.get("type"))
    given = arguments(payload)
    call = ToolCall(
        record=record,
        at=at,
        call_id=text(payload.get("call_id")) or text(payload.get("id")) or f"line-{record}",
        tool=sys.intern(tool),
        kind=KINDS.get(tool, "other"),
        outcome=RUNNING,
        cwd=sys.intern(text(given.get("workdir")) or text(given.get("working_directory")) or cwd),
        purpose=clip(text(given.get("justification")), LINE),
    )
    if call.kind == "run":
        return with_command(call, given)
    if call.kind == "edit":
        patch = text(given.get("input")) or text(given.get("patch"))
        return call._replace(changes=patched(patch))
    if call.kind in ("read", "search"):
        named = (given.get("file_path"), given.get("path"), given.get("dir_path"))
        return call._replace(paths=tuple(path for path in map(text, named) if path))
    if call.kind == "ask":
        return call._replace(questions=asked(given))
    return call


def with_command(call: ToolCall, given: Record) -> ToolCall:
    """The call with its shell text, or, when all it does is to apply a patch, as an edit."""
    words = given.get("command") if "command" in given else given.get("cmd")
    parts = [text(part) for part in rows(words)]
    if parts[:1] == ["apply_patch"]:
        return call._replace(kind="edit", changes=patched(" ".join(parts[1:])))
    command = shell_text(parts) if parts else text(words)
    changes = patched(command) if "apply_patch" in command else ()
    if changes and APPLIES_PATCH.match(command):
        call = call._replace(kind="edit")
    return call._replace(command=clip(command, COMMAND), changes=changes)


APPLIES_PATCH = re.compile(r"\s*(?:cd \S+ *(?:&&|;) *)?apply_patch\b")


def shell_text(parts: list[str]) -> str:
    """["bash", "-lc", "ls"] is the text "ls"; any other list is quoted."""
    name = parts[0].replace("\\", "/").rsplit("/", 1)[-1].removesuffix(".exe").lower()
    if len(parts) >= 3 and name in SHELLS and parts[1].startswith(("-", "/")):
        return parts[-1]
    return shlex.join(parts)


def asked(given: Record) -> tuple[Question, ...]:
    return tuple(
        Question(
            text(item.get("question")),
            tuple(text(table(option).get("label")) for option in rows(item.get("options"))),
        )
        for item in map(table, rows(given.get("questions")))
    )


def plan_items(given: Record) -> tuple[PlanItem, ...]:
    """The whole plan of an `update_plan` call."""
    return tuple(
        PlanItem(text(item.get("step")), PLAN_STATUSES.get(text(item.get("status")), "open"))
        for item in map(table, rows(given.get("plan")))
    )


# --- outcomes --------------------------------------------------------------------------------

EXIT_CODE = re.compile(
    r"\A(?:Chunk ID: .*\n)?(?:Wall time: .*\n)?(?:Exit code: |Process exited with code )(-?\d{1,9})"
)
SANDBOX_EXIT = re.compile(r"\Afailed in sandbox.*?exit code: (-?\d{1,9})")
STILL_RUNNING = re.compile(r"Process running with session ID (\d{1,9})")
BODY = re.compile(r"^(?:Output|Final output):\n", re.MULTILINE)
ABORTED = re.compile(r"\A(?:Wall time: .*\n)?aborted(?: by user|\Z)")
REJECTED = re.compile(r"\A(?:\w+ )*rejected by (?:the )?user")
FAILURE = re.compile(
    r"\A(?:error\b|execution error|failed\b|apply_patch verification failed|unsupported call"
    r"|collab spawn failed)",
    re.IGNORECASE,
)


class Result(NamedTuple):
    """What the output of a call says."""

    status: OutcomeStatus
    exit_code: int | None
    output: str
    session: str = ""  # id of a process that runs on


def result(call: ToolCall, raw: object) -> Result:
    """How a call ended, from the `output` of its record: text, JSON in text, or blocks."""
    said = flat(raw) if not isinstance(raw, dict) else text(table(raw).get("content"))
    if said.startswith('{"'):
        try:
            parsed = table(DECODER.decode(said))
        except (ValueError, RecursionError):
            parsed = {}
        code = whole(table(parsed.get("metadata")).get("exit_code"))
        if "output" in parsed and code is not None:
            return Result("failed" if code else "ok", code, text(parsed["output"]))
    head = said[:400]
    found = EXIT_CODE.match(head) or SANDBOX_EXIT.match(said[:4000])
    if found:
        code = int(found.group(1))
        return Result("failed" if code else "ok", code, body(said))
    running = STILL_RUNNING.search(head)
    if running:
        return Result("running", None, body(said), running.group(1))
    return Result(wording(call, head), None, said)


def wording(call: ToolCall, head: str) -> OutcomeStatus:
    """The status of an output that names no exit code."""
    if ABORTED.match(head):
        return "interrupted"
    if REJECTED.match(head):
        return "rejected"
    if FAILURE.match(head):
        return "failed"
    return "unknown" if call.kind == "run" else "ok"


def body(said: str) -> str:
    """The output proper, behind the lines about exit code and wall time."""
    parts = BODY.split(said, maxsplit=1)
    return parts[1] if len(parts) > 1 else said


def ended(call: ToolCall, found: Result, record: int) -> ToolCall:
    """`call` with its outcome."""
    kept = clip(found.output, OUTPUT)
    return call._replace(
        outcome=Outcome(found.status, found.exit_code, kept, record),
        background=found.status == "running",
    )
