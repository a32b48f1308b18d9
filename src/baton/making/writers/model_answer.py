"""The model's answer: JSON from somebody who may get anything wrong, claim by claim.

Unknown fields are ignored. What has the wrong type or shape is a problem in words that the model
can act on, and its claim is left out. The session's own assistant answers in another form, and
hears of every flaw: `making/answer_form`.
"""

from __future__ import annotations

import json
import re
from typing import NamedTuple

from baton.making.writers.framing import inside

SECTIONS = (
    "accomplished",
    "decision",
    "state",
    "lesson",
    "next",
    "blocker",
    "question",
    "file",
)
_MOST_CLAIMS = 80
_LONGEST_CLAIM = 700  # characters
_LONGEST_TITLE = 90
_LONGEST_ANSWER = 200_000
_BULLET = re.compile(r"^(?:[-*+•]\s+|#{1,6}\s+|\d{1,2}[.)]\s+|\[[ xX]\]\s+|>\s*)+")


class Said(NamedTuple):
    """One claim of the model, with the records it cites."""

    section: str
    text: str
    records: tuple[int, ...]
    why: str = ""  # of a decision
    rejected: str = ""
    path: str = ""  # of a file


class ModelAnswer(NamedTuple):
    title: str = ""
    description: str = ""
    claims: tuple[Said, ...] = ()
    problems: tuple[str, ...] = ()


def parse(text: str, records: frozenset[int]) -> ModelAnswer:
    """The answer in a model's reply; `records` are those of the session, others can't be cited."""
    found = _first_object(text[:_LONGEST_ANSWER])
    if found is None:
        return ModelAnswer(problems=("the answer is no JSON object",))
    rows = found.get("claims")
    if not isinstance(rows, list):
        return ModelAnswer(problems=('"claims" must be a list',))
    claims: list[Said] = []
    problems: list[str] = []
    for number, row in enumerate(rows[:_MOST_CLAIMS]):
        said, wrong = _claim(row, records)
        problems += [f"claims[{number}]{problem}" for problem in wrong]
        if said is not None:
            claims.append(said)
    if len(rows) > _MOST_CLAIMS:
        problems.append(f'"claims" has more than {_MOST_CLAIMS} entries')
    title, description = (_words(found.get(name)) for name in ("title", "description"))
    return ModelAnswer(title[:_LONGEST_TITLE], description, tuple(claims), tuple(problems))


def _first_object(text: str) -> dict[str, object] | None:
    """The first JSON object of a text, which may have words or a fence around it."""
    decoder = json.JSONDecoder()
    start = text.find("{")
    for _ in range(20):
        if start < 0:
            return None
        try:
            value, _end = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            start = text.find("{", start + 1)
            continue
        return value if isinstance(value, dict) else None
    return None


def _claim(row: object, records: frozenset[int]) -> tuple[Said | None, list[str]]:
    """The claim in one entry, and what is wrong with it; both, where it is still of use."""
    if not isinstance(row, dict):
        return None, [" must be an object"]
    section, cited = row.get("section"), row.get("evidence", [])
    texts = {name: row.get(name, "") for name in ("text", "why", "rejected", "path")}
    wrong = [f".{name} must be a text" for name, v in texts.items() if not isinstance(v, str)]
    if section not in SECTIONS:
        wrong.append(f".section must be one of {', '.join(SECTIONS)}")
    if not isinstance(cited, list) or any(type(record) is not int for record in cited):
        wrong.append(".evidence must be a list of record numbers")
    words = {name: _words(value) for name, value in texts.items()}
    if not wrong and not words["text"]:
        wrong.append(".text is empty")
    if wrong:
        return None, wrong
    unknown = [str(record) for record in cited if record not in records]
    if unknown:
        wrong.append(f".evidence: no such record: {', '.join(unknown[:5])}")
    known = tuple(dict.fromkeys(record for record in cited if record in records))
    return Said(str(section), records=known, **words), wrong


def _words(value: object) -> str:
    """A text as one line that is no bullet, heading or quote of its own."""
    if not isinstance(value, str):
        return ""
    return _BULLET.sub("", " ".join(inside(value).split()))[:_LONGEST_CLAIM].strip()
