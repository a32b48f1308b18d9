"""Which draft of a session may take whose place."""

from __future__ import annotations

import pytest

from baton import handoff_file, precedence
from baton.keeping.drafts import Stored
from baton.making.redact import redact
from baton.model.document import BY_ASSISTANT, BY_MODEL, Claim, Earlier, Handoff, Metadata
from baton.model.saving import Draft, DraftState
from tests.making.story import asks, edits, says, session

BY_CODE = "process:baton-extract"
TALK = session(asks("Make totals exact"), says("Done."))


def draft(by: str = BY_CODE, claims: int = 1, records: int = 2, *, edited: bool = False) -> Draft:
    done = tuple(Claim(f"Result {n}") for n in range(claims))
    handoff = Handoff("T", meta=Metadata(title="T", generated_by=by), accomplished=done)
    document = redact(handoff_file.render(handoff), scope="document", key=b"k" * 32)
    return Draft("claude-code-s", "claude-code", "s", document, records=records, edited=edited)


def open_(one: Draft) -> Stored:
    return Stored(one, "open")


@pytest.mark.parametrize(
    ("stored", "fresh", "taken"),
    [
        (draft(claims=3), draft(claims=2), False),
        (draft(claims=3), draft(claims=3), True),
        (draft(claims=3), draft(f"{BY_MODEL}m"), True),
        (draft(f"{BY_MODEL}m"), draft(claims=9), False),
        (draft(f"{BY_MODEL}m"), draft(claims=1, records=3), True),
        (draft(f"{BY_MODEL}m", claims=2), draft(f"{BY_MODEL}m", claims=1), False),
        (draft(f"{BY_MODEL}m", claims=2), draft(f"{BY_MODEL}m", claims=1, records=3), True),
    ],
)
def test_a_draft_that_says_more_stays(stored: Draft, fresh: Draft, *, taken: bool) -> None:
    assert precedence.adds_something(open_(stored), fresh) is taken


def test_a_models_words_are_not_bought_twice() -> None:
    same = draft(f"{BY_MODEL}m", records=TALK.records)
    assert precedence.may_draft(open_(same), TALK) is False
    assert precedence.may_draft(open_(draft(records=TALK.records)), TALK) is True


def test_a_persons_edit_stays() -> None:
    assert precedence.may_draft(open_(draft()), TALK)
    assert not precedence.may_draft(open_(draft(edited=True)), TALK)


@pytest.mark.parametrize("state", ["approved", "discarded"])
def test_what_is_done_with_stays_until_work_goes_on(state: DraftState) -> None:
    last = TALK.events[-1].record
    assert not precedence.may_draft(Stored(draft(records=last), state), TALK)
    went_on = session(asks("Make totals exact"), says("Done."), edits("/home/ada/shop/a.py"))
    assert precedence.may_draft(Stored(draft(records=last), state), went_on)


@pytest.mark.parametrize(
    ("by", "state", "whose", "retired"),
    [
        (f"{BY_ASSISTANT}claude-code", "approved", TALK.session_id, True),
        (f"{BY_ASSISTANT}claude-code", "approved", "another", False),
        (f"{BY_ASSISTANT}claude-code", "open", TALK.session_id, False),
        (BY_CODE, "approved", TALK.session_id, False),
    ],
)
def test_an_answer_retires_the_approved_one_before_it(
    by: str, state: DraftState, whose: str, *, retired: bool
) -> None:
    earlier = Earlier("20260304-1000-t.md", Handoff("T", meta=Metadata(session=whose)))
    assert precedence.supersedes(Stored(draft(by), state), earlier, TALK) is retired
    assert not precedence.supersedes(None, earlier, TALK)
