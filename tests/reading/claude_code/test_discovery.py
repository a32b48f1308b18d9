"""Which transcripts belong to a project."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from baton import reading
from baton.reading.claude_code.discovery import slug


def transcript(folder: Path, name: str, cwd: str, modified: float = 1.0) -> Path:
    """A transcript whose second record names the working directory."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.jsonl"
    first = {"type": "file-history-snapshot", "snapshot": {}}
    second = {"type": "user", "cwd": cwd, "message": {"role": "user", "content": "hi"}}
    path.write_text(json.dumps(first) + "\n" + json.dumps(second) + "\n", encoding="utf-8")
    os.utime(path, (modified, modified))
    return path


@pytest.fixture
def projects(home: Path) -> Path:
    return home / ".claude" / "projects"


def found(root: str) -> list[str]:
    return [Path(file.path).stem for file in reading.transcripts(root)]


def test_root_and_subfolders_newest_first(projects: Path) -> None:
    transcript(projects / slug("/w/shop"), "old", "/w/shop", 1)
    transcript(projects / slug("/w/shop"), "new", "/w/shop", 9)
    transcript(projects / slug("/w/shop/api"), "sub", "/w/shop/api", 5)
    assert found("/w/shop") == ["new", "sub", "old"]
    assert found("/w/shop/api") == ["sub"]


def test_folders_whose_names_only_look_alike(projects: Path) -> None:
    transcript(projects / slug("/w/shop"), "other", "/w.shop")
    transcript(projects / slug("/w/shop-old"), "neighbour", "/w/shop-old")
    transcript(projects / slug("/w/shop"), "agent-abc", "/w/shop")
    (projects / slug("/w/shop") / "notes.txt").write_text("x", encoding="utf-8")
    (projects / slug("/w/shop") / "empty.jsonl").touch()
    assert found("/w/shop") == []


def test_a_linked_root_is_the_same_project(projects: Path, tmp_path: Path) -> None:
    real, link = tmp_path / "real", tmp_path / "link"
    real.mkdir()
    link.symlink_to(real)
    transcript(projects / slug(str(real)), "one", str(real))
    assert found(str(link)) == ["one"]


def test_long_and_chosen_folder_names(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = "/w/" + "deep/" * 60 + "shop"
    monkeypatch.setenv("CLAUDE_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("CLAUDE_CODE_PROJECT_DIR_NAME", "ours")
    transcript(tmp_path / "config" / "projects" / (slug(root)[:200] + "-1a2b3c"), "long", root, 2)
    transcript(tmp_path / "config" / "projects" / "ours", "chosen", root, 1)
    assert found(root) == ["long", "chosen"]


def test_foreign_transcripts_are_not_opened(
    projects: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(50):
        transcript(projects / f"-w-other{number}", "x", f"/w/other{number}")
    transcript(projects / slug("/w/shop"), "mine", "/w/shop")
    opened: list[str] = []
    open_it = os.open

    def counted(path: str, *args: int) -> int:
        opened.append(path)
        return open_it(path, *args)

    monkeypatch.setattr(os, "open", counted)
    assert found("/w/shop") == ["mine"]
    assert len(opened) == 1
