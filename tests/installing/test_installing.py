"""In and out again: every starting state comes back byte for byte."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from baton import handoff_file, installing
from baton.errors import BatonError, ConfigError, StorageError, UsageError
from baton.installing import claude_code, project_files
from baton.installing.change import Plan
from baton.keeping.places import project_state
from baton.keeping.project import find_project
from baton.model.saving import Project
from tests.installing.states import HOOKED, STATES, State, build, tree

FOLDER = "docs/session_handoffs"
ALL = ("claude-code",)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    root = tmp_path / "work"
    root.mkdir()
    return find_project(str(root))


def install(project: Project) -> Plan:
    plan = installing.plan(project, FOLDER, ALL)
    installing.apply(project, plan)
    return plan


def uninstall(project: Project) -> Plan:
    plan = installing.plan_removal(project, FOLDER)
    installing.remove(project, plan)
    return plan


def settings(project: Project) -> dict[str, object]:
    data = Path(project.root, ".claude/settings.json").read_bytes()
    value = json.loads(data.decode("utf-8-sig"))
    assert isinstance(value, dict)
    return value


@pytest.mark.parametrize("state", STATES.values(), ids=STATES.keys())
def test_in_and_out_again(project: Project, state: State) -> None:
    root = Path(project.root)
    build(root, state)
    before = tree(root)
    install(project)
    assert installing.check(project, FOLDER, ALL) == ()
    installed = tree(root)
    assert installing.plan(project, FOLDER, ALL).changes == ()
    assert tree(root) == installed
    for event, (ours, seconds) in claude_code.EVENTS.items():
        groups = settings(project)["hooks"][event]  # type: ignore[index]
        mine = {"type": "command", "command": claude_code.command(ours), "timeout": seconds}
        assert [handler for group in groups for handler in group["hooks"]].count(mine) == 1
    uninstall(project)
    assert tree(root) == before
    assert not os.path.exists(os.path.join(project_state(project), "install.json"))


@pytest.mark.parametrize("state", STATES.values(), ids=STATES.keys())
def test_others_edits_are_kept(project: Project, state: State) -> None:
    """Everything was edited since the install: our part goes, the edits stay."""
    root = Path(project.root)
    build(root, state)
    before = tree(root)
    install(project)
    path = root / ".claude/settings.json"
    text = path.read_bytes().decode("utf-8")
    brace = text.index("{")
    path.write_bytes((text[: brace + 1] + '"added":1,' + text[brace + 1 :]).encode())
    guide = root / ("AGENTS.md" if b"baton:start" in (tree(root).get("AGENTS.md") or b"") else "")
    if guide == root:
        guide = root / ("CLAUDE.md" if (root / "CLAUDE.md").exists() else ".claude/CLAUDE.md")
    guide.write_bytes(b"Added first.\n" + guide.read_bytes())
    (root / ".baton.toml").write_bytes(b"# edited\n")
    plan = uninstall(project)
    after = tree(root)
    original = json.loads((before.get(".claude/settings.json") or b"{}").decode("utf-8-sig"))
    assert json.loads(path.read_bytes().decode("utf-8-sig")) == {"added": 1, **original}
    name = guide.relative_to(root).as_posix()
    assert after[name] == b"Added first.\n" + (before.get(name) or b"")
    assert after[".baton.toml"] == b"# edited\n"
    if ".baton.toml" not in state:
        assert any(".baton.toml was changed since" in note for note in plan.notes)


def test_what_others_wrote_keeps_its_look(project: Project) -> None:
    root = Path(project.root)
    build(root, {".claude/settings.json": HOOKED})
    install(project)
    lines = (root / ".claude/settings.json").read_bytes().splitlines()
    kept = [line for line in HOOKED.splitlines() if not line.endswith((b"}", b"]"))]
    assert [line for line in kept if line not in lines] == []
    assert b'            {\n                "hooks": [\n' in b"\n".join(lines)


def test_an_older_version_of_our_hook_is_brought_up_to_date(project: Project) -> None:
    old = {"type": "command", "command": "baton hook claude-code stop", "timeout": 1}
    theirs = {"type": "command", "command": "say done"}
    text = json.dumps({"hooks": {"Stop": [{"hooks": [theirs, old, old]}]}}, indent=2)
    root = Path(project.root)
    build(root, {".claude/settings.json": text.encode()})
    install(project)
    groups = settings(project)["hooks"]["Stop"]  # type: ignore[index]
    new = {"type": "command", "command": claude_code.command("stop"), "timeout": 10}
    assert groups == [{"hooks": [theirs, new]}]
    uninstall(project)
    assert settings(project) == {"hooks": {"Stop": [{"hooks": [theirs]}]}}


def test_a_teammate_without_the_record_uninstalls_too(
    project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    root = Path(project.root)
    build(root, {"CLAUDE.md": b"# Rules\n", ".claude/settings.json": HOOKED})
    before = tree(root)
    install(project)
    monkeypatch.setenv("BATON_STATE_HOME", str(tmp_path / "teammate"))
    assert installing.plan(project, FOLDER, ALL).changes == ()
    uninstall(project)
    after = {name: data for name, data in tree(root).items() if data is not None}
    assert after == {name: data for name, data in before.items() if data is not None}


def test_handoffs_stay_and_their_folder_with_them(project: Project) -> None:
    root = Path(project.root)
    install(project)
    handoff = root / FOLDER / "20250101-1000-work.md"
    handoff.write_text("# Work\n")
    uninstall(project)
    assert tree(root) == {
        "docs": None,
        FOLDER: None,
        f"{FOLDER}/20250101-1000-work.md": b"# Work\n",
    }


def test_installing_again_after_an_edit_keeps_the_edit_on_the_way_back(project: Project) -> None:
    root = Path(project.root)
    build(root, {"CLAUDE.md": b"# Rules\n"})
    install(project)
    guide = root / "CLAUDE.md"
    guide.write_bytes(guide.read_bytes().replace(b"## Session handoffs", b"## Old words"))
    guide.write_bytes(guide.read_bytes() + b"More rules.\n")
    assert [change.path for change in install(project).changes] == [str(guide)]
    uninstall(project)
    assert guide.read_bytes() == b"# Rules\nMore rules.\n"


def test_lines_added_inside_the_block_are_kept(project: Project) -> None:
    guide = Path(project.root, "CLAUDE.md")
    guide.write_bytes(b"# Rules\n")
    install(project)
    guide.write_bytes(guide.read_bytes().replace(b"<!-- baton:end", b"My line.\n<!-- baton:end"))
    uninstall(project)
    assert guide.read_bytes() == b"# Rules\nMy line.\n"


@pytest.mark.parametrize(
    "data",
    [
        b"{",
        b"// comment\n{}",
        b"[]",
        b'"text"',
        b'{"hooks": []}',
        b'{"hooks": {"Stop": {}}}',
        b'{"hooks": null}',
        b'{"a": NaN}',
        b"\xff\xfe{\x00}\x00",
        b"{}{}",
        b"[" * 100_000,
    ],
)
def test_settings_that_cannot_be_understood_stop_everything(project: Project, data: bytes) -> None:
    root = Path(project.root)
    build(root, {".claude/settings.json": data, "CLAUDE.md": b"# Rules\n"})
    before = tree(root)
    with pytest.raises(ConfigError) as caught:
        installing.plan(project, FOLDER, ALL)
    assert "settings.json" in caught.value.message
    assert caught.value.hint
    assert tree(root) == before
    assert not os.path.exists(project_state(project))


@pytest.mark.parametrize(
    "data",
    [
        b"<!-- baton:start -->\n",
        b"<!-- baton:end -->\n<!-- baton:start -->\n",
        b"<!-- baton:start -->\n<!-- baton:start -->\n<!-- baton:end -->\n",
        "# Rules\n".encode("utf-16"),
    ],
)
def test_instructions_that_cannot_be_understood_stop_everything(
    project: Project, data: bytes
) -> None:
    build(Path(project.root), {"CLAUDE.md": data})
    with pytest.raises(ConfigError):
        installing.plan(project, FOLDER, ALL)


def test_a_link_to_a_file_of_the_project_is_followed_and_stays(project: Project) -> None:
    root = Path(project.root)
    (root / "AGENTS.md").write_bytes(b"# For all\n")
    (root / "CLAUDE.md").symlink_to("AGENTS.md")
    install(project)
    assert (root / "CLAUDE.md").is_symlink()
    assert b"baton:start" in (root / "AGENTS.md").read_bytes()
    uninstall(project)
    assert (root / "CLAUDE.md").is_symlink()
    assert (root / "AGENTS.md").read_bytes() == b"# For all\n"


def test_links_out_of_the_project(project: Project, tmp_path: Path) -> None:
    root = Path(project.root)
    outside = tmp_path / "notes.md"
    outside.write_bytes(b"# Mine\n")
    (root / "CLAUDE.md").symlink_to(outside)
    plan = install(project)
    assert any("outside the project" in note for note in plan.notes)
    assert outside.read_bytes() == b"# Mine\n"
    uninstall(project)
    (root / ".claude").symlink_to(tmp_path)
    with pytest.raises(StorageError, match="outside the project"):
        installing.plan(project, FOLDER, ALL)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_rights(project: Project) -> None:
    root = Path(project.root)
    build(root, {"CLAUDE.md": b"# Rules\n", ".claude/settings.json": b"{}"})
    before = tree(root)
    plan = installing.plan(project, FOLDER, ALL)
    (root / ".claude").chmod(0o500)
    try:
        with pytest.raises(StorageError) as caught:
            installing.apply(project, plan)
    finally:
        (root / ".claude").chmod(0o700)
    assert caught.value.hint
    assert tree(root) == before


def test_a_file_where_a_folder_should_be(project: Project) -> None:
    build(Path(project.root), {"docs": b"not a folder\n"})
    with pytest.raises(StorageError) as caught:
        installing.plan(project, FOLDER, ALL)
    assert caught.value.hint


def test_a_failure_in_the_middle_leaves_nothing(project: Project) -> None:
    """The last file changes under our hands: what was written before it is taken back."""
    root = Path(project.root)
    build(root, {"CLAUDE.md": b"# Rules\n"})
    plan = installing.plan(project, FOLDER, ALL)
    assert plan.changes[-1].path == str(root / "CLAUDE.md")
    (root / "CLAUDE.md").write_bytes(b"# Rules, better\n")
    with pytest.raises(StorageError, match="in the meantime"):
        installing.apply(project, plan)
    assert tree(root) == {"CLAUDE.md": b"# Rules, better\n"}
    assert not os.path.exists(os.path.join(project_state(project), "install.json"))


def test_rights_of_existing_files_are_kept(project: Project) -> None:
    guide = Path(project.root, "CLAUDE.md")
    guide.write_bytes(b"# Rules\n")
    guide.chmod(0o664)
    install(project)
    assert stat.S_IMODE(guide.stat().st_mode) == 0o664
    uninstall(project)
    assert stat.S_IMODE(guide.stat().st_mode) == 0o664


def test_new_files_are_readable_for_the_team(project: Project) -> None:
    install(project)
    mode = stat.S_IMODE(Path(project.root, ".baton.toml").stat().st_mode)
    assert mode == 0o666 & ~_umask()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_a_damaged_record_is_told(project: Project) -> None:
    install(project)
    Path(project_state(project), "install.json").write_text("{")
    with pytest.raises(StorageError, match="damaged"):
        installing.plan_removal(project, FOLDER)


def test_unknown_assistants_and_bare_repositories_are_refused(project: Project) -> None:
    with pytest.raises(UsageError, match="Unknown assistant clippy") as caught:
        installing.plan(project, FOLDER, ("clippy",))
    assert caught.value.hint == "Known: claude-code."
    with pytest.raises(BatonError):
        installing.plan(project._replace(bare=True), FOLDER, ALL)


def test_the_home_folder_is_no_project(home: Path) -> None:
    with pytest.raises(UsageError, match="home folder"):
        installing.plan(find_project(str(home)), FOLDER, ALL)


def test_the_template_is_a_handoff_once_filled_in() -> None:
    text = project_files.TEMPLATE.replace("YYYY-MM-DD HH:MM", "2025-01-01 10:00")
    handoff = handoff_file.parse(text, "20250101-1000-x.md")
    assert handoff.title == "What this session was about"
    assert handoff.goal.startswith("what the session was asked to do")
    assert handoff.problems == ()
    assert handoff.date is not None
    assert [section.text for section in handoff.other] == ["**Date:** 2025-01-01 10:00"]
    assert len(handoff.decisions) == len(handoff.next_steps) == len(handoff.files) == 1
    assert handoff.decisions[0].why == "of what"
    assert handoff.decisions[0].rejected == "what else was weighed"
    assert handoff.blockers == handoff.open_questions == ()


def test_hooks_that_are_switched_off_are_told(project: Project) -> None:
    build(Path(project.root), {".claude/settings.json": b'{"disableAllHooks": true}'})
    assert any("disableAllHooks" in note for note in installing.plan(project, FOLDER, ALL).notes)
