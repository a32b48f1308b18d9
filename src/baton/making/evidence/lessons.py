"""Lessons: what the assistant found out, weighed by what it was said in answer to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from baton.making.evidence.cues import CUES
from baton.making.evidence.sentences import Piece
from baton.making.evidence.statements import CODE, statement
from baton.model.evidence import Statement
from baton.model.session import AssistantMessage

_LETTERED = re.compile(r"^(?:option\s+)?[A-D][.):]\s", re.IGNORECASE)
_SHORTEST_LESSON = 30  # characters: "I was wrong." teaches nothing
_SHORT, _LONGEST_JOINED = 10, 45  # words
_SUPERSEDED = 1.5  # weight a diagnosis loses to a later one of its turn


def learned(piece: Piece, message: AssistantMessage, base: float) -> Iterator[Statement]:
    """The lesson a piece of a message holds, if any."""
    strong = len(CUES.lesson.findall(piece.text))
    weak = len(CUES.weak_lesson.findall(piece.text))
    explains = len(CUES.explains.findall(piece.text))
    if (not strong and weak + explains < 2) or len(piece.text) < _SHORTEST_LESSON:
        return
    weight = base + min(strong, 3) * 1.0 + min(weak, 3) * 0.35 + min(explains, 2) * 0.6
    yield statement("lesson", piece.text, message.record, weight + _bearing(piece.text, message))


def with_neighbour(piece: Piece, previous: str, following: str) -> Piece:
    """A short diagnosis with the sentence that says more, a conclusion with what it rests on."""
    text = piece.text
    if piece.bullet:
        return piece
    if len(text.split()) < _SHORT and CUES.diagnosis.search(text) and following:
        text = f"{text} {following}"
    elif CUES.conclusion.match(text) and previous and not previous.endswith((":", "?")):
        text = f"{previous} {text}"
    return piece._replace(text=text) if len(text.split()) <= _LONGEST_JOINED else piece


def _bearing(text: str, message: AssistantMessage) -> float:
    """What the manner of a sentence adds to its weight: code tells, supposition doesn't."""
    weight = 0.4 if CODE.search(text) else 0.0
    weight -= 0.8 if CUES.doing.match(text) else 0
    weight -= 0.7 if CUES.guess.search(text) else 0
    weight -= 0.7 if CUES.intent.search(text) else 0
    weight -= 0.8 if CUES.musing.match(text) else 0
    weight -= 0.4 if message.thinking else 0
    weight -= 1.6 if CUES.reports.match(text) else 0
    weight -= 1.5 if CUES.rejected.search(text) and CUES.chosen.search(text) else 0  # a decision
    return weight - (1.0 if _LETTERED.match(text) else 0)  # an option that was offered


def outdated(found: Iterable[Statement]) -> tuple[Statement, ...]:
    """One turn's statements, its earlier diagnoses weighed down: the last one held."""
    kept = list(found)
    diagnoses = [
        position
        for position, one in enumerate(kept)
        if one.role == "lesson" and CUES.diagnosis.search(one.text)
    ]
    last = kept[diagnoses[-1]].record if diagnoses else 0
    for position in diagnoses:
        one = kept[position]
        if one.record < last:
            kept[position] = one._replace(weight=round(one.weight - _SUPERSEDED, 3))
    return tuple(kept)
