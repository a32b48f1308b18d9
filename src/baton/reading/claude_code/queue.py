"""Messages typed while the assistant worked: noted when typed, recognised when delivered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baton.model.session import AssistantMessage, Note, ToolCall, UserMessage

if TYPE_CHECKING:
    from baton.reading.journal import Journal


class Queue:
    """Queued messages that haven't been seen again: where each stands among the events."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.waiting: dict[int, str] = {}

    def add(self, message: UserMessage) -> None:
        self.waiting[len(self.journal.events)] = message.text
        self.journal.add(message)

    def take_back(self, typed: str) -> None:
        """The user took messages out of the queue to edit them: they were never said."""
        for index in self.matching(typed):
            self.forget(index)

    def delivered_beside(self, typed: str) -> bool:
        """Whether words among tool results are a queued message arriving; it stays where it is."""
        found = self.matching(typed)
        for index in found:
            del self.waiting[index]
        return bool(found)

    def delivered_as_prompt(self, typed: str) -> bool | None:
        """A prompt arrives. None when it wasn't queued, else whether the assistant was at work.

        The message then stands where it was delivered, because a turn begins there.
        """
        found = self.matching(typed)
        if not found:
            return None
        since = self.journal.events[found[0] :]
        for index in found:
            self.forget(index)
        return any(isinstance(event, AssistantMessage | ToolCall) for event in since)

    def matching(self, typed: str) -> list[int]:
        """The waiting message of these words; or all of them when delivered joined."""
        for index, words in self.waiting.items():
            if words == typed:
                return [index]
        joined = [index for index, words in self.waiting.items() if words in typed]
        if joined and "\n".join(self.waiting[index] for index in joined) == typed:
            return joined
        return []

    def forget(self, index: int) -> None:
        event = self.journal.events[index]
        self.journal.events[index] = Note(event.record, event.at, "queue-operation")
        del self.waiting[index]
