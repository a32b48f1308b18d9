"""How long a session waits for baton: the start hook, and what the end hook sets in motion.

    python benchmarks/hooks.py

Start: the whole process of `session-start`, started as the installed script does, in a repository
with 1,000 handoffs, as a ratio to a bare `python -I -c pass` of the same interpreter; they take
turns, medians count. In the common case the brief was prepared by the worker that drafted the
session before. The goal is judged on the time that passes; the processor time stands beside it,
because it is steady on a busy machine.
End: from the call of `session-end` for a transcript of 4 MB until the hook's process is gone, and
until the draft lies on disk.

Prints a Markdown table; exits 1 when a figure misses its goal.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.claude_session import ClaudeSession, rounding_session  # noqa: E402 - needs the path

HANDOFFS = 1000
ROUNDS = 30
ENDS = 5
START_GOAL = 4.0  # times a bare start
DRAFT_GOAL = 1.0  # seconds
TRANSCRIPT_BYTES = 4 * 1024 * 1024

ENTRY = "import sys; from baton.__main__ import main; sys.exit(main())"
INSTALLED = Path(sys.executable).parent / "baton"  # `python -m` would cost runpy's time
SCRIPT = [str(INSTALLED)] if INSTALLED.exists() else [sys.executable, "-c", ENTRY]

HANDOFF = """\
---
type: Session Handoff
title: Step {number} of the invoices
description: Totals, rounding and refunds, part {number}
status: stable
generated: {{by: baton, at: {at}}}
verified:
  - {{by: human:test, at: {at}}}
baton:
  schema: 1
  session: s{number}
  assistant: claude-code
  branch: main
---

# Step {number} of the invoices

## What We Accomplished

{lines}

## Current State

- Tests pass (`pytest`: exit 0)

## Lessons Learned

None.

## Next Steps

- [ ] Look at part {number} again

## Key Files Modified

- `invoice.py` - totals of part {number}

## Blockers / Open Questions

None.
"""


def main() -> int:
    # The last worker may still be at it when all has been measured.
    with tempfile.TemporaryDirectory(prefix="baton-bench-", ignore_cleanup_errors=True) as base:
        setup = Setup(Path(base))
        setup.fill_folder()
        rows = [*start_rows(setup), *end_rows(setup)]
    print("| what | measured | goal | |\n|---|---|---|---|")
    for what, measured, goal, met in rows:
        verdict = "" if goal == "none" else "met" if met else "MISSED"
        print(f"| {what} | {measured} | {goal} | {verdict} |")
    return 0 if all(met for *_, met in rows) else 1


class Setup:
    """A repository, a home folder and an environment of their own."""

    def __init__(self, base: Path) -> None:
        self.home = base / "home"
        self.root = base / "shop"
        self.home.mkdir()
        self.root.mkdir()
        kept = ("PATH", "LANG", "LC_ALL")
        self.environ = {name: os.environ[name] for name in kept if name in os.environ}
        self.environ |= {"HOME": str(self.home), "PYTHONPATH": str(ROOT / "src")}
        os.environ.update(HOME=str(self.home))
        for command in (
            ["git", "init", "-q", "-b", "main"],
            ["git", "config", "user.name", "Bench"],
            ["git", "config", "user.email", "bench@example.invalid"],
        ):
            self.run(command)

    def run(self, command: list[str], payload: bytes = b"") -> bytes:
        done = subprocess.run(
            command, cwd=self.root, env=self.environ, input=payload, capture_output=True, check=True
        )
        return done.stdout

    def hook(self, event: str, session: ClaudeSession, **fields: str) -> bytes:
        """Call a hook as the client does."""
        payload: dict[str, Any] = {
            "session_id": session.session_id,
            "transcript_path": str(session.path),
            "cwd": str(self.root),
            **fields,
        }
        return self.run([*SCRIPT, "hook", "claude-code", event], json.dumps(payload).encode())

    def fill_folder(self) -> None:
        """1,000 handoffs in git, the newest of them vouched for as this user's own."""
        from baton.keeping.ledger import remember
        from baton.keeping.project import find_project

        folder = self.root / "docs/session_handoffs"
        folder.mkdir(parents=True)
        first = datetime.now(UTC) - timedelta(hours=HANDOFFS + 1)
        lines = "\n".join(f"- Result {n} of this part, with its commit" for n in range(12))
        project = find_project(str(self.root))
        for number in range(HANDOFFS):
            when = first + timedelta(hours=number)
            name = f"{when:%Y%m%d-%H%M}-step-{number}-of-the-invoices.md"
            text = HANDOFF.format(number=number, at=when.isoformat(), lines=lines)
            (folder / name).write_text(text)
        (self.root / "invoice.py").write_text("def total(lines):\n    return sum(lines)\n")
        self.run(["git", "add", "."])
        self.run(["git", "commit", "-qm", "A thousand sessions"])
        # Only the newest is asked for what happened since its commit.
        head = self.run(["git", "rev-parse", "HEAD"]).decode().strip()
        text = text.replace("  branch: main\n", f"  branch: main\n  head: {head}\n")
        (folder / name).write_text(text)
        remember(project, name, text.encode())
        self.run(["git", "commit", "-qam", f"Session handoff: Step {HANDOFFS - 1}"])


