"""What counts, in which order, and what a repository alone may not decide."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from baton.config import Config, guard_lowering, load
from baton.errors import ConfigError


class Setup:
    def __init__(self, base: Path) -> None:
        self.root = base / "project"
        self.home = base / "config"
        self.root.mkdir()
        self.home.mkdir()

    def repository(self, text: str) -> None:
        (self.root / ".baton.toml").write_text(text, encoding="utf-8")

    def user(self, text: str) -> None:
        (self.home / "config.toml").write_text(text, encoding="utf-8")

    def load(self, consent: dict[str, object] | None = None, **environ: str) -> Config:
        return load(str(self.root), str(self.home), environ, consent)


@pytest.fixture
def setup(tmp_path: Path) -> Setup:
    return Setup(tmp_path)


def test_defaults_without_any_file(setup: Setup) -> None:
    assert setup.load() == Config()


def test_environment_beats_repository_beats_user(setup: Setup) -> None:
    setup.user('folder = "notes"\nbrief_chars = 700\ncommit = false\n')
    setup.repository('folder = "handoffs/"\nbrief_chars = 800\n')
    config = setup.load(BATON_BRIEF_CHARS="900")
    assert (config.folder, config.brief_chars, config.commit) == ("handoffs", 900, False)
    assert config.problems == ()


def test_an_unknown_key_is_told_with_the_nearest_known_one_and_its_line(setup: Setup) -> None:
    setup.repository('# ours\nfoldr = "x"\n\n[quite]\nother = 1\n')
    near, far = setup.load().problems
    assert near.where.endswith(".baton.toml:2")
    assert near.what == "unknown setting foldr; did you mean folder?"
    assert far.where.endswith(".baton.toml:4")
    assert "known keys: folder, review" in far.what


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("review = 3\n", 1),
        ("\nbrief_chars = true\n", 2),
        ("brief_chars = 499\n", 1),
        ('\n\ncommit = "yes"\n', 3),
        ("pre_commit = []\n", 1),
        ('folder = "../up"\n', 1),
        ('folder = "/etc"\n', 1),
        ('folder = ".git/hooks"\n', 1),
        ('folder = "a/./b"\n', 1),
        ('folder = ""\n', 1),
        ('folder = "c:\\\\x"\n', 1),
        ('folder = "a\\u202eb"\n', 1),
    ],
)
@pytest.mark.parametrize("where", ["repository", "user"])
def test_a_wrong_value_names_file_and_line(setup: Setup, where: str, text: str, line: int) -> None:
    getattr(setup, where)(text)
    name = ".baton.toml" if where == "repository" else "config.toml"
    with pytest.raises(ConfigError) as caught:
        setup.load()
    assert f"{name}:{line}: " in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize(
    "content", [b"review = \n", b"\xff\xfe", b"a = " + b"[" * 5000, b"x" * 70_000]
)
def test_what_cannot_be_parsed_is_a_clear_error(setup: Setup, content: bytes) -> None:
    file = setup.root / ".baton.toml"
    file.write_bytes(content)
    with pytest.raises(ConfigError) as caught:
        setup.load()
    assert str(file) in caught.value.message
    assert caught.value.hint
    assert file.read_bytes() == content


def test_the_repository_file_must_be_a_regular_one(setup: Setup) -> None:
    (setup.home / "elsewhere.toml").write_text('folder = "x"')
    (setup.root / ".baton.toml").symlink_to(setup.home / "elsewhere.toml")
    with pytest.raises(ConfigError):
        setup.load()
    (setup.root / ".baton.toml").unlink()
    os.mkfifo(setup.root / ".baton.toml")
    with pytest.raises(ConfigError):
        setup.load()


def test_a_repository_alone_lowers_no_guard(setup: Setup) -> None:
    setup.repository('review = "automatic"\npre_commit = "skip"\nbrief_chars = 50000\n')
    config = setup.load()
    assert config[:5] == Config()[:5]
    assert len(config.problems) == 3
    assert 'review = "automatic" lowers a guard' in config.problems[0].what
    assert set(guard_lowering(str(setup.root))) == {"review", "pre_commit", "brief_chars"}


def test_the_user_saying_the_same_is_consent(setup: Setup) -> None:
    setup.repository('review = "automatic"\npre_commit = "skip"\nbrief_chars = 50000\n')
    setup.user('pre_commit = "skip"\n')
    config = setup.load({"brief_chars": 50000}, BATON_REVIEW="automatic")
    assert (config.review, config.pre_commit, config.brief_chars) == ("automatic", "skip", 50000)
    assert config.problems == ()


def test_consent_to_one_value_is_no_consent_to_another(setup: Setup) -> None:
    setup.repository("brief_chars = 60000\n")
    assert setup.load({"brief_chars": 50000}).brief_chars == Config().brief_chars


def test_the_user_alone_may_lower_guards(setup: Setup) -> None:
    setup.user('review = "automatic"\n')
    assert setup.load().review == "automatic"
    setup.repository('review = "required"\n')
    assert setup.load().review == "required"


@pytest.mark.parametrize(
    ("name", "value"),
    [("BATON_REVIEW", "maybe"), ("BATON_COMMIT", "perhaps"), ("BATON_BRIEF_CHARS", "many")],
)
def test_a_wrong_variable_is_named(setup: Setup, name: str, value: str) -> None:
    with pytest.raises(ConfigError, match=name):
        setup.load(None, **{name: value})


@pytest.mark.parametrize(("text", "value"), [("1", True), ("true", True), ("False", False)])
def test_truth_in_the_environment(setup: Setup, text: str, value: bool) -> None:
    assert setup.load(BATON_COMMIT=text).commit is value


def test_without_files_nothing_slow_is_imported(setup: Setup) -> None:
    code = (
        "import sys; from baton.config import load; load(sys.argv[1], sys.argv[1], {});"
        "print(*sorted({'tomllib', 'difflib', 'dataclasses', 'pathlib'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", code, str(setup.home)], capture_output=True, check=True
    )
    assert done.stdout.split() == []
