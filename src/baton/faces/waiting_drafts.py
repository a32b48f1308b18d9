"""Telling the person that drafts wait for review: once for each, and never the model.

Hangs on the prompt, because what is shown at a session's start scrolls away before anybody reads
it. Only where somebody sits at the terminal: a headless run would use the news up unseen.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from baton.model.saving import Project


def news(project: Project) -> str:
    """A sentence about the drafts that nobody was told of yet; "" when there are none."""
    from baton.keeping import drafts
    from baton.keeping.files import append_line
    from baton.keeping.places import project_state

    if os.environ.get("CLAUDE_CODE_ENTRYPOINT") != "cli":
        return ""
    path = os.path.join(project_state(project), "told")
    told = _lines(path)
    new = [draft for draft in drafts.listing(project) if draft.draft_id not in told]
    for draft in new:
        append_line(path, draft.draft_id)
    if not new:
        return ""
    many = "a draft of an earlier session waits" if len(new) == 1 else f"{len(new)} drafts wait"
    return f"baton: {many} for your review (`baton review`)"


def _lines(path: str) -> set[str]:
    from baton.keeping.files import read_regular

    try:
        return set(read_regular(path, 1024 * 1024).decode("utf-8", "replace").splitlines())
    except FileNotFoundError:
        return set()
