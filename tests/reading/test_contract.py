"""What holds for every assistant of the table and every sample session."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from baton import reading
from baton.errors import TranscriptError, UsageError
from baton.model.session import Session
from tests.reading.samples import SAMPLES, calls, sample_name, unaccounted


def test_every_assistant_has_samples() -> None:
    sampled = {sample.parent.parent.name for sample in SAMPLES}
    assert sorted(sampled) == sorted(reading.ASSISTANTS)


@pytest.mark.parametrize("name", reading.ASSISTANTS)
def test_table_uses_the_modules_own_names(name: str) -> None:
    assert name == reading.ASSISTANTS[name].NAME
    assert not reading.ASSISTANTS[name].recognises([])


@pytest.mark.parametrize("name", reading.ASSISTANTS)
def test_nothing_on_this_machine_is_no_error(name: str, tmp_path: Path) -> None:
    assert reading.ASSISTANTS[name].transcripts(str(tmp_path)) == ()


@pytest.mark.parametrize("sample", SAMPLES, ids=sample_name)
def test_sample_is_recognised_by_its_assistant_alone(sample: Path) -> None:
    assert reading.recognise(str(sample)) == sample.parent.parent.name


@pytest.mark.parametrize("sample", SAMPLES, ids=sample_name)
def test_sample_keeps_the_contract(sample: Path) -> None:
    session = reading.read(str(sample))
    data = sample.read_bytes()
    assert session.assistant == sample.parent.parent.name
    assert session.bytes == len(data)
    assert not unaccounted(session, data)
    assert_well_formed(session)


def assert_well_formed(session: Session) -> None:
    ids = [call.call_id for call in calls(session)]
    assert len(ids) == len(set(ids))
    assert session.session_id
    if session.started and session.ended:
        assert session.started <= session.ended
        assert session.started.tzinfo
    for call in calls(session):
        assert call.outcome.record <= session.records
        assert not call.changes or call.kind in ("edit", "run")
    for problem in session.problems:
        assert re.fullmatch(r"line \d+", problem.where)


@pytest.mark.parametrize("name", [None, *reading.ASSISTANTS])
def test_a_file_that_cannot_be_read_says_so(name: str | None, tmp_path: Path) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.touch()
    for path in (tmp_path / "missing.jsonl", empty, tmp_path):
        with pytest.raises(TranscriptError) as caught:
            reading.read(str(path), name)
        for words in (caught.value.message, caught.value.hint):
            assert words[:1].isupper(), words


def test_a_compressed_transcript_says_how_to_read_it(tmp_path: Path) -> None:
    path = tmp_path / "rollout.jsonl.zst"
    path.write_bytes(b"\x28\xb5\x2f\xfd rest")
    with pytest.raises(TranscriptError, match="compressed") as caught:
        reading.read(str(path))
    assert "zstd -d" in caught.value.hint


def test_an_unknown_assistant_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        reading.read(str(tmp_path), "clippy")
    assert caught.value.hint.endswith("--assistant: claude-code, codex")


@pytest.mark.parametrize(
    "content",
    [b"\x00\xff\xfe", b"# Notes\n", b"{}\n[]\n", b'{"type":"session"}\n'],
)
def test_foreign_files_are_not_recognised(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "foreign.jsonl"
    path.write_bytes(content)
    with pytest.raises(TranscriptError, match="no transcript"):
        reading.read(str(path))
