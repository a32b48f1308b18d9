"""A session of any length stays small, and what a draft needs of it survives."""

from __future__ import annotations

import json
from pathlib import Path

from baton import reading
from baton.model.session import Event, Note, Outcome, ToolCall, UserMessage
from baton.reading.journal import Journal, Marks
from baton.reading.thinning import SHARES, size_of
from tests.reading.samples import calls

FULL = 400_000


def run(record: int, command: str) -> ToolCall:
    return ToolCall(record, None, f"t{record}", "Bash", "run", Outcome("ok"), command=command)


def filled(events: list[Event]) -> Journal:
    journal = Journal(FULL)
    for event in events:
        journal.add(event)
        assert sum(map(size_of, journal.events)) <= FULL + size_of(event)
    return journal


def test_the_shares_leave_room_for_what_comes() -> None:
    assert sum(SHARES.values()) < 0.5


def test_a_short_session_stays_whole() -> None:
    events: list[Event] = [run(record, "ls") for record in range(1, 50)]
    journal = filled(events)
    assert journal.events == events
    assert journal.troubles(50) == ()


def test_goal_checks_and_remarks_survive_whatever_follows() -> None:
    telling: list[Event] = [
        UserMessage(1, None, "Round the totals"),
        UserMessage(400, None, "no, round them down", "queued"),
        run(401, "pytest -q"),
        run(402, "git commit -m Rounded"),
    ]
    filler = [run(record, f"python step_{record}.py") for record in range(2, 400)]
    later = [run(record, f"python step_{record}.py") for record in range(403, 6000)]
    journal = filled([telling[0], *filler, *telling[1:], *later])
    assert [event for event in journal.events if event in telling] == telling
    records = [event.record for event in journal.events]
    assert records == sorted(records)
    assert records[-1] == 5999
    [problem] = journal.troubles(5999)
    assert f"{5999 - len(records)} events left out" in problem.what


def test_thinning_is_the_same_every_time() -> None:
    events: list[Event] = [run(record, f"make part{record % 7}") for record in range(1, 4000)]
    assert filled(events).events == filled(events).events


def test_calls_settle_where_they_stand_after_thinning() -> None:
    journal = Journal(FULL)
    for record in range(1, 3000):
        journal.begin(run(record, f"python step_{record}.py"))
        call = journal.call(f"t{record}")
        assert call is not None
        journal.settle(call._replace(outcome=Outcome("failed", 1, record=record)))
    assert journal.left_out
    assert not journal.open
    for call_id, index in journal.calls.items():
        event = journal.events[index]
        assert isinstance(event, ToolCall)
        assert event.call_id == call_id


def test_notes_alone_take_no_more_room() -> None:
    journal = filled([Note(record, None, "progress") for record in range(1, 20_000)])
    assert journal.events[0].record == 1


def test_marks_know_the_latest_hundred_thousand() -> None:
    marks = Marks()
    assert not marks.met("first")
    assert marks.met("first")
    for number in range(100_000):
        marks.met(number)
    assert marks.has("first")
    assert marks.has(99_999)
    for number in range(250_000):
        marks.met(-number)
    assert not marks.has("first")


def test_broken_lines_without_end_are_counted(tmp_path: Path) -> None:
    prompt = json.dumps({"type": "user", "message": {"role": "user", "content": "Go on"}})
    path = tmp_path / "broken.jsonl"
    path.write_text(prompt + "\n" + "x\n" * 5000)
    session = reading.read(str(path), "claude-code")
    assert len(session.problems) == 1001
    assert session.problems[-1].what == "4000 more that can't be read"
    assert not calls(session)
