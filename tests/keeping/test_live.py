"""A session runs as long as the process that started it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from baton.keeping import live
from baton.keeping.places import project_state
from baton.keeping.project import find_project
from baton.model.saving import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return find_project(str(tmp_path))


def ended_process() -> int:
    process = subprocess.Popen(["true"])
    process.wait()
    return process.pid


def test_states(project: Project) -> None:
    assert live.states(project) == {}
    live.begin(project, "here", os.getpid())
    live.begin(project, "gone", ended_process())
    assert live.states(project) == {"here": "running", "gone": "over"}
    live.tidy(project)
    assert live.states(project) == {"here": "running"}
    live.end(project, "here")
    live.end(project, "here")
    assert live.states(project) == {}


def test_a_resumed_session_belongs_to_its_new_process(project: Project) -> None:
    live.begin(project, "one", ended_process())
    live.begin(project, "one", os.getpid())
    assert live.states(project) == {"one": "running"}


@pytest.mark.parametrize("session_id", ["", "../up", "a/b", "a.b", "x" * 101])
def test_odd_ids_are_not_remembered(project: Project, session_id: str) -> None:
    live.begin(project, session_id, os.getpid())
    assert live.states(project) == {}


def test_odd_files_are_passed_over(project: Project) -> None:
    folder = Path(project_state(project), "live")
    folder.mkdir(parents=True)
    for name in ("x", "a.b", "c.²", f"a.{10**30}"):
        (folder / name).touch()
    assert live.states(project) == {"a": "over"}
    live.tidy(project)
    assert list(folder.iterdir()) == []
