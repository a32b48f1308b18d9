from __future__ import annotations

import pytest

from baton.making.evidence import mine
from baton.making.worth import worth_keeping
from baton.model.session import Event
from tests.making.story import ROOT, asks, edits, fails, reads, runs, says, session

TALK = "The basket keeps its lines in a list and the total is computed on every read. " * 6

CASES: dict[str, tuple[bool, list[Event]]] = {
    "nothing": (False, []),
    "warmup": (False, [asks("Warmup"), says("Ready. What would you like to do?")]),
    "no key": (False, [asks("fix the total"), says("Invalid API key · Please run /login")]),
    "greeting": (False, [asks("hi"), says("Hello!")]),
    "unanswered": (False, [asks("fix the total of the basket")]),
    "read only": (False, [asks("what does basket do"), reads("a.py"), says("It sums lines.")]),
    "an empty search": (False, [asks("find total"), fails("grep -r total ."), says("None.")]),
    "an edit": (True, [asks("fix it"), edits(f"{ROOT}/a.py")]),
    "a commit": (True, [asks("commit"), runs("git commit -m x", "[main 1a2b3c4] x")]),
    "a failing command": (True, [asks("run the tests"), fails("pytest", "1 failed")]),
    "a decision": (True, [asks("always use Decimal instead of float here"), says("Will do.")]),
    "a conversation": (
        True,
        [asks("how is the total computed"), says(TALK), asks("and the tax, too"), says(TALK)],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_worth(name: str) -> None:
    wanted, events = CASES[name]
    kept, reason = worth_keeping(mine(session(*events), ROOT, None))
    assert kept is wanted, reason
    assert reason
