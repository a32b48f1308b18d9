"""How far baton has looked at each session of a project: what grew since is unclosed.

`<project's state>/seen` is a text file that is only added to: a first line "since <time>", then
"<bytes> <hash of the transcript's path>", the last line of a path counts. It lies in the user's
own state, so no repository can plant one, and reading it is one system call for the start hook.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from baton.keeping.digest import digest
from baton.keeping.files import append_line, read_regular, write_atomically
from baton.keeping.places import project_state

if TYPE_CHECKING:
    from baton.model.saving import Project

LIMIT = 4 * 1024 * 1024
FULL = 256 * 1024  # bytes from which on the file is written anew, one line a transcript


class Seen(NamedTuple):
    """`since`: when baton came to this project, in seconds since 1970; 0.0 when it hasn't yet."""

    since: float
    sizes: dict[str, int]

    def size(self, transcript: str) -> int:
        """The bytes of `transcript` that were looked at; -1 when it never was."""
        return self.sizes.get(mark(transcript), -1)


class Grown(NamedTuple):
    """A transcript with more in it than was looked at."""

    path: str
    size: int
    written: float  # when, in seconds since 1970


def grown(folder: str, known: Seen) -> list[Grown]:
    """The transcripts (JSON Lines) right in `folder` that grew, the latest written first."""
    found = []
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return []
    for entry in entries:
        # agent-*.jsonl are subagents of older clients, parts of another session
        if not entry.name.endswith(".jsonl") or entry.name.startswith("agent-"):
            continue
        try:
            facts = entry.stat(follow_symlinks=False)
        except OSError:
            continue
        if entry.is_file(follow_symlinks=False) and facts.st_size > known.size(entry.path):
            found.append(Grown(entry.path, facts.st_size, facts.st_mtime))
    return sorted(found, key=lambda one: one.written, reverse=True)


def mark(transcript: str) -> str:
    return digest(os.fsencode(os.path.abspath(transcript)))


def place(project: Project) -> str:
    return os.path.join(project_state(project), "seen")


def load(project: Project) -> Seen:
    """What is recorded; a line that makes no sense is passed over. Raises StorageError."""
    try:
        lines = read_regular(place(project), LIMIT).decode("ascii", "replace").splitlines()
    except FileNotFoundError:
        return Seen(0.0, {})
    since, sizes = 0.0, {}
    for line in lines:
        first, _, second = line.partition(" ")
        if first == "since" and not since:
            since = float(second) if second.isdigit() else 0.0
        elif first.isdigit() and second:
            sizes[second] = int(first)
    return Seen(since, sizes)


def begin(project: Project, now: float) -> None:
    """Record when baton came: sessions that ended before are history, not unclosed."""
    if not load(project).since:
        append_line(place(project), f"since {int(now)}")


def note(project: Project, transcript: str, size: int) -> None:
    """Record that the first `size` bytes of a transcript were looked at. Raises StorageError."""
    path = place(project)
    append_line(path, f"{size} {mark(transcript)}")
    if os.stat(path).st_size > FULL:
        seen = load(project)
        lines = [f"since {int(seen.since)}", *(f"{size} {key}" for key, size in seen.sizes.items())]
        write_atomically(path, "\n".join([*lines, ""]).encode("ascii"), replace=True)
