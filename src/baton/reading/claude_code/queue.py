"""Messages typed while the assistant worked: noted when typed, recognised when delivered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baton.model.session import AssistantMessage, Note, ToolCall, UserMessage
from baton.reading.journal import Newest

if TYPE_CHECKING:
    from baton.reading.journal import Journal

MOST_WAITING = 100


class Queue:
    """Queued messages that haven't been seen again: by record."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.waiting: dict[int, str] = Newest(MOST_WAITING)

    def add(self, message: UserMessage) -> None:
        self.waiting[message.record] = message.text
        self.journal.add(message)

    def take_back(self, typed: str) -> None:
        """The user took messages out of the queue to edit them: they were never said."""
        for record in self.matching(typed):
            self.forget(record)

    def delivered_beside(self, typed: str) -> bool:
        """Whether words among tool results are a queued message arriving; it stays where it is."""
        found = self.matching(typed)
        for record in found:
            del self.waiting[record]
        return bool(found)

    def delivered_as_prompt(self, typed: str) -> bool | None:
        """A prompt arrives. None when it wasn't queued, else whether the assistant was at work.

        The message then stands where it was delivered, because a turn begins there.
        """
        found = self.matching(typed)
        if not found:
            return None
        since = self.journal.events[self.journal.since(found[0]) :]
        for record in found:
            self.forget(record)
        return any(isinstance(event, AssistantMessage | ToolCall) for event in since)

    def matching(self, typed: str) -> list[int]:
        """The waiting message of these words; or all of them when delivered joined."""
        for record, words in self.waiting.items():
            if words == typed:
                return [record]
        joined = [record for record, words in self.waiting.items() if words in typed]
        if joined and "\n".join(self.waiting[record] for record in joined) == typed:
            return joined
        return []

    def forget(self, record: int) -> None:
        events = self.journal.events
        index = self.journal.since(record)
        if index < len(events) and events[index].record == record:
            events[index] = Note(record, events[index].at, "queue-operation")
        del self.waiting[record]
