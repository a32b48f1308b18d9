"""The assistant's own plan: its last state, and what earlier plans had finished."""

from __future__ import annotations

from baton.model.session import PlanItem, PlanUpdate, Session


def mine_plan(session: Session) -> tuple[PlanItem, ...]:
    """Finished items of earlier plans first, then the last plan as it stands."""
    updates = [event for event in session.events if isinstance(event, PlanUpdate)]
    last = next((update.items for update in reversed(updates) if update.items), ())
    current = {item.text for item in last}
    finished: dict[str, PlanItem] = {}
    for update in updates:
        for item in update.items:
            if item.status == "done" and item.text not in current:
                finished.setdefault(item.text, item)
    return (*finished.values(), *last)
