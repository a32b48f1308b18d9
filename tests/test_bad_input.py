"""Bad input gets a clear error with the next step, exit status 1, and nothing is half-written."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.claude_session import ClaudeSession, rounding_session
from tests.test_journey import Baton, git, repo, run, session

__all__ = ["repo", "run", "session"]


def complaint(run: Baton) -> str:
    """What the person was told: one line that says what, one that says what next."""
    lines = run.stderr.strip().splitlines()
    assert lines, "something is said"
    assert lines[0].startswith("baton: "), run.stderr
    assert len(lines) > 1, f"no next step: {run.stderr}"
    assert "Traceback" not in run.stderr
    return str(run.stderr)


def test_no_transcript_at_all(run: Baton) -> None:
    run("draft", status=1)
    assert "--transcript" in complaint(run)


def test_a_transcript_that_does_not_exist(run: Baton) -> None:
    run("draft", "--transcript", "nowhere.jsonl", status=1)
    assert "nowhere.jsonl" in complaint(run)


@pytest.mark.parametrize(
    "content", [b"", b"\n\n", b"not json at all\n", b"\x00\xff\xfe" * 50, b"[1, 2]\n3\n"]
)
def test_an_empty_or_foreign_transcript(run: Baton, repo: Path, content: bytes) -> None:
    path = repo / "odd.jsonl"
    path.write_bytes(content)
    run("draft", "--transcript", str(path), status=1)
    complaint(run)
    assert run.json("review")["drafts"] == []


def test_a_folder_is_not_a_transcript(run: Baton, repo: Path) -> None:
    run("draft", "--transcript", str(repo), status=1)
    complaint(run)


def test_another_projects_transcript(run: Baton, home: Path, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere"
    other.mkdir()
    foreign = ClaudeSession(home, other, "33333333-aaaa-4bbb-8ccc-000000000003")
    rounding_session(foreign)
    run("draft", "--transcript", str(foreign.path), status=1)
    assert str(other) in complaint(run)
    assert run.json("review")["drafts"] == []
    assert "Invoice totals" in run("draft", "--transcript", str(foreign.path), "--stdout")


def test_an_unparsable_configuration_is_named_and_left_alone(
    run: Baton, repo: Path, session: ClaudeSession
) -> None:
    run("draft")
    config = repo / ".baton.toml"
    config.write_text("review = [broken\n")
    run("review", "--approve", status=1)
    assert ".baton.toml" in complaint(run)
    assert config.read_text() == "review = [broken\n"
    assert len(list((repo / ".git" / "baton").rglob("*11111111*"))) == 1


def test_an_unknown_setting_is_a_warning_with_the_nearest_name(
    run: Baton, repo: Path, session: ClaudeSession
) -> None:
    (repo / ".baton.toml").write_text('reveiw = "required"\n')
    run("draft")
    run("review", "--approve")
    assert "review" in run.stderr


def test_a_handoff_with_the_same_name_is_not_overwritten(
    run: Baton, repo: Path, session: ClaudeSession
) -> None:
    run("draft")
    [saved] = run.json("review", "--approve")["saved"]
    first = Path(saved["path"])
    text = first.read_text()
    session.user("And now the refunds")
    session.write("refund.py", "x = 1\n")
    # the same minute and title: put somebody else's file where the next one would go
    run("draft")
    [draft] = run.json("review")["drafts"]
    [again] = run.json("review", "--approve", draft["id"])["saved"]
    assert again["path"] != saved["path"]
    assert first.read_text() == text


@pytest.mark.skipif(os.geteuid() != 0 and os.access("/root", os.W_OK), reason="odd rights")
def test_a_folder_without_rights(run: Baton, repo: Path, session: ClaudeSession) -> None:
    """Approving where nothing may be written says so; the draft is still there."""
    run("draft")
    target = repo / "docs"
    target.write_text("a file where the folder should be\n")
    [saved] = run.json("review", "--approve")["saved"]
    assert saved["state"] == "waiting"
    assert saved["reason"]
    assert target.read_text() == "a file where the folder should be\n"


def test_a_full_disk_loses_nothing(
    run: Baton, repo: Path, session: ClaudeSession, baton: list[str]
) -> None:
    """With no room for the file, the approval fails and the draft stays."""
    run("draft")
    before = git(repo, "rev-parse", "HEAD")
    limited = f"ulimit -f 1; exec {' '.join(baton)} review --approve"
    done = subprocess.run(
        ["bash", "-c", limited], cwd=repo, capture_output=True, text=True, check=False
    )
    assert done.returncode in {0, 1}, done.stderr
    assert "Traceback" not in done.stderr
    if done.returncode == 1:
        assert git(repo, "rev-parse", "HEAD") == before
        assert len(run.json("review")["drafts"]) == 1


@pytest.mark.parametrize("editor", ["/nowhere/editor", "vi 'half a quote", "."])
def test_an_editor_that_cannot_be_started(run: Baton, session: ClaudeSession, editor: str) -> None:
    run("draft")
    [draft] = run.json("review")["drafts"]
    named = {**os.environ, "EDITOR": editor, "VISUAL": ""}
    run("review", "--edit", draft["id"], env=named, status=1)
    assert "can't be started" in complaint(run)
    assert run.json("review")["drafts"] == [draft]


def test_an_answer_that_does_not_exist(run: Baton) -> None:
    run("save", "nowhere.json", status=1)
    assert "nowhere.json" in complaint(run)


def test_a_reader_that_goes_away(run: Baton, session: ClaudeSession) -> None:
    """As `head -1` does; the pipe is closed before anything is written."""
    read, write = os.pipe()
    os.close(read)
    command = [*run.command, "draft", "--stdout"]
    done = subprocess.run(command, cwd=run.cwd, stdout=write, stderr=subprocess.PIPE, check=False)
    os.close(write)
    assert (done.returncode, done.stderr) == (1, b"")


def test_the_folder_is_gone(baton: list[str], tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    command = f"rmdir ../gone; exec {' '.join(baton)} resume"
    done = subprocess.run(["sh", "-c", command], cwd=gone, capture_output=True, text=True)
    assert done.returncode == 1
    assert "Change to your project's folder" in done.stderr


@pytest.mark.parametrize("words", [("sessions", "--limit", "-1"), ("sweep", "--days", "-1")])
def test_less_than_nothing(run: Baton, words: tuple[str, ...]) -> None:
    run(*words, status=2)
    assert "is too little" in complaint(run)


def test_a_locale_without_these_letters(run: Baton, session: ClaudeSession) -> None:
    session.assistant("Renamed it to größe → 大きさ. Next step: tell the users.")
    for locale in ("ascii", "latin-1", "cp1252"):
        ours = {**os.environ, "PYTHONIOENCODING": locale, "PYTHONUTF8": "0"}
        command = [*run.command, "draft", "--stdout"]
        done = subprocess.run(command, cwd=run.cwd, env=ours, capture_output=True)
        assert "größe → 大きさ" in done.stdout.decode("utf-8")
        assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("words", ["review", "resume", "redact", "sessions --json"])
def test_closed_streams(run: Baton, session: ClaudeSession, words: str, closed: str) -> None:
    command = f"{' '.join(run.command)} {words} {closed}"
    done = subprocess.run(
        ["sh", "-c", command], cwd=run.cwd, stdin=subprocess.DEVNULL, capture_output=True
    )
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no full device here")
def test_no_space_for_the_output(run: Baton, session: ClaudeSession) -> None:
    command = [*run.command, "draft", "--stdout"]
    with open("/dev/full", "wb") as full:
        done = subprocess.run(command, cwd=run.cwd, stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith("baton: No space is left")
    assert len(done.stderr.splitlines()) == 2


@pytest.mark.parametrize("command", ["show", "verify"])
def test_a_pipe_is_no_handoff(run: Baton, repo: Path, command: str) -> None:
    os.mkfifo(repo / "pipe.md")
    run(command, "pipe.md", status=1)
    assert "not a regular file" in complaint(run)
