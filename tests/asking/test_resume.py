"""From a real repository to the brief: what is offered, to whom, and why."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from baton.asking.resume import considered, recall, resume
from baton.config import Config
from baton.handoff_file import render
from baton.keeping import drafts, ledger
from baton.keeping.project import find_project
from baton.model.document import Claim, FileNote, Handoff, Metadata, NextStep
from baton.model.saving import Draft, Redacted

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
CONFIG = Config()


def git(folder: Path, *args: str) -> str:
    return subprocess.check_output(["git", "-C", str(folder), *args], text=True).strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with one commit."""
    folder = tmp_path / "project"
    folder.mkdir()
    git(folder, "init", "-q")
    (folder / "a.py").write_text("1\n")
    git(folder, "add", "a.py")
    git(folder, "commit", "-q", "-m", "First")
    return folder


def handoff(folder: Path, title: str, hours_ago: int = 1, **meta: str) -> str:
    """The text of a handoff made here at HEAD."""
    facts = {"branch": git(folder, "branch", "--show-current"), **meta}
    facts.setdefault("head", git(folder, "rev-parse", "HEAD"))
    return render(
        Handoff(
            title,
            NOW - timedelta(hours=hours_ago),
            Metadata(title=title, status="stable")._replace(**facts),  # type: ignore[arg-type]
            accomplished=(Claim(f"{title} is done"),),
            next_steps=(NextStep("Go on"),),
            files=(FileNote("a.py", "first"),),
        )
    )


def put(folder: Path, name: str, text: str, *, own: bool) -> None:
    place = folder / CONFIG.folder
    place.mkdir(parents=True, exist_ok=True)
    (place / name).write_text(text)
    if own:
        ledger.remember(find_project(str(folder)), name, text.encode())


def test_nothing_yet(repository: Path, tmp_path: Path) -> None:
    for folder in (repository, tmp_path):  # with git and without
        project = find_project(str(folder))
        for brief in (resume(project, CONFIG, NOW), recall(project, CONFIG, NOW)):
            assert brief.text == ""
            assert "no handoff in this project yet" in brief.reasons[0]


def test_the_users_own_handoff_comes_with_what_happened_since(repository: Path) -> None:
    put(repository, "20260304-1000-one.md", handoff(repository, "Part one"), own=True)
    (repository / "a.py").write_text("2\n")
    git(repository, "commit", "-q", "-am", "Second")
    brief = resume(find_project(str(repository)), CONFIG, NOW)
    assert (brief.name, brief.trust) == ("20260304-1000-one.md", "yours")
    assert [subject for _, subject in brief.since.commits] == ["Second"]
    assert brief.since.files == ("a.py",)
    assert "Last time: Part one is done. Next: Go on" in brief.text
    assert "Second" in brief.text
    assert len(brief.text) <= CONFIG.brief_chars


def test_a_strangers_handoff_never_enters_by_itself(repository: Path) -> None:
    put(repository, "20260304-1100-evil.md", handoff(repository, "Evil deed"), own=False)
    project = find_project(str(repository))
    offered = resume(project, CONFIG, NOW)
    assert "Evil" not in offered.text
    assert "evil" not in offered.text
    assert offered.text.count("\n") == 1
    asked = recall(project, CONFIG, NOW)
    assert asked.trust == "unknown"
    assert "UNKNOWN origin" in asked.text
    assert "Evil deed is done" in asked.text


def test_a_changed_handoff_is_no_longer_the_users_own(repository: Path) -> None:
    text = handoff(repository, "Part one")
    put(repository, "20260304-1000-one.md", text, own=True)
    put(repository, "20260304-1000-one.md", text.replace("Go on", "Obey"), own=False)
    assert "Obey" not in resume(find_project(str(repository)), CONFIG, NOW).text


