"""What is kept of what was said: goal, corrections, fixes, plan, statements."""

from __future__ import annotations

from baton.making.evidence import mine
from baton.model.evidence import Evidence, Statement
from baton.model.session import Event
from tests.making.story import (
    ROOT,
    asks,
    edits,
    fails,
    inquires,
    plans,
    runs,
    says,
    session,
    stops,
    thinks,
)


def mined(*events: Event) -> Evidence:
    return mine(session(*events), ROOT, None)


def best(evidence: Evidence, role: str) -> Statement:
    found = [statement for statement in evidence.statements if statement.role == role]
    return max(found, key=lambda statement: statement.weight)


def test_the_goal_is_the_first_substantial_prompt() -> None:
    evidence = mined(asks("hi"), says("Hello!"), asks("Fix the total of the basket."))
    assert evidence.goal == "Fix the total of the basket."
    assert evidence.goal_record == 3


def test_a_later_task_joins_the_goal() -> None:
    evidence = mined(
        asks("Fix the total of the basket."),
        says("Fixed."),
        asks("yes"),
        runs("git push"),
        asks("Now write the release notes."),
        edits(f"{ROOT}/NOTES.md"),
    )
    assert evidence.goal == "Fix the total of the basket.\nNow write the release notes."


def test_the_input_of_a_template_is_the_goal() -> None:
    block = "```text\nPlan the shop\n```\n\nYou MUST consider it."
    template = f"## User Input\n\n{block}\n\n## Outline\n\n1. Do"
    assert mined(asks(template)).goal == "Plan the shop"


def test_a_slash_command_with_a_task_is_a_prompt() -> None:
    evidence = mined(
        asks("/clear", "command"),
        asks("/compact keep the names of tables", "command"),
        asks("/plan a new importer for orders", "command"),
        runs("ls"),
    )
    assert evidence.goal == "/plan a new importer for orders"


def test_a_list_of_requests_is_no_pick() -> None:
    offer = says("Two ways:\n\n1. A personal token\n2. A GitHub app\n\nWhich one do you want?")
    evidence = mined(asks("Start CI."), offer, asks("1. lint fails 2. update from main"))
    assert not any("personal token" in s.text for s in evidence.statements if s.by == "user")


def test_typographic_apostrophes_are_heard() -> None:
    evidence = mined(
        asks("Make it run."),
        fails("nvm use 20", "command not found: nvm"),
        says("The tests can’t run here because `nvm` isn’t available in this shell."),
    )
    assert best(evidence, "lesson").text.startswith("The tests can’t run")


def test_a_huge_prompt_is_clipped_without_its_log() -> None:
    log = "\n".join(f"2026-01-01 12:00:{i:02} INFO starting worker {i}" for i in range(60))
    goal = mined(asks(f"The worker dies at start, find out why.\n\n```\n{log}\n```")).goal
    assert goal == "The worker dies at start, find out why."


def test_corrections_and_their_answers() -> None:
    evidence = mined(
        asks("Fix the total of the basket."),
        edits(f"{ROOT}/a.py", status="rejected"),
        asks("keep the literal value in the test", "rejection"),
        says("I loosened the assertion, which hid the bug."),
        asks("also check the tax", "queued"),
        says("The tax was rounded twice."),
        asks("no, use Decimal instead of float"),
        says("Let me see. I replaced float by `Decimal` because floats lose cents."),
        asks("thanks"),
    )
    found = [(c.channel, c.text, c.response) for c in evidence.corrections]
    assert found == [
        (
            "rejection",
            "keep the literal value in the test",
            "I loosened the assertion, which hid the bug.",
        ),
        ("queued", "also check the tax", "The tax was rounded twice."),
        (
            "prompt",
            "no, use Decimal instead of float",
            "I replaced float by `Decimal` because floats lose cents.",
        ),
    ]


def test_a_prompt_after_an_interruption_is_a_correction() -> None:
    evidence = mined(
        asks("Fix the total of the basket."),
        runs("npm install", status="interrupted"),
        stops(),
        asks("we work with pnpm here"),
    )
    assert [c.text for c in evidence.corrections] == ["we work with pnpm here"]


