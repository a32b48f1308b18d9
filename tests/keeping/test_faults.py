"""Many writers at once, sudden death, a full disk: nothing acknowledged is ever lost."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from baton.config import Config
from baton.keeping import handoffs
from baton.keeping.project import find_project
from tests.keeping.repositories import git, make_repository

KILLS = int(os.environ.get("KILLS", "40"))
WRITER = """
import sys
from baton.config import Config
from baton.keeping import handoffs, spool
from baton.keeping.project import find_project
from baton.model.saving import Redacted, Reviewed

root, first, last = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
put = spool.put

def told(project, waiting):
    waiting = put(project, waiting)
    print("ACK", waiting.name, flush=True)
    return waiting

spool.put = told
project = find_project(root)
for number in range(first, last):
    text = f"# Handoff {number}\\n" + "line\\n" * 400 + f"end {number}\\n"
    name = f"20300101-0000-nr{number}.md"
    saved = handoffs.save(project, Config(), Reviewed(Redacted(text), name, "human:x", ""))
    print(saved.state, saved.reason, flush=True)
"""


def write(repo: Path, first: int, last: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(repo), str(first), str(last)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)


def expected(number: int) -> str:
    return f"# Handoff {number}\n" + "line\n" * 400 + f"end {number}"


def dirty(repo: Path) -> str:
    """Staged, unstaged and untracked work; what `git status` says of it."""
    (repo / "src" / "code.txt").write_text("unstaged\n")
    (repo / "staged.txt").write_text("staged\n")
    git(repo, "add", "staged.txt")
    (repo / "untracked.txt").write_text("untracked\n")
    return git(repo, "status", "--porcelain")


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    return make_repository(tmp_path / "repo")


def test_four_writers_in_two_worktrees(repo: Path) -> None:
    other = repo.parent / "wt"
    git(repo, "worktree", "add", "-q", str(other), "other")
    before = {where: dirty(where) for where in (repo, other)}
    writers = [write(where, n * 5, n * 5 + 5) for n, where in enumerate((repo, other) * 2)]
    said = [writer.communicate(timeout=120)[0] for writer in writers]
    assert "".join(said).count("committed") == 20, said
    for n, where in enumerate((repo, other) * 2):
        for number in range(n * 5, n * 5 + 5):
            path = f"docs/session_handoffs/20300101-0000-nr{number}.md"
            assert git(where, "show", f"HEAD:{path}") == expected(number)
    for where, status in before.items():
        assert git(where, "status", "--porcelain") == status
        assert handoffs.waiting(find_project(str(where))) == ()
    assert "error" not in git(repo, "fsck", "--strict", "--no-dangling")


def test_beside_a_user_who_commits(repo: Path) -> None:
    mine = 0
    with write(repo, 0, 10) as writer:
        while writer.poll() is None:
            (repo / "src" / "code.txt").write_text(f"{mine}\n")
            done = subprocess.run(
                ["git", "commit", "-q", "-a", "-m", f"mine {mine}"],
                cwd=repo,
                capture_output=True,
                check=False,
            )
            mine += done.returncode == 0
            time.sleep(0.02)
        said, _ = writer.communicate()
    acknowledged = {line for line in said.splitlines() if line.startswith("ACK")}
    assert len(acknowledged) == 10, said
    handoffs.replay(find_project(str(repo)), Config())
    log = git(repo, "log", "--format=%s")
    assert [line for line in log.splitlines() if line.startswith("mine")] == [
        f"mine {number}" for number in reversed(range(mine))
    ]
    for number in range(10):
        path = f"docs/session_handoffs/20300101-0000-nr{number}.md"
        assert git(repo, "show", f"HEAD:{path}") == expected(number), said
    assert git(repo, "status", "--porcelain").replace("M src/code.txt", "").strip() == ""


def test_sudden_death_loses_nothing_acknowledged(repo: Path) -> None:
    before = dirty(repo)
    random.seed(7)
    acknowledged: set[str] = set()
    for number in range(KILLS):
        writer = write(repo, number, number + 1)
        time.sleep(random.uniform(0.05, 0.25))
        os.killpg(writer.pid, signal.SIGKILL)
        said, _ = writer.communicate()
        acknowledged.update(line[4:] for line in said.splitlines() if line.startswith("ACK "))
    time.sleep(0.3)  # a git of the last one may still finish
    assert not (repo / ".git" / "index.lock").exists()
    project = find_project(str(repo))
    assert all(saved.state == "committed" for saved in handoffs.replay(project, Config()))
    assert handoffs.replay(project, Config()) == ()
    listed = set(git(repo, "ls-tree", "--name-only", "HEAD:docs/session_handoffs").split("\n"))
    assert acknowledged <= listed
    assert acknowledged  # some got that far
    assert not any("-2.md" in name for name in listed)
    for name in listed:
        text = git(repo, "show", f"HEAD:docs/session_handoffs/{name}")
        assert text == expected(int(name.split("-nr")[-1].removesuffix(".md")))
    assert git(repo, "status", "--porcelain") == before
    assert "error" not in git(repo, "fsck", "--strict", "--no-dangling")
    git(repo, "commit", "-q", "-m", "mine")  # the user is not locked out


GIT_CALLS = 14  # more than a save makes; the last rounds go through undisturbed


def faulty_git(folder: Path, number: int, fault: str) -> Path:
    """A `git` that does what git does, but at its call `number` also what `fault` says."""
    real = subprocess.run(
        ["git", "--exec-path"], check=True, capture_output=True, text=True
    ).stdout.strip()
    folder.mkdir()
    (folder / "git").write_text(
        f"""#!/bin/sh
