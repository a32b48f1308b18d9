"""Where things lie on this machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from baton.errors import StorageError
from baton.keeping.machine_key import machine_key
from baton.keeping.places import config_home, private_area, private_areas, project_state, state_home
from baton.keeping.project import find_project
from baton.model.saving import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    common = tmp_path / "p" / ".git"
    common.mkdir(parents=True)
    return Project(str(tmp_path / "p"), str(common), str(common), "p-1")


def test_homes(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    assert state_home() == str(home / ".local" / "state" / "baton")
    assert config_home() == str(home / ".config" / "baton")
    monkeypatch.setenv("XDG_STATE_HOME", "relative/is/ignored")
    assert state_home() == str(home / ".local" / "state" / "baton")
    monkeypatch.setenv("XDG_STATE_HOME", "/x")
    assert state_home() == "/x/baton"
    monkeypatch.setenv("BATON_STATE_HOME", "/y")
    assert state_home() == "/y"


def test_homes_elsewhere(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    assert state_home() == config_home() == str(home / "Library/Application Support/baton")
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", "/local")
    monkeypatch.setenv("APPDATA", "/roaming")
    assert (state_home(), config_home()) == ("/local/baton", "/roaming/baton")


def test_the_private_area_lies_in_the_common_directory(project: Project) -> None:
    assert private_area(project) == f"{project.common_dir}/baton"
    assert private_areas(project)[1] == project_state(project)


def test_a_linked_private_area_is_not_used(project: Project, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    Path(project.common_dir, "baton").symlink_to(tmp_path / "elsewhere")
    assert private_areas(project) == (project_state(project),)


def test_where_the_common_directory_cant_be_written(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)  # the tests may run as root
    assert private_area(project) == project_state(project)
    assert f"{project.common_dir}/baton" in private_areas(project)


def test_without_git_it_is_the_state_folder(tmp_path: Path) -> None:
    project = find_project(str(tmp_path))
    assert private_areas(project) == (f"{state_home()}/projects/{project.key}",)


def test_the_machine_key_is_made_once() -> None:
    key = machine_key()
    assert len(key) == 32
    assert machine_key() == key
    path = Path(state_home(), "machine-key")
    assert path.stat().st_mode & 0o777 == 0o600
    path.write_bytes(b"short")
    with pytest.raises(StorageError, match="damaged"):
        machine_key()
