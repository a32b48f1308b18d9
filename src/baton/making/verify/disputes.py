"""Claims of completion that the user turned down afterwards."""

from __future__ import annotations

import re

import baton.making.evidence.sentences as sentences
from baton.making.choosing import tokens
from baton.making.evidence.cues import CUES
from baton.making.verify.known import Known, Said
from baton.making.verify.polarity import signs
from baton.making.verify.verdict import Verdict
from baton.model.session import AssistantMessage, ToolCall, UserMessage

_DONE = re.compile(
    r"\b(?:fixed|done|completed?|works?|working|committed|pushed|implemented|resolved|finished"
    r"|passe?s?|ready|success\w*)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:still|not|never|isn't|doesn't|didn't|don't|wrong|broken|fails?|failing|error|uncommitted"
    r"|missing|again|no)\b|\?\s*$",
    re.IGNORECASE,
)
_PLAINLY = re.compile(r"\b(?:still|wrong|broken)\b", re.IGNORECASE)
_SECTIONS = ("accomplished", "state")
_SAME = 0.7  # share of the claim's words in the assistant's sentence
_SHARED = 2  # words
_LONGEST = 60  # words; a longer prompt is about more than one thing


def check_disputes(said: Said, known: Known) -> list[Verdict]:
    """A completion claim of the assistant that a later word of the user denies, and nothing since
    has made good: no later work, or no later word of it being done."""
    words = tokens(said.text)
    if said.section not in _SECTIONS or not _DONE.search(said.text) or not words:
        return []
    by_assistant = [s for s in known.text.alike(words, _SAME) if s.by == "assistant"]
    if not by_assistant:
        return []
    claimed = max(sentence.record for sentence in by_assistant)
    for event in known.evidence.session.events:
        if isinstance(event, UserMessage) and event.record > claimed and _denies(event, said.text):
            if _made_good(known, event.record):
                return []
            text = sentences.clip(" ".join(event.text.split()), 12)
            return [Verdict("contradicted", f'user, later: "{text}"')]
    return []


def _denies(message: UserMessage, claim: str) -> bool:
    """Whether the user tells of trouble with the same subject: the same words, or the same one
    turned round ("committed", "uncommitted")."""
    text = message.text[:2000].partition("{")[0]  # what is pasted is nobody's word
    if len(text.split()) > _LONGEST or not _DENIED.search(text):
        return False
    if not (CUES.trouble.search(text) or CUES.correction.search(text)):
        return False
    mine, theirs = signs(claim), signs(text)
    turned = any(
        mine[word] == {True} and theirs[word] == {False} for word in mine.keys() & theirs.keys()
    )
    shared = {word for word in tokens(claim) & tokens(text) if not _DONE.fullmatch(word)}
    return turned or len(shared) >= (1 if _PLAINLY.search(text) else _SHARED)


def _made_good(known: Known, record: int) -> bool:
    worked = 0
    for event in known.evidence.session.events:
        if event.record <= record:
            continue
        if isinstance(event, ToolCall) and event.kind in ("edit", "run"):
            worked = event.record if event.outcome.status == "ok" else worked
        elif isinstance(event, AssistantMessage) and worked and _DONE.search(event.text):
            return True
    return False
