"""Two wordings of one thing, and two things that only look alike."""

from __future__ import annotations

import pytest

from baton.making.likeness import same, speaks_of

SAME = [
    ("Add a test for refunds", "add a  test for refunds"),
    ("Add a test for refunds.", "Add a test for refunds"),
    ("Publish the package to the registry", "Publish the package to registry"),
    ("환불 테스트 추가", "환불 테스트 추가"),
    ("返金のテストを追加する", "返金のテストを追加する。"),
]
APART = [
    ("Raise the limit to 40", "Raise the limit to 50"),
    ("Add a test for refunds", "Add a test for currencies"),
    ("Remove the old cache folder", "Do not remove the old cache folder"),
    ("Write the migration for the users table", "Write the migration for the orders table"),
    ("Fix the types in `a.py` at last", "Fix the types in `b.py` at last"),
    ("환불 테스트 추가", "환율 문서 삭제"),
    ("", ""),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_same(one: str, other: str) -> None:
    assert same(one, other)
    assert same(other, one)


@pytest.mark.parametrize(("one", "other"), APART[:-1])
def test_apart(one: str, other: str) -> None:
    assert not same(one, other)
    assert not same(other, one)


def test_speaking_of_something_takes_most_of_its_words() -> None:
    assert speaks_of("Cover refunds with a test", "Add a test for refunds")
    assert not speaks_of("Add tests", "Add tests for refunds, currencies and the import")
    assert not speaks_of("Ship it", "Ship it")
