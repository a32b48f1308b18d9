"""Changing a JSON file as its owner would by hand: only the lines concerned, in the file's style.

Reading a file and dumping it again would reformat what others wrote. These functions find a
value's place in the text and edit there; everything else stays byte for byte. JSON as in RFC
8259; of a key that stands twice the last one counts, as it does for JSON.parse.

A path is a tuple of keys and indexes: ("hooks", "Stop", 0).
"""

from __future__ import annotations

import json
from typing import NamedTuple, NoReturn, TypeAlias

BLANK = " \t\r\n"
BOM = "\ufeff"
Path: TypeAlias = "tuple[str | int, ...]"


class Member(NamedTuple):
    """One entry of an object or array: `start` is where its key (or value) begins."""

    key: str | int
    start: int
    value: int  # where the value begins
    end: int


def parse(text: str) -> object:
    """The value of a whole JSON text; an empty one counts as an empty object.

    Raises ValueError (RecursionError for absurd nesting) when it isn't JSON.
    """
    text = text.removeprefix(BOM)
    return json.loads(text, parse_constant=_no_constant) if text.strip(BLANK) else {}


def add(text: str, path: Path, key: str, value: object) -> str:
    """`text` with a member added at the end of the object or array at `path` (`key` unused)."""
    start = _locate(text, path).value
    existing = _members(text, start)
    newline, unit = _style(text)
    label = f"{json.dumps(key, ensure_ascii=False)}: " if text[start] == "{" else ""
    if existing:
        last = existing[-1]
        margin = _margin(text, last.start)
        if margin is None:  # the members stand on one line, and so shall ours
            return f"{text[: last.end]}, {label}{_compact(value)}{text[last.end :]}"
        body = label + _pretty(value, unit, newline + margin)
        return f"{text[: last.end]},{newline}{margin}{body}{text[last.end :]}"
    outer = _line_margin(text, start)
    margin = outer + unit
    body = label + _pretty(value, unit, newline + margin)
    close = _skip(text, start + 1)
    return f"{text[: start + 1]}{newline}{margin}{body}{newline}{outer}{text[close:]}"


def replace(text: str, path: Path, value: object) -> str:
    """`text` with the value at `path` replaced."""
    here = _locate(text, path)
    newline, unit = _style(text)
    margin = _margin(text, here.start)
    body = _compact(value) if margin is None else _pretty(value, unit, newline + margin)
    return text[: here.value] + body + text[here.end :]


def delete(text: str, path: Path) -> str:
    """`text` without the member at `path`, its comma and its line."""
    parent = _locate(text, path[:-1])
    members = _members(text, parent.value)
    at = max(i for i, member in enumerate(members) if member.key == path[-1])
    here = members[at]
    if at:
        return text[: members[at - 1].end] + text[here.end :]
    if len(members) > 1:
        return text[: here.start] + text[members[1].start :]
    return text[: parent.value + 1] + text[_skip(text, here.end) :]


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _locate(text: str, path: Path) -> Member:
    """Where the value at `path` stands. Raises KeyError when there is none."""
    start = _skip(text, len(BOM) if text.startswith(BOM) else 0)
    here = Member("", start, start, _value_end(text, start))
    for key in path:
        found = [member for member in _members(text, here.value) if member.key == key]
        if not found:
            raise KeyError(key)
        here = found[-1]
    return here


def _members(text: str, start: int) -> list[Member]:
    """The entries of the object or array that begins at `start`, in order."""
    is_object = text[start] == "{"
    members: list[Member] = []
    at = _skip(text, start + 1)
    while text[at] not in "}]":
        key: str | int = len(members)
        value = at
        if is_object:
            key, after = json.JSONDecoder().raw_decode(text, at)
            value = _skip(text, _skip(text, after) + 1)  # over the colon
        end = _value_end(text, value)
        members.append(Member(key, at, value, end))
        at = _skip(text, end)
        if text[at] == ",":
            at = _skip(text, at + 1)
    return members


def _value_end(text: str, start: int) -> int:
    return json.JSONDecoder().raw_decode(text, start)[1]


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in BLANK:
        at += 1
    return at


def _margin(text: str, at: int) -> str | None:
    """The white space before `at` when that is all there is on its line, else None."""
    line = text[text.rfind("\n", 0, at) + 1 : at]
    return line if "\n" in text[:at] and not line.strip(BLANK) else None


def _line_margin(text: str, at: int) -> str:
    """The white space that the line of `at` begins with."""
    line = text[text.rfind("\n", 0, at) + 1 : at]
    return line[: len(line) - len(line.lstrip(BLANK))]


def _style(text: str) -> tuple[str, str]:
    """The file's line end and its indentation; LF and two spaces when it shows none."""
    newline = "\r\n" if "\r\n" in text else "\n"
    for line in text.splitlines():
        stripped = line.lstrip(" \t")
        if stripped.startswith('"') and len(stripped) < len(line):
            return newline, line[: len(line) - len(stripped)]
    return newline, "  "


def _pretty(value: object, unit: str, line_start: str) -> str:
    lines = json.dumps(value, indent=unit, ensure_ascii=False).split("\n")
    return line_start.join(lines)


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
