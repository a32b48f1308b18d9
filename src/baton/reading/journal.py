"""What a reader notes down while it passes over a transcript: events, open calls, session facts."""

from __future__ import annotations

from bisect import bisect_left
from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar

from baton.model.problem import Problem
from baton.model.session import Note, Outcome, ToolCall
from baton.reading.thinning import FULL, size_of, thinned

if TYPE_CHECKING:
    from datetime import datetime

    from baton.model.session import Event

RUNNING = Outcome("running")
MOST_PROBLEMS = 1000  # told one by one
MOST_MARKS = 100_000
MOST_VALUES = 1000

Key = TypeVar("Key")
Value = TypeVar("Value")


class Journal:
    """The events in order; a tool call's outcome is filled in when its result comes by.

    Of more than `full` bytes of events the middle is thinned out; a problem tells how many.
    """

    def __init__(self, full: int = FULL) -> None:
        self.events: list[Event] = []
        self.calls: dict[str, int] = {}  # call id -> where it stands in `events`
        self.open: dict[str, None] = {}  # ids of calls without a result, oldest first
        self.problems: list[Problem] = []
        self.further_problems = 0
        self.left_out = 0  # events
        self.full = full
        self.size = 0  # bytes of the events
        self.latest = 0  # record of the latest event
        self.latest_result = 0  # record that was last the outcome of a call

    def add(self, event: Event) -> None:
        self.size += size_of(event)
        if self.size > self.full:
            self.thin()
        self.latest = event.record
        self.events.append(event)

    def thin(self) -> None:
        """Leave out what matters least of the middle."""
        before = len(self.events)
        self.events = thinned(self.events, self.full)
        self.left_out += before - len(self.events)
        self.size = sum(map(size_of, self.events))
        self.calls = {
            event.call_id: index
            for index, event in enumerate(self.events)
            if isinstance(event, ToolCall)
        }
        self.open = {call_id: None for call_id in self.open if call_id in self.calls}

    def begin(self, call: ToolCall) -> None:
        """Add a call that waits for its result."""
        self.add(call)
        self.calls[call.call_id] = len(self.events) - 1
        self.open[call.call_id] = None

    def call(self, call_id: str) -> ToolCall | None:
        """The call of that id as it stands now."""
        index = self.calls.get(call_id)
        event = self.events[index] if index is not None else None
        return event if isinstance(event, ToolCall) else None

    def settle(self, call: ToolCall) -> None:
        """Put `call`, with its outcome, where the call of its id stands."""
        self.size += size_of(call.outcome)
        self.events[self.calls[call.call_id]] = call
        self.open.pop(call.call_id, None)
        self.latest_result = call.outcome.record or self.latest_result

    def since(self, record: int) -> int:
        """Where in `events` the first one stands that is of `record` or later."""
        return bisect_left(self.events, record, key=attrgetter("record"))

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

    def account(self, record: int, at: datetime | None, kind: str) -> None:
        """See to it that the record shows: as an event, as a call's outcome, else as a note."""
        if record not in (self.latest, self.latest_result):
            self.add(Note(record, at, kind))

    def trouble(self, problem: Problem) -> None:
        """Note down a record that can't be read; of very many only the first are told."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)
        else:
            self.further_problems += 1

    def troubles(self, records: int) -> tuple[Problem, ...]:
        """The problems of a transcript of that many records; what was left out is one too."""
        found = list(self.problems)
        whole = f"lines 1-{records}"
        if self.further_problems:
            found.append(Problem(whole, f"{self.further_problems} more that can't be read"))
        if self.left_out:
            found.append(
                Problem(whole, f"too long to be kept whole, {self.left_out} events left out")
            )
        return tuple(found)


class Newest(dict[Key, Value]):
    """A dictionary of the newest entries: no transcript can fill the memory with open ends."""

    def __init__(self, most: int = 1000) -> None:
        super().__init__()
        self.most = most

    def __setitem__(self, key: Key, value: Value) -> None:
        super().__setitem__(key, value)
        if len(self) > self.most:
            del self[next(iter(self))]


class Marks:
    """Whether something was met before, among the last hundred thousand things at least.

    Hashes are kept, which are far smaller than what they stand for.
    """

    def __init__(self) -> None:
        self.newer: set[int] = set()
        self.older: set[int] = set()

    def has(self, mark: object) -> bool:
        return hash(mark) in self.newer or hash(mark) in self.older

    def met(self, mark: object) -> bool:
        """Whether this was met before; from now on it was."""
        known = self.has(mark)
        if len(self.newer) >= MOST_MARKS:
            self.older, self.newer = self.newer, set()
        self.newer.add(hash(mark))
        return known


class InOrder:
    """Different values in order of first appearance, the latest one last."""

    def __init__(self) -> None:
        self.values: dict[str, None] = {}
        self.latest = ""

    def add(self, value: str) -> None:
        if value and value != self.latest:
            if len(self.values) < MOST_VALUES:
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