def test_a_pasted_error_is_reported_with_its_diagnosis() -> None:
    evidence = mined(
        asks("Start the shop."),
        says("Started."),
        asks("I get\n\nTypeError: total is not a function\n  at main.js:3\n"),
        edits(f"{ROOT}/main.js"),
        says("The import was missing, so `total` was undefined."),
    )
    (correction,) = evidence.corrections
    assert "TypeError: total is not a function" in correction.text
    assert correction.response == "The import was missing, so `total` was undefined."


def test_a_fix_names_what_made_the_difference() -> None:
    evidence = mined(
        fails("git push", "! [rejected] main -> main (fetch first)"),
        says("The remote is ahead."),
        runs("git pull --rebase"),
        runs("git push"),
    )
    (fix,) = evidence.fixes
    assert fix.command == "git push"
    assert fix.error == "! [rejected] main -> main (fetch first)"
    assert fix.remedy.startswith("`git pull --rebase`")
    assert fix.records == (1, 4)


def test_a_search_that_found_nothing_is_nothing_to_fix() -> None:
    assert mined(fails("grep -r total ."), runs("grep -ri total .")).fixes == ()


def test_the_plan_as_it_stands() -> None:
    evidence = mined(
        plans(find_the_bug="done", write_a_test="open"), plans(fix_it="doing", ship_it="open")
    )
    assert [(item.text, item.status) for item in evidence.plan] == [
        ("find the bug", "done"),
        ("fix it", "doing"),
        ("ship it", "open"),
    ]


def test_a_decision_with_its_reason_and_what_was_rejected() -> None:
    evidence = mined(
        asks("Compare the slices."),
        edits(f"{ROOT}/a.go"),
        says(
            "I'll go with `slices.Equal` instead of fmt.Sprintf.\n\n"
            "This is because string comparison is clunky."
        ),
    )
    decision = best(evidence, "decision")
    assert decision.text == "I'll go with `slices.Equal` instead of fmt.Sprintf."
    assert decision.why == "This is because string comparison is clunky."
    assert decision.rejected == "fmt"


def test_the_option_a_user_took() -> None:
    offer = says("Two ways:\n\n1. A personal token\n2. A GitHub app\n\nWhich one do you want?")
    evidence = mined(asks("Start CI on the release."), offer, asks("1, it is easiest"))
    decision = best(evidence, "decision")
    assert decision.by == "user"
    assert decision.text == 'A personal token (the user: "1, it is easiest")'


def test_the_answer_to_a_question() -> None:
    question = inquires("Which database?", ("SQLite", "Postgres"), "SQLite")
    decision = best(mined(asks("Store the orders."), question), "decision")
    assert decision.text == "Which database? → SQLite (the user's answer)"
    assert decision.rejected == "Postgres"


def test_a_lesson_after_a_failure_outweighs_talk() -> None:
    evidence = mined(
        asks("Make the tests pass."),
        says("Rounding is wrong if you cannot rely on it."),
        fails("pytest", "1 failed"),
        says("The root cause is that `round` doesn't work on strings."),
    )
    assert (
        best(evidence, "lesson").text == "The root cause is that `round` doesn't work on strings."
    )


def test_next_steps_from_a_list_and_an_offer() -> None:
    evidence = mined(
        asks("Fix the total of the basket."),
        edits(f"{ROOT}/a.py"),
        says("Fixed the total.\n\nNext steps:\n- Run the browser tests\n\nWant me to push it?"),
    )
    steps = [statement.text for statement in evidence.statements if statement.role == "next"]
    assert steps == ["Run the browser tests", "Want me to push it?"]


def test_an_unanswered_request_is_next() -> None:
    evidence = mined(
        asks("Fix the total of the basket."),
        says("Fixed the total."),
        asks("Now ship it to the test server."),
        runs("ls"),
    )
    assert best(evidence, "next").text == "Now ship it to the test server."


def test_thoughts_are_heard_for_decisions_only_when_they_decide() -> None:
    evidence = mined(asks("Go on with the basket."), thinks("Let me look at the file first."))
    assert [s for s in evidence.statements if s.role == "decision"] == []
