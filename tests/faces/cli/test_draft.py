"""`baton draft`: which session, whether it is worth it, and what of other projects."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.claude_session import ClaudeSession, rounding_session


@pytest.fixture
def shop(tmp_path: Path, home: Path) -> Path:
    return project(tmp_path / "shop")


def project(folder: Path) -> Path:
    folder.mkdir()
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    command = ["git", "commit", "-q", "--allow-empty", "-m", "Begin"]
    long_ago = {**os.environ, "GIT_COMMITTER_DATE": "2020-01-01T00:00:00Z"}
    subprocess.run(command, cwd=folder, check=True, env=long_ago)
    return folder


def call(baton: list[str], cwd: Path, *args: str, **env: str) -> str:
    done = subprocess.run(
        [*baton, *args],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **env},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_why_not(baton: list[str], home: Path, shop: Path) -> None:
    reading = ClaudeSession(home, shop, "66666666-aaaa-4bbb-8ccc-000000000001")
    reading.user("What does this project do, in short?")
    reading.bash("ls", "invoice.py")
    reading.assistant("It makes invoices.")
    told = call(baton, shop, "draft", "--why-not")
    assert told.startswith("No handoff: it only read; nothing was changed, committed or decided.")
    assert "Kept are sessions that changed files" in told
    assert json.loads(call(baton, shop, "draft", "--json"))["draft"] is None
    rounding_session(reading)
    told = call(baton, shop, "draft", "--why-not")
    assert told.startswith("Worth a handoff: 1 file was changed.\nIt has no draft yet")
    call(baton, shop, "draft")
    call(baton, shop, "review", "--approve")
    assert "approved already" in call(baton, shop, "draft", "--why-not")


def test_the_session_a_command_runs_in_is_the_running_one(
    baton: list[str], home: Path, shop: Path
) -> None:
    for number in (1, 2):
        session = ClaudeSession(home, shop, f"66666666-aaaa-4bbb-8ccc-00000000000{number}")
        rounding_session(session)
        os.utime(session.path, (number, number))
    for number in (1, 2):
        name = f"66666666-aaaa-4bbb-8ccc-00000000000{number}"
        told = call(baton, shop, "draft", "--for-assistant", "--json", CLAUDE_CODE_SESSION_ID=name)
        assert json.loads(told)["session"] == f"claude-code-{name}"
    newest = json.loads(call(baton, shop, "draft", "--for-assistant", "--json"))
    assert newest["session"].endswith("2")


def test_a_session_over_two_projects_gives_each_its_own_draft(
    baton: list[str], home: Path, tmp_path: Path, shop: Path
) -> None:
    bank = project(tmp_path / "bank")
    session = ClaudeSession(home, shop, "66666666-aaaa-4bbb-8ccc-000000000003")
    session.user("Make the shop and the bank round alike, please")
    session.write("invoice.py", "x = 1\n")
    session.cwd = bank
    session.write("account.py", "y = 1\n")
    session.assistant("Both round alike.")
    of_shop = call(baton, shop, "draft", "--transcript", str(session.path), "--stdout")
    of_bank = call(baton, bank, "draft", "--transcript", str(session.path), "--stdout")
    assert "- `invoice.py` - created" in of_shop
    assert "account.py" not in of_shop, "temporary files of elsewhere are nobody's"
    assert "- `account.py` - created" in of_bank
    assert "invoice.py" not in of_bank
    for folder in (shop, bank):
        call(baton, folder, "draft", "--transcript", str(session.path))
        assert len(json.loads(call(baton, folder, "review", "--json"))["drafts"]) == 1


def test_printed_as_json(baton: list[str], home: Path, shop: Path) -> None:
    rounding_session(ClaudeSession(home, shop, "66666666-aaaa-4bbb-8ccc-000000000009"))
    told = json.loads(call(baton, shop, "draft", "--stdout", "--json"))
    assert told["document"].startswith("---\ntype: Session Handoff\n")


def test_no_other_assistants_session_is_taken_for_the_one_named(
    baton: list[str], home: Path, shop: Path
) -> None:
    rounding_session(ClaudeSession(home, shop, "66666666-aaaa-4bbb-8ccc-00000000000a"))
    command = [*baton, "draft", "--assistant", "codex"]
    done = subprocess.run(command, cwd=shop, capture_output=True, text=True)
    assert done.returncode == 1
    assert "No session of codex was found" in done.stderr
    assert "Drafted" in call(baton, shop, "draft", "--assistant", "claude-code")
