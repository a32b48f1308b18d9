"""The words of a session, to look claims up in: built once, bounded, searched by plain `find`.

Emphasis and code marks are taken off and space is folded, on both sides of every comparison. What
the reader clipped is missing here, so absence counts only where nothing was clipped (`whole`) or
where the transcript itself was searched (`elsewhere`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import NamedTuple, TypeAlias

import baton.making.evidence.sentences as sentences
from baton.making.choosing import tokens
from baton.model.session import (
    AssistantMessage,
    Compaction,
    Event,
    Note,
    PlanUpdate,
    Session,
    ToolCall,
    UserMessage,
)

# Answers which of some words occur in the untouched transcript (or in the changed files).
Search: TypeAlias = Callable[[frozenset[str]], frozenset[str]]

_MOST_TEXT = 12_000_000  # characters; what comes after them is not searched
_MOST_SENTENCES = 40_000
_MOST_HITS = 400  # occurrences of one context looked at
_COMMON = 600  # a word in more sentences than this tells nothing
_SAME = 0.9  # share of a text's words in a sentence that says the same
_OF_IT = 0.6  # share of that sentence's words in the text
_FEWEST = 2  # words that tell what a sentence is about
_CLIPPED = "characters left out ...]"
_NUMBER_BEFORE = re.compile(r"(?<![\w.])(\d+(?:,\d{3})*(?:\.\d+)?)$")
_NUMBER_AFTER = re.compile(r"(\d+(?:,\d{3})*(?:\.\d+)?)(?!\d)")
_NAME = re.compile(r"[A-Za-z_$][\w$]{3,}")


class Spoken(NamedTuple):
    """A sentence of the session: said by somebody, or written by us from a fact."""

    text: str
    record: int
    by: str  # "user", "assistant", "fact"
    words: frozenset[str]


def folded(text: str) -> str:
    """The text as it is compared."""
    return " ".join(text.replace("`", "").replace("*", "").split())


class SessionText:
    """Everything that was said, run and printed. `facts`: sentences that code knows to be true."""

    def __init__(
        self, session: Session, facts: Iterable[str] = (), search: Search | None = None
    ) -> None:
        self.session = session
        self.facts = tuple(facts)
        self.search = search
        self.found: dict[str, bool] = {}  # what the search said of a word
        parts: list[str] = []
        self.starts: list[int] = []
        self.records: list[int] = []
        size = 0
        self.whole = not session.problems
        for record, text in self._texts():
            if size > _MOST_TEXT:
                self.whole = False
                break
            part = folded(text)
            if not part:
                continue
            self.whole = self.whole and _CLIPPED not in part
            self.starts.append(size)
            self.records.append(record)
            parts.append(part)
            size += len(part) + 1
        self.text = "\n".join(parts)

    def _texts(self) -> Iterator[tuple[int, str]]:
        session = self.session
        yield 0, " ".join((session.title, *session.branches, *session.models))
        for event in session.events:
            for text in _of_event(event):
                yield event.record, text
        for text in self.facts:
            yield 0, text

    def has(self, word: str) -> bool:
        """Whether the text holds `word` on its own, not as a part of a longer word."""
        return next(self.places(word), None) is not None

    def places(self, word: str) -> Iterator[int]:
        """Where `word` stands on its own."""
        at = self.text.find(word) if word else -1
        while at >= 0:
            before, after = self.text[at - 1 : at], self.text[at + len(word) : at + len(word) + 1]
            if not (_joins(before, word[0]) or _joins(after, word[-1])):
                yield at
            at = self.text.find(word, at + 1)

    def of_records(self, first: int, last: int) -> str:
        """The text of some records, as far as it is kept."""
        ends = [*self.starts[1:], len(self.text) + 1]
        return "\n".join(
            self.text[start : end - 1]
            for record, start, end in zip(self.records, self.starts, ends, strict=True)
            if first <= record <= last and record
        )

    def look_up(self, words: Iterable[str]) -> None:
        """Has the search look for all of the words at once, those known aside."""
        wanted = frozenset(word for word in words if word not in self.found)
        if self.search is not None and wanted:
            there = self.search(wanted)
            self.found.update((word, word in there) for word in wanted)

    def knows(self, word: str) -> bool | None:
        """Whether the session has a word at all; None where nobody can tell."""
        if self.has(word):
            return True
        if self.search is not None and word.isascii():
            self.look_up([word])
            if self.found[word]:
                return True
            return None if self.has_agents and not self.whole else False
        return False if self.whole else None

    @cached_property
    def has_agents(self) -> bool:
        """Whether subagents worked, whose transcripts lie elsewhere and are not searched."""
        events = self.session.events
        return any(isinstance(event, ToolCall) and event.agent for event in events)

    def numbers_before(self, right: str) -> dict[str, int]:
        """The numbers that stand before a text in the session, with a place."""
        numbers: dict[str, int] = {}
        for place in self._hits(right):
            if match := _NUMBER_BEFORE.search(self.text[max(place - 24, 0) : place]):
                numbers.setdefault(match[1], place - len(match[1]))
        return numbers

    def numbers_after(self, left: str) -> dict[str, int]:
        """The numbers that stand after a text in the session, with a place."""
        numbers: dict[str, int] = {}
        for place in self._hits(left):
            end = place + len(left)
            if match := _NUMBER_AFTER.match(self.text[end : end + 24]):
                numbers.setdefault(match[1], end)
        return numbers

    def _hits(self, context: str) -> Iterator[int]:
        if not any(map(str.isalpha, context)):
            return
        at = self.text.find(context)
        for _ in range(_MOST_HITS):
            if at < 0:
                return
            yield at
            at = self.text.find(context, at + 1)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every name in the text: made only when one is looked for in vain."""
        return frozenset(_NAME.findall(self.text))

    @cached_property
    def spoken(self) -> tuple[Spoken, ...]:
        """The sentences of people, of the assistant, and of the facts."""
        found: list[Spoken] = []
        for event in self.session.events:
            if isinstance(event, UserMessage | AssistantMessage):
                by = "user" if isinstance(event, UserMessage) else "assistant"
                for piece in sentences.pieces(event.text):
                    found.append(Spoken(piece.text, event.record, by, tokens(piece.text)))
            if len(found) > _MOST_SENTENCES:
                break
        found += [Spoken(fact, 0, "fact", tokens(fact)) for fact in self.facts]
        return tuple(found)

    @cached_property
    def _index(self) -> dict[str, list[int]]:
        index: dict[str, list[int]] = {}
        for number, sentence in enumerate(self.spoken):
            for word in sentence.words:
                index.setdefault(word, []).append(number)
        return index

    def alike(self, words: frozenset[str], least: float) -> list[Spoken]:
        """The sentences that hold at least this share of the words, the likest first."""
        counts: Counter[int] = Counter()
        for word in words:
            listed = self._index.get(word, ())
            if len(listed) <= _COMMON:
                counts.update(listed)
        found = [
            (shared, number) for number, shared in counts.items() if shared >= least * len(words)
        ]
        found.sort(key=lambda pair: (-pair[0], len(self.spoken[pair[1]].words)))
        return [self.spoken[number] for _, number in found[:40]]

    def same_but(self, words: frozenset[str], aside: frozenset[str]) -> list[Spoken]:
        """The sentences that say the same as a text, words `aside` and numbers left out.

        They have nearly all of the text's words and not many others: what holds of a part need
        not hold of the whole.
        """
        telling = telling_words(words, aside)
        if len(telling) < _FEWEST:
            return []
        return [
            sentence
            for sentence in self.alike(telling, _SAME)
            if len(telling & sentence.words) >= _OF_IT * len(telling_words(sentence.words, aside))
        ]


def cited(sentence: Spoken) -> str:
    """The sentence as evidence: who said it, and how it begins."""
    who = {"user": "user", "assistant": "said", "fact": "fact"}[sentence.by]
    return f'{who}: "{sentences.clip(sentence.text, 12)}"'


def telling_words(words: frozenset[str], aside: frozenset[str] = frozenset()) -> frozenset[str]:
    """The words without those aside and without numbers."""
    return frozenset(word for word in words - aside if not word.isdecimal())


def _joins(beside: str, end: str) -> bool:
    return bool(beside) and (beside.isalnum() or beside == "_") and (end.isalnum() or end == "_")


def _of_event(event: Event) -> Iterator[str]:
    """The texts of one event."""
    if isinstance(event, UserMessage | AssistantMessage | Note):
        yield event.text
    elif isinstance(event, ToolCall):
        yield event.command
        yield event.purpose
        yield " ".join((*event.paths, *(change.path for change in event.changes)))
        yield event.outcome.output
        for question in event.questions:
            yield " ".join((question.text, *question.options, question.answer))
    elif isinstance(event, PlanUpdate):
        yield "\n".join(item.text for item in event.items)
    elif isinstance(event, Compaction):
        yield event.summary
