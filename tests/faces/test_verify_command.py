"""`baton verify` as a person and a program call it, on real repositories and recorded sessions."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from baton.faces.cli.main import main
from tests.claude_session import ClaudeSession, rounding_session
from tests.keeping.repositories import git, make_repository

SESSIONS = Path(__file__).resolve().parent.parent / "sessions" / "claude-code"
LYING = SESSIONS / "2.1.197-claims-fixed-but-fails" / "transcript.jsonl"


def verified(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
    capsys.readouterr()
    status = main(["verify", *words, "--json"])
    return status, json.loads(capsys.readouterr().out)


def labels(found: Any) -> dict[str, str]:
    return {claim["text"]: claim["label"] for claim in found["claims"]}


def test_a_recorded_session_that_claims_too_much(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["draft", "--transcript", str(LYING), "--stdout"]) == 0
    draft = capsys.readouterr().out
    assert "- **[contradicted]** Everything works as expected. (evidence: python -m pytest" in draft
    handoff = tmp_path / "h.md"
    handoff.write_text(draft.replace("**[contradicted]** ", ""))  # somebody took the marks off
    status, found = verified(capsys, str(handoff), "--transcript", str(LYING))
    assert status == 1
    assert labels(found)["Everything works as expected."] == "contradicted"
    assert labels(found)["auth/expiry.py - modified (+1 -1 lines)"] == "verified"
    claim = found["claims"][0]
    assert claim.keys() == {"section", "line", "text", "label", "evidence"}
    lines = handoff.read_text().splitlines()
    assert claim["text"] in lines[claim["line"] - 1]
    assert "there is no repository" in found["unchecked"][0]


def test_the_session_is_found_by_its_id(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project = make_repository(tmp_path / "project")
    told = ClaudeSession(home, project, "5e551011-1111-4222-8333-444455556666")
    rounding_session(told)
    monkeypatch.chdir(project)
    assert main(["draft", "--transcript", str(told.path), "--stdout"]) == 0
    handoff = tmp_path / "project" / "h.md"
    handoff.write_text(capsys.readouterr().out)
    status, found = verified(capsys, "h.md")
    assert (status, found["transcript"]) == (0, str(told.path))
    assert found["counts"]["verified"] >= 2
    handoff.write_text(handoff.read_text().replace("`invoice.py` -", "`ledger.py` -"))
    status, found = verified(capsys, "h.md")
    assert {claim["label"] for claim in found["claims"] if claim["section"] == "files"} == {
        "unsupported"
    }
    shutil.rmtree(home / ".claude")
    status, found = verified(capsys, "h.md")
    assert "not on this machine" in found["unchecked"][-1]


def test_against_the_repository_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    project = make_repository(tmp_path / "project")
    first, last = (
        git(project, "rev-list", "--max-parents=0", "HEAD"),
        git(project, "rev-parse", "HEAD"),
    )
    (project / "new.py").write_text("x\n")
    handoff = project / "notes.md"
    handoff.write_text(
        f"---\ntype: Session Handoff\nbaton:\n  schema: 1\n  head: {last}\n---\n\n# T\n\n"
        "## What We Accomplished\n\n"
        f"- Committed on `main`: three words (✓ {last[:9]})\n"
        f"- Committed on `main`: other words (✓ {first[:9]})\n"
        "- Committed on `main`: gone (✓ 0123abc)\n\n"
        "## Key Files Modified\n\n"
        "- `src/code.txt` - modified\n- `src/code.txt` - deleted\n- `new.py` - created\n"
        "- `src/nowhere.py` - created\n"
    )
    monkeypatch.chdir(tmp_path)
    status, found = verified(capsys, str(handoff))
    assert status == 1
    assert found["commit"] == last
    assert [(claim["label"], claim["evidence"]) for claim in found["claims"]] == [
        ("verified", [last[:9], f"commit {last[:9]}"]),
        ("contradicted", [f"{first[:9]}: one words"]),
        ("unsupported", ["no commit 0123abc in this repository"]),
        ("verified", [f"code.txt: at {last[:9]}"]),
        ("contradicted", [f"code.txt: still there at {last[:9]}"]),
        ("stated", ["new.py: there now"]),
        ("unsupported", ["nowhere.py: not in the repository"]),
    ]
    assert "names no session" in found["unchecked"][0]


def test_somebody_elses_notes_outside_of_any_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    notes = tmp_path / "notes.md"
    notes.write_text("# Notes\n\n## Done\n- It works\n\n## Files\n- src/a.py: order\n")
    assert main(["verify", str(notes)]) == 0
    printed = capsys.readouterr().out
    assert "stated        line 4    It works" in printed
    assert printed.count("Not checked: ") == 2


def test_a_missing_transcript_is_an_expected_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "h.md").write_text("# T\n\n## Done\n- x\n")
    assert main(["verify", "h.md", "--transcript", "nowhere.jsonl"]) == 1
    assert "There is no transcript" in capsys.readouterr().err


def test_files_that_only_git_can_tell_of(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One new before the session, one written by a command, one committed: no false alarm."""
    project = make_repository(tmp_path / "project")
    base = git(project, "rev-parse", "HEAD")
    told = ClaudeSession(home, project, "5e551011-1111-4222-8333-444455556669")
    rounding_session(told)
    told.write("invoice.py", "def total(lines):\n    return 0\n")
    told.path.write_text(told.path.read_text().replace('"create"', '"update"'))  # there before
    (project / "lock.txt").write_text("by a command\n")
    (project / "src" / "code.txt").write_text("by a formatter\n")
    git(project, "commit", "-qam", "Format")
    handoff = project / "h.md"
    handoff.write_text(
        "---\ntype: Session Handoff\nbaton:\n  schema: 1\n"
        f"  session: {told.session_id}\n  base: {base}\n  head: {base}\n---\n\n# T\n\n"
        "## Key Files Modified\n\n"
        "- `invoice.py` - created\n- `lock.txt` - created\n- `src/code.txt` - modified\n"
        "- `nowhere.txt` - created\n"
    )
    monkeypatch.chdir(project)
    status, found = verified(capsys, "h.md")
    assert [claim["label"] for claim in found["claims"]] == [
        "stated",
        "stated",
        "verified",
        "unsupported",
    ]
    assert status == 0


def test_no_commit_is_missed_where_there_is_no_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "h.md").write_text("# T\n\n## What We Accomplished\n\n- Fixed it in 0123abc9\n")
    _, found = verified(capsys, "h.md")
    assert [(one["label"], one["evidence"]) for one in found["claims"]] == [("stated", [])]
