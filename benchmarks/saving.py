"""What saving a handoff costs: alone, in a large repository, and among many writers.

    python benchmarks/saving.py

Works in a temporary folder with its own home; prints a Markdown table. Times are of the save
itself (spool, file, commit), without the start of Python.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from baton.config import Config
from baton.keeping import handoffs
from baton.keeping.project import find_project
from baton.model.saving import Redacted, Reviewed

FILES = 20_000
WRITERS = 16
WORK_TREES = 4
SAVES = 10


def git(where: Path, *args: str) -> None:
    subprocess.run(["git", *args], cwd=where, check=True, capture_output=True)


def saved(where: Path, name: str) -> float:
    """Milliseconds of one save; fails when it isn't committed."""
    document = Redacted(f"# {name}\n" + "A line of a handoff.\n" * 200)
    reviewed = Reviewed(document, f"20300101-0000-{name}.md", "human:benchmark", "")
    start = time.perf_counter()
    result = handoffs.save(find_project(str(where)), Config(), reviewed)
    spent = (time.perf_counter() - start) * 1000
    if result.state != "committed":
        raise SystemExit(f"not committed: {result.reason}")
    return spent


def row(what: str, times: list[float]) -> None:
    times = sorted(times)
    print(f"| {what} | {median(times):.0f} | {times[int(len(times) * 0.95)]:.0f} |", flush=True)


def among_writers(repo: Path) -> list[float]:
    """The times of many processes that save at once, in several work trees."""
    places = [repo]
    for number in range(1, WORK_TREES):
        places.append(repo.parent / f"tree{number}")
        git(repo, "worktree", "add", "-q", "-b", f"side{number}", str(places[-1]))
    running = [
        subprocess.Popen(
            [sys.executable, __file__, str(places[number % WORK_TREES]), f"writer{number}"],
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(WRITERS)
    ]
    printed = "".join(process.communicate()[0] for process in running)
    times = [float(line) for line in printed.splitlines()]
    if len(times) != WRITERS * SAVES:
        raise SystemExit(f"only {len(times)} of {WRITERS * SAVES} saves were committed")
    return times


def main(args: list[str]) -> None:
    if args:  # one of the writers
        for number in range(SAVES):
            print(saved(Path(args[0]), f"{args[1]}-{number}"))
        return
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"HOME": folder, "BATON_STATE_HOME": f"{folder}/state"}
        for key, value in (("user.name", "A"), ("user.email", "a@example.invalid")):
            git(Path(folder), "config", "--global", key, value)
        repo = Path(folder, "repo")
        git(Path(folder), "init", "-q", str(repo))
        git(repo, "commit", "-q", "--allow-empty", "-m", "first")
        saved(repo, "warm")
        print("| saving | median ms | 95 % ms |\n|---|---|---|")
        row("a small repository", [saved(repo, f"small-{n}") for n in range(20)])
        row(f"{WRITERS} writers in {WORK_TREES} work trees", among_writers(repo))
        for number in range(FILES):
            path = repo / f"folder{number % 200}" / f"{number}.txt"
            path.parent.mkdir(exist_ok=True)
            path.write_text(str(number))
        git(repo, "add", ".")
        git(repo, "commit", "-q", "-m", "many files")
        row(f"a repository of {FILES:,} files", [saved(repo, f"large-{n}") for n in range(20)])


if __name__ == "__main__":
    main(sys.argv[1:])
