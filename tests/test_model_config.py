"""Which model: the user's own word, strictly read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from baton import config, model_config
from baton.errors import ConfigError
from baton.keeping.places import config_home
from baton.model_config import ModelSettings


def load(text: str = "", **environ: str) -> ModelSettings | None:
    folder = Path(config_home())
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.toml").write_text(text)
    return model_config.load(str(folder), environ)


def test_no_model_is_the_default() -> None:
    assert model_config.load(config_home(), {}) is None
    assert load('folder = "notes"') is None


def test_a_provider_needs_two_lines() -> None:
    settings = load('[model]\nprotocol = "anthropic"\nname = "claude-x"')
    assert settings is not None
    assert settings.address == "https://api.anthropic.com"
    assert settings.key_env == "ANTHROPIC_API_KEY"
    assert settings.calls_per_session == 2


def test_a_providers_key_goes_to_its_own_address_only() -> None:
    settings = load(
        '[model]\nprotocol = "openai"\nname = "m"\naddress = "https://other.example/v1"'
    )
    assert settings is not None
    assert settings.key_env == ""


def test_the_environment_comes_last_and_can_switch_off() -> None:
    text = '[model]\nprotocol = "ollama"\nname = "m"\ntimeout = 9'
    settings = load(text, BATON_MODEL_NAME="n", BATON_MODEL_DOLLARS_PER_DAY="2")
    assert settings is not None
    assert (settings.name, settings.timeout, settings.dollars_per_day) == ("n", 9, 2.0)
    assert load(text, BATON_MODEL="off") is None
    assert load("", BATON_MODEL_PROTOCOL="command", BATON_MODEL_COMMAND="claude -p 'a b'") == (
        ModelSettings("command", command=("claude", "-p", "a b"))
    )


@pytest.mark.parametrize(
    ("lines", "what"),
    [
        ('name = "m"', "lacks protocol"),
        ('protocol = "smoke"', "protocol must be one of"),
        ('protocol = "ollama"', "needs name"),
        ('protocol = "command"', "needs command"),
        ('protocol = "ollama"\nname = "m"\ndolars_per_day = 1', "did you mean dollars_per_day"),
        ('protocol = "ollama"\nname = 3', "name must be a text"),
        ('protocol = "ollama"\nname = "m"\ntimeout = "9"', "timeout must be a whole number"),
        ('protocol = "ollama"\nname = "m"\ntimeout = true', "timeout must be a whole number"),
        ('protocol = "ollama"\nname = "m"\ntimeout = -1', "timeout can't be -1"),
        ('protocol = "ollama"\nname = "m"\ndollars_per_day = nan', "dollars_per_day can't be nan"),
        ('protocol = "ollama"\nname = "m"\naddress = "ftp://x"', "no http or https address"),
        ('protocol = "ollama"\nname = "m"\naddress = "http://u:p@x"', "must not hold a password"),
        ('protocol = "ollama"\nname = "m"\naddress = "http://x:99999"', "address http://x:99999"),
        (
            'protocol = "openai"\nname = "m"\naddress = "http://x/v1"\nkey_env = "K"',
            "unencrypted: use https",
        ),
        ('protocol = "command"\ncommand = [3]', "command must be a list of texts"),
        ('protocol = "command"\ncommand = "\'"', "command: No closing quotation"),
    ],
)
def test_a_mistake_is_told_never_guessed_over(lines: str, what: str) -> None:
    with pytest.raises(ConfigError, match=what):
        load(f"[model]\n{lines}")


@pytest.mark.parametrize("text", ["model = 3", "[model", "[model]\nprotocol = 3"])
def test_files_that_make_no_sense(text: str) -> None:
    with pytest.raises(ConfigError):
        load(text)


def test_a_repository_can_say_nothing_about_it(tmp_path: Path) -> None:
    (tmp_path / ".baton.toml").write_text(
        '[model]\nprotocol = "openai"\nname = "spy"\naddress = "https://evil.example"\n'
        "dollars_per_day = 1000.0\n"
    )
    loaded = config.load(str(tmp_path), config_home(), {})
    (problem,) = loaded.problems
    assert problem.where.endswith(".baton.toml:1")
    assert "a repository can't choose the model" in problem.what
    assert load() is None


def test_the_users_table_is_no_unknown_setting(tmp_path: Path) -> None:
    load('[model]\nprotocol = "ollama"\nname = "m"')
    assert config.load(str(tmp_path), config_home(), {}).problems == ()


def examples() -> list[str]:
    """The settings that the guide shows."""
    guide = Path(__file__).resolve().parent.parent / "docs" / "guides" / "drafts.md"
    return re.findall(r"```toml\n(.*?)```", guide.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("text", examples())
def test_every_example_of_the_guide_works_as_it_stands(text: str) -> None:
    assert load(text) is not None


def test_the_guide_names_every_limit_with_its_default() -> None:
    guide = Path(__file__).resolve().parent.parent / "docs" / "guides" / "drafts.md"
    rows = re.findall(r"^\| (`[^|]+) \| ([^|]+) \|", guide.read_text(encoding="utf-8"), re.M)
    told = {
        key: value
        for keys, values in rows
        for key, value in zip(re.findall(r"`(\w+)`", keys), values.split(", ") * 2, strict=False)
    }
    identity = {"protocol", "name", "address", "key_env", "command"}
    assert told.keys() == model_config.DEFAULTS.keys() - identity
    for key, value in told.items():
        default = model_config.DEFAULTS[key]
        assert value == str(default).lower() or float(value) == default, key
