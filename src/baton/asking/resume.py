"""What the next session should know: the right handoff, as a brief.

resume()   for a hook: puts into a session only what no byte of the repository can vouch for
           itself (written on this machine, reviewed at the pinned ref, the user's own draft);
           anything else is announced in one line
recall()   for a person or assistant who asks: the best one whatever its origin, labelled
offers()   all that was considered, best first
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from baton import handoff_file
from baton.asking import brief as writing
from baton.asking.candidates import gather, text_of
from baton.asking.freshness import Since, since
from baton.asking.lineage import Place, Ranked, choose
from baton.asking.trust import Vouching
from baton.errors import BatonError, GitError
from baton.keeping import git

if TYPE_CHECKING:
    from datetime import datetime

    from baton.asking.trust import Trust
    from baton.config import Config
    from baton.keeping.refs import Head
    from baton.model.saving import Project

HISTORY = 500  # commits before HEAD that count as near


class Brief(NamedTuple):
    """`text` is "" when there is no handoff; then `reasons` says so in a sentence."""

    text: str
    source: str = ""  # path
    name: str = ""
    trust: Trust = "unknown"
    left_out: tuple[str, ...] = ()
    since: Since = Since()
    reasons: tuple[str, ...] = ()  # why this one
    title: str = ""
    date: datetime | None = None
    status: str = ""


NOTHING_YET = "There is no handoff in this project yet. `baton draft` writes one of a session."


def resume(project: Project, config: Config, now: datetime) -> Brief:
    """The brief that may enter a session by itself; of what isn't trusted, one line at most."""
    here = head_of(project)
    vouching = Vouching(project, config)
    unknown = 0
    for one in _ranked(project, config, now, here):
        if one.candidate.retired:
            continue
        trust = vouching.trust_of(one.candidate)
        if trust == "unknown":
            unknown += 1
            continue
        notice = _notice(unknown, "more ")
        room = config._replace(brief_chars=config.brief_chars - len(notice))
        brief = _brief(project, room, now, (one, trust, here))
        return brief._replace(text=brief.text + notice)
    if not unknown:
        return Brief("", reasons=(NOTHING_YET,))
    return Brief(_notice(unknown, ""), reasons=("None is the user's own or reviewed.",))


def _notice(count: int, more: str) -> str:
    """The one line about handoffs that anybody could have put here."""
    if not count:
        return ""
    what = f"{count} {more}handoff{'' if count == 1 else 's'} in this project"
    return (
        f"Not shown: {what}, of unknown origin (not written on this machine, not on a branch the "
        "user trusts). The user can read the best one with `baton resume`.\n"
    )


def recall(project: Project, config: Config, now: datetime) -> Brief:
    """The brief of the best handoff, for somebody who asked; its origin is labelled."""
    here = head_of(project)
    ranked = _ranked(project, config, now, here)
    if not ranked:
        return Brief("", reasons=(NOTHING_YET,))
    trust = Vouching(project, config).trust_of(ranked[0].candidate)
    return _brief(project, config, now, (ranked[0], trust, here))


def considered(project: Project, config: Config, now: datetime) -> tuple[Ranked, ...]:
    """Every handoff and draft that could be the one, best first."""
    return _ranked(project, config, now, head_of(project))


def _ranked(
    project: Project, config: Config, now: datetime, here: Head | None
) -> tuple[Ranked, ...]:
    candidates = gather(project, config, now)
    if here is None:
        return choose(candidates, Place())
    newest = max(candidates, key=lambda one: one.written, default=None)
    if newest is None or (newest.head == here.commit and newest.branch == here.branch):
        history = {here.commit: 0}  # nothing is nearer than that: no need to ask git
    else:
        history = history_before(project, here)
    return choose(candidates, Place(here.branch, history))


def _brief(
    project: Project, config: Config, now: datetime, choice: tuple[Ranked, Trust, Head | None]
) -> Brief:
    ranked, trust, here = choice
    one = ranked.candidate
    try:
        text = text_of(one)
    except BatonError:
        return Brief("", reasons=(f"{one.name} is gone.",))
    handoff = handoff_file.parse(text, one.name)
    news = since(project, handoff, here, config.folder)
    origin = writing.Origin(one.name, trust, os.urandom(4).hex())
    written = writing.write(handoff, origin, news, now, config.brief_chars)
    return Brief(
        written.text,
        one.path,
        one.name,
        trust,
        written.left_out,
        news,
        ranked.reasons,
        handoff.title,
        handoff.date,
        handoff.meta.status,
    )


def head_of(project: Project) -> Head | None:
    """Where HEAD is; None without git, or where git can't say."""
    if not project.git_dir:
        return None
    try:
        return git.head(project)
    except GitError:
        return None


def history_before(project: Project, here: Head) -> dict[str, int]:
    """The commits before HEAD, nearest first, as commit -> position."""
    if not here.commit:
        return {}
    try:
        listed = git.run(project, "rev-list", f"--max-count={HISTORY}", here.commit, "--")
    except GitError:
        return {}
    return {line.decode(): at for at, line in enumerate(listed.split())}
