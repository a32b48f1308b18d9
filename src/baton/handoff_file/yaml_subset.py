"""The YAML that front matter may hold: a strict subset that any YAML parser reads alike.

Scalars, one-line lists and mappings, and one level of nesting. A general YAML parser would cost
milliseconds, and let 400 bytes of anchors fill the memory.
"""

from __future__ import annotations

from datetime import datetime
from typing import TypeAlias

Value: TypeAlias = "str | list[str | dict[str, str]] | dict[str, str]"

_WORDS_OF_OTHER_TYPES = {"true", "false", "yes", "no", "on", "off", "null", "y", "n", "~", ""}


def value(raw: str) -> Value:
    """What stands after `key:`, with the lines below it. ValueError for what is left out."""
    first, _, below = raw.partition("\n")
    first = first.strip()
    if first.startswith("#"):
        first = ""
    if first and below.strip():
        raise ValueError("a value over several lines is not read")
    if first or not below.strip():
        return flow(first)
    lines = [line for line in below.split("\n") if line.strip()]
    if lines[0].lstrip().startswith("- ") or lines[0].strip() == "-":
        return _block_list(lines)
    return _block_mapping(lines)


def _block_mapping(lines: list[str]) -> dict[str, str]:
    mapping: dict[str, str] = {}
    for line in lines:
        key, colon, raw = line.strip().partition(":")
        if not colon:
            raise ValueError("not a `key: value` line below it")
        value = flow(raw.strip())
        mapping.setdefault(key.strip(), value if isinstance(value, str) else raw.strip())
    return mapping


def _block_list(lines: list[str]) -> list[str | dict[str, str]]:
    items: list[list[str]] = []
    for line in lines:
        text = line.strip()
        if text.startswith("- "):
            items.append([text[2:].strip()])
        elif items:
            items[-1].append(text)
    found: list[str | dict[str, str]] = []
    for item in items:
        value = flow(item[0]) if len(item) == 1 else ""
        is_mapping = len(item) > 1 or (value == item[0] and ": " in item[0])
        if is_mapping:
            found.append(_block_mapping(item))
        elif isinstance(value, str | dict):
            found.append(value)
    return found


def flow(text: str) -> Value:
    """One line: a scalar, `[a, b]` or `{ by: a, at: b }`."""
    if text[:1] == "[" and text[-1:] == "]":
        return [scalar(part) for part in _flow_parts(text[1:-1])]
    if text[:1] == "{" and text[-1:] == "}":
        mapping: dict[str, str] = {}
        for part in _flow_parts(text[1:-1]):
            key, _, raw = part.partition(":")
            mapping.setdefault(key.strip(), scalar(raw))
        return mapping
    return scalar(text)


def _flow_parts(text: str) -> list[str]:
    """Split at the commas outside double quotes."""
    parts, start, quoted, at = [], 0, False, 0
    while at < len(text):
        if text[at] == "\\" and quoted:
            at += 1
        elif text[at] == '"':
            quoted = not quoted
        elif text[at] == "," and not quoted:
            parts.append(text[start:at])
            start = at + 1
        at += 1
    parts.append(text[start:])
    return [part for part in parts if part.strip()]


def scalar(text: str) -> str:
    """The text of one scalar; ValueError for what this subset leaves out."""
    text = text.strip()
    if text.isalnum():
        return text
    if text[:1] == '"':
        end = _closing_quote(text)
        return _unescaped(text[:end]) if "\\" in text[:end] else text[1 : end - 1]
    if text[:1] == "'" and len(text) > 1 and text.rfind("'") > 0:
        return text[1 : text.rfind("'")].replace("''", "'")
    if text[:1] in {"&", "*", "!", "|", ">", "%", "@"}:
        raise ValueError("anchors, aliases, tags and text blocks are not read")
    return text.split(" #", 1)[0].rstrip()


def _unescaped(quoted: str) -> str:
    import json  # 5 ms: only for the rare value with an escape

    try:
        return str(json.loads(quoted))
    except ValueError:
        return quoted[1:-1]


def _closing_quote(text: str) -> int:
    at = 1
    while at < len(text) and text[at] != '"':
        at += 2 if text[at] == "\\" else 1
    return at + 1


def moment(text: str) -> datetime | None:
    """The time in ISO 8601 `text`, local where it names no zone; None when it is none."""
    try:
        when = datetime.fromisoformat(text.strip())
        return when if when.tzinfo else when.astimezone()
    except (ValueError, OverflowError, OSError):
        return None


def write_scalar(text: str) -> str:
    """`text` as YAML: plain where every YAML parser reads it as this string, else quoted."""
    if _is_plain(text):
        return text
    import json

    quoted = json.dumps(text, ensure_ascii=False)
    if quoted.isprintable():
        return quoted
    return "".join(c if c.isprintable() else _escape(c) for c in quoted)


def _escape(c: str) -> str:
    """A character that YAML allows in quotes only as its code."""
    return f"\\u{ord(c):04x}" if ord(c) < 0x10000 else c


def _is_plain(text: str) -> bool:
    if text.lower() in _WORDS_OF_OTHER_TYPES or not text[0].isascii() or not text[0].isalpha():
        return bool(text) and _is_time(text)
    inner = text.translate(_PLAIN_CHARACTERS)
    return not inner and ": " not in text and " #" not in text and text[-1] not in " :"


_PLAIN_CHARACTERS = dict.fromkeys(
    map(ord, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 _./:;+()@-")
)


def _is_time(text: str) -> bool:
    """A date and time, which the specification writes bare."""
    return len(text) >= 20 and text[4] == "-" and text[10] == "T" and moment(text) is not None
