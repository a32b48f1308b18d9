"""Texts are kept within bounds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from baton.reading.clipping import Limit, clip


def test_head_and_tail_stay() -> None:
    assert clip("0123456789" * 100, Limit(4, 3)) == "0123\n[... 993 characters left out ...]\n789"
    assert clip("0123456", Limit(4, 3)) == "0123456"
    assert clip("0123456789", Limit(2, 0)).startswith("01\n[... 8 ")


@given(st.text(), st.integers(0, 9), st.integers(0, 9))
def test_both_ends_are_the_texts_own(text: str, head: int, tail: int) -> None:
    kept = clip(text, Limit(head, tail))
    assert kept.startswith(text[:head])
    assert kept.endswith(text[len(text) - min(tail, len(text)) :])
