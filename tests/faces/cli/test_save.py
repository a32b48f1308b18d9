"""The live assistant writes: skeleton out, answer in, through the command line on real files."""

from __future__ import annotations

import json
import os
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.claude_session import ClaudeSession, rounding_session

TOKEN = "ghp_" + "a1B2c3D4e5" * 3 + "F6g7H8"


class Baton:
    """Runs the command line in a folder, with something on standard input."""

    def __init__(self, command: list[str], cwd: Path) -> None:
        self.command = command
        self.cwd = cwd
        self.said = ""

    def __call__(self, *args: str, stdin: str | bytes = "", status: int = 0, **env: str) -> str:
        data = stdin.encode() if isinstance(stdin, str) else stdin
        done = subprocess.run(
            [*self.command, *args],
            cwd=self.cwd,
            input=data,
            capture_output=True,
            check=False,
            env={**os.environ, **env},
        )
        self.said = done.stderr.decode()
        assert done.returncode == status, done.stdout.decode() + self.said
        return done.stdout.decode()

    def save(self, answer: object, status: int = 0, **env: str) -> Any:
        text = self("save", "--json", "-", stdin=json.dumps(answer), status=status, **env)
        return json.loads(text)

    def draft(self) -> str:
        """The text of the only open draft."""
        [draft] = json.loads(self("review", "--json"))["drafts"]
        return self("review", "--show", draft["id"])


@pytest.fixture
def repo(tmp_path: Path, home: Path) -> Path:
    repo = tmp_path / "shop"
    repo.mkdir()
    (repo / "invoice.py").write_text("def total(lines):\n    return sum(lines)\n")
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "A shop"]):
        subprocess.run(["git", *command], cwd=repo, check=True)
    return repo


@pytest.fixture
def run(baton: list[str], repo: Path) -> Baton:
    return Baton(baton, repo)


@pytest.fixture
def session(home: Path, repo: Path) -> ClaudeSession:
    session = ClaudeSession(home, repo, "33333333-aaaa-4bbb-8ccc-000000000001")
    session.clock -= timedelta(minutes=5)
    rounding_session(session)
    session.user("don't touch the public API of the shop, only the totals")
    session.assistant("Understood.")
    return session


ANSWER = {
    "title": "Exact invoice totals",
    "description": "Totals are exact; refunds lack a test.",
    "accomplished": ["Totals are rounded once, after the sum"],
    "decisions": [{"what": "Round after the sum", "why": "errors add up", "rejected": "Decimal"}],
    "lessons": ["Rounding each line loses cents", "The public API of the shop must not be touched"],
    "next_steps": ["Cover refunds with a test"],
    "blockers": [],
}


def test_the_skeleton_is_short_and_says_what_is_missing(run: Baton, session: ClaudeSession) -> None:
    session.user(f"The upload token is {TOKEN}")
    text = run("draft", "--for-assistant")
    assert len(text) <= 6001
    assert "Invoice totals are off by a cent" in text
    assert "1 correction" in text
    assert "don't touch the public API" in text
    assert "baton save --json -" in text
    assert f"claude-code-{session.session_id}" in text
    assert TOKEN not in text
    found = json.loads(run("draft", "--for-assistant", "--json"))
    assert found["session"] == f"claude-code-{session.session_id}"
    assert found["gaps"][0]["kind"] == "correction"
    assert TOKEN not in json.dumps(found)
    assert set(found["answer"]) == set(found["fields"])
    assert json.loads(run("review", "--json"))["drafts"] == [], "it stores nothing"


def test_the_example_of_the_skeleton_is_a_valid_answer(run: Baton, session: ClaudeSession) -> None:
    answer = json.loads(run("draft", "--for-assistant", "--json"))["answer"]
    assert run.save(answer)["saved"] is True


def test_an_answer_becomes_the_draft_with_the_facts_by_code(
    run: Baton, repo: Path, session: ClaudeSession
) -> None:
    result = run.save(ANSWER)
    assert (result["saved"], result["state"]) == (True, "draft")
    assert result["flagged"] == []
    assert result["gaps"] == []
    assert "baton review" in result["next"]
    text = run.draft()
    assert "generated: { by: assistant:claude-code" in text
    assert "# Exact invoice totals" in text
    assert "**Decision:** Round after the sum — because errors add up (rejected: Decimal)" in text
    assert "Tests: pass" in text
    assert "`invoice.py` - modified" in text
    assert "Cover refunds with a test" in text
    assert "Root cause" not in text


