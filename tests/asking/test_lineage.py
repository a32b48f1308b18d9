"""Choosing the handoff to go on from."""

from __future__ import annotations

from baton.asking.lineage import Candidate, Kind, Place, choose

A, B, C, D = (letter * 40 for letter in "abcd")
HISTORY = {A: 0, B: 1, C: 5}


def one(
    name: str, written: str, branch: str = "main", head: str = "", kind: Kind = "handoff"
) -> Candidate:
    return Candidate(name, f"/h/{name}", kind, written, branch, head)


def names(*candidates: Candidate, branch: str = "main") -> list[str]:
    ranked = choose(candidates, Place(branch, HISTORY))
    return [each.candidate.name for each in ranked]


def test_the_newest_of_this_branch() -> None:
    assert names(one("old", "2026-01-01"), one("new", "2026-01-02")) == ["new", "old"]


def test_this_branch_before_a_newer_one_of_another() -> None:
    assert names(one("mine", "1"), one("theirs", "2", "other", D)) == ["mine", "theirs"]


def test_a_merged_branch_before_one_elsewhere() -> None:
    merged = one("merged", "1", "feature", C)
    assert names(merged, one("elsewhere", "2", "other", D)) == ["merged", "elsewhere"]


def test_the_nearest_commit_before_the_newest() -> None:
    """After going back to an older commit, the handoff made there is the right one."""
    near = one("near", "1", head=B)
    assert names(near, one("gone", "3", head=D), one("far", "2", head=C)) == ["near", "far", "gone"]


def test_one_that_names_no_commit_is_as_near_as_the_one_before_it() -> None:
    by_hand = one("by-hand", "3", branch="")
    assert names(one("x", "1", head=C), one("y", "2", head=B), by_hand)[0] == "by-hand"
    old_by_hand = one("by-hand", "0", branch="")
    assert names(one("x", "1", head=C), old_by_hand)[0] == "x"


def test_an_abbreviated_commit_counts() -> None:
    assert names(one("near", "1", head=B[:7]), one("far", "2", head=C))[0] == "near"


def test_a_draft_wins_only_when_it_is_the_newest() -> None:
    handoff = one("handoff", "2026-01-02", head=A)
    assert names(handoff, one("draft", "2026-01-03", head=C, kind="draft"))[0] == "draft"
    assert names(handoff, one("draft", "2026-01-01", head=A, kind="draft"))[0] == "handoff"
    assert names(one("draft", "2026-01-01", kind="draft")) == ["draft"]


def test_retired_ones_come_last_and_say_so() -> None:
    retired = one("retired", "2026-01-09", head=A)._replace(retired=True)
    ranked = choose([retired, one("old", "2025-01-01", "other", D)], Place("main", HISTORY))
    assert ranked[0].candidate.name == "old"
    assert "superseded or deprecated" in ranked[1].reasons


def test_without_git() -> None:
    ranked = choose([one("a", "1", ""), one("b", "2", "")], Place())
    assert ranked[0].candidate.name == "b"
    assert choose([], Place()) == ()


def test_reasons_count_in_words_a_person_uses() -> None:
    ranked = choose([one(head, "1", head=head) for head in HISTORY], Place("main", HISTORY))
    told = [each.reasons[1] for each in ranked]
    assert told == ["made at HEAD", "1 commit before HEAD", "5 commits before HEAD"]


def test_one_without_a_date_says_so() -> None:
    [ranked] = choose([one("x", "")], Place("main", HISTORY))
    assert ranked.reasons[-1] == "its date is missing or in the future"
