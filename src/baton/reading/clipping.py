"""How much of a transcript's text is kept: speech whole, tool output by head and tail.

A 300 MB transcript is mostly tool output. Each output is clipped, and once the outputs kept so
far have used up their allowance, clipped harder, so that memory stays bounded.
"""

from __future__ import annotations

SPEECH = 20_000  # characters of one message
OUTPUT = 4_000  # characters of one tool output
OUTPUT_LATE = 400
ALLOWANCE = 16_000_000  # characters of tool output kept in full clips


class Clipper:
    """Clips the texts of one transcript."""

    def __init__(self) -> None:
        self.left = ALLOWANCE

    def output(self, text: str) -> str:
        """A tool's output, or anything else that a machine wrote."""
        kept = clip(text, OUTPUT if self.left > 0 else OUTPUT_LATE)
        self.left -= len(kept)
        return kept


def clip(text: str, limit: int) -> str:
    """`text` within about `limit` characters, head and tail kept, never with lone surrogates."""
    if len(text) > limit:
        head = limit // 3
        tail = limit - head
        text = f"{text[:head]}\n[… {len(text) - limit} characters …]\n{text[-tail:]}"
    if not text.isascii():
        return text.encode("utf-8", "replace").decode("utf-8")
    return text
