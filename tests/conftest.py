"""Every test runs with its own home, state and configuration folders, and git knows nobody's setup.

Touching the real home folder is an error: HOME points into the test's temporary folder from the
first fixture on, for this process and for every process it starts.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh home folder for this test; the environment points at it."""
    home = tmp_path / "home"
    home.mkdir()
    for name in list(os.environ):
        if name.startswith(("GIT_", "BATON_", "XDG_", "CLAUDE", "CODEX", "ANTHROPIC")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "src"))
    (home / ".gitconfig").write_text(
        "[user]\n\tname = Test Person\n\temail = person@example.invalid\n"
        "[init]\n\tdefaultBranch = main\n"
    )
    return home


@pytest.fixture
def baton() -> list[str]:
    """The command line as a user starts it, for subprocess calls."""
    return [sys.executable, "-m", "baton"]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real samples beside the project; tests that need it skip without it."""
    if not SHARED.is_dir():
        pytest.skip("needs the real samples beside the project")
    return SHARED
