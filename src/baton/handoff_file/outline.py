"""From lines to headed blocks: which lines are headings, and what stands below each."""

from __future__ import annotations

import re
from typing import NamedTuple

from baton.handoff_file.headings import MAX_HEADING, section_of

LABEL_LEVEL = 7  # a bold line or "Next steps:" that serves as a heading

_ATX = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*))?$")
_LABEL = r"(?:\*\*|__)([^*_]{2,80})(?:\*\*:?|__:?)\s*$|([^\W\d_][^:.|`]{2,60}):\s*$"


class Line(NamedTuple):
    number: int
    text: str
    code: bool = False  # inside a code fence; the fence's own lines are left out of items


class Block(NamedTuple):
    """A heading and the lines up to the next one. The first block has level 0 and no heading."""

    level: int
    heading: str
    line: int
    lines: tuple[Line, ...]
    raw: str = ""  # the heading as written


def lines_of(text: str, first_line: int) -> list[Line]:
    """The lines of `text`, those between fences marked. A fence that never closes is no fence."""
    raw = text.split("\n")
    lines: list[Line] = []
    never_closed: set[str] = set()  # looked for once: a file of open fences stays linear
    at = 0
    while at < len(raw):
        fence = fence_of(raw[at])
        end = _closing(raw, at, fence) if fence and fence not in never_closed else 0
        if fence and not end:
            never_closed.add(fence)
        if end:
            lines += [Line(first_line + n, raw[n], True) for n in range(at, end + 1)]
            at = end + 1
        else:
            lines.append(Line(first_line + at, raw[at]))
            at += 1
    return lines


def fence_of(line: str) -> str:
    """The run of backticks or tildes that opens or closes a fence on this line, or ""."""
    bare = line.lstrip()
    if not bare.startswith(("```", "~~~")):
        return ""
    rest = bare.lstrip(bare[0])
    return "" if bare[0] == "`" and "`" in rest else bare[: len(bare) - len(rest)]


def _closing(raw: list[str], start: int, fence: str) -> int:
    """The index of the line that closes the fence; 0 when none does."""
    for at in range(start + 1, len(raw)):
        bare = raw[at].strip()
        if bare.startswith(fence) and not bare.strip(fence[0]):
            return at
    return 0


def outline(text: str, first_line: int, *, labels: bool) -> list[Block]:
    """The blocks of a document. `labels`: bold and `Label:` lines count as headings too."""
    blocks: list[Block] = []
    level, heading, line, raw = 0, "", first_line, ""
    below: list[Line] = []
    lines = lines_of(text, first_line)
    for at, current in enumerate(lines):
        found = None if current.code else _heading(lines, at, labels=labels)
        if found is None:
            below.append(current)
            continue
        start = current
        if found[0] < 0:  # the underline of a heading: the heading is the line before it
            start = below.pop()
        blocks.append(Block(level, heading, line, tuple(below), raw))
        level, heading, line, below = abs(found[0]), found[1], start.number, []
        raw = start.text if start is current else f"{start.text}\n{current.text}"
    blocks.append(Block(level, heading, line, tuple(below), raw))
    return blocks


def _heading(lines: list[Line], at: int, *, labels: bool) -> tuple[int, str] | None:
    """Level and text of the heading on this line; a negative level for a setext underline."""
    text = lines[at].text
    start = text.lstrip()[:1]
    if start == "#":
        match = _ATX.match(text)
        return (len(match[1]), _closed(match[2] or "")) if match else None
    if start and start in "=-" and at and _is_underline(text) and _is_plain_line(lines, at - 1):
        return (-1 if start == "=" else -2), lines[at - 1].text.strip()
    if labels and start and (match := re.match(_LABEL, text)):
        name = (match[1] or match[2]).strip().rstrip(":")
        return (LABEL_LEVEL, name) if section_of(name) not in {None, "other"} else None
    return None


def _closed(text: str) -> str:
    """Without the run of `#` that may close a heading; an escaped run is text."""
    text = text.strip()
    bare = text.rstrip("#")
    if bare == text:
        return text
    if bare.endswith("\\"):
        return bare[:-1] + text[len(bare) :]
    return bare.rstrip() if not bare or bare[-1] in " \t" else text


def _is_underline(text: str) -> bool:
    bare = text.strip()
    return len(bare) >= 3 and not bare.strip(bare[0])


def _is_plain_line(lines: list[Line], at: int) -> bool:
    """A line of its own that can be a heading: after a blank one, and no list, table or quote."""
    text = lines[at].text.strip()
    if not text or len(text) > MAX_HEADING or lines[at].code:
        return False
    alone = at == 0 or not lines[at - 1].text.strip()
    return alone and text[0] not in "-*+>|#=<" and not text[0].isdigit() and "**" not in text
