"""The writer without a model: evidence in, a handoff out.

Facts are worded by code (facts.py); what people and the assistant said is quoted. Each section
takes the weightiest statements that say something new, within its share of the budget.
"""

from __future__ import annotations

import re
from datetime import datetime

import baton.making.evidence.choices as choices
import baton.making.evidence.programs as programs
import baton.making.evidence.sentences as sentences
from baton.making import facts, titles
from baton.making.choosing import Shelf, spread
from baton.making.evidence.commands import is_probe
from baton.making.evidence.cues import CUES
from baton.model.document import Claim, Decision, Handoff, Metadata, NextStep
from baton.model.evidence import Correction, Evidence, Fix, Statement, StatementRole

WORDS = 900  # of a draft, files aside
# Share of the words a section may take.
_SHARES = {
    "accomplished": 0.30,
    "decisions": 0.22,
    "lessons": 0.40,
    "next": 0.14,
    "blockers": 0.06,
    "files": 0.10,
}
_OF_CORRECTIONS = 0.33  # share of the lessons' words
_MOST_CORRECTIONS = 8
_LEAST_WEIGHT = 1.5  # of a decision or a lesson, where there are enough of them
_LEAST_OF_FEW = 0.9  # likewise where there are few
_MOST_CONSIDERED = 200  # statements of a role
_ENOUGH = 8
_PRESSING = 2.0  # weight of a blocker of the last turn
_LATER = "Later:"  # before each further prompt of the goal
_UNANSWERED = 4.0  # weight of a request that nobody answered: before anything else takes it
_STATUS = re.compile(
    r"\b(?:tests?|lint|builds?|checks?|CI)\b.*\b(?:pass|fail|green|clean)|✅|❌|\bPASS\b|\bFAIL\b",
    re.IGNORECASE,
)
_NEXT_LABEL = re.compile(r"^(?:next steps?|still (?:open|to do)|to-?do):\s*", re.IGNORECASE)
_QUESTION_LABEL = re.compile(r"^(?:open )?questions?:\s*", re.IGNORECASE)
_LONGEST_TOLD = 24  # words said of a changed file
_LEADING_NAME = re.compile(
    r"^`?(?P<name>[\w./@+-]*[\w@+-]\.\w+|(?:[\w.-]+/)*(?:Makefile|Dockerfile))`?"
    r"(?::~?\d+(?:\s?[-–]\s?\d+)?)?`?\s*(?:\([^)]*\))?\s*(?::|-|–|—)\s+"
)


def compose(evidence: Evidence, now: datetime, words: int = WORDS) -> Handoff:
    """A draft from the evidence alone; `words` is about how long it may get, files aside."""
    shelf = Shelf()
    session = evidence.session
    asked = shelf.fill((s.text for s in _ranked(evidence, "next") if s.weight >= _UNANSWERED), 80)
    blockers = _blockers(evidence, shelf, int(words * _SHARES["blockers"]))
    lessons = _lessons(evidence, shelf, int(words * _SHARES["lessons"]))
    decisions = _decisions(evidence, shelf, int(words * _SHARES["decisions"]))
    next_steps, questions = _next_steps(evidence, asked, shelf, int(words * _SHARES["next"]))
    state = facts.state_claims(evidence)
    state += _said_of_state(evidence, shelf)
    told = _told_of_files(evidence, shelf, int(words * _SHARES["files"]))
    accomplished = _accomplished(evidence, shelf, int(words * _SHARES["accomplished"]))
    title = titles.title(evidence)
    return Handoff(
        title=title,
        date=session.ended or now,
        meta=Metadata(
            title=title,
            description=titles.description(evidence, title),
            status="draft",
            generated_by="process:baton-extract",
            generated_at=now.isoformat(timespec="seconds"),
            session=session.session_id,
            assistant=session.assistant,
            model=session.models[-1] if session.models else "",
            branch=session.branches[-1] if session.branches else "",
            base=session.head_commit,
            head=evidence.commits[-1].sha if evidence.commits else "",
            commits=tuple(commit.sha for commit in evidence.commits),
        ),
        goal=evidence.goal.replace("\n", f"\n{_LATER} "),
        accomplished=accomplished,
        decisions=decisions,
        state=tuple(state),
        lessons=lessons,
        next_steps=next_steps,
        files=facts.file_notes(evidence, told),
        blockers=tuple(Claim(text) for text in blockers if not _asks(text)),
        open_questions=(
            *(Claim(_unasked(text)) for text in blockers if _asks(text)),
            *questions,
        ),
    )


