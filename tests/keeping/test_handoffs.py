"""Saving a handoff in every state of a repository: the user's own things stay as they are."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from baton.config import Config
from baton.errors import StorageError
from baton.keeping import handoffs
from baton.keeping.places import private_areas
from baton.keeping.project import find_project
from baton.model.saving import Redacted, Reviewed, Saved
from tests.keeping.repositories import booby_trap, git, make_repository

CONFIG = Config()
NAME = "20300102-0304-fix-the-parser.md"
TEXT = "# Fix the parser\n\n## Goal\n\nMake it parse.\n"
FOLDER = "docs/session_handoffs"
PATH = f"{FOLDER}/{NAME}"


def reviewed(text: str = TEXT, name: str = NAME) -> Reviewed:
    return Reviewed(Redacted(text), name, "human:test", "2030-01-02T03:04:05+00:00")


def save(repo: Path, text: str = TEXT, name: str = NAME, config: Config = CONFIG) -> Saved:
    return handoffs.save(find_project(str(repo)), config, reviewed(text, name))


def replay(repo: Path, config: Config = CONFIG) -> list[str]:
    return [saved.state for saved in handoffs.replay(find_project(str(repo)), config)]


def waiting(repo: Path) -> list[str]:
    return [os.path.basename(path) for path in handoffs.waiting(find_project(str(repo)))]


class State(NamedTuple):
    """All of the user's that a save must leave alone."""

    branches: str
    head: str
    entries: list[str]  # of the index, times included
    files: dict[str, bytes]
    stash: str
    config: bytes
    operation: list[str]


def state_of(repo: Path, *, without: str = "") -> State:
    """The user's side of a repository, but for one path."""
    project = find_project(str(repo))
    names = os.listdir(project.git_dir)
    files = {
        path.relative_to(repo).as_posix(): path.read_bytes()
        for path in repo.rglob("*")
        if path.is_file() and not project.bare and ".git" not in path.relative_to(repo).parts
    }
    files.pop(without, None)
    index = "" if project.bare else git(repo, "ls-files", "--stage", "--debug")
    return State(
        git(repo, "for-each-ref", "--format=%(refname)"),
        (Path(project.git_dir) / "HEAD").read_text(),
        [block for block in split_index(index) if not without or without not in block],
        files,
        git(repo, "stash", "list", check=not project.bare),
        (Path(project.common_dir) / "config").read_bytes(),
        sorted(name for name in names if name.isupper() or name.startswith("rebase")),
    )


def split_index(listed: str) -> list[str]:
    """One block for each entry of `ls-files --stage --debug`, times and sizes included."""
    blocks: list[str] = []
    for line in listed.splitlines():
        if line.startswith(" ") and blocks:
            blocks[-1] += f"\n{line}"
        else:
            blocks.append(line)
    return blocks


def fsck(repo: Path) -> None:
    assert "error" not in git(repo, "fsck", "--strict", "--no-dangling")


def commit_changed(repo: Path, commit: str) -> list[str]:
    return git(repo, "show", "--no-renames", "--name-status", "--format=", commit).splitlines()


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    return make_repository(tmp_path / "repo")


Prepare = Callable[[Path], Path | None]  # changes a fresh repository; returns where to save


def dirty(repo: Path) -> None:
    (repo / "src" / "code.txt").write_text("unstaged\n")
    (repo / "src" / "staged.txt").write_text("staged\n")
    git(repo, "add", "src/staged.txt")
    (repo / "src" / "staged.txt").write_text("staged and changed\n")
    (repo / "src" / "untracked.txt").write_text("untracked\n")


def stashed(repo: Path) -> None:
    (repo / "src" / "code.txt").write_text("for later\n")
    git(repo, "stash", "-q")
    dirty(repo)


def intent_and_deletion(repo: Path) -> None:
    (repo / "later.txt").write_text("x")
    git(repo, "add", "--intent-to-add", "later.txt")
    git(repo, "rm", "-q", "--cached", "src/code.txt")


def sparse(repo: Path) -> None:
    git(repo, "sparse-checkout", "set", "--cone", "src")


def sparse_index(repo: Path) -> None:
    for name in ("docs", "other"):
        (repo / name / "deep").mkdir(parents=True)
        (repo / name / "deep" / "a.txt").write_text("a")
    git(repo, "add", ".")
    git(repo, "commit", "-q", "-m", "folders")
    git(repo, "sparse-checkout", "set", "--cone", "--sparse-index", "src")


