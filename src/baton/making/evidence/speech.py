"""Sentences worth keeping, by the role they play: done, decision, lesson, next, blocker, state.

What is looked at, and where: closing messages of turns (done, next), everything said and thought
(decisions, lessons), the user's own words (decisions), the end of the session (next, blockers).
A statement is always a verbatim piece of what somebody wrote; only its weight is ours.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator

import baton.making.evidence.goal as goal
import baton.making.evidence.sentences as sentences
from baton.making.evidence.cues import CUES
from baton.making.evidence.sentences import Piece
from baton.making.evidence.turns import Turn
from baton.model.evidence import Statement, StatementRole
from baton.model.session import AssistantMessage, ToolCall, UserMessage

_CODE = re.compile(r"`[^`]+`|\b\w+\(\)|\b[\w-]+\.(?:py|ts|js|go|rs|md|json|ya?ml|toml|tsx|sh)\b")
# "1", "B) please", "option 2", "let's do 2. Or better ..."
_NAMED = re.compile(
    r"^\W*(?:option\s+|let'?s (?:do|go with|take)\s+|i'?d go with\s+)?(?P<name>\d|[a-d])"
    r"(?=\W*$|[).:,;!]|\s+(?:and|but|please|is|it)\b)",
    re.IGNORECASE,
)
_LETTERED = re.compile(r"^(?:option\s+)?[A-D][.):]\s", re.IGNORECASE)
_ENUMERATED = re.compile(r"\b1[.)].*\b2[.)]")
_AGREES = re.compile(r"^\W*(?:yes|yep|yeah|ok|okay|sure|go)\b", re.IGNORECASE)
_OPTION = re.compile(r"^(?:option\s+)?(?P<name>\d|[A-D])\b[.):]?\s*", re.I)
_CHOICE = re.compile(r"\b(?:which|what|how|or)\b", re.IGNORECASE)
# A line ending in a colon, then a code block of three lines at most.
_COMMAND_BLOCK = re.compile(
    r"^(?P<lead>[^\n]{3,80}):\**[ \t]*\n\s*```\w*\n(?P<code>(?:[^\n`]+\n){1,3})[ \t]*```",
    re.MULTILINE,
)
_SHORTEST, _LONGEST = 4, 60  # words
_SHORTEST_LESSON = 30  # characters: "I was wrong." teaches nothing
_SHORTEST_QUESTION = 7  # words: "Want me to go on?" decides nothing
_SHORTEST_STATE = 25  # characters
_CLIP = 55
_PASTED = 150  # words; a longer prompt is a document more than an instruction
_MOST_OF_A_PROMPT = 4
_LEAST_INSTRUCTION = 0.8  # weight
_MOST, _MOST_OF_A_ROLE = 12_000, 2000  # statements


def mine_statements(turns: tuple[Turn, ...]) -> tuple[Statement, ...]:
    """The statements of a session, each role's best by `weight`, in the order they were made."""
    found: list[Statement] = []
    for position, turn in enumerate(turns):
        age = (position + 1) / len(turns)
        found.extend(_from_closing(turn, age))
        found.extend(_from_talk(turn, age))
        if turn.asked is not None:
            found.extend(_from_user(turn.asked, age))
        for remark in turn.remarks:
            found.extend(_from_user(remark, age))
        found.extend(_picks(turns, position))
        if len(found) > 2 * _MOST:
            found = _weightiest(found)
    found.extend(_from_end(turns))
    return tuple(found)


def _weightiest(found: list[Statement]) -> list[Statement]:
    """Of each role the weightiest, in their order: no draft has room for more."""
    left = dict.fromkeys((statement.role for statement in found), _MOST_OF_A_ROLE)
    kept = set()
    for position in sorted(range(len(found)), key=lambda position: -found[position].weight):
        role = found[position].role
        left[role] -= 1
        if left[role] >= 0:
            kept.add(position)
    return [statement for position, statement in enumerate(found) if position in kept]


def _state(role: StatementRole, piece: str, record: int, weight: float, why: str = "") -> Statement:
    rejected = CUES.rejected.search(piece) if role == "decision" else None
    return Statement(
        role,
        sentences.clip(piece, _CLIP),
        "assistant",
        record,
        why=sentences.clip(why, 40) if why else "",
        rejected=rejected["rejected"].strip() if rejected else "",
        weight=round(weight, 3),
    )


def _fits(text: str) -> bool:
    words = text.count(" ") + 1
    return _SHORTEST <= words <= _LONGEST or (not text.isascii() and 12 <= len(text) <= 300)


