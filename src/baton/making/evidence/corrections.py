"""The user steering: refusals with a reason, interruptions, queued remarks, corrections, trouble.

Each comes with the assistant's answer: the sentence that tells most of what it took from it.
"""

from __future__ import annotations

from collections.abc import Sequence

import baton.making.evidence.goal as goal
import baton.making.evidence.outputs as outputs
import baton.making.evidence.sentences as sentences
from baton.making.evidence.cues import CUES
from baton.making.evidence.statements import fits
from baton.making.evidence.turns import Turn
from baton.model.evidence import Correction
from baton.model.session import AssistantMessage, UserMessage

_SHORTEST = 15  # characters; less is a command or a nod
_SHORTEST_DENSE = 6  # likewise where a character says more
_LONGEST_CORRECTION = 45  # words; of a longer prompt the telling sentences are taken
_LONGEST_RESPONSE = 38
_LONGEST_STEP = 22
_LONGEST_LEAD = 6  # records between the words and the call they announce


def mine_corrections(turns: tuple[Turn, ...]) -> tuple[Correction, ...]:
    """The corrections of a session in order, each with how the assistant took it up."""
    found: list[Correction] = []
    interrupted = False
    for position, turn in enumerate(turns):
        if turn.asked is not None and position:
            text = _correcting(turn.asked, interrupted=interrupted)
            if text:
                found.append(_correction(turn.asked, text, turn))
        for remark in turn.remarks:
            if remark.channel in ("rejection", "queued"):
                text = sentences.clip(sentences.flat(remark.text), _LONGEST_CORRECTION)
                if _says_something(text) and not CUES.acknowledgement.match(text):
                    found.append(_correction(remark, text, turn))
        interrupted = turn.interrupted
    return tuple(found)


def kind_of(correction: Correction) -> str:
    """What people call it: a rejection, else a correction."""
    return "rejection" if correction.channel == "rejection" else "correction"


def _says_something(text: str) -> bool:
    return len(text) >= _SHORTEST or (not text.isascii() and len(text) >= _SHORTEST_DENSE)


def _correcting(message: UserMessage, *, interrupted: bool) -> str:
    """The part of a prompt that corrects or tells of trouble; "" when it only asks for more."""
    if CUES.acknowledgement.match(message.text[:200]):
        return ""
    words = goal.own_words(message)
    trouble = outputs.reported_error(message.text)
    telling = [
        piece.text
        for piece in sentences.pieces(words)
        if CUES.correction.search(piece.text) or CUES.trouble.search(piece.text)
    ]
    if not telling and not interrupted and not trouble:
        return ""
    flat = sentences.flat(words)
    if len(flat.split()) > _LONGEST_CORRECTION:
        flat = sentences.clip(" ".join(telling) or flat, _LONGEST_CORRECTION // 2)
    if trouble and trouble not in flat:
        flat = f"{sentences.clip(flat, _LONGEST_CORRECTION // 2)} {trouble}".strip()
    return flat


def _correction(message: UserMessage, text: str, turn: Turn) -> Correction:
    later = [said for said in turn.said if said.record > message.record]
    answer = best_answer(later, text)
    step = _refused(message, turn) if message.channel == "rejection" else ""
    return Correction(text, message.channel, message.record, answer, step)


def _refused(reason: UserMessage, turn: Turn) -> str:
    """What the assistant was about to do when the user said no: its last words before."""
    refused = max((call.record for call in turn.calls if call.record < reason.record), default=0)
    earlier = [said for said in turn.said if refused - _LONGEST_LEAD <= said.record <= refused]
    lead = sentences.pieces(earlier[-1].text)[-1:] if earlier else ()
    return sentences.clip(lead[0].text.rstrip(":"), _LONGEST_STEP) if lead else ""


def best_answer(said: Sequence[AssistantMessage], about: str) -> str:
    """The sentence of an answer that tells most; looked for in its first and last messages."""
    best, most = "", 0.0
    words = {word for word in about.lower().split() if len(word) > 4}
    for message in {m.record: m for m in (*said[:2], *said[-1:])}.values():
        for order, piece in enumerate(sentences.pieces(message.text)):
            if piece.text.endswith(("?", ":", "？", "：")) or not fits(piece.text):
                continue
            weight = _telling(piece.text) - 0.05 * min(order, 20)
            weight += 0.15 * sum(word in piece.text.lower() for word in words)
            if weight > most:
                best, most = piece.text, weight
    return sentences.clip(best, _LONGEST_RESPONSE)


def _telling(text: str) -> float:
    weight = 0.5 + 0.9 * min(len(CUES.lesson.findall(text)), 2)
    weight += 0.5 * min(len(CUES.done.findall(text)), 2)
    weight += 0.4 * min(len(CUES.decision.findall(text)), 2)
    weight += 0.3 * min(len(CUES.weak_lesson.findall(text)), 2) + 0.3 * ("`" in text)
    weight += 0.3 * min(len(CUES.explains.findall(text)), 2)
    weight -= 0.9 if CUES.doing.match(text) else 0
    weight -= 0.7 if CUES.guess.search(text) else 0
    weight -= 0.6 if CUES.reports.match(text) else 0  # told among what was accomplished
    return weight - (0.8 if CUES.chatter.match(text) else 0)
