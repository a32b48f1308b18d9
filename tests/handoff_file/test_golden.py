"""Handoffs as people write them, and what is understood of each.

Each folder of tests/handoffs holds a document and parsed.json. After a change that is meant, run
this file with UPDATE_GOLDEN=1 and read the diff.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from baton.handoff_file import parse, render
from baton.model.document import Handoff

FOLDER = Path(__file__).resolve().parents[1] / "handoffs"
CASES = sorted(path.name for path in FOLDER.iterdir())


def document(case: str) -> Path:
    return next((FOLDER / case).glob("*.md"))


def read(case: str) -> Handoff:
    path = document(case)
    return parse(path.read_bytes().decode("utf-8"), path.name)


def plain(value: Any) -> Any:
    """Only what differs from a field's default, as JSON has it; a time without its zone."""
    if hasattr(value, "_fields"):
        defaults = value._field_defaults
        pairs = zip(value._fields, value, strict=True)
        return {name: plain(one) for name, one in pairs if one != defaults.get(name)}
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    return value.strftime("%Y-%m-%d %H:%M") if hasattr(value, "strftime") else value


@pytest.mark.parametrize("case", CASES)
def test_what_is_understood(case: str) -> None:
    found = json.dumps(plain(read(case)), ensure_ascii=False, indent=1) + "\n"
    expected = FOLDER / case / "parsed.json"
    if os.environ.get("UPDATE_GOLDEN"):
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES)
def test_once_ours_it_stays_the_same(case: str) -> None:
    """What we write of somebody's document reads back as the same, however often."""
    once = render(read(case))
    assert render(parse(once)) == once
