"""Regular expressions in linear time (RE2), over one byte per character.

Hostile text must not be able to stall a hook, so no pattern of the gate runs on Python's `re`
over text it has not bounded itself. Text is scanned as Latin-1 bytes (`scanned.py`), which keeps
byte offsets equal to character offsets and spares RE2 any decoding.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

from baton.errors import RedactionError

if TYPE_CHECKING:
    from collections.abc import Iterator


class Match(Protocol):
    def span(self, group: int = 0) -> tuple[int, int]: ...

    def group(self, group: int = 0) -> bytes: ...

    def end(self, group: int = 0) -> int: ...

    def start(self, group: int = 0) -> int: ...


class Pattern(Protocol):
    groups: int

    def finditer(self, text: bytes, pos: int = 0, endpos: int = ...) -> Iterator[Match]: ...

    def search(self, text: bytes) -> Match | None: ...

    def match(self, text: bytes, pos: int = 0, endpos: int = ...) -> Match | None: ...


class Search(Protocol):
    def Match(self, text: bytes) -> list[int] | None: ...  # noqa: N802 - RE2's own name


@cache
def engine() -> tuple[Any, Any]:
    """RE2 and the options every pattern is compiled with; raises RedactionError without RE2."""
    try:
        import re2
    except ImportError as error:
        raise RedactionError(
            "the secret scanner can't run: the package google-re2 can't be loaded",
            "Install it into the same Python: pip install google-re2",
        ) from error
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    options.log_errors = False
    return re2, options


@cache
def compiled(pattern: str) -> Pattern:
    """The pattern, compiled at its first use; raises RedactionError when RE2 refuses it."""
    re2, options = engine()
    try:
        regexp: Pattern = re2.compile(pattern.encode("latin-1"), options)
    except (re2.error, UnicodeEncodeError) as error:
        raise RedactionError(
            "the secret scanner can't run: one of its rules is broken", f"{pattern}: {error}"
        ) from error
    return regexp


def literal_search(words: tuple[bytes, ...]) -> Search:
    """A search that tells the numbers of all words that stand in a text, in one pass."""
    re2, options = engine()
    search: Search = re2.Set.SearchSet(options)
    try:
        for word in words:
            search.Add(re2.escape(word))  # type: ignore[attr-defined]
        search.Compile()  # type: ignore[attr-defined]
    except re2.error as error:
        raise RedactionError(
            "the secret scanner can't run: its keywords can't be searched for", str(error)
        ) from error
    return search
