"""From the lines of a section to its items: bullets, numbers, table rows, paragraphs, fences."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from baton.handoff_file.marks import NOTHING_WORDS
from baton.handoff_file.outline import fence_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baton.handoff_file.outline import Line

_BULLET = re.compile(r"([ \t]*)(?:[-*+•]|\d{1,3}[.)])[ \t]+(.*)$")
_TABLE_RULE_CHARACTERS = set("|-: \t")


class Item(NamedTuple):
    """One item on one line of text; `depth` 1 is a bullet below the item before it.

    `ticked` is None without a checkbox; `cells` holds a table row, `header` the names over it.
    """

    text: str
    line: int
    depth: int = 0
    ticked: bool | None = None
    cells: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    code: bool = False


def items_of(lines: Sequence[Line]) -> list[Item]:
    """The items of a section, top to bottom. "None." and empty ones are left out."""
    found: list[Item] = []
    header: tuple[str, ...] = ()
    only_code = all(line.code or not line.text.strip() for line in lines)
    indent = 0  # of the bullets at the top level
    is_open = False  # the next plain line continues the item before it
    for at, line in enumerate(lines):
        bare = line.text.strip()
        if line.code and not only_code:
            _add_code(found, line)
            is_open = False
        elif not bare or _is_decoration(bare):
            is_open = False
        elif bare[0] == "|" and bare.count("|") > 1:
            row = _cells(bare)
            is_header = at + 1 < len(lines) and _is_table_rule(lines[at + 1].text)
            if is_header:
                header = row
            elif not _is_table_rule(bare):
                found.append(_row(row, line.number, header))
            is_open = False
        elif match := _BULLET.match(line.text):
            here = len(match[1].expandtabs(4))
            below = bool(found) and here > indent and not found[-1].cells
            indent = indent if below else here
            found.append(_bullet(match[2].strip(), line.number, int(below)))
            is_open = True
        elif is_open:
            found[-1] = found[-1]._replace(text=f"{found[-1].text} {bare.lstrip('> ')}")
        else:
            found.append(Item(bare.lstrip("> "), line.number))
            is_open = True
    return [item for item in found if not _says_nothing(item.text)]


def _is_decoration(bare: str) -> bool:
    """A comment, a rule, or a fence that never closes."""
    is_rule = len(bare) >= 3 and bare[0] in "-*_" and not bare.strip(f"{bare[0]} \t")
    return is_rule or bare.startswith("<!--") or bool(fence_of(bare))


def _bullet(text: str, line: int, depth: int) -> Item:
    if text[:1] == "[" and text[2:3] == "]" and text[1] in " xX~-" and text[3:4] in {"", " "}:
        return Item(text[3:].strip(), line, depth, ticked=text[1] in "xX")
    return Item(text, line, depth)


def _add_code(found: list[Item], line: Line) -> None:
    """The lines of a fence become one item of code, on one line."""
    text = line.text.strip()
    if fence_of(text):
        opens = not found or not found[-1].code or bool(found[-1].header)
        if opens:
            found.append(Item("", line.number, 1 if found else 0, code=True))
        else:  # it closes: the next fence starts an item of its own
            found[-1] = found[-1]._replace(header=("closed",))
    elif text and found:
        found[-1] = found[-1]._replace(text=f"{found[-1].text} {text}".strip())


def _cells(bare: str) -> tuple[str, ...]:
    """The cells of a table row; an escaped pipe is text."""
    inner = bare.strip("|") if not bare.endswith("\\|") else bare.lstrip("|")
    parts = inner.replace("\\|", "\0").split("|")
    return tuple(part.replace("\0", "|").strip() for part in parts)


def _row(cells: tuple[str, ...], line: int, header: tuple[str, ...]) -> Item:
    text = " — ".join(cell for cell in cells if cell)
    return Item(text, line, cells=cells, header=header if len(header) == len(cells) else ())


def _is_table_rule(text: str) -> bool:
    return "-" in text and "|" in text and _TABLE_RULE_CHARACTERS.issuperset(text)


def _says_nothing(text: str) -> bool:
    return not text or text.lower().rstrip(".") in NOTHING_WORDS
