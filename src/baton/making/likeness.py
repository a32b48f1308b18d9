"""Whether two texts say the same, and whether one speaks of the other: by their words alone.

Cautious on purpose. Where a wrong yes would make a step vanish, two wordings of one step side by
side are the smaller evil: a number, a code span or a "not" that differs keeps texts apart.
"""

from __future__ import annotations

import re
from functools import lru_cache

from baton.making.choosing import tokens

_WORD = re.compile(r"[^\W_]+")
_CODE = re.compile(r"`([^`]+)`")
# Scripts without spaces between words, and Korean with its endings: read by pairs of characters.
_PAIRED = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_NOT = frozenset(
    {"not", "no", "never", "don", "doesn", "didn", "won", "isn", "without", "cannot", "nicht",
     "kein", "pas", "sin", "não"}
)  # fmt: skip
_SMALL = frozenset(
    {"a", "an", "the", "of", "to", "in", "on", "for", "and", "or", "is", "are", "be", "it", "its",
     "this", "that", "with", "so"}
)  # fmt: skip
# Verbs that most steps open with: they tell nothing about which step it is.
_DOING = frozenset(
    {"add", "added", "write", "wrote", "make", "made", "create", "implement", "fix", "fixe",
     "update", "change", "finish", "complete", "use", "get", "set", "start", "need", "should",
     "also", "still", "todo", "next", "step"}
)  # fmt: skip
_ENDINGS = re.compile(r"(?:ing|ed|es|e)$")
_SAME = 0.8  # of all words of both
_PART = 0.6  # of the longer text's words, where the shorter one lies in it whole
_SPOKEN_OF = 0.6  # of the telling words


def same(one: str, other: str) -> bool:
    """Whether one may stand for the other."""
    if " ".join(one.split()).casefold() == " ".join(other.split()).casefold():
        return True
    mine, theirs = _words(one), _words(other)
    apart = mine ^ theirs
    if apart & _NOT or any(any(c.isdigit() for c in word) for word in apart):
        return False
    spans = set(_CODE.findall(one)), set(_CODE.findall(other))
    if all(spans) and spans[0] != spans[1]:
        return False
    shared, smaller = len(mine & theirs), min(len(mine), len(theirs))
    larger = max(len(mine), len(theirs))
    if not smaller:
        return False
    return shared >= _SAME * len(mine | theirs) or (
        shared == smaller >= 3 and smaller >= _PART * larger
    )


def says_more(one: str, other: str) -> bool:
    """Whether `one` holds every word of `other` and some besides."""
    return _words(one) > _words(other)


def speaks_of(text: str, subject: str) -> bool:
    """Whether `text` names most of what tells `subject` from others."""
    wanted = telling(subject)
    shared = len(wanted & telling(text))
    return shared >= 2 and shared >= _SPOKEN_OF * len(wanted)


@lru_cache(maxsize=4096)
def telling(text: str) -> frozenset[str]:
    """The words that tell what a text is about, crudely stemmed; pairs where there are no words."""
    latin = {_ENDINGS.sub("", word) for word in tokens(text) if word not in _DOING}
    others = {word for word in _words(text) if not word.isascii()}
    return frozenset(latin | others)


@lru_cache(maxsize=4096)
def _words(text: str) -> frozenset[str]:
    """Every word in small letters."""
    found: set[str] = set()
    for word in _WORD.findall(text.casefold()):
        if _PAIRED.search(word):
            found.update(word[at : at + 2] for at in range(max(len(word) - 1, 1)))
        elif word not in _SMALL:
            found.add(word)
    return frozenset(found)
