"""A Claude Code transcript, record by record, into events.

Format: JSONL, undocumented and changing; record types as observed in client versions 1.0.111 to
2.1.197. One API message spans several records of one `message.id`; results come as `user` records;
earlier records stay in the file when the context is compacted; forked and resumed sessions replay
records of others.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

from baton.model.problem import Problem
from baton.model.session import (
    AssistantMessage,
    Compaction,
    ContextUse,
    Interruption,
    Note,
    PlanUpdate,
    Session,
    ToolCall,
    UserMessage,
)
from baton.reading.claude_code import speech, tools
from baton.reading.claude_code.plan import Plan
from baton.reading.clipping import SPEECH, Clipper, clip

if TYPE_CHECKING:
    from baton.model.session import Channel, Event, OutcomeStatus
    from baton.reading.jsonl import Record

TITLES = {"summary": "summary", "ai-title": "aiTitle", "custom-title": "customTitle"}
TASK_ID = re.compile(r"<task-id>(.*?)</task-id>")
TASK_STATUS = re.compile(r"<status>(.*?)</status>")
ENDED: dict[str, OutcomeStatus] = {
    "completed": "ok",
    "failed": "failed",
    "killed": "cancelled",
    "stopped": "cancelled",
}
STOPPERS = ("KillShell", "KillBash", "TaskStop")
WATCHERS = ("TaskOutput", "BashOutput", "AgentOutputTool")


class Transcript:
    """Takes in records one after another; `session()` gives what they amount to."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.problems: list[Problem] = []
        self.count = 0
        self._clipper = Clipper()
        self._plan = Plan()
        self._calls: dict[str, int] = {}  # call id -> its place in events
        self._inputs: dict[str, dict[str, Any]] = {}  # of the plan and background tools' calls
        self._background: dict[str, int] = {}  # background id -> place of the call
        self._seen: set[str] = set()  # uuids
        self._queued: set[str] = set()  # remarks told when queued, not yet delivered
        self._tracked: set[str] = set()  # files of the undo history
        self._facts: dict[str, dict[str, None]] = {
            key: {} for key in ("cwd", "gitBranch", "version", "model", "sessionId")
        }  # values in order; a dict is an ordered set
        self._times: list[datetime] = []
        self._title = ""
        self._used = 0

    def take(self, number: int, record: Record | Problem) -> None:
        """Take in line `number` of the transcript."""
        self.count = number
        if isinstance(record, Problem):
            self.problems.append(record)
            return
        before = len(self.events)
        accounted = self._record(number, record)
        if not accounted and len(self.events) == before:
            self.events.append(Note(number, self._time(record), _kind(record)))

    def session(self, assistant: str, path: str, size: int, session_id: str) -> Session:
        """Everything taken in so far, as a session."""
        facts = {key: tuple(values) for key, values in self._facts.items()}
        recorded = facts["sessionId"]
        return Session(
            assistant=assistant,
            session_id=session_id,
            transcript=path,
            started=min(self._times, default=None),
            ended=max(self._times, default=None),
            cwds=facts["cwd"],
            branches=facts["gitBranch"],
            models=facts["model"],
            versions=facts["version"],
            events=tuple(self.events),
            problems=tuple(self.problems),
            records=self.count,
            bytes=size,
            parent_id=next((known for known in recorded if known != session_id), ""),
            title=self._title,
            context=ContextUse(self._used) if self._used else None,
        )

    def _record(self, number: int, record: Record) -> bool:
        """Whether the record is accounted for by events already there."""
        uuid = record.get("uuid")
        if isinstance(uuid, str):
            if uuid in self._seen:
                return False
            self._seen.add(uuid)
        match _kind(record):
            case "user":
                return self._user(number, record)
            case "assistant":
                return self._assistant(number, record)
            case "progress":
                return self._progress(number, record)
            case kind:
                self._aside(number, record, kind)
        return False

    def _aside(self, number: int, record: Record, kind: str) -> None:
        """A record that is not of the conversation itself."""
        if kind in ("queue-operation", "attachment"):
            self._queue(number, record)
        elif kind == "system/compact_boundary":
            self._boundary(number, record)
        elif kind == "pr-link":
            self._note(number, record, str(record.get("prUrl") or ""))
        elif kind in TITLES:
            self._title = str(record.get(TITLES[kind]) or record.get("title") or self._title)
        elif kind == "file-history-snapshot":
            self._history(number, record)

    def _common(self, record: Record) -> datetime | None:
        """Note folder, branch, version and time of a record of the conversation."""
        for key in ("cwd", "gitBranch", "version", "sessionId"):
            value = record.get(key)
            if isinstance(value, str) and value:
                known = self._facts[key]
                if key in ("cwd", "gitBranch"):
                    known.pop(value, None)  # so that the last entry is where it ended
                known[value] = None
        at = self._time(record)
        if at:
            self._times.append(at)
        return at

    def _user(self, number: int, record: Record) -> bool:
        at = self._common(record)
        message = record.get("message")
        content = message.get("content") if isinstance(message, dict) else None
        blocks = [{"type": "text", "text": content}] if isinstance(content, str) else content
        if not isinstance(blocks, list):
            return False
        blocks = [block for block in blocks if isinstance(block, dict)]
        results = [block for block in blocks if block.get("type") == "tool_result"]
        accounted = False
        for block in results:
            accounted |= self._result(number, at, block, record)
        if record.get("isSidechain") is True or record.get("isMeta") is True:
            return accounted
        summary = record.get("isCompactSummary") is True
        for block in blocks:
            if block.get("type") == "text" and isinstance(block.get("text"), str):
                channel: Channel = "queued" if results else "prompt"
                text = f"{speech.CONTINUED}\n{block['text']}" if summary else block["text"]
                self._said(number, at, text, channel)
        return accounted

    def _said(self, number: int, at: datetime | None, text: str, channel: Channel) -> None:
        """One text of a user record: speech, or what the client wrapped as such."""
        kind, said = speech.classify(text)
        if kind == "interrupted":
            self.events.append(Interruption(number, at))
        elif kind == "summary":
            self._summary(number, at, said)
        elif kind == "wrapper":
            self._notification(text)
        elif kind == "command":
            self.events.append(UserMessage(number, at, clip(said, SPEECH), "command"))
        elif said in self._queued:
            self._queued.discard(said)  # told when it was queued
            self.events.append(Note(number, at, "delivered"))
        else:
            self.events.append(UserMessage(number, at, clip(said, SPEECH), channel))

    def _summary(self, number: int, at: datetime | None, text: str) -> None:
        """A compaction's summary belongs to the boundary before it, where there is one."""
        text = clip(text.removeprefix(speech.CONTINUED).strip(), SPEECH)
        for place in range(len(self.events) - 1, -1, -1):
            event = self.events[place]
            if isinstance(event, Compaction) and not event.summary:
                self.events[place] = event._replace(summary=text)
                self.events.append(Note(number, at, "compact-summary"))
                return
            if not isinstance(event, Note):
                break
        self.events.append(Compaction(number, at, summary=text))

    def _assistant(self, number: int, record: Record) -> bool:
        at = self._common(record)
        message = record.get("message")
        if not isinstance(message, dict):
            return False
        content = message.get("content")
        blocks = [{"type": "text", "text": content}] if isinstance(content, str) else content
        blocks = [b for b in blocks if isinstance(b, dict)] if isinstance(blocks, list) else []
        if record.get("isApiErrorMessage") is True:
            text = " ".join(str(block.get("text") or "") for block in blocks)
            self.events.append(Note(number, at, "api_error", clip(text, 500)))
            return False
        side = record.get("isSidechain") is True
        if not side:
            self._model(message)
        for block in blocks:
            self._block(number, at, block, record, side=side)
        return False

    def _block(
        self, number: int, at: datetime | None, block: dict[str, Any], record: Record, *, side: bool
    ) -> None:
        """One block of an assistant message; of a subagent only what it does, not what it says."""
        kind = block.get("type")
        if kind == "tool_use":
            call = tools.call_from(block, number, at, str(record.get("cwd") or ""))
            if side and call.kind not in ("edit", "run"):
                return
            self._calls[call.call_id] = len(self.events)
            if call.kind == "other" and isinstance(block.get("input"), dict):
                self._inputs[call.call_id] = block["input"]
            self.events.append(call)
        elif kind in ("text", "thinking") and not side:
            text = block.get(str(kind))
            if isinstance(text, str) and text.strip():
                said = clip(text.strip(), SPEECH)
                self.events.append(AssistantMessage(number, at, said, kind == "thinking"))

    def _model(self, message: dict[str, Any]) -> None:
        """Note the model and how full its context is; the newest reply counts."""
        model = message.get("model")
        if isinstance(model, str) and model and model != "<synthetic>":
            self._facts["model"].pop(model, None)
            self._facts["model"][model] = None
        usage = message.get("usage")
        if isinstance(usage, dict) and model != "<synthetic>":
            used = sum(
                value
                for key in (
                    "input_tokens",
                    "cache_creation_input_tokens",
                    "cache_read_input_tokens",
                )
                if isinstance(value := usage.get(key), int)
            )
            self._used = used or self._used

    def _result(
        self, number: int, at: datetime | None, block: dict[str, Any], record: Record
    ) -> bool:
        """Give a call its outcome; False when the call isn't known."""
        call_id = str(block.get("tool_use_id") or "")
        place = self._calls.get(call_id)
        if place is None:
            return False
        call = self.events[place]
        assert isinstance(call, ToolCall)
        side = record.get("toolUseResult")
        call = tools.finish(call, block, side, number, self._clipper)
        self.events[place] = call
        text = tools.result_text(block)
        if call.outcome.status == "running":
            self._background[tools.background_id(side, text)] = place
        elif call.outcome.status == "rejected":
            if reason := speech.rejection_reason(text):
                said = clip(reason, SPEECH)
                self.events.append(UserMessage(number, at, said, "rejection"))
        elif call.kind == "ask":
            for question in call.questions:
                if question.answer:
                    self.events.append(UserMessage(number, at, question.answer, "answer"))
        elif call.kind == "other":
            self._other_result(number, at, call, side)
        return True

    def _other_result(self, number: int, at: datetime | None, call: ToolCall, side: Any) -> None:
        """The plan and background tools, once their result is there."""
        given = self._inputs.pop(call.call_id, {})
        if call.outcome.status == "ok" and self._plan.replay(call.tool, given, side):
            self.events.append(PlanUpdate(number, at, self._plan.items))
        elif call.tool in STOPPERS:
            self._end(str(given.get("shell_id") or given.get("task_id") or ""), "killed", None)
        elif call.tool in WATCHERS and isinstance(side, dict):
            inner = side.get("task")
            task = inner if isinstance(inner, dict) else side
            known = given.get("task_id") or given.get("bash_id") or given.get("agentId")
            code = task.get("exitCode")
            self._end(
                str(task.get("task_id") or known or ""),
                str(task.get("status") or ""),
                code if isinstance(code, int) else None,
            )

    def _end(self, background_id: str, status: str, exit_code: int | None) -> None:
        """A background command or subagent has ended, or not yet."""
        place = self._background.get(background_id)
        ended = ENDED.get(status)
        if place is None or ended is None:
            return
        call = self.events[place]
        assert isinstance(call, ToolCall)
        if ended == "ok" and exit_code:
            ended = "failed"
        outcome = call.outcome._replace(status=ended, exit_code=exit_code)
        self.events[place] = call._replace(outcome=outcome)

    def _notification(self, text: str) -> None:
        """A `<task-notification>` tells the end of a background task."""
        task, status = TASK_ID.search(text), TASK_STATUS.search(text)
        if task and status:
            code = re.search(r"exit code (\d+)", text)
            self._end(task.group(1), status.group(1), int(code.group(1)) if code else None)

    def _queue(self, number: int, record: Record) -> None:
        """A remark typed while the assistant worked; told when queued, it may come again."""
        content: Any = None
        if record.get("type") == "queue-operation" and record.get("operation") == "enqueue":
            content = record.get("content")
        elif isinstance(attachment := record.get("attachment"), dict):
            queued = attachment.get("type") == "queued_command"
            content = attachment.get("prompt") if queued else None
        if isinstance(content, str):
            said = speech.classify(content)
            at = self._time(record)
            if said.kind == "wrapper":
                self._notification(content)
            elif said.kind == "said" and said.text not in self._queued:
                self._queued.add(said.text)
                self.events.append(UserMessage(number, at, clip(said.text, SPEECH), "queued"))

    def _boundary(self, number: int, record: Record) -> None:
        meta = record.get("compactMetadata")
        meta = meta if isinstance(meta, dict) else {}
        before = meta.get("preTokens")
        self.events.append(
            Compaction(
                number,
                self._time(record),
                trigger=str(meta.get("trigger") or ""),
                tokens_before=before if isinstance(before, int) else None,
            )
        )

    def _progress(self, number: int, record: Record) -> bool:
        """A subagent's records arrive as progress of the call that started it."""
        data = record.get("data")
        inner = data.get("message") if isinstance(data, dict) else None
        if not isinstance(inner, dict) or "message" not in inner:
            return False
        inner = {"cwd": record.get("cwd"), **inner, "isSidechain": True}
        if inner.get("type") == "assistant":
            return self._assistant(number, inner)
        return self._user(number, inner) if inner.get("type") == "user" else False

    def _history(self, number: int, record: Record) -> None:
        """The undo store names files that subagents changed, too; each is told once."""
        snapshot = record.get("snapshot")
        files = snapshot.get("trackedFileBackups") if isinstance(snapshot, dict) else None
        if isinstance(files, dict) and (
            new := [path for path in files if path not in self._tracked]
        ):
            self._tracked.update(new)
            self._note(number, record, "\n".join(new))

    def _note(self, number: int, record: Record, text: str) -> None:
        self.events.append(Note(number, self._time(record), _kind(record), clip(text, 2000)))

    def _time(self, record: Record) -> datetime | None:
        """The record's timestamp, ISO 8601 with a zone; None for anything else."""
        text = record.get("timestamp")
        try:
            at = datetime.fromisoformat(text) if isinstance(text, str) else None
        except ValueError:
            return None
        return at if at and at.tzinfo else None


def _kind(record: Record) -> str:
    """The record's own type, of a system record with its subtype."""
    kind = str(record.get("type") or "untyped")
    subtype = record.get("subtype")
    return f"{kind}/{subtype}" if kind == "system" and isinstance(subtype, str) else kind