calls=$(cat {folder}/calls 2>/dev/null || echo 0)
calls=$((calls + 1))
echo $calls > {folder}/calls
[ $calls = {number} ] || exec {real}/git "$@"
{fault.replace("GIT", real + '/git "$@"')}
"""
    )
    (folder / "git").chmod(0o755)
    return folder


@pytest.mark.parametrize("number", range(1, GIT_CALLS + 1))
@pytest.mark.parametrize("fault", ["GIT; kill -9 $PPID", "echo 'fatal: no' >&2; exit 128"])
def test_death_or_failure_at_every_call_of_git(
    fault: str, number: int, repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = dirty(repo)
    with monkeypatch.context() as patch:
        folder = faulty_git(repo.parent / "bin", number, fault)
        patch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
        said, _ = write(repo, 0, 1).communicate(timeout=60)
    status = git(repo, "status", "--porcelain").splitlines()
    assert not [line for line in status if line.startswith("D")], "would delete it"
    handoffs.replay(find_project(str(repo)), Config())
    name = "20300101-0000-nr0.md"
    if "ACK" in said:
        assert git(repo, "show", f"HEAD:docs/session_handoffs/{name}") == expected(0)
        assert os.listdir(repo / "docs" / "session_handoffs") == [name]
    assert handoffs.waiting(find_project(str(repo))) == ()
    assert git(repo, "status", "--porcelain") == before
    assert git(repo, "rev-list", "--count", "HEAD") == ("4" if "ACK" in said else "3")


def test_no_space_for_the_spool_writes_nothing(repo: Path) -> None:
    before = git(repo, "rev-parse", "HEAD")
    limit = (
        "import resource, signal\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", limit + WRITER, str(repo), "0", "1"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "StorageError: There is no space to write" in done.stderr
    assert "ACK" not in done.stdout
    assert handoffs.waiting(find_project(str(repo))) == ()
    assert git(repo, "rev-parse", "HEAD") == before
    assert git(repo, "status", "--porcelain") == ""


def test_no_space_for_git_keeps_the_spool(repo: Path) -> None:
    for number in range(200):
        (repo / "src" / f"{number}.txt").write_text("x")
    git(repo, "add", ".")
    git(repo, "commit", "-q", "-m", "an index of more than 10 kB")
    index = (repo / ".git" / "index").read_bytes()
    limit = (
        "import resource, signal\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (10000, 10000))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", limit + WRITER, str(repo), "0", "1"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "waiting" in done.stdout, done
    assert (repo / ".git" / "index").read_bytes() == index
    assert [saved.state for saved in handoffs.replay(find_project(str(repo)), Config())] == [
        "committed"
    ]
