"""Bounds on each text a session keeps; thinning.py bounds how many there are."""

from __future__ import annotations

from typing import NamedTuple


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
