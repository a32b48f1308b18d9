"""A session as plain data for golden files: only what differs from a field's default."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from baton.model.session import Session

LEFT_OUT = ("transcript", "bytes")


def told(session: Session) -> dict[str, object]:
    """The session for JSON; an event is a dictionary with its type under "is"."""
    return {
        name: plain(value)
        for name, value in session._asdict().items()
        if name not in LEFT_OUT and value not in (None, "", ())
    }


def plain(value: object) -> object:
    """Named tuples as dictionaries without the fields left at their default."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        fields: tuple[str, ...] = getattr(value, "_fields", ())
        if not fields:
            return [plain(item) for item in value]
        defaults: dict[str, object] = getattr(value, "_field_defaults", {})
        kept = {
            name: plain(item)
            for name, item in zip(fields, value, strict=True)
            if name not in defaults or item != defaults[name]
        }
        return {"is": type(value).__name__, **kept}
    return value
