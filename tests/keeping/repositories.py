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


def booby_trap(repo: Path, marks: Path) -> None:
    """Every known way in which a repository's configuration and attributes can name a program."""
    marks.mkdir()
    hooks = marks.parent / "hooks"
    hooks.mkdir()
    for name in ("pre-commit", "post-commit", "reference-transaction", "post-index-change"):
        (hooks / name).write_text(f"#!/bin/sh\ntouch {marks}/{name}\n")
        (hooks / name).chmod(0o755)
    settings = {
        "core.hooksPath": str(hooks),
        "core.fsmonitor": f"touch {marks}/fsmonitor; false",
        "core.pager": f"touch {marks}/pager",
        "gpg.program": f"touch {marks}/gpg",
        "commit.gpgSign": "true",
        "log.showSignature": "true",
        "diff.external": f"touch {marks}/external",
        "diff.evil.textconv": f"touch {marks}/textconv; cat",
        "diff.evil.command": f"touch {marks}/command",
        "filter.evil.clean": f"touch {marks}/clean; cat",
        "filter.evil.smudge": f"touch {marks}/smudge; cat",
        "filter.evil.process": f"touch {marks}/process; false",
        "alias.log": f"!touch {marks}/alias",
        "core.worktree": str(marks.parent),
        "core.alternateRefsCommand": f"touch {marks}/alternates",
    }
    with (repo / ".git" / "config").open("a") as config:
        for name, value in settings.items():
            section, _, key = name.rpartition(".")
            head, _, tail = section.partition(".")
            title = f'{head} "{tail}"' if tail else head
            quoted = value.replace('"', '\\"')
            config.write(f'[{title}]\n\t{key} = "{quoted}"\n')
