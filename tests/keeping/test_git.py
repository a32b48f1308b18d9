"""Questions to git, and what a hostile repository gets out of them: nothing."""

from __future__ import annotations

import os
import signal
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from baton.errors import GitError
from baton.keeping import git as asked
from baton.keeping import quick_process
from baton.keeping.project import find_project
from baton.keeping.quoting import unquote
from baton.keeping.refs import read_head
from baton.model.saving import Project
from baton.model.session import FileChange
from tests.keeping.repositories import booby_trap, git, make_repository


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    return make_repository(tmp_path / "repo")


@pytest.fixture
def project(repo: Path) -> Project:
    return find_project(str(repo))


def test_head_on_a_branch_loose_packed_and_symbolic(repo: Path, project: Project) -> None:
    commit = git(repo, "rev-parse", "HEAD")
    assert asked.head(project) == (commit, "main", "")
    git(repo, "pack-refs", "--all", "--prune")
    assert not (repo / ".git/refs/heads/main").exists()
    assert read_head(project) == (commit, "main", "")
    git(repo, "symbolic-ref", "refs/heads/alias", "refs/heads/main")
    git(repo, "symbolic-ref", "HEAD", "refs/heads/alias")
    assert asked.head(project).commit == commit


def test_head_unborn_and_detached(repo: Path, tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "new")
    assert asked.head(find_project(str(tmp_path / "new"))) == ("", "main", "")
    git(repo, "checkout", "-q", "--detach", "HEAD~1")
    head = asked.head(find_project(str(repo)))
    assert (head.commit, head.branch) == (git(repo, "rev-parse", "HEAD"), "")


def test_head_of_a_linked_worktree(repo: Path, tmp_path: Path) -> None:
    git(repo, "worktree", "add", "-q", str(tmp_path / "wt"), "other")
    head = asked.head(find_project(str(tmp_path / "wt")))
    assert (head.commit, head.branch) == (git(repo, "rev-parse", "other"), "other")


@pytest.mark.parametrize(
    ("commands", "operation"),
    [
        (["merge other"], "merge"),
        (["rebase other"], "rebase"),
        (["rebase --apply other"], "rebase"),
        (["cherry-pick other"], "cherry-pick"),
        (["revert --no-edit HEAD~1"], "revert"),
        (["bisect start", "bisect bad", "bisect good HEAD~2"], "bisect"),
        (["cherry-pick other other~1", "checkout -f --detach -q"], "cherry-pick"),
    ],
)
def test_head_in_progress(
    commands: list[str], operation: str, repo: Path, project: Project
) -> None:
    for command in commands:
        git(repo, *command.split(), check=False)
    assert asked.head(project).in_progress == operation


def test_a_crafted_head_leads_nowhere(repo: Path, project: Project) -> None:
    (repo / "secret").write_text("a" * 40)
    (repo / ".git" / "HEAD").write_text("ref: refs/../../secret\n")
    with pytest.raises(GitError):
        asked.head(project)


def test_changes_since(repo: Path, project: Project) -> None:
    old = git(repo, "rev-parse", "HEAD")
    odd = 'tab\t"quote" café \x01mark\nline'
    (repo / odd).write_text("x")
    git(repo, "add", ".")
    git(repo, "commit", "-q", "-m", "odd names")
    git(repo, "commit", "-q", "--allow-empty", "-m", "nothing")
    since = asked.changes_since(project, old)
    assert since.known
    assert [subject for _, subject in since.commits] == ["nothing", "odd names"]
    assert since.commits[0][0] == git(repo, "rev-parse", "HEAD")
    assert since.files == (odd,)
    assert asked.changes_since(project, git(repo, "rev-parse", "HEAD")) == ((), (), True)


@pytest.mark.parametrize("commit", ["", "f" * 40, "HEAD", "--output=/tmp/x", "f" * 39])
def test_changes_since_a_commit_that_is_gone(commit: str, project: Project) -> None:
    assert asked.changes_since(project, commit) == ((), (), False)


def test_is_ancestor_and_blob_at(repo: Path, project: Project) -> None:
    main, other = git(repo, "rev-parse", "main"), git(repo, "rev-parse", "other")
    base = git(repo, "merge-base", main, other)
    assert asked.is_ancestor(project, base, main)
    assert not asked.is_ancestor(project, main, other)
    assert not asked.is_ancestor(project, "f" * 40, main)
    blob = asked.blob_at(project, "main", "src/code.txt")
    assert blob == git(repo, "rev-parse", "main:src/code.txt")
    assert asked.blob_name(b"three\n", blob) == blob
    for ref, path in (("main", "src"), ("main", "none"), ("nowhere", "src/code.txt"), ("", "src")):
        assert asked.blob_at(project, ref, path) == ""