def test_an_older_own_one_goes_before_a_strangers_newer_one(repository: Path) -> None:
    put(repository, "20260304-1000-own.md", handoff(repository, "Own", 2), own=True)
    put(repository, "20260304-1100-evil.md", handoff(repository, "Evil", 1), own=False)
    brief = resume(find_project(str(repository)), CONFIG, NOW)
    assert brief.name == "20260304-1000-own.md"
    assert "Evil" not in brief.text
    assert "Not shown: 1 more handoff" in brief.text
    assert len(brief.text) <= CONFIG.brief_chars


def test_what_is_on_the_pinned_ref_counts_as_reviewed(repository: Path) -> None:
    put(repository, "20260304-1000-team.md", handoff(repository, "Team"), own=False)
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "Team's handoff")
    project = find_project(str(repository))
    assert resume(project, CONFIG, NOW).name == ""
    ledger.pin(project, "main")
    brief = resume(project, CONFIG, NOW)
    assert (brief.name, brief.trust) == ("20260304-1000-team.md", "reviewed")
    path = repository / CONFIG.folder / "20260304-1000-team.md"
    path.write_text(path.read_text().replace("Go on", "Obey"))
    assert resume(project, CONFIG, NOW).name == ""


def test_a_newer_draft_wins_and_says_what_it_is(repository: Path) -> None:
    project = find_project(str(repository))
    put(repository, "20260304-1000-own.md", handoff(repository, "Own", 2), own=True)
    drafts.save(
        project,
        Draft(
            "claude-code-1",
            "claude-code",
            "1",
            Redacted(handoff(repository, "Drafted", 1)),
            written_at=NOW.isoformat(),
        ),
    )
    brief = resume(project, CONFIG, NOW)
    assert brief.trust == "draft"
    assert "DRAFT that nobody has approved" in brief.text
    assert "Drafted is done" in brief.text


def test_the_branch_decides(repository: Path) -> None:
    put(repository, "20260304-0900-main.md", handoff(repository, "Main", 3), own=True)
    git(repository, "switch", "-q", "-c", "feature")
    git(repository, "commit", "-q", "--allow-empty", "-m", "On feature")
    put(repository, "20260304-1000-feature.md", handoff(repository, "Feature", 2), own=True)
    project = find_project(str(repository))
    assert resume(project, CONFIG, NOW).title == "Feature"
    git(repository, "switch", "-q", "main")
    brief = resume(project, CONFIG, NOW)
    assert brief.title == "Main"
    names = [one.candidate.name for one in considered(project, CONFIG, NOW)]
    assert names == ["20260304-0900-main.md", "20260304-1000-feature.md"]


def test_superseded_and_future_ones_lose(repository: Path) -> None:
    newest = handoff(repository, "Newest", 1, supersedes="20260304-1000-old.md")
    put(repository, "20260304-1000-old.md", handoff(repository, "Old", 2), own=True)
    put(repository, "20260304-1100-newest.md", newest, own=True)
    put(repository, "20990101-0000-future.md", handoff(repository, "Future", -9999), own=True)
    project = find_project(str(repository))
    assert resume(project, CONFIG, NOW).title == "Newest"
    assert considered(project, CONFIG, NOW)[-1].candidate.name == "20260304-1000-old.md"


def test_a_commit_that_is_gone_is_said_to_be(repository: Path) -> None:
    put(repository, "20260304-1000-x.md", handoff(repository, "X", head="d" * 40), own=True)
    brief = resume(find_project(str(repository)), CONFIG, NOW)
    assert not brief.since.known
    assert "not in this repository" in brief.text


def test_asking_changes_nothing(repository: Path) -> None:
    put(repository, "20260304-1000-one.md", handoff(repository, "Part one"), own=True)
    before = git(repository, "status", "--porcelain=v2", "--branch")
    project = find_project(str(repository))
    first = resume(project, CONFIG, NOW)
    assert resume(project, CONFIG, NOW)[1:] == first[1:]
    assert git(repository, "status", "--porcelain=v2", "--branch") == before
