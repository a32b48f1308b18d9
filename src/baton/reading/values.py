"""Untyped JSON asked for by type: a value of the wrong type reads as an empty one.

Transcripts are other programs' internal files: any field can be missing, null or of another type
in the next version, so no reader indexes into a record directly.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TypeAlias, cast

Record: TypeAlias = dict[str, object]


def table(value: object) -> Record:
    """The object, or an empty one."""
    return cast("Record", value) if isinstance(value, dict) else {}


def rows(value: object) -> list[object]:
    """The array, or an empty one."""
    return value if isinstance(value, list) else []


def text(value: object) -> str:
    """The string, or an empty one."""
    return value if isinstance(value, str) else ""


def whole(value: object) -> int | None:
    """The integer; booleans and floats are none."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def moment(value: object) -> datetime | None:
    """An aware time from ISO 8601 text; one without an offset is taken as UTC."""
    if not isinstance(value, str):
        return None
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def flat(content: object) -> str:
    """The words of a message: a string as it is, of a list of blocks the text ones."""
    if isinstance(content, str):
        return content
    found = [text(table(block).get("text")) for block in rows(content)]
    return "\n".join(part for part in found if part)


def line_count(content: str) -> int:
    """Lines of a file's content; a last line without its line feed counts."""
    return content.count("\n") + (1 if content and not content.endswith("\n") else 0)
