"""Looking into JSON that somebody else wrote: a value where it should be, or nothing."""

from __future__ import annotations


def at(value: object, *path: str | int) -> object:
    """What stands at the path of keys and positions; None when the shape is another."""
    for step in path:
        if isinstance(step, str) and isinstance(value, dict):
            value = value.get(step)
        elif isinstance(step, int) and isinstance(value, list) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def text_at(value: object, *path: str | int) -> str:
    found = at(value, *path)
    return found if isinstance(found, str) else ""


def number_at(value: object, *path: str | int) -> int:
    """A count; 0 when there is none."""
    found = at(value, *path)
    return found if isinstance(found, int) and found > 0 else 0


def items_at(value: object, *path: str | int) -> list[object]:
    found = at(value, *path)
    return found if isinstance(found, list) else []
