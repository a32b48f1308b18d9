"""Somebody else's words as data: in a frame that they can't close.

A transcript holds whatever a web page or a file said to the assistant, some of it written to be
obeyed. It stands between tags the rules speak of, and nothing inside can look like one of them.
"""

from __future__ import annotations

import re
import unicodedata

FRAMES = ("facts", "draft", "transcript", "missing")
_TAG = re.compile(rf"<(?=\s*/?\s*(?:{'|'.join(FRAMES)})\b)", re.IGNORECASE)


def frame(name: str, text: str) -> str:
    """The text as the data of one of `FRAMES`."""
    return f"<{name}>\n{inside(text)}\n</{name}>"


def inside(text: str) -> str:
    """The text without what nobody sees, and with no tag of ours."""
    seen = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf"))
    return _TAG.sub("‹", seen)


def clip(text: str, most: int) -> str:
    """At most so many characters: the beginning and the end, and how much is left out."""
    if len(text) <= most:
        return text
    tail = most // 3
    return f"{text[: most - tail]} […{len(text) - most} characters…] {text[-tail:]}"


def one_line(text: str, most: int) -> str:
    return clip(" ".join(text.split()), most)
