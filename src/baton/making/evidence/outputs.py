"""What the output of a command tells: did it fail, and which line says so.

Pipes hide failures (`npm test | tail` exits with tail's status), so the text counts too. The
patterns name what runners print in their summaries; a test that merely logs "error" doesn't match.
"""

from __future__ import annotations

import re
from typing import Literal

from baton.making.evidence.patterns import linear, spaced
from baton.model.evidence import CommandClass

_ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
# Summary lines of test runners, compilers and linters. "0 failed" and "0 errors" never match.
_FAILED_SUMMARY = spaced(
    r"""
    ^\s*(?:=+\s)?(?:\d+\ \w+,\ )*[1-9]\d*\ (?:failed|failing|failures?|errors?)\b
  | ^\s*(?:Tests?|Test\ Suites|Test\ Files|Suites):?\s+[1-9]\d*\ failed
  | ^\s*(?:---\ )?FAIL(?:ED)?(?::|\s|$)
  | ^\s*(?:FAILED|FAILURES?|BUILD\ FAILED|Build\ failed)\b
  | ^\s*test\ result:\ FAILED | ^\s*Tests\ run:.*?(?:Failures|Errors):\ [1-9]
  | ^\s*[✖✗❌]\ \d+\ problems? | ^\s*[1-9]\d*\ issues?\b:? | ^\s*Found\ [1-9]\d*\ errors?\b
  | ^\s*Failed:\s+[1-9] | ^\s*(?:not\ ok\ \d+) | ^\s*Failed!\s | \bFailures:\s+[1-9]
  | ^[\#ℹ]\s+fail\s+[1-9] | ^\s*[1-9]\d*\ fail$ | \bwith\ [1-9]\d*\ failures?\b
  | \b[1-9]\d*\ tests?\ failed\ out\ of\b
    """,
    "m",
)
_COUNTED = linear(
    r"^\s*(?:=+\s)?(?:Tests:?\s+)?(?:\d+ \w+, )*[1-9]\d* (?:failed|failing|failures?|errors?)\b",
    "m",
)
_FAILED_ANYWHERE = spaced(
    r"""
    \berror\ TS\d+ | ^\s*npm\ (?:ERR!|error) | ^Traceback\ \(most\ recent\ call\ last\)
  | ^\s*(?:error|fatal|ERROR)(?:\[\w+\])?: | \bELIFECYCLE\b | ^make(?:\[\d+\])?:\ \*\*\*
  | ^panic: | \bcommand\ not\ found\b | \bSegmentation\ fault\b | ^\s*SyntaxError:
  | ^ERROR\ in\ | \bexited?\ with\ (?:code|status)\ [1-9]
  | \bcannot\ find\ module\b | ^\s*\S+:\d+:\d+:\s+(?:error|fatal)
  | ^(?:E\s+)?\w*(?:Error|Exception):\s
    """,
    "im",
)
# What only a test runner says; a linter's or compiler's complaint has a file and a position.
_TESTS_FAILED = linear(
    r"^\s*(?:---\ )?FAIL(?:ED|URES?)?\b|\b[1-9]\d*\ (?:tests?\ )?(?:failed|failing)\b"
    r"|^\s*not\ ok\ \d|^test\ result:\ FAILED|^[#ℹ]\s+fail\s+[1-9]|\b[1-9]\d*\ fail(?:ure)?s?\b",
    "m",
)
_COMPLAINT = re.compile(
    r"^[ \t]*[\w./\\@-]+\.\w{1,5}(?::|\()\d+(?:[:,]\d+)?\)?:?[ \t]+"
    r"(?!(?:warning|note|info|in)\b)[\w'\"`\[]",
    re.MULTILINE | re.IGNORECASE,
)
# Lines that name the cause rather than count failures.
_CAUSE = spaced(
    r"""
    ^\s*(?:E\s+)?[\w.]*(?:Error|Exception)(?:\ \[\w+\])?:\s\S | \berror\ TS\d+
  | ^\s*(?:error|fatal)(?:\[\w+\])?:\s\S | ^panic:\s | \bcommand\ not\ found\b
    """,
    "m",
)
_PASSED = spaced(
    r"""
    \b[1-9]\d*\ (?:passed|passing)\b | \bpass(?:ed)?:\s*[1-9]\d*\b
  | ^ok\s+\S+ | ^PASS\b | ^\s*test\ result:\ ok
  | \b0\ (?:issues|errors|problems|failures|failed)\b | \bno\ issues\ found\b
  | \ball\ checks\ passed\b | \bSuccess:\ no\ issues | \bBUILD\ SUCCESS | ^OK\b
  | \bcompiled\ successfully\b | \bbuilt\ in\ \d | \b100%\ tests\ passed\b
  | ^[\#ℹ]\s+pass\s+[1-9] | ^\s*[1-9]\d*\ pass$ | ^Passed!\s
    """,
    "im",
)
_ERROR_LINE = spaced(
    r"""
    \b(?:error|fail(?:ed|ure|s)?|fatal|denied|refused|rejected|conflict|cannot|can't|could\ not
    |couldn't|not\ found|no\ such|unable|invalid|missing|undefined|unexpected|exception
    |not\ permitted|unknown|mismatch|expected)\b | Error: | エラー | 失敗
    """,
    "im",
)
_NOISE = re.compile(r"^\s*(?:Exit code \d+|\$ |> |at \S+ \(|\|?\s*\^|[-=~#*]{3,}|Traceback)")
_JUDGED = frozenset({"test", "lint", "typecheck", "build", "format", "install", "run"})
_SILENT = frozenset({"lint", "typecheck", "build", "format"})  # all well, nothing to say
_LONGEST_DETAIL = 160
_LONGEST_PASTE = 6000  # characters of a prompt searched for an error
_TAIL = 3000  # characters; runners end with their summary


