"""What could not be read or understood, carried beside every result."""

from __future__ import annotations

from typing import NamedTuple


class Problem(NamedTuple):
    """Something that could not be read or understood, carried beside the result."""

    where: str  # "line 12", "records 40-44", a path
    what: str
