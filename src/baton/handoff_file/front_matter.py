"""The block between the two `---` lines: a strict subset of YAML that any YAML parser reads.

Conforms to the Open Knowledge Format 0.2 (GoogleCloudPlatform/knowledge-catalog, okf/SPEC.md):
`type`, `title`, `description`, `status`, `generated`, `verified`, `sources`; what is ours stands
under `baton`. Read are scalars, one-line lists and mappings, and one level of nesting; a general
YAML parser would cost milliseconds and let 400 bytes of anchors fill the memory.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple, TypeAlias

from baton.model.document import HandoffStatus, Metadata, Verification
from baton.model.problem import Problem

TYPE = "Session Handoff"
MAX_BYTES = 4096
MAX_KEYS = 32
MAX_COMMITS = 40  # written; base and head name the rest

Value: TypeAlias = "str | list[str | dict[str, str]] | dict[str, str]"

_BATON_TEXT = (
    "assistant", "session", "model", "trigger", "branch", "base", "head", "continues", "supersedes",
)  # fmt: skip
_WORDS_OF_OTHER_TYPES = {"true", "false", "yes", "no", "on", "off", "null", "y", "n", "~", ""}
_STATUS: dict[str, HandoffStatus] = {
    "draft": "draft",
    "stable": "stable",
    "deprecated": "deprecated",
}


class FrontMatter(NamedTuple):
    """What the block says; `rest` is the text after it, which starts on line `first_line`."""

    meta: Metadata
    date: datetime | None
    ours: bool  # it has our key, so the document follows docs/FORMAT.md
    rest: str
    first_line: int
    problems: tuple[Problem, ...] = ()


class Entry(NamedTuple):
    """One top-level key with everything below it, as written."""

    key: str
    raw: str
    line: int


def read(text: str) -> FrontMatter:
    """Take the front matter off `text` (line feeds only). Never fails; trouble is a problem."""
    block, rest, first_line = _split(text)
    if block is None:
        return FrontMatter(Metadata(), None, False, text, 1)
    if len(block.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        problem = Problem("front matter", f"longer than {MAX_BYTES} bytes; ignored")
        return FrontMatter(Metadata(), None, False, rest, first_line, (problem,))
    problems: list[Problem] = []
    values, extra = _values(_entries(block, problems), problems)
    ours = isinstance(values.get("baton"), dict)
    meta = _metadata(values, extra)
    return FrontMatter(meta, _date(values), ours, rest, first_line, tuple(problems))


def _split(text: str) -> tuple[str | None, str, int]:
    if not text.startswith("---\n"):
        return None, text, 1
    end = text.find("\n---\n", 3)
    if end < 0 and text.endswith("\n---"):
        end = len(text) - 4
    if end < 0:
        return None, text, 1
    block = text[4 : end + 1]
    return block, text[end + 5 :], block.count("\n") + 3


def _entries(block: str, problems: list[Problem]) -> list[Entry]:
    entries: list[Entry] = []
    for number, line in enumerate(block.split("\n"), start=2):
        if not line.strip() or line.startswith("#"):
            continue
        key, colon, raw = line.partition(":")
        if line[0] not in " \t-" and colon and raw[:1] in {"", " ", "\t"}:
            entries.append(Entry(key.strip().strip("\"'"), raw, number))
        elif entries:
            last = entries[-1]
            entries[-1] = last._replace(raw=f"{last.raw}\n{line}")
        else:
            problems.append(Problem(f"line {number}", "not a `key: value` line; ignored"))
    if len(entries) > MAX_KEYS:
        problems.append(Problem("front matter", f"more than {MAX_KEYS} keys; the rest ignored"))
    return entries[:MAX_KEYS]


_OURS = {"type", "title", "description", "status", "generated", "verified", "sources", "baton"}


def _values(
    entries: list[Entry], problems: list[Problem]
) -> tuple[dict[str, Value], list[tuple[str, str]]]:
    """The keys we know, understood, and the others as they are written."""
    values: dict[str, Value] = {}
    extra: list[tuple[str, str]] = []
    for entry in entries:
        if entry.key in values:
            problems.append(Problem(f"line {entry.line}", f"`{entry.key}` twice; the first counts"))
            continue
        if entry.key not in _OURS or entry.key == "sources":
            extra.append((entry.key, entry.raw))
        try:
            values[entry.key] = _value(entry.raw)
        except ValueError as error:
            if entry.key in _OURS:
                problems.append(Problem(f"line {entry.line}", f"`{entry.key}`: {error}"))
    return values, extra


def _value(raw: str) -> Value:
    first, _, below = raw.partition("\n")
    first = first.strip()
    if first.startswith("#"):
        first = ""
    if first and below.strip():
        raise ValueError("a value over several lines is not read")
    if first or not below:
        return _flow(first)
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
        value = _flow(raw.strip())
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
        value = _flow(item[0]) if len(item) == 1 else ""
        is_mapping = len(item) > 1 or (value == item[0] and ": " in item[0])
        if is_mapping:
            found.append(_block_mapping(item))
        elif isinstance(value, str | dict):
            found.append(value)
    return found


def _flow(text: str) -> Value:
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


def _metadata(values: dict[str, Value], extra: list[tuple[str, str]]) -> Metadata:
    baton = _mapping(values.get("baton"))
    generated = _mapping(values.get("generated"))
    status = _text(values.get("status"))
    known = set(_BATON_TEXT) | {"schema", "date", "commits"}
    extra[:0] = [
        (f"baton.{key}", f" {value if value[:1] in {'[', '{'} else write_scalar(value)}")
        for key, value in baton.items()
        if key not in known
    ]
    meta = Metadata(
        title=_text(values.get("title")),
        description=_text(values.get("description")),
        status=_STATUS.get(status, "draft"),
        generated_by=generated.get("by", ""),
        generated_at=generated.get("at", ""),
        verified=_verified(values.get("verified")),
        commits=_commits(baton.get("commits", "")),
        assistant=baton.get("assistant", ""),
        session=baton.get("session", ""),
        model=baton.get("model", ""),
        trigger=baton.get("trigger", ""),
        branch=baton.get("branch", ""),
        base=baton.get("base", ""),
        head=baton.get("head", ""),
        continues=baton.get("continues", ""),
        supersedes=baton.get("supersedes", ""),
        schema=int(baton["schema"]) if baton.get("schema", "").isdecimal() else 1,
    )
    return meta._replace(extra=tuple(_foreign(meta, extra)))


def _foreign(meta: Metadata, extra: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Without the `sources` that we would write ourselves."""
    return [(key, raw) for key, raw in extra if key != "sources" or raw != _sources(meta)]


