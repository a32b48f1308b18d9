"""File bullets: `- `path` - what changed``, and the other ways people list files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from baton.handoff_file.marks import expose, read_evidence, read_trust
from baton.model.document import FileNote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baton.handoff_file.items import Item

_LINK = r"\[([^\]]+)\]\(([^)\s]+)\)"
_BARE = r"[\w.@~+/\\-]*(?:/|\\|\.[A-Za-z]\w{0,9})[\w.@~+/\\{},*-]*"
_EXTENSIONS = (
    " bat c cc cfg cjs cpp cs css csv dart env ex exs go gradle h html ini ipynb java js json jsx "
    "kt lock lua md mjs php pl png proto ps1 py r rb rs scss sh sql svelte svg swift tf toml ts "
    "tsx txt vue xml yaml yml zig "
)
_SEPARATORS = "-–—:→ \t"


def file_notes(items: Sequence[Item], *, ours: bool) -> list[FileNote]:
    """The files a section names, each with what changed."""
    if ours:
        return [_our_note(item) for item in items]
    return [note for item in items for note in _their_notes(item)]


def mentioned(items: Sequence[Item]) -> list[FileNote]:
    """The files that items of other sections name in code spans or table cells, each once."""
    found: dict[str, FileNote] = {}
    for item in items:
        cells = [cell for cell in item.cells if " " not in cell]
        for text in (*item.text.split("`")[1::2], *cells):
            path = text.strip()
            if _is_file(path):
                found.setdefault(path, FileNote(path, "", item.line))
    return list(found.values())


def _is_file(text: str) -> bool:
    """A path with a known extension: `project.name` and `1.2.3` are none."""
    return (
        " " not in text
        and "(" not in text
        and "://" not in text
        and f" {text.rsplit('.', 1)[-1].lower()} " in _EXTENSIONS
        and "." in text
    )


def _our_note(item: Item) -> FileNote:
    """A note without a path that starts with code has a backslash before it."""
    text, trust = read_trust(item.text)
    path, rest = _code_span(text)  # a path may hold anything, marks too
    rest, is_verified, evidence = read_evidence(rest)
    marks = ("verified" if is_verified else trust, evidence)
    if path:
        what = rest[3:] if rest.startswith(" - ") else rest.lstrip(_SEPARATORS)
        return FileNote(path, expose(what.strip()), item.line, *marks)
    bare = rest.lstrip("\\")
    if bare[:1] == "`" and bare != rest:
        rest = rest[1:]
    return FileNote("", expose(rest), item.line, *marks)


def _their_notes(item: Item) -> list[FileNote]:
    for cell in item.cells:
        paths, _ = _leading_paths(cell)
        if paths:
            what = " — ".join(other for other in item.cells if other and other != cell)
            return [FileNote(path, what, item.line) for path in paths]
    paths, rest = _leading_paths(item.text)
    if not paths:
        return [FileNote("", item.text, item.line)]
    return [FileNote(path, rest.strip(), item.line) for path in paths]


def _leading_paths(text: str) -> tuple[list[str], str]:
    """The paths that open `text`, and what follows them."""
    paths: list[str] = []
    rest = text.lstrip("*_ ")
    while rest:
        path, after = _one_path(rest)
        if not _looks_like_path(path):
            break
        paths.append(path)
        rest = after.lstrip("*_ ")
        if rest[:1] not in {",", "+", "&"}:
            break
        rest = rest[1:].lstrip("*_ ")
    return paths, rest.lstrip(_SEPARATORS)


def _one_path(text: str) -> tuple[str, str]:
    """The code span, link target or bare word that opens `text`, and what follows it."""
    path, rest = _code_span(text)
    if path:
        return path, rest
    if match := re.match(_LINK, text):
        return match[2], text[match.end() :]
    match = re.match(_BARE, text)
    return (match.group(), text[match.end() :]) if match else ("", text)


def _code_span(text: str) -> tuple[str, str]:
    """The content of the code span that opens `text`, and what follows it; ("", text) if none."""
    inner = text.lstrip("`")
    fence = text[: len(text) - len(inner)]
    end = inner.find(fence) if fence else -1
    if end <= 0:
        return "", text
    return inner[:end].strip(), inner[end + len(fence) :]


def _looks_like_path(text: str) -> bool:
    if not text or "://" in text or len(text) > 260:
        return False
    name = text.rstrip("/").replace("\\", "/").rsplit("/", 1)[-1]
    return "/" in text or "\\" in text or ("." in name and not name.startswith(".."))
