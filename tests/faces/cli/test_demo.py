"""`baton demo`, as a person runs it."""

from __future__ import annotations

import json
import os
import subprocess
import time
from pathlib import Path

import pytest

WIDTH = 80


def run(baton: list[str], *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*baton, "demo", *arguments],
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_step_is_shown_and_fits_the_screen(
    baton: list[str], home: Path, tmp_path: Path
) -> None:
    before = sorted(home.rglob("*"))
    folder = tmp_path / "temporary"
    folder.mkdir()
    begun = time.monotonic()
    done = run(baton, TMPDIR=str(folder))
    assert time.monotonic() - begun < 10
    assert (done.returncode, done.stderr) == (0, "")
    for number in range(1, 6):
        assert f"\n{number}. " in done.stdout
    for said in ("O_EXCL", "Saved docs/session_handoffs/", "1 file changed", "Next steps"):
        assert said in done.stdout
    assert [line for line in done.stdout.splitlines() if len(line) > WIDTH] == []
    assert sorted(home.rglob("*")) == before, "nothing of the user's is touched"
    assert list(folder.iterdir()) == [], "the folder is gone"


def test_the_kept_folder_is_a_project_one_can_look_into(baton: list[str], tmp_path: Path) -> None:
    done = run(baton, "--keep", "--json", TMPDIR=str(tmp_path))
    result = json.loads(done.stdout)
    project = Path(result["folder"]) / "reminders"
    assert project.is_relative_to(tmp_path)
    assert "never send a reminder twice" in (project / result["handoff"]).read_text().lower()
    log = subprocess.run(
        ["git", "log", "--format=%H"], cwd=project, capture_output=True, text=True, check=True
    )
    commits = log.stdout.split()
    assert commits[0] == result["commit"]
    assert len(commits) == 3


def test_a_commit_of_the_session_is_one_of_the_repository(baton: list[str], tmp_path: Path) -> None:
    result = json.loads(run(baton, "--keep", "--json", TMPDIR=str(tmp_path)).stdout)
    folder = Path(result["folder"])
    log = subprocess.run(
        ["git", "log", "-1", "--format=%h", "HEAD~1"],
        cwd=folder / "reminders",
        capture_output=True,
        text=True,
        check=True,
    )
    [transcript] = folder.glob("home/.claude/projects/*/*.jsonl")
    assert f"[main {log.stdout.strip()}]" in transcript.read_text()


def test_without_git_it_says_so(baton: list[str], tmp_path: Path) -> None:
    done = run(baton, PATH=str(tmp_path))
    assert done.returncode == 1
    assert "git" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("variable", ["GIT_DIR", "BATON_STATE_HOME", "CLAUDE_CONFIG_DIR"])
def test_the_users_own_places_are_left_alone(
    baton: list[str], tmp_path: Path, variable: str
) -> None:
    place = tmp_path / "mine"
    assert run(baton, **{variable: str(place)}).returncode == 0
    assert not place.exists()