def _mapping(value: Value | None) -> dict[str, str]:
    return value if isinstance(value, dict) else {}


def _text(value: Value | None) -> str:
    return value if isinstance(value, str) else ""


def _verified(value: Value | None) -> tuple[Verification, ...]:
    """A list of mappings, or one bare mapping (the specification asks to take both)."""
    items = value if isinstance(value, list) else [value]
    return tuple(
        Verification(item.get("by", ""), item.get("at", ""))
        for item in items
        if isinstance(item, dict)
    )


def _commits(raw: str) -> tuple[str, ...]:
    value = _flow(raw)
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def _date(values: dict[str, Value]) -> datetime | None:
    baton = _mapping(values.get("baton"))
    generated = _mapping(values.get("generated"))
    for text in (baton.get("date"), _text(values.get("date")), generated.get("at")):
        if text and (when := moment(text)):
            return when
    return None


def moment(text: str) -> datetime | None:
    """The time in ISO 8601 `text`, local where it names no zone; None when it is none."""
    try:
        when = datetime.fromisoformat(text.strip())
        return when if when.tzinfo else when.astimezone()
    except (ValueError, OverflowError, OSError):
        return None


def write(meta: Metadata, title: str, date: datetime | None) -> str:
    """The block with its two `---` lines, each value quoted where YAML would misread it."""
    extra = dict(meta.extra)
    lines = ["---", f"type: {TYPE}", f"title: {write_scalar(meta.title or title)}"]
    if meta.description:
        lines.append(f"description: {write_scalar(meta.description)}")
    lines.append(f"status: {meta.status}")
    if meta.generated_by or meta.generated_at:
        lines.append(f"generated: {_by_and_at(meta.generated_by, meta.generated_at)}")
    if meta.verified:
        lines.append("verified:")
        lines += [f"  - {_by_and_at(by, at)}" for by, at in meta.verified]
    sources = extra.pop("sources", _sources(meta))
    if sources:
        lines.append(f"sources:{sources}")
    lines += _baton_lines(meta, date, extra)
    lines += [f"{key}:{raw}" for key, raw in extra.items()]
    return "\n".join([*lines, "---"])


def _by_and_at(by: str, at: str) -> str:
    return f"{{ by: {write_scalar(by)}, at: {write_scalar(at)} }}"


def _sources(meta: Metadata) -> str:
    """Everything after `sources:`: the session the document was made from."""
    if not meta.session:
        return ""
    resource = write_scalar(f"{meta.assistant or 'assistant'} session {meta.session}")
    return f"\n  - {{ id: session, resource: {resource} }}"


def _baton_lines(meta: Metadata, date: datetime | None, extra: dict[str, str]) -> list[str]:
    lines = ["baton:", f"  schema: {meta.schema}"]
    if date:
        lines.append(f"  date: {date.isoformat()}")
    for key in _BATON_TEXT:
        if value := getattr(meta, key):
            lines.append(f"  {key}: {write_scalar(value)}")
    if meta.commits:
        listed = ", ".join(write_scalar(commit) for commit in meta.commits[:MAX_COMMITS])
        lines.append(f"  commits: [{listed}]")
    for key in [key for key in extra if key.startswith("baton.")]:
        lines.append(f"  {key.removeprefix('baton.')}:{extra.pop(key)}")
    return lines


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
