"""What an assistant's hooks call: milliseconds, never a failure, never a word too many."""

from __future__ import annotations


def main(arguments: list[str]) -> int:
    """Handle one hook event read from standard input; always returns 0."""
    return 0
