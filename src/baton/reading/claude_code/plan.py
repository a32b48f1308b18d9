"""The plan of a Claude Code session: TodoWrite states it whole, the Task tools piece by piece."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from baton.model.session import PlanItem

if TYPE_CHECKING:
    from baton.model.session import PlanStatus

STATUSES: dict[str, PlanStatus] = {
    "pending": "open",
    "in_progress": "doing",
    "completed": "done",
    "deleted": "dropped",
}


class Plan:
    """Replays the plan tools; `items` is the plan as it stands."""

    def __init__(self) -> None:
        self._items: dict[str, PlanItem] = {}

    @property
    def items(self) -> tuple[PlanItem, ...]:
        return tuple(self._items.values())

    def replay(self, tool: str, given: dict[str, Any], side: Any) -> bool:
        """Take in a finished call of a plan tool; False when it was none, or changed nothing."""
        side = side if isinstance(side, dict) else {}
        if tool == "TodoWrite":
            return self._write(given.get("todos"))
        if tool == "TaskCreate":
            return self._create(given, side.get("task"))
        if tool == "TaskUpdate":
            return self._update(given)
        return False

    def _write(self, todos: Any) -> bool:
        if not isinstance(todos, list):
            return False
        self._items = {
            str(number): PlanItem(
                str(todo.get("content") or ""), STATUSES.get(str(todo.get("status")), "open")
            )
            for number, todo in enumerate(todos)
            if isinstance(todo, dict)
        }
        return True

    def _create(self, given: dict[str, Any], task: Any) -> bool:
        task = task if isinstance(task, dict) else {}
        key = str(task.get("id") or len(self._items) + 1)
        self._items[key] = PlanItem(str(task.get("subject") or given.get("subject") or ""), "open")
        return True

    def _update(self, given: dict[str, Any]) -> bool:
        key = str(given.get("taskId") or "")
        item = self._items.get(key)
        if item is None:
            return False
        status = STATUSES.get(str(given.get("status")), item.status)
        self._items[key] = PlanItem(str(given.get("subject") or item.text), status)
        return self._items[key] != item
