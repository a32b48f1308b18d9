"""What a live assistant is handed to write its session's handoff: facts, gaps, the answer's form.

Worded as facts about the session and the format, never as orders: what reads like a command of
the system is distrusted by assistants, and rightly.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

import baton.making.evidence.sentences as sentences
from baton.making import facts
from baton.making.answer_form import FIELDS
from baton.making.evidence import last_runs
from baton.making.likeness import same, telling

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from baton.model.document import Handoff, NextStep
    from baton.model.evidence import Correction, Evidence

LONGEST = 6000  # characters
COMMAND = "baton save --json -"
_QUOTE = 22  # words
_LINE = 110  # words
_MOST_FILES = 15
_MOST_LINES = 10
_MOST_GAPS = 12
_GOAL = 900  # characters
_TOUCHED = 0.35  # of the telling words of what happened
_FEW_WORDS = 2


class Gap(NamedTuple):
    """Something that happened and that the handoff doesn't speak of."""

    kind: str
    quote: str


def gaps(evidence: Evidence, handoff: Handoff | None = None) -> tuple[Gap, ...]:
    """What the handoff's words leave out; without one, all that they will have to speak of."""
    said = _words_of(handoff) if handoff else []
    found: list[Gap] = []
    for gap in _happened(evidence):
        mentioned = any(_touches(text, gap.quote) for text in said)
        if not mentioned and not any(same(gap.quote, other.quote) for other in found):
            found.append(gap)
    return tuple(found)


def summary(found: Sequence[Gap]) -> str:
    """ "3 rejections and 1 failing command are not mentioned"; "" without any."""
    if not found:
        return ""
    kinds = list(dict.fromkeys(gap.kind for gap in found))
    counts = [(sum(gap.kind == kind for gap in found), kind) for kind in kinds]
    parts = [f"{count} {kind}{'' if count == 1 else 's'}" for count, kind in counts]
    listed = " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))
    return f"{listed} {'is' if len(found) == 1 else 'are'} not mentioned"


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


def _happened(evidence: Evidence) -> Iterator[Gap]:
    """What a handoff should speak of, the weightiest kind first."""
    for correction in evidence.corrections:
        yield Gap(_kind(correction), _quoted(correction.text))
    for run in last_runs(evidence.commands).values():
        if run.status == "failed" and run.kind in facts.CHECKS:
            detail = f": {run.detail}" if run.detail else ""
            yield Gap("failing command", _quoted(f"`{run.command}`{detail}"))
    for fix in evidence.fixes:
        if len(telling(fix.error)) > _FEW_WORDS:  # "1 failed" taught nobody anything
            yield Gap("failure that was fixed", _quoted(f"`{fix.command}`: {fix.error}"))
    for item in evidence.plan:
        if item.status in ("open", "doing"):
            yield Gap("open plan item", _quoted(item.text))


def _kind(correction: Correction) -> str:
    return "rejection" if correction.channel == "rejection" else "correction"


def _quoted(text: str) -> str:
    return sentences.clip(" ".join(text.split()), _QUOTE)


def _words_of(handoff: Handoff) -> list[str]:
    """What somebody worded in a handoff; what code wrote speaks of nothing."""
    claims: Iterable[str] = (
        claim.text
        for part in (
            handoff.accomplished,
            handoff.state,
            handoff.lessons,
            handoff.blockers,
            handoff.open_questions,
        )
        for claim in part
    )
    decided = (f"{one.what} {one.why} {one.rejected}" for one in handoff.decisions)
    steps = (step.text for step in handoff.next_steps)
    return [text for text in (*claims, *decided, *steps) if not facts.by_code(text)]


def _touches(text: str, quote: str) -> bool:
    """Whether a text speaks of what is quoted, if only in passing."""
    wanted = telling(quote)
    shared = len(wanted & telling(text))
    return shared >= max(min(_FEW_WORDS, len(wanted)), _TOUCHED * len(wanted))
