"""What models cost: written down before it is spent, and capped."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from baton.errors import CapError
from baton.keeping import costs
from baton.keeping.costs import Call
from baton.keeping.places import state_home
from baton.model_config import ModelSettings

NOW = datetime.now(UTC)
SETTINGS = ModelSettings("ollama", "m", tokens_per_session=1000, tokens_per_day=2000)


def call(name: str, session: str = "s", at: datetime = NOW, **more: float) -> Call:
    given = {"tokens_in": 300, "tokens_out": 100, "dollars": 0.1, **more}
    return Call(
        call=name,
        at=at.isoformat(),
        project="p",
        session=session,
        model="m",
        tokens_in=int(given["tokens_in"]),
        tokens_out=int(given["tokens_out"]),
        dollars=given["dollars"],
        outcome=costs.UNDER_WAY,
    )


def test_the_last_line_of_a_call_holds() -> None:
    costs.reserve(call("a"), SETTINGS)
    assert costs.spent(costs.calls()).tokens == 400, "one that dies leaves its price behind"
    costs.settle(call("a", tokens_in=50)._replace(outcome="answered"))
    costs.reserve(call("b", "t"), SETTINGS)
    assert [(one.call, one.tokens_in, one.outcome) for one in costs.calls()] == [
        ("a", 50, "answered"),
        ("b", 300, "under way"),
    ]


@pytest.mark.parametrize(
    ("before", "next_one", "cap"),
    [
        ([call("a"), call("b")], call("c"), "calls_per_session"),
        ([call("a", tokens_in=600)], call("c"), "tokens_per_session"),
        ([call("a", "t", tokens_in=1800)], call("c"), "tokens_per_day"),
        ([call("a", dollars=0.45)], call("c"), "dollars_per_session"),
        ([call("a", "t", dollars=4.95)], call("c"), "dollars_per_day"),
        ([], call("c", tokens_in=5000), "tokens_per_session"),
    ],
)
def test_caps_forbid_a_call_before_it_is_made(before: list[Call], next_one: Call, cap: str) -> None:
    for one in before:
        costs.settle(one)
    with pytest.raises(CapError, match=cap):
        costs.reserve(next_one, SETTINGS)
    assert list(costs.calls()) == before


def test_many_at_once_keep_to_the_cap() -> None:
    def attempt(number: int) -> bool:
        try:
            costs.reserve(call(str(number)), SETTINGS)
        except CapError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(16))) == 2
    assert len(costs.calls()) == 2


def test_yesterday_and_other_sessions_do_not_count() -> None:
    costs.settle(call("a", "t", tokens_in=900))
    costs.settle(call("b", "u", NOW - timedelta(days=1), tokens_in=99_000, dollars=99))
    costs.reserve(call("c"), SETTINGS)
    assert len(costs.of_day(costs.calls(), NOW)) == 2


def test_damaged_lines_are_skipped() -> None:
    costs.settle(call("a"))
    path = Path(state_home()) / "costs.jsonl"
    good = path.read_text()
    path.write_text(good + '{"call": 3}\nnull\n\xff[[[\n' + good.replace('"a"', '"b"'))
    assert [one.call for one in costs.calls()] == ["a", "b"]
    assert oct(path.stat().st_mode & 0o777) == "0o600"
