"""What somebody says of a session, put in place of what the draft without a model says.

Two write on the facts that code knows. They come differently and meet here:

- the session's own assistant fills in a form, field by field, and hears of every flaw at once
  (`answer_form`, `answer`): a field left out is None, an empty list says that there is none;
- a model makes claims, each citing records, and may get anything wrong (`writers/model_answer`,
  `writers/merging`): what no record bears out is marked or left out, and empty says nothing.

So each joins its words with the facts in its own way; what goes unsaid is alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from baton.model.document import Claim, Decision, Handoff, NextStep


class Meaning(NamedTuple):
    """The parts of a handoff that need somebody's words. None: nothing is said of it."""

    title: str | None = None
    description: str | None = None
    accomplished: tuple[Claim, ...] | None = None
    decisions: tuple[Decision, ...] | None = None
    state: tuple[Claim, ...] | None = None
    lessons: tuple[Claim, ...] | None = None
    next_steps: tuple[NextStep, ...] | None = None
    blockers: tuple[Claim, ...] | None = None
    open_questions: tuple[Claim, ...] | None = None


def express(draft: Handoff, meaning: Meaning) -> Handoff:
    """The draft with what is said in place of its own; what isn't said stays."""
    said = {part: value for part, value in meaning._asdict().items() if value is not None}
    title = said["title"] = meaning.title or draft.title
    description = said.pop("description", "") or draft.meta.description
    meta = draft.meta._replace(title=title, description=description)
    return draft._replace(meta=meta, **said)
