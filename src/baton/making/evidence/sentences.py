"""Cutting Markdown prose into sentences and bullets, each with the heading it stands under."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple


class Piece(NamedTuple):
    """A sentence or a bullet, without its list marker and emphasis; code spans stay."""

    text: str
    bullet: bool = False
    heading: str = ""  # the heading or the lead-in line ("Next steps:") it stands under


_FENCE = re.compile(
    r"^[ \t]*(?:```|~~~).*?(?:^[ \t]*(?:```|~~~)[ \t]*$|\Z)", re.MULTILINE | re.DOTALL
)
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+(.*)$|^\s*\*\*([^*\n]{3,80}?):?\*\*:?\s*$")
_BULLET = re.compile(r"^\s*(?:[-*+•]|\d{1,2}[.)]|[-*+] \[[ xX]\])\s+(?:\[[ xX]\]\s+)?(.*)$")
_QUOTED = re.compile(r"^\s*>+ ?")
_NUMBER = re.compile(r"^\d{1,2}[.)]\s+")
_RULES = re.compile(r"[\u23af\u2500-\u257f]{2,}|[=~_]{4,}")  # drawn lines
_TABLE_RULE = re.compile(r"^\s*\|?[\s:|-]+\|?\s*$")
_END = re.compile(
    r"(?<=[.!?…])[\"')\]`]?\s+(?=[A-ZÀ-ÞА-Я¿¡\[`\"'(*_\u2705\u274c0-9~/@])|(?<=[。！？])|\n+"
)
_EMPHASIS = re.compile(r"\*\*|__(?=\w)|(?<=\w)__|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)")
_ICONS = re.compile(r"^[\s\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff\ufe0f]+")
_LINK = re.compile(r"\[([^\[\]\n]{1,200})\]\((?!http)[^()\n]{1,300}\)")
_FEW_WORDS = 4
_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")  # kana and Chinese characters
_DENSE_TO_A_WORD = 2
_TAG = re.compile(r"</?(?:sub|sup|b|i|em|strong|kbd|br|u|small|details|summary)\b[^<>\n]{0,40}>")
_LONGEST_TEXT = 40_000  # characters of one message; what is longer is pasted data


# Words that a sentence starts with and that carry no capital inside one.
LOWERED = frozenset(
    {"a", "all", "an", "and", "any", "both", "but", "each", "every", "for", "if", "in", "it",
     "it's", "its", "no", "on", "our", "since", "so", "that", "that's", "the", "their", "there",
     "these", "they", "this", "those", "using", "we", "when", "while", "with", "without", "you"}
)  # fmt: skip


@lru_cache(maxsize=256)  # a message is looked at for several roles
def pieces(text: str) -> tuple[Piece, ...]:
    """The pieces of a message in order; code blocks are left out."""
    reader = _Reader()
    for line in _RULES.sub(" ", _FENCE.sub("\n", text[:_LONGEST_TEXT])).splitlines():
        reader.take(line)
    reader.flush()
    return tuple(piece for piece in reader.found if len(piece.text) > 3)


class _Reader:
    """Takes a message line by line."""

    def __init__(self) -> None:
        self.found: list[Piece] = []
        self.heading = ""
        self.paragraph: list[str] = []

    def flush(self) -> None:
        """Ends the paragraph being collected."""
        for sentence in split(" ".join(self.paragraph)):
            self.found.append(Piece(sentence, heading=self.heading))
        self.paragraph.clear()

    def take(self, line: str) -> None:
        line = _QUOTED.sub("", line)
        stripped = line.strip()
        title, bullet = _HEADING.match(line), _BULLET.match(line)
        if not stripped or title or bullet or stripped.startswith("|"):
            self.flush()
        if title:
            self.heading = _as_heading(title.group(1) or title.group(2) or "")
        elif bullet:
            self.item(bullet.group(1))
        elif stripped.startswith("|"):
            self.row(stripped)
        elif stripped:
            self.prose(stripped, indented=line[:2] in ("  ", "\t"))

    def item(self, text: str) -> None:
        if text:
            self.found.append(Piece(plain(text), bullet=True, heading=self.heading))

    def row(self, text: str) -> None:
        if not _TABLE_RULE.match(text):
            self.item(
                " - ".join(cell.strip() for cell in text.strip("|").split("|") if cell.strip())
            )
        elif self.found:  # the rule under a table's head: what came before was no content
            self.found.pop()

    def prose(self, text: str, *, indented: bool) -> None:
        if indented and not self.paragraph and self.found and self.found[-1].bullet:
            last = self.found.pop()
            self.found.append(last._replace(text=f"{last.text} {plain(text)}"))
            return
        self.paragraph.append(text)
        if text.endswith((":", "：")) and len(text) < 90:
            self.flush()
            self.heading = _as_heading(text)


def with_short_ones(found: tuple[Piece, ...]) -> list[Piece]:
    """The pieces with "Done." and "Fixed." put before the sentence that follows them."""
    joined: list[Piece] = []
    for piece in found:
        short = joined and not joined[-1].bullet and len(joined[-1].text.split()) < _FEW_WORDS
        if short and not piece.bullet and joined[-1].text.endswith((".", "!")):
            joined[-1] = piece._replace(text=f"{joined[-1].text} {piece.text}")
        else:
            joined.append(piece)
    return joined


def _as_heading(text: str) -> str:
    return _NUMBER.sub("", plain(text)).strip(" :：")


def split(text: str) -> list[str]:
    """The sentences of a paragraph."""
    return [plain(part) for part in _END.split(text) if part and part.strip()]


def plain(text: str) -> str:
    """Without emphasis marks, leading icons and local link targets."""
    text = _LINK.sub(r"\1", _EMPHASIS.sub("", _TAG.sub("", text)))
    return _ICONS.sub("", text).strip()


def flat(text: str) -> str:
    """On one line, without drawn rules."""
    return " ".join(_RULES.sub(" ", text).split())


def first_sentence(text: str) -> str:
    """The first sentence of a message; "" when it holds nothing but code."""
    for piece in pieces(text[:4000]):
        return piece.text
    return ""


def length(text: str) -> int:
    """How many words a text has; where words aren't set apart, two characters make one."""
    return len(text.split()) + len(_DENSE.findall(text)) // _DENSE_TO_A_WORD


def _clip_dense(text: str, words: int) -> str:
    """A text without spaces between words, cut at a full stop or comma where one is near."""
    head = text[: words * _DENSE_TO_A_WORD]
    for marks in ("。！？", "，、；"):
        at = max(head.rfind(mark) for mark in marks)
        if at > len(head) // 2:
            return head[: at + 1] if marks[0] == "。" else head[:at] + " …"
    return head + " …"


def clip(text: str, words: int) -> str:
    """At most so many words, cut at the end of a sentence where one is near, else with "…"."""
    if len(_DENSE.findall(text)) > words * _DENSE_TO_A_WORD:
        return _clip_dense(text.strip(), words)
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
