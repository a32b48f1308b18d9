"""Cutting Markdown prose into sentences and bullets, each with the heading it stands under."""

from __future__ import annotations

import re
from typing import NamedTuple


class Piece(NamedTuple):
    """A sentence or a bullet, without its list marker and emphasis; code spans stay."""

    text: str
    bullet: bool = False
    heading: str = ""  # the heading or the lead-in line ("Next steps:") it stands under


_FENCE = re.compile(r"^\s*(?:```|~~~).*?(?:^\s*(?:```|~~~)\s*$|\Z)", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+(.*)$|^\s*\*\*([^*\n]{3,80}?):?\*\*:?\s*$")
_BULLET = re.compile(r"^\s*(?:[-*+•]|\d{1,2}[.)]|[-*+] \[[ xX]\])\s+(?:\[[ xX]\]\s+)?(.*)$")
_TABLE_RULE = re.compile(r"^\s*\|?[\s:|-]+\|?\s*$")
_END = re.compile(r"(?<=[.!?…])[\"')\]`]?\s+(?=[A-Z\[`\"'(*_\u2705\u274c0-9~/@])|(?<=[。！？])|\n+")
_EMPHASIS = re.compile(r"\*\*|__(?=\w)|(?<=\w)__|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)")
_ICONS = re.compile(r"^[\s\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff\ufe0f]+")
_LINK = re.compile(r"\[([^\]\n]+)\]\((?!http)[^)\n]+\)")
_LONGEST_TEXT = 40_000  # characters of one message; what is longer is pasted data


def pieces(text: str) -> tuple[Piece, ...]:
    """The pieces of a message in order; code blocks are left out."""
    found: list[Piece] = []
    heading = ""
    paragraph: list[str] = []

    def flush() -> None:
        for sentence in split(" ".join(paragraph)):
            found.append(Piece(sentence, heading=heading))
        paragraph.clear()

    for line in _FENCE.sub("\n", text[:_LONGEST_TEXT]).splitlines():
        title, bullet = _HEADING.match(line), _BULLET.match(line)
        stripped = line.strip()
        if not stripped:
            flush()
        elif title:
            flush()
            heading = plain(title.group(1) or title.group(2))
        elif bullet or stripped.startswith("|"):
            flush()
            item = bullet.group(1) if bullet else _cells(stripped)
            if item:
                found.append(Piece(plain(item), bullet=True, heading=heading))
        elif found and found[-1].bullet and line[:2] in ("  ", "\t") and not paragraph:
            found[-1] = found[-1]._replace(text=f"{found[-1].text} {plain(stripped)}")
        elif stripped.endswith((":", "：")) and len(stripped) < 90:
            paragraph.append(stripped)
            flush()
            heading = plain(stripped.rstrip(":："))
        else:
            paragraph.append(stripped)
    flush()
    return tuple(piece for piece in found if len(piece.text) > 3)


def _cells(row: str) -> str:
    if _TABLE_RULE.match(row):
        return ""
    return " - ".join(cell.strip() for cell in row.strip("|").split("|") if cell.strip())


def split(text: str) -> list[str]:
    """The sentences of a paragraph."""
    return [plain(part) for part in _END.split(text) if part and part.strip()]


def plain(text: str) -> str:
    """Without emphasis marks, leading icons and local link targets."""
    text = _LINK.sub(r"\1", _EMPHASIS.sub("", text))
    return _ICONS.sub("", text).strip()


def first_sentence(text: str) -> str:
    """The first sentence of a message; "" when it holds nothing but code."""
    for piece in pieces(text[:4000]):
        return piece.text
    return ""


def clip(text: str, words: int) -> str:
    """At most so many words, cut at the end of a sentence where one is near, else with "…"."""
    split_words = text.split()
    if len(split_words) <= words:
        return text.strip()
    head = " ".join(split_words[:words])
    for mark in (". ", "! ", "? ", "。", "; "):
        at = head.rfind(mark)
        if at > len(head) // 2:
            return head[: at + 1].strip()
    if head.count("`") % 2:  # never leave a code span open
        head = head[: head.rfind("`")]
    return head.rstrip(" ,;:(-–—") + " …"