Row = tuple[str, str, str, bool]


def start_rows(setup: Setup) -> list[Row]:
    """The brief as the worker of the last session prepared it; and worked out anew, as when HEAD
    has moved since."""
    session = ClaudeSession(setup.home, setup.root, "starting")
    setup.hook("session-start", session, source="startup")  # fills caches, records the beginning
    answer = setup.hook("session-start", session, source="startup")
    context = json.loads(answer)["hookSpecificOutput"]["additionalContext"]
    newest = f"Step {HANDOFFS - 1}" in context or f"step-{HANDOFFS - 1}-" in context
    bare, ready, anew = [], [], []
    for number in range(ROUNDS):
        bare.append(cost(lambda: setup.run([sys.executable, "-I", "-c", "pass"])))
        ready.append(cost(lambda: setup.hook("session-start", session, source="startup")))
        setup.run(["git", "commit", "-q", "--allow-empty", "-m", f"Work {number}"])
        anew.append(cost(lambda: setup.hook("session-start", session, source="startup")))
    base = middle(bare)
    rows: list[Row] = []
    for what, costs, goal in (("prepared", ready, START_GOAL), ("worked out anew", anew, None)):
        median = middle(costs)
        ratio = median.passed / base.passed
        measured = (
            f"{ratio:.1f} x bare start ({median.passed * 1000:.0f} ms against "
            f"{base.passed * 1000:.0f} ms); processor {median.processor / base.processor:.1f} x"
        )
        met = newest and (goal is None or ratio <= goal)
        rows.append(
            (f"start hook, {HANDOFFS} handoffs, brief {what}", measured, goal_text(goal), met)
        )
    return rows


def goal_text(goal: float | None) -> str:
    return "none" if goal is None else f"<= {goal:.0f} x"


def end_rows(setup: Setup) -> list[Row]:
    from baton.keeping import drafts
    from baton.keeping.project import find_project

    project = find_project(str(setup.root))
    gone, drafted = [], []
    for number in range(ENDS):
        session = long_session(setup, f"ending-{number}")
        began = time.perf_counter()
        setup.hook("session-end", session, reason="other")
        gone.append(time.perf_counter() - began)
        while session.session_id not in {one.session_id for one in drafts.listing(project)}:
            if time.perf_counter() - began > 30:
                break
            time.sleep(0.005)
        drafted.append(time.perf_counter() - began)
    until_gone, until_drafted = statistics.median(gone), statistics.median(drafted)
    return [
        ("end hook's process gone", f"{until_gone * 1000:.0f} ms", "<= 1 s", until_gone <= 1),
        (
            "end hook, 4 MB transcript, draft on disk",
            f"{until_drafted * 1000:.0f} ms",
            f"<= {DRAFT_GOAL:.0f} s",
            until_drafted <= DRAFT_GOAL,
        ),
    ]


def long_session(setup: Setup, session_id: str) -> ClaudeSession:
    """A session of 4 MB: the same quarter of an hour over and over, with longer output."""
    session = ClaudeSession(setup.home, setup.root, session_id)
    output = "\n".join(f"test_invoice.py::test_total[{n}] PASSED" for n in range(200))
    number = 0
    while not session.path.exists() or session.path.stat().st_size < TRANSCRIPT_BYTES:
        number += 1
        rounding_session(session)
        session.bash(f"python -m pytest -v part_{number}", f"{output}\n200 passed in 0.4s")
        session.write(f"part_{number}.py", "VALUE = 1\n" * 50)
    return session


class Cost(NamedTuple):
    """Seconds of one process and what it ran."""

    passed: float
    processor: float


def cost(act: Callable[[], object]) -> Cost:
    """What `act` costs, which waits for the one process it starts."""
    before, began = of_children(), time.perf_counter()
    act()
    return Cost(time.perf_counter() - began, of_children() - before)


def of_children() -> float:
    """The processor time of all processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def middle(costs: list[Cost]) -> Cost:
    passed = statistics.median(one.passed for one in costs)
    return Cost(passed, statistics.median(one.processor for one in costs))


if __name__ == "__main__":
    sys.exit(main())
