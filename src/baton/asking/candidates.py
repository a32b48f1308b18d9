"""The handoffs that a session could go on from: the folder's, the spool's, the newest draft."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from baton import handoff_file
from baton.asking.lineage import Candidate
from baton.errors import BatonError, StorageError
from baton.keeping import drafts, handoffs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baton.asking.lineage import Kind
    from baton.config import Config
    from baton.model.saving import Project

LOOKED_AT = 30  # newest handoffs of the folder whose front matter is read
CLOCKS_DIFFER = timedelta(days=1)  # a date further ahead is no date: it would always be newest


def gather(project: Project, config: Config, now: datetime, drafts_too: int = 1) -> list[Candidate]:
    """Every candidate once; the ones that another supersedes are marked as retired.

    Of the open drafts, the newest `drafts_too`.
    """
    found: dict[str, Candidate] = {}
    superseded: set[str] = set()
    for one, supersedes in _all(project, config, now, drafts_too):
        found.setdefault(one.name, one)
        superseded.add(supersedes)
    return [one._replace(retired=True) if one.name in superseded else one for one in found.values()]


def text_of(candidate: Candidate) -> str:
    """The whole document. Raises StorageError when it is gone or can't be read."""
    if candidate.kind != "draft":
        return handoffs.read(candidate.path)
    draft = drafts.at(candidate.path)
    if draft is None:
        raise StorageError(f"The draft {candidate.name} is gone.")
    return draft.document.text


def _all(
    project: Project, config: Config, now: datetime, drafts_too: int
) -> Iterator[tuple[Candidate, str]]:
    latest = now + CLOCKS_DIFFER
    kinds: tuple[tuple[Kind, tuple[str, ...]], ...] = (
        ("waiting", handoffs.waiting(project)),
        ("handoff", handoffs.listing(project, config)[:LOOKED_AT]),
    )
    for kind, paths in kinds:
        for path in paths:
            try:
                text = handoffs.read(path)
            except BatonError:
                continue
            yield _candidate(path, kind, text, latest)
    for draft in drafts.listing(project)[:drafts_too]:
        yield _candidate(draft.path, "draft", draft.document.text, latest, draft.written_at)


def _candidate(
    path: str, kind: Kind, text: str, latest: datetime, written_at: str = ""
) -> tuple[Candidate, str]:
    """The candidate, and the name of the handoff it supersedes."""
    name = os.path.basename(path)
    seen = handoff_file.glance(text, name)
    when = seen.date
    written = when.astimezone(UTC).isoformat() if when and when < latest else ""
    retired = seen.status == "deprecated"
    one = Candidate(name, path, kind, written or written_at, seen.branch, seen.head, retired)
    return one, seen.supersedes
