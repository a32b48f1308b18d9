"""A JSONL transcript as a stream of records: whatever the bytes are, reading goes on.

The file may be written to while it is read, cut by a crash (a half line, runs of NUL), edited by
hand (BOM, CRLF) or hold lines of many megabytes (base64 images). A line that is no JSON object
becomes a `Problem` in its place.
"""

from __future__ import annotations

import json
import os
import re
import stat
from typing import IO, TYPE_CHECKING, NamedTuple

from baton.errors import TranscriptError
from baton.model.problem import Problem
from baton.reading.values import table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from baton.reading.values import Record

MAX_LINE = 32 * 1024 * 1024  # a longer line is passed over
LONG_LINE = 256 * 1024  # from here on encoded binaries are cut out before parsing
# What is left may be this long and have this many parts: parsed it takes up to eight times the
# room, or a hundred bytes a part.
MAX_PARSED = 8 * 1024 * 1024
MAX_PARTS = 500_000
BINARY = re.compile(rb"[A-Za-z0-9+/]{16384,}={0,2}")
SURROGATE_ESCAPE = re.compile(rb"\\u[dD][89a-fA-F]")
SURROGATE = re.compile("[\ud800-\udfff]")
BLANK = b" \t\r\n\x00"
BOM = b"\xef\xbb\xbf"
ZSTANDARD = b"\x28\xb5\x2f\xfd"

# Other programs write control characters unescaped; that is no reason to lose the line.
DECODER = json.JSONDecoder(strict=False)


class Opened(NamedTuple):
    """A transcript open for reading, with its size at that moment."""

    file: IO[bytes]
    size: int


def open_transcript(path: str) -> Opened:
    """Open the regular file at `path`.

    Raises TranscriptError when it is missing, no regular file, empty or can't be opened.
    """
    # O_NONBLOCK: a named pipe planted in a transcript's place must not hang us.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags | getattr(os, "O_CLOEXEC", 0))
    except FileNotFoundError:
        raise TranscriptError(
            f"There is no transcript at {path}",
            "Check the path; `baton sessions` lists what there is.",
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise TranscriptError(
            f"The transcript {path} can't be opened: {reason}",
            "Check that it is yours to read (`ls -l` shows it), then try again.",
        ) from None
    facts = os.fstat(descriptor)
    if not stat.S_ISREG(facts.st_mode):
        os.close(descriptor)
        raise TranscriptError(
            f"What lies at {path} is not a regular file",
            "Name the transcript itself: a file ending in .jsonl.",
        )
    if facts.st_size == 0:
        os.close(descriptor)
        raise TranscriptError(
            f"The transcript {path} is empty",
            "Nothing was recorded yet: go on with the session, or name another transcript.",
        )
    file = os.fdopen(descriptor, "rb", buffering=1 << 16)
    compressed = file.read(len(ZSTANDARD)) == ZSTANDARD
    file.seek(0)
    if compressed:
        file.close()
        raise TranscriptError(
            f"The transcript {path} is compressed",
            "Unpack it first with `zstd -d`, then name the file that gives.",
        )
    return Opened(file, facts.st_size)


def head(path: str, size: int) -> bytes:
    """The first bytes of a transcript, nothing when it can't be read."""
    try:
        opened = open_transcript(path)
    except TranscriptError:
        return b""
    with opened.file:
        return opened.file.read(size)


def records(
    opened: Opened, shortcut: Callable[[bytes], Record | None] | None = None
) -> Iterator[tuple[int, Record | Problem]]:
    """Every line up to the size at opening, with its number from 1; blank lines are left out.

    `shortcut` may give the record of a line it recognises beyond doubt without parsing it.
    """
    left = opened.size
    number = 0
    while left > 0:
        line = opened.file.readline(min(left, MAX_LINE))
        if not line:
            return
        left -= len(line)
        number += 1
        if not line.endswith(b"\n") and left > 0:
            left -= skip_rest(opened.file, left)
            yield number, Problem(f"line {number}", f"longer than {MAX_LINE >> 20} MB, left out")
            continue
        found: Record | Problem | None = shortcut(line) if shortcut else None
        if found is None:
            found = parse(line, number, is_last=left <= 0)
        if found is not None:
            yield number, found


def skip_rest(file: IO[bytes], left: int) -> int:
    """Move to the end of the current line; returns how many bytes were passed over."""
    passed = 0
    while passed < left:
        piece = file.readline(min(left - passed, 1 << 20))
        passed += len(piece)
        if not piece or piece.endswith(b"\n"):
            break
    return passed


def parse(line: bytes, number: int, *, is_last: bool = False) -> Record | Problem | None:
    """The record of one line, the problem with it, or nothing for a blank line."""
    bare = BINARY.sub(b"", line) if len(line) > LONG_LINE else line
    bare = (bare.removeprefix(BOM) if number == 1 else bare).strip(BLANK)
    if not bare:
        return None
    if len(bare) > LONG_LINE and is_too_large(bare):
        return Problem(f"line {number}", "too large to be parsed, left out")
    try:
        value = DECODER.decode(bare.decode("utf-8", "replace"))
        if SURROGATE_ESCAPE.search(bare):
            value = mended(value)
    except (ValueError, RecursionError):
        if is_last and not line.endswith(b"\n"):
            return Problem(f"line {number}", "half-written; the session may still be running")
        return Problem(f"line {number}", "not JSON")
    return table(value) if isinstance(value, dict) else Problem(f"line {number}", "not an object")


def is_too_large(line: bytes) -> bool:
    parts = sum(map(line.count, (b",", b"[", b"{")))
    return len(line) > MAX_PARSED or parts > MAX_PARTS


def mended(value: object) -> object:
    """`value` with lone surrogates replaced, which no file or pipe would take."""
    return DECODER.decode(SURROGATE.sub("\ufffd", json.dumps(value, ensure_ascii=False)))
