"""Which handoff a session went on from."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from baton import handoff_file
from baton.asking.continued import continued
from baton.config import Config
from baton.keeping import drafts, handoffs
from baton.keeping.project import find_project
from baton.model.document import Earlier, Handoff, Metadata, NextStep
from baton.model.saving import Draft, Project, Redacted, Reviewed
from baton.model.session import Session

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.fixture
def project(tmp_path: Path, home: Path) -> Project:
    repo = tmp_path / "shop"
    repo.mkdir()
    for command in (["init", "-q"], ["commit", "-q", "--allow-empty", "-m", "A shop"]):
        subprocess.run(["git", *command], cwd=repo, check=True)
    return find_project(str(repo))


def document(title: str, hour: int, session: str, branch: str = "main") -> Redacted:
    meta = Metadata(title=title, session=session, assistant="claude-code", branch=branch)
    when = NOW.replace(hour=hour)
    step = NextStep(f"Step of {title}")
    return Redacted(handoff_file.render(Handoff(title, when, meta, next_steps=(step,))))


def save(project: Project, title: str, hour: int, session: str, branch: str = "main") -> str:
    """A handoff in the folder, written on this machine."""
    name = handoff_file.file_name(NOW.replace(hour=hour), title)
    reviewed = Reviewed(document(title, hour, session, branch), name, "human:Ada", NOW.isoformat())
    return Path(handoffs.save(project, Config(), reviewed).path).name


def draft(project: Project, title: str, hour: int, session: str) -> None:
    when = NOW.replace(hour=hour).isoformat()
    text = document(title, hour, session)
    drafts.save(
        project,
        Draft(f"claude-code-{session}", "claude-code", session, text, written_at=when),
    )


def found(project: Project, session: str, hour: int, parent: str = "") -> Earlier | None:
    """What the session that started at `hour` went on from."""
    started = NOW.replace(hour=hour) + timedelta(minutes=1)
    one = Session(
        "claude-code", session, "/t.jsonl", started, started, (project.root,), ("main",), (), (),
        (), (), 0, 0, parent_id=parent,
    )  # fmt: skip
    return continued(project, Config(), one, NOW)


def test_nothing_goes_on_from_nothing(project: Project) -> None:
    assert found(project, "s", 10) is None


def test_the_newest_before_its_start(project: Project) -> None:
    save(project, "Early work here", 7, "a")
    name = save(project, "Later work here", 8, "b")
    save(project, "Work done meanwhile", 11, "c")
    earlier = found(project, "s", 10)
    assert earlier is not None
    assert earlier.name == name
    assert earlier.handoff.next_steps[0].text == "Step of Later work here"
    assert not earlier.elsewhere


def test_its_own_handoff_first_then_its_parents(project: Project) -> None:
    parents = save(project, "Work of the parent", 7, "parent")
    save(project, "Later work here", 8, "b")
    forked = found(project, "s", 10, parent="parent")
    assert forked is not None
    assert forked.name == parents
    own = save(project, "Own work of before", 11, "s")
    resumed = found(project, "s", 10, parent="parent")
    assert resumed is not None
    assert resumed.name == own


def test_an_open_draft_counts_and_not_its_own(project: Project) -> None:
    save(project, "Early work here", 7, "a")
    draft(project, "Draft of another session", 8, "b")
    draft(project, "Draft of this session", 9, "s")
    earlier = found(project, "s", 10)
    assert earlier is not None
    assert earlier.handoff.title == "Draft of another session"
    assert earlier.name == "20260304-0800-draft-another.md", "as it will be called"


def test_another_line_of_work_is_told_apart(project: Project) -> None:
    save(project, "Work on a branch", 7, "a", branch="elsewhere")
    earlier = found(project, "s", 10)
    assert earlier is not None
    assert earlier.elsewhere


def test_nothing_of_unknown_origin(project: Project) -> None:
    folder = Path(project.root) / "docs" / "session_handoffs"
    folder.mkdir(parents=True)
    (folder / "20260304-0700-planted.md").write_text(document("Planted", 7, "x").text)
    assert found(project, "s", 10) is None
