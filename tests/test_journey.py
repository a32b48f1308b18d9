"""The journey as a person walks it, through the command line, on real git and real files."""

from __future__ import annotations

import json
import os
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.claude_session import ClaudeSession, rounding_session


@pytest.fixture
def repo(tmp_path: Path, home: Path) -> Path:
    repo = tmp_path / "shop"
    repo.mkdir()
    (repo / "invoice.py").write_text(
        "def total(lines):\n    return sum(round(x, 2) for x in lines)\n"
    )
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "A shop"]):
        git(repo, *command)
    return repo


def git(repo: Path, *args: str) -> str:
    done = subprocess.run(["git", *args], cwd=repo, capture_output=True, text=True, check=True)
    return done.stdout


class Baton:
    """Runs the command line in a folder and keeps what it said."""

    def __init__(self, command: list[str], cwd: Path) -> None:
        self.command = command
        self.cwd = cwd
        self.stderr = ""

    def __call__(self, *args: str, status: int = 0, **options: Any) -> str:
        done = subprocess.run(
            [*self.command, *args],
            cwd=self.cwd,
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
            **options,
        )
        self.stderr = done.stderr
        assert done.returncode == status, f"{args}: {done.returncode}\n{done.stdout}{done.stderr}"
        return str(done.stdout)

    def json(self, *args: str, status: int = 0) -> Any:
        return json.loads(self(*args, "--json", status=status))


@pytest.fixture
def run(baton: list[str], repo: Path) -> Baton:
    return Baton(baton, repo)


@pytest.fixture
def session(home: Path, repo: Path) -> ClaudeSession:
    session = ClaudeSession(home, repo, "11111111-aaaa-4bbb-8ccc-000000000001")
    rounding_session(session)
    return session


def test_from_transcript_to_the_next_sessions_brief(
    run: Baton, repo: Path, session: ClaudeSession
) -> None:
    (repo / "notes.txt").write_text("mine\n")
    git(repo, "add", "notes.txt")
    before = git(repo, "status", "--porcelain=v1")

    assert "baton review" in run("draft")
    assert git(repo, "status", "--porcelain=v1") == before, "a draft touches nothing of the user's"
    [draft] = run.json("review")["drafts"]
    text = run("review", "--show", draft["id"])
    assert "Invoice totals are off by a cent for some customers" in text
    assert "invoice.py" in text

    [saved] = run.json("review", "--approve")["saved"]
    assert saved["state"] == "committed"
    assert git(repo, "status", "--porcelain=v1") == before, "staged work is as it was"
    assert git(repo, "show", "--name-only", "--format=", "HEAD").split() == [
        os.path.relpath(saved["path"], repo)
    ]

    brief = run("resume")
    assert "Invoice totals are off by a cent for some customers" in brief
    assert "refunds" in brief
    assert Path(saved["path"]).name in brief
    assert len(brief) <= 9500 + 1


def test_drafting_twice_changes_nothing(run: Baton, session: ClaudeSession) -> None:
    run("draft")
    first = run.json("review")
    run("draft")
    assert [d["id"] for d in run.json("review")["drafts"]] == [d["id"] for d in first["drafts"]]


def test_nothing_new_after_approval_until_work_goes_on(run: Baton, session: ClaudeSession) -> None:
    run("draft")
    run("review", "--approve")
    run("draft")
    assert run.json("review")["drafts"] == []
    session.user("Now do the same for refunds")
    session.write("refund.py", "def refund(lines):\n    return -round(sum(lines), 2)\n")
    run("draft")
    assert len(run.json("review")["drafts"]) == 1


def test_a_persons_edit_survives_a_later_draft(run: Baton, session: ClaudeSession) -> None:
    run("draft")
    [draft] = run.json("review")["drafts"]
    editor = {**os.environ, "EDITOR": "sed -i s/cent/penny/", "VISUAL": ""}
    run("review", "--edit", draft["id"], env=editor)
    session.user("One more thing")
    session.write("more.py", "x = 1\n")
    run("draft")
    assert "penny" in run("review", "--show", draft["id"])


