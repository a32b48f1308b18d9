"""What a new draft takes over from the handoff that its session went on from.

Nothing that was open vanishes: each next step, blocker and question of the earlier handoff is in
the new one as open (one hop older), ticked with what shows it, or a line of "No Longer Open"
that says why. That section lives for one handoff; the next one doesn't take it over.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from baton.making.evidence.goal import own_words
from baton.making.likeness import same, says_more, speaks_of, telling
from baton.making.settling import Settling
from baton.model.document import Claim, Earlier, Handoff, NextStep, OtherSection
from baton.model.session import UserMessage

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from baton.model.evidence import Evidence

Item = TypeVar("Item")

CLOSED = "No Longer Open"
MOST_HOPS = 10  # what nobody took up for so long is dropped, visibly
MOST_ITEMS = 40  # of a kind; an earlier document may be somebody's whole backlog
LONGEST_GOAL = 1500  # characters; the first line of a goal always stays
_FIRST_PROMPTS = 2
_GOES_ON = re.compile(
    r"\b(?:continue|go on|carry on|keep going|pick up|resume|where we (?:left|were)|next steps?"
    r"|as (?:before|planned)|last session|handoff|weiter\w*|fortsetzen|continua\w*|continúa"
    r"|sigue|siga|reprends|reprendre|poursui\w+)\b|続け|続き|继续|繼續|계속|이어서",
    re.IGNORECASE,
)
_LINE = re.compile(r"- \w+: (.*?) \((?:dropped|settled|replaced): ")
_HALF = 0.5
_THIRD = 3


def carry(draft: Handoff, earlier: Earlier, evidence: Evidence) -> Handoff:
    """`draft` with what `earlier` left open. Doing it twice changes nothing."""
    goes_on = continues(earlier.handoff, evidence)
    if earlier.elsewhere and not goes_on:
        return draft
    settling = Settling(evidence, earlier.commits)
    closed = _Closed(draft)
    steps = _steps(draft, earlier, settling, closed)
    blockers = _claims("Blocker", (draft.blockers, earlier.handoff.blockers), settling, closed)
    asked = (draft.open_questions, earlier.handoff.open_questions)
    questions = _claims("Question", asked, settling, closed)
    goal = _goal(draft.goal, earlier.handoff.goal, goes_on=goes_on, closed=closed)
    return draft._replace(
        meta=draft.meta._replace(continues=earlier.name),
        goal=goal,
        next_steps=steps,
        blockers=blockers,
        open_questions=questions,
        other=closed.sections(draft.other),
    )


def close(draft: Handoff, items: Iterable[tuple[str, str]]) -> Handoff:
    """`draft` with items that somebody dropped, each with the reason given."""
    closed = _Closed(draft)
    for text, why in items:
        closed.add("Step", text, f"dropped: {why}")
    return draft._replace(other=closed.sections(draft.other))


def continues(earlier: Handoff, evidence: Evidence) -> bool:
    """Whether a session went on with the work of the earlier handoff.

    Its first prompts say so, it was asked for what the earlier goal or steps speak of, or it
    changed the same files.
    """
    goal = evidence.goal
    prompts = [own_words(e) for e in evidence.session.events if isinstance(e, UserMessage)]
    if not goal or any(_GOES_ON.search(text) for text in prompts[:_FIRST_PROMPTS]):
        return True
    before = [earlier.goal, *(step.text for step in earlier.next_steps if not step.done)]
    asked = telling(goal)
    if any(len(asked & telling(text)) >= max(2, _HALF * len(asked)) for text in before):
        return True
    if any(speaks_of(goal, text) for text in before):
        return True
    changed = {file.path for file in evidence.files}
    shared = changed & {note.path for note in earlier.files}
    return bool(shared) and len(shared) * _THIRD >= len(changed)


class _Closed:
    """The lines of the section "No Longer Open"."""

    def __init__(self, draft: Handoff) -> None:
        text = next((part.text for part in draft.other if part.heading == CLOSED), "")
        self.lines = text.splitlines()

    def has(self, text: str) -> bool:
        return any(covers(match[1], text) for match in map(_LINE.match, self.lines) if match)

    def add(self, kind: str, text: str, why: str) -> None:
        if not self.has(text):
            self.lines.append(f"- {kind}: {' '.join(text.split())} ({' '.join(why.split())})")

    def sections(self, others: tuple[OtherSection, ...]) -> tuple[OtherSection, ...]:
        rest = tuple(part for part in others if part.heading != CLOSED)
        mine = (OtherSection(CLOSED, "\n".join(self.lines)),) if self.lines else ()
        return (*rest, *mine)


def _steps(
    draft: Handoff, earlier: Earlier, settling: Settling, closed: _Closed
) -> tuple[NextStep, ...]:
    """The draft's own, then those carried, then those ticked."""
    own = list(draft.next_steps)
    carried: list[NextStep] = []
    ticked: list[NextStep] = []
    unfinished = [step for step in earlier.handoff.next_steps if not step.done]
    for step in _first("Steps", unfinished, closed):
        age = step.age + 1
        if _merged(own, step.text, age, settling) or _merged(carried, step.text, age, settling):
            continue
        if any(covers(other.text, step.text) for other in ticked) or closed.has(step.text):
            continue
        if proof := settling.done(step.text):
            ticked.append(NextStep(step.text, done=True, age=age, evidence=(proof,)))
        elif why := settling.given_up(step.text) or _too_old(age):
            closed.add("Step", step.text, f"dropped: {why}")
        else:
            carried.append(NextStep(step.text, age=age))
    return (*own, *carried, *ticked)


