"""From an assistant's transcript on disk to a `Session`: the first stage of the journey.

One module or package per assistant, each with the names of `Assistant`; the table below is all
there is to add. Readers never fail on what is inside a file: what can't be read is a `Problem`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from baton.errors import TranscriptError, UsageError
from baton.model.problem import Problem
from baton.reading import claude_code, codex
from baton.reading.lines import open_transcript, records

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from baton.model.session import Session, TranscriptFile
    from baton.reading.values import Record

# Where an assistant tells the programs it runs which session it is.
SESSION_VARIABLES = ("CLAUDE_CODE_SESSION_ID", "CODEX_THREAD_ID")
FIRST_RECORDS = 20  # enough to tell one assistant's file from another's


class Assistant(Protocol):
    """What a module that reads an assistant's transcripts offers."""

    @property
    def NAME(self) -> str: ...  # noqa: N802 - a constant of a module

    def recognises(self, first: Iterable[Record]) -> bool: ...

    def read(self, path: str) -> Session: ...

    def transcripts(self, root: str) -> tuple[TranscriptFile, ...]: ...


ASSISTANTS: Mapping[str, Assistant] = {
    claude_code.NAME: claude_code,
    codex.NAME: codex,
}


def read(path: str, assistant: str | None = None) -> Session:
    """The session of the transcript at `path`, told by its content unless `assistant` is named.

    Raises TranscriptError when the file is missing, empty, unreadable or no transcript we know,
    UsageError for a name that isn't in `ASSISTANTS`.
    """
    name = assistant or recognise(path)
    if name not in ASSISTANTS:
        raise UsageError(
            f"There is no assistant called {name!r}",
            f"Name one of these with --assistant: {', '.join(sorted(ASSISTANTS))}",
        )
    return ASSISTANTS[name].read(path)


def recognise(path: str) -> str:
    """The name of the assistant whose transcript this is; raises TranscriptError."""
    opened = open_transcript(path)
    first = []
    with opened.file:
        for number, record in records(opened):
            if not isinstance(record, Problem):
                first.append(record)
            if number >= FIRST_RECORDS:
                break
    for name, module in ASSISTANTS.items():
        if module.recognises(first):
            return name
    raise TranscriptError(
        f"What lies at {path} is no transcript of an assistant known here",
        f"If it is one, say whose with --assistant: {', '.join(sorted(ASSISTANTS))}",
    )


def running(root: str, environ: Mapping[str, str]) -> TranscriptFile | None:
    """The transcript of the session that a program was started from, else the newest one."""
    found = transcripts(root)
    names = {environ[name] for name in SESSION_VARIABLES if environ.get(name)}
    return next((one for one in found if one.session_id in names), next(iter(found), None))


def transcripts(root: str) -> tuple[TranscriptFile, ...]:
    """The transcripts of sessions in the project folder `root`, newest first."""
    found = [file for module in ASSISTANTS.values() for file in module.transcripts(root)]
    return tuple(sorted(found, key=lambda file: (-file.modified, file.path)))
