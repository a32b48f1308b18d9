"""Tool calls from their beginning to their end, and what their results tell besides."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from baton.model.session import Note, Outcome, PlanUpdate, UserMessage
from baton.reading.claude_code.plans import Plan
from baton.reading.claude_code.speech import refusal_reason
from baton.reading.claude_code.tasks import background_task, notified, reported
from baton.reading.claude_code.tools import begun, ended
from baton.reading.clipping import LINE, OUTPUT, SPEECH, clip
from baton.reading.journal import Newest
from baton.reading.values import flat, rows, table, text

if TYPE_CHECKING:
    from datetime import datetime

    from baton.model.session import ToolCall
    from baton.reading.claude_code.tasks import Report
    from baton.reading.journal import Journal
    from baton.reading.values import Record


class Place(NamedTuple):
    """Where in the transcript something stands."""

    record: int
    at: datetime | None
    cwd: str = ""


class Calls:
    """The calls of one transcript; `journal` has them as events."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.plan = Plan()
        self.inputs: dict[str, Record] = Newest(100)  # of open calls that work on the plan
        self.tasks: dict[str, str] = Newest()  # background task id -> call id
        self.agents: dict[str, str] = Newest()  # subagent id -> id of the call that started it

    def begin(self, place: Place, block: Record, agent: str = "") -> None:
        """A `tool_use` block; of a subagent's only what runs commands or changes files counts."""
        call = begun(block, place.record, place.at, place.cwd)
        if self.journal.call(call.call_id) is not None:
            return  # a copy in a resumed session
        if agent and call.kind not in ("run", "edit"):
            return
        self.journal.begin(call._replace(agent=agent))
        if call.tool in ("TodoWrite", "TaskCreate", "TaskUpdate"):
            self.inputs[call.call_id] = table(block.get("input"))

    def end(self, place: Place, block: Record, side: object) -> None:
        """A `tool_result` block; `side` is its record's `toolUseResult`."""
        call_id = text(block.get("tool_use_id"))
        call = self.journal.call(call_id)
        if call is None or call_id not in self.journal.open:
            self.journal.add(Note(place.record, place.at, "tool-result"))
            return
        call = ended(call, block, side, place.record)
        self.journal.settle(call)
        output = flat(block.get("content"))
        self.hear_user(place, call, output)
        result = table(side)
        if call.kind == "delegate" and text(result.get("agentId")):
            self.agents[text(result.get("agentId"))] = call_id
        given = self.inputs.pop(call_id, {})
        if call.outcome.status == "ok" and self.plan.follow(call, given, result):
            self.journal.add(PlanUpdate(place.record, place.at, self.plan.standing()))
        if result.get("userModified") is True and call.changes:
            self.journal.add(Note(place.record, place.at, "user-modified", call.changes[0].path))
        if call.outcome.status == "running":
            task = background_task(result, output)
            self.tasks[task] = call_id
            self.journal.add(Note(place.record, place.at, "background-task", task))
        self.settle_task(place, reported(call, result, output))

    def hear_user(self, place: Place, call: ToolCall, output: str) -> None:
        """The user's own words in a result: the reason of a refusal, the answer to a question."""
        if call.outcome.status == "rejected":
            reason = clip(refusal_reason(output), SPEECH)
            if reason:
                self.journal.add(UserMessage(place.record, place.at, reason, "rejection"))
        for question in call.questions:
            if question.answer:
                answer = clip(question.answer, SPEECH)
                self.journal.add(UserMessage(place.record, place.at, answer, "answer"))

    def of_subagent(self, place: Place, record: Record, agent: str) -> None:
        """A record of a subagent's conversation."""
        content = table(record.get("message")).get("content")
        for block in map(table, rows(content)):
            is_known = text(block.get("tool_use_id")) in self.journal.open
            if block.get("type") == "tool_use":
                self.begin(place, block, agent)
            elif block.get("type") == "tool_result" and is_known:
                self.end(place, block, record.get("toolUseResult"))

    def take_notification(self, place: Place, notice: str) -> None:
        """A `<task-notification>`: a background command or subagent ended."""
        report = notified(notice)
        self.settle_task(place, report)
        kept = clip(report.output, LINE)
        self.journal.add(Note(place.record, place.at, "task-notification", kept))

    def settle_task(self, place: Place, report: Report) -> None:
        """Give the call that started a background task its final outcome, once."""
        call = self.journal.call(self.tasks.get(report.task, ""))
        if call is None or call.outcome.status != "running" or report.status == "running":
            return
        kept = clip(report.output, OUTPUT)
        final = Outcome(report.status, report.exit_code, kept, place.record)
        self.journal.settle(call._replace(outcome=final))
