"""The stream of records from bytes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from baton.errors import TranscriptError
from baton.model.problem import Problem
from baton.reading import lines


def read(path: Path) -> list[tuple[int, object]]:
    opened = lines.open_transcript(str(path))
    with opened.file:
        return list(lines.records(opened))


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def test_bom_crlf_blank_lines_and_nul(tmp_path: Path) -> None:
    data = b'\xef\xbb\xbf{"a":1}\r\n\r\n\x00\x00{"a":2}\x00\n \n{"a":3}'
    found = read(written(tmp_path / "t", data))
    assert found == [(1, {"a": 1}), (3, {"a": 2}), (5, {"a": 3})]


def test_half_written_last_line(tmp_path: Path) -> None:
    found = read(written(tmp_path / "t", b'{"a":1}\n{"a":'))
    assert found == [
        (1, {"a": 1}),
        (2, Problem("line 2", "half-written; the session may still be running")),
    ]


def test_control_characters_bad_utf8_and_lone_surrogates(tmp_path: Path) -> None:
    data = b'{"a":"x\ty"}\n{"a":"\xff\xe4"}\n{"a":"\\ud83d","\\udc00":["\\ud83d\\ude00"]}\n'
    found = [record for _, record in read(written(tmp_path / "t", data))]
    assert found == [{"a": "x\ty"}, {"a": "��"}, {"a": "�", "�": ["😀"]}]


def test_what_is_no_object(tmp_path: Path) -> None:
    found = read(written(tmp_path / "t", b'[1]\n3\nnull\n"x"\nnope\n'))
    assert all(isinstance(record, Problem) for _, record in found)
    assert [number for number, _ in found] == [1, 2, 3, 4, 5]


def test_images_are_cut_out_of_long_lines(tmp_path: Path) -> None:
    image = b"QUJD" * 3_000_000
    data = b'{"data":"' + image + b'","text":"stays"}\n{"a":1}\n'
    assert read(written(tmp_path / "t", data)) == [
        (1, {"data": "", "text": "stays"}),
        (2, {"a": 1}),
    ]


def test_a_line_beyond_the_limit_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "MAX_LINE", 1000)
    data = b'{"a":"' + b"x" * 5000 + b'"}\n{"a":1}\n{"a":"' + b"y" * 5000
    (first, problem), second, (last, end) = read(written(tmp_path / "t", data))
    assert isinstance(problem, Problem)
    assert isinstance(end, Problem)
    assert (first, second, last) == (1, (2, {"a": 1}), 3)


def test_a_growing_file_is_read_to_its_size_at_opening(tmp_path: Path) -> None:
    path = written(tmp_path / "t", b'{"a":1}\n{"a":2}\n')
    opened = lines.open_transcript(str(path))
    with opened.file, path.open("ab") as more:
        stream = lines.records(opened)
        found = [next(stream)]
        more.write(b'{"a":3}\n' * 100_000)
        more.flush()
        found += list(stream)
    assert found == [(1, {"a": 1}), (2, {"a": 2})]


def test_a_shrinking_file_ends(tmp_path: Path) -> None:
    path = written(tmp_path / "t", b'{"a":1}\n' * 100_000)
    opened = lines.open_transcript(str(path))
    with opened.file:
        stream = lines.records(opened)
        next(stream)
        path.write_bytes(b"")
        assert len(list(stream)) < 100_000


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_named_pipe_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(TranscriptError, match="not a regular file"):
        lines.open_transcript(str(tmp_path / "pipe"))


@pytest.mark.parametrize("path", ["", "a\x00b", "/nowhere/at/all"])
def test_impossible_paths(path: str) -> None:
    with pytest.raises(TranscriptError):
        lines.open_transcript(path)


def test_a_record_that_would_not_fit_in_memory_is_a_problem(tmp_path: Path) -> None:
    data = b'{"a":[' + b"{}," * 600_000 + b'0]}\n{"b":"' + b"x y " * 2_500_000 + b'"}\n{"c":1}\n'
    first, second, third = read(written(tmp_path / "t", data))
    assert isinstance(first[1], Problem)
    assert isinstance(second[1], Problem)
    assert third == (3, {"c": 1})