def shallow(repo: Path) -> Path:
    git(repo.parent, "clone", "-q", "--depth", "1", f"file://{repo}", "shallow")
    return repo.parent / "shallow"


def partial(repo: Path) -> Path:
    git(repo, "config", "uploadpack.allowFilter", "true")
    git(repo.parent, "clone", "-q", "--filter=blob:none", f"file://{repo}", "partial")
    return repo.parent / "partial"


def linked(repo: Path) -> Path:
    git(repo, "worktree", "add", "-q", str(repo.parent / "wt"), "other")
    return repo.parent / "wt"


def submodule(repo: Path) -> Path:
    outer = repo.parent / "super"
    git(repo.parent, "init", "-q", "super")
    allow = ("-c", "protocol.file.allow=always")
    git(outer, *allow, "submodule", "--quiet", "add", f"file://{repo}", "sub")
    git(outer, "commit", "-q", "-m", "sub")
    return outer / "sub"


def ignored(repo: Path) -> None:
    (repo / ".gitignore").write_text("docs/\n")


def signing(repo: Path) -> None:
    git(repo, "config", "commit.gpgSign", "true")
    git(repo, "config", "gpg.program", "/bin/false")


def crlf(repo: Path) -> None:
    git(repo, "config", "core.autocrlf", "true")
    git(repo, "config", "core.safecrlf", "true")
    (repo / ".gitattributes").write_text("*.md text eol=crlf\n")


def packed(repo: Path) -> None:
    git(repo, "pack-refs", "--all")
    git(repo, "gc", "-q")


def split_index_config(repo: Path) -> None:
    git(repo, "update-index", "--split-index")


def latin_messages(repo: Path) -> None:
    git(repo, "config", "i18n.commitEncoding", "latin1")


def environment(repo: Path) -> None:
    os.environ["GIT_INDEX_FILE"] = str(repo / ".git" / "next-index-1.lock")
    os.environ["GIT_DIR"] = "/nowhere"
    os.environ["GIT_AUTHOR_DATE"] = "nonsense"


def embedded_bare(repo: Path) -> None:
    git(repo, "init", "-q", "--bare", FOLDER)
    marker = repo.parent / "RAN"
    git(repo / FOLDER, "config", "core.fsmonitor", f"touch {marker}")
    git(repo / FOLDER, "config", "core.bare", "false")
    git(repo / FOLDER, "config", "core.worktree", "..")


SAFE: list[Prepare | None] = [
    None,
    dirty,
    stashed,
    intent_and_deletion,
    sparse,
    sparse_index,
    shallow,
    partial,
    linked,
    submodule,
    ignored,
    signing,
    crlf,
    packed,
    split_index_config,
    latin_messages,
    embedded_bare,
]


@pytest.mark.parametrize("prepare", SAFE, ids=lambda p: p.__name__ if p else "normal")
def test_commits_one_path_and_touches_nothing_else(prepare: Prepare | None, repo: Path) -> None:
    where = (prepare(repo) if prepare else None) or repo
    before, old = state_of(where), git(where, "rev-parse", "HEAD")
    saved = save(where)
    assert saved == (str(where / PATH), "committed", git(where, "rev-parse", "HEAD"), "")
    assert state_of(where, without=PATH) == before
    assert git(where, "rev-parse", "HEAD~1") == old
    assert commit_changed(where, "HEAD") == [f"A\t{PATH}"]
    assert git(where, "cat-file", "blob", f"HEAD:{PATH}") == TEXT.strip()
    assert (where / PATH).read_text() == TEXT
    assert PATH not in git(where, "status", "--porcelain", "--ignored")
    assert git(where, "log", "-1", "--format=%an %s") == (
        "Test Person Session handoff: Fix the parser"
    )
    assert "baton: Session handoff" in git(where, "log", "-1", "-g", "--format=%gs", "HEAD")
    assert waiting(where) == []
    assert replay(where) == []
    assert not (repo.parent / "RAN").exists()
    fsck(where)


