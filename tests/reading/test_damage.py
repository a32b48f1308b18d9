"""However a transcript is damaged, it reads, and every line of it is accounted for."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baton import reading
from tests.reading.samples import SAMPLES, unaccounted
from tests.reading.told import told

LINES = [
    (sample.parent.parent.name, line)
    for sample in SAMPLES
    for line in sample.read_bytes().split(b"\n")
    if line.strip()
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)


def read_bytes(assistant: str, data: bytes) -> None:
    """Read the data as that assistant's; what comes out can be written as UTF-8 JSON."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "transcript.jsonl")
        path.write_bytes(data)
        session = reading.read(str(path), assistant)
    assert not unaccounted(session, data)
    json.dumps(told(session), ensure_ascii=False).encode()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=6), st.data())
def test_cut_and_flipped_bytes(lines: list[tuple[str, bytes]], data: st.DataObject) -> None:
    whole = bytearray(b"\n".join(line for _, line in lines))
    cut = data.draw(st.integers(1, len(whole)))
    for place in data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=4)):
        whole[place] = data.draw(st.integers(0, 255))
    read_bytes(lines[0][0], bytes(whole[:cut]))


def containers(value: object) -> list[dict[str, object] | list[object]]:
    """Every object and array inside a JSON value."""
    found: list[dict[str, object] | list[object]] = []
    if isinstance(value, dict | list):
        found.append(value)
        for item in value.values() if isinstance(value, dict) else value:
            found += containers(item)
    return found


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=4), st.data())
def test_values_of_other_types(lines: list[tuple[str, bytes]], data: st.DataObject) -> None:
    changed = []
    for _, line in lines:
        try:
            record = json.loads(line)
        except ValueError:
            continue
        inside = [item for item in containers(record) if item]
        if inside:
            item = data.draw(st.sampled_from(inside))
            if isinstance(item, dict):
                item[data.draw(st.sampled_from(sorted(item)))] = data.draw(JSON)
            else:
                item[data.draw(st.integers(0, len(item) - 1))] = data.draw(JSON)
        changed.append(json.dumps(record).encode())
    if changed:
        read_bytes(lines[0][0], b"\n".join(changed) + b"\n")


@pytest.mark.parametrize("assistant", reading.ASSISTANTS)
def test_deep_nesting_is_a_problem(assistant: str, tmp_path: Path) -> None:
    path = tmp_path / "deep.jsonl"
    path.write_bytes(b'{"type":"user","message":' + b"[" * 200_000 + b"]" * 200_000 + b"}\n{}\n")
    session = reading.read(str(path), assistant)
    assert [problem.where for problem in session.problems] == ["line 1"]
