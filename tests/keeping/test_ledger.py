"""What this user's own processes vouch for."""

from __future__ import annotations

from pathlib import Path

import pytest

from baton.config import Config
from baton.errors import BatonError
from baton.keeping import handoffs, ledger
from baton.keeping.places import project_state, state_home
from baton.keeping.project import find_project
from baton.model.saving import Project, Redacted, Reviewed


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "plain").mkdir()
    return find_project(str(tmp_path / "plain"))


def test_vouches_for_name_and_content_in_one_project(project: Project, tmp_path: Path) -> None:
    assert not ledger.wrote(project, "a.md", b"text")
    ledger.remember(project, "a.md", b"text")
    ledger.remember(project, "b.md", b"other")
    assert ledger.wrote(project, "a.md", b"text")
    assert ledger.wrote(project, "b.md", b"other")
    assert not ledger.wrote(project, "b.md", b"text")
    assert not ledger.wrote(project, "a.md", b"text ")
    assert not ledger.wrote(find_project(str(tmp_path)), "a.md", b"text")


def test_lies_in_the_users_state_for_nobody_else_to_read(project: Project) -> None:
    for _ in range(3):
        ledger.remember(project, "a.md", b"text")
    path = Path(project_state(project), "ledger")
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(path.read_text().splitlines()) == 1
    assert list(Path(project.root).iterdir()) == []


def test_another_machine_key_vouches_for_nothing(project: Project) -> None:
    ledger.remember(project, "a.md", b"text")
    Path(state_home(), "machine-key").unlink()
    assert not ledger.wrote(project, "a.md", b"text")


def test_the_last_pin_holds(project: Project) -> None:
    assert ledger.pinned(project) == ""
    ledger.pin(project, "origin/main")
    ledger.remember(project, "a.md", b"text")
    ledger.pin(project, "origin/trunk")
    assert ledger.pinned(project) == "origin/trunk"
    ledger.pin(project, "")
    assert ledger.pinned(project) == ""


@pytest.mark.parametrize("ref", ["-x", "a b", "a\nwrote x", "a..b", "\x1b[0m"])
def test_a_ref_that_is_none(ref: str, project: Project) -> None:
    with pytest.raises(BatonError):
        ledger.pin(project, ref)


def test_saving_vouches_under_the_final_name(project: Project) -> None:
    for text in ("# One\n", "# Two\n"):
        one = Reviewed(Redacted(text), "20300101-0000-x.md", "human:x", "")
        handoffs.save(project, Config(), one)
    assert ledger.wrote(project, "20300101-0000-x.md", b"# One\n")
    assert ledger.wrote(project, "20300101-0000-x-2.md", b"# Two\n")
