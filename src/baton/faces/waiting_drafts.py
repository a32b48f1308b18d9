"""Telling the person that drafts wait for review: once for each, and never the model.

Hangs on the prompt, because what is shown at a session's start scrolls away before anybody reads
it. Only where somebody sits at the terminal: a headless run would use the news up unseen.
"""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from baton.model.saving import Draft, Project

OVER = 300.0  # seconds without a write after which a session is worth a word about its draft
LIMIT = 1024 * 1024


def news(project: Project, session_id: str) -> str:
    """A sentence about drafts that nobody was told of yet; "" when there are none.

    The draft of session `session_id` itself is still being written.
    """
    if os.environ.get("CLAUDE_CODE_ENTRYPOINT") != "cli" or not _any_draft(project):
        return ""
    from baton.keeping import drafts
    from baton.keeping.files import append_line
    from baton.keeping.places import project_state

    path = os.path.join(project_state(project), "told")
    told = _lines(path)
    new = [
        draft
        for draft in drafts.listing(project)
        if draft.draft_id not in told and draft.session_id != session_id and _is_over(draft)
    ]
    for draft in new:
        append_line(path, draft.draft_id)
    if not new:
        return ""
    many = "A draft of an earlier session waits" if len(new) == 1 else f"{len(new)} drafts wait"
    return f"baton: {many} for your review: `baton review`"


def _any_draft(project: Project) -> bool:
    """Whether there may be drafts at all: one look at a folder, before anything is read."""
    from baton.keeping.places import private_areas

    for area in private_areas(project):
        try:
            if os.listdir(os.path.join(area, "drafts")):
                return True
        except OSError:
            continue
    return False


def _is_over(draft: Draft) -> bool:
    try:
        return time.time() - os.stat(draft.transcript).st_mtime > OVER
    except OSError:
        return True


def _lines(path: str) -> set[str]:
    from baton.keeping.files import read_regular

    try:
        return set(read_regular(path, LIMIT).decode("utf-8", "replace").splitlines())
    except FileNotFoundError:
        return set()
