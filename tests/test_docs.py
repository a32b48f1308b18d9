"""What the documents promise exists: each command has help, each command named is one of ours."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from baton.faces.cli.main import COMMANDS, build_parser

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
NAMED = re.compile(r"(?:`|^|\s)baton ([a-z][a-z-]+)((?: --[a-z-]+)*)", re.MULTILINE)
CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_help(name: str, baton: list[str]) -> None:
    done = subprocess.run([*baton, name, "--help"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert COMMANDS[name].split()[0] in done.stdout
    assert "--json" in done.stdout, "every command has --json"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_commands_and_options_named_in_documents_exist(path: Path) -> None:
    for code in CODE.findall(path.read_text(encoding="utf-8")):
        for name, options in NAMED.findall(code):
            assert name in {*COMMANDS, "hook"}, f"{path.name} names `baton {name}`"
            known = build_parser(name).format_help() if name == "hook" else help_of(name)
            for option in options.split():
                assert option in known, f"{path.name} names `baton {name} {option}`"


def help_of(name: str) -> str:
    parser = build_parser(name)
    for action in parser._subparsers._group_actions if parser._subparsers else []:
        return str(action.choices[name].format_help()) if isinstance(action.choices, dict) else ""
    return ""


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    for target in LINK.findall(path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), f"{path.name} links to {target}"


def test_readme_lists_every_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in COMMANDS:
        assert f"`baton {name}`" in readme, f"README.md does not list `baton {name}`"