def test_blob_at_refuses_links(repo: Path, project: Project) -> None:
    (repo / "link.md").symlink_to("/etc/passwd")
    git(repo, "add", ".")
    git(repo, "commit", "-q", "-m", "link")
    assert asked.blob_at(project, "HEAD", "link.md") == ""


def test_facts(repo: Path, project: Project) -> None:
    base = git(repo, "rev-parse", "HEAD")
    (repo / "added.txt").write_text("a")
    git(repo, "add", ".")
    git(repo, "commit", "-q", "-m", "added")
    (repo / "src" / "code.txt").write_text("changed")
    (repo / "untracked.txt").write_text("u")
    (repo / ".gitignore").write_text("ignored.txt\n")
    (repo / "ignored.txt").write_text("i")
    (repo / "staged.txt").write_text("s")
    git(repo, "add", "staged.txt")
    facts = asked.facts(project, base, None)
    assert (facts.branch, facts.base, facts.conflict) == ("main", base, "")
    assert [made.subject for made in facts.commits] == ["added"]
    assert set(facts.changes) == {
        FileChange("added.txt", "created"),
        FileChange("src/code.txt", "modified"),
        FileChange("staged.txt", "created"),
        FileChange("untracked.txt", "created"),
        FileChange(".gitignore", "created"),
    }


def test_facts_leave_out_untracked_files_of_before(repo: Path, project: Project) -> None:
    (repo / "before.txt").write_text("b")
    (repo / "to_move.txt").write_text("m")
    time.sleep(0.02)
    began = datetime.now(UTC)
    time.sleep(0.02)
    assert asked.facts(project, "", began).changes == ()
    (repo / "during.txt").write_text("d")
    (repo / "to_move.txt").rename(repo / "moved.txt")
    assert asked.facts(project, "", began).changes == (
        FileChange("during.txt", "created"),
        FileChange("moved.txt", "created"),
    )


def test_facts_see_through_touched_files(repo: Path, project: Project) -> None:
    later = time.time() + 100
    os.utime(repo / "src" / "code.txt", (later, later))
    assert asked.facts(project, "", None).changes == ()
    (repo / "src" / "code.txt").write_bytes(b"three\r\n")
    assert asked.facts(project, "", None).changes == ()
    (repo / "src" / "code.txt").unlink()
    assert asked.facts(project, "", None).changes == (FileChange("src/code.txt", "deleted"),)


def test_facts_know_a_moved_file_again(repo: Path, project: Project) -> None:
    base = git(repo, "rev-parse", "HEAD")
    git(repo, "mv", "src/code.txt", "src/moved.txt")
    moved = FileChange("src/moved.txt", "renamed", "src/code.txt")
    assert asked.facts(project, base, None).changes == (moved,)
    git(repo, "commit", "-q", "-m", "moved")
    assert asked.facts(project, base, None).changes == (moved,)


def test_facts_find_the_start_by_time(repo: Path, project: Project) -> None:
    git(repo, "commit", "-q", "--allow-empty", "--date", "2030-01-01T00:00:00Z", "-m", "later")
    facts = asked.facts(project, "f" * 40, datetime.now(UTC) + timedelta(hours=1))
    assert facts.base == facts.head != ""
    before = asked.facts(project, "", datetime.now(UTC) - timedelta(days=1))
    assert (before.base, len(before.commits)) == ("", 4)


