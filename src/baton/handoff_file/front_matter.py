"""The block between the two `---` lines: what it says of the document, both ways.

Conforms to the Open Knowledge Format 0.2 (GoogleCloudPlatform/knowledge-catalog, okf/SPEC.md):
`type`, `title`, `description`, `status`, `generated`, `verified`, `sources`; what is ours stands
under `baton`. What YAML of it is read and written stands in yaml_subset.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from baton.handoff_file import yaml_subset
from baton.model.document import HandoffStatus, Metadata, Verification
from baton.model.problem import Problem

if TYPE_CHECKING:
    from datetime import datetime

    from baton.handoff_file.yaml_subset import Value

TYPE = "Session Handoff"
MAX_BYTES = 4096
MAX_KEYS = 32
MAX_COMMITS = 40  # written; base and head name the rest

_BATON_TEXT = (
    "assistant", "session", "model", "trigger", "branch", "base", "head", "continues", "supersedes",
)  # fmt: skip
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


class Glance(NamedTuple):
    """What choosing among many handoffs needs of each."""

    date: datetime | None = None
    status: str = ""
    branch: str = ""
    head: str = ""
    supersedes: str = ""


_GLANCED = {
    "status": "status", "date": "date", "  date": "date", "  branch": "branch", "branch": "branch",
    "  head": "head", "git_commit": "head", "  supersedes": "supersedes",
}  # fmt: skip


def glance(text: str) -> Glance:
    """The same as `read` for these few keys, in a tenth of its time; nothing is reported."""
    block, _, _ = _split(text)
    if block is None or len(block) > MAX_BYTES:
        return Glance()
    found: dict[str, str] = {}
    for line in block.split("\n"):
        key, _, raw = line.partition(":")
        name = _GLANCED.get(key)
        if name and raw[:1] == " ":
            try:
                found.setdefault(name, yaml_subset.scalar(raw))
            except ValueError:
                continue
    when = yaml_subset.moment(found.pop("date")) if found.get("date") else None
    return Glance(when, **found)


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
            values[entry.key] = yaml_subset.value(entry.raw)
        except ValueError as error:
            if entry.key in _OURS:
                problems.append(Problem(f"line {entry.line}", f"`{entry.key}`: {error}"))
    return values, extra


def _metadata(values: dict[str, Value], extra: list[tuple[str, str]]) -> Metadata:
    baton = _mapping(values.get("baton"))
    generated = _mapping(values.get("generated"))
    status = _text(values.get("status"))
    known = set(_BATON_TEXT) | {"schema", "date", "commits"}
    extra[:0] = [
        (
            f"baton.{key}",
            f" {value if value[:1] in {'[', '{'} else yaml_subset.write_scalar(value)}",
        )
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
        branch=baton.get("branch") or _text(values.get("branch")),
        base=baton.get("base", ""),
        head=baton.get("head") or _text(values.get("git_commit")),
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
    value = yaml_subset.flow(raw)
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def _date(values: dict[str, Value]) -> datetime | None:
    baton = _mapping(values.get("baton"))
    generated = _mapping(values.get("generated"))
    for text in (baton.get("date"), _text(values.get("date")), generated.get("at")):
        if text and (when := yaml_subset.moment(text)):
            return when
    return None


def write(meta: Metadata, title: str, date: datetime | None) -> str:
    """The block with its two `---` lines, each value quoted where YAML would misread it."""
    extra = dict(meta.extra)
    lines = ["---", f"type: {TYPE}", f"title: {yaml_subset.write_scalar(meta.title or title)}"]
    if meta.description:
        lines.append(f"description: {yaml_subset.write_scalar(meta.description)}")
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
    return f"{{ by: {yaml_subset.write_scalar(by)}, at: {yaml_subset.write_scalar(at)} }}"


def _sources(meta: Metadata) -> str:
    """Everything after `sources:`: the session the document was made from."""
    if not meta.session:
        return ""
    resource = yaml_subset.write_scalar(f"{meta.assistant or 'assistant'} session {meta.session}")
    return f"\n  - {{ id: session, resource: {resource} }}"


def _baton_lines(meta: Metadata, date: datetime | None, extra: dict[str, str]) -> list[str]:
    lines = ["baton:", f"  schema: {meta.schema}"]
    if date:
        lines.append(f"  date: {date.isoformat()}")
    for key in _BATON_TEXT:
        if value := getattr(meta, key):
            lines.append(f"  {key}: {yaml_subset.write_scalar(value)}")
    if meta.commits:
        listed = ", ".join(
            yaml_subset.write_scalar(commit) for commit in meta.commits[:MAX_COMMITS]
        )
        lines.append(f"  commits: [{listed}]")
    for key in [key for key in extra if key.startswith("baton.")]:
        lines.append(f"  {key.removeprefix('baton.')}:{extra.pop(key)}")
    return lines
