"""What stands between the title and the first section: the goal, and other people's metadata."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baton.handoff_file.outline import Line

GOAL = "**Goal:**"
_DATES = {
    *("date", "session date", "datum", "fecha", "data"),
    *("날짜", "시작 시간", "日付", "日時", "作成日", "日期"),
}
_BRANCHES = {"branch", "git branch", "ブランチ", "브랜치", "rama", "분기"}


class Preamble(NamedTuple):
    """`rest` is everything but the goal, as written."""

    goal: str = ""
    goal_line: int = 0
    date: str = ""
    branch: str = ""
    rest: str = ""
    rest_line: int = 0


def read_preamble(lines: Sequence[Line], *, ours: bool) -> Preamble:
    """The goal, and the date and branch that `Key: value` lines name in documents not ours."""
    goal, goal_line, kept = _take_goal(lines)
    rest = [line for line in kept if line.text.strip()]
    found = {} if ours else _keys(rest)
    return Preamble(
        goal=goal,
        goal_line=goal_line,
        date=next((found[key] for key in found if key in _DATES), ""),
        branch=next((found[key] for key in found if key in _BRANCHES), "").strip("`"),
        rest="\n".join(line.text for line in kept).strip("\n"),
        rest_line=rest[0].number if rest else 0,
    )


def unquoted(texts: Sequence[str]) -> str:
    """The text of a block quote, as it is; of other lines, themselves."""
    return "\n".join(_unquote(text) for text in texts).strip()


def _unquote(text: str) -> str:
    if text[:2] == "> ":
        return text[2:]
    return text[1:] if text[:1] == ">" else text


def _take_goal(lines: Sequence[Line]) -> tuple[str, int, list[Line]]:
    """The goal after `**Goal:**`, inline or as the block quote below it, and the other lines."""
    at = next((n for n, line in enumerate(lines) if line.text.startswith(GOAL)), None)
    if at is None:
        return "", 0, list(lines)
    inline = lines[at].text[len(GOAL) :].strip()
    if inline:
        return inline, lines[at].number, [*lines[:at], *lines[at + 1 :]]
    start = at + 1
    while start < len(lines) and not lines[start].text.strip():
        start += 1
    end = start
    while end < len(lines) and lines[end].text.startswith(">"):
        end += 1
    goal = unquoted([line.text for line in lines[start:end]])
    return goal, lines[at].number, [*lines[:at], *lines[end:]]


def _keys(lines: Sequence[Line]) -> dict[str, str]:
    """`**Date:** 2026-05-08`, `- Branch: x`, `Date: x`, `| Date | x |` -> {"date": ...}."""
    found: dict[str, str] = {}
    for line in lines:
        text = line.text.strip().lstrip("->*| ").replace("**", "")
        key, separator, value = text.partition("|" if line.text.lstrip().startswith("|") else ":")
        name = key.strip(" *_").lower()
        if separator and 0 < len(name) < 20:
            found.setdefault(name, value.strip(" *_|"))
    return found
