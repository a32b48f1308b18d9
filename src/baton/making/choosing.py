"""Choosing what goes into a section: the weightiest first, nothing twice, within its words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import baton.making.evidence.sentences as sentences
from baton.model.evidence import Statement

_WORD = re.compile(r"[^\W\d_]+|\d+")
_HUMP = re.compile(r"[A-Z]?[a-zà-öø-ÿ]+|[A-ZÀ-Þ]+|[^\W\d_A-Za-zÀ-ÿ]+")  # words inside camelCase
# Scripts that set no spaces between words, or glue particles to them, go by pairs of characters.
_GLUED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_COMMON = frozenset(
    {"the", "and", "for", "with", "that", "this", "from", "are", "was", "were", "has", "have",
     "had", "not", "but", "now", "you", "your", "its", "our", "can", "will", "let", "all", "any",
     "into", "then", "than", "also", "just", "been", "being", "per", "via"}
)  # fmt: skip
_NEAR = 10  # records
_CROWDING = 0.45  # weight lost to each statement taken near by
_SAME = 0.62  # share of the smaller one's words


def tokens(text: str) -> frozenset[str]:
    """The telling words of a text, in lower case, crudely stemmed."""
    found: set[str] = set()
    for run in _WORD.findall(text):
        if not run.isascii() and _GLUED.search(run):
            found.update(run[at : at + 2] for at in range(len(run) - 1))
            continue
        for word in _HUMP.findall(run) or [run]:
            word = word.lower()
            if len(word) > 2 and word not in _COMMON:
                found.add(word[:-1] if word.endswith("s") and len(word) > 4 else word)
    return frozenset(found)


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two texts say the same, by their words; two words in common are no sameness."""
    smaller = min(len(one), len(other))
    shared = len(one & other)
    return shared >= _SAME * smaller and shared >= min(3, len(one))


def spread(statements: Sequence[Statement], most: int = 40) -> list[Statement]:
    """The weightiest first, but spread over the session.

    What was said near something already taken weighs less: a long hunt for one bug must not
    crowd out the rest.
    """
    waiting = sorted(statements, key=lambda statement: -statement.weight)[: most * 4]
    weights = [statement.weight for statement in waiting]
    taken: list[Statement] = []
    while waiting and len(taken) < most:
        best = max(range(len(waiting)), key=weights.__getitem__)
        chosen = waiting.pop(best)
        weights.pop(best)
        taken.append(chosen)
        for position, other in enumerate(waiting):
            if abs(other.record - chosen.record) <= _NEAR:
                weights[position] -= _CROWDING
    return taken


class Shelf:
    """What a document already says, so that nothing is said twice."""

    def __init__(self) -> None:
        self.said: list[frozenset[str]] = []

    def has(self, text: str) -> bool:
        words = tokens(text)
        if not words:
            return True
        return any(_alike(words, other) for other in self.said)

    def take(self, text: str) -> bool:
        """Adds the text unless it was said; answers whether it was new."""
        if self.has(text):
            return False
        self.said.append(tokens(text))
        return True

    def fill(self, texts: Iterable[str], words: int) -> list[str]:
        """The new ones of the texts, in their order, until the words are used up."""
        chosen = []
        for text in texts:
            size = sentences.length(text)
            if size > words:
                continue
            if self.take(text):
                chosen.append(text)
                words -= size
        return chosen