def test_an_edit_that_brings_in_a_secret_is_refused_with_its_line(
    run: Baton, session: ClaudeSession
) -> None:
    run("draft")
    [draft] = run.json("review")["drafts"]
    token = "ghp_" + "a1B2c3D4e5" * 3 + "F6g7H8"
    editor = {**os.environ, "EDITOR": f"sed -i '$ a token = {token}'", "VISUAL": ""}
    run("review", "--edit", draft["id"], env=editor, status=1)
    assert "line " in run.stderr
    assert token not in run.stderr
    assert token not in run("review", "--show", draft["id"])


def test_a_discarded_draft_is_gone_from_the_list_and_not_from_the_disk(
    run: Baton, repo: Path, session: ClaudeSession
) -> None:
    run("draft")
    [draft] = run.json("review")["drafts"]
    run("review", "--discard", draft["id"])
    assert run.json("review")["drafts"] == []
    kept = list((repo / ".git" / "baton").rglob("*11111111*"))
    assert kept, "discarded is put aside, not deleted"


def test_fixed_is_not_believed_while_the_tests_fail(run: Baton, home: Path, repo: Path) -> None:
    session = ClaudeSession(home, repo, "22222222-aaaa-4bbb-8ccc-000000000002")
    session.user("Make the totals exact")
    session.write("invoice.py", "def total(lines):\n    return sum(lines)\n")
    session.bash("python -m pytest -q", "FAILED test_invoice.py::test_total\n1 failed", exit_code=1)
    session.assistant("Fixed! All tests pass now and the totals are exact.")
    text = run("draft", "--transcript", str(session.path), "--stdout")
    state = text.split("## Current State")[1].split("##")[0]
    assert "fail" in state.lower()
    assert "exit" in state
    assert "contradicted" in text


def test_secrets_do_not_reach_the_draft(run: Baton, repo: Path, session: ClaudeSession) -> None:
    token = "ghp_" + "a1B2c3D4e5" * 3 + "F6g7H8"
    session.user(f"Use the token {token} for the upload, then retry")
    session.assistant(f"I used {token} and the upload works now.")
    run("draft")
    found = subprocess.run(
        ["grep", "-r", token, str(repo / ".git" / "baton")], capture_output=True, check=False
    )
    assert found.returncode == 1, "the token is nowhere under the drafts"


def test_what_was_left_open_is_carried_and_then_ticked(
    run: Baton, home: Path, repo: Path, session: ClaudeSession
) -> None:
    run("draft")
    [first] = run.json("review", "--approve")["saved"]
    second = ClaudeSession(home, repo, "44444444-aaaa-4bbb-8ccc-000000000002")
    second.clock += timedelta(minutes=1)
    second.user("Please rename the variables in invoice.py so that they read well")
    second.write("invoice.py", "def total(amounts):\n    return round(sum(amounts), 2)\n")
    second.assistant("Renamed them in `invoice.py`.")
    text = run("draft", "--transcript", str(second.path), "--stdout")
    assert f'continues: "{Path(first["path"]).name}"' in text
    assert "- [ ] Add a test for refunds. (carried 1x)" in text
    goal = text.split("**Goal:**")[1].split("##")[0]
    assert goal.index("off by a cent") < goal.index("rename the variables")
    run("draft")
    run("review", "--approve")

    third = ClaudeSession(home, repo, "55555555-aaaa-4bbb-8ccc-000000000003")
    third.clock += timedelta(minutes=2)
    third.user("Go on with what is left, please")
    third.write("test_refunds.py", "def test_refund(): ...\n")
    third.bash("git add . && git commit -m x", "[main 1a2b3c4] Add a test for refunds\n 1 file")
    run("draft")
    [draft] = run.json("review")["drafts"]
    text = run("review", "--show", draft["id"])
    assert "- [x] Add a test for refunds. (✓ 1a2b3c4) (carried 2x)" in text
    assert "Invoice totals are off by a cent" in text.split("**Goal:**")[1].split("##")[0]


def test_an_approved_handoff_is_no_work_of_the_session_that_goes_on(
    run: Baton, session: ClaudeSession
) -> None:
    run("draft")
    [saved] = run.json("review", "--approve")["saved"]
    session.user("Now do the same for refunds")
    session.write("refund.py", "def refund(lines):\n    return -round(sum(lines), 2)\n")
    run("draft")
    [draft] = run.json("review")["drafts"]
    text = run("review", "--show", draft["id"])
    files = text.split("## Key Files Modified")[1].split("##")[0]
    assert "refund.py" in files
    assert Path(saved["path"]).name not in files
