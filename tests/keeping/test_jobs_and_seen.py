"""What hooks leave behind for a later process."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from baton.keeping import jobs, seen
from baton.keeping.jobs import Job
from baton.keeping.places import project_state
from baton.keeping.project import find_project
from baton.model.saving import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return find_project(str(tmp_path))


def test_jobs_come_back_in_order_and_go_once_done(project: Project) -> None:
    assert jobs.waiting(project) == ()
    left = [
        jobs.put(
            project, Job("stop", f"/t/{n}.jsonl", project.root), datetime(2025, 1, n, tzinfo=UTC)
        )
        for n in (2, 1, 3)
    ]
    loaded = [jobs.load(path) for path in jobs.waiting(project)]
    assert loaded == sorted(left, key=lambda job: job.path)
    assert [job.transcript for job in loaded if job] == ["/t/1.jsonl", "/t/2.jsonl", "/t/3.jsonl"]
    for path in jobs.waiting(project):
        jobs.done(path)
        jobs.done(path)
    assert jobs.waiting(project) == ()


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"event": 1}', '{"event":1,"transcript":2,"root":3}']
)
def test_a_job_that_makes_no_sense_is_none(project: Project, tmp_path: Path, text: str) -> None:
    path = tmp_path / "job.json"
    path.write_text(text)
    assert jobs.load(str(path)) is None
    assert jobs.load(str(tmp_path / "gone.json")) is None


def test_the_last_word_on_a_transcript_counts(project: Project) -> None:
    assert seen.load(project) == seen.Seen(0.0, {})
    seen.begin(project, 1000.5)
    seen.begin(project, 2000.0)
    seen.note(project, "/t/a.jsonl", 10)
    seen.note(project, "/t/b.jsonl", 20)
    seen.note(project, "/t/a.jsonl", 30)
    known = seen.load(project)
    assert known.since == 1000.0
    assert [known.size(f"/t/{name}.jsonl") for name in "abc"] == [30, 20, -1]


def test_broken_lines_are_passed_over(project: Project) -> None:
    seen.note(project, "/t/a.jsonl", 10)
    path = Path(project_state(project), "seen")
    path.write_bytes(b"since soon\n\xff\n7\n7 \n" + path.read_bytes() + b"12 unfinis")
    known = seen.load(project)
    assert (known.since, known.size("/t/a.jsonl")) == (0.0, 10)


def test_the_record_stays_small(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seen, "FULL", 500)
    seen.begin(project, 1000.0)
    for size in range(40):
        seen.note(project, "/t/a.jsonl", size)
    assert os.stat(os.path.join(project_state(project), "seen")).st_size <= 500
    assert seen.load(project) == seen.Seen(1000.0, {seen.mark("/t/a.jsonl"): 39})


def test_only_sessions_that_grew_are_found(project: Project, tmp_path: Path) -> None:
    for name, size in {
        "a.jsonl": 5,
        "b.jsonl": 6,
        "agent-c.jsonl": 7,
        "d.txt": 8,
        "e.jsonl": 0,
    }.items():
        (tmp_path / name).write_bytes(b"x" * size)
    (tmp_path / "link.jsonl").symlink_to(tmp_path / "d.txt")
    (tmp_path / "f.jsonl").mkdir()
    seen.note(project, str(tmp_path / "a.jsonl"), 5)
    seen.note(project, str(tmp_path / "e.jsonl"), 0)
    found = seen.grown(str(tmp_path), seen.load(project))
    assert [(os.path.basename(one.path), one.size) for one in found] == [("b.jsonl", 6)]
    assert seen.grown(str(tmp_path / "nowhere"), seen.load(project)) == []
