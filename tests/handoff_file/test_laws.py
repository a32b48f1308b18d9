"""The laws of the format, with text that tries to be something else."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baton.handoff_file import parse, parse_metadata, render
from baton.model.document import Handoff
from tests.handoff_file.strategies import handoffs


def without_lines(value: Any) -> Any:
    """`value` with every line number set to 0."""
    if isinstance(value, tuple):
        parts = [without_lines(part) for part in value]
        if not hasattr(value, "_fields"):
            return tuple(parts)
        fields = dict(zip(value._fields, parts, strict=True))
        return type(value)(**{**fields, "line": 0} if "line" in fields else fields)
    return value


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(handoffs())
def test_what_is_rendered_parses_back(handoff: Handoff) -> None:
    text = render(handoff)
    assert without_lines(parse(text)) == without_lines(handoff)
    assert parse_metadata(text) == handoff.meta


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(handoffs())
def test_windows_line_ends_and_a_byte_order_mark_change_nothing(handoff: Handoff) -> None:
    text = render(handoff)
    assert parse("\ufeff" + text.replace("\n", "\r\n")) == parse(text)


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_any_text_parses(text: str) -> None:
    parse(text)
    parse(f"---\n{text}\n---\n{text}")