def test_a_lying_claim_is_marked_and_told(run: Baton, session: ClaudeSession) -> None:
    session.bash("python -m pytest -q", "FAILED test_invoice.py::test_total", exit_code=1)
    result = run.save({**ANSWER, "accomplished": ["All tests pass", "The totals are exact"]})
    [flagged] = result["flagged"]
    assert (flagged["text"], flagged["label"]) == ("All tests pass", "contradicted")
    assert "exit 1" in flagged["evidence"]
    assert "sent again" in result["next"]
    assert "failing command" in result["gaps_in_short"]
    assert "**[contradicted]** All tests pass" in run.draft()


def test_a_secret_is_taken_out_and_only_its_kind_is_told(
    run: Baton, repo: Path, session: ClaudeSession
) -> None:
    result = run.save({**ANSWER, "lessons": [f"The upload needs {TOKEN} to work"]})
    assert result["secrets_removed"] == ["github-pat"]
    assert TOKEN not in json.dumps(result)
    assert TOKEN not in run.draft()
    found = subprocess.run(["grep", "-r", TOKEN, str(repo / ".git")], check=False)
    assert found.returncode == 1


BAD_FIELDS: list[tuple[dict[str, Any], str, str]] = [
    ({"titel": "x"}, "titel", "did you mean `title`?"),
    ({"title": 3}, "title", "is a number, must be a text"),
    ({"title": "x" * 101}, "title", "at most 100"),
    ({"accomplished": "one"}, "accomplished", "is a text, must be a list"),
    ({"accomplished": [1]}, "accomplished[0]", "is a number"),
    ({"accomplished": [" "]}, "accomplished[0]", "is empty"),
    ({"lessons": ["x" * 601]}, "lessons[0]", "at most 600"),
    ({"lessons": ["x"] * 31}, "lessons", "at most 30"),
    ({"decisions": [{"why": "w"}]}, "decisions[0].what", "is missing"),
    ({"decisions": [{"what": "w", "because": "b"}]}, "decisions[0].because", "no such part"),
    ({"decisions": [None]}, "decisions[0]", "is null"),
    ({"next_steps": [{"text": "a", "done": "yes"}]}, "next_steps[0].done", "true or false"),
    ({"dropped": [{"what": "w"}]}, "dropped[0].why", "is missing"),
    ({"session": "claude-code-nobody"}, "session", "the newest is claude-code-33333333"),
    ({"session": 7}, "session", "no session of this project"),
    ({}, "accomplished", "nothing to hand off"),
    ({"accomplished": [], "title": "x"}, "accomplished", "nothing to hand off"),
]


@pytest.mark.parametrize(("answer", "field", "problem"), BAD_FIELDS)
def test_a_wrong_field_is_told_with_an_example(
    run: Baton, session: ClaudeSession, answer: dict[str, Any], field: str, problem: str
) -> None:
    result = run.save(answer, status=1)
    assert result["saved"] is False
    [error] = [one for one in result["errors"] if one["field"] == field]
    assert problem in error["problem"]
    assert error["example"] is not None or field == "titel"
    assert json.loads(run("review", "--json"))["drafts"] == []


def test_all_that_is_wrong_is_told_at_once(run: Baton, session: ClaudeSession) -> None:
    answer = {key: value for bad, _, _ in BAD_FIELDS for key, value in bad.items()}
    result = run.save({**answer, "accomplished": "x", "lessons": [1, 2]}, status=1)
    fields = [error["field"] for error in result["errors"]]
    assert {"titel", "accomplished", "lessons[0]", "lessons[1]", "session"} <= set(fields)


BAD_INPUTS: list[tuple[bytes, str]] = [
    (b"", "Nothing came"),
    (b"not json", "is not JSON"),
    (b'{"title": "x"', "is not JSON"),
    (b"[1]", "one JSON object"),
    (b'"' + b"x" * 70_000 + b'"', "longer than 64 KB"),
    (b"[" * 60_000, "is not JSON"),
    (b"\xff\xfe\x00", "is not JSON"),
]


@pytest.mark.parametrize(("data", "message"), BAD_INPUTS, ids=range(len(BAD_INPUTS)))
def test_what_is_no_answer_is_an_error_with_a_next_step(
    run: Baton, session: ClaudeSession, data: bytes, message: str
) -> None:
    error = json.loads(run("save", "--json", "-", stdin=data, status=1))["error"]
    assert message in error["message"]
    assert error["hint"]


