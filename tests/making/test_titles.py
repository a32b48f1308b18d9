"""What a session is called, and what is said of it in one sentence."""

from __future__ import annotations

import pytest

from baton.making.evidence import mine
from baton.making.titles import description, title
from baton.model.session import Event
from tests.making.story import ROOT, asks, edits, runs, says, session


def called(*events: Event) -> str:
    return title(mine(session(*events), ROOT, None))


def told(*events: Event) -> str:
    evidence = mine(session(*events), ROOT, None)
    return description(evidence, title(evidence))


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("I've noticed that every command is slow. I'd like to add a trace.", "Add a trace"),
        (
            "You are a developer. Your task is to port the shop to Go.",
            "Port the shop to Go",
        ),
        (
            "Implement the following plan: # Plan: Friendlier warnings ## Goal Be kind",
            "Friendlier warnings",
        ),
        ("Please fix the total of the basket", "Fix the total of the basket"),
    ],
)
def test_the_request_names_the_session(prompt: str, expected: str) -> None:
    assert called(asks(prompt)) == expected


def test_an_order_that_points_elsewhere_names_nothing() -> None:
    events = (
        asks("the basket is off by a cent when I pay in euros"),
        asks("do that"),
        edits(f"{ROOT}/a.py"),
        says("Rounded the total once, in whole cents.\n\nAdded a test for euros."),
    )
    assert called(*events) == "Added a test for euros"


def test_a_commit_on_the_matter_goes_before_a_note() -> None:
    commits = (
        runs("git commit -am x", "[main 1a2b3c4] fix: round the total once"),
        runs("git commit -am y", "[main 1a2b3c5] docs: add a todo for the tax"),
    )
    assert called(asks("go"), *commits) == "fix: round the total once"


def test_a_title_is_never_cut_inside_code_or_parentheses() -> None:
    prompt = "Speed up every command of the program (e.g., `./shop help --all --color=never`) now"
    assert called(asks(prompt)) == "Speed up every command of the program"


def test_the_description_tells_what_was_done() -> None:
    done = says("Done. Added whole cents to `total`, so nobody loses one.")
    assert told(asks("Fix the total"), edits(f"{ROOT}/a.py"), runs("pytest", "3 passed"), done) == (
        "Added whole cents to `total`, so nobody loses one (1 file, tests pass)"
    )


def test_a_session_without_words_is_described_by_its_counts() -> None:
    assert told(asks("Fix the total"), edits(f"{ROOT}/a.py")) == "Changed 1 file"
    assert told(asks("Fix the total")) == "No files changed"