@pytest.mark.parametrize("init", ["sha1", "sha256"])
def test_facts_of_a_repository_made_in_the_session(init: str, tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", f"--object-format={init}", "new")
    repo, project = tmp_path / "new", find_project(str(tmp_path / "new"))
    (repo / "staged.txt").write_text("s")
    (repo / "untracked.txt").write_text("u")
    git(repo, "add", "staged.txt")
    began = datetime.now(UTC) - timedelta(hours=1)
    created = (FileChange("staged.txt", "created"), FileChange("untracked.txt", "created"))
    assert asked.facts(project, "", began) == ("main", "", "", created, (), "")
    git(repo, "commit", "-q", "-m", "first")
    facts = asked.facts(project, "", began)
    assert (facts.base, facts.changes) == ("", created)
    assert [made.subject for made in facts.commits] == ["first"]


def test_user_name(project: Project, tmp_path: Path, home: Path) -> None:
    assert asked.identity(project) == ("Test Person", "person@example.invalid")
    plain = find_project(str(tmp_path))
    assert asked.user_name(plain) == "Test Person"
    (home / ".gitconfig").write_text("")
    assert asked.user_name(project) == ""


def test_git_missing(project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", f"{tmp_path}/empty:.")
    with pytest.raises(GitError, match="git was not found") as caught:
        asked.run(project, "status")
    assert "Install git" in caught.value.hint
    assert asked.user_name(project) == ""


def test_a_failure_says_what_git_said(project: Project) -> None:
    with pytest.raises(GitError, match="git rev-parse failed: fatal: Needed a single revision"):
        asked.run(project, "rev-parse", "--verify", "nowhere")


def fake_git(folder: Path, body: str) -> None:
    folder.mkdir()
    (folder / "git").write_text(f"#!/bin/sh\n{body}\n")
    (folder / "git").chmod(0o755)


@pytest.fixture(params=[True, False], ids=["quick", "portable"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways to run a process keep the same limits."""
    if request.param and not quick_process.AVAILABLE:
        pytest.skip("this system has only the portable way")
    monkeypatch.setattr(quick_process, "AVAILABLE", request.param)


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ("sleep 60", "took longer than 0.3 seconds"),
        ("exec >&- 2>&-; sleep 60", "took longer than 0.3 seconds"),
        ("trap '' TERM; sleep 60 & wait", "took longer than 0.3 seconds"),
        ("exec yes", "printed too much"),
    ],
)
def test_limits(
    body: str, complaint: str, project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_git(tmp_path / "bin", body)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    monkeypatch.setattr("baton.process.OUTPUT_LIMIT", 1_000_000)
    began = time.monotonic()
    with pytest.raises(GitError, match=complaint):
        asked.run(project, "status", timeout=0.3)
    assert time.monotonic() - began < 5


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.usefixtures("way")
def test_a_time_out_ends_the_children_too(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_git(tmp_path / "bin", f"sleep 60 & echo $! >{tmp_path}/child; wait")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    with pytest.raises(GitError, match="took longer"):
        asked.run(project, "status", timeout=0.5)
    child = Path("/proc", (tmp_path / "child").read_text().strip(), "stat")
    until = time.monotonic() + 5
    while child.exists() and child.read_text().split()[2] != "Z":
        assert time.monotonic() < until
        time.sleep(0.01)


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.usefixtures("way")
def test_what_git_is_given(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_git(
        tmp_path / "bin",
        "cat; echo warned >&2; ls /proc/self/fd | wc -l; grep SigIgn /proc/self/status; exit 3",
    )
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    outcome = asked.attempt(project, "status")
    descriptors, _, ignored = outcome.output.decode().split()
    assert (outcome.status, outcome.problem) == (3, b"warned\n")
    ours = map(int, os.listdir("/proc/self/fd"))
    leaked = [fd for fd in ours if fd > 2 and os.path.exists(f"/proc/self/fd/{fd}")]
    left_open = sum(map(os.get_inheritable, leaked))  # by whoever started the tests
    # Else the three of every process, and the folder listed.
    assert 4 <= int(descriptors) <= 4 + left_open
    assert int(ignored, 16) & 1 << signal.SIGPIPE - 1 == 0


@pytest.mark.usefixtures("way")
def test_a_child_that_outlives_git_costs_its_time_only(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_git(tmp_path / "bin", "setsid sleep 3 & echo done")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    asked.run(project, "status", timeout=0.5)


def test_large_input(repo: Path, project: Project) -> None:
    data = b"x" * 3_000_000
    blob = asked.run(project, "hash-object", "-w", "--stdin", stdin=data).decode().strip()
    assert asked.blob_name(data, blob) == blob


def test_nothing_of_the_repository_is_run(repo: Path, tmp_path: Path) -> None:
    (repo / ".gitattributes").write_text("* filter=evil diff=evil merge=evil\n")
    git(repo, "add", ".")
    git(repo, "commit", "-q", "-m", "attributes")
    base = git(repo, "rev-parse", "HEAD")
    booby_trap(repo, tmp_path / "marks")
    (repo / "src" / "code.txt").write_text("changed")
    later = time.time() + 100
    os.utime(repo / ".gitattributes", (later, later))
    (repo / "new.txt").write_text("new")
    project = find_project(str(repo))
    facts = asked.facts(project, base, datetime.now(UTC) - timedelta(hours=1))
    assert [change.path for change in facts.changes] == ["src/code.txt", "new.txt"]
    asked.changes_since(project, base)
    asked.is_ancestor(project, base, base)
    asked.blob_at(project, "HEAD", "src/code.txt")
    asked.identity(project)
    assert os.listdir(tmp_path / "marks") == []
    git(repo, "status", check=False)  # the traps do work
    assert os.listdir(tmp_path / "marks") != []


def test_a_replaced_object_is_not_believed(repo: Path, project: Project) -> None:
    blob = git(repo, "rev-parse", "HEAD:src/code.txt")
    (repo / "evil").write_text("evil")
    git(repo, "replace", blob, git(repo, "hash-object", "-w", "evil"))
    assert asked.run(project, "cat-file", "blob", blob) == b"three\n"


def test_unquote_leaves_plain_names_alone() -> None:
    assert unquote("a b.md") == "a b.md"
    assert unquote('"caf\\303\\251\\t\\"x\\""') == 'café\t"x"'
