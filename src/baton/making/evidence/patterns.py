"""Regular expressions on re2: long alternations compile and match many times faster than in `re`.

re2 knows no look-around and no back-references, and reads UTF-8 only: texts must be free of lone
surrogates, which the readers replace.
"""

from __future__ import annotations

import re

import re2

_LAYOUT = re.compile(r"(?<!\\)\s+")


def linear(source: str, flags: str = "i") -> re.Pattern[str]:
    """The compiled pattern; `flags` as in `(?im)`."""
    pattern: re.Pattern[str] = re2.compile(f"(?{flags}){source}")
    return pattern


def spaced(source: str, flags: str = "m") -> re.Pattern[str]:
    """Likewise for a source laid out in lines; spaces that count are written `\\ `."""
    return linear(_LAYOUT.sub("", source).replace("\\ ", " "), flags)
