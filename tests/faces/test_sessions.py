"""`baton sessions` as a user calls it."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from baton.reading.claude_code.discovery import slug

SESSIONS = Path(__file__).resolve().parent.parent / "sessions"
EDITS = SESSIONS / "claude-code" / "edits" / "transcript.jsonl"


def run(baton: list[str], *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*baton, "sessions", *arguments], cwd=cwd, capture_output=True, text=True, check=False
    )


def test_one_transcript_for_a_program(baton: list[str], tmp_path: Path) -> None:
    done = run(baton, "--transcript", str(EDITS), "--json", cwd=tmp_path)
    told = json.loads(done.stdout)
    assert done.returncode == 0
    assert told["assistant"] == "claude-code"
    assert told["records"] == 17
    assert told["events"] == {"note": 1, "tool_call": 8, "user_message": 1}
    assert {"path": "new.ts", "action": "created"} in told["files"]
    assert not any(file["path"].endswith("c.ts") for file in told["files"])


def test_one_transcript_for_a_person(baton: list[str], tmp_path: Path) -> None:
    commands = SESSIONS / "claude-code" / "commands" / "transcript.jsonl"
    done = run(baton, "--transcript", str(commands), cwd=tmp_path)
    assert "failed    npm test" in done.stdout


def test_a_missing_transcript(baton: list[str], tmp_path: Path) -> None:
    done = run(baton, "--transcript", "nowhere.jsonl", "--json", cwd=tmp_path)
    assert done.returncode == 1
    assert "There is no transcript" in json.loads(done.stdout)["error"]["message"]


@pytest.fixture
def project(tmp_path: Path, home: Path) -> Path:
    """A project with two sessions, the older one with a secret in its first prompt."""
    root = tmp_path / "shop"
    root.mkdir()
    folder = home / ".claude" / "projects" / slug(os.path.realpath(root))
    folder.mkdir(parents=True)
    for number, prompt in enumerate(("use the password hunter2-Xk93ls!", "Add links")):
        record = {
            "type": "user",
            "cwd": os.path.realpath(root),
            "timestamp": f"2026-03-02T1{number}:00:00Z",
            "message": {"role": "user", "content": prompt},
        }
        path = folder / f"s{number}.jsonl"
        path.write_text(json.dumps(record) + "\n", encoding="utf-8")
        os.utime(path, (number, number))
    return root


def test_the_projects_sessions(baton: list[str], project: Path) -> None:
    lines = run(baton, cwd=project).stdout.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("2026-03-02 11:00")
    assert lines[0].endswith("Add links")
    assert "hunter2" not in lines[1]


def test_the_projects_sessions_for_a_program(baton: list[str], project: Path) -> None:
    (told,) = json.loads(run(baton, "--json", "--limit", "1", cwd=project).stdout)
    assert (told["session_id"], told["seconds"], told["about"]) == ("s1", 0, "Add links")


def test_no_sessions(baton: list[str], tmp_path: Path) -> None:
    done = run(baton, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    assert "No session of any assistant" in done.stderr
