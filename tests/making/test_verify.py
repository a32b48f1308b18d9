from __future__ import annotations

import pytest

from baton.making.evidence import mine
from baton.making.verify import verify
from baton.model.document import Claim, Decision, Handoff
from baton.model.evidence import Evidence
from tests.making.story import ROOT, edits, fails, runs, session

FAILING = mine(session(edits(f"{ROOT}/src/a.py"), fails("pytest", "1 failed", 1)), ROOT, None)
PASSING = mine(
    session(
        edits(f"{ROOT}/src/a.py", "created"),
        runs("git commit -m x", "[main 1a2b3c4] x"),
        runs("pytest", "3 passed"),
    ),
    ROOT,
    None,
)


def trust(text: str, evidence: Evidence) -> str:
    handoff = Handoff("t", accomplished=(Claim(text),))
    return verify(handoff, evidence).accomplished[0].trust


@pytest.mark.parametrize(
    "text",
    [
        "All tests pass.",
        "Fixed the bug; the tests are green now.",
        "Everything is fixed",
        "It works now",
        "Fixed",
        "✅ tests",
    ],
)
def test_success_is_contradicted_by_a_failed_last_run(text: str) -> None:
    assert trust(text, FAILING) == "contradicted"
    assert trust(text, PASSING) == "stated"


@pytest.mark.parametrize(
    "text",
    [
        "The tests fail.",
        "One test still fails, the others pass",
        "Run the tests until they pass",
        "The lint is clean",
        "Fixed the typo in the README",
    ],
)
def test_other_words_are_left_alone(text: str) -> None:
    assert trust(text, FAILING) == "stated"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Added `src/a.py` with the rounding", "verified"),
        ("Updated `a.py`", "verified"),
        ("Updated `src/b.py`", "stated"),
        ("Read `src/a.py`", "stated"),
        ("Committed 1a2b3c4: x", "verified"),
        ("Committed 9f8e7d6: y", "stated"),
    ],
)
def test_files_and_commits(text: str, label: str) -> None:
    assert trust(text, PASSING) == label


def test_tests_said_to_pass_that_nothing_shows_to_pass() -> None:
    never = mine(session(edits(f"{ROOT}/a.py")), ROOT, None)
    before = mine(session(fails("pytest", "1 failed", 1), edits(f"{ROOT}/a.py")), ROOT, None)
    assert trust("All tests pass.", never) == "unsupported"
    assert trust("All tests pass.", before) == "unsupported"
    assert trust("Make sure that tests pass before merging", never) == "stated"


def test_a_claim_of_verification_without_a_fact_is_only_stated() -> None:
    handoff = Handoff("t", accomplished=(Claim("It is faster now.", "verified"),))
    assert verify(handoff, PASSING).accomplished[0].trust == "stated"


def test_text_is_never_touched() -> None:
    handoff = Handoff(
        "t", accomplished=(Claim("All tests pass."),), decisions=(Decision("Tests pass, so ship"),)
    )
    checked = verify(handoff, FAILING)
    assert checked.accomplished[0].text == "All tests pass."
    assert checked.accomplished[0].evidence == ("pytest: exit 1",)
    assert checked.decisions[0].trust == "contradicted"
