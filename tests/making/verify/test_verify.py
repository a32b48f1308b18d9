"""Claims and small sessions in, labels and evidence out: whoever worded the claim."""

from __future__ import annotations

import pytest

from baton.making.evidence import mine
from baton.making.verify import check, verify
from baton.model.document import Claim, Decision, FileNote, Handoff, Metadata
from baton.model.evidence import Evidence
from tests.making.story import ROOT, asks, edits, fails, reads, runs, says, session

FAILING = mine(session(edits(f"{ROOT}/src/a.py"), fails("pytest", "1 failed", 1)), ROOT, None)
PASSING = mine(
    session(
        reads(f"{ROOT}/src/read.py"),
        edits(f"{ROOT}/src/a.py", "created"),
        runs("git commit -m x", "[main 1a2b3c4] Round once"),
        runs("pytest", "3 passed in 0.2s"),
    ),
    ROOT,
    None,
)
TALK = mine(
    session(
        asks("Totals are off by 2 cents, fix it and keep parse_amount as it is"),
        says("The cache is cleared before each of the 14 retries, so rotateKeys never sees it."),
        edits(f"{ROOT}/total.py"),
        runs("ruff check .", "All checks passed!"),
        says("Fixed the rounding of totals. All changes are committed."),
        asks("I still see wrong totals, and four uncommitted files?"),
    ),
    ROOT,
    None,
)


def label(text: str, evidence: Evidence) -> tuple[str, str]:
    """The label of a single claim, and its evidence in one line."""
    (checked,) = check(Handoff("t", accomplished=(Claim(text),)), evidence)
    return checked.trust, "; ".join(checked.evidence)


@pytest.mark.parametrize(
    ("text", "when_passing"),
    [
        ("All tests pass.", "verified"),
        ("Fixed the bug; the tests are green now.", "verified"),
        ("Everything is fixed", "stated"),
        ("It works now", "stated"),
        ("Fixed", "stated"),
        ("✅ tests", "stated"),
    ],
)
def test_success_is_contradicted_by_a_failed_last_run(text: str, when_passing: str) -> None:
    assert label(text, FAILING) == ("contradicted", "pytest: exit 1")
    assert label(text, PASSING)[0] == when_passing


@pytest.mark.parametrize(
    ("text", "when_failing", "when_passing"),
    [
        ("The tests fail.", "verified", "contradicted"),
        ("The tests still fail", "verified", "contradicted"),
        ("Tests: pass (`pytest`): 3 passed in 0.2s", "contradicted", "verified"),
        ("Tests: FAIL (`pytest`, exit 1): 1 failed", "verified", "contradicted"),
        ("Tests: not run in this session.", "contradicted", "contradicted"),
        ("Run the tests until they pass", "stated", "stated"),
        ("The tests failed because of a missing import", "stated", "stated"),
        ("The lint is clean", "stated", "stated"),
        ("Fixed the typo in the README", "stated", "stated"),
    ],
)
def test_words_of_status_are_compared_with_the_last_run(
    text: str, when_failing: str, when_passing: str
) -> None:
    assert label(text, FAILING)[0] == when_failing
    assert label(text, PASSING)[0] == when_passing


@pytest.mark.parametrize(
    ("text", "trust", "proof"),
    [
        ("Added `src/a.py` with the rounding", "verified", "a.py: created"),
        ("Updated `a.py`", "verified", "a.py: created"),
        ("Deleted `src/a.py`", "contradicted", "a.py: created"),
        ("Updated `src/b.py`", "unsupported", "b.py: no change in the session"),
        ("Updated `src/read.py`", "contradicted", "read.py: only read"),
        ("The rule stands in `src/read.py`", "stated", ""),
        ("Don't touch `src/read.py`", "stated", ""),
        ("See `docs/nowhere.md`", "unsupported", "nowhere.md: not in the session"),
        ("Read `src/a.py`", "stated", ""),
    ],
)
def test_files(text: str, trust: str, proof: str) -> None:
    assert label(text, PASSING) == (trust, proof)


@pytest.mark.parametrize(
    ("note", "trust", "proof"),
    [
        (FileNote("src/a.py", "created (+3 -1 lines)"), "verified", "a.py: created"),
        (FileNote("src/a.py", "created (+4 -1 lines)"), "contradicted", "a.py: +3 -1 lines"),
        (FileNote("src/a.py", "modified"), "contradicted", "a.py: created"),
        (FileNote("src/a.py", "deleted"), "contradicted", "a.py: created"),
        (FileNote("src/read.py", "modified"), "contradicted", "read.py: only read"),
        (FileNote("src/b.py", "created"), "unsupported", "b.py: not in the session"),
        (FileNote("", "and 12 more files"), "stated", ""),
    ],
)
def test_bullets_of_changed_files(note: FileNote, trust: str, proof: str) -> None:
    handoff = Handoff("t", meta=Metadata(session="s"), files=(note,))
    (checked,) = check(handoff, PASSING)
    assert (checked.trust, "; ".join(checked.evidence)) == (trust, proof)


@pytest.mark.parametrize(
    ("text", "trust", "proof"),
    [
        ("Committed 1a2b3c4: Round once", "verified", "1a2b3c4"),
        ("Committed 9f8e7d6: Round once", "contradicted", "the commit is 1a2b3c4"),
        ("Committed 9f8e7d6: something", "unsupported", "no commit 9f8e7d6 in the session"),
        ("Nothing is committed yet, work is not committed", "contradicted", "committed: 1a2b3c4"),
        ("Opened pull request #77", "unsupported", "no pull request #77 in the session"),
    ],
)
def test_commits(text: str, trust: str, proof: str) -> None:
    assert label(text, PASSING) == (trust, proof)


