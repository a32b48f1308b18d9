"""Making a statement of a piece of text: clipped, with what it turns down, and its weight."""

from __future__ import annotations

import re
from collections.abc import Iterable

import baton.making.evidence.sentences as sentences
from baton.making.evidence.cues import CUES
from baton.making.evidence.sentences import Piece
from baton.model.evidence import Statement, StatementRole

CODE = re.compile(r"`[^`]+`|\b\w+\(\)|\b[\w-]+\.(?:py|ts|js|go|rs|md|json|ya?ml|toml|tsx|sh)\b")
_SHORTEST, _LONGEST = 4, 60  # words
_CLIP = 55
_MOST, _MOST_OF_A_ROLE = 12_000, 1000  # statements held
_WORD = re.compile(r"[^\W\d_]{3,}|[\u3040-\u9fff\uac00-\ud7a3]{2,}")


def statement(
    role: StatementRole, text: str, record: int, weight: float, why: str = ""
) -> Statement:
    """What the assistant said, in the role given; `rejected` is filled in for decisions."""
    return Statement(
        role,
        sentences.clip(text, _CLIP),
        "assistant",
        record,
        why=sentences.clip(why, 40) if why else "",
        rejected=rejected(text) if role == "decision" else "",
        weight=round(weight, 3),
    )


def rejected(text: str) -> str:
    """The alternative a sentence turns down; "" when it names none that means anything alone."""
    match = CUES.rejected.search(text)
    named = next(filter(None, match.groups()), "") if match else ""
    found = named.strip(" ,;:—–-，、")
    whole = found.count("`") % 2 == 0 and found.count('"') % 2 == 0
    return found if whole and _WORD.search(found) else ""


def fits(text: str) -> bool:
    """Whether a text has the length of a statement; scripts without spaces go by characters."""
    words = text.count(" ") + 1
    return _SHORTEST <= words <= _LONGEST or (not text.isascii() and 12 <= len(text) <= 300)


def forward(piece: Piece) -> bool:
    """Whether a piece stands under a heading like "Next steps"."""
    return bool(piece.heading and CUES.next_heading.search(piece.heading))


def weightiest(statements: Iterable[Statement]) -> list[Statement]:
    """The statements in their order; of very many, each role's weightiest.

    A draft considers a few hundred of a role: the rest would only fill the memory.
    """
    found: list[Statement] = []
    for one in statements:
        found.append(one)
        if len(found) > _MOST:
            found = _trimmed(found)
    return found


def _trimmed(found: list[Statement]) -> list[Statement]:
    left = dict.fromkeys((one.role for one in found), _MOST_OF_A_ROLE)
    kept = set()
    for position in sorted(range(len(found)), key=lambda position: -found[position].weight):
        role = found[position].role
        left[role] -= 1
        if left[role] >= 0:
            kept.add(position)
    return [one for position, one in enumerate(found) if position in kept]
