"""A prepared brief is the brief, and holds only as long as nothing it rests on has changed."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from baton.asking import prepared as cache
from baton.asking.prepared import prepare, prepared
from baton.config import Config
from baton.keeping import drafts, ledger
from baton.keeping.places import project_state
from baton.keeping.project import find_project
from baton.model.saving import Draft, Project, Redacted

CONFIG = Config()
NOW = datetime(2025, 5, 1, 12, 0, tzinfo=UTC)
NAME = "20250501-1000-round-the-totals.md"
TEXT = """\
# Round the totals

**Date:** 2025-05-01 10:00 +0000

## What We Accomplished

- Totals are rounded once, 2 hours ago as it were

## Next Steps

- [ ] Refunds
"""


def git(project: Project, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=project.root, check=True, capture_output=True)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    root = tmp_path / "shop"
    folder = root / CONFIG.folder
    folder.mkdir(parents=True)
    (folder / NAME).write_text(TEXT)
    project = find_project(str(root))
    git(project, "init", "-q")
    git(project, "add", ".")
    git(project, "commit", "-qm", "A shop")
    project = find_project(str(root))
    ledger.remember(project, NAME, TEXT.encode())
    return project


def handoff(project: Project) -> Path:
    return Path(project.root, CONFIG.folder, NAME)


def without_mark(text: str) -> str:
    mark = text.partition("[handoff ")[2].partition(" ")[0]
    return text.replace(mark, "MARK")


def test_it_is_the_brief(project: Project) -> None:
    assert prepared(project, CONFIG, NOW.timestamp()) is None
    fresh = prepare(project, CONFIG, NOW)
    assert "Round the totals" in fresh or "Totals are rounded once" in fresh
    kept = prepared(project, CONFIG, NOW.timestamp())
    assert kept is not None
    assert without_mark(kept) == without_mark(fresh)


def test_the_mark_is_fresh_every_time(project: Project) -> None:
    fresh = prepare(project, CONFIG, NOW)
    texts = {fresh, *(prepared(project, CONFIG, NOW.timestamp()) for _ in range(3))}
    assert len(texts) == 4


def test_the_age_is_that_of_the_moment(project: Project) -> None:
    prepare(project, CONFIG, NOW)
    later = prepared(project, CONFIG, (NOW + timedelta(hours=5)).timestamp())
    assert later is not None
    anew = prepare(project, CONFIG, NOW + timedelta(hours=5))
    assert without_mark(later) == without_mark(anew)


def test_it_is_worked_out_again_every_day_and_when_the_clock_was_wrong(project: Project) -> None:
    prepare(project, CONFIG, NOW)
    assert prepared(project, CONFIG, (NOW + timedelta(days=2)).timestamp()) is None
    assert prepared(project, CONFIG, (NOW - timedelta(minutes=1)).timestamp()) is None


def write_another(project: Project) -> None:
    handoff(project).with_name("20250501-1100-refunds.md").write_text("# Refunds\n")


def edit_in_place(project: Project) -> None:
    """Same length, same name, and the old time put back: as an attacker would."""
    path = handoff(project)
    facts = path.stat()
    with path.open("r+") as file:
        file.write(TEXT.replace("Refunds", "Evil!!!"))
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))


def replace_by_a_link(project: Project) -> None:
    path = handoff(project)
    path.rename(Path(project.root, "elsewhere.md"))
    path.symlink_to(Path(project.root, "elsewhere.md"))


def save_a_draft(project: Project) -> None:
    drafts.save(project, Draft("claude-code-s", "claude-code", "s", Redacted("# Draft\n")))


def pack_and_commit(project: Project) -> None:
    git(project, "pack-refs", "--all")
    git(project, "commit", "-qm", "x", "--allow-empty")


CHANGES: dict[str, Callable[[Project], object]] = {
    "another handoff": write_another,
    "an edit in place": edit_in_place,
    "a link": replace_by_a_link,
    "a handoff gone": lambda project: handoff(project).unlink(),
    "a commit": lambda project: git(project, "commit", "-qm", "x", "--allow-empty"),
    "a branch": lambda project: git(project, "switch", "-qc", "other"),
    "a detached HEAD": lambda project: git(project, "switch", "-q", "--detach"),
    "packed refs and a commit": pack_and_commit,
    "a draft": save_a_draft,
    "a pin": lambda project: ledger.pin(project, "main"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_any_difference_ends_it(project: Project, change: Callable[[Project], object]) -> None:
    prepare(project, CONFIG, NOW)
    assert prepared(project, CONFIG, NOW.timestamp()) is not None
    time.sleep(0.01)  # the clock of some file systems ticks that slowly
    change(project)
    assert prepared(project, CONFIG, NOW.timestamp()) is None


def test_the_pinned_ref_moving_ends_it(project: Project) -> None:
    git(project, "update-ref", "refs/remotes/origin/main", "HEAD")
    ledger.pin(project, "origin/main")
    git(project, "commit", "-qm", "x", "--allow-empty")
    prepare(project, CONFIG, NOW)
    assert prepared(project, CONFIG, NOW.timestamp()) is not None
    git(project, "update-ref", "refs/remotes/origin/main", "HEAD")
    assert prepared(project, CONFIG, NOW.timestamp()) is None


def test_another_configuration_has_another_brief(project: Project) -> None:
    prepare(project, CONFIG, NOW)
    assert prepared(project, CONFIG._replace(brief_chars=800), NOW.timestamp()) is None


@pytest.mark.parametrize("damage", ["", "{", "[]", "{}", '{"made": "x"}', '{"made": 1}'])
def test_a_damaged_cache_is_none(project: Project, damage: str) -> None:
    prepare(project, CONFIG, NOW)
    (file,) = Path(project_state(project)).glob("brief-*.json")
    file.write_text(damage)
    assert prepared(project, CONFIG, NOW.timestamp()) is None
    prepare(project, CONFIG, NOW)
    assert prepared(project, CONFIG, NOW.timestamp()) is not None


def test_without_git_and_without_handoffs(tmp_path: Path) -> None:
    project = find_project(str(tmp_path))
    assert prepare(project, CONFIG, NOW) == ""
    assert prepared(project, CONFIG, NOW.timestamp()) == ""


def test_candidates_beyond_the_fingerprint_do_not_exist() -> None:
    from baton.asking.candidates import LOOKED_AT

    assert cache.NEWEST >= LOOKED_AT
