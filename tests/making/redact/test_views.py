"""A view's places lead back to the text behind it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from baton.making.redact.views import WINDOWS, Part, assembled, cleaned, whole

PIECES = st.sampled_from(
    [
        "\\n", "\\u0041", '\\\\"', "\x1b[31m", "\u200b", "%41", "%2541", "abc", "\n", "x" * 45,
        '" + "', "Zm9vYmFyYmF6cXV4Zm9vYmFy", "&amp;", " ",
    ]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=20).map("".join))
def test_places_lie_in_the_text(text: str) -> None:
    for make in (cleaned, whole, *WINDOWS):
        view = make(text)
        if view is None:
            continue
        for start in range(len(view.text)):
            begin, end = view.origin(start, start + 1)
            assert 0 <= begin <= end <= len(text)
            if end - begin == 1 and make is whole:
                assert text[begin] == view.text[start]


def test_exact_and_replaced_parts() -> None:
    view = assembled([Part("ab", 0, 2), Part("-", 2, 8), Part("cd", 8, 10)])
    assert view is not None
    assert view.text == "ab-cd"
    assert view.origin(0, 2) == (0, 2)
    assert view.origin(1, 3) == (1, 8)
    assert view.origin(2, 4) == (2, 9)


def test_cleaned_undoes_every_level_of_escapes() -> None:
    view = cleaned('{\\"a\\": \\\\\\"b\\u003d\\x1b[31mc\\x1b[0m\u200bd\\\\n\\"}')
    assert view is not None
    assert view.text == '{"a": "b=cd\n"}'
