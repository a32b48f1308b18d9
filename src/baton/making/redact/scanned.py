"""Text prepared for scanning: one byte per character, typographic twins made plain.

Every layer looks at the same `Scanned` and answers with spans in its characters.
"""

from __future__ import annotations

import re
from typing import NamedTuple

PLACEHOLDER = re.compile(r"\[redacted:[a-z0-9-]+:[0-9a-f]{4}\]")
# What stands where a placeholder stood: no rule matches it, and no value runs across it.
FILLER = "\x01"
# Characters that people's editors and keyboards put in place of plain ones.
TWINS = {
    **dict.fromkeys("“”„‟″«»＂", '"'),
    **dict.fromkeys("‘’‚‛′＇", "'"),
    **dict.fromkeys("‐‑‒–—−", "-"),
    **dict.fromkeys("\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006", " "),
    **dict.fromkeys("\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "),
    **dict.fromkeys("\u2028\u2029\u0085", "\n"),
    **dict.fromkeys("→⇒⟶", "="),
    **dict.fromkeys("…•●∙█▒▓", "\x7f"),  # masks; see plain.MASK
    "：": ":",
    "＝": "=",
    "＠": "@",
}
TWIN = re.compile(f"[{''.join(TWINS)}]")


class Span(NamedTuple):
    """A finding of one layer, in characters of the text it looked at."""

    start: int
    end: int
    kind: str


class Scanned(NamedTuple):
    text: str  # as given, placeholders filled
    raw: bytes  # one byte per character: Latin-1, "?" for the rest
    low: bytes  # the same in small letters, for keywords


def prepare(text: str) -> Scanned:
    """The text as the layers see it; its length is unchanged."""
    if "[redacted:" in text:
        text = PLACEHOLDER.sub(lambda found: FILLER * len(found.group()), text)
    plain = text if text.isascii() else TWIN.sub(lambda found: TWINS[found.group()], text)
    raw = plain.encode("latin-1", "replace")
    return Scanned(text, raw, raw.lower())
