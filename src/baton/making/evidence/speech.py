"""Sentences worth keeping, by the role they play: done, decision, lesson, next, blocker, state.

What is looked at, and where: closing messages of turns (done, next), everything said and thought
(decisions, lessons), the user's own words (decisions), the end of the session (next, blockers).
A statement is always a verbatim piece of what somebody wrote; only its weight is ours.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator

import baton.making.evidence.choices as choices
import baton.making.evidence.endings as endings
import baton.making.evidence.lessons as lessons
import baton.making.evidence.sentences as sentences
from baton.making.evidence.cues import CUES
from baton.making.evidence.sentences import Piece, with_short_ones
from baton.making.evidence.statements import CODE, fits, forward, statement, weightiest
from baton.making.evidence.turns import Turn
from baton.model.evidence import Statement
from baton.model.session import AssistantMessage

_MOST_POINTS = 3  # of a list told with its lead-in


def mine_statements(turns: tuple[Turn, ...]) -> tuple[Statement, ...]:
    """The statements of a session, each role's best by `weight`, in the order they were made."""
    return tuple(weightiest(_from_turns(turns)))


def _from_turns(turns: tuple[Turn, ...]) -> Iterator[Statement]:
    for position, turn in enumerate(turns):
        age = (position + 1) / len(turns)
        yield from _from_closing(turn, age)
        yield from lessons.outdated(weightiest(_from_talk(turn, age)))
        if turn.asked is not None:
            yield from choices.laid_down(turn.asked, age)
        for remark in turn.remarks:
            yield from choices.laid_down(remark, age)
        yield from choices.picked(turns, position)
    yield from endings.left_open(turns)


def _from_closing(turn: Turn, age: float) -> Iterator[Statement]:
    """What a turn's closing message says was done; the turn's best one is weighted up."""
    closing = turn.said[-1] if turn.said and turn.worked else None
    if closing is None:
        return
    best: Statement | None = None
    found = []
    for order, piece in enumerate(_closed(with_short_ones(sentences.pieces(closing.text)))):
        if piece.text.endswith(("?", "？")) or not fits(piece.text) or forward(piece):
            continue
        weight = _done_weight(piece, order) + 0.6 * age
        if weight < 1.0:
            continue
        made = statement("done", _with_heading(piece), closing.record, weight)
        found.append(made)
        if best is None or weight > best.weight:
            best = made
    for one in found:
        yield one._replace(weight=one.weight + 2) if one is best else one


def _closed(found: list[Piece]) -> Iterator[Piece]:
    """The pieces, each that ends in a colon with the first points it leads to."""
    for position, piece in enumerate(found):
        if piece.text.endswith((":", "：")) and CUES.reports.match(piece.text):
            points = []
            for following in found[position + 1 : position + 1 + _MOST_POINTS]:
                if not following.bullet:
                    break
                points.append(following.text.rstrip("."))
            piece = piece._replace(text=f"{piece.text} {'; '.join(points)}") if points else piece
        yield piece


def _done_weight(piece: Piece, order: int) -> float:
    weight = min(len(CUES.done.findall(piece.text)), 3) * 0.8
    weight += 0.6 if CODE.search(piece.text) else 0
    weight += 0.5 if piece.bullet else 0
    weight += 0.5 if order == 0 else 0
    if CUES.chatter.match(piece.text) or CUES.offer.search(piece.text):
        weight -= 1.2
    if CUES.next.search(piece.text):
        weight -= 1.0
    return weight


def _with_heading(piece: Piece) -> str:
    """A short bullet says more with the heading it stands under."""
    heading = "" if CUES.generic_heading.match(piece.heading) else piece.heading
    if piece.bullet and heading and len(piece.text.split()) < 8 and len(heading.split()) <= 8:
        return f"{heading}: {piece.text}"
    return piece.text


def _from_talk(turn: Turn, age: float) -> Iterator[Statement]:
    """Decisions and lessons in everything the assistant said and thought."""
    closing = turn.said[-1].record if turn.said else 0
    failures = [call.record for call in turn.calls if call.outcome.status in ("failed", "rejected")]
    troubled = turn.asked is not None and bool(
        CUES.trouble.search(turn.asked.text) or CUES.correction.search(turn.asked.text[:300])
    )
    before = 0
    for message in sorted((*turn.said, *turn.thought), key=lambda said: said.record):
        answers = bisect(failures, message.record) > bisect(failures, before)
        before = before if message.thinking else message.record
        base = 0.3 * age + (0.8 if message.record == closing else 0.0)
        context = (1.3 if answers else 0) + (0.7 if troubled else 0) + (0.3 if turn.worked else 0)
        yield from _from_message(message, base, context)


def _from_message(message: AssistantMessage, base: float, context: float) -> Iterator[Statement]:
    """`context` weighs lessons up: said after a failure, or in answer to trouble."""
    found = sentences.pieces(message.text)
    for position, piece in enumerate(found):
        if not fits(piece.text) or piece.text.endswith(("?", "？", ":", "：")):
            continue
        previous = found[position - 1].text if position else ""
        following = found[position + 1].text if position + 1 < len(found) else ""
        yield from choices.settled(piece, message, previous, following, base)
        told = lessons.with_neighbour(piece, previous, following)
        yield from lessons.learned(told, message, base + context)
