"""`baton init` and `baton uninstall` as a person or a program calls them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.installing.states import HOOKED, build, tree


def git(root: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True, text=True)
    return done.stdout.strip()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "work"
    root.mkdir()
    build(root, {"CLAUDE.md": b"# Rules\n", ".claude/settings.json": HOOKED})
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "first")
    return root


class Run:
    def __init__(self, command: list[str], root: Path) -> None:
        self.command = command
        self.root = root

    def __call__(self, *arguments: str, status: int = 0) -> str:
        self.done = subprocess.run(
            [*self.command, *arguments],
            cwd=self.root,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert self.done.returncode == status, self.done.stderr
        return self.done.stdout

    def json(self, *arguments: str, status: int = 0) -> Any:
        return json.loads(self(*arguments, "--json", status=status))


@pytest.fixture
def run(baton: list[str], root: Path) -> Run:
    return Run(baton, root)


def test_in_and_out_leaves_nothing_in_the_repository(run: Run, root: Path) -> None:
    before = tree(root)
    out = run("init", "--yes")
    assert "change  .claude/settings.json" in out
    assert "+## Session handoffs" in out
    assert out.count("\n  1. ") == out.count("\n  3. ") == 1
    assert tree(root) != before
    assert "Everything is in place already." in run("init", "--yes")
    assert run.json("init", "--dry-run")["changes"] == []
    run("uninstall", "--yes")
    assert tree(root) == before
    assert git(root, "status", "--porcelain") == ""
    assert "nothing to take out" in run("uninstall", "--yes")


@pytest.mark.parametrize("command", ["init", "uninstall"])
def test_without_a_yes_nothing_is_written(run: Run, root: Path, command: str) -> None:
    if command == "uninstall":
        run("init", "--yes")
    before = tree(root)
    assert "CLAUDE.md" in run(command, status=1)
    assert f"`baton {command} --yes`" in run.done.stderr
    assert run.json(command, status=1)["written"] is False
    assert "CLAUDE.md" in run(command, "--dry-run")
    assert run.json(command, "--dry-run")["written"] is False
    assert tree(root) == before


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal of its own")
@pytest.mark.parametrize(("answer", "written"), [(b"y\n", True), (b"\n", False), (b"n\n", False)])
def test_at_a_terminal_it_asks_once(run: Run, root: Path, answer: bytes, written: bool) -> None:
    person, terminal = os.openpty()
    os.write(person, answer)
    done = subprocess.run(
        [*run.command, "init"], cwd=root, stdin=terminal, capture_output=True, timeout=60
    )
    os.close(terminal)
    os.close(person)
    assert done.stderr.count(b"Do this? [y/N]") == 1
    assert (root / ".baton.toml").exists() is written
    assert done.returncode == (0 if written else 1)


def test_a_broken_configuration_does_not_keep_baton_in(run: Run, root: Path) -> None:
    before = tree(root)
    run("init", "--yes")
    (root / ".baton.toml").write_text("= broken")
    run("uninstall", "--yes")
    assert ".baton.toml" in run.done.stderr
    assert tree(root) == {**before, ".baton.toml": b"= broken"}


def test_json_names_every_change(run: Run, root: Path) -> None:
    answer = run.json("init", "--yes")
    assert answer["written"] is True
    assert answer["root"] == os.path.realpath(root)
    assert {(change["path"], change["action"]) for change in answer["changes"]} == {
        ("docs/session_handoffs/README.md", "create"),
        ("docs/session_handoffs/TEMPLATE.md", "create"),
        (".baton.toml", "create"),
        (".claude/settings.json", "change"),
        ("CLAUDE.md", "change"),
    }


def test_the_folder_of_the_configuration_is_used(run: Run, root: Path) -> None:
    (root / ".baton.toml").write_text('folder = "notes/handoffs"\n')
    run("init", "--yes")
    assert (root / "notes/handoffs/README.md").is_file()
    assert b"`notes/handoffs/`" in (root / "CLAUDE.md").read_bytes()
    assert (root / ".baton.toml").read_text() == 'folder = "notes/handoffs"\n'


def test_the_commented_defaults_are_the_defaults(run: Run, root: Path) -> None:
    run("init", "--yes")
    path = root / ".baton.toml"
    lines = path.read_text().splitlines()
    path.write_text("\n".join(line.removeprefix("# ") for line in lines if " = " in line) + "\n")
    out = run("init", "--dry-run")
    assert "Everything is in place already." in out
    assert "baton:" not in run.done.stderr.replace("baton: `baton` is not on your PATH", "")


@pytest.mark.parametrize("name", [".baton.toml", ".claude/settings.json"])
def test_what_cannot_be_parsed_stops_everything(run: Run, root: Path, name: str) -> None:
    (root / name).write_text("{ broken")
    before = tree(root)
    run("init", "--yes", status=1)
    assert name in run.done.stderr
    assert "\n  " in run.done.stderr
    assert tree(root) == before


def test_the_remotes_default_branch_is_pinned_and_let_go(run: Run, root: Path) -> None:
    git(root, "update-ref", "refs/remotes/origin/trunk", "HEAD")
    git(root, "update-ref", "refs/remotes/origin/main", "HEAD")
    assert run.json("init", "--dry-run")["trust"] == "origin/main"
    git(root, "symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk")
    assert run.json("init", "--yes")["trust"] == "origin/trunk"
    assert run.json("init", "--yes")["trust"] is None
    assert run.json("init", "--yes", "--trust", "none")["trust"] == ""
    assert run.json("init", "--yes", "--trust", "origin/main")["trust"] == "origin/main"
    assert run.json("uninstall", "--yes")["pinned"] == "origin/main"
    assert run.json("uninstall", "--yes")["pinned"] == ""


def test_a_ref_that_is_not_here_is_not_recorded(run: Run, root: Path) -> None:
    run("init", "--yes", "--trust", "orign/main", status=2)
    assert "There is no ref orign/main" in run.done.stderr
    assert not (root / ".baton.toml").exists()


def test_without_a_remote_nothing_is_pinned(run: Run) -> None:
    assert run.json("init", "--yes", "--trust", "none")["trust"] is None


def test_guards_are_lowered_only_by_a_word_of_the_user(run: Run, root: Path) -> None:
    (root / ".baton.toml").write_text('review = "automatic"\n')
    run("init", "--yes")
    assert 'review = "automatic" lowers a guard' in run.done.stderr
    assert run.json("init", "--yes", "--accept-settings")["accept"] == {"review": "automatic"}
    run("init", "--yes")
    assert "lowers a guard" not in run.done.stderr
    (root / ".baton.toml").write_text('pre_commit = "skip"\n')
    run("init", "--yes")
    assert "lowers a guard" in run.done.stderr


def test_outside_git(run: Run, tmp_path: Path) -> None:
    run.root = tmp_path / "plain"
    run.root.mkdir()
    run("init", "--yes")
    assert (run.root / "CLAUDE.md").is_file()
    run("uninstall", "--yes")
    assert tree(run.root) == {}


def test_in_a_bare_repository(run: Run, tmp_path: Path) -> None:
    run.root = tmp_path / "bare"
    run.root.mkdir()
    git(run.root, "init", "-q", "--bare")
    run("init", "--yes", status=2)
    assert "Run it in a clone" in run.done.stderr


def test_linked_worktrees_are_installed_one_by_one(run: Run, root: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    git(root, "worktree", "add", "-q", str(other))
    before = tree(other)
    run("init", "--yes")
    run.root = other
    run("init", "--yes")
    run.root = root
    run("uninstall", "--yes")
    run.root = other
    run("uninstall", "--yes")
    assert tree(other) == before


def test_purge_deletes_what_is_kept_otherwise(run: Run, root: Path, home: Path) -> None:
    run("init", "--yes")
    drafts = root / ".git" / "baton" / "drafts"
    drafts.mkdir(parents=True)
    (drafts / "x.md").write_text("x")
    assert f"kept: {root / '.git' / 'baton'}" in run("uninstall", "--yes")
    assert drafts.exists()
    assert run.json("uninstall", "--purge", "--dry-run")["kept"]
    assert drafts.exists()
    run("uninstall", "--yes", "--purge")
    assert not (root / ".git" / "baton").exists()
    assert list((home / ".local/state/baton/projects").iterdir()) == []


def test_the_hooks_command_is_safe_where_baton_is_missing(run: Run, root: Path) -> None:
    run("init", "--yes")
    settings = json.loads((root / ".claude/settings.json").read_bytes())
    command = settings["hooks"]["SessionStart"][-1]["hooks"][0]["command"]
    for shell in ("sh", "bash"):
        done = subprocess.run(
            [shell, "-c", command],
            env={"PATH": "/usr/bin:/bin"},
            input=b"{}",
            capture_output=True,
        )
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
