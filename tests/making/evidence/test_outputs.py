from __future__ import annotations

import pytest

from baton.making.evidence.outputs import failure_line, reported_error, success_line, verdict
from baton.model.evidence import CommandClass

VERDICTS: list[tuple[CommandClass, str, str]] = [
    ("test", "== 2 failed, 11 passed in 0.3s ==", "failed"),
    ("test", "11 passed, 0 failed", "ok"),
    ("test", "== 11 passed in 0.3s ==", "ok"),
    ("test", "Tests:       1 failed, 3 passed, 4 total", "failed"),
    ("test", "Tests:       0 failed, 3 passed, 4 total", "ok"),
    ("test", "FAIL src/a.test.ts", "failed"),
    ("test", "--- FAIL: TestTotal (0.00s)", "failed"),
    ("test", "ok  \texample.com/shop\t0.2s", "ok"),
    ("test", "test result: FAILED. 3 passed; 1 failed", "failed"),
    ("test", "test result: ok. 3 passed; 0 failed", "ok"),
    ("test", "  logged: error handling works\n  3 passing", "ok"),
    ("test", "Traceback (most recent call last):\n  x\nValueError: no", "failed"),
    ("test", "ℹ tests 3\nℹ pass 2\nℹ fail 1", "failed"),
    ("test", "# pass 3\n# fail 0", "ok"),
    ("test", "not ok 2 - adds", "failed"),
    ("test", " 3 pass\n 0 fail", "ok"),
    ("test", " 2 pass\n 1 fail", "failed"),
    ("test", "3 examples, 1 failure", "failed"),
    ("test", "3 examples, 0 failures", "ok"),
    ("test", "Tests: 3, Assertions: 3, Failures: 1.", "failed"),
    ("test", "Failed!  - Failed:     1, Passed:     2", "failed"),
    ("test", "Executed 3 tests, with 1 failure (0 unexpected)", "failed"),
    ("test", "67% tests passed, 1 tests failed out of 3", "failed"),
    ("test", "100% tests passed, 0 tests failed out of 3", "ok"),
    ("test", " Tests  1 failed | 2 passed (3)", "failed"),
    ("test", "Ran 3 tests in 0.001s\n\nFAILED (failures=1)", "failed"),
    ("test", "Ran 3 tests in 0.001s\n\nOK", "ok"),
    ("test", "Tests run: 3, Failures: 1, Errors: 0", "failed"),
    ("test", "Tests run: 3, Failures: 0, Errors: 0\nBUILD SUCCESS", "ok"),
    ("build", "src/a.ts(3,1): error TS2322: no", "failed"),
    ("build", "npm ERR! code ELIFECYCLE", "failed"),
    ("build", "webpack compiled successfully", "ok"),
    ("build", "make: *** [all] Error 2", "failed"),
    ("lint", "app.py:3:1: F401 unused", "failed"),
    ("lint", "All checks passed!", "ok"),
    ("lint", "0 issues.", "ok"),
    ("lint", "3 issues:", "failed"),
    ("typecheck", "Found 2 errors in 1 file", "failed"),
    ("typecheck", "Success: no issues found in 4 source files", "ok"),
    ("install", "zsh: command not found: nvm", "failed"),
    ("test", "collecting ...", "unknown"),
    ("other", "FAIL", "unknown"),
]


@pytest.mark.parametrize(("kind", "output", "said"), VERDICTS)
def test_verdict(kind: CommandClass, output: str, said: str) -> None:
    assert verdict(kind, output) == said


def test_the_failure_line_counts_and_names_the_cause() -> None:
    output = "E   ModuleNotFoundError: No module named 'shop'\n==== 2 errors in 0.27s ===="
    assert failure_line("test", output) == (
        "2 errors in 0.27s; E   ModuleNotFoundError: No module named 'shop'"
    )


def test_git_says_why_it_refused() -> None:
    output = (
        "To example.com:shop.git\n ! [rejected]  main -> main (fetch first)\n"
        "error: failed to push some refs"
    )
    assert failure_line("git", output).startswith("! [rejected]")


def test_colours_are_taken_off() -> None:
    assert failure_line("test", "\x1b[31m1 failed\x1b[0m, 2 passed") == "1 failed, 2 passed"


def test_success_line_is_the_last_count() -> None:
    assert success_line("3 passed\nnoise\n12 passed in 1s\n") == "12 passed in 1s"


def test_an_error_is_reported_only_by_a_pasted_log() -> None:
    assert reported_error("It fails:\nTypeError: x is undefined\n") == "TypeError: x is undefined"
    assert reported_error("please fix the error: it is wrong") == ""
