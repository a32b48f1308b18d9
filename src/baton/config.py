"""How this project and this user want it: environment > repository > user > default, read once.

The repository's file is `.baton.toml` at its top, the user's is `config.toml` in their own
configuration folder; both hold the keys of `Config`, flat. The environment's names are the keys
with BATON_ in front (BATON_REVIEW=automatic). A command's flags come last, with `_replace`.

A repository is somebody else's word. What would lower a guard (take drafts without a review, skip
the project's own pre-commit hook, fill more of the context than the assistant takes) counts only
when the user says the same: in their file, in the environment, or as `consent` that `baton init`
recorded. Otherwise the default holds and a Problem says so.
"""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Literal, NamedTuple

from baton.errors import ConfigError
from baton.model.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE_LIMIT = 65536  # bytes of a configuration file
CLIENT_LIMIT = 10_000  # characters that Claude Code takes from a hook; more is cut to a preview
NO_MODEL_HERE = (
    "a repository can't choose the model that sees your sessions: [model] counts only in your own "
    "config.toml, so it is ignored here"
)
LEAST_BRIEF = 500  # characters; below that a brief says nothing


class Config(NamedTuple):
    folder: str = "docs/session_handoffs"  # relative to the repository, with `/`
    review: Literal["required", "automatic"] = "required"
    brief_chars: int = 9500
    commit: bool = True
    pre_commit: Literal["run", "skip"] = "run"
    problems: tuple[Problem, ...] = ()


DEFAULTS: dict[str, object] = {k: v for k, v in Config()._asdict().items() if k != "problems"}
CHOICES: dict[str, tuple[str, ...]] = {
    "review": ("required", "automatic"),
    "pre_commit": ("run", "skip"),
}


class Layer(NamedTuple):
    """One place that settings come from, already checked."""

    values: dict[str, object]
    problems: tuple[Problem, ...] = ()


def load(
    root: str,
    config_home: str,
    environ: Mapping[str, str],
    consent: Mapping[str, object] | None = None,
) -> Config:
    """The configuration of the project at `root` for the user whose folder is `config_home`.

    `consent` holds the guard-lowering values that the user accepted for this project. Unknown
    keys and refused values become problems. Raises ConfigError, with file and line, when a file
    can't be parsed or a value has the wrong type.
    """
    user = read_layer(os.path.join(config_home, "config.toml"))
    repository = read_layer(os.path.join(root, ".baton.toml"))
    own = environment(environ)
    agreed = (user.values, own, consent or {})
    refused = {
        key: value
        for key, value in repository.values.items()
        if lowers_guard(key, value) and not any(says.get(key) == value for says in agreed)
    }
    taken = {key: value for key, value in repository.values.items() if key not in refused}
    problems = (*user.problems, *repository.problems, *map(refusal, refused.items()))
    merged = {**DEFAULTS, **user.values, **taken, **own}
    merged["folder"] = str(merged["folder"]).rstrip("/")
    return Config(**merged, problems=problems)  # type: ignore[arg-type]  # each value was checked


def lowers_guard(key: str, value: object) -> bool:
    """Whether a value takes away a protection, so that a repository alone may not set it."""
    if key == "brief_chars":
        return isinstance(value, int) and value > CLIENT_LIMIT
    return (key, value) in {("review", "automatic"), ("pre_commit", "skip")}


def guard_lowering(root: str) -> dict[str, object]:
    """What the repository's file asks for that needs the user's consent.

    Raises ConfigError like `load`.
    """
    values = read_layer(os.path.join(root, ".baton.toml")).values
    return {key: value for key, value in values.items() if lowers_guard(key, value)}


def refusal(asked: tuple[str, object]) -> Problem:
    key, value = asked
    what = (
        f"{key} = {literal(value)} lowers a guard, so it waits for your word; until then "
        f"{key} = {literal(DEFAULTS[key])}. Set BATON_{key.upper()} or your own config.toml, "
        "or accept it with `baton init --accept-settings`."
    )
    return Problem(".baton.toml", what)