def covers(item: str, text: str) -> bool:
    """Whether an item stands for `text`: not when that asks for more."""
    return same(item, text) and not says_more(text, item)


def _first(kind: str, items: Sequence[Item], closed: _Closed) -> Sequence[Item]:
    """As many as are carried; the rest is said to be left behind."""
    if len(items) > MOST_ITEMS:
        rest = f"{len(items) - MOST_ITEMS} more than are carried"
        closed.add(kind, rest, "dropped: they stand in the handoff before")
    return items[:MOST_ITEMS]


def _merged(steps: list[NextStep], text: str, age: int, settling: Settling) -> bool:
    """Whether a step of the list stands for the text; it gets the age.

    One that somebody ticked gets what shows it, where something does.
    """
    for at, step in enumerate(steps):
        if covers(step.text, text):
            shown = step.evidence
            if step.done and not shown and (proof := settling.done(text)):
                shown = (proof,)
            steps[at] = step._replace(age=max(step.age, age), evidence=shown)
            return True
    return False


def _claims(
    kind: str,
    sides: tuple[tuple[Claim, ...], tuple[Claim, ...]],
    settling: Settling,
    closed: _Closed,
) -> tuple[Claim, ...]:
    """The draft's own blockers or questions, then those carried."""
    own = list(sides[0])
    for claim in _first(f"{kind}s", sides[1], closed):
        age = claim.age + 1
        at = next((i for i, other in enumerate(own) if covers(other.text, claim.text)), None)
        if at is not None:
            own[at] = own[at]._replace(age=max(own[at].age, age))
        elif closed.has(claim.text):
            continue
        elif proof := settling.answered(claim.text) or settling.done(claim.text):
            closed.add(kind, claim.text, f"settled: {proof}")
        elif why := settling.given_up(claim.text) or _too_old(age):
            closed.add(kind, claim.text, f"dropped: {why}")
        else:
            own.append(claim._replace(age=age, line=0))
    return tuple(own)


def _too_old(age: int) -> str:
    return f"carried {MOST_HOPS} times and never taken up" if age > MOST_HOPS else ""


def _goal(new: str, old: str, *, goes_on: bool, closed: _Closed) -> str:
    """The old goal first and unchanged, what was asked since after it; or the new one alone."""
    if not old or new == old or new.startswith(f"{old}\n"):
        return new or old
    if not goes_on:
        closed.add("Goal", old.partition("\n")[0], "replaced: the session was asked for other work")
        return new
    first, *later = old.split("\n")
    later += [line for line in new.split("\n") if line and line not in old]
    while later and len("\n".join([first, *later])) > LONGEST_GOAL:
        del later[0]
    return "\n".join([first, *later])
