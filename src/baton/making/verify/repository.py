"""Checking a saved handoff against the repository it lies in, without any session."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from baton.making.verify import Bullet, Checked, atoms, bullets, text_of
from baton.making.verify.ledger import plain_path
from baton.making.verify.verdict import STATED, Verdict, worst
from baton.model.document import Claim, Decision, FileNote, Handoff

_OUR_FORM = re.compile(r"^Committed(?: on (?:`[^`]*`(?:, )?)+)?: (?P<subject>.+)$")
_BEFORE_SUBJECT = re.compile(r"\b[0-9a-f]{7,40}\b`?(?: -|:| –| —) (?P<subject>.+)$")
_GONE = re.compile(r"\b(?:deleted?|removed?|renamed?|moved?|dropped)\b", re.IGNORECASE)
_DELETED = re.compile(r"^\W*(?:deleted|removed)\b", re.IGNORECASE)


class Repository(NamedTuple):
    """What the repository answers. The handoff's commit is where its session ended."""

    commit: str = ""  # "" when the handoff names none, or it isn't here
    subjects: dict[str, str] = {}  # noqa: RUF012 - a value, never changed
    then: frozenset[str] = frozenset()  # the files at the handoff's commit
    now: frozenset[str] = frozenset()  # the files at HEAD and those asked for in the work tree
    before: frozenset[str] | None = None  # the files where its session began; None: not known
    committed: frozenset[str] = frozenset()  # the files of all commits since then

    def changed(self, path: str) -> str:
        """What came of a file since the session began: "created", "changed", "" for nothing."""
        if self.before is not None and path in self.now and path not in self.before:
            return "created"
        return "changed" if path in self.committed else ""


def commits_named(handoff: Handoff) -> list[str]:
    """Every commit that the handoff's bullets name."""
    return list(dict.fromkeys(sha for _, bullet in bullets(handoff) for sha in _shas(bullet)))


def paths_named(handoff: Handoff) -> list[str]:
    """Every path that the handoff's bullets name."""
    return list(dict.fromkeys(path for _, bullet in bullets(handoff) for path in _paths(bullet)))


def recheck(handoff: Handoff, repository: Repository) -> tuple[Checked, ...]:
    """Every bullet with what the repository says of its commits and paths."""
    found = []
    for section, bullet in bullets(handoff):
        verdict = worst([*_commits(bullet, repository), *_files(bullet, repository)])
        proof = (verdict.proof,) if verdict.proof else ()
        found.append(Checked(section, bullet.line, text_of(bullet), verdict.trust, proof))
    return tuple(found)


def _shas(bullet: Bullet) -> Iterator[str]:
    yield from atoms.commits(text_of(bullet))
    if isinstance(bullet, Claim | Decision):
        yield from (reference for reference in bullet.evidence if atoms.is_commit(reference))


def _paths(bullet: Bullet) -> Iterator[str]:
    if isinstance(bullet, FileNote) and bullet.path:
        yield plain_path(bullet.path)
    text = bullet.what if isinstance(bullet, FileNote) else text_of(bullet)
    yield from (plain_path(match["path"]) for match in atoms.paths(text))


def _commits(bullet: Bullet, repository: Repository) -> Iterator[Verdict]:
    if not (repository.then or repository.now):
        return
    text = text_of(bullet)
    for sha in dict.fromkeys(_shas(bullet)):
        subject = repository.subjects.get(sha)
        if subject is None:
            yield Verdict("unsupported", f"no commit {sha[:9]} in this repository")
            continue
        form = _OUR_FORM.match(text) or _BEFORE_SUBJECT.search(text)
        if form is None:
            yield Verdict("stated", f"commit {sha[:9]} is there")
        elif _same(form["subject"], subject):
            yield Verdict("verified", f"commit {sha[:9]}")
        else:
            yield Verdict("contradicted", f"{sha[:9]}: {subject[:70]}")


def _same(one: str, other: str) -> bool:
    one, other = (" ".join(text.rstrip(". …").split()) for text in (one, other))
    return one.startswith(other) or other.startswith(one)


def _files(bullet: Bullet, repository: Repository) -> Iterator[Verdict]:
    if not (repository.then or repository.now):
        return
    said_gone = _GONE.search(text_of(bullet)) is not None
    for path in dict.fromkeys(_paths(bullet)):
        noted = isinstance(bullet, FileNote) and path == plain_path(bullet.path)
        deleted = noted and isinstance(bullet, FileNote) and _DELETED.match(bullet.what)
        if path.startswith(("/", "~", "..")):
            continue
        if deleted:
            yield _still_there(path, repository)
        elif _has(repository.then, path):
            at = f"{path.rsplit('/', 1)[-1]}: at {repository.commit[:9]}"
            yield Verdict("verified", at) if noted else STATED
        elif _has(repository.now, path):
            yield Verdict("stated", f"{path.rsplit('/', 1)[-1]}: there now")
        elif not said_gone and ("/" in path or noted):
            yield Verdict("unsupported", f"{path.rsplit('/', 1)[-1]}: not in the repository")


def _still_there(path: str, repository: Repository) -> Verdict:
    if path in repository.then and path in repository.now:
        name = path.rsplit("/", 1)[-1]
        return Verdict("contradicted", f"{name}: still there at {repository.commit[:9]}")
    return STATED


def _has(files: frozenset[str], path: str) -> bool:
    """Whether one of the files is meant by a path, which may be only the end of it."""
    return path in files or any(file.endswith(f"/{path}") for file in files)
