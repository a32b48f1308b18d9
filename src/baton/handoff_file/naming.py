"""File names: YYYYMMDD-HHMM-brief-description.md, and the dates that names of any style hold."""

from __future__ import annotations

import re
from datetime import datetime

MAX_WORDS = 6
MAX_SLUG = 48
_FILLER = {"a", "an", "and", "the", "of", "to", "for", "in", "on", "with", "session", "handoff"}
_DATE_IN_NAME = (
    r"(?<!\d)(20\d\d)[-_.]?([01]\d)[-_.]?([0-3]\d)(?:[-_ T]?([0-2]\d)[-:]?([0-5]\d)(?!\d))?"
)


def file_name(when: datetime, title: str) -> str:
    """The name of the handoff of a session that ended at `when`, in local time.

    The description is 2 to 6 words of the title in ASCII; a title without any gives
    "session-handoff". Names may collide; who stores the file sees to that.
    """
    return f"{when.astimezone():%Y%m%d-%H%M}-{slug(title)}.md"


def is_file_name(name: str) -> bool:
    """Whether `name` has the form that `file_name` gives."""
    return re.fullmatch(r"20\d{6}-\d{4}-[a-z0-9-]+\.md", name) is not None


def slug(title: str) -> str:
    """2 to 6 words of `title`: small letters, digits and hyphens."""
    import unicodedata  # not for the start hook, which only reads names

    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain.lower().replace("'", ""))
    telling = [word for word in words if word not in _FILLER] or words
    chosen: list[str] = []
    for word in telling[:MAX_WORDS]:
        if len("-".join([*chosen, word])) > MAX_SLUG:
            break
        chosen.append(word)
    if not chosen:
        return telling[0][:MAX_SLUG] + "-handoff" if telling else "session-handoff"
    return "-".join(chosen) if len(chosen) > 1 else f"{chosen[0]}-handoff"


def date_in_name(name: str) -> datetime | None:
    """The date (and time, where there is one) in a file name or a line of text, taken as local."""
    for match in re.finditer(_DATE_IN_NAME, name):
        year, month, day, hour, minute = (int(part or 0) for part in match.groups())
        try:
            return datetime(year, month, day, hour, minute).astimezone()
        except (ValueError, OverflowError, OSError):
            continue
    return None
