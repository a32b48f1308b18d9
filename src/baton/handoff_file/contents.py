"""What the sections of a document hold, filled item by item in the section's own way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baton.handoff_file.file_notes import file_notes, mentioned
from baton.handoff_file.marks import (
    BECAUSE,
    DECISION,
    QUESTION,
    expose,
    read_age,
    read_evidence,
    read_trust,
    split_ending,
)
from baton.model.document import Claim, Decision, NextStep

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baton.handoff_file.headings import Section
    from baton.handoff_file.items import Item
    from baton.model.document import FileNote, OtherSection, Trust

# how other people open the reason and the alternatives of a decision
_WHY = ("why", "rationale", "reason", "reasoning", "because", "이유", "理由", "motivo", "raison")
_REJECTED = ("alternatives", "alternative", "rejected", "alternatives considered", "대안", "代替案")
_BECAUSE = (" — because ", " - because ", ", because ", " because ")


class Contents:
    """The sections being filled. `ours`: the document follows docs/FORMAT.md to the letter."""

    def __init__(self, *, ours: bool) -> None:
        self.ours = ours
        self.goal = ""
        self.accomplished: list[Claim] = []
        self.decisions: list[Decision] = []
        self.state: list[Claim] = []
        self.lessons: list[Claim] = []
        self.next_steps: list[NextStep] = []
        self.files: list[FileNote] = []
        self.blockers: list[Claim] = []
        self.open_questions: list[Claim] = []
        self.other: list[OtherSection] = []
        self._done: list[Item] = []  # may name the files where no section lists them

    def add(self, section: Section, items: Sequence[Item]) -> None:
        """Put the items of one block into their section."""
        if section == "files":
            self.files += file_notes(items, ours=self.ours)
        elif section == "next_steps":
            self.next_steps += [next_step(item, ours=self.ours) for item in items]
        elif section == "decisions":
            self.decisions += decisions(items)
        elif section == "accomplished":
            self._done += items
            for item in items:
                self._add_accomplished(item)
        elif section == "blockers":
            for item in items:
                self._add_blocker(item)
        else:
            claims = {
                "state": self.state,
                "lessons": self.lessons,
                "open_questions": self.open_questions,
            }
            claims[section] += [claim(item) for item in items]

    def finish(self) -> None:
        """Where other people list no files, take those that the finished work names."""
        if not self.ours and not self.files:
            self.files = mentioned(self._done)

    def _add_accomplished(self, item: Item) -> None:
        text, trust = read_trust(item.text)
        if text.startswith(DECISION):
            text = text[len(DECISION) :].strip()
            self.decisions.append(decision(text, trust, item.line, ours=self.ours))
        elif item.ticked is False and not self.ours:
            self.next_steps.append(next_step(item, ours=self.ours))
        else:
            self.accomplished.append(claim(item))

    def _add_blocker(self, item: Item) -> None:
        text, _ = read_trust(item.text)
        is_question = text.startswith(QUESTION) or (not self.ours and text.endswith(("?", "？")))
        (self.open_questions if is_question else self.blockers).append(claim(item))


def claim(item: Item) -> Claim:
    """A bullet with its marks taken off."""
    text, trust = read_trust(item.text)
    text, age = read_age(text)
    text, is_verified, evidence = read_evidence(text)
    text = text.removeprefix(QUESTION).strip()
    return Claim(expose(text), "verified" if is_verified else trust, evidence, item.line, age)


def next_step(item: Item, *, ours: bool) -> NextStep:
    text, age = read_age(item.text)
    text, _, evidence = read_evidence(text)
    done = item.ticked or (not ours and text.startswith(("✅", "~~")))
    return NextStep(expose(text), bool(done), age, item.line, evidence)


def decision(text: str, trust: Trust, line: int, *, ours: bool) -> Decision:
    """The text after `**Decision:**`: what — because why (rejected: alternatives)."""
    text, is_verified, evidence = read_evidence(text)
    text, rejected = split_ending(text, "rejected: ")
    what, why = text, ""
    for because in (BECAUSE,) if ours else _BECAUSE:
        if because in text:
            what, _, why = text.partition(because)
            break
    return Decision(
        expose(what.strip()),
        expose(why.strip()),
        expose(rejected or ""),
        "verified" if is_verified else trust,
        evidence,
        line,
    )


def decisions(items: Sequence[Item]) -> list[Decision]:
    """The decisions of a section of its own, as other people write them."""
    found: list[Decision] = []
    for item in items:
        text, trust = read_trust(item.text)
        label, value = _label(text)
        if item.cells:
            found.append(_decision_of_row(item))
        elif found and label in _REJECTED:
            found[-1] = found[-1]._replace(rejected=_joined(found[-1].rejected, value))
        elif found and label in _WHY:
            found[-1] = found[-1]._replace(why=_joined(found[-1].why, value))
        elif found and item.depth:
            found[-1] = found[-1]._replace(why=_joined(found[-1].why, text))
        else:
            text = text.removeprefix(DECISION).strip()
            found.append(decision(text, trust, item.line, ours=False))
    return found


def _label(text: str) -> tuple[str, str]:
    """`**Why:** it is small` -> ("why", "it is small")."""
    label, colon, value = text.partition(":")
    if not colon or len(label) > 30:
        return "", text
    return label.strip("*_ ").lower(), value.lstrip("*_ ").strip()


def _joined(before: str, text: str) -> str:
    return f"{before} {text}".strip()


def _decision_of_row(item: Item) -> Decision:
    """A table row: the columns' names tell reason and alternatives; else the second is why."""
    names = [name.strip("*_ ").lower() for name in item.header]
    what, why, rejected = "", "", ""
    for at, cell in enumerate(item.cells):
        name = names[at] if at < len(names) else ""
        if any(word in name for word in _REJECTED):
            rejected = _joined(rejected, cell)
        elif what and (not name or any(word in name for word in _WHY) or at == len(names) - 1):
            why = _joined(why, cell)
        elif not what and name not in {"#", "id", "no", "date"}:
            what = cell
    return Decision(what or item.text, why, rejected, line=item.line)
