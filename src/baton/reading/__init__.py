"""Transcripts in, sessions out: one module per assistant, and the table that lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from baton.errors import TranscriptError
from baton.model.problem import Problem
from baton.reading import claude_code
from baton.reading.jsonl import records

if TYPE_CHECKING:
    from baton.model.session import Session, TranscriptFile
    from baton.reading.jsonl import Record


class Reader(Protocol):
    """What a module of this folder offers."""

    NAME: str

    def recognises(self, first: list[Record]) -> bool:
        """Whether the first records of a file are this assistant's."""

    def read(self, path: str) -> Session:
        """The session of a transcript. Raises TranscriptError when the file can't be read."""

    def transcripts(self, root: str) -> tuple[TranscriptFile, ...]:
        """Transcripts of sessions that ran in the project at `root`."""


ASSISTANTS: dict[str, Reader] = {
    "claude-code": claude_code,
}
LOOKED_AT = 30  # records


def read(path: str, assistant: str | None = None) -> Session:
    """The session of the transcript at `path`; the assistant is recognised when not named.

    Raises TranscriptError when the file is missing, empty, unreadable or nobody's.
    """
    name = assistant or recognise(path)
    if name not in ASSISTANTS:
        raise TranscriptError(
            f"baton can't read sessions of {name!r}.",
            f"It reads those of {', '.join(ASSISTANTS)}.",
        )
    return ASSISTANTS[name].read(path)


def recognise(path: str) -> str:
    """The name of the assistant that wrote a transcript. Raises TranscriptError as above."""
    first: list[Record] = []
    for number, record in records(path):
        if not isinstance(record, Problem):
            first.append(record)
        if number >= LOOKED_AT:
            break
    for name, reader in ASSISTANTS.items():
        if reader.recognises(first):
            return name
    what = "is not a transcript baton knows" if first else "holds no record"
    raise TranscriptError(
        f"{path} {what}.",
        f"baton reads sessions of {', '.join(ASSISTANTS)}; name one with --assistant.",
    )


def transcripts(root: str) -> tuple[TranscriptFile, ...]:
    """The transcripts of all assistants' sessions in the project at `root`, newest first."""
    found = [file for reader in ASSISTANTS.values() for file in reader.transcripts(root)]
    return tuple(sorted(found, key=lambda file: file.modified, reverse=True))
