"""The plan as it stands: replaced whole by TodoWrite, step by step by the Task tools."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baton.model.session import PlanItem
from baton.reading.journal import Newest
from baton.reading.values import rows, table, text

if TYPE_CHECKING:
    from baton.model.session import PlanStatus, ToolCall
    from baton.reading.values import Record

STATUSES: dict[str, PlanStatus] = {
    "pending": "open",
    "in_progress": "doing",
    "completed": "done",
    "deleted": "dropped",
    "cancelled": "dropped",
}
MOST_ITEMS = 500  # each change of the plan tells it whole


class Plan:
    """Items by the assistant's own id for them, in order of creation."""

    def __init__(self) -> None:
        self.items: dict[str, PlanItem] = Newest(MOST_ITEMS)

    def standing(self) -> tuple[PlanItem, ...]:
        return tuple(self.items.values())

    def follow(self, call: ToolCall, given: Record, result: Record) -> bool:
        """Take in a call that succeeded; whether it was about the plan.

        `given` is the call's input, `result` its `toolUseResult`.
        """
        if call.tool == "TodoWrite":
            self.replace(rows(result.get("newTodos")) or rows(given.get("todos")), "content")
        elif call.tool == "TaskList" and isinstance(result.get("tasks"), list):
            self.replace(sorted(rows(result["tasks"]), key=number_of), "subject")
        elif call.tool == "TaskCreate":
            self.create(given, table(result.get("task")))
        elif call.tool == "TaskUpdate":
            return self.update(given)
        else:
            return False
        return True

    def replace(self, items: list[object], wording: str) -> None:
        self.items.clear()
        for index, item in enumerate(map(table, items), 1):
            status = STATUSES.get(text(item.get("status")), "open")
            key = text(item.get("id")) or str(index)
            self.items[key] = PlanItem(text(item.get(wording)), status)

    def create(self, given: Record, made: Record) -> None:
        subject = text(made.get("subject")) or text(given.get("subject"))
        key = text(made.get("id")) or str(len(self.items) + 1)
        self.items[key] = PlanItem(subject, "open")

    def update(self, given: Record) -> bool:
        key = text(given.get("taskId"))
        item = self.items.get(key)
        if item is None:
            return False
        status = STATUSES.get(text(given.get("status")), item.status)
        self.items[key] = PlanItem(text(given.get("subject")) or item.text, status)
        return True


def number_of(item: object) -> tuple[int, str]:
    """Sorting key that puts "10" after "9"."""
    key = text(table(item).get("id"))
    return (int(key) if key.isascii() and key.isdigit() and len(key) < 10 else 0, key)
