"""What has happened since a handoff was written: computed when it is asked for, never stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from baton.asking.age import in_words
from baton.errors import GitError
from baton.keeping import git

if TYPE_CHECKING:
    from datetime import datetime

    from baton.keeping.refs import Head
    from baton.model.document import Handoff
    from baton.model.saving import Project

OWN_COMMIT = "Session handoff: "  # the subject of commits that only bring a handoff


class Since(NamedTuple):
    """What git says happened. `known` is False when the handoff's commit is not to be found."""

    commits: tuple[tuple[str, str], ...] = ()  # hash and subject, newest first
    files: tuple[str, ...] = ()  # of those the handoff names, the ones changed since
    branch_differs: bool = False
    known: bool = False


def since(project: Project, handoff: Handoff, here: Head | None, folder: str) -> Since:
    """What was committed after the handoff's commit; at most one git process.

    `folder` is the handoffs' own: changes in it are no news.
    """
    meta = handoff.meta
    if here is None or not meta.head:
        return Since()
    branch_differs = bool(meta.branch and here.branch and meta.branch != here.branch)
    if meta.head == here.commit:
        return Since(branch_differs=branch_differs, known=True)
    try:
        found = git.changes_since(project, meta.head)
    except GitError:
        return Since(branch_differs=branch_differs)
    commits = tuple(
        (sha, subject) for sha, subject in found.commits if not subject.startswith(OWN_COMMIT)
    )
    named = {note.path.removeprefix("./") for note in handoff.files if note.path}
    files = tuple(
        path for path in found.files if path in named and not path.startswith(f"{folder}/")
    )
    return Since(commits, files, branch_differs, found.known)


def age_in_words(then: datetime | None, now: datetime) -> str:
    """ "2 hours ago"; "at an unknown time"."""
    return in_words(None if then is None else (now - then).total_seconds())
