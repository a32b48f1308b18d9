"""Decisions: what the assistant settled on and why, what the user laid down, options picked."""

from __future__ import annotations

import re
from collections.abc import Iterator

import baton.making.evidence.goal as goal
import baton.making.evidence.sentences as sentences
from baton.making.evidence.cues import CUES
from baton.making.evidence.sentences import Piece
from baton.making.evidence.statements import CODE, fits, statement
from baton.making.evidence.turns import Turn
from baton.model.evidence import Statement
from baton.model.session import AssistantMessage, UserMessage

# "1", "B) please", "option 2", "let's do 2. Or better ..."
_NAMED = re.compile(
    r"^\W*(?:option\s+|let'?s (?:do|go with|take)\s+|i'?d go with\s+)?(?P<name>\d|[a-d])"
    r"(?=\W*$|[).:,;!]|\s+(?:and|but|please|is|it)\b)",
    re.IGNORECASE,
)
_ENUMERATED = re.compile(r"\b1[.)].*\b2[.)]")
_OPTION = re.compile(r"^(?:option\s+)?(?P<name>\d|[A-D])\b[.):]?\s*", re.I)
BY_USER = "(the user"  # ends what the user chose of what was offered
_SHORTEST_QUESTION = 7  # words: "Want me to go on?" decides nothing
_PASTED = 150  # words; a longer prompt is a document more than an instruction
_MOST_OF_A_PROMPT = 4
_LEAST_INSTRUCTION = 0.8  # weight


def settled(
    piece: Piece, message: AssistantMessage, previous: str, following: str, base: float
) -> Iterator[Statement]:
    hits = len(CUES.decision.findall(piece.text))
    if not hits:
        return
    why = ""
    if not CUES.why.search(piece.text):
        why = next((text for text in (following, previous) if CUES.why.search(text)), "")
    weight = base + min(hits, 3) * 0.8 + (0.9 if not why and CUES.why.search(piece.text) else 0)
    weight += 0.5 if why else 0
    weight += 0.5 if CUES.rejected.search(piece.text) else 0
    weight += 0.3 if CODE.search(piece.text) else 0
    weight += 0.4 if message.thinking else 0
    weight -= 0.4 if CUES.guess.search(piece.text) else 0
    weight -= 0.8 if CUES.next.search(piece.text) else 0  # looks forward
    weight -= 1.2 if CUES.doing.match(piece.text) or CUES.chatter.match(piece.text) else 0
    weight -= 1.4 if CUES.conclusion.match(piece.text) else 0  # a reason more than a choice
    # "The hook wrote to a stale file instead of the new one" tells of a fault, not of a choice.
    weight -= 0.9 if CUES.lesson.search(piece.text) and not CUES.chosen.search(piece.text) else 0
    yield statement("decision", piece.text, message.record, weight, why)


def laid_down(message: UserMessage, age: float) -> Iterator[Statement]:
    """What the user laid down: "use X instead of Y", "never ...", "commit after each"."""
    if message.channel == "command":
        return
    found = []
    words = goal.own_words(message)
    pasted = 1.4 if len(words.split()) > _PASTED else 0.0
    for piece in sentences.pieces(words):
        hits = len(CUES.instruction.findall(piece.text)) + len(CUES.decision.findall(piece.text))
        if not hits or not fits(piece.text):
            continue
        weight = 1.2 + min(hits, 3) * 0.6 + 0.3 * age - pasted
        weight += 0.6 if CUES.why.search(piece.text) else 0
        weight -= 1.2 if piece.text.endswith(("?", "？")) else 0
        weight -= 0.9 if CUES.trouble.search(piece.text) else 0  # a report, not an instruction
        if weight >= _LEAST_INSTRUCTION:
            made = statement("decision", piece.text, message.record, weight)
            found.append(made._replace(by="user"))
    yield from sorted(found, key=lambda statement: -statement.weight)[:_MOST_OF_A_PROMPT]


def picked(turns: tuple[Turn, ...], position: int) -> Iterator[Statement]:
    """The option a user took of those the assistant had offered."""
    turn = turns[position]
    for call in turn.calls:
        for question in call.questions:
            if question.answer:
                others = [o for o in question.options if o not in question.answer]
                text = f"{question.text} → {question.answer} {BY_USER}'s answer)"
                yield statement("decision", text, call.record, 3.4)._replace(
                    by="user", rejected=sentences.clip("; ".join(others), 25)
                )
    if turn.asked is None or not position or not turns[position - 1].said:
        return
    answer = " ".join(turn.asked.text.split())
    if _ENUMERATED.search(answer):  # a list of requests, not a pick
        return
    if len(answer.split()) > 40 or not (_NAMED.match(answer) or CUES.agrees.match(answer)):
        return
    offered = sentences.pieces(turns[position - 1].said[-1].text)
    taken, weight = _taken(answer, offered)
    if taken:
        text = f'{sentences.clip(taken, 40)} {BY_USER}: "{sentences.clip(answer, 14)}")'
        yield statement("decision", text, turn.asked.record, weight)._replace(by="user")


def _taken(answer: str, offered: tuple[Piece, ...]) -> tuple[str, float]:
    """The option an answer names, or the question it agrees to; with its weight."""
    named = _NAMED.match(answer)
    if named:
        wanted = named["name"].lower()
        bullets = [piece for piece in offered if piece.bullet]
        for piece in offered:
            match = _OPTION.match(piece.text)
            if match and match["name"].lower() == wanted:
                return piece.text, 3.0
        if wanted.isdigit() and 0 < int(wanted) <= len(bullets):
            return bullets[int(wanted) - 1].text, 3.0
    asked = [piece.text for piece in offered if piece.text.endswith(("?", "？"))]
    if not asked or len(asked[-1].split()) < _SHORTEST_QUESTION:
        return "", 0.0
    return asked[-1], 1.8 + 0.5 * bool(CODE.search(asked[-1]))