def _from_closing(turn: Turn, age: float) -> Iterator[Statement]:
    """What a turn's closing message says was done; the turn's best one is weighted up."""
    closing = turn.said[-1] if turn.said and turn.worked else None
    if closing is None:
        return
    best: Statement | None = None
    found = []
    for order, piece in enumerate(_with_short_ones(sentences.pieces(closing.text))):
        if piece.text.endswith("?") or not _fits(piece.text) or _forward(piece):
            continue
        weight = _done_weight(piece, order) + 0.6 * age
        if weight < 1.0:
            continue
        statement = _state("done", _with_heading(piece), closing.record, weight)
        found.append(statement)
        if best is None or weight > best.weight:
            best = statement
    for statement in found:
        yield statement._replace(weight=statement.weight + 2) if statement is best else statement


def _with_short_ones(found: tuple[Piece, ...]) -> list[Piece]:
    """The pieces with "Done." and "Fixed." put before the sentence that follows them."""
    joined: list[Piece] = []
    for piece in found:
        short = joined and not joined[-1].bullet and len(joined[-1].text.split()) < _SHORTEST
        if short and not piece.bullet and joined[-1].text.endswith((".", "!")):
            joined[-1] = piece._replace(text=f"{joined[-1].text} {piece.text}")
        else:
            joined.append(piece)
    return joined


def _done_weight(piece: Piece, order: int) -> float:
    weight = min(len(CUES.done.findall(piece.text)), 3) * 0.8
    weight += 0.6 if _CODE.search(piece.text) else 0
    weight += 0.5 if piece.bullet else 0
    weight += 0.5 if order == 0 else 0
    if CUES.chatter.match(piece.text) or CUES.offer.search(piece.text):
        weight -= 1.2
    if CUES.next.search(piece.text):
        weight -= 1.0
    return weight


def _forward(piece: Piece) -> bool:
    return bool(CUES.next_heading.search(piece.heading) and piece.heading)


def _with_heading(piece: Piece) -> str:
    """A short bullet says more with the heading it stands under."""
    heading = piece.heading
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
        if not _fits(piece.text) or piece.text.endswith(("?", ":", "：")):
            continue
        previous = found[position - 1].text if position else ""
        following = found[position + 1].text if position + 1 < len(found) else ""
        yield from _decision(piece, message, previous, following, base)
        yield from _lesson(piece, message, base + context)


