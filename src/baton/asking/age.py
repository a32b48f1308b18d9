"""How long ago, in words."""

from __future__ import annotations


def in_words(seconds: float | None) -> str:
    """Say "2 hours ago"; "at an unknown time" for None."""
    if seconds is None:
        return "at an unknown time"
    if seconds < -60:
        return "dated in the future"
    for size, unit in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size:
            count = int(seconds) // size
            return f"{count} {unit}{'' if count == 1 else 's'} ago"
    return "just now"