def test_a_fence_around_the_answer_does_no_harm(run: Baton, session: ClaudeSession) -> None:
    run("save", "-", stdin=f"```json\n{json.dumps(ANSWER)}\n```\n")
    assert "# Exact invoice totals" in run.draft()


def test_without_a_session_there_is_nothing_to_save(run: Baton) -> None:
    assert "session" in json.dumps(run.save(ANSWER, status=1))


def test_a_thin_redraft_does_not_replace_it(run: Baton, session: ClaudeSession) -> None:
    run.save(ANSWER)
    before = run.draft()
    session.user("Thanks, that is all for today, see you tomorrow")
    session.assistant("Goodbye.")
    run("draft")
    assert run.draft() == before


def test_new_work_renews_the_facts_and_keeps_the_words(run: Baton, session: ClaudeSession) -> None:
    run.save({**ANSWER, "state": ["The export is untouched"]})
    session.user("Now write the module for refunds as well")
    session.write("refund.py", "def refund(lines):\n    return -sum(lines)\n")
    session.bash("python -m pytest -q", "FAILED test_refund.py::test_it", exit_code=1)
    session.assistant("Added `refund.py`. Next step: handle partial refunds.")
    run("draft")
    text = run.draft()
    assert "# Exact invoice totals" in text
    assert "Totals are rounded once, after the sum" in text
    assert "The export is untouched" in text
    assert "`refund.py` - created" in text
    assert "Tests: FAIL" in text
    assert "Tests: pass" not in text
    assert "partial refunds" in text
    assert "by: assistant:claude-code" in text


def test_a_better_answer_replaces_the_first_one(run: Baton, session: ClaudeSession) -> None:
    run.save(ANSWER)
    run.save({**ANSWER, "title": "Exact totals at last"})
    assert "# Exact totals at last" in run.draft()


def test_a_persons_edit_is_not_replaced(run: Baton, session: ClaudeSession) -> None:
    run.save(ANSWER)
    [draft] = json.loads(run("review", "--json"))["drafts"]
    run("review", "--edit", draft["id"], EDITOR="sed -i s/cents/pennies/", VISUAL="")
    error = run.save(ANSWER, status=1)["error"]
    assert "baton review" in error["hint"]
    assert "pennies" in run.draft()


def test_with_automatic_review_it_is_saved_at_once(
    run: Baton, repo: Path, session: ClaudeSession
) -> None:
    result = run.save(ANSWER, BATON_REVIEW="automatic")
    assert result["state"] == "committed"
    first = Path(result["path"])
    assert "policy:automatic" in first.read_text()
    error = run.save({**ANSWER, "title": "Too soon"}, status=1, BATON_REVIEW="automatic")["error"]
    assert "nothing was done since" in error["message"]
    session.assistant("Let me correct that.")
    again = run.save({**ANSWER, "title": "Exact totals at last"}, BATON_REVIEW="automatic")
    second = Path(again["path"]).read_text()
    assert first.name in second.split("supersedes:")[1].partition("\n")[0]
    assert "exact-totals-at-last" in run("resume", "--why").splitlines()[0]


def test_what_was_carried_can_be_ticked_and_dropped(
    run: Baton, home: Path, repo: Path, session: ClaudeSession
) -> None:
    run.save({**ANSWER, "next_steps": ["Cover refunds with a test", "Support Python 3.8"]})
    run("review", "--approve")
    later = ClaudeSession(home, repo, "33333333-aaaa-4bbb-8ccc-000000000002")
    later.user("Go on with the invoice totals, please")
    later.write("test_refund.py", "def test_refund(): ...\n")
    later.assistant("Fine.")
    assert "[ ] Support Python 3.8" in run("draft", "--for-assistant")
    result = run.save(
        {
            "title": "Refunds are covered",
            "next_steps": [{"text": "Cover refunds with a test", "done": True}, "Ship it"],
            "dropped": [{"what": "Support Python 3.8", "why": "the user runs 3.12"}],
        }
    )
    assert [one["text"] for one in result["flagged"]] == ["Cover refunds with a test"]
    text = run.draft()
    assert "- [x] Cover refunds with a test (carried 1x)" in text
    assert "- Step: Support Python 3.8 (dropped: the user runs 3.12)" in text
    assert "- [ ] Ship it" in text
