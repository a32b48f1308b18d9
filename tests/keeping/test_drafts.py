"""Drafts: one per session, never thrown away, nobody else's taken for ours."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baton.errors import BatonError
from baton.keeping import drafts, headed
from baton.keeping.places import project_state
from baton.keeping.project import find_project
from baton.model.saving import Draft, Project, Redacted
from tests.keeping.repositories import git, make_repository


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return find_project(str(make_repository(tmp_path / "repo")))


def draft(session: str = "s1", text: str = "# One\n", seen: int = 10, at: str = "01") -> Draft:
    return Draft(
        draft_id=f"claude-code-{session}",
        assistant="claude-code",
        session_id=session,
        document=Redacted(text),
        transcript="/home/x/.claude/projects/a -->.jsonl",
        transcript_bytes=seen,
        records=seen // 2,
        written_at=f"2030-01-{at}T00:00:00+00:00",
    )


def test_comes_back_as_it_was(project: Project) -> None:
    saved = drafts.save(project, draft()._replace(edited=True))
    assert saved.path == f"{project.common_dir}/baton/drafts/claude-code-s1.md"
    assert drafts.listing(project) == (saved,)
    assert drafts.find(project, "claude-code-s1") == saved
    assert os.stat(saved.path).st_mode & 0o777 == 0o600
    assert Path(saved.path).read_text().partition("\n")[2] == "# One\n"


def test_one_per_session_newest_first(project: Project) -> None:
    drafts.save(project, draft("s1", at="03"))
    drafts.save(project, draft("s2", at="02"))
    drafts.save(project, draft("s1", "# More\n", at="04"))
    found = drafts.listing(project)
    assert [(one.session_id, one.document.text) for one in found] == [
        ("s1", "# More\n"),
        ("s2", "# One\n"),
    ]


def test_find_by_the_beginning_of_an_id(project: Project) -> None:
    for session in ("abc1", "abc2", "abc"):
        drafts.save(project, draft(session))
    assert drafts.find(project, "abc1").session_id == "abc1"
    assert drafts.find(project, "abc").session_id == "abc"
    assert drafts.find(project, "claude-code-abc2").session_id == "abc2"
    for wrong, words in (("ab", "3 drafts"), ("x", "No draft"), ("", "No draft")):
        with pytest.raises(BatonError, match=words):
            drafts.find(project, wrong)


@pytest.mark.parametrize("state", ["approved", "discarded"])
def test_filed_away_and_reopened_only_by_a_grown_session(state: str, project: Project) -> None:
    file_away = drafts.approve if state == "approved" else drafts.discard
    away = file_away(project, drafts.save(project, draft()))
    assert away.path == f"{project.common_dir}/baton/{state}/claude-code-s1.md"
    assert drafts.listing(project) == ()
    assert drafts.latest_of_session(project, "claude-code", "s1") == (away, state)
    assert drafts.save(project, draft(text="# Same session\n")) == away
    assert drafts.listing(project) == ()
    again = drafts.save(project, draft(text="# It went on\n", seen=20))
    assert drafts.listing(project) == (again,)
    second = file_away(project, again)
    assert drafts.latest_of_session(project, "claude-code", "s1") == (second, state)
    kept = os.listdir(f"{project.common_dir}/baton/{state}")
    assert len(kept) == 2  # nothing is lost


def test_a_newer_draft_is_not_filed_away_unseen(project: Project) -> None:
    shown = drafts.save(project, draft())
    newer = drafts.save(project, draft(text="# Newer\n", seen=20))
    approved = drafts.approve(project, shown)
    assert drafts.listing(project) == (newer,)
    assert Path(approved.path).read_text().endswith("# One\n")
    drafts.discard(project, newer)
    assert drafts.discard(project, newer).path  # twice is no error


def test_a_planted_draft_is_not_ours(project: Project) -> None:
    saved = drafts.save(project, draft())
    folder = Path(saved.path).parent
    forged = Path(saved.path).read_bytes().replace(b"# One", b"# Own")
    (folder / "claude-code-s2.md").write_bytes(forged)
    (folder / "claude-code-s3.md").write_text("# No header\n")
    (folder / "claude-code-s4.md").symlink_to("/etc/passwd")
    assert drafts.listing(project) == (saved,)


def test_a_planted_link_leads_no_draft_astray(project: Project, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    Path(project.common_dir, "baton").mkdir()
    Path(project.common_dir, "baton", "drafts").symlink_to(outside)
    saved = drafts.save(project, draft())
    assert saved.path.startswith(project_state(project))
    assert drafts.listing(project) == (saved,)
    assert list(outside.iterdir()) == []


def test_where_gits_folder_cant_be_written(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("os.access", lambda *_: False)
        saved = drafts.save(project, draft())
    assert saved.path.startswith(project_state(project))
    assert drafts.listing(project) == (saved,)
    moved = drafts.save(project, draft(text="# Again\n"))
    assert moved.path.startswith(project.common_dir)
    assert drafts.listing(project) == (moved,)


def test_a_linked_worktree_shows_the_same_drafts(project: Project, tmp_path: Path) -> None:
    saved = drafts.save(project, draft())
    git(Path(project.root), "worktree", "add", "-q", str(tmp_path / "wt"))
    assert drafts.listing(find_project(str(tmp_path / "wt"))) == (saved,)


ids = st.text(min_size=1, max_size=300)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sessions=st.sets(ids, min_size=1, max_size=3), text=st.text(max_size=50))
def test_any_session_id_any_text(sessions: set[str], text: str, project: Project) -> None:
    for session in sessions:
        made = draft(session, text)
        saved = drafts.save(project, made)
        stored = drafts.latest_of_session(project, "claude-code", session)
        assert stored is not None
        assert stored.draft == saved
        assert os.path.dirname(saved.path) == f"{project.common_dir}/baton/drafts"
    for one in drafts.listing(project):
        os.unlink(one.path)


@given(facts=st.dictionaries(st.text(), st.text() | st.integers() | st.booleans()), text=st.text())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_facts_and_document_come_back(facts: headed.Facts, text: str, home: Path) -> None:
    data = headed.join(facts, text)
    assert data.count(b"\n") == text.encode().count(b"\n") + 1
    assert headed.split(data) == (facts, text)
    assert headed.document(data) == text
    assert headed.split(data + b"x") is None
