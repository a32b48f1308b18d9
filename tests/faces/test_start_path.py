"""What a session's start loads: no module that costs milliseconds and isn't needed there."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from baton.config import Config
from baton.keeping import ledger, quick_process
from baton.keeping.project import find_project

ENTRY = """
import sys
from baton.__main__ import main
status = main()
sys.stdout.write("\\n" + " ".join(sys.modules))
sys.exit(status)
"""
TOO_DEAR = {
    *("argparse", "asyncio", "dataclasses", "difflib", "email", "hashlib", "inspect", "logging"),
    *("pathlib", "shutil", "tempfile", "tomllib", "unittest", "threading", "filelock", "re2"),
}
NAME = "20250501-1000-round-the-totals.md"
TEXT = """\
---
title: Round the totals
baton:
  date: 2025-05-01T10:00:00+00:00
  branch: main
  head: {head}
---

# Round the totals

## What We Accomplished

- Totals are rounded once

## Next Steps

- [ ] Refunds
"""


def git(root: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True, text=True)
    return done.stdout.strip()


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A project whose handoff is older than HEAD, so that its brief needs git."""
    root = tmp_path / "shop"
    folder = root / Config().folder
    folder.mkdir(parents=True)
    git(root, "init", "-q")
    git(root, "commit", "-q", "--allow-empty", "-m", "A shop")
    text = TEXT.format(head=git(root, "rev-parse", "HEAD"))
    (folder / NAME).write_text(text)
    git(root, "add", ".")
    git(root, "commit", "-qm", "Session handoff: Round the totals")
    git(root, "commit", "-q", "--allow-empty", "-m", "A till")
    ledger.remember(find_project(str(root)), NAME, text.encode())
    return root


def start(root: Path) -> tuple[str, set[str]]:
    """The brief that a session is started with, and the modules loaded for it."""
    done = subprocess.run(
        [sys.executable, "-c", ENTRY, "hook", "claude-code", "session-start"],
        cwd=root,
        input=json.dumps({"session_id": "a", "source": "startup", "cwd": str(root)}).encode(),
        capture_output=True,
        check=True,
        timeout=30,
    )
    answer, _, modules = done.stdout.decode().partition("\n")
    return json.loads(answer)["hookSpecificOutput"]["additionalContext"], set(modules.split())


def test_a_start_loads_nothing_dear(shop: Path) -> None:
    bare = [sys.executable, "-c", "import sys; print(*sys.modules)"]
    given = set(subprocess.run(bare, capture_output=True, text=True, check=True).stdout.split())
    dear = TOO_DEAR | ({"subprocess"} if quick_process.AVAILABLE else set())
    anew, loaded = start(shop)
    assert "A till" in anew  # git was asked
    assert not (loaded - given) & dear
    assert "baton.model.evidence" not in loaded
    prepared, loaded = start(shop)
    assert "Totals are rounded once" in prepared
    assert not (loaded - given) & dear
    assert not loaded & {"baton.keeping.git_call", "baton.handoff_file", "datetime"}
