"""How long the brief takes in a repository with 1,000 handoffs: imports, and the call itself.

    python benchmarks/resume.py [HANDOFFS]

The best of 15 runs each: other work on the machine only ever adds.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from baton.model.document import Handoff

ROOT = Path(__file__).resolve().parent.parent
RUNS = 15
ONE_RUN = """
import sys, time
begin = time.perf_counter()
from datetime import UTC, datetime
from baton.asking.resume import resume
from baton.config import Config
from baton.keeping.project import find_project
imported = time.perf_counter()
brief = resume(find_project(sys.argv[1]), Config(), datetime.now(UTC))
done = time.perf_counter()
from baton.handoff_file import parse
text = open(brief.source).read()
parsing = time.perf_counter()
for _ in range(10):
    parse(text)
parsed = time.perf_counter()
import json
print(json.dumps([imported - begin, done - imported, (parsed - parsing) / 10, len(brief.text),
                  len(text)]))
"""


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "HOME": folder}
        environment["BATON_STATE_HOME"] = f"{folder}/state"
        os.environ["BATON_STATE_HOME"] = environment["BATON_STATE_HOME"]
        project = Path(folder) / "project"
        make_project(project, count)
        runs = [one_run(project, environment) for _ in range(RUNS)]
        bare = [bare_start() for _ in range(RUNS)]
        whole = [whole_process(project, environment) for _ in range(RUNS)]
    rows = [
        ("bare python -I -c pass", min(bare)),
        ("imports for a brief", min(run[0] for run in runs)),
        (f"resume() among {count} handoffs", min(run[1] for run in runs)),
        (f"parse() of one of {int(runs[0][4])} characters", min(run[2] for run in runs)),
        ("whole process, python -I", min(whole)),
    ]
    for name, seconds in rows:
        print(f"{name:40} {seconds * 1000:7.1f} ms")
    print(f"{'whole process / bare start':40} {min(whole) / rows[0][1]:7.1f} x")


def make_project(project: Path, count: int) -> None:
    """A repository with `count` committed handoffs, the newest of them this user's own."""
    from baton.handoff_file import render
    from baton.keeping import ledger
    from baton.keeping.project import find_project

    git(project.parent, "init", "-q", "-b", "main", str(project))
    handoffs = project / "docs" / "session_handoffs"
    handoffs.mkdir(parents=True)
    git(project, "commit", "-q", "--allow-empty", "-m", "start")
    head = git(project, "rev-parse", "HEAD").strip()
    begin = datetime(2026, 1, 1, 9, 0, tzinfo=UTC)
    text = ""
    for number in range(count):
        when = begin + timedelta(hours=3 * number)
        text = render(sample(number, when, head))
        name = f"{when:%Y%m%d-%H%M}-piece-of-work-{number}.md"
        (handoffs / name).write_text(text, encoding="utf-8")
    git(project, "add", "-A")
    git(project, "commit", "-q", "-m", "Work and handoffs")
    ledger.remember(find_project(str(project)), name, text.encode())


def sample(number: int, when: datetime, head: str) -> Handoff:
    """A handoff of some 10,000 characters."""
    from baton.model.document import Claim, Decision, FileNote, Handoff, Metadata, NextStep

    words = "made the queue keep its order when two workers write to it at the same time"
    claims = tuple(Claim(f"{words}, part {n}", "verified", ("a1b2c3d",)) for n in range(20))
    return Handoff(
        f"Piece of work {number}",
        when,
        Metadata(f"Piece of work {number}", status="stable", branch="main", head=head),
        goal="The queue must keep its order.\nNo new dependency.",
        accomplished=claims,
        decisions=tuple(Decision(words, "it is simpler", "a lock") for _ in range(15)),
        state=claims[:10],
        lessons=claims[:15],
        next_steps=tuple(NextStep(f"{words}, step {n}", n % 2 == 0) for n in range(15)),
        files=tuple(FileNote(f"src/queue_{n}.py", words) for n in range(15)),
        blockers=claims[:3],
    )


def one_run(project: Path, environment: dict[str, str]) -> list[float]:
    command = [sys.executable, "-c", ONE_RUN, str(project)]
    found: list[float] = json.loads(subprocess.check_output(command, env=environment))
    return found


def whole_process(project: Path, environment: dict[str, str]) -> float:
    """Interpreter start to exit, with `sys.path` set inside, as an installed package has it."""
    call = ONE_RUN.split("from baton.handoff_file", maxsplit=1)[0]
    program = f"import sys; sys.path.insert(0, {str(ROOT / 'src')!r})\n{call}"
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-I", "-c", program, str(project)], env=environment, check=True)
    return time.perf_counter() - begin


def bare_start() -> float:
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-I", "-c", "pass"], check=True)
    return time.perf_counter() - begin


def git(folder: Path, *args: str) -> str:
    settings = ["-c", "user.name=Bench", "-c", "user.email=bench@example.invalid"]
    return subprocess.check_output(["git", "-C", str(folder), *settings, *args], text=True)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "src"))
    main()
