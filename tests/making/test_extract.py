from __future__ import annotations

from itertools import product

from baton.handoff_file import parse, render
from baton.making.evidence import mine
from baton.making.extract import compose
from baton.making.verify import verify
from baton.model.document import Claim, Handoff
from baton.model.session import Event
from tests.making.story import (
    NOW,
    ROOT,
    asks,
    compacts,
    edits,
    fails,
    plans,
    runs,
    says,
    session,
    stops,
)

SECTIONS = (
    "What We Accomplished",
    "Current State",
    "Lessons Learned",
    "Next Steps",
    "Key Files Modified",
    "Blockers / Open Questions",
)
GOAL = asks("Please fix the total of the basket, it is off by a cent.")


def draft(*events: Event, words: int = 900) -> Handoff:
    evidence = mine(session(*events), ROOT, None)
    return verify(compose(evidence, NOW, words), evidence)


def state(handoff: Handoff) -> list[str]:
    return [claim.text for claim in handoff.state]


def test_every_section_is_rendered() -> None:
    text = render(draft(GOAL, edits(f"{ROOT}/a.py"), says("Fixed the total.")))
    positions = [text.index(f"## {title}") for title in SECTIONS]
    assert positions == sorted(positions)
    assert GOAL.text in text


def test_a_draft_survives_the_file() -> None:
    handoff = draft(
        GOAL, edits(f"{ROOT}/a.py"), runs("pytest", "3 passed"), says("Fixed the total.")
    )
    back = parse(render(handoff))
    assert back.goal == handoff.goal
    assert [note.path for note in back.files] == [note.path for note in handoff.files]
    assert [claim.text for claim in back.state] == state(handoff)


def test_an_empty_session_still_gives_a_document() -> None:
    handoff = draft()
    assert handoff.title == "Session without a stated goal"
    assert state(handoff)[0] == "Tests: not run in this session."


def test_fixed_says_the_assistant_but_the_tests_fail() -> None:
    handoff = draft(
        GOAL,
        edits(f"{ROOT}/a.py"),
        fails("pytest -q", "E   AssertionError: 10.01 != 10.0\n==== 1 failed, 2 passed ====", 1),
        says("Fixed: the total is right now and all tests pass."),
    )
    assert state(handoff)[0] == (
        "Tests: FAIL (`pytest -q`, exit 1): 1 failed, 2 passed; E   AssertionError: 10.01 != 10.0"
    )
    said = [*handoff.accomplished, *handoff.state]
    claim = next(claim for claim in said if claim.text.startswith("Fixed:"))
    assert claim.trust == "contradicted"
    assert claim.evidence == ("pytest -q: exit 1",)
    assert any("pytest -q" in step.text for step in handoff.next_steps)


def test_a_lone_fixed_is_told_with_what_follows_and_contradicted() -> None:
    handoff = draft(
        GOAL,
        edits(f"{ROOT}/a.py"),
        fails("pytest -q", "FAILED test_a.py::test_total - assert 1\n1 failed, 2 passed in 0.1s"),
        says("Fixed. The total keeps whole cents, so nobody loses one."),
    )
    assert state(handoff)[0].endswith("1 failed, 2 passed in 0.1s")
    (claim,) = handoff.accomplished
    assert claim.text == "Fixed. The total keeps whole cents, so nobody loses one."
    assert claim.trust == "contradicted"


def test_what_was_refused_is_a_blocker_and_what_is_asked_for_comes_next() -> None:
    handoff = draft(
        GOAL,
        edits(f"{ROOT}/a.py", status="rejected"),
        says(
            "I could not change the total: editing isn't allowed in this session. "
            "Please allow edits, or change `total` to cents yourself."
        ),
    )
    assert handoff.blockers[0].text.startswith("I could not change the total")
    assert handoff.next_steps[0].text.startswith("Please allow edits")


def test_tests_that_passed_before_the_last_edit_are_unverified() -> None:
    handoff = draft(GOAL, runs("pytest", "3 passed"), edits(f"{ROOT}/a.py"), says("Changed it."))
    assert state(handoff)[0].startswith("Tests: unverified: files changed after the last run")
    assert handoff.next_steps[0].text.startswith("Re-run `pytest`")