def verdict(kind: CommandClass, output: str) -> Literal["ok", "failed", "unknown"]:
    """What the text alone says of a command whose exit status is missing or another's."""
    if kind not in _JUDGED:
        return "unknown"
    if not output.strip():
        return "ok" if kind in _SILENT else "unknown"
    if _FAILED_SUMMARY.search(output):
        return "failed"
    if kind != "run" and _PASSED.search(output):
        return "ok"
    if _FAILED_ANYWHERE.search(output):
        return "failed"
    return "failed" if kind in ("lint", "typecheck") and _COMPLAINT.search(output) else "unknown"


def tests_failed(output: str) -> bool:
    """Whether a test runner, rather than a linter or compiler, tells of failures."""
    return _TESTS_FAILED.search(output) is not None


def summary_says_failed(kind: CommandClass, output: str) -> bool:
    """Whether a test runner's own summary counts failures, whatever the exit status."""
    return kind == "test" and _FAILED_SUMMARY.search(output) is not None


def reported_error(prompt: str) -> str:
    """The line of a pasted log that tells of the error; "" when no error was pasted."""
    head = prompt[:_LONGEST_PASTE]
    if "\n" not in head:
        return ""
    match = _FAILED_SUMMARY.search(head) or _FAILED_ANYWHERE.search(head)
    return _line_around(head, match.start() + len(match.group()) // 2) if match else ""


def failure_line(kind: CommandClass, output: str) -> str:
    """The line that tells why a command failed; "" when nothing does."""
    text = plain(output)
    counted = _first_line(_COUNTED, text)
    summary = error_line(text) if kind == "git" else counted or _first_line(_FAILED_SUMMARY, text)
    cause = _first_line(_CAUSE, text) if kind != "git" else ""
    if not cause or kind in ("lint", "typecheck"):
        cause = _first_line(_COMPLAINT, text) or cause
    if summary and cause and cause not in summary:
        return f"{summary.rstrip(':')}; {cause}"
    return summary or cause or _first_line(_FAILED_ANYWHERE, text) or error_line(text)


def _first_line(pattern: re.Pattern[str], text: str) -> str:
    for match in pattern.finditer(text):
        line = _line_around(text, match.start() + len(match.group()) // 2)
        if line and not _NOISE.match(line) and line.upper() not in ("FAIL", "FAILED"):
            return line
    return ""


def error_line(output: str) -> str:
    """The first line that reads like an error, else the last line that says anything."""
    lines = [line for line in plain(output).splitlines() if line.strip() and not _NOISE.match(line)]
    for line in lines:
        if _ERROR_LINE.search(line):
            return _clip(line)
    return _clip(lines[-1]) if lines else ""


def success_line(output: str) -> str:
    """The last line that counts what passed; "" when none does."""
    text = plain(output)[-_TAIL:]
    last = ""
    for match in _PASSED.finditer(text):
        last = _line_around(text, match.start() + len(match.group()) // 2)
    return last


def plain(output: str) -> str:
    return _ANSI.sub("", output) if "\x1b" in output else output


def _line_around(text: str, position: int) -> str:
    start = text.rfind("\n", 0, position) + 1
    end = text.find("\n", position)
    return _clip(text[start : end if end >= 0 else len(text)])


def _clip(line: str) -> str:
    line = line.strip(" \t\r=")
    if len(line) <= _LONGEST_DETAIL:
        return line
    return line[:_LONGEST_DETAIL].rsplit(" ", 1)[0]
