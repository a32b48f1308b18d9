from __future__ import annotations

import pytest

from baton.making.evidence import mine
from baton.making.evidence.commands import last_runs, mine_commands
from baton.model.evidence import CommandRun
from baton.model.session import ToolCall
from tests.making.story import ROOT, calls, edits, fails, runs, session

# A call, and the (class, status) of each command it counts as.
CASES: dict[str, tuple[ToolCall, list[tuple[str, str]]]] = {
    "passes": (runs("pytest -q", "3 passed"), [("test", "ok")]),
    "fails": (fails("pytest -q", "1 failed, 2 passed"), [("test", "failed")]),
    "a pipe hides the failure": (
        runs("npm test 2>&1 | tail -20", "Tests: 1 failed, 2 passed"),
        [("test", "failed")],
    ),
    "a pipe hides nothing": (runs("pytest | tail -3", "12 passed in 1s"), [("test", "ok")]),
    "a pipe and nothing to tell": (runs("pytest | head -1", "====="), [("test", "unknown")]),
    "|| true": (runs("ruff check . || true", "Found 3 errors."), [("lint", "failed")]),
    "exit 0 but the runner counts failures": (
        runs("./run-tests.sh", "=== 2 failed, 1 passed ==="),
        [("test", "failed")],
    ),
    "grep fails, tests pass": (
        fails("pytest -q | grep FAILED", "11 passed"),
        [("test", "ok")],
    ),
    "chain, all well": (runs("ruff check . && pytest"), [("lint", "ok"), ("test", "ok")]),
    "chain, lint fails, tests never ran": (
        fails("ruff check . && pytest", "app.py:1:1: F401 unused"),
        [("lint", "failed")],
    ),
    "chain, tests fail": (
        fails("ruff check . && pytest", "=== 1 failed ==="),
        [("lint", "ok"), ("test", "failed")],
    ),
    "format then lint fails": (
        fails("make fmt && make lint", "1 issues:"),
        [("format", "ok"), ("lint", "failed")],
    ),
    "refused": (runs("pytest", "", "rejected"), []),
    "cancelled": (runs("pytest", "", "cancelled"), []),
    "running": (runs("npm run dev", "", "running"), [("run", "running")]),
    "no result": (runs("pytest", "", "unknown"), [("test", "unknown")]),
    "a search finds nothing": (fails("grep -r x ."), [("other", "failed")]),
}


@pytest.mark.parametrize("name", CASES)
def test_class_and_status(name: str) -> None:
    call, wanted = CASES[name]
    assert [(run.kind, run.status) for run in mine_commands(session(call))] == wanted


@pytest.mark.parametrize(
    ("command", "shown"),
    [
        ("pytest -q 2>&1", "pytest -q"),
        ('python3 -c "\nprint(1)\n"', "python3 -c …"),
        ("git commit -m \"$(cat <<'EOF'\nFix it\nEOF\n)\"", "git commit -m …"),
        ("python3 - <<'EOF'\nprint(1)\nEOF", "python3 - …"),
        ("npm run dev -- \\\n  --port 1", "npm run dev -- …"),
    ],
)
def test_a_command_is_shown_on_one_line(command: str, shown: str) -> None:
    (run,) = mine_commands(session(runs(command)))
    assert run.command == shown


def test_exit_status_only_where_it_is_the_commands_own() -> None:
    own, hidden = mine_commands(
        session(fails("pytest", "1 failed", 2), fails("pytest | grep x", "1 failed", 1))
    )
    assert own.exit_code == 2
    assert hidden.exit_code is None


def stale(*events: ToolCall) -> list[bool]:
    return [run.stale for run in mine(session(*events), ROOT, None).commands]


def test_stale_when_code_changed_after() -> None:
    assert stale(runs("pytest"), edits("/home/ada/shop/app.py"), runs("pytest")) == [True, False]


def test_documents_make_no_test_stale() -> None:
    assert stale(runs("pytest"), edits("/home/ada/shop/README.md")) == [False]


def test_a_refused_edit_makes_no_test_stale() -> None:
    assert stale(runs("pytest"), edits("/home/ada/shop/app.py", status="rejected")) == [False]


def test_last_run_with_a_result_counts() -> None:
    first = CommandRun("test", "pytest", "failed", 1)
    second = CommandRun("test", "pytest | head", "unknown", 2)
    assert last_runs((first, second))["test"] is first


def test_still_running() -> None:
    evidence = mine(
        session(
            runs("npm run dev", "", "running"),
            runs("pytest"),
            calls("delegate", "running", "Plan the login page"),
        ),
        ROOT,
        None,
    )
    assert [process.command for process in evidence.background] == [
        "npm run dev",
        "Plan the login page",
    ]