def _ranked(evidence: Evidence, role: StatementRole) -> list[Statement]:
    found = [statement for statement in evidence.statements if statement.role == role]
    return sorted(found, key=lambda statement: -statement.weight)[:_MOST_CONSIDERED]


def _telling(evidence: Evidence, role: StatementRole) -> list[Statement]:
    """The weightiest first; light ones only where there are few."""
    ranked = spread(_ranked(evidence, role))
    return [
        s
        for i, s in enumerate(ranked)
        if s.weight >= (_LEAST_OF_FEW if i < _ENOUGH else _LEAST_WEIGHT)
    ]


def _accomplished(evidence: Evidence, shelf: Shelf, words: int) -> tuple[Claim, ...]:
    commits = facts.commit_claims(evidence)
    for claim in commits:
        shelf.take(claim.text)
    done = [item.text for item in evidence.plan if item.status == "done"]
    said = [statement.text for statement in _ranked(evidence, "done")]
    chosen = set(shelf.fill(said, words))
    in_order = [s for s in evidence.statements if s.role == "done" and s.text in chosen]
    claims = [Claim(text) for text in dict.fromkeys(statement.text for statement in in_order)]
    claims += [Claim(text) for text in shelf.fill(done, max(words // 4, 20))]
    return (*commits, *claims)


def _decisions(evidence: Evidence, shelf: Shelf, words: int) -> tuple[Decision, ...]:
    chosen: list[Decision] = []
    for statement in _telling(evidence, "decision"):
        size = len(statement.text.split()) + len(statement.why.split())
        if size > words or not shelf.take(statement.text):
            continue
        words -= size
        shelf.take(statement.why)
        chosen.append(Decision(_decided(statement), _reason(statement.why), statement.rejected))
    return tuple(chosen)


def _decided(statement: Statement) -> str:
    """What was decided; the user's own words stand in quotation marks."""
    if statement.by == "assistant" or choices.BY_USER in statement.text:
        return statement.text
    return f'"{statement.text}" {choices.BY_USER})'


def _reason(why: str) -> str:
    """A sentence that gives a reason, so that it can follow "because"."""
    why = CUES.reason_lead.sub("", why, count=1).strip()
    first = why.split(" ", 1)[0].lower()
    return f"{why[:1].lower()}{why[1:]}" if first in sentences.LOWERED else why


def _said_of_state(evidence: Evidence, shelf: Shelf) -> list[Claim]:
    """The closing words on where things stand; never on checks, whose status is a fact."""
    done = {statement.text for statement in evidence.statements if statement.role == "done"}
    said = [s.text for s in _ranked(evidence, "state")[:4] if s.text not in done]
    fresh = shelf.fill((text for text in said if not _STATUS.search(text)), 60)
    return [Claim(text) for text in fresh[:2]]


def _lessons(evidence: Evidence, shelf: Shelf, words: int) -> tuple[Claim, ...]:
    fixes = [claim for fix in evidence.fixes if (claim := _fixed(fix))]
    fixes += _never_fixed(evidence)
    learned = [statement.text for statement in _telling(evidence, "lesson")]
    chosen = _corrections(evidence, shelf, int(words * _OF_CORRECTIONS))
    chosen += shelf.fill(fixes[-6:], words // 4)
    used = sum(len(text.split()) for text in chosen)
    chosen += shelf.fill(learned, words - used)
    return tuple(Claim(text) for text in chosen)


def _corrections(evidence: Evidence, shelf: Shelf, words: int) -> list[str]:
    """The last corrections, each with what followed.

    What was done about one is told among what was accomplished as well: the shelf forgets it.
    """
    chosen = []
    for correction in evidence.corrections[-_MOST_CORRECTIONS:]:
        if _decides(correction.response):
            correction = correction._replace(response="")
        told = _corrected(correction)
        size = sentences.length(told)
        again = CUES.reports.match(correction.response)
        if size <= words and shelf.take(correction.text if again else told):
            chosen.append(told)
            words -= size
    return chosen


def _decides(response: str) -> bool:
    """Whether an answer is a decision with what it turns down: that has a place of its own."""
    return bool(CUES.chosen.search(response) and CUES.rejected.search(response))


def _corrected(correction: Correction) -> str:
    how = "The user said"
    if correction.channel == "rejection":
        step = correction.step.rstrip(".")
        how = f'The user refused "{step}"' if step else "The user refused a step"
    elif correction.channel == "queued":
        how = "The user remarked meanwhile"
    elif CUES.trouble.search(correction.text):
        how = "The user reported"
    response = f" → {correction.response}" if correction.response else ""
    return f'{how}: "{correction.text}"{response}'


def _fixed(fix: Fix) -> str:
    if not fix.error:
        return ""
    remedy = f" Passed after {sentences.clip(fix.remedy, 40)}" if fix.remedy else ""
    return f"`{sentences.clip(fix.command, 14)}` failed: {fix.error}.{remedy}"


def _never_fixed(evidence: Evidence) -> list[str]:
    """Failures of commands that no later run made good, in order."""
    fixed = {fix.records[0] for fix in evidence.fixes}
    found = {}
    for run in evidence.commands:
        later_ok = run.kind in facts.CHECKS  # a check's last status stands in Current State
        if run.status == "failed" and run.detail and run.record not in fixed and not later_ok:
            words = programs.unwrap(tuple(run.command.split()))
            if not is_probe(words):
                found[words[:2]] = f"`{sentences.clip(run.command, 14)}` failed: {run.detail}"
    return list(found.values())


def _next_steps(
    evidence: Evidence, asked: list[str], shelf: Shelf, words: int
) -> tuple[tuple[NextStep, ...], tuple[Claim, ...]]:
    """What follows from the facts, was asked and not done, planned or said; then questions."""
    planned = [item.text for item in evidence.plan if item.status in ("doing", "open")]
    said = [_unlabelled(statement.text) for statement in _ranked(evidence, "next")]
    derived = facts.reruns(evidence)
    for step in derived:
        shelf.take(step)
    chosen = [*derived, *asked, *shelf.fill([*planned, *said], words)]
    if evidence.uncommitted and evidence.commits:
        chosen.append(facts.commit_step(evidence))
    steps = tuple(
        NextStep(f'Finish what was asked last: "{text}"' if text in asked else text)
        for text in chosen
        if text in asked or not _asks(text)
    )
    questions = (_unasked(text) for text in chosen if text not in asked)
    return steps, tuple(Claim(text) for text in questions if _asks(text))


def _unasked(text: str) -> str:
    """ "Open question: is it?" -> "Is it?"."""
    text = _QUESTION_LABEL.sub("", text)
    return text[:1].upper() + text[1:]


def _asks(text: str) -> bool:
    return text.endswith(("?", "？")) or "? (" in text


def _unlabelled(text: str) -> str:
    """ "Next step: ship it" -> "Ship it"."""
    text = _NEXT_LABEL.sub("", text)
    return text[:1].upper() + text[1:]


def _blockers(evidence: Evidence, shelf: Shelf, words: int) -> list[str]:
    found = [
        f'Reported last, and nothing shows it fixed: "{s.text}"' if s.by == "user" else s.text
        for s in _ranked(evidence, "blocker")
        if s.weight >= _PRESSING
    ]
    return shelf.fill(found, words)


def _told_of_files(evidence: Evidence, shelf: Shelf, words: int) -> dict[str, str]:
    """A changed file's path -> what a bullet that starts with its name says of it."""
    named = _names(evidence)
    told: dict[str, str] = {}
    for statement in _ranked(evidence, "done"):
        leading = _LEADING_NAME.match(statement.text)
        path = named.get(leading["name"], "") if leading else ""
        if not leading or not path or path in told:
            continue
        about = statement.text[leading.end() :]
        text = sentences.clip(about[:1].upper() + about[1:], _LONGEST_TOLD)
        size = len(text.split())
        if size <= words and shelf.take(statement.text):
            told[path] = text
            words -= size
    return told


def _names(evidence: Evidence) -> dict[str, str]:
    """Every way to name a changed file by the end of its path, where that is unambiguous."""
    named: dict[str, str] = {}
    for file in evidence.files:
        parts = file.path.split("/")
        for start in range(len(parts)):
            name = "/".join(parts[start:])
            named[name] = "" if name in named else file.path
    return named
