"""A real client, baton and a fresh repository, for one test."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

import pytest

from tests.real_clients.client import CHECKOUT, find_claude
from tests.real_clients.world import World


@pytest.fixture(scope="session")
def claude() -> str:
    """The path of Claude Code; tests that need it skip without it."""
    found = CLAUDE
    if not found and REQUIRED:
        pytest.fail("Claude Code is not here although BATON_REQUIRE_CLIENTS is set")
    if not found:
        pytest.skip("needs Claude Code: tests/real_clients/install brings it")
    return found


# Asked before any test's environment is cleaned.
CLAUDE = find_claude()
REQUIRED = bool(os.environ.get("BATON_REQUIRE_CLIENTS"))


@pytest.fixture
def world(claude: str, tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """A home folder with Claude Code and baton on PATH, and no project yet."""
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "baton").write_text(
        f"#!/bin/sh\nPYTHONPATH={shlex.quote(str(CHECKOUT / 'src'))} "
        f'exec {shlex.quote(sys.executable)} -m baton "$@"\n'
    )
    (programs / "baton").chmod(0o755)
    path = [str(programs), str(Path(sys.executable).parent), os.environ["PATH"]]
    monkeypatch.setenv("PATH", os.pathsep.join(path))
    return World(claude, home, tmp_path / "shop")
