"""What a handoff leaves out is counted, and closes when it is spoken of."""

from __future__ import annotations

from baton.making.answer import Answer, merge
from baton.making.evidence import mine
from baton.making.extract import compose
from baton.making.gaps import gaps, summary
from baton.model.evidence import Evidence
from tests.making.story import NOW, ROOT, asks, edits, fails, plans, says, session


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
