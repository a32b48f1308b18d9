"""The form that an assistant's answer has: what each field means, and what is wrong with one.

All flaws are told at once, each with an example, so that one more try is enough.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from baton.making.answer import Answer
from baton.model.document import Decision, NextStep

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST_TITLE = 100  # characters
LONGEST_ITEM = 600
MOST_ITEMS = 30  # of a field


class Flaw(NamedTuple):
    """What is wrong with one field, and how it is done right."""

    field: str
    problem: str
    example: object


class Field(NamedTuple):
    meaning: str
    example: object


FIELDS: dict[str, Field] = {
    "session": Field("which session it is of, as given above", "claude-code-5f0c2a9e"),
    "title": Field("what the session was about, under 70 characters", "Fix the rounding of totals"),
    "description": Field(
        "one sentence on the outcome", "Totals are exact now; refunds still lack a test."
    ),
    "accomplished": Field(
        "results, one sentence each; commits stand there already",
        ["Totals are rounded once, after the sum"],
    ),
    "decisions": Field(
        "what was decided, why, and what was turned down",
        [
            {
                "what": "Round after the sum",
                "why": "rounding each line adds up the errors",
                "rejected": "Decimal, because the API returns floats",
            }
        ],
    ),
    "lessons": Field(
        "what failed and why, what the user corrected, what surprised",
        ["`round` on each line loses cents: the sum must come first"],
    ),
    "state": Field(
        "what works and what doesn't; how checks ended stands there already",
        ["The export still uses the old totals"],
    ),
    "next_steps": Field(
        'what is left, most urgent first; {"text", "done": true} ticks a carried one',
        ["Add a test for refunds", {"text": "Rename `total`", "done": True}],
    ),
    "blockers": Field("what stands in the way", ["The sandbox has no access to the API"]),
    "open_questions": Field("what only the user can answer", ["Should refunds be rounded down?"]),
    "dropped": Field(
        "carried steps that are given up, and why",
        [{"what": "Support Python 3.8", "why": "the user dropped it"}],
    ),
}
Item = TypeVar("Item")
_LINES = ("accomplished", "lessons", "state", "blockers", "open_questions")


class Form:
    """Reads one answer; `flaws` holds what was wrong with it."""

    def __init__(self, value: dict[str, object]) -> None:
        self.value = value
        self.flaws: list[Flaw] = []

    def read(self) -> Answer:
        """The answer, as far as it is right."""
        for name in self.value:
            if name not in FIELDS:
                near = get_close_matches(name, FIELDS, 1)
                hint = f"did you mean `{near[0]}`?" if near else f"the fields: {', '.join(FIELDS)}"
                self.flaw(name, f"there is no such field; {hint}")
        lines = {name: self.items(name, self.line) for name in _LINES}
        answer = Answer(
            title=self.text("title", LONGEST_TITLE),
            description=self.text("description", LONGEST_ITEM),
            decisions=self.items("decisions", self.decision),
            next_steps=self.items("next_steps", self.step),
            dropped=self.items("dropped", self.dropped) or (),
            **lines,
        )
        if not self.flaws and not answer.says_something():
            fields = "accomplished, decisions, lessons, state, next_steps"
            self.flaw("accomplished", f"nothing to hand off: fill at least one of {fields}")
        return answer

    def flaw(self, field: str, problem: str) -> None:
        name = field.partition("[")[0].partition(".")[0]
        example = FIELDS[name].example if name in FIELDS else None
        self.flaws.append(Flaw(field, problem, example))

    def text(self, name: str, longest: int) -> str | None:
        value = self.value.get(name)
        return None if value is None else self.line(name, value, longest)

    def items(
        self, name: str, read: Callable[[str, object], Item | None]
    ) -> tuple[Item, ...] | None:
        value = self.value.get(name)
        if value is None:
            return None
        if not isinstance(value, list):
            self.flaw(name, f"is {_kind(value)}, must be a list")
            return None
        if len(value) > MOST_ITEMS:
            self.flaw(name, f"has {len(value)} items, at most {MOST_ITEMS} fit")
        found = [read(f"{name}[{at}]", item) for at, item in enumerate(value[:MOST_ITEMS])]
        return tuple(item for item in found if item is not None)

    def line(self, field: str, value: object, longest: int = LONGEST_ITEM) -> str | None:
        """A sentence on one line."""
        if not isinstance(value, str):
            self.flaw(field, f"is {_kind(value)}, must be a text")
            return None
        text = " ".join(value.split())
        if not text:
            self.flaw(field, "is empty; leave it out instead")
        elif len(text) > longest:
            self.flaw(field, f"has {len(text)} characters, at most {longest} fit")
        return text or None

    def decision(self, field: str, value: object) -> Decision | None:
        parts = self.parts(field, value, "what", ("why", "rejected"))
        return Decision(parts["what"], parts["why"], parts["rejected"]) if parts else None

    def dropped(self, field: str, value: object) -> tuple[str, str] | None:
        parts = self.parts(field, value, "what", ("why",))
        if parts and not parts["why"]:
            self.flaw(f"{field}.why", "is missing: why is it given up?")
        return (parts["what"], parts["why"]) if parts else None

    def step(self, field: str, value: object) -> NextStep | None:
        if isinstance(value, str):
            text = self.line(field, value)
            return NextStep(text) if text else None
        done = value.get("done", False) if isinstance(value, dict) else False
        if not isinstance(done, bool):
            self.flaw(f"{field}.done", f"is {_kind(done)}, must be true or false")
        parts = self.parts(field, value, "text", (), ("done",))
        if not parts:
            return None
        return NextStep(parts["text"], done=done is True)

    def parts(
        self,
        field: str,
        value: object,
        first: str,
        more: tuple[str, ...],
        others: tuple[str, ...] = (),
    ) -> dict[str, str] | None:
        """The texts of an object: `first` must be there, `more` may; plain text is `first`."""
        if isinstance(value, str):
            value = {first: value}
        if not isinstance(value, dict):
            self.flaw(field, f"is {_kind(value)}, must be an object with `{first}`")
            return None
        known = {first, *more, *others}
        for name in value:
            if name not in known:
                listed = ", ".join(sorted(known))
                self.flaw(f"{field}.{name}", f"there is no such part; known: {listed}")
        if first not in value:
            self.flaw(f"{field}.{first}", "is missing")
            return None
        texts = dict.fromkeys((first, *more), "")
        for name in texts:
            if value.get(name) is not None:
                texts[name] = self.line(f"{field}.{name}", value[name]) or ""
        return texts if texts[first] else None


def _kind(value: object) -> str:
    """How JSON calls it."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true or false"
    names = {int: "a number", float: "a number", str: "a text", list: "a list"}
    return names.get(type(value), "an object")
