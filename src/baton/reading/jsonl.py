"""A transcript's lines, streamed: records out, and a problem for each line that is none.

Transcripts are written while we read them, by programs that crash: the last line may be half
there, a line may be garbage, hold NUL bytes or ten megabytes of an image.
"""

from __future__ import annotations

import json
import os
import stat
from typing import TYPE_CHECKING, Any, TypeAlias

from baton.errors import TranscriptError
from baton.model.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

Record: TypeAlias = dict[str, Any]

LONGEST_LINE = 64 * 1024 * 1024  # bytes; longer ones are skipped as a problem
BOM = b"\xef\xbb\xbf"


def size_of(path: str) -> int:
    """Size of a transcript in bytes. Raises TranscriptError when it isn't a readable file."""
    try:
        found = os.stat(path)
    except OSError as error:
        raise TranscriptError(
            f"The transcript {path} can't be read: {error.strerror}",
            "Check the path; `baton sessions` lists the sessions of this project.",
        ) from error
    if not stat.S_ISREG(found.st_mode):
        raise TranscriptError(
            f"{path} is not a file.", "Name the transcript file itself, not its folder."
        )
    return found.st_size


def records(path: str) -> Iterator[tuple[int, Record | Problem]]:
    """Each line of `path` with its 1-based number: a record, or the problem with it.

    Reads up to the size the file had when it was opened. Empty lines are passed over.
    Raises TranscriptError when the file can't be opened or read.
    """
    left = size_of(path)
    try:
        with open(path, "rb") as file:
            number = 0
            while left > 0 and (line := file.readline(min(left, LONGEST_LINE))):
                left -= len(line)
                number += 1
                if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
                    left -= _skip_line(file, left)
                    yield number, Problem(f"line {number}", "longer than 64 MB, passed over")
                elif line.strip():
                    yield number, _parse(line, number, is_last=left <= 0)
    except OSError as error:
        raise TranscriptError(
            f"The transcript {path} can't be read: {error.strerror}", "Check its permissions."
        ) from error


def _skip_line(file: Any, left: int) -> int:
    """Read on to the end of the line; returns how many bytes that were."""
    skipped = 0
    while skipped < left and (part := file.readline(min(left - skipped, LONGEST_LINE))):
        skipped += len(part)
        if part.endswith(b"\n"):
            break
    return skipped


def _parse(line: bytes, number: int, *, is_last: bool) -> Record | Problem:
    if number == 1:
        line = line.removeprefix(BOM)
    try:
        value = json.loads(line.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        half = is_last and not line.endswith(b"\n")
        return Problem(f"line {number}", "half written" if half else "not JSON")
    if not isinstance(value, dict):
        return Problem(f"line {number}", f"a JSON {type(value).__name__}, not an object")
    return value
