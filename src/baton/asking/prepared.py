"""The next session's brief, worked out before that session starts.

Choosing a handoff costs a git process and reading thirty files: three times what a bare Python
needs to start. So whoever works in the background (a worker after a draft, a start that found
nothing prepared) keeps the brief in the user's own state, with a fingerprint of all it rests on:
HEAD, the pinned ref, the newest handoffs, the drafts, the spool, the ledger, the configuration.
Any difference, and it is worked out anew. It is a cache: deleting it loses nothing.

Two things in a brief belong to the moment and are put in on the way out: the age of the handoff,
and the mark around the quotation, which must be fresh every time.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from baton import __version__
from baton.asking.age import in_words
from baton.errors import StorageError
from baton.keeping import handoffs
from baton.keeping.digest import digest
from baton.keeping.files import read_regular, write_atomically
from baton.keeping.places import private_areas, project_state
from baton.keeping.refs import read_head

if TYPE_CHECKING:
    from datetime import datetime

    from baton.config import Config
    from baton.model.saving import Project

LIMIT = 256 * 1024
NEWEST = 30  # handoffs whose files are looked at, as many as are candidates
LONGEST = 86400.0  # seconds that a prepared brief is good for
FENCE = "[handoff "
ORIGIN = "\n│ From: "
NONCE = "{nonce}"
AGE = "{age}"


def prepared(project: Project, config: Config, now: float) -> str | None:
    """The prepared brief's text, if it still holds; None when it has to be worked out."""
    try:
        stored = json.loads(read_regular(_place(project), LIMIT))
        made, rests_on, date = stored["made"], stored["rests_on"], stored["date"]
        parts = [stored["head"], stored["tail"]]
        fits = 0 <= now - made < LONGEST and rests_on == fingerprint(project, config)
        if not fits:
            return None
        age = in_words(None if date is None else now - date)
        nonce = os.urandom(4).hex()
        return age.join(part.replace(NONCE, nonce) for part in parts if part is not None)
    except (OSError, StorageError, ValueError, KeyError, TypeError):
        return None


def prepare(project: Project, config: Config, now: datetime) -> str:
    """Work out the brief and keep it for the next start; returns its text.

    A brief that can't be kept is given all the same.
    """
    from baton.asking.resume import resume

    before = fingerprint(project, config)
    brief = resume(project, config, now)
    if not before or before != fingerprint(project, config):  # something changed meanwhile
        return brief.text
    date = brief.date.timestamp() if brief.date else None
    age = in_words(None if date is None else now.timestamp() - date)
    head, tail = _parts(brief.text, age)
    record = {
        "made": now.timestamp(),
        "rests_on": before,
        "date": date,
        "head": head,
        "tail": tail,
    }
    try:
        write_atomically(_place(project), json.dumps(record).encode("ascii"), replace=True)
    except StorageError:
        return brief.text
    return brief.text


def fingerprint(project: Project, config: Config) -> str:
    """Everything a brief rests on, in one hash; "" when only git could tell where HEAD stands."""
    rests_on: list[object] = [__version__, project.root, tuple(config)]
    if project.git_dir:
        head = read_head(project)
        if head is None:
            return ""
        rests_on += [tuple(head), *_pinned(project)]
    rests_on += [_facts(path) for path in handoffs.listing(project, config)[:NEWEST]]
    rests_on += [_facts(path) for path in handoffs.waiting(project)]
    for area in private_areas(project):
        rests_on += _facts_inside(os.path.join(area, "drafts"))
    rests_on.append(_facts(os.path.join(project_state(project), "ledger")))
    return digest(repr(rests_on).encode("utf-8", "backslashreplace"))


def _pinned(project: Project) -> list[object]:
    """What the pinned ref's commit rests on: its own file, or the packed ones."""
    from baton.keeping.ledger import pinned

    ref = pinned(project)
    if not ref:
        return []
    kinds = ("", "refs/", "refs/heads/", "refs/remotes/", "refs/tags/")
    names = [*(f"{kind}{ref}" for kind in kinds), "packed-refs", "reftable/tables.list"]
    return [ref, *(_facts(os.path.join(project.common_dir, name)) for name in names)]


def _facts(path: str) -> object:
    """What changes with a file's content, as git's own index takes it; None without a file."""
    try:
        facts = os.lstat(path)
    except OSError:
        return None
    times = facts.st_mtime_ns, facts.st_ctime_ns
    return (path, facts.st_size, facts.st_ino, facts.st_mode, *times)


def _facts_inside(folder: str) -> list[object]:
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return []
    return [_facts(os.path.join(folder, name)) for name in names]


def _parts(text: str, age: str) -> tuple[str, str | None]:
    """The text before and after the handoff's age, the fresh mark left open; None: it has none."""
    nonce = text.partition(FENCE)[2].partition(" ")[0]
    if nonce:
        text = text.replace(f"{FENCE}{nonce} ", f"{FENCE}{NONCE} ")
    begin = text.find(ORIGIN)
    at = text.find(age, begin) if begin >= 0 else -1
    return (text, None) if at < 0 else (text[:at], text[at + len(age) :])


def _place(project: Project) -> str:
    return os.path.join(
        project_state(project), f"brief-{digest(os.fsencode(project.root), size=8)}.json"
    )
