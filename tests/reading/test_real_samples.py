"""Real transcripts, where they lie beside the project: nothing fails, nothing is lost.

Some have been labelled by hand with what happened in them; the reader must see the same.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from baton import reading
from baton.errors import TranscriptError
from baton.model.session import Compaction, Interruption, Session, UserMessage
from tests.reading.samples import calls, unaccounted

Labelled: TypeAlias = list[tuple[dict[str, Any], Session]]

# Changed by shell commands, by subagents whose records are elsewhere, or undone: not by an edit
# tool of the conversation. The miner finds them; here they are no omission.
BY_OTHER_MEANS = {
    "cbx-7ba1991528fc0": 2,
    "ent-6d63c3a515940": 2,
    "poker-2026-01-09T08-29-11-3870": 6,
}


@pytest.fixture(scope="module")
def labelled(shared: Path) -> Labelled:
    """Hand labels with the session as read."""
    labels = sorted((shared / "drafting" / "dev").glob("*.json"))
    return [
        (
            json.loads(path.read_text(encoding="utf-8")),
            reading.read(str(path.with_suffix(".jsonl"))),
        )
        for path in labels
    ]


def test_every_real_sample_reads_whole(shared: Path) -> None:
    found = 0
    for name in reading.ASSISTANTS:
        for path in sorted((shared / "transcripts" / name).rglob("*.jsonl")):
            try:
                session = reading.read(str(path))
            except TranscriptError:
                assert path.stat().st_size == 0, path
                continue
            assert session.assistant == name, path
            assert not unaccounted(session, path.read_bytes()), path
            assert len(session.problems) <= 2, path
            found += 1
    assert found > 50


def test_failed_commands_are_the_labelled_ones(labelled: Labelled) -> None:
    for label, session in labelled:
        cut = label["cut_at_line"] or session.records
        failed = {
            (call.record, call.outcome.exit_code)
            for call in calls(session)
            if call.kind == "run" and call.outcome.status == "failed" and not call.agent
            if call.record <= cut
        }
        wanted = {(item["line"], item["exit_code"]) for item in label["commands_failed"]}
        assert failed == wanted, label["id"]


def test_rejections_are_the_labelled_ones_with_their_reasons(labelled: Labelled) -> None:
    for label, session in labelled:
        rejected = {
            call.outcome.record for call in calls(session) if call.outcome.status == "rejected"
        }
        reasons = [
            (event.record, event.text)
            for event in session.events
            if isinstance(event, UserMessage) and event.channel == "rejection"
        ]
        wanted = label["user_rejections"]
        assert rejected == {item["line"] for item in wanted}, label["id"]
        assert reasons == [(i["line"], i["reason"]) for i in wanted if i["reason"]], label["id"]


def test_edited_files_are_the_labelled_ones(labelled: Labelled) -> None:
    for label, session in labelled:
        edited = {
            change.path
            for call in calls(session)
            if call.outcome.status == "ok"
            for change in call.changes
        }
        missing = [
            item["path"]
            for item in label["files_changed"]
            if not any(path.endswith(str(item["path"])) for path in edited)
        ]
        assert len(missing) == BY_OTHER_MEANS.get(str(label["id"]), 0), (label["id"], missing)


def test_interruptions_and_compactions_are_counted(labelled: Labelled) -> None:
    for label, session in labelled:
        stats = label["stats"]
        interruptions = sum(isinstance(event, Interruption) for event in session.events)
        compactions = sum(isinstance(event, Compaction) for event in session.events)
        assert (interruptions, compactions) == (stats["interrupts"], stats["compactions"])
