"""The skeleton is short whatever the session, and its gaps close when they are spoken of."""

from __future__ import annotations

import json

from baton.making.answer import Answer, merge
from baton.making.evidence import mine
from baton.making.extract import compose
from baton.making.gaps import gaps, summary
from baton.making.skeleton import LONGEST, as_json, as_text
from baton.model.evidence import Evidence
from tests.making.story import NOW, ROOT, asks, edits, fails, plans, runs, says, session


def story() -> Evidence:
    return mine(
        session(
            asks("Make invoice totals exact to the cent"),
            edits(f"{ROOT}/invoice.py", status="rejected"),
            asks("don't touch the public API of the shop", "rejection"),
            says("Understood, I leave the interface alone."),
            fails("pytest -q tests/test_invoice.py", "FAILED test_total\n1 failed"),
            plans(Cover_refunds_with_a_test="open"),
        ),
        ROOT,
        None,
    )


def test_gaps_are_counted_and_close_when_spoken_of() -> None:
    evidence = story()
    assert summary(gaps(evidence)) == (
        "1 rejection, 1 failing command and 1 open plan item are not mentioned"
    )
    answer = Answer(
        lessons=("The public API of the shop must stay as it is",),
        blockers=("`pytest -q tests/test_invoice.py` fails in test_total",),
        next_steps=(),
    )
    left = gaps(evidence, merge(compose(evidence, NOW), answer, "claude-code"))
    assert [gap.kind for gap in left] == ["open plan item"]
    assert summary(left) == "1 open plan item is not mentioned"


def test_it_is_short_for_a_giant_session() -> None:
    prompts = [
        asks(f"don't do thing {n} " + "with many words " * 60, "rejection") for n in range(90)
    ]
    files = [edits(f"{ROOT}/{'deep/' * 30}file{n}.py") for n in range(200)]
    commits = [runs("git commit -m x", f"[main {n:07x}] {'word ' * 80}{n}") for n in range(99)]
    evidence = mine(session(asks("Go " * 900), *prompts, *files, *commits), ROOT, None)
    text = as_text("claude-code-x", compose(evidence, NOW), evidence)
    assert len(text) <= LONGEST
    assert "baton save --json -" in text
    assert "90 rejections" in text
    found = as_json("claude-code-x", compose(evidence, NOW), evidence)
    assert len(json.dumps(found)) <= LONGEST + 2000


def test_it_gives_no_orders() -> None:
    evidence = story()
    text = as_text("claude-code-x", compose(evidence, NOW), evidence).lower()
    for word in ("you must", "you are", "ignore", "system", "important", "always"):
        assert word not in text
