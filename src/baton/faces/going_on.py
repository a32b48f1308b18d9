"""Between asking and the workflow, which don't know each other: what a session went on from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baton.faces.settings import settings

if TYPE_CHECKING:
    from datetime import datetime

    from baton.model.document import Earlier
    from baton.model.saving import Project
    from baton.model.session import Session
    from baton.workflow import Lookup


def going_on(project: Project, now: datetime) -> Lookup:
    """The lookup that `workflow` takes: a session's earlier handoff in this project."""

    def lookup(session: Session) -> Earlier | None:
        from baton.asking.continued import continued

        return continued(project, settings(project), session, now)

    return lookup
