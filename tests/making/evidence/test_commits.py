from __future__ import annotations

from baton.making.evidence import mine
from baton.model.evidence import CommitMade, GitFacts
from baton.model.session import Event, Note
from tests.making.story import ROOT, edits, fails, runs, session


def commits(*events: Event, git: GitFacts | None = None) -> list[tuple[str, str, str]]:
    made = mine(session(*events), ROOT, git).commits
    return [(commit.sha, commit.branch, commit.subject) for commit in made]


def test_commits_as_git_prints_them() -> None:
    assert commits(
        runs("git commit -m x", "[main (root-commit) 1a2b3c4] Start\n 1 file changed"),
        runs("git add . && git commit -qm y && git push", "[fix/a-b 2b3c4d5e6] Fix: [x] (y)"),
        runs("git commit", "[detached HEAD 3c4d5e6] Loose"),
    ) == [
        ("1a2b3c4", "main", "Start"),
        ("2b3c4d5e6", "fix/a-b", "Fix: [x] (y)"),
        ("3c4d5e6", "detached HEAD", "Loose"),
    ]


def test_an_amended_commit_is_replaced() -> None:
    assert commits(
        runs("git commit -m x", "[main 1a2b3c4] x"),
        runs("git commit --amend -m y", "[main 2b3c4d5] y"),
    ) == [("2b3c4d5", "main", "y")]


def test_text_that_looks_like_a_commit_is_none() -> None:
    assert commits(runs("cat log.txt", "[main 1a2b3c4] x")) == []


def test_commits_to_a_throw_away_repository_are_not_the_projects() -> None:
    assert commits(
        runs("cd /tmp/try && git init && git commit -m x", "[main (root-commit) 1a2b3c4] x"),
        runs("git commit -m y", "[main 2b3c4d5] y", cwd="/tmp/try"),
        runs("cd web && git commit -m z", "[main 3c4d5e6] z"),
    ) == [("3c4d5e6", "main", "z")]


def test_gits_own_list_is_added() -> None:
    git = GitFacts(
        base="b", commits=(CommitMade("1a2b3c4d5e", "x", "main"), CommitMade("9f8e7d6c", "by hand"))
    )
    story = session(runs("git commit -m x", "[main 1a2b3c4] x"))
    assert mine(story, ROOT, git).commits == (
        CommitMade("1a2b3c4d5e", "x", "main", record=1),
        CommitMade("9f8e7d6c", "by hand"),
    )


def test_pull_requests_opened_not_those_mentioned() -> None:
    url = "https://github.com/ada/shop/pull/7"
    story = session(
        runs("gh pr view 6", "https://github.com/ada/shop/pull/6"),
        runs("gh pr create --fill", f"Creating\n{url}\n"),
        Note(0, None, "pr-link", "https://github.com/ada/shop/pull/8"),
    )
    found = mine(story, ROOT, None).pull_requests
    assert [(request.number, request.record) for request in found] == [(7, 2), (8, 3)]


def conflict(*events: Event) -> str:
    return mine(session(*events), ROOT, None).conflict


def test_a_conflict_stands_until_resolved() -> None:
    merge = fails("git merge topic", "CONFLICT (content): Merge conflict in a.py\n")
    assert conflict(merge) == "conflict in a.py"
    assert conflict(merge, runs("git commit --no-edit", "[main 1a2b3c4] Merge")) == ""
    assert conflict(merge, runs("git merge --abort")) == ""
    assert mine(session(), ROOT, GitFacts(conflict="rebase")).conflict == "rebase in progress"


def test_uncommitted() -> None:
    edit, commit = edits(f"{ROOT}/a.py"), runs("git commit -am x", "[main 1a2b3c4] x")
    assert mine(session(), ROOT, None).uncommitted is None
    assert mine(session(edit), ROOT, None).uncommitted is True
    assert mine(session(edit, commit), ROOT, None).uncommitted is False
    assert mine(session(edit, commit, edit), ROOT, None).uncommitted is True
