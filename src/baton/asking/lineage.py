"""Which handoff to go on from: the branch first, then the history, then the time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Kind: TypeAlias = Literal["handoff", "waiting", "draft"]

FAR = 1_000_000  # further from HEAD than any commit looked at


class Candidate(NamedTuple):
    """A handoff that could be the one. `written` sorts: later texts are later times."""

    name: str
    path: str
    kind: Kind
    written: str  # ISO 8601 in UTC
    branch: str = ""  # "" when it doesn't say
    head: str = ""  # commit, likewise
    retired: bool = False  # deprecated, or another one supersedes it


class Place(NamedTuple):
    """Where the work tree stands. `history`: commit -> how many commits before HEAD it is."""

    branch: str = ""
    history: Mapping[str, int] = {}


class Ranked(NamedTuple):
    """A candidate with what put it where it is; higher `rank` is better."""

    candidate: Candidate
    rank: tuple[int, int, int, int, str]
    reasons: tuple[str, ...]


def choose(candidates: Sequence[Candidate], place: Place) -> tuple[Ranked, ...]:
    """The candidates, best first, each with its reasons.

    A handoff of this branch goes before one whose commit is in this history, and that before one
    of another line of work; then the one whose commit is nearest to HEAD; then the newest. A draft
    goes first where it is newer than every handoff of its group and comes after them where it
    isn't. Retired ones come last.
    """
    oldest_first = sorted(candidates, key=lambda one: one.written)
    distances = _distances(oldest_first, place)
    newest: dict[int, str] = {}  # group -> when its newest handoff was written
    for one in oldest_first:
        if one.kind != "draft" and not one.retired:
            newest[_group(one, place)] = one.written
    ranked = [
        _ranked(one, place, distance, newest.get(_group(one, place), ""))
        for one, distance in zip(oldest_first, distances, strict=True)
    ]
    return tuple(sorted(ranked, key=lambda one: one.rank, reverse=True))


def _distances(oldest_first: Sequence[Candidate], place: Place) -> list[int]:
    """How far from HEAD each is; one that names no commit is as near as the one before it."""
    distances: list[int] = []
    before = FAR
    for one in oldest_first:
        distance = _distance(one.head, place.history) if one.head else before
        before = min(before, distance)
        distances.append(distance)
    return distances


def _distance(commit: str, history: Mapping[str, int]) -> int:
    """By full name, or by the start of one as people write it."""
    if commit in history:
        return history[commit]
    if 7 <= len(commit) < 40:
        return next((n for name, n in history.items() if name.startswith(commit)), FAR)
    return FAR


def is_elsewhere(one: Candidate, place: Place) -> bool:
    """Whether it is of another line of work: another branch, a commit not in this history."""
    return _group(one, place) == 0


def _group(one: Candidate, place: Place) -> int:
    """2: this branch, or it doesn't say; 1: its commit is in this history; 0: elsewhere."""
    if not one.branch or not place.branch or one.branch == place.branch:
        return 2
    return 1 if one.head and _distance(one.head, place.history) < FAR else 0


def before_head(distance: int) -> str:
    if not distance:
        return "made at HEAD"
    return f"{distance} commit{'s' if distance > 1 else ''} before HEAD"


def _ranked(one: Candidate, place: Place, distance: int, newest: str) -> Ranked:
    group = _group(one, place)
    is_draft = one.kind == "draft"
    is_news = is_draft and one.written > newest
    order = 2 if is_news else 0 if is_draft else 1
    rank = (0 if one.retired else 1, group, order, -distance, one.written)
    reasons = [
        ("of another line of work", "of a branch that is part of this history", "")[group]
        or (f"of this branch, {one.branch}" if one.branch else "it names no branch"),
    ]
    if one.retired:
        reasons.append("superseded or deprecated")
    if is_draft:
        reasons.append("a draft newer than every handoff" if is_news else "an older draft")
    if distance < FAR:
        reasons.append(before_head(distance))
    written = one.written[:16].replace("T", " ")
    reasons.append(f"written {written}" if written else "its date is missing or in the future")
    return Ranked(one, rank, tuple(reasons))
