"""What is said takes the place of the draft's own; what isn't said stays."""

from __future__ import annotations

from baton.making.meaning import Meaning, express
from baton.model.document import Claim, Handoff, Metadata, NextStep

DRAFT = Handoff(
    title="Drafted",
    meta=Metadata(title="Drafted", description="As drafted.", head="a1b2c3d"),
    accomplished=(Claim("Rounded once"),),
    lessons=(Claim("Lines add up errors"),),
    next_steps=(NextStep("Test refunds"),),
    blockers=(Claim("No access to the API"),),
)


def test_nothing_said_changes_nothing() -> None:
    assert express(DRAFT, Meaning()) == DRAFT
    assert express(DRAFT, Meaning(title="", description="")) == DRAFT


def test_what_is_said_takes_the_place_and_none_is_a_word_too() -> None:
    lessons = (Claim("The sum comes first"),)
    found = express(DRAFT, Meaning(title="Said", lessons=lessons, blockers=()))
    assert found == DRAFT._replace(
        title="Said",
        meta=DRAFT.meta._replace(title="Said"),
        lessons=lessons,
        blockers=(),
    )
