"""Mining facts from a session and from git."""

from __future__ import annotations

from baton.making.evidence.commands import last_runs, mark_stale, mine_commands, still_running
from baton.making.evidence.commits import (
    left_uncommitted,
    mine_commits,
    mine_conflict,
    mine_pull_requests,
)
from baton.making.evidence.corrections import mine_corrections
from baton.making.evidence.files import mine_files
from baton.making.evidence.fixes import mine_fixes
from baton.making.evidence.goal import mine_goal
from baton.making.evidence.paths import Places
from baton.making.evidence.plan import mine_plan
from baton.making.evidence.speech import mine_statements
from baton.making.evidence.turns import turns
from baton.model.evidence import Evidence, GitFacts
from baton.model.session import Session

__all__ = ["last_runs", "mine"]


def mine(session: Session, root: str, git: GitFacts | None) -> Evidence:
    """The facts of a session, each pointing at the records it rests on.

    `root` is the project's folder ("" when unknown: the transcript's working directory stands in);
    `git` is git's own account of the session's time, where a repository is at hand.
    """
    taken = turns(session)
    goal, goal_record = mine_goal(taken)
    places = Places(session, root)
    files = mine_files(session, places, git)
    commands = mark_stale(mine_commands(session), files)
    commits = mine_commits(session, places, git)
    return Evidence(
        session=session,
        goal=goal,
        goal_record=goal_record,
        files=files,
        commands=commands,
        commits=commits,
        pull_requests=mine_pull_requests(session),
        plan=mine_plan(session),
        fixes=mine_fixes(session, commands),
        corrections=mine_corrections(taken),
        background=still_running(session),
        statements=mine_statements(taken),
        uncommitted=left_uncommitted(files, commits),
        conflict=mine_conflict(session, git),
    )
