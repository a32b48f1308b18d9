"""The small grammar inside one bullet: trust marks, evidence, age, and how text escapes it.

    - **[contradicted]** All tests pass (evidence: pytest: exit 1)
    - Fixed the parser (✓ a1b2c3d; pytest: exit 0)
    - **Decision:** Keep SQLite — because one file is enough (rejected: Postgres)
    - [ ] Write the migration (carried 2x)

Text that would read as one of these is written with one backslash more, and read with one less,
so every text survives the round trip and still looks right as Markdown.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from baton.model.document import Trust

DECISION = "**Decision:**"
QUESTION = "**Question:**"
BECAUSE = " — because "
NOTHING = "None."
NOTHING_WORDS = ("none", "none yet", "n/a", "na", "nothing", "-", "—", "なし", "없음", "无", "tbd")
TRUST_MARKS: dict[str, Trust] = {
    "**[contradicted]** ": "contradicted",
    "**[unsupported]** ": "unsupported",
}
MARK_OF: dict[Trust, str] = {trust: mark for mark, trust in TRUST_MARKS.items()}

# What starts or ends a part of a bullet; the backslashes before it are part of the match. Compiled
# when first needed: most documents that are read have no backslash.
_SPECIAL = (
    r"^\\*(?:\[[ xX~-]\](?= |$)|[-*+](?=\s|$)|-[-\s]*$|\#|>|\||```|~~~|<!--"
    r"|\*\*(?:Decision|Question):\*\*|\*\*\[(?:contradicted|unsupported)\]"
    r"|(?i:" + "|".join(NOTHING_WORDS) + r")\.*$)"
    r"|(?<!\\)\\*\((?=✓|evidence: |rejected: |carried )"
    r"|(?<!\\)\\*(?=— because(?: |$))"
)


def fold(text: str) -> str:
    """`text` on one line, without space around it."""
    if "\n" not in text and "\r" not in text:
        return text.strip()
    return " ".join(part for line in text.splitlines() if (part := line.strip()))


def protect(text: str) -> str:
    """`text` on one line, written so that no part of it reads as a mark."""
    return re.sub(_SPECIAL, lambda match: "\\" + match.group(), fold(text))


def expose(text: str) -> str:
    """The reverse of `protect`."""
    if "\\" not in text:
        return text
    return re.sub(_SPECIAL, lambda match: match.group().removeprefix("\\"), text)


def split_ending(text: str, opener: str) -> tuple[str, str | None]:
    """Split `text` before its last `(opener ...)` if it ends with one that is no escaped text."""
    if not text.endswith(")"):
        return text, None
    at = text.rfind("(" + opener)
    while at > 0 and text[at - 1] == "\\":
        at = text.rfind("(" + opener, 0, at)
    if at < 0:
        return text, None
    return text[:at].rstrip(), text[at + 1 + len(opener) : -1].strip()


def write_evidence(trust: Trust, evidence: Iterable[str]) -> str:
    """The parenthesis that ends a bullet, with a space before it; "" when there is nothing."""
    parts = [_protect_evidence(fold(part)) for part in evidence]
    listed = "; ".join(part for part in parts if part)
    if trust == "verified":
        return f" (✓ {listed})" if listed else " (✓)"
    return f" (evidence: {listed})" if listed else ""


def _protect_evidence(part: str) -> str:
    part = part.replace("\\", "\\\\").replace(";", "\\;")
    return part.replace("(✓", "\\(✓").replace("(evidence: ", "\\(evidence: ")


def read_evidence(text: str) -> tuple[str, bool, tuple[str, ...]]:
    """The text without the parenthesis that ends it, whether it is a ✓, and the evidence in it."""
    rest, listed = split_ending(text, "✓")
    if listed is not None:
        return rest, True, _split_evidence(listed)
    rest, listed = split_ending(text, "evidence: ")
    if listed is not None:
        return rest, False, _split_evidence(listed)
    return text, False, ()


def _split_evidence(listed: str) -> tuple[str, ...]:
    """Split at the semicolons that no backslash escapes."""
    parts, current, escaped = [], "", False
    for c in listed:
        if c == ";" and not escaped:
            parts.append(current.strip())
            current = ""
        elif c == "\\" and not escaped:
            escaped = True
            continue
        else:
            current += c
        escaped = False
    parts.append(current.strip())
    return tuple(part for part in parts if part)


def read_trust(text: str) -> tuple[str, Trust]:
    """The text without the mark that opens it, and what the mark says."""
    for mark, trust in TRUST_MARKS.items():
        if text.startswith(mark):
            return text[len(mark) :], trust
    return text, "stated"
