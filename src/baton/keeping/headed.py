"""A document with facts about it, in one file, so that one atomic write holds both.

The first line is a comment with a mark and the facts as JSON; the rest is the Markdown as it will
be saved:

    <!-- baton 5d1c...e9 {"session_id": "..."} -->
    # Fix the parser

Used for what isn't part of the project yet: drafts, and handoffs that wait in the spool. They lie
where a repository that arrives as an archive could have planted files. So the mark is keyed with
this machine's secret over all that follows it, and what doesn't carry a true one isn't ours.
"""

from __future__ import annotations

from typing import TypeAlias

from baton.keeping.digest import digest
from baton.keeping.machine_key import machine_key

OPENING = b"<!-- baton "
CLOSING = b" -->\n"

Facts: TypeAlias = dict[str, "str | int | bool"]


def join(facts: Facts, text: str) -> bytes:
    """One file's bytes from facts and document. Raises StorageError without a machine key."""
    import json

    # ">" is escaped so that no fact can close the comment; JSON keeps the line whole.
    line = json.dumps(facts).replace(">", "\\u003e").encode()
    rest = b" " + line + CLOSING + text.encode("utf-8", "replace")
    return OPENING + digest(rest, key=machine_key()).encode() + rest


def split(data: bytes) -> tuple[Facts, str] | None:
    """Facts and document from a file's bytes; None when this machine didn't write them."""
    import json

    rest = _genuine(data)
    if rest is None:
        return None
    line, _, text = rest.partition(CLOSING)
    return json.loads(line), text.decode("utf-8")


def document(data: bytes) -> str | None:
    """Only the document, as above; needs no JSON, which costs 7 ms to import."""
    rest = _genuine(data)
    return None if rest is None else rest.partition(CLOSING)[2].decode("utf-8")


def _genuine(data: bytes) -> bytes | None:
    """What follows a true mark; None for anything else."""
    if not data.startswith(OPENING):
        return None
    mark, space, rest = data.removeprefix(OPENING).partition(b" ")
    rest = space + rest
    return rest if mark.decode("ascii", "replace") == digest(rest, key=machine_key()) else None
