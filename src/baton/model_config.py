"""Which model may word drafts, and how much it may cost: the user's own word, nobody else's.

The table `[model]` of the user's `config.toml`, then the environment: `protocol` there is
BATON_MODEL_PROTOCOL. BATON_MODEL=off switches it off. No repository is ever asked: who sends a
project's sessions where, and who pays, is not for its files to say.

Read only when a draft is written; hooks never get here.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from baton.config import read_text
from baton.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

Protocol: TypeAlias = Literal["anthropic", "openai", "ollama", "command"]
PROTOCOLS = ("anthropic", "openai", "ollama", "command")
ADDRESSES = {
    "anthropic": "https://api.anthropic.com",
    "openai": "https://api.openai.com/v1",
    "ollama": "http://127.0.0.1:11434",
}
KEYS = {"anthropic": "ANTHROPIC_API_KEY", "openai": "OPENAI_API_KEY"}
HINT = "docs/guides/drafts.md shows each kind of model; BATON_MODEL=off goes without."


class ModelSettings(NamedTuple):
    """The keys of `[model]`; each field's name is its key."""

    protocol: Protocol
    name: str = ""  # of the model, as its provider calls it
    address: str = ""  # "" for the provider's own
    key_env: str = ""  # the environment variable that holds the key
    command: tuple[str, ...] = ()  # protocol "command": the program and its arguments
    stream: bool = True
    timeout: int = 60  # seconds for one call, waiting and second tries included
    max_input_tokens: int = 60_000
    max_output_tokens: int = 8_000
    dollars_per_million_in: float = 0.0
    dollars_per_million_out: float = 0.0
    calls_per_session: int = 2  # one, and one to repair what it left out
    tokens_per_session: int = 200_000
    tokens_per_day: int = 1_000_000
    dollars_per_session: float = 0.50
    dollars_per_day: float = 5.00

    @property
    def label(self) -> str:
        """How to name it to a person and in the ledger."""
        return self.name or (os.path.basename(self.command[0]) if self.command else self.protocol)

    def dollars(self, tokens_in: int, tokens_out: int) -> float:
        """What a call costs at the prices the user gave."""
        per_million = (
            tokens_in * self.dollars_per_million_in + tokens_out * self.dollars_per_million_out
        )
        return per_million / 1_000_000


DEFAULTS: dict[str, object] = ModelSettings("anthropic")._asdict()


def load(config_home: str, environ: Mapping[str, str]) -> ModelSettings | None:
    """The model this user chose; None without one, and that is the default.

    Raises ConfigError for what can't be parsed, an unknown key (a misspelt cap would be no cap), a
    value of the wrong type, or settings that don't fit together.
    """
    if environ.get("BATON_MODEL", "").lower() in ("off", "0", "none", "false"):
        return None
    path = os.path.join(config_home, "config.toml")
    values = {**from_file(path), **from_environment(environ)}
    if not values:
        return None
    if "protocol" not in values:
        choices = ", ".join(PROTOCOLS)
        raise ConfigError(f"[model] in {path} lacks protocol: one of {choices}", HINT)
    protocol = str(values["protocol"])
    if "address" not in values:  # a provider's key is for its own address only
        values = {"key_env": KEYS.get(protocol, ""), **values}
        values["address"] = ADDRESSES.get(protocol, "")
    settings = ModelSettings(**values)  # type: ignore[arg-type]  # each value was checked
    if wrong := misfit(settings):
        raise ConfigError(f"[model]: {wrong}", HINT)
    return settings


def from_file(path: str) -> dict[str, object]:
    """The checked keys of the file's table `[model]`."""
    text = read_text(path)
    if text is None:
        return {}
    import tomllib  # most users have no file

    try:
        table = tomllib.loads(text).get("model", {})
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(f"{path} can't be parsed: {error}", "Correct the file.") from error
    if not isinstance(table, dict):
        raise ConfigError(f"{path}: model must be a table, [model]", HINT)
    return {key: checked(key, value, f"{path}, [model]") for key, value in table.items()}


def from_environment(environ: Mapping[str, str]) -> dict[str, object]:
    """The checked keys among the environment's variables."""
    values: dict[str, object] = {}
    for key, default in DEFAULTS.items():
        name = f"BATON_MODEL_{key.upper()}"
        text = environ.get(name, "")
        if text:
            values[key] = checked(key, as_typed(text, default), name)
    return values


def as_typed(text: str, default: object) -> object:
    """A variable's text as a value of the default's type; as it is when it can't be one."""
    if isinstance(default, bool):
        return {"true": True, "1": True, "false": False, "0": False}.get(text.lower(), text)
    if isinstance(default, tuple):
        return text
    try:
        return type(default)(text)  # type: ignore[call-arg]  # str, int or float
    except ValueError:
        return text


def checked(key: str, value: object, where: str) -> object:
    """The value as `ModelSettings` wants it. Raises ConfigError when it can't be one."""
    if key not in DEFAULTS:
        import difflib

        near = difflib.get_close_matches(key, DEFAULTS, n=1, cutoff=0.5)
        meant = f"; did you mean {near[0]}?" if near else ""
        raise ConfigError(f"{where}: unknown setting {key}{meant}", HINT)
    default = DEFAULTS[key]
    if key == "command":
        return words(value, where)
    if isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if type(value) is not type(default):
        kind = {str: "a text", bool: "true or false", int: "a whole number"}
        raise ConfigError(f"{where}: {key} must be {kind.get(type(default), 'a number')}", HINT)
    if isinstance(value, int | float) and not 0 <= value < float("inf"):
        raise ConfigError(f"{where}: {key} can't be {value}", HINT)
    if key == "protocol" and value not in PROTOCOLS:
        raise ConfigError(f"{where}: protocol must be one of {', '.join(PROTOCOLS)}", HINT)
    return value


def words(value: object, where: str) -> tuple[str, ...]:
    """A command, given as a list of words or as one line that is cut like a shell would."""
    if isinstance(value, str):
        import shlex

        try:
            value = shlex.split(value)
        except ValueError as error:
            raise ConfigError(f"{where}: command: {error}", HINT) from error
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise ConfigError(f"{where}: command must be a list of texts, or one line", HINT)
    return tuple(value)


def misfit(settings: ModelSettings) -> str:
    """Why the settings can't work together; "" when they can."""
    if settings.protocol == "command":
        return "" if settings.command else 'protocol "command" needs command'
    if not settings.name:
        return f'protocol "{settings.protocol}" needs name, the model\'s name'
    from urllib.parse import urlsplit

    try:
        address = urlsplit(settings.address)
        port = address.port
    except ValueError as error:
        return f"address {settings.address}: {error}"
    if address.scheme not in ("http", "https") or not address.hostname or port == 0:
        return f"address {settings.address} is no http or https address"
    if address.username or address.password:
        return "address must not hold a password: name a variable with key_env"
    local = address.hostname in ("localhost", "127.0.0.1", "::1")
    if address.scheme == "http" and settings.key_env and not local:
        return f"address {settings.address} would send your key unencrypted: use https"
    return ""
