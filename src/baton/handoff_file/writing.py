"""From Handoff to Markdown, as docs/FORMAT.md says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baton.handoff_file import front_matter
from baton.handoff_file.headings import TITLES
from baton.handoff_file.marks import (
    BECAUSE,
    DECISION,
    MARK_OF,
    NOTHING,
    QUESTION,
    fold,
    protect,
    write_evidence,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from baton.model.document import Claim, Decision, FileNote, Handoff, NextStep


def render(handoff: Handoff) -> str:
    """The whole document. The same handoff always gives the same text."""
    parts = [
        front_matter.write(handoff.meta, handoff.title, handoff.date),
        f"# {heading(handoff.title)}",
    ]
    if goal := handoff.goal.strip():
        parts += ["**Goal:**", quote(goal)]
    parts += [section.text for section in handoff.other if not section.heading]
    for title, bullets in zip(TITLES, _bullets(handoff), strict=True):
        parts += [f"## {title}", "\n".join(bullets) or NOTHING]
    for section in handoff.other:
        if section.heading:
            parts += [f"## {heading(section.heading)}", section.text]
    return "\n\n".join(part for part in parts if part) + "\n"


def _bullets(handoff: Handoff) -> Iterable[list[str]]:
    """The bullets of the six sections, in the order of TITLES."""
    yield [*map(claim, handoff.accomplished), *map(decision, handoff.decisions)]
    yield [claim(item) for item in handoff.state]
    yield [claim(item) for item in handoff.lessons]
    yield [next_step(item) for item in handoff.next_steps]
    yield [file_note(item) for item in handoff.files]
    yield [*map(claim, handoff.blockers), *map(question, handoff.open_questions)]


def heading(text: str) -> str:
    """One line; a run of `#` at its end would close the heading, so it gets a backslash."""
    text = fold(text)
    bare = text.rstrip("#")
    return f"{bare}\\{text[len(bare) :]}" if bare != text else text


def quote(text: str) -> str:
    """A block quote that holds `text` as it is, line by line."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(f"> {line}" if line else ">" for line in lines)


def claim(item: Claim) -> str:
    mark = MARK_OF.get(item.trust, "")
    evidence = write_evidence(item.trust, item.evidence)
    return f"- {mark}{protect(item.text)}{evidence}{carried(item.age)}"


def question(item: Claim) -> str:
    mark = MARK_OF.get(item.trust, "")
    evidence = write_evidence(item.trust, item.evidence)
    return f"- {mark}{QUESTION} {protect(item.text)}{evidence}{carried(item.age)}"


def decision(item: Decision) -> str:
    mark = MARK_OF.get(item.trust, "")
    why = f"{BECAUSE}{protect(item.why)}" if item.why else ""
    rejected = f" (rejected: {protect(item.rejected)})" if item.rejected else ""
    evidence = write_evidence(item.trust, item.evidence)
    return f"- {mark}{DECISION} {protect(item.what)}{why}{rejected}{evidence}"


def next_step(item: NextStep) -> str:
    evidence = write_evidence("verified" if item.done else "stated", item.evidence)
    shown = evidence if item.evidence else ""
    return f"- [{'x' if item.done else ' '}] {protect(item.text)}{shown}{carried(item.age)}"


def carried(age: int) -> str:
    """How many handoffs have carried an item, with a space before it; "" when it is new."""
    return f" (carried {age}x)" if age else ""


def file_note(item: FileNote) -> str:
    """The path as code; a path with backticks gets a longer fence, as Markdown has it."""
    mark = MARK_OF.get(item.trust, "")
    what = protect(item.what)
    evidence = write_evidence(item.trust, item.evidence)
    path = fold(item.path)
    if not path:
        escape = "\\" if what.lstrip("\\").startswith("`") else ""
        return f"- {mark}{escape}{what}{evidence}"
    path = f"{_fence(path)} {path} {_fence(path)}" if "`" in path else f"`{path}`"
    return f"- {mark}{path} - {what}{evidence}" if what else f"- {mark}{path}{evidence}"


def _fence(path: str) -> str:
    """A run of backticks longer than any in `path`."""
    fence = "``"
    while fence in path:
        fence += "`"
    return fence
