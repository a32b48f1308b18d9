"""Which project is this, from every place a session can start in."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from baton.keeping.project import find_project
from tests.keeping.repositories import git


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """A repository with one commit."""
    repo = tmp_path / "Some Project"
    (repo / "src" / "deep").mkdir(parents=True)
    git(tmp_path, "init", "-q", str(repo))
    git(repo, "commit", "-q", "--allow-empty", "-m", "first")
    return repo


def test_from_the_top_a_subfolder_and_through_a_link(repo: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(repo / "src")
    top = find_project(str(repo))
    assert top.root == str(repo)
    assert top.git_dir == top.common_dir == str(repo / ".git")
    assert top.key.startswith("some-project-")
    assert find_project(str(repo / "src" / "deep")) == top
    assert find_project(str(link / "deep")) == top
    assert find_project(str(repo / ".git" / "hooks")) == top


def test_a_linked_worktree_shares_the_identity(repo: Path, tmp_path: Path) -> None:
    git(repo, "worktree", "add", "-q", str(tmp_path / "wt"), "-b", "side")
    (tmp_path / "wt" / "sub").mkdir()
    main, linked = find_project(str(repo)), find_project(str(tmp_path / "wt" / "sub"))
    assert linked.root == str(tmp_path / "wt")
    assert linked.git_dir == str(repo / ".git" / "worktrees" / "wt")
    assert (linked.common_dir, linked.key) == (main.common_dir, main.key)


def test_relative_worktree_pointers(repo: Path, tmp_path: Path) -> None:
    git(repo, "worktree", "add", "-q", str(tmp_path / "wt"))
    (tmp_path / "wt" / ".git").write_text("gitdir: ../Some Project/.git/worktrees/wt\n")
    (repo / ".git" / "worktrees" / "wt" / "gitdir").write_text("../../../../wt/.git\n")
    assert find_project(str(tmp_path / "wt")).key == find_project(str(repo)).key


def test_a_submodule_is_a_project_of_its_own(repo: Path, tmp_path: Path) -> None:
    allow = ("-c", "protocol.file.allow=always")
    parent = tmp_path / "super"
    git(tmp_path, "init", "-q", str(parent))
    git(parent, *allow, "submodule", "--quiet", "add", f"file://{repo}", "sub")
    sub = find_project(str(parent / "sub"))
    assert sub.root == str(parent / "sub")
    assert sub.git_dir == sub.common_dir == str(parent / ".git" / "modules" / "sub")
    assert len({sub.key, find_project(str(parent)).key, find_project(str(repo)).key}) == 3
    git(parent / "sub", "worktree", "add", "-q", str(tmp_path / "subwt"), "-b", "side")
    assert find_project(str(tmp_path / "subwt")).key == sub.key


def test_bare(repo: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--bare", str(repo), "x.git")
    bare = find_project(str(tmp_path / "x.git" / "refs"))
    assert bare.bare
    assert bare.root == bare.git_dir == bare.common_dir == str(tmp_path / "x.git")


def test_a_bare_repository_inside_a_work_tree_is_not_the_project(repo: Path) -> None:
    git(repo, "init", "-q", "--bare", "docs/session_handoffs")
    assert find_project(str(repo / "docs" / "session_handoffs")).root == str(repo)


def test_bare_repository_beside_its_worktrees(repo: Path, tmp_path: Path) -> None:
    hub = tmp_path / "hub"
    hub.mkdir()
    git(hub, "clone", "-q", "--bare", str(repo), ".bare")
    (hub / ".git").write_text("gitdir: ./.bare\n")
    git(hub, "worktree", "add", "-q", "main")
    above, below = find_project(str(hub)), find_project(str(hub / "main"))
    assert above.key == below.key
    assert (above.bare, below.bare) == (True, False)


def test_separate_git_dir(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "--separate-git-dir", "store", "work")
    project = find_project(str(tmp_path / "work"))
    assert project.git_dir == str(tmp_path / "store")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / ".git").write_text("gitdir: ../store\n")
    assert find_project(str(tmp_path / "other")).key != project.key


def test_no_git(tmp_path: Path) -> None:
    folder = tmp_path / "plain"
    folder.mkdir()
    project = find_project(str(folder))
    assert (project.root, project.git_dir, project.common_dir) == (str(folder), "", "")
    assert project.key != find_project(str(tmp_path)).key
    assert find_project(str(folder / "gone")).root == str(folder / "gone")


def test_an_empty_git_folder_is_none(repo: Path) -> None:
    (repo / "src" / ".git").mkdir()
    assert find_project(str(repo / "src")).root == str(repo)


def test_the_environment_is_ignored(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = find_project(str(repo))
    monkeypatch.setenv("GIT_DIR", "/elsewhere/.git")
    monkeypatch.setenv("GIT_WORK_TREE", "/elsewhere")
    assert find_project(str(repo)) == before


def forged(kind: str, folder: Path, victim: Path) -> None:
    """Make `folder` claim that it belongs to the repository `victim`."""
    folder.mkdir()
    if kind == "commondir":
        git(folder, "init", "-q")
        (folder / ".git" / "commondir").write_text(f"{victim}/.git\n")
    elif kind == "pointer":
        (folder / ".git").write_text(f"gitdir: {victim}/.git\n")
    elif kind == "link":
        (folder / ".git").symlink_to(victim / ".git")
    elif kind == "worktree":
        (folder / ".git").write_text(f"gitdir: {victim}/.git/worktrees/wt\n")
    elif kind == "own worktree folder":
        fake = folder / "store" / "worktrees" / "wt"
        fake.mkdir(parents=True)
        (fake / "HEAD").write_text("ref: refs/heads/main\n")
        (fake / "commondir").write_text(f"{victim}/.git\n")
        (fake / "gitdir").write_text(f"{folder}/.git\n")
        (folder / ".git").write_text("gitdir: store/worktrees/wt\n")


@pytest.mark.parametrize(
    "kind", ["commondir", "pointer", "link", "worktree", "own worktree folder"]
)
def test_nobody_inherits_anothers_identity(kind: str, repo: Path, tmp_path: Path) -> None:
    git(repo, "worktree", "add", "-q", str(tmp_path / "wt"))
    forged(kind, tmp_path / "forged", repo)
    project = find_project(str(tmp_path / "forged"))
    assert project.root == str(tmp_path / "forged")
    assert project.key != find_project(str(repo)).key
    assert not project.common_dir.startswith(str(repo))


@pytest.mark.parametrize(
    "text", ["", "gitdir:", "gitdir: /nowhere", "gitdir: \0", "nonsense\n" * 9]
)
def test_a_broken_pointer_is_a_project_without_git(text: str, repo: Path) -> None:
    (repo / "src" / ".git").write_text(text)
    project = find_project(str(repo / "src"))
    assert (project.root, project.git_dir) == (str(repo / "src"), "")


def test_names_that_are_no_text(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path) + b"/caf\xe9 \xf0\x9f\x98\x80"
    os.mkdir(folder)
    assert find_project(os.fsdecode(folder)).key.startswith("caf-")