def test_inside_somebodys_hook(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = state_of(repo)
    for name, value in (
        ("GIT_INDEX_FILE", str(repo / ".git" / "next-index-1.lock")),
        ("GIT_DIR", "/nowhere"),
        ("GIT_AUTHOR_DATE", "nonsense"),
    ):
        monkeypatch.setenv(name, value)
    saved = save(repo)
    monkeypatch.undo()
    assert saved.state == "committed"
    assert state_of(repo, without=PATH) == before


def test_sha256(tmp_path: Path) -> None:
    repo = make_repository(tmp_path / "wide", "--object-format=sha256")
    dirty(repo)
    saved = save(repo)
    assert (saved.state, len(saved.commit)) == ("committed", 64)
    assert save(repo) == saved
    fsck(repo)


def start(repo: Path, *commands: str) -> None:
    for command in commands:
        git(repo, *command.split(), check=False)


UNSAFE = [
    (["checkout -q --detach"], ["checkout -q main"], "HEAD is detached"),
    (["merge other"], ["merge --abort"], "A merge is in progress"),
    (["rebase other"], ["rebase --abort"], "A rebase is in progress"),
    (["rebase --apply other"], ["rebase --abort"], "A rebase is in progress"),
    (["cherry-pick other"], ["cherry-pick --abort"], "A cherry-pick is in progress"),
    (["revert --no-edit HEAD~1"], ["revert --abort"], "A revert is in progress"),
    (["bisect start", "bisect bad", "bisect good HEAD~2"], ["bisect reset"], "A bisect"),
]


@pytest.mark.parametrize(("begin", "end", "reason"), UNSAFE, ids=lambda value: str(value)[:20])
def test_waits_where_head_is_no_safe_place(
    begin: list[str], end: list[str], reason: str, repo: Path
) -> None:
    start(repo, *begin)
    before = state_of(repo)
    saved = save(repo)
    assert saved.state == "waiting"
    assert saved.reason.startswith(reason)
    assert state_of(repo) == before
    assert not (repo / PATH).exists()
    assert handoffs.read(saved.path) == TEXT
    assert handoffs.waiting(find_project(str(repo))) == (saved.path,)
    assert replay(repo) == ["waiting"]
    assert state_of(repo) == before
    start(repo, *end)
    assert replay(repo) == ["committed"]
    assert commit_changed(repo, "main") == [f"A\t{PATH}"]
    assert (waiting(repo), replay(repo)) == ([], [])
    fsck(repo)


def test_a_commit_open_in_an_editor(repo: Path) -> None:
    (repo / "staged.txt").write_text("staged\n")
    git(repo, "add", ".")
    editor = repo.parent / "editor"
    seen, go = repo.parent / "seen", repo.parent / "go"
    editor.write_text(
        f"#!/bin/sh\ntouch {seen}\nwhile [ ! -e {go} ]; do sleep 0.05; done\necho mine > $1\n"
    )
    editor.chmod(0o755)
    with subprocess.Popen(
        ["git", "commit", "-q"], cwd=repo, env={**os.environ, "GIT_EDITOR": str(editor)}
    ) as commit:
        while not seen.exists():
            time.sleep(0.02)
        earlier = time.time() - 60
        os.utime(repo / ".git" / "logs" / "HEAD", (earlier - 1, earlier - 1))
        os.utime(repo / ".git" / "COMMIT_EDITMSG", (earlier, earlier))  # a minute has passed
        saved = save(repo)
        go.touch()
    assert (saved.state, saved.reason) == ("waiting", "A commit seems to be open in an editor.")
    assert commit.returncode == 0
    assert git(repo, "log", "-1", "--format=%s") == "mine"
    assert replay(repo) == ["committed"]


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="the system lists no processes")
def test_a_commit_that_was_refused_a_moment_ago(repo: Path) -> None:
    earlier = time.time() - 60
    os.utime(repo / ".git" / "logs" / "HEAD", (earlier - 1, earlier - 1))
    os.utime(repo / ".git" / "COMMIT_EDITMSG", (earlier, earlier))
    assert save(repo).state == "committed"


def test_a_commit_given_up_long_ago(repo: Path) -> None:
    earlier = time.time() - 3600
    os.utime(repo / ".git" / "logs" / "HEAD", (earlier - 1, earlier - 1))
    os.utime(repo / ".git" / "COMMIT_EDITMSG", (earlier, earlier))
    assert save(repo).state == "committed"


def test_a_branch_without_commits(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "new")
    repo = tmp_path / "new"
    saved = save(repo)
    assert saved == (str(repo / PATH), "waiting", "", "The branch has no commits yet.")
    assert (repo / PATH).read_text() == TEXT
    git(repo, "commit", "-q", "--allow-empty", "-m", "first")
    assert replay(repo) == ["committed"]
    assert git(repo, "status", "--porcelain") == ""


