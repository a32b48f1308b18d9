"""Which handoff a session went on from: the one it was offered when it started.

A session's own handoff goes first (it was saved, then the work went on), then that of the session
it was resumed or forked from. Else it is the best one of those written before it started, by the
rules of `lineage`; of unknown origin it must not be, since its text enters a new document.
"""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from baton import handoff_file
from baton.asking.candidates import gather, text_of
from baton.asking.freshness import since
from baton.asking.lineage import Place, choose, is_elsewhere
from baton.asking.resume import head_of, history_before
from baton.asking.trust import Vouching
from baton.errors import BatonError
from baton.model.document import Earlier

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from baton.asking.lineage import Candidate
    from baton.config import Config
    from baton.model.saving import Project
    from baton.model.session import Session

DRAFTS = 20  # open ones looked at


def continued(project: Project, config: Config, session: Session, now: datetime) -> Earlier | None:
    """The handoff that `session` went on from; None when there was none for it."""
    candidates = [one for one in gather(project, config, now, DRAFTS) if not one.retired]
    own, others = _by_session(candidates, session)
    vouching = Vouching(project, config)
    started = session.started or session.ended or now
    before = started.astimezone(UTC).isoformat()
    here = head_of(project)
    history = history_before(project, here) if here else {}
    branch = session.branches[0] if session.branches else here.branch if here else ""
    place = Place(branch, history)
    offered = choose([one for one in others if one.written <= before], place)
    for one in (*own, *(ranked.candidate for ranked in offered)):
        if vouching.trust_of(one) == "unknown":
            continue
        try:
            handoff = handoff_file.parse(text_of(one), one.name)
        except BatonError:
            continue
        name = one.name
        if one.kind == "draft":  # it will be called so once it is approved
            name = handoff_file.file_name(handoff.date or now, handoff.title)
        commits = since(project, handoff, here, config.folder).commits
        return Earlier(name, handoff, one not in own and is_elsewhere(one, place), commits)
    return None


def _by_session(
    candidates: Sequence[Candidate], session: Session
) -> tuple[list[Candidate], list[Candidate]]:
    """The session's own handoffs, then its parent's, newest first; and those of others.

    The session's own open draft is neither: it is about to be replaced.
    """
    own: list[Candidate] = []
    parents: list[Candidate] = []
    others: list[Candidate] = []
    for one in sorted(candidates, key=lambda one: one.written, reverse=True):
        try:
            whose = handoff_file.parse_metadata(text_of(one)).session
        except BatonError:
            continue
        if whose and whose == session.session_id:
            own += [] if one.kind == "draft" else [one]
        elif whose and whose == session.parent_id:
            parents.append(one)
        else:
            others.append(one)
    return [*own, *parents], others
