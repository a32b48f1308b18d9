"""A session belongs to a project when it ever ran in it, however its folder is spelled."""

from __future__ import annotations

from pathlib import Path

from baton.reading.belonging import belongs, folder_of
from tests.making.story import asks, session

STORY = session(asks("Make totals exact"))


def test_a_session_belongs_where_it_ran(tmp_path: Path) -> None:
    root = tmp_path.resolve() / "shop"
    root.mkdir()
    (tmp_path / "link").symlink_to(root)
    for cwd in (root, root / "web", tmp_path / "link" / "web"):
        ran = STORY._replace(cwds=(str(tmp_path), str(cwd)))
        assert belongs(ran, str(root))
        assert folder_of(ran, str(root)) == str(root)


def test_one_that_ran_elsewhere_keeps_its_own_folder(tmp_path: Path) -> None:
    root = str(tmp_path.resolve() / "shop")
    ran = STORY._replace(cwds=(f"{root}-old", "/srv"))
    assert not belongs(ran, root)
    assert folder_of(ran, root) == f"{root}-old"


def test_one_that_names_no_folder_is_taken_at_its_word() -> None:
    assert belongs(STORY._replace(cwds=()), "/home/ada/shop")
    assert folder_of(STORY._replace(cwds=()), "/home/ada/shop") == "/home/ada/shop"