def test_every_class_of_check_is_told() -> None:
    handoff = draft(
        runs("pytest", "3 passed"),
        runs("ruff check .", "All checks passed!"),
        fails("npm run build"),
    )
    assert [text.split(" (")[0] for text in state(handoff)[:3]] == [
        "Tests: pass",
        "Lint: pass",
        "Build: FAIL",
    ]


def test_a_session_cut_in_mid_work_says_so() -> None:
    cut = draft(GOAL, says("Let me run the tests."), runs("pytest -q", "", "unknown"))
    assert "The session ended in the middle of work, after `pytest -q`" in state(cut)
    done = draft(GOAL, runs("pytest -q", "3 passed"), says("All three tests pass now."))
    assert not any("middle of work" in text for text in state(done))


def test_commits_name_the_draft_and_the_uncommitted_rest_is_told() -> None:
    handoff = draft(
        GOAL,
        edits(f"{ROOT}/a.py"),
        runs("git commit -am x", "[main 1a2b3c4] Round the total once"),
        edits(f"{ROOT}/b.py"),
    )
    assert handoff.title == "Round the total once"
    assert handoff.meta.commits == ("1a2b3c4",)
    assert handoff.accomplished[0].text == "Committed on `main`: Round the total once"
    assert "Uncommitted changes at the end: `b.py`" in state(handoff)
    assert handoff.next_steps[-1].text == "Commit the uncommitted changes on `main`"


def test_the_title_is_the_request_without_its_politeness() -> None:
    assert draft(GOAL).title == "Fix the total of the basket, it is off by a cent"
    long = asks(
        "Could you rewrite the importer so that it streams the file and doesn't load all of it, "
        "because the big ones take all the memory?"
    )
    assert draft(long).title == "Rewrite the importer so that it streams the file"


def test_the_title_is_of_the_first_task() -> None:
    two = draft(asks("Fix the rounding"), runs("ls"), asks("Plan the links feature"), runs("ls"))
    assert two.goal == "Fix the rounding\nLater: Plan the links feature"
    assert two.title == "Fix the rounding"


def test_open_plan_items_are_next_and_finished_ones_accomplished() -> None:
    handoff = draft(GOAL, plans(write_the_rounding_test="done", ship_the_new_version="open"))
    assert "write the rounding test" in [claim.text for claim in handoff.accomplished]
    assert "ship the new version" in [step.text for step in handoff.next_steps]


def test_nothing_is_said_twice() -> None:
    again = "Fixed the rounding of the basket total in `basket.py`."
    handoff = draft(
        GOAL, edits(f"{ROOT}/a.py"), says(again), asks("sure?"), runs("ls"), says(again)
    )
    text = render(handoff)
    assert text.count(again) == 1


def test_the_budget_bounds_a_talkative_session() -> None:
    names = ["".join(letters) for letters in product("bdfglm", "aeiou", "nprst", "aeiou")]
    pairs = zip(names[::2], names[1::2], strict=True)
    talk = "\n".join(f"- Fixed {one} by adding {other} to {one}{other}" for one, other in pairs)
    handoff = draft(GOAL, edits(f"{ROOT}/a.py"), says(talk), words=400)
    assert len(render(handoff).split()) < 600
    assert len(handoff.accomplished) > 5


def test_a_changed_file_is_told_with_what_was_said_of_it() -> None:
    handoff = draft(
        GOAL,
        edits(f"{ROOT}/src/money.py"),
        edits(f"{ROOT}/src/app.py"),
        edits(f"{ROOT}/lib/app.py"),
        says(
            "Fixed the rounding of totals everywhere in the shop.\n\n"
            + "\n".join(f"- Added step{n} of the {n} pipeline with new checks" for n in "abcdefgh")
            + "\n- `src/money.py`: switched arithmetic to whole cents\n"
        ),
        words=150,
    )
    assert [(note.path, note.what) for note in handoff.files] == [
        ("src/money.py", "modified (+3 -1 lines): Switched arithmetic to whole cents"),
        ("src/app.py", "modified (+3 -1 lines)"),
        ("lib/app.py", "modified (+3 -1 lines)"),
    ]


def test_the_users_own_decision_is_quoted() -> None:
    handoff = draft(
        GOAL,
        says("Shall I lock the file?"),
        asks("Never send a reminder twice: rather lose one than send two."),
        edits(f"{ROOT}/a.py"),
        says("I claim the file exclusively."),
    )
    assert handoff.decisions[0].what == (
        '"Never send a reminder twice: rather lose one than send two." (the user)'
    )


