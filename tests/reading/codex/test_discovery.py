"""Which rollouts belong to a project."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from baton import reading

ID = "019c0000-0000-7000-8000-000000000001"


def rollout(home: Path, cwd: object, name: str = f"rollout-2026-03-02T10-00-00-{ID}.jsonl") -> None:
    folder = home / "sessions" / "2026" / "03" / "02"
    folder.mkdir(parents=True, exist_ok=True)
    meta = {"id": ID, "cwd": cwd, "instructions": "cwd"}
    record = {"timestamp": "2026-03-02T09:00:00Z", "type": "session_meta", "payload": meta}
    (folder / name).write_text(json.dumps(record) + "\n", encoding="utf-8")


def test_rollouts_of_the_project_and_its_subfolders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CODEX_HOME", str(tmp_path))
    rollout(tmp_path, '/w/a "quoted" shop/api')
    (found,) = reading.transcripts('/w/a "quoted" shop')
    assert (found.assistant, found.session_id) == ("codex", ID)
    assert reading.transcripts("/w/other") == ()


def test_rollouts_without_a_folder(home: Path) -> None:
    rollout(home / ".codex", None)
    rollout(home / ".codex", 3, "rollout-x.jsonl")
    assert reading.transcripts("/w") == ()
