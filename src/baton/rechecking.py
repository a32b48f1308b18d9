"""Checking a saved handoff again: against its repository, and its session where that is here.

Reads only. What can't be checked is said, never guessed.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from baton import reading
from baton.errors import GitError
from baton.keeping import git, lookup
from baton.making.evidence import mine
from baton.making.verify import MARKS, Bullet, Checked, bullets, check, text_of
from baton.making.verify.repository import Repository, commits_named, paths_named, recheck
from baton.model.document import FileNote, NextStep
from baton.reading.belonging import folder_of
from baton.reading.whole import search_of

if TYPE_CHECKING:
    from baton.model.document import Handoff, Trust
    from baton.model.saving import Project


class Rechecked(NamedTuple):
    """The claims with their labels, and what they could and could not be held against."""

    claims: tuple[Checked, ...]
    commit: str = ""  # the handoff's commit, where the repository has it
    transcript: str = ""
    unchecked: tuple[str, ...] = ()  # in the user's words


def check_again(handoff: Handoff, project: Project, transcript: str) -> Rechecked:
    """Every claim of a handoff, labelled anew; `transcript` is "" when it isn't at hand.

    Raises TranscriptError when the transcript named can't be read.
    """
    claims = marked(handoff)
    commit, unchecked, repository = "", [], Repository()
    try:
        repository = ask_repository(handoff, project)
        commit = repository.commit
        if not (repository.then or repository.now):
            unchecked.append("files and commits: there is no repository with commits here")
        elif not commit:
            unchecked.append(
                "files at the time: the handoff names no commit that is here; compared with now"
            )
        claims = tuple(map(joined, claims, recheck(handoff, repository)))
    except GitError as error:
        unchecked.append(f"files and commits: {error.message}")
    if transcript:
        session = reading.read(transcript)
        evidence = mine(session, folder_of(session, project.root), None)
        told = check(handoff, evidence, search_of(transcript))
        told = tuple(
            borne_out(claim, bullet, repository)
            for claim, (_, bullet) in zip(told, bullets(handoff), strict=True)
        )
        claims = tuple(map(joined, claims, told))
    else:
        unchecked.append(
            "what was said and run: the transcript is not on this machine; name it with "
            "--transcript"
            if handoff.meta.session
            else "what was said and run: the handoff names no session; name its transcript with "
            "--transcript"
        )
    return Rechecked(claims, commit, transcript, tuple(unchecked))


def find_transcript(handoff: Handoff, project: Project) -> str:
    """The transcript of the handoff's session on this machine; "" when it isn't here."""
    if not handoff.meta.session:
        return ""
    return next(
        (
            file.path
            for file in reading.transcripts(project.root)
            if file.session_id == handoff.meta.session
        ),
        "",
    )


def ask_repository(handoff: Handoff, project: Project) -> Repository:
    """What the repository says of everything the handoff names. Raises GitError."""
    if not project.git_dir:
        return Repository()
    head = handoff.meta.head
    names = [*commits_named(handoff), *([head] if head else [])]
    subjects = lookup.subjects(project, names)
    commit = head if head in subjects else ""
    then = lookup.files_at(project, commit) if commit else None
    now = lookup.files_at(project, "HEAD") or frozenset()
    there = lookup.in_work_tree(project, paths_named(handoff))
    base = handoff.meta.base
    before = lookup.files_at(project, base) if base else None
    since = git.changes_since(project, base) if before is not None else git.Since()
    return Repository(
        commit, subjects, then or frozenset(), now | there, before, frozenset(since.files)
    )


def marked(handoff: Handoff) -> tuple[Checked, ...]:
    """The claims with the marks they already bear."""
    return tuple(
        Checked(section, bullet.line, text_of(bullet), *_mark(bullet))
        for section, bullet in bullets(handoff)
    )


def _mark(bullet: Bullet) -> tuple[Trust, tuple[str, ...]]:
    """The mark a bullet bears. A tick counts for nothing until it is borne out again."""
    if isinstance(bullet, NextStep):
        return "stated", ()
    return (bullet.trust if bullet.trust in MARKS else "stated"), bullet.evidence


def borne_out(claim: Checked, bullet: Bullet, repository: Repository) -> Checked:
    """A changed file that the session's calls don't show as told, but git does.

    The handoff has its files from git where that was at hand: what a command wrote stands in no
    call, and a file that was new before the session is "created" to git, "modified" to the calls.
    """
    if not isinstance(bullet, FileNote) or claim.trust not in MARKS:
        return claim
    name = os.path.basename(bullet.path)
    change = repository.changed(bullet.path)
    silent = (
        {f"{name}: {what}" for what in ("not in the session", "only read")} if change else set()
    )
    if change == "created":
        silent.add(f"{name}: modified")
    return claim._replace(trust="stated", evidence=()) if silent >= {*claim.evidence} else claim


def joined(before: Checked, after: Checked) -> Checked:
    """Two findings on one claim. Only a doubt about a commit yields to a later proof."""
    order = ("contradicted", "unsupported", "verified", "stated")
    doubted = any(proof.startswith("no commit") for proof in (*before.evidence, *after.evidence))
    pair = sorted((before, after), key=lambda one: order.index(one.trust))
    if doubted and pair[0].trust == "unsupported" and pair[1].trust == "verified":
        pair.reverse()
    evidence = tuple(dict.fromkeys((*before.evidence, *after.evidence)))
    if pair[0].trust in MARKS:
        evidence = pair[0].evidence
    return pair[0]._replace(evidence=evidence)
