"""Real repositories for the tests of this folder."""

from __future__ import annotations

import subprocess
from pathlib import Path


def git(where: Path, *args: str, check: bool = True) -> str:
    """Run git as a person would; what it printed, without surrounding blanks."""
    done = subprocess.run(["git", *args], cwd=where, check=False, capture_output=True, text=True)
    assert done.returncode == 0 or not check, f"git {args}: {done.stderr}"
    return done.stdout.strip()


def make_repository(path: Path, *init: str) -> Path:
    """A repository with three commits on main and one on the branch `other` that conflicts."""
    path.mkdir(parents=True)
    git(path, "init", "-q", *init)
    (path / "src").mkdir()
    for text in ("one", "two"):
        (path / "src" / "code.txt").write_text(f"{text}\n")
        git(path, "add", ".")
        git(path, "commit", "-q", "-m", f"{text} words")
    git(path, "branch", "other", "HEAD~1")
    (path / "src" / "code.txt").write_text("three\n")
    git(path, "commit", "-q", "-a", "-m", "three words")
    git(path, "checkout", "-q", "other")
    (path / "src" / "code.txt").write_text("other\n")
    git(path, "commit", "-q", "-a", "-m", "another word")
    git(path, "checkout", "-q", "main")
    return path
