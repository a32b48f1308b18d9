from __future__ import annotations

from pathlib import Path

from baton.keeping import lookup
from baton.keeping.project import find_project
from tests.keeping.repositories import booby_trap, git, make_repository


def test_commits_and_files_as_git_has_them(tmp_path: Path) -> None:
    repo = make_repository(tmp_path / "repo")
    (repo / "日本 語.txt").write_text("x\n")
    git(repo, "add", ".")
    git(repo, "commit", "-q", "-m", "A subject\non two lines\n\nand a body")
    marks = tmp_path / "marks"
    booby_trap(repo, marks)
    project = find_project(str(repo))
    head = (repo / ".git" / "refs" / "heads" / "main").read_text().strip()
    found = lookup.subjects(project, [head[:8], "0123abc", "HEAD", "--all", head, "zz\n"])
    assert found == {head[:8]: "A subject on two lines", head: "A subject on two lines"}
    files = lookup.files_at(project, head)
    assert files is not None
    assert set(files) == {"src/code.txt", "日本 語.txt"}
    assert lookup.files_at(project, "HEAD") == lookup.files_at(project, head)
    assert lookup.files_at(project, "0123abc") is None
    assert lookup.files_at(project, "--all") is None
    assert lookup.in_work_tree(project, ["src/code.txt", "src/none", "/etc/passwd"]) == {
        "src/code.txt"
    }
    assert not list(marks.iterdir()), "the repository ran a program of its own"


def test_without_git_nothing_is_known(tmp_path: Path) -> None:
    project = find_project(str(tmp_path))
    assert lookup.subjects(project, ["0123abc"]) == {}
    assert lookup.files_at(project, "HEAD") is None
