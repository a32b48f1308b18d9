"""The text of a brief: whole items, within the budget, nothing outside the quotation."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baton.asking.brief import BAR, Origin, write
from baton.asking.freshness import Since, age_in_words
from baton.model.document import Claim, Decision, FileNote, Handoff, Metadata, NextStep
from tests.handoff_file.strategies import handoffs

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
ORIGIN = Origin("20260304-1000-queue.md", "yours", "0a1b2c3d")
QUIET = Since(known=True)


def sample(size: int = 1) -> Handoff:
    return Handoff(
        "Retry queue",
        NOW - timedelta(hours=2),
        Metadata("Retry queue", branch="main", assistant="claude-code"),
        goal="Retries keep their order.\nAt most 5 of them.",
        accomplished=tuple(Claim(f"Built part {n}") for n in range(size)),
        decisions=(Decision("Keep SQLite", "one file is enough", "Redis"),) * size,
        state=(Claim("Tests fail", "contradicted", ("pytest: exit 1",)),),
        lessons=tuple(Claim(f"Lesson {n} " + "word " * 20) for n in range(size)),
        next_steps=(NextStep("Write docs", age=2), NextStep("Old thing", done=True)),
        files=tuple(FileNote(f"src/q{n}.py", "order") for n in range(size)),
        blockers=(Claim("No staging"),),
        open_questions=(Claim("Which port?"),),
    )


def test_a_whole_brief() -> None:
    since = Since((("f" * 40, "Rename the queue"),), ("src/q0.py",), True, True)
    text = write(sample(), ORIGIN, since, NOW, 9500).text
    date = (NOW - timedelta(hours=2)).astimezone().strftime("%Y-%m-%d %H:%M")
    assert text.split("\n", 1)[1] == (
        "[handoff 0a1b2c3d begins]\n"
        "│ Last time: Built part 0. Next: Write docs\n"
        f"│ From: 20260304-1000-queue.md · {date}, 2 hours ago · branch main · by claude-code · "
        "written on this machine and approved\n"
        "│\n"
        "│ Goal, in the user's words:\n"
        "│ Retries keep their order.\n"
        "│ At most 5 of them.\n"
        "│\n"
        "│ Current state:\n"
        "│ - [contradicted] Tests fail (pytest: exit 1)\n"
        "│\n"
        "│ Next steps:\n"
        "│ - [ ] Write docs (carried 2x)\n"
        "│\n"
        "│ Blockers:\n"
        "│ - No staging\n"
        "│\n"
        "│ Open questions:\n"
        "│ - Which port?\n"
        "│\n"
        "│ Decisions:\n"
        "│ - Keep SQLite, because one file is enough (rejected: Redis)\n"
        "│\n"
        "│ Lessons learned:\n"
        f"│ - Lesson 0 {'word ' * 20}".rstrip()
        + "\n"
        "│\n"
        "│ Accomplished:\n"
        "│ - Built part 0\n"
        "│\n"
        "│ Files:\n"
        "│ - src/q0.py - order\n"
        "│\n"
        "│ Since then:\n"
        "│ - The work tree is on another branch now.\n"
        "│ - 1 commit: fffffff Rename the queue\n"
        "│ - Files of this handoff changed: src/q0.py\n"
        "[handoff 0a1b2c3d ends]\n"
    )


def test_what_does_not_fit_is_left_out_whole_and_named() -> None:
    handoff = sample(60)
    written = write(handoff, ORIGIN, QUIET, NOW, 3000)
    assert len(written.text) <= 3000
    assert "Left out for length: " in written.text
    assert "`baton show 20260304-1000-queue.md`" in written.text
    assert any("of lessons learned" in part for part in written.left_out)
    full = write(handoff, ORIGIN, QUIET, NOW, 1_000_000)
    assert full.left_out == ()
    assert set(quoted(written.text)) <= set(quoted(full.text))
    for essential in ("Write docs", "Tests fail", "No staging", "Keep SQLite"):
        assert essential in written.text


def test_a_goal_that_is_too_long_is_cut_and_named() -> None:
    handoff = sample()._replace(goal="word " * 5000)
    written = write(handoff, ORIGIN, QUIET, NOW, 4000)
    assert len(written.text) <= 4000
    assert "the end of the goal" in written.left_out
    assert "word …" in written.text


def quoted(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.startswith(BAR.rstrip())]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(handoffs(), st.integers(500, 9500))
def test_any_handoff_fits_and_stays_inside_the_quotation(handoff: Handoff, room: int) -> None:
    text = write(handoff, ORIGIN, QUIET, NOW, room).text
    assert len(text) <= room
    lines = text.rstrip("\n").split("\n")
    if len(lines) == 1:  # no room for a brief: it only says that there is one
        assert room < 2000
        return
    assert lines[1] == "[handoff 0a1b2c3d begins]"
    end = lines.index("[handoff 0a1b2c3d ends]")
    assert all(line.startswith(BAR.rstrip()) for line in lines[2:end])
    assert len(lines) - end <= 2
    assert all(c == "\n" or c.isprintable() or c == "\t" for c in text if c.isascii())


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(seconds=5), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(hours=5), "5 hours ago"),
        (timedelta(days=40), "40 days ago"),
        (timedelta(days=-2), "dated in the future"),
    ],
)
def test_age_in_words(age: timedelta, words: str) -> None:
    assert age_in_words(NOW - age, NOW) == words
