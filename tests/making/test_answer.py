"""Facts and words stay apart: what code wrote is known again, what was said is kept."""

from __future__ import annotations

from baton.handoff_file import parse, render
from baton.making import facts
from baton.making.answer import Answer, merge, renew
from baton.making.evidence import mine
from baton.making.extract import compose
from baton.model.document import Decision, NextStep
from baton.model.evidence import ChangedFile, Evidence
from baton.model.session import Event
from tests.making.story import NOW, ROOT, asks, edits, fails, runs, says, session

PR = "https://example.invalid/shop/shop/pull/7"
STORY: tuple[Event, ...] = (
    asks("Make invoice totals exact to the cent"),
    edits(f"{ROOT}/invoice.py"),
    runs("git commit -qam x", "[main 1a2b3c4] Round after the sum\n"),
    runs("gh pr create", PR),
    runs("ruff check .", "All checks passed!"),
    fails("mypy", "error: bad type"),
    runs("make build", "built"),
    fails("pytest -q", "FAILED a\n1 failed"),
    edits(f"{ROOT}/refund.py"),
)


def evidence_of(*events: Event) -> Evidence:
    return mine(session(*events), ROOT, None)


def test_every_sentence_that_code_writes_is_known_again() -> None:
    evidence = evidence_of(*STORY)._replace(conflict="rebase in progress")
    worded = [
        *facts.status_claims(evidence),
        *facts.repository_claims(evidence),
        *facts.commit_claims(evidence),
        *facts.status_claims(evidence_of(asks("Hello there, friend"))),
    ]
    assert len(worded) >= 9
    steps = [*facts.reruns(evidence), facts.commit_step(evidence)]
    for text in (*(claim.text for claim in worded), *steps):
        assert facts.by_code(text), text
    assert not facts.by_code("Tests for refunds are missing")
    assert not facts.by_code("Committed to the plan")


def test_a_file_of_another_project_is_said_to_be_one() -> None:
    evidence = evidence_of(*STORY)._replace(
        files=(ChangedFile("~/bank/account.py", "created"), ChangedFile("a.py", "modified"))
    )
    notes = [note.what for note in facts.file_notes(evidence, {})]
    assert notes == ["created outside this project", "modified"]


def test_a_field_left_out_keeps_the_draft_and_an_empty_one_says_none() -> None:
    composed = compose(evidence_of(*STORY, says("Next step: cover refunds.")), NOW)
    left_out = merge(composed, Answer(title="T", accomplished=("Done it",)), "claude-code")
    assert left_out.next_steps == composed.next_steps
    assert left_out.files == composed.files
    empty = merge(composed, Answer(title="T", next_steps=()), "claude-code")
    assert [facts.by_code(step.text) for step in empty.next_steps] == [True] * len(empty.next_steps)
    assert empty.next_steps


def test_words_stay_and_facts_move_on() -> None:
    first = evidence_of(*STORY)
    answer = Answer(
        title="Exact totals",
        accomplished=("Totals are exact",),
        decisions=(Decision("Round late", "errors add up"),),
        next_steps=(NextStep("Cover refunds"),),
        state=("The export is untouched",),
    )
    written = parse(render(merge(compose(first, NOW), answer, "claude-code")))
    later = evidence_of(
        *STORY, asks("Now do the refunds, all of them"), runs("pytest -q", "9 passed"),
        says("Next step: publish the new package."),
    )  # fmt: skip
    renewed = renew(written, compose(later, NOW), later, len(STORY), NOW)
    assert renewed.title == "Exact totals"
    assert [one.what for one in renewed.decisions] == ["Round late"]
    state = [claim.text for claim in renewed.state]
    assert any(text.startswith("Tests: pass") for text in state)
    assert not any(text.startswith("Tests: FAIL") for text in state)
    assert "The export is untouched" in state
    steps = [step.text for step in renewed.next_steps]
    assert "Cover refunds" in steps
    assert any("ublish the new package" in text for text in steps)
    again = renew(renewed, compose(later, NOW), later, len(STORY), NOW)
    assert again == renewed, "twice is once"