def test_a_bare_repository_beside_its_worktrees(repo: Path, tmp_path: Path) -> None:
    hub = tmp_path / "hub"
    hub.mkdir()
    git(hub, "clone", "-q", "--bare", str(repo), ".bare")
    (hub / ".git").write_text("gitdir: ./.bare\n")
    git(hub, "worktree", "add", "-q", "main")
    old = git(hub / "main", "rev-parse", "HEAD")
    assert save(hub).state == "waiting"
    assert (git(hub / "main", "rev-parse", "HEAD"), (hub / "docs").exists()) == (old, False)
    assert replay(hub / "main") == ["committed"]
    assert git(hub / "main", "status", "--porcelain") == ""


def test_bare_and_without_commits(tmp_path: Path) -> None:
    bare = tmp_path / "new.git"
    bare.mkdir()
    git(bare, "init", "-q", "--bare")
    assert save(bare).state == "waiting"
    assert not (bare / "docs").exists()


def test_only_handoffs_are_listed(repo: Path) -> None:
    save(repo)
    for name in ("README.md", "TEMPLATE.md", "index.md", "log.md", "notes.txt"):
        (repo / "docs/session_handoffs" / name).write_text("# Not a handoff\n")
    assert handoffs.listing(find_project(str(repo)), Config()) == (str(repo / PATH),)


def test_bare(repo: Path) -> None:
    git(repo.parent, "clone", "-q", "--bare", str(repo), "x.git")
    bare = repo.parent / "x.git"
    before = state_of(bare)
    saved = save(bare)
    assert (saved.state, saved.reason[:26]) == ("waiting", "This is a bare repository:")
    assert state_of(bare) == before
    assert not (bare / "docs").exists()
    assert replay(bare) == ["waiting"]
    git(bare, "worktree", "add", "-q", str(repo.parent / "wt"), "main")
    assert replay(repo.parent / "wt") == ["committed"]


def test_without_git(tmp_path: Path) -> None:
    folder = tmp_path / "plain"
    folder.mkdir()
    assert save(folder) == (str(folder / PATH), "written", "", "")
    assert (folder / PATH).read_text() == TEXT
    assert os.listdir(folder) == ["docs"]
    assert waiting(folder) == []


def test_committing_switched_off(repo: Path) -> None:
    before = state_of(repo)
    saved = save(repo, config=CONFIG._replace(commit=False))
    assert (saved.state, saved.reason) == (
        "written",
        "Committing is switched off in the configuration.",
    )
    assert state_of(repo, without=PATH) == before
    assert waiting(repo) == []


def hook(repo: Path, body: str) -> None:
    path = repo / ".git" / "hooks" / "pre-commit"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def test_a_pre_commit_hook_sees_the_file_and_the_user_keeps_their_index(repo: Path) -> None:
    dirty(repo)
    before = state_of(repo)
    log = repo.parent / "log"
    hook(repo, f"git diff --cached --name-only > {log}; git add src/untracked.txt")
    assert save(repo).state == "committed"
    assert log.read_text() == f"{PATH}\n"
    assert commit_changed(repo, "HEAD") == [f"A\t{PATH}"]
    assert state_of(repo, without=PATH) == before


def test_a_failing_pre_commit_hook_blocks_nothing(repo: Path) -> None:
    dirty(repo)
    before, old = state_of(repo), git(repo, "rev-parse", "HEAD")
    hook(repo, "echo 'no handoffs on Tuesdays' >&2; exit 1")
    saved = save(repo)
    assert saved.state == "waiting"
    assert saved.reason.startswith("The pre-commit hook refused: no handoffs on Tuesdays. Correct")
    assert saved.path == str(repo / PATH)
    assert (repo / PATH).read_text() == TEXT
    assert state_of(repo, without=PATH) == before
    assert git(repo, "rev-parse", "HEAD") == old
    assert replay(repo) == ["waiting"]
    assert replay(repo, CONFIG._replace(pre_commit="skip")) == ["committed"]


