"""What the end of a session leaves open: next steps, blockers, questions, where things stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

import baton.making.evidence.goal as goal
import baton.making.evidence.outputs as outputs
import baton.making.evidence.sentences as sentences
from baton.making.evidence.commands import runs_of
from baton.making.evidence.cues import CUES
from baton.making.evidence.sentences import Piece, with_short_ones
from baton.making.evidence.statements import fits, forward, statement
from baton.making.evidence.turns import Turn
from baton.model.evidence import Statement
from baton.model.session import AssistantMessage, ToolCall, UserMessage

_CHOICE = re.compile(r"\b(?:which|what|how|or)\b", re.IGNORECASE)
# A line ending in a colon, then a code block of three lines at most.
_COMMAND_BLOCK = re.compile(
    r"^(?P<lead>[^\n]{3,80}):\**[ \t]*\n\s*```\w*\n(?P<code>(?:[^\n`]+\n){1,3})[ \t]*```",
    re.MULTILINE,
)
_LONGEST_REPORT = 30  # words
_SHORTEST_STATE = 25  # characters


def left_open(turns: tuple[Turn, ...]) -> Iterator[Statement]:
    """What the end of the session leaves open."""
    if not turns:
        return
    last = turns[-1]
    message = last.said[-1] if last.said else None
    if message is not None:
        yield from _open_ends(message, finished=last.closing is not None)
    if last.asked is not None and (message is None or last.closing is None or last.interrupted):
        text = sentences.flat(goal.own_words(last.asked))
        if not CUES.acknowledgement.match(text[:200]):
            yield statement("next", sentences.clip(text, 45), last.asked.record, 4.0)._replace(
                by="user"
            )
    yield from _unconfirmed(turns[-2:])
    for call in last.calls[-1:]:
        yield from _unfinished(call, last)
    if len(turns) > 1 and turns[-2].said:
        for left in _open_ends(turns[-2].said[-1], finished=True):
            if left.role != "state":
                yield left._replace(weight=left.weight - 1.5)


def _checked(turn: Turn) -> bool:
    """Whether a test, lint or build passed after the turn's last edit: what it did was tried."""
    edited = max((call.record for call in turn.calls if call.changes), default=0)
    return any(
        run.status == "ok" and run.kind in ("test", "typecheck", "build", "run")
        for call in turn.calls
        if call.record > edited and call.kind == "run"
        for run in runs_of(call)
    )


def _unconfirmed(turns: tuple[Turn, ...]) -> Iterator[Statement]:
    """The trouble reported last, when nothing shows that it is over."""
    for turn in reversed(turns):
        if turn.asked is None or _checked(turn) or CUES.acknowledgement.match(turn.asked.text):
            return
        reported = _reported(turn.asked)
        if reported:
            yield statement("blocker", reported, turn.asked.record, 2.5)._replace(by="user")
            return


def _reported(asked: UserMessage) -> str:
    """The trouble a prompt tells of, with the pasted line of the error; "" when it tells none."""
    words = sentences.flat(goal.own_words(asked))
    error = outputs.reported_error(asked.text)
    if not error and (words.endswith("?") or not CUES.trouble.search(words)):
        return ""
    words = sentences.clip(words, _LONGEST_REPORT)
    return f"{words} {error}" if error and error not in words else words


def _open_ends(message: AssistantMessage, *, finished: bool) -> Iterator[Statement]:
    yield from _command_blocks(message)
    found = sentences.pieces(message.text)
    for order, piece in enumerate(with_short_ones(found)):
        text = piece.text
        if (not fits(text) and not piece.bullet) or text.endswith((":", "：")):
            continue
        weight = _open_weight(piece, finished=finished)
        if not finished and order < 2 and CUES.musing.match(text):  # what was going on at the end
            weight = max(weight, 2.2)
        if weight:
            yield statement("next", _with_options(text, found), message.record, weight)
        if CUES.blocker.search(text):
            yield statement("blocker", text, message.record, 2.0)
        if order < 2 and not text.endswith(("?", "？")) and len(text) >= _SHORTEST_STATE:
            yield statement("state", text, message.record, 2.0 - order)


def _open_weight(piece: Piece, *, finished: bool) -> float:
    """How much a piece of the last message points forward; 0 when it doesn't."""
    if CUES.offer.search(piece.text) or (piece.text.endswith(("?", "？")) and finished):
        return 2.6
    if forward(piece):
        return 3.0
    if CUES.next.search(piece.text) and not CUES.reports.match(piece.text):
        return 1.6
    return 2.8 if not finished and CUES.doing.match(piece.text) else 0.0


def _command_blocks(message: AssistantMessage) -> Iterator[Statement]:
    """Commands the user is invited to run: "Try again:" and a short block of code."""
    for match in _COMMAND_BLOCK.finditer(message.text):
        if CUES.invite.match(match["lead"]):
            lines = "; ".join(f"`{line.strip()}`" for line in match["code"].split("\n") if line)
            yield statement(
                "next", f"{sentences.plain(match['lead'])}: {lines}", message.record, 2.4
            )


def _with_options(question: str, found: tuple[Piece, ...]) -> str:
    """A short question ("Which one?") with the headings of the options it is about."""
    short = question.endswith("?") and len(question.split()) <= 9
    if not short or not _CHOICE.search(question):
        return question
    options = list(dict.fromkeys(piece.heading for piece in found if piece.heading))[-4:]
    return f"{question} ({'; '.join(options)})" if len(options) > 1 else question


def _unfinished(call: ToolCall, turn: Turn) -> Iterator[Statement]:
    if call.outcome.status in ("running", "unknown", "interrupted", "rejected") and call.purpose:
        yield statement("next", call.purpose, call.record, 2.2)
    for question in call.questions:
        if not question.answer:
            yield statement("blocker", question.text, call.record, 3.0)
