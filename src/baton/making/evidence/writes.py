"""Which files a shell command writes, moves, copies or deletes.

Only what the words say for certain; a path with a variable or a pattern in it is left out later,
where paths are settled.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

import baton.making.evidence.programs as programs
import baton.making.evidence.shell as shell

Effect: TypeAlias = Literal[
    "write", "append", "modify", "delete", "move", "copy", "revert", "touch"
]


class Write(NamedTuple):
    """One file (or folder) affected; `target` is where a move or copy goes."""

    effect: Effect
    path: str
    target: str = ""
    added: int = 0  # lines, where a heredoc shows them
    forced: bool = False  # `rm -f`: the file may never have been there


def writes(command: shell.Command) -> tuple[Write, ...]:
    """The effects of a simple command on files, in order."""
    found = [Write("write", path, added=command.heredoc_lines) for path in command.writes]
    found += [Write("append", path, added=command.heredoc_lines) for path in command.appends]
    words = programs.unwrap(command.words)
    if not words:
        return tuple(found)
    name = words[0].rsplit("/", 1)[-1]
    if name == "git":
        name, words = _git_words(words)
    reader = _READERS.get(name)
    if reader:
        options = [word for word in words[1:] if word.startswith("-") and word != "-"]
        names = [word for word in words[1:] if not word.startswith("-")]
        found += reader(options, names, command)
    return tuple(found)


def _git_words(words: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """`git -C x mv a b` -> ("git mv", ("mv", "a", "b"))."""
    rest = list(words[1:])
    while rest and rest[0].startswith("-"):
        rest = rest[2:] if rest[0] in ("-C", "-c") else rest[1:]
    return (f"git {rest[0]}", tuple(rest)) if rest else ("git", words)


def _delete(options: list[str], names: list[str], command: shell.Command) -> list[Write]:
    forced = any("f" in option for option in options if not option.startswith("--"))
    return [Write("delete", name, forced=forced) for name in names]


def _git_delete(options: list[str], names: list[str], command: shell.Command) -> list[Write]:
    if "--cached" in options:
        return []
    return [Write("delete", name) for name in names]


def _move(options: list[str], names: list[str], command: shell.Command) -> list[Write]:
    return _to_target("move", names)


def _copy(options: list[str], names: list[str], command: shell.Command) -> list[Write]:
    return _to_target("copy", names)


def _to_target(effect: Effect, names: list[str]) -> list[Write]:
    if len(names) < 2:
        return []
    *sources, target = names
    into_folder = len(sources) > 1 or target.endswith(("/", "/.")) or target in (".", "..")
    return [
        Write(effect, source, _into(target, source) if into_folder else target)
        for source in sources
    ]


def _into(folder: str, source: str) -> str:
    return f"{folder.rstrip('/')}/{source.rstrip('/').rsplit('/', 1)[-1]}"


def _edit_in_place(options: list[str], names: list[str], command: shell.Command) -> list[Write]:
    """`sed -i`: the first word is the script unless `-e` or `-f` gave it."""
    if not any(option.startswith(("-i", "--in-place", "-pi", "-ni", "-Ei")) for option in options):
        return []
    scripted = any(option in ("-e", "-f", "--expression") for option in options)
    if "" in names:  # BSD: sed -i '' 's/a/b/' file
        names = [name for name in names if name]
    return [Write("modify", name) for name in names[0 if scripted and len(names) < 2 else 1 :]]


def _perl_in_place(options: list[str], names: list[str], command: shell.Command) -> list[Write]:
    if not any(option.startswith("-") and "i" in option[:4] for option in options):
        return []
    return [Write("modify", name) for name in names[1:]]


def _tee(options: list[str], names: list[str], command: shell.Command) -> list[Write]:
    effect: Effect = "append" if "-a" in options else "write"
    return [Write(effect, name, added=command.heredoc_lines) for name in names]


def _touch(options: list[str], names: list[str], command: shell.Command) -> list[Write]:
    return [Write("touch", name) for name in names]


def _checkout(options: list[str], names: list[str], command: shell.Command) -> list[Write]:
    """`git checkout -- f` takes changes back; `git checkout REV -- f` brings another version."""
    words = list(command.words)
    if "--" in words:
        position = words.index("--")
        paths = words[position + 1 :]
        revision = [word for word in names[: len(names) - len(paths)] if word != "HEAD"]
        return [Write("modify" if revision else "revert", path) for path in paths]
    if any(option in ("-b", "-B", "--orphan", "-t") for option in options):
        return []
    return [Write("revert", name) for name in names if "." in name]


def _restore(options: list[str], names: list[str], command: shell.Command) -> list[Write]:
    if any(option in ("--staged", "-S") for option in options) and not any(
        option in ("--worktree", "-W") for option in options
    ):
        return []
    other = any(option.startswith(("--source", "-s")) for option in options)
    return [Write("modify" if other else "revert", name) for name in names]


def _reset(options: list[str], names: list[str], command: shell.Command) -> list[Write]:
    return [Write("revert", ".")] if "--hard" in options else []


_READERS = {
    "rm": _delete,
    "unlink": _delete,
    "git rm": _git_delete,
    "mv": _move,
    "git mv": _move,
    "cp": _copy,
    "sed": _edit_in_place,
    "gsed": _edit_in_place,
    "perl": _perl_in_place,
    "tee": _tee,
    "touch": _touch,
    "git checkout": _checkout,
    "git restore": _restore,
    "git reset": _reset,
}