def test_a_person_who_corrects_what_the_hook_refused(repo: Path) -> None:
    hook(repo, "exit 1")
    assert save(repo).state == "waiting"
    (repo / PATH).write_text("# corrected\n")
    assert replay(repo) == ["waiting"]
    assert (repo / PATH).read_text() == "# corrected\n"
    git(repo, "add", PATH)
    git(repo, "commit", "-q", "--no-verify", "-m", "mine")
    mine = git(repo, "rev-parse", "HEAD")
    assert replay(repo) == ["committed"]
    assert git(repo, "rev-parse", "HEAD") == mine
    assert (waiting(repo), os.listdir(repo / FOLDER)) == ([], [NAME])


def test_hooks_path_of_the_repository(repo: Path) -> None:
    (repo / ".githooks").mkdir()
    (repo / ".githooks" / "pre-commit").write_text("#!/bin/sh\necho from .githooks\nexit 1\n")
    (repo / ".githooks" / "pre-commit").chmod(0o755)
    git(repo, "config", "core.hooksPath", ".githooks")
    assert "refused: from .githooks." in save(repo).reason


def test_a_hanging_pre_commit_hook(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("baton.keeping.handoffs.HOOK_PATIENCE", 0.3)
    hook(repo, "sleep 60")
    before = state_of(repo)
    saved = save(repo)
    assert saved.state == "waiting"
    assert saved.reason.startswith("The pre-commit hook took longer than 0.3 seconds. Run it")
    assert state_of(repo, without=PATH) == before


def test_an_old_git_that_runs_no_hooks_by_name(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = git(repo, "--exec-path") + "/git"
    old = repo.parent / "bin" / "git"
    old.parent.mkdir()
    old.write_text(
        f"""#!/bin/sh
[ "$1" = hook ] && {{ echo "git: 'hook' is not a git command. See 'git --help'." >&2; exit 1; }}
exec {real} "$@"
"""
    )
    old.chmod(0o755)
    monkeypatch.setenv("PATH", f"{old.parent}:{os.environ['PATH']}")
    assert save(repo).state == "committed"
    hook(repo, "echo no; exit 1")
    assert "refused: no." in save(repo, "# Two\n").reason
    test_hooks_path_of_the_repository(repo)


@pytest.mark.parametrize("asked", ["run", "skip"])
def test_nothing_of_the_repository_is_run_but_its_pre_commit_hook(asked: str, repo: Path) -> None:
    (repo / ".gitattributes").write_text("* filter=evil diff=evil merge=evil\n")
    git(repo, "add", ".")
    git(repo, "commit", "-q", "-m", "attributes")
    booby_trap(repo, repo.parent / "marks")
    (repo / "src" / "code.txt").write_text("changed")
    saved = save(repo, config=Config(pre_commit="run" if asked == "run" else "skip"))
    assert saved.state == "committed"
    assert os.listdir(repo.parent / "marks") == (["pre-commit"] if asked == "run" else [])


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a repository away")
def test_a_repository_of_somebody_else(repo: Path) -> None:
    hook(repo, "touch RAN")
    for path in (repo, repo / ".git", repo / ".git" / "HEAD"):
        os.chown(path, 12345, 12345)
    saved = save(repo)
    assert (saved.state, "dubious ownership" in saved.reason) == ("waiting", True)
    assert not (repo / "RAN").exists()


def test_no_identity(repo: Path, home: Path) -> None:
    (home / ".gitconfig").write_text("[user]\n\tuseConfigOnly = true\n")
    saved = save(repo)
    assert saved.state == "committed"
    assert "no user.name" in saved.reason
    assert git(repo, "log", "-1", "--format=%an <%ae> %cn") == "baton <baton@localhost> baton"


def test_a_stale_index_lock(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("baton.keeping.commit.INDEX_PATIENCE", 0.1)
    dirty(repo)
    before = state_of(repo)
    lock = repo / ".git" / "index.lock"
    lock.touch()
    saved = save(repo)
    assert (saved.state, saved.reason[:37]) == ("waiting", "Another git command holds the index, ")
    assert lock.exists()  # never ours to remove
    lock.unlink()
    assert state_of(repo, without=PATH) == before
    assert replay(repo) == ["committed"]


def test_a_stale_branch_lock_leaves_nothing_staged(
    repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("baton.keeping.commit.ATTEMPTS", 1)
    dirty(repo)
    before = state_of(repo)
    (repo / ".git" / "refs" / "heads" / "main.lock").touch()
    saved = save(repo)
    assert saved.state == "waiting"
    assert "main.lock" in saved.reason
    assert state_of(repo, without=PATH) == before
    assert PATH not in git(repo, "ls-files")


def test_git_missing(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("PATH", "/nowhere")
        saved = save(repo)
    assert saved == (str(repo / PATH), "waiting", "", saved.reason)
    assert saved.reason == "git was not found. Install git, or put it on your PATH."
    assert replay(repo) == ["committed"]


def test_a_handoff_of_the_same_name(repo: Path) -> None:
    first = save(repo)
    assert save(repo) == first  # the same content is the same handoff
    second = save(repo, "# Another\n")
    assert second.path == str(repo / FOLDER / NAME.replace(".md", "-2.md"))
    assert second.state == "committed"
    third = save(repo, "# A third\n")
    assert third.path.endswith("-3.md")
    assert (repo / PATH).read_text() == TEXT
    assert waiting(repo) == []


def test_a_name_that_only_head_has(repo: Path) -> None:
    save(repo)
    (repo / PATH).unlink()
    assert save(repo, "# Another\n").path.endswith("-2.md")
    assert not (repo / PATH).exists()


def test_two_of_one_name_in_the_spool(repo: Path) -> None:
    git(repo, "checkout", "-q", "--detach")
    save(repo)
    save(repo, "# Another\n")
    assert waiting(repo) == [NAME, NAME]
    git(repo, "checkout", "-q", "main")
    assert replay(repo) == ["committed", "committed"]
    assert len(os.listdir(repo / FOLDER)) == 2


def test_waits_for_its_own_branch(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("baton.keeping.commit.INDEX_PATIENCE", 0.0)
    git(repo, "rebase", "other", check=False)
    save(repo)
    git(repo, "rebase", "--abort")
    git(repo, "checkout", "-q", "other")
    (saved,) = handoffs.replay(find_project(str(repo)), CONFIG)
    assert (saved.state, saved.reason) == ("waiting", "It belongs to the branch main.")
    git(repo, "branch", "-q", "-D", "main")
    assert replay(repo) == ["committed"]


def test_a_worktree_that_is_gone_leaves_its_handoffs_to_the_others(repo: Path) -> None:
    where = linked(repo)
    git(where, "checkout", "-q", "--detach")
    save(where)
    assert replay(repo) == []
    git(repo, "worktree", "remove", str(where))
    assert replay(repo) == ["committed"]


@pytest.mark.parametrize("link", ["docs", FOLDER])
def test_a_linked_folder_is_refused(link: str, repo: Path) -> None:
    outside = repo.parent / "outside"
    outside.mkdir()
    (repo / link).parent.mkdir(exist_ok=True)
    (repo / link).symlink_to(outside)
    (outside / "20300101-0000-secret.md").write_text("# Secret\n")
    saved = save(repo)
    assert saved.state == "waiting"
    assert "symbolic link" in saved.reason
    assert os.listdir(outside) == ["20300101-0000-secret.md"]
    assert handoffs.read(saved.path) == TEXT
    assert handoffs.listing(find_project(str(repo)), CONFIG) == ()


@pytest.mark.parametrize("folder", ["..", "../x", "/tmp/x", ".git/hooks", "a/../../b", ""])
def test_a_folder_outside_the_project_is_refused(folder: str, repo: Path) -> None:
    saved = save(repo, config=CONFIG._replace(folder=folder))
    assert (saved.state, "can't be the folder" in saved.reason) == ("waiting", True)
    assert handoffs.listing(find_project(str(repo)), CONFIG._replace(folder=folder)) == ()


def test_a_folder_of_another_repository_is_refused(repo: Path) -> None:
    git(repo, "init", "-q", "docs")
    saved = save(repo)
    assert "belongs to another repository" in saved.reason
    assert os.listdir(repo / "docs") == [".git"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder(repo: Path) -> None:
    (repo / FOLDER).mkdir(parents=True)
    (repo / FOLDER).chmod(0o500)
    saved = save(repo)
    assert (saved.state, "No rights" in saved.reason) == ("waiting", True)
    (repo / FOLDER).chmod(0o700)
    assert replay(repo) == ["committed"]


def test_a_file_where_the_folder_should_be(repo: Path) -> None:
    (repo / "docs").write_text("not a folder")
    saved = save(repo)
    assert saved.state == "waiting"
    (repo / "docs").unlink()
    assert replay(repo) == ["committed"]


def test_a_stray_commondir_leads_no_commit_elsewhere(repo: Path, tmp_path: Path) -> None:
    forged = make_repository(tmp_path / "forged")
    (forged / ".git" / "commondir").write_text(f"{repo}/.git\n")
    before = state_of(repo)
    old = git(repo, "rev-parse", "HEAD")
    assert save(forged).state == "written"
    assert (state_of(repo), git(repo, "rev-parse", "HEAD")) == (before, old)


@pytest.mark.parametrize("part", ["refs", "refs/heads", "logs"])
def test_linked_refs_lead_no_commit_elsewhere(part: str, repo: Path, tmp_path: Path) -> None:
    forged = make_repository(tmp_path / "forged")
    shutil.rmtree(forged / ".git" / part)
    (forged / ".git" / part).symlink_to(repo / ".git" / part)
    shutil.copytree(repo / ".git/objects", forged / ".git/objects", dirs_exist_ok=True)
    before, log = state_of(repo), (repo / ".git" / "logs" / "HEAD").read_bytes()
    old = git(repo, "rev-parse", "HEAD")
    saved = save(forged)
    assert (saved.state, "symbolic link" in saved.reason) == ("waiting", True)
    assert (state_of(repo), git(repo, "rev-parse", "HEAD")) == (before, old)
    assert (repo / ".git" / "logs" / "HEAD").read_bytes() == log


def test_text_that_is_no_unicode_and_one_that_is_too_long(repo: Path) -> None:
    saved = save(repo, "# Half a \ud83d surrogate\n")
    assert (saved.state, handoffs.read(saved.path)) == ("committed", "# Half a ? surrogate\n")
    with pytest.raises(StorageError, match="larger than 1 MB"):
        save(repo, "x" * 1_100_000)


@pytest.mark.parametrize("wipe", ["clean -qfdx", "stash -q -u", "reset -q --hard"])
def test_what_waits_survives_whatever_the_user_does(wipe: str, repo: Path) -> None:
    hook(repo, "exit 1")
    assert save(repo).state == "waiting"
    git(repo, *wipe.split())
    (repo / ".git" / "hooks" / "pre-commit").unlink()
    assert replay(repo) == ["committed"]
    assert (repo / PATH).read_text() == TEXT


@pytest.mark.parametrize("name", ["../x.md", "x.txt", ".x.md", "a/b.md", ""])
def test_a_name_that_is_none(name: str, repo: Path) -> None:
    with pytest.raises(StorageError, match="no name"):
        save(repo, name=name)


def test_a_spool_that_came_with_an_archive_is_not_brought_home(repo: Path) -> None:
    git(repo, "checkout", "-q", "--detach")
    planted = Path(save(repo).path)
    planted.write_bytes(planted.read_bytes().replace(b"parser", b"pirate"))
    git(repo, "checkout", "-q", "main")
    assert (replay(repo), waiting(repo)) == ([], [])
    with pytest.raises(StorageError, match="not written by baton"):
        handoffs.read(str(planted))


def test_listing_and_reading(repo: Path) -> None:
    folder = repo / FOLDER
    folder.mkdir(parents=True)
    for name in ("20300101-0000-a.md", "20300102-0000-b.md", "README.md", ".x.md", "notes.txt"):
        (folder / name).write_bytes(b"\xef\xbb\xbftext\xff")
    os.mkfifo(folder / "20300103-0000-pipe.md")
    (folder / "20300104-0000-link.md").symlink_to("/etc/passwd")
    names = [os.path.basename(p) for p in handoffs.listing(find_project(str(repo)), CONFIG)]
    assert names[2:] == ["20300102-0000-b.md", "20300101-0000-a.md"]
    assert handoffs.read(str(folder / names[2])) == "text�"
    for name in names[:2]:
        with pytest.raises(StorageError):
            handoffs.read(str(folder / name))
    with pytest.raises(StorageError, match="is gone"):
        handoffs.read(str(folder / "none.md"))


def test_where_gits_folder_cant_be_written_the_state_folder_keeps_it(
    repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (repo / ".git" / "baton").write_text("in the way")
    saved = save(repo)
    assert saved.state == "waiting"
    project = find_project(str(repo))
    assert handoffs.waiting(project)[0].startswith(private_areas(project)[1])
    (repo / ".git" / "baton").unlink()
    assert replay(repo) == ["committed"]
    assert waiting(repo) == []