def literal(value: object) -> str:
    """A value as TOML writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)


def environment(environ: Mapping[str, str]) -> dict[str, object]:
    """The settings among the environment's variables; raises ConfigError for wrong values."""
    values: dict[str, object] = {}
    for key, default in DEFAULTS.items():
        name = f"BATON_{key.upper()}"
        text = environ.get(name, "")
        if not text:
            continue
        value: object = text
        if isinstance(default, bool):
            value = {"true": True, "1": True, "false": False, "0": False}.get(text.lower(), text)
        elif isinstance(default, int):
            value = int(text) if text.isascii() and text.isdigit() else text
        if wrong := complaint(key, value):
            raise ConfigError(f"{name}={text}: {wrong}", f"Correct {name} or unset it.")
        values[key] = value
    return values


def read_layer(path: str) -> Layer:
    """The checked settings of one file; none when there is no file. Raises ConfigError."""
    text = read_text(path)
    if text is None:
        return Layer({})
    import tomllib  # 6 ms, and most projects have no file

    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        hint = (
            "Correct the file, or move it away and run `baton init`; baton changed nothing in it."
        )
        raise ConfigError(f"{path} can't be parsed: {error}", hint) from error
    values: dict[str, object] = {}
    problems = []
    for key, value in table.items():
        if key == "model":  # model_config.py reads the user's own, only when a draft is written
            if os.path.basename(path) == ".baton.toml":
                problems.append(Problem(place(path, text, key), NO_MODEL_HERE))
        elif key not in DEFAULTS:
            problems.append(Problem(place(path, text, key), unknown(key)))
        elif wrong := complaint(key, value):
            raise ConfigError(
                f"{place(path, text, key)}: {wrong}",
                f"Correct the line, or remove it for the default: {literal(DEFAULTS[key])}.",
            )
        else:
            values[key] = value
    return Layer(values, tuple(problems))


def read_text(path: str) -> str | None:
    """The text of a small regular file; None when there is none. Raises ConfigError."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        fd = os.open(path, flags)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise ConfigError(
            f"{path} can't be read: {error.strerror or error}",
            "Check its rights; it must be a real file, not a link.",
        ) from error
    with os.fdopen(fd, "rb") as stream:
        data = stream.read(FILE_LIMIT + 1) if stat.S_ISREG(os.fstat(fd).st_mode) else None
    if data is None or len(data) > FILE_LIMIT:
        raise ConfigError(
            f"{path} is not a regular file of at most {FILE_LIMIT} bytes.", "Move it away."
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{path}:{line}: not UTF-8", "Save the file as UTF-8.") from error


def place(path: str, text: str, key: str) -> str:
    """`path:line` of a key; only the path when the key is written in an unusual way."""
    for number, line in enumerate(text.splitlines(), 1):
        name = line.partition("=")[0].strip().strip("[]\"' ")
        if name == key or name.startswith(f"{key}."):
            return f"{path}:{number}"
    return path


def unknown(key: str) -> str:
    """What to say about a key that isn't ours."""
    import difflib  # 8 ms, and only for a mistake

    near = difflib.get_close_matches(key, DEFAULTS, n=1, cutoff=0.5)
    meant = f"; did you mean {near[0]}?" if near else f"; known keys: {', '.join(DEFAULTS)}"
    return f"unknown setting {key}{meant}"


def complaint(key: str, value: object) -> str:
    """Why `value` can't be the value of `key`; "" when it can."""
    if key in CHOICES:
        allowed = " or ".join(f'"{choice}"' for choice in CHOICES[key])
        return "" if value in CHOICES[key] else f"{key} must be {allowed}"
    if key == "commit":
        return "" if isinstance(value, bool) else "commit must be true or false"
    if key == "brief_chars":
        fits = isinstance(value, int) and not isinstance(value, bool) and value >= LEAST_BRIEF
        return "" if fits else f"brief_chars must be a whole number from {LEAST_BRIEF} up"
    return (
        ""
        if isinstance(value, str) and is_folder_inside(value)
        else ("folder must be a folder inside the repository, like docs/session_handoffs")
    )


def is_folder_inside(path: str) -> bool:
    """Whether a relative path names a folder below the repository's top, outside `.git`."""
    if not path.isprintable() or "\\" in path or ":" in path or path.startswith("/"):
        return False
    parts = path.removesuffix("/").split("/")
    return all(part not in ("", ".", "..") and part.lower() != ".git" for part in parts)
