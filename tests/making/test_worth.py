from __future__ import annotations

import pytest

from baton.making.evidence import mine
from baton.making.worth import worth_keeping
from baton.model.evidence import CommitMade, GitFacts
from baton.model.session import Event, FileChange
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


GIT = GitFacts(
    branch="main",
    base="0" * 40,
    head="1" * 40,
    changes=(FileChange("a.py", "modified"),),
    commits=(CommitMade("1" * 40, "Somebody's work"),),
)


def test_what_others_did_meanwhile_is_not_the_work_of_a_session_that_only_read() -> None:
    told = session(asks("what does the basket do"), reads("a.py"), says("It sums lines."))
    assert worth_keeping(mine(told, ROOT, GIT))[0] is False


def test_what_only_git_knows_may_be_the_work_of_a_session_that_ran_something() -> None:
    told = session(asks("rename the basket"), runs("python rename.py", "done"), says("Renamed."))
    assert worth_keeping(mine(told, ROOT, GIT))[0] is True
