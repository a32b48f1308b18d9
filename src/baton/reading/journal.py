"""What a reader notes down while it passes over a transcript: events, open calls, session facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baton.model.session import Note, Outcome, ToolCall

if TYPE_CHECKING:
    from datetime import datetime

    from baton.model.session import Event

RUNNING = Outcome("running")


class Journal:
    """The events in order; a tool call's outcome is filled in when its result comes by."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.calls: dict[str, int] = {}  # call id -> where it stands in `events`
        self.open: dict[str, None] = {}  # ids of calls without a result, oldest first
        self.results: set[int] = set()  # records that are the outcome of a call

    def add(self, event: Event) -> None:
        self.events.append(event)

    def begin(self, call: ToolCall) -> None:
        """Add a call that waits for its result."""
        self.calls[call.call_id] = len(self.events)
        self.open[call.call_id] = None
        self.events.append(call)

    def call(self, call_id: str) -> ToolCall | None:
        """The call of that id as it stands now."""
        index = self.calls.get(call_id)
        event = self.events[index] if index is not None else None
        return event if isinstance(event, ToolCall) else None

    def settle(self, call: ToolCall) -> None:
        """Put `call`, with its outcome, where the call of its id stands."""
        self.events[self.calls[call.call_id]] = call
        self.open.pop(call.call_id, None)
        self.results.add(call.outcome.record)

    def interrupt(self) -> None:
        """The user stopped the turn: no open call will get a result."""
        for call_id in list(self.open):
            call = self.call(call_id)
            if call is not None:
                self.settle(call._replace(outcome=Outcome("interrupted")))

    def close(self, last_message: int) -> None:
        """At the end: calls made since record `last_message` still ran, older ones are unknown.

        A subagent without a result runs on, however old its call is.
        """
        for call_id in list(self.open):
            call = self.call(call_id)
            if call is not None and call.record < last_message and call.kind != "delegate":
                self.settle(call._replace(outcome=Outcome("unknown")))

    def account(self, record: int, at: datetime | None, kind: str, events_before: int) -> None:
        """See to it that the record shows: as an event, as a call's outcome, else as a note."""
        if len(self.events) == events_before and record not in self.results:
            self.events.append(Note(record, at, kind))


class InOrder:
    """Different values in order of first appearance, the latest one last."""

    def __init__(self) -> None:
        self.values: dict[str, None] = {}
        self.latest = ""

    def add(self, value: str) -> None:
        if value and value != self.latest:
            self.values.setdefault(value)
            self.latest = value

    def done(self) -> tuple[str, ...]:
        others = [value for value in self.values if value != self.latest]
        return (*others, self.latest) if self.latest else ()


class Facts:
    """The facts of a session that its records repeat."""

    def __init__(self) -> None:
        self.started: datetime | None = None
        self.ended: datetime | None = None
        self.cwds = InOrder()
        self.branches = InOrder()
        self.models = InOrder()
        self.versions = InOrder()

    def saw(self, at: datetime | None) -> None:
        """Something of the conversation happened at `at`; file order is not time order."""
        if at is None:
            return
        if self.started is None or at < self.started:
            self.started = at
        if self.ended is None or at > self.ended:
            self.ended = at
