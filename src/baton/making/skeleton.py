"""What a live assistant is handed to write its session's handoff: facts, gaps, the answer's form.

Worded as facts about the session and the format, never as orders: what reads like a command of
the system is distrusted by assistants, and rightly.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import baton.making.evidence.sentences as sentences
from baton.making import facts
from baton.making.answer_form import FIELDS
from baton.making.gaps import gaps, summary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from baton.making.gaps import Gap
    from baton.model.document import Handoff, NextStep
    from baton.model.evidence import Evidence

LONGEST = 6000  # characters
COMMAND = "baton save --json -"
_LINE = 110  # words
_MOST_FILES = 15
_MOST_LINES = 10
_MOST_GAPS = 12
_GOAL = 900  # characters


def sections(handoff: Handoff, evidence: Evidence) -> dict[str, list[str]]:
    """The facts that baton writes into the document itself, by heading."""
    steps = [step for step in handoff.next_steps if not facts.by_code(step.text)]
    return {
        "Goal, in the user's words": handoff.goal[:_GOAL].splitlines(),
        "Commits": [f"{commit.sha[:9]} {commit.subject}" for commit in evidence.commits],
        "Checks and repository": [c.text for c in handoff.state if facts.by_code(c.text)],
        "Files changed": [f"{file.path} ({file.action})" for file in evidence.files],
        "Plan": [f"[{item.status}] {item.text}" for item in evidence.plan],
        "Carried from the handoff before": [_carried(step) for step in steps if step.age],
    }


def as_text(session: str, handoff: Handoff, evidence: Evidence) -> str:
    """The skeleton for an assistant to read, at most LONGEST characters."""
    tail = "\n".join((*_missing(gaps(evidence)), *_form(session)))
    head = [
        f"# Handoff of session {session}: what its record shows, and what only its assistant knows",
        "",
        "baton writes these facts into the document by itself:",
    ]
    for title, lines in sections(handoff, evidence).items():
        most = _MOST_FILES if title == "Files changed" else _MOST_LINES
        head += _listed(title, lines, most)
    room = LONGEST - len(tail) - len("\n…\n\n")
    text = "\n".join(head)
    if len(text) > room:
        text = text[:room].rpartition("\n")[0] + "\n…"
    return f"{text}\n\n{tail}"


def as_json(session: str, handoff: Handoff, evidence: Evidence) -> dict[str, object]:
    """The same for a program, about as short."""
    found = gaps(evidence)
    shown = {
        title: [sentences.clip(line, _LINE) for line in lines[:_MOST_FILES]]
        for title, lines in sections(handoff, evidence).items()
    }
    while len(json.dumps(shown)) > LONGEST // 2:
        max(shown.values(), key=lambda lines: len(json.dumps(lines))).pop()
    return {
        "session": session,
        "continues": handoff.meta.continues,
        "facts": shown,
        "gaps": [gap._asdict() for gap in found[:_MOST_GAPS]],
        "gaps_in_short": summary(found),
        "fields": {name: field.meaning for name, field in FIELDS.items()},
        "answer": shape(session),
        "command": COMMAND,
    }


def shape(session: str) -> dict[str, object]:
    """An example of the answer, with every field."""
    return {**{name: field.example for name, field in FIELDS.items()}, "session": session}


def _missing(found: Sequence[Gap]) -> Iterator[str]:
    if found:
        yield f"Not said anywhere yet: {summary(found)}."
        yield from (f"- {gap.kind}: {gap.quote}" for gap in found[:_MOST_GAPS])
        yield ""


def _form(session: str) -> Iterator[str]:
    """The fields and what takes the answer."""
    yield "What is left to say goes into one JSON object. A field left out keeps what baton drafted"
    yield "from the record; an empty list says that there is none. The fields:"
    for name, field in FIELDS.items():
        yield f"- `{name}`: {field.meaning}"
    yield ""
    yield f"`{COMMAND}` takes it on standard input and answers with what it found:"
    yield ""
    yield f"{COMMAND} <<'EOF'"
    yield json.dumps(shape(session), ensure_ascii=False)
    yield "EOF"


def _listed(title: str, lines: Sequence[str], most: int) -> Iterator[str]:
    if not lines:
        return
    yield ""
    yield f"{title}:"
    for line in lines[:most]:
        yield f"- {sentences.clip(line, _LINE)}"
    if len(lines) > most:
        yield f"- and {len(lines) - most} more"


def _carried(step: NextStep) -> str:
    shown = f" (shown by {'; '.join(step.evidence)})" if step.evidence else ""
    return f"[{'x' if step.done else ' '}] {step.text}{shown}"
