"""Every sample session under tests/sessions reads as its expected.json says.

After a change that is meant, run this file with UPDATE_GOLDEN=1 and read the diff.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from baton import reading
from tests.reading.samples import SAMPLES, sample_name
from tests.reading.told import told


@pytest.mark.parametrize("sample", SAMPLES, ids=sample_name)
def test_sample_reads_as_expected(sample: Path) -> None:
    found = told(reading.read(str(sample)))
    expected = sample.parent / "expected.json"
    if os.environ.get("UPDATE_GOLDEN"):
        text = json.dumps(found, ensure_ascii=False, indent=1)
        expected.write_text(f"{text}\n", encoding="utf-8")
    assert found == json.loads(expected.read_text(encoding="utf-8"))
