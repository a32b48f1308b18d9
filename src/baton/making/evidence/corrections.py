"""The user steering: refusals with a reason, interruptions, queued remarks, corrections."""

from __future__ import annotations

from baton.making.evidence import sentences
from baton.making.evidence.cues import CUES
from baton.making.evidence.turns import Turn
from baton.model.evidence import Correction
from baton.model.session import UserMessage

_LONGEST_CORRECTION = 60  # words; a longer prompt is a new task, its telling sentence is taken


def mine_corrections(turns: tuple[Turn, ...]) -> tuple[Correction, ...]:
    """The corrections of a session in order, each with how the assistant took it up."""
    found: list[Correction] = []
    interrupted = False
    for position, turn in enumerate(turns):
        if turn.asked is not None and position:
            text = _correcting(turn.asked.text, interrupted)
            if text:
                found.append(_correction(turn.asked, text, turn))
        for remark in turn.remarks:
            if remark.channel in ("rejection", "queued") and not CUES.acknowledgement.match(
                remark.text
            ):
                text = sentences.clip(_flat(remark.text), _LONGEST_CORRECTION)
                if text:
                    found.append(_correction(remark, text, turn))
        interrupted = turn.interrupted
    return tuple(found)


def _correcting(text: str, interrupted: bool) -> str:
    """The part of a prompt that corrects; "" when it only asks for more."""
    if CUES.acknowledgement.match(text[:200]):
        return ""
    parts = [piece.text for piece in sentences.pieces(text)]
    telling = [part for part in parts if CUES.correction.search(part)]
    if not telling and not interrupted:
        return ""
    flat = _flat(text)
    if len(flat.split()) <= _LONGEST_CORRECTION:
        return flat
    return sentences.clip(" ".join(telling or parts), _LONGEST_CORRECTION)


def _correction(message: UserMessage, text: str, turn: Turn) -> Correction:
    later = (said for said in turn.said if said.record > message.record)
    response = next((s for said in later if (s := sentences.first_sentence(said.text))), "")
    return Correction(text, message.channel, message.record, sentences.clip(response, 40))


def _flat(text: str) -> str:
    return " ".join(text.split())