def _decision(
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
    weight += 0.3 if _CODE.search(piece.text) else 0
    weight += 0.4 if message.thinking else 0
    weight -= 0.4 if CUES.guess.search(piece.text) else 0
    weight -= 0.8 if CUES.next.search(piece.text) else 0  # looks forward
    weight -= 1.2 if CUES.doing.match(piece.text) or CUES.chatter.match(piece.text) else 0
    yield _state("decision", piece.text, message.record, weight, why)


def _lesson(piece: Piece, message: AssistantMessage, base: float) -> Iterator[Statement]:
    strong = len(CUES.lesson.findall(piece.text))
    weak = len(CUES.weak_lesson.findall(piece.text))
    if (not strong and weak < 2) or len(piece.text) < _SHORTEST_LESSON:
        return
    weight = base + min(strong, 3) * 1.0 + min(weak, 3) * 0.35
    weight += 0.4 if _CODE.search(piece.text) else 0
    weight -= 0.8 if CUES.doing.match(piece.text) else 0
    weight -= 0.7 if CUES.guess.search(piece.text) else 0
    weight -= 0.7 if CUES.intent.search(piece.text) else 0
    weight -= 0.4 if message.thinking else 0
    weight -= 1.0 if _LETTERED.match(piece.text) else 0  # an option that was offered
    yield _state("lesson", piece.text, message.record, weight)


def _from_user(message: UserMessage, age: float) -> Iterator[Statement]:
    """What the user laid down: "use X instead of Y", "never ...", "commit after each"."""
    if message.channel == "command":
        return
    found = []
    words = goal.own_words(message)
    pasted = 1.4 if len(words.split()) > _PASTED else 0.0
    for piece in sentences.pieces(words):
        hits = len(CUES.instruction.findall(piece.text)) + len(CUES.decision.findall(piece.text))
        if not hits or not _fits(piece.text):
            continue
        weight = 1.2 + min(hits, 3) * 0.6 + 0.3 * age - pasted
        weight += 0.6 if CUES.why.search(piece.text) else 0
        weight -= 0.8 if piece.text.endswith("?") else 0
        if weight >= _LEAST_INSTRUCTION:
            statement = _state("decision", piece.text, message.record, weight)
            found.append(statement._replace(by="user"))
    yield from sorted(found, key=lambda statement: -statement.weight)[:_MOST_OF_A_PROMPT]


def _picks(turns: tuple[Turn, ...], position: int) -> Iterator[Statement]:
    """The option a user took of those the assistant had offered."""
    turn = turns[position]
    for call in turn.calls:
        for question in call.questions:
            if question.answer:
                others = [o for o in question.options if o not in question.answer]
                text = f"{question.text} {question.answer}"
                yield _state("decision", text, call.record, 3.4)._replace(
                    by="user", rejected=sentences.clip("; ".join(others), 25)
                )
    if turn.asked is None or not position or not turns[position - 1].said:
        return
    answer = " ".join(turn.asked.text.split())
    if _ENUMERATED.search(answer):  # a list of requests, not a pick
        return
    if len(answer.split()) > 40 or not (_NAMED.match(answer) or _AGREES.match(answer)):
        return
    offered = sentences.pieces(turns[position - 1].said[-1].text)
    taken, weight = _taken(answer, offered)
    if taken:
        text = f"{sentences.clip(taken, 40)} (user: {sentences.clip(answer, 14)})"
        yield _state("decision", text, turn.asked.record, weight)._replace(by="user")


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
    asked = [piece.text for piece in offered if piece.text.endswith("?")]
    if not asked or len(asked[-1].split()) < _SHORTEST_QUESTION:
        return "", 0.0
    return asked[-1], 1.8 + 0.5 * bool(_CODE.search(asked[-1]))


def _from_end(turns: tuple[Turn, ...]) -> Iterator[Statement]:
    """What the end of the session leaves open."""
    if not turns:
        return
    last = turns[-1]
    message = last.said[-1] if last.said else None
    if message is not None:
        yield from _open_ends(message, finished=last.closing is not None)
    if last.asked is not None and (message is None or last.closing is None or last.interrupted):
        text = " ".join(goal.own_words(last.asked).split())
        if not CUES.acknowledgement.match(text[:200]):
            yield _state("next", sentences.clip(text, 45), last.asked.record, 4.0)._replace(
                by="user"
            )
    if last.asked is not None and CUES.trouble.search(goal.own_words(last.asked)):
        text = " ".join(goal.own_words(last.asked).split())
        yield _state("blocker", text, last.asked.record, 2.5)._replace(by="user")
    for call in last.calls[-1:]:
        yield from _unfinished(call, last)
    if len(turns) > 1 and turns[-2].said:
        for statement in _open_ends(turns[-2].said[-1], finished=True):
            if statement.role != "state":
                yield statement._replace(weight=statement.weight - 1.5)


def _open_ends(message: AssistantMessage, *, finished: bool) -> Iterator[Statement]:
    yield from _command_blocks(message)
    found = sentences.pieces(message.text)
    for order, piece in enumerate(_with_short_ones(found)):
        text = piece.text
        if (not _fits(text) and not piece.bullet) or text.endswith((":", "：")):
            continue
        weight = _open_weight(piece, finished=finished)
        if not finished and order < 2:  # what was going on when the session ended
            weight = max(weight, 2.2)
        if weight:
            yield _state("next", _with_options(text, found), message.record, weight)
        if CUES.blocker.search(text):
            yield _state("blocker", text, message.record, 2.0)
        if order < 2 and not text.endswith("?") and len(text) >= _SHORTEST_STATE:
            yield _state("state", text, message.record, 2.0 - order)


def _open_weight(piece: Piece, *, finished: bool) -> float:
    """How much a piece of the last message points forward; 0 when it doesn't."""
    if CUES.offer.search(piece.text) or (piece.text.endswith("?") and finished):
        return 2.6
    if _forward(piece):
        return 3.0
    if CUES.next.search(piece.text):
        return 1.6
    return 2.8 if not finished and CUES.doing.match(piece.text) else 0.0


def _command_blocks(message: AssistantMessage) -> Iterator[Statement]:
    """Commands the user is invited to run: "Try again:" and a short block of code."""
    for match in _COMMAND_BLOCK.finditer(message.text):
        if CUES.invite.match(match["lead"]):
            lines = "; ".join(f"`{line.strip()}`" for line in match["code"].split("\n") if line)
            yield _state("next", f"{sentences.plain(match['lead'])}: {lines}", message.record, 2.4)


def _with_options(question: str, found: tuple[Piece, ...]) -> str:
    """A short question ("Which one?") with the headings of the options it is about."""
    short = question.endswith("?") and len(question.split()) <= 9
    if not short or not _CHOICE.search(question):
        return question
    options = list(dict.fromkeys(piece.heading for piece in found if piece.heading))[-4:]
    return f"{question} ({'; '.join(options)})" if len(options) > 1 else question


def _unfinished(call: ToolCall, turn: Turn) -> Iterator[Statement]:
    if call.outcome.status in ("running", "unknown", "interrupted", "rejected") and call.purpose:
        yield _state("next", call.purpose, call.record, 2.2)
    for question in call.questions:
        if not question.answer:
            yield _state("blocker", question.text, call.record, 3.0)
