"""What was open stays open, is ticked, or is said to be dropped: on tables and over chains."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baton.handoff_file import parse, render
from baton.making.carry import CLOSED, MOST_HOPS, MOST_ITEMS, carry, close
from baton.making.evidence import mine
from baton.making.extract import compose
from baton.making.likeness import same
from baton.model.document import Claim, Earlier, FileNote, Handoff, NextStep
from baton.model.evidence import Evidence
from baton.model.session import Event
from tests.making.story import (
    NOW,
    ROOT,
    asks,
    edits,
    fails,
    inquires,
    plans,
    runs,
    says,
    session,
)

GOAL = "Make invoice totals exact to the cent"


def evidence_of(*events: Event) -> Evidence:
    return mine(session(*events), ROOT, None)


def before(*steps: str, goal: str = GOAL, blockers: tuple[str, ...] = ()) -> Earlier:
    handoff = Handoff(
        "Before",
        goal=goal,
        next_steps=tuple(NextStep(text) for text in steps),
        blockers=tuple(Claim(text) for text in blockers),
        files=(FileNote("src/invoice.py", "modified"),),
    )
    return Earlier("20260303-1000-before.md", handoff)


def carried(earlier: Earlier, *events: Event) -> Handoff:
    evidence = evidence_of(*events)
    return carry(compose(evidence, NOW), earlier, evidence)


def closed(handoff: Handoff) -> str:
    return "\n".join(part.text for part in handoff.other if part.heading == CLOSED)


COMMITTED = "[main 1a2b3c4] Cover refunds with a test\n 1 file changed"

DONE = [
    # the step, what happened, what shows that it is done
    (
        "Write a test that covers refunds",
        [runs("git commit -qam x", COMMITTED)],
        "1a2b3c4",
    ),
    ("Get the tests to pass: `pytest -q` failed. 2 failed", [runs("pytest -q")], "pytest -q: ok"),
    ("Re-run `pytest -q`: files changed after its last run", [runs("pytest -q")], "pytest -q: ok"),
    ("Get the tests to pass again", [runs("pytest -q", "3 passed")], "pytest -q: ok"),
    ("Run `make deploy`", [runs("make deploy")], "make deploy: ok"),
    ("Publish the package", [plans(Publish_the_package="done")], "done in the plan"),
    (
        "Write tests/test_refund.py",
        [edits(f"{ROOT}/tests/test_refund.py", "created")],
        "tests/test_refund.py: created",
    ),
    (
        "Remove the file `legacy.py`",
        [edits(f"{ROOT}/legacy.py", "deleted")],
        "legacy.py: deleted",
    ),
    (
        "Rotate the upload credentials",
        [asks("I have rotated the upload credentials already, that is done")],
        'user: "I have rotated',
    ),
    (
        "Add a test for refunds",
        [edits(f"{ROOT}/tests/test_refund.py"), says("Added a test for refunds.")],
        "tests/test_refund.py: modified",
    ),
]

OPEN = [
    # the step, and what must not be taken for its end
    ("Add a test for refunds", [runs("git commit -qam x", "[main 1a2b3c4] WIP test for refunds")]),
    ("Add a test for refunds", [runs("git commit -qam x", "[main 1a2b3c4] Remove refunds test")]),
    ("Add a test for refunds", [says("I still need to add a test for refunds.")]),
    ("Add a test for refunds", [says("Added a test for refunds.")]),
    (
        "Add a test for refunds",
        [
            edits(f"{ROOT}/tests/test_refund.py"),
            fails("pytest -q", "1 failed"),
            says("Added a test for refunds."),
        ],
    ),
    ("Add a test for refunds", [asks("Did you ever add the test for refunds?")]),
    ("Add a test for refunds", [asks("Don't forget to add the test for refunds")]),
    ("Add a test for refunds, currencies and the import", [runs("git commit", COMMITTED)]),
    ("Fix rounding in src/invoice.py", [edits(f"{ROOT}/src/invoice.py")]),
    ("Get the tests to pass: `pytest -q` failed", [fails("pytest -q", "1 failed")]),
    (
        "Re-run `pytest -q`: files changed after its last run",
        [runs("pytest -q"), edits(f"{ROOT}/src/invoice.py")],
    ),
    ("Raise the limit to 40", [plans(Raise_the_limit_to_50="done")]),
    ("Write tests/a_test.py and tests/b_test.py", [edits(f"{ROOT}/tests/a_test.py", "created")]),
    ("다음 작업: 환불 테스트 추가", []),
    ("x", []),
]


@pytest.mark.parametrize(("step", "events", "proof"), DONE, ids=[row[0][:40] for row in DONE])
def test_a_step_is_ticked_with_what_shows_it(step: str, events: list[Event], proof: str) -> None:
    handoff = carried(before(step), asks("Go on with the invoice totals"), *events)
    [found] = [one for one in handoff.next_steps if one.text == step]
    assert found.done
    assert found.age == 1
    assert found.evidence[0].startswith(proof)
    assert parse(render(handoff)).next_steps[-1].evidence == found.evidence


@pytest.mark.parametrize(("step", "events"), OPEN)
def test_a_step_stays_open_without_proof(step: str, events: list[Event]) -> None:
    handoff = carried(before(step), asks("Go on with the invoice totals"), *events)
    found = [one for one in handoff.next_steps if same(one.text, step)]
    assert [(one.done, one.age) for one in found] == [(False, 1)]


def test_what_the_user_gives_up_is_dropped_with_their_words() -> None:
    handoff = carried(
        before("Support comments in brackets"),
        asks("Skip the comments in brackets, nobody uses them"),
        says("All right."),
    )
    assert not any("comments" in step.text for step in handoff.next_steps)
    assert "Support comments in brackets (dropped: user:" in closed(handoff)
    later = carried(Earlier("n.md", handoff), asks("Go on"))
    assert closed(later) == "", "it is kept for one hop"


def test_nothing_is_carried_for_ever() -> None:
    old = before("Write the manual")
    step = NextStep("Write the manual", age=MOST_HOPS)
    old = old._replace(handoff=old.handoff._replace(next_steps=(step,)))
    handoff = carried(old, asks("Go on"))
    assert "Write the manual (dropped: carried 10 times" in closed(handoff)


def test_a_backlog_is_cut_and_says_so() -> None:
    steps = [f"Look at ticket {number}" for number in range(MOST_ITEMS + 5)]
    handoff = carried(before(*steps), asks("Go on"))
    assert len(handoff.next_steps) == MOST_ITEMS
    assert "5 more than are carried" in closed(handoff)


def test_the_same_step_stands_once_with_its_age() -> None:
    old = before("Publish the package to the registry")
    handoff = carried(old, asks("Go on"), plans(Publish_the_package_to_the_registry="open"))
    assert handoff.next_steps == (NextStep("Publish the package to the registry", age=1),)


def test_blockers_and_questions_have_an_age_until_they_are_settled() -> None:
    old = before(blockers=("The Windows runner is out of order",))
    question = Claim("Should refunds be rounded down?")
    old = old._replace(handoff=old.handoff._replace(open_questions=(question,)))
    handoff = carried(old, asks("Go on"))
    assert handoff.blockers == (Claim("The Windows runner is out of order", age=1),)
    assert handoff.open_questions == (question._replace(age=1),)
    again = parse(render(handoff))
    assert (again.blockers[0].age, again.open_questions[0].age) == (1, 1)
    settled = carried(
        Earlier("n.md", again),
        asks("The Windows runner is fixed now, that was out of order"),
        inquires("Should refunds be rounded down?", ("yes", "no"), "yes"),
    )
    assert not settled.blockers
    assert not settled.open_questions
    assert closed(settled).count("settled: user:") == 2


GOALS = [
    ("Continue where we left off please", [], True),
    ("Please go on with the next steps", [], True),
    ("Invoice totals must be exact for refunds too", [], True),
    ("Rename the variables so that they read well", ["src/invoice.py"], True),
    ("Build a landing page with three columns", ["web/index.html"], False),
    ("続けてください、お願いします", [], True),
]


@pytest.mark.parametrize(("prompt", "changed", "goes_on"), GOALS)
def test_the_goal_stays_until_it_changes(prompt: str, changed: list[str], goes_on: bool) -> None:
    events = [edits(f"{ROOT}/{path}") for path in changed]
    handoff = carried(before("Publish the package"), asks(prompt), *events)
    lines = handoff.goal.split("\n")
    assert (lines[0] == GOAL) == goes_on
    assert lines[-1] == prompt
    assert ("Goal: Make invoice totals" in closed(handoff)) != goes_on
    assert any("Publish" in step.text for step in handoff.next_steps), "steps are carried anyway"


def test_of_another_line_of_work_only_when_the_session_takes_it_up() -> None:
    old = before("Publish the package")._replace(elsewhere=True)
    assert not carried(old, asks("Build a landing page with columns"), says("Yes.")).next_steps
    assert carried(old, asks("Continue please with that")).next_steps


def test_what_an_assistant_drops_does_not_come_back() -> None:
    old = before("Support Python 3.8 in the build")
    evidence = evidence_of(asks("Go on"))
    draft = close(compose(evidence, NOW), [("Support Python 3.8 in the build", "too old")])
    handoff = carry(draft, old, evidence)
    assert not handoff.next_steps
    assert "(dropped: too old)" in closed(handoff)


WORDS = st.sampled_from(
    [
        "parser",
        "writer",
        "refunds",
        "totals",
        "cache",
        "login",
        "export",
        "limit",
        "40",
        "50",
        "Windows",
        "not",
        "`a.py`",
        "`b.py`",
    ]
)
STEP = st.lists(WORDS, min_size=1, max_size=6).map(lambda words: "Do " + " ".join(words))
WORK = st.one_of(
    STEP.map(lambda text: asks(f"{text} is already done, thanks")),
    STEP.map(lambda text: asks(f"Skip this: {text}")),
    STEP.map(lambda text: runs("git commit -m x", f"[main 1a2b3c4] {text}")),
    STEP.map(lambda text: says(f"Next step: {text}.")),
    st.just(edits(f"{ROOT}/src/a.py")),
    st.just(runs("pytest -q")),
)
SESSIONS = st.lists(st.lists(WORK, max_size=4), min_size=1, max_size=4)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(STEP, max_size=5), st.lists(STEP, max_size=2), SESSIONS)
def test_nothing_unfinished_disappears(
    steps: list[str], blockers: list[str], sessions: list[list[Event]]
) -> None:
    earlier = before(*steps, blockers=tuple(blockers))
    for number, events in enumerate(sessions):
        evidence = evidence_of(asks("Go on with the work"), *events)
        draft = compose(evidence, NOW + timedelta(hours=number))
        handoff = carry(draft, earlier, evidence)
        assert carry(handoff, earlier, evidence) == handoff, "twice is once"
        for step in earlier.handoff.next_steps:
            if not step.done:
                assert_kept(step, handoff)
        for blocker in earlier.handoff.blockers:
            there = [one for one in handoff.blockers if same(one.text, blocker.text)]
            assert any(one.age > blocker.age for one in there) or why(blocker.text, handoff)
        name = f"{number}.md"
        assert handoff.meta.continues == earlier.name
        earlier = Earlier(name, parse(render(handoff), name))


def assert_kept(step: NextStep, handoff: Handoff) -> None:
    """Open and older, ticked with proof, or closed with a reason: one of these."""
    there = [one for one in handoff.next_steps if same(one.text, step.text)]
    if not there:
        assert why(step.text, handoff)
        return
    assert any(one.age > step.age for one in there)
    assert all(one.evidence for one in there if one.done)


def why(text: str, handoff: Handoff) -> str:
    """The reason given for an item that is no longer open; "" when there is none."""
    for line in closed(handoff).splitlines():
        match = re.match(r"- \w+: (.*?) \((?:dropped|settled): (.+)\)$", line)
        if match and same(match[1], text):
            return match[2]
    return ""