def test_what_is_asked_at_the_end_is_an_open_question() -> None:
    handoff = draft(
        GOAL,
        edits(f"{ROOT}/a.py"),
        says("Fixed the total.\n\nNext steps:\n- Run the browser tests\n\nWant me to push it?"),
    )
    assert [step.text for step in handoff.next_steps] == ["Run the browser tests"]
    assert [claim.text for claim in handoff.open_questions] == ["Want me to push it?"]


def test_a_reason_of_its_own_sentence_follows_because() -> None:
    handoff = draft(
        asks("Compare the slices."),
        edits(f"{ROOT}/a.go"),
        says("I'll go with `slices.Equal`.\n\nThis is because string comparison is clunky."),
    )
    (decision,) = handoff.decisions
    assert decision.why == "string comparison is clunky."


def texts(claims: tuple[Claim, ...]) -> list[str]:
    return [claim.text for claim in claims]


def test_trouble_that_nothing_shows_fixed_is_a_blocker() -> None:
    told = (
        GOAL,
        edits(f"{ROOT}/a.py"),
        says("Fixed the total."),
        asks("I still get an error when I pay in euros"),
        edits(f"{ROOT}/a.py"),
        says("Rounded the euros once."),
    )
    (blocker,) = draft(*told).blockers
    assert blocker.text == (
        'Reported last, and nothing shows it fixed: "I still get an error when I pay in euros"'
    )
    assert not draft(*told[:-1], runs("pytest", "3 passed"), told[-1]).blockers


def test_a_refused_step_is_named_with_the_reason() -> None:
    handoff = draft(
        GOAL,
        says("Let me fix this by adding a column for the cents."),
        edits(f"{ROOT}/a.py", status="rejected"),
        asks("no new columns, the table is shared with the warehouse", "rejection"),
        says("The table is shared, so I round in the query."),
    )
    assert handoff.lessons[0].text == (
        'The user refused "Let me fix this by adding a column for the cents": '
        '"no new columns, the table is shared with the warehouse" → '
        "The table is shared, so I round in the query."
    )


def test_the_last_diagnosis_of_a_turn_stands_before_the_earlier_ones() -> None:
    handoff = draft(
        GOAL,
        fails("pytest", "1 failed"),
        says("The problem is that `price` isn't parsed as a decimal number."),
        fails("pytest", "1 failed"),
        says("The problem is that `tax` was added before the discount in `basket.py`."),
        edits(f"{ROOT}/basket.py"),
        runs("pytest", "3 passed"),
        says("Fixed the order of tax and discount."),
    )
    lessons = " ".join(texts(handoff.lessons))
    assert lessons.index("`tax` was added") < lessons.find("`price` isn't") % len(lessons)


def test_a_lead_in_is_told_with_its_points() -> None:
    handoff = draft(
        GOAL,
        edits(f"{ROOT}/a.py"),
        says("Fixed the slow exit by setting:\n- a timeout of 100 ms\n- a smaller batch\n"),
    )
    assert "Fixed the slow exit by setting: a timeout of 100 ms; a smaller batch" in texts(
        handoff.accomplished
    )


def test_a_session_compacted_twice_keeps_what_was_said_before() -> None:
    handoff = draft(
        GOAL,
        edits(f"{ROOT}/a.py"),
        says("Fixed the rounding of the total in `a.py`."),
        compacts(),
        asks("Now add the tax."),
        edits(f"{ROOT}/tax.py"),
        says("Added the tax of every country in `tax.py`."),
        compacts(),
        asks("Write the release notes."),
        edits(f"{ROOT}/NOTES.md"),
        says("Created the release notes in `NOTES.md`."),
    )
    told = " ".join(texts(handoff.accomplished))
    assert all(name in told for name in ("`a.py`", "`tax.py`", "`NOTES.md`"))
    assert handoff.goal.startswith("Please fix the total")
    assert "summary" not in render(handoff)


def test_an_interrupted_session_says_what_was_asked_last() -> None:
    handoff = draft(
        GOAL,
        edits(f"{ROOT}/a.py"),
        says("Fixed the total."),
        asks("Ship it to the test server"),
        runs("make ship", "", "interrupted"),
        stops(),
    )
    assert 'Finish what was asked last: "Ship it to the test server"' in [
        step.text for step in handoff.next_steps
    ]
    assert any("ended in the middle of work" in text for text in state(handoff))