@pytest.mark.parametrize(
    ("text", "trust", "proof"),
    [
        ("The cache is cleared before each of the 14 retries", "stated", ""),
        (
            "The cache is cleared before each of the 15 retries",
            "contradicted",
            'session: "cleared before each of the 14 retries, so rotateKeys never"',
        ),
        ("`rotateKeys` never sees it", "stated", ""),
        (
            "`rotateKesy` never sees it",
            "unsupported",
            'not in the session: "rotateKesy", but "rotateKeys"',
        ),
        ("Kept `formatMoney` as it is", "unsupported", 'not in the session: "formatMoney"'),
        ('The user: "keep parse_amount as it is"', "stated", ""),
        (
            'The user: "rewrite all of the parser in Rust"',
            "unsupported",
            'nobody said "rewrite all of the parser in …"',
        ),
        (
            "The cache is not cleared before each of the 14 retries",
            "contradicted",
            'said: "The cache is cleared before each of the 14 retries, so rotateKeys …"',
        ),
        (
            "All changes are committed.",
            "contradicted",
            "uncommitted: total.py",
        ),
        (
            "Fixed the rounding of totals.",
            "contradicted",
            'user, later: "I still see wrong totals, and four uncommitted files?"',
        ),
        ("The linter is clean", "verified", "ruff check .: ok"),
        ("The linter still fails", "contradicted", "ruff check .: ok"),
    ],
)
def test_prose(text: str, trust: str, proof: str) -> None:
    assert label(text, TALK) == (trust, proof)


@pytest.mark.parametrize(
    ("text", "record", "proof"),
    [
        ("14 retries after the cache is cleared", "record 2", "record 2"),
        ("The cents of totals", "records 1-2", "records 1-2"),
        ("The cache is cleared for 14 retries", "record 99", "no record 99 in the session"),
        ("Retries: 14", "record 6", "record 6: no 14"),
        ("Something of another kind", "record 1", "record 1: nothing of it"),
    ],
)
def test_a_cited_record_must_tell_of_it(text: str, record: str, proof: str) -> None:
    handoff = Handoff("t", accomplished=(Claim(text, evidence=(record,)),))
    (checked,) = check(handoff, TALK)
    assert checked.evidence[-1] == proof
    assert (checked.trust == "unsupported") == (proof != record)


def test_tests_said_to_pass_that_nothing_shows_to_pass() -> None:
    never = mine(session(edits(f"{ROOT}/a.py")), ROOT, None)
    before = mine(session(fails("pytest", "1 failed", 1), edits(f"{ROOT}/a.py")), ROOT, None)
    assert label("All tests pass.", never) == ("unsupported", "no test run in the session")
    assert label("All tests pass.", before)[0] == "unsupported"
    assert label("Make sure that tests pass before merging", never)[0] == "stated"


def test_a_run_that_passed_before_the_last_edit_verifies_nothing() -> None:
    stale = mine(session(runs("pytest", "3 passed"), edits(f"{ROOT}/a.py")), ROOT, None)
    assert label("All tests pass.", stale) == ("stated", "pytest: ok, files changed after it")


def test_absence_in_clipped_text_proves_nothing_unless_the_transcript_was_searched() -> None:
    clipped = mine(
        session(runs("cat a.py", "def one\n[... 9000 characters left out ...]\nend")), ROOT, None
    )
    handoff = Handoff("t", accomplished=(Claim("`formatMoney` rounds"),))
    assert check(handoff, clipped)[0].trust == "stated"
    assert check(handoff, clipped, lambda words: frozenset())[0].trust == "unsupported"
    assert check(handoff, clipped, lambda words: words)[0].trust == "stated"


def test_a_dispute_that_later_work_settles_is_none() -> None:
    settled = mine(
        session(
            asks("Fix the rounding of totals"),
            edits(f"{ROOT}/total.py"),
            says("Fixed the rounding of totals."),
            asks("The totals still have wrong rounding"),
            edits(f"{ROOT}/total.py"),
            says("Fixed the refunds too, that was the rest."),
        ),
        ROOT,
        None,
    )
    assert label("Fixed the rounding of totals.", settled)[0] == "stated"


def test_a_claim_of_verification_without_a_fact_is_only_stated() -> None:
    handoff = Handoff("t", accomplished=(Claim("It is faster now.", "verified"),))
    assert verify(handoff, PASSING).accomplished[0].trust == "stated"


def test_text_is_never_touched_and_marks_stay() -> None:
    handoff = Handoff(
        "t",
        accomplished=(Claim("All tests pass."), Claim("Odd", "contradicted", ("a person",))),
        decisions=(Decision("Tests pass, so ship"),),
        files=(FileNote("src/nowhere.py", "modified"),),
        meta=Metadata(session="s"),
    )
    checked = verify(handoff, FAILING)
    assert checked.accomplished[0] == Claim("All tests pass.", "contradicted", ("pytest: exit 1",))
    assert checked.accomplished[1] == handoff.accomplished[1]
    assert checked.decisions[0].trust == "contradicted"
    assert checked.files[0].trust == "unsupported"
    assert verify(checked, FAILING) == checked
