"""What the session was for, in the user's own words."""

from __future__ import annotations

import re

import baton.making.evidence.sentences as sentences
from baton.making.evidence.cues import CUES
from baton.making.evidence.turns import Turn
from baton.model.session import UserMessage

_USER_INPUT = re.compile(r"^#+ *User Input\b[^\n]*\n(.*?)(?=^#+ |\Z)", re.M | re.S | re.I)
_FENCE = re.compile(r"^[ \t]*```.*?(?:^[ \t]*```[ \t]*$|\Z)", re.M | re.S)
_FENCED = re.compile(r"```\w*\n(.*?)\n?```", re.S)
_LOG = re.compile(
    r"^\s*(?:\d{4}-\d\d-\d\d|\[\d|\d\d:\d\d|at \S+ ?\(|\S+@\S+[:~].*[$#]|>|#\d+ "
    r"|npm |\$ |File \"|\{|\}"
    r"|WARN|ERROR|INFO|Traceback|\S+:\d+:\d+)"
)
_FEW_WORDS = 3
_FEW_CHARACTERS = 6  # where a character says more
_GOAL_WORDS = 110
_LATER_WORDS = 28
_MOST_LATER = 4


def own_words(message: UserMessage) -> str:
    """What the person typed: a template's input block, without pasted logs and code."""
    text = message.text
    match = _USER_INPUT.search(text)
    if match and match.group(1).strip():
        fenced = _FENCED.search(match.group(1))
        text = fenced.group(1) if fenced else match.group(1)
    elif len(text) > 600:
        text = _FENCE.sub("\n", text)
        kept = [line for line in text.splitlines() if not _LOG.match(line)]
        text = "\n".join(kept) or text
    return text.strip()


def mine_goal(turns: tuple[Turn, ...]) -> tuple[str, int]:
    """The first substantial prompt, then those that gave the session a new task; its record.

    One line each; the lines are the user's words, clipped at the end of a sentence.
    """
    asked = [turn.asked for turn in turns if turn.asked is not None]
    first = next((message for message in asked if _substantial(own_words(message))), None)
    if first is None:
        return (_flat(asked[0].text, _GOAL_WORDS), asked[0].record) if asked else ("", 0)
    lines = [_flat(own_words(first), _GOAL_WORDS)]
    for later in _later_goals(turns, first.record):
        line = _flat(own_words(later), _LATER_WORDS)
        if not any(line.rstrip(" …") in earlier for earlier in lines):
            lines.append(line)
    return "\n".join(lines), first.record


def _later_goals(turns: tuple[Turn, ...], first: int) -> list[UserMessage]:
    """The later prompts that set the most work going, in order."""
    later = [
        (len(turn.calls), turn.asked)
        for turn in turns
        if turn.asked is not None
        and turn.asked.record > first
        and turn.worked
        and _substantial(own_words(turn.asked))
    ]
    most = sorted(later, key=lambda pair: -pair[0])[:_MOST_LATER]
    return sorted((message for _, message in most), key=lambda message: message.record)


def _substantial(text: str) -> bool:
    if CUES.acknowledgement.match(text[:200]):
        return False
    return len(text.split()) >= _FEW_WORDS or (len(text) >= _FEW_CHARACTERS and not text.isascii())


def _flat(text: str, words: int) -> str:
    return sentences.clip(sentences.flat(text), words)
