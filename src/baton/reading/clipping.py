"""Bounds on the text a session keeps, so that no transcript is too large to read."""

from __future__ import annotations

import sys
from typing import NamedTuple

BUDGET = 48 * 1024 * 1024  # bytes of text a session keeps before every limit shrinks
SHRUNK = 16  # ... to this fraction


class Limit(NamedTuple):
    """How many characters of a text are kept, from its beginning and from its end."""

    head: int
    tail: int


SPEECH = Limit(16_000, 4_000)
THINKING = Limit(3_000, 1_000)
COMMAND = Limit(6_000, 2_000)
OUTPUT = Limit(2_000, 4_000)  # the end of an output tells how it went
SUMMARY = Limit(24_000, 8_000)
LINE = Limit(300, 100)


def clip(text: str, limit: Limit) -> str:
    """`text` with its middle left out where it is longer than `limit`, and a line saying so."""
    left_out = len(text) - limit.head - limit.tail
    if left_out <= 0:
        return text
    tail = text[-limit.tail :] if limit.tail else ""
    return f"{text[: limit.head]}\n[... {left_out} characters left out ...]\n{tail}"


class Room:
    """What is left of a session's budget for text."""

    def __init__(self, budget: int = BUDGET) -> None:
        self.left = budget

    def keep(self, text: str, limit: Limit) -> str:
        """`text` clipped to `limit`, to much less once the budget is used up."""
        if self.left <= 0:
            limit = Limit(limit.head // SHRUNK, limit.tail // SHRUNK)
        kept = clip(text, limit)
        self.left -= sys.getsizeof(kept)
        return kept
