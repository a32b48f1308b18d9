from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baton.making.evidence.sentences import clip, first_sentence, pieces


def texts(markdown: str) -> list[str]:
    return [piece.text for piece in pieces(markdown)]


def test_sentences_and_bullets() -> None:
    assert texts("I fixed it. It works now!\n\n- one thing\n- **other** thing\n  goes on\n") == [
        "I fixed it.",
        "It works now!",
        "one thing",
        "other thing goes on",
    ]


def test_code_blocks_are_left_out() -> None:
    assert texts("Before it.\n```py\nx = 1\n```\nAfter it.") == ["Before it.", "After it."]


def test_the_heading_a_piece_stands_under() -> None:
    found = pieces("## Next steps\n- run it\n\n**Changes**\n- did it\n\nLeft to do:\n1. ship it")
    assert [(piece.text, piece.heading) for piece in found if piece.bullet] == [
        ("run it", "Next steps"),
        ("did it", "Changes"),
        ("ship it", "Left to do"),
    ]


def test_a_table_without_its_head() -> None:
    assert texts("| Step | Result |\n|---|---|\n| Build | passes |") == ["Build - passes"]


def test_japanese_sentences() -> None:
    assert texts("テストを修正しました。次に進みます。") == [
        "テストを修正しました。",
        "次に進みます。",
    ]


@pytest.mark.parametrize(
    ("text", "words", "clipped"),
    [
        ("a b c", 3, "a b c"),
        ("One two three. Four five.", 4, "One two three."),
        ("one two three four", 2, "one two …"),
        ("see `a b c` there", 2, "see …"),
    ],
)
def test_clip(text: str, words: int, clipped: str) -> None:
    assert clip(text, words) == clipped


@given(st.text(max_size=200))
def test_any_text_is_cut(text: str) -> None:
    assert all(piece.text.strip() == piece.text for piece in pieces(text))
    assert isinstance(first_sentence(text), str)
