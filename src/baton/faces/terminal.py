"""What reaches a person's screen: made harmless, in one place."""

from __future__ import annotations

import io
import json
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from baton.errors import BatonError


def harmless(text: str) -> str:
    """`text` without control characters, so that no stored byte can drive a terminal.

    Line feeds and tabs stay; every other character of the classes Cc and Cf that a terminal or a
    reader can't see is shown as its escape.
    """
    if text.isprintable():
        return text
    return "".join(c if c in "\n\t" or c.isprintable() else f"\\x{ord(c):02x}" for c in text)


def open_closed_streams() -> None:
    """Give the process the standard streams that its caller closed: nothing in, nothing out."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode, encoding="utf-8"))


def speak_utf8() -> None:
    """Let no character fail: pipes and files get UTF-8, a terminal whatever it knows.

    What can't be encoded becomes its escape, which is valid in JSON, too: a path that is no UTF-8.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def show(text: str = "") -> None:
    """Print `text` for a person."""
    print(harmless(text))


def say(text: str) -> None:
    """Tell the person something beside the result, on standard error."""
    print(harmless(text), file=sys.stderr)


def show_json(value: object) -> None:
    """Print `value` for a program, as one JSON document."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def write_exactly(text: str) -> None:
    """Write `text` as UTF-8 and nothing else: for output that another program reads."""
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()


def show_error(error: BatonError, *, as_json: bool = False) -> None:
    """Word an expected failure: what happened, and what to do now."""
    say(f"baton: {error.message}")
    if error.hint:
        say(f"  {error.hint}")
    if as_json:
        show_json({"error": {"message": error.message, "hint": error.hint}})


def ask(question: str) -> str:
    """The person's answer in lower case; "q" when the input ends."""
    print(harmless(question), end="", flush=True, file=sys.stderr)
    line = sys.stdin.readline()
    return line.strip().lower() if line else "q"


def confirm(question: str) -> bool:
    """Ask a yes-or-no question; anything but an explicit yes is a no, and so is no terminal."""
    if not sys.stdin.isatty():
        return False
    return ask(f"{question} [y/N] ") in {"y", "yes"}
