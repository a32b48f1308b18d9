"""`baton show` and `baton resume` as a person and a program call them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from baton.faces.cli.main import main

TEXT = (
    "# Queue\n\n**Date:** 2026-03-04\n\n## What We Accomplished\n- Built it\n"
    "- **Decision:** Keep SQLite because it is one file\n\n## Next Steps\n- [ ] Docs\n- [x] Tests\n"
    "\n## Key Files Modified\n- `q.py` - order\n\n## Zebra\nstripes\n"
)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "project"
    (folder / "docs" / "session_handoffs").mkdir(parents=True)
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    monkeypatch.chdir(folder)
    return folder


def put(project: Path, name: str, data: bytes) -> Path:
    path = project / "docs" / "session_handoffs" / name
    path.write_bytes(data)
    return path


def printed(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_show_json(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = put(project, "20260304-1000-queue.md", TEXT.encode())
    for named in (str(path), path.name, "20260304-1000-queue"):
        assert main(["show", named, "--json"]) == 0
        found = printed(capsys)
        assert found["title"] == "Queue"
        assert found["date"].startswith("2026-03-04")
        assert found["accomplished"][0] | {} == {
            "text": "Built it", "trust": "stated", "evidence": [], "line": 6, "age": 0,
        }  # fmt: skip
        assert found["decisions"][0]["why"] == "it is one file"
        assert [(one["text"], one["done"], one["line"]) for one in found["next_steps"]] == [
            ("Docs", False, 10), ("Tests", True, 11),
        ]  # fmt: skip
        assert found["files"] == [
            {"path": "q.py", "what": "order", "line": 14, "trust": "stated", "evidence": []}
        ]
        assert found["other"][-1] == {"heading": "Zebra", "text": "stripes", "line": 16}


def test_show_for_people(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(project, "x.md", TEXT.replace("Built it", "Built\x1b[31m it").encode())
    assert main(["show", "x.md"]) == 0
    text = capsys.readouterr().out
    assert "Next steps\n  - [ ] Docs\n  - [x] Tests\n" in text
    assert "\x1b" not in text


def test_show_takes_old_windows_files(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = put(project, "x.md", b"# Done \x97 caf\xe9\r\n")
    assert main(["show", str(path), "--json"]) == 0
    assert printed(capsys)["title"] == "Done — café"


def test_show_what_is_not_there(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "nothing.md"]) == 1
    assert "There is no file nothing.md" in capsys.readouterr().err
    assert main(["show", str(project)]) == 1


def test_resume_without_a_handoff(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["resume"]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert "no handoff in this project yet" in said.err
    assert main(["resume", "--json"]) == 0
    assert printed(capsys)["handoff"] is None


def test_resume(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(project, "20260304-1000-queue.md", TEXT.encode())
    put(project, "20260303-1000-older.md", b"# Older\n")
    assert main(["resume", "--json"]) == 0
    found = printed(capsys)
    assert found["handoff"] | {"path": "", "date": ""} == {
        "path": "", "name": "20260304-1000-queue.md", "title": "Queue", "date": "",
        "trust": "unknown", "status": "draft",
    }  # fmt: skip
    assert found["since"]["known"] is False
    assert main(["resume", "--chars", "1200"]) == 0
    assert "Last time: Built it. Next: Docs" in capsys.readouterr().out
    assert main(["resume", "--why"]) == 0
    why = capsys.readouterr().out
    assert why.startswith("20260304-1000-queue.md (unknown):")
    assert "20260303-1000-older.md" in why
    assert main(["resume", "--chars", "10"]) == 2
