"""Sessions as the client lives them: what ends is drafted, what starts knows of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from baton.faces import detach
from baton.keeping import drafts, handoffs, jobs, ledger, seen
from baton.keeping.places import project_state, state_home
from baton.keeping.project import find_project
from baton.model.saving import Project
from tests.claude_session import ClaudeSession, rounding_session

LONG_AGO = 3600.0


class Client:
    """Calls the hooks as Claude Code does."""

    def __init__(self, baton: list[str], home: Path, root: Path) -> None:
        self.baton = baton
        self.home = home
        self.root = root
        self.project: Project = find_project(str(root))
        self.environ: dict[str, str] = {}
        self.wrapper: tuple[str, ...] = ()  # what runs the hook instead of this process

    def session(self, session_id: str) -> ClaudeSession:
        session = ClaudeSession(self.home, self.root, session_id)
        rounding_session(session)
        return session

    def hook(self, event: str, session: ClaudeSession, **fields: str) -> Any:
        payload = {
            "session_id": session.session_id,
            "transcript_path": str(session.path),
            "cwd": str(self.root),
            **fields,
        }
        self.done = subprocess.run(
            [*self.wrapper, *self.baton, "hook", "claude-code", event],
            cwd=self.root,
            input=json.dumps(payload).encode(),
            capture_output=True,
            env={**os.environ, **self.environ},
            timeout=30,
        )
        assert self.done.returncode == 0
        assert self.done.stderr == b"", self.done.stderr
        return json.loads(self.done.stdout) if self.done.stdout else None

    def start(self, session_id: str, source: str = "startup") -> str:
        """The context that a new session is given."""
        session = ClaudeSession(self.home, self.root, session_id)
        answer = self.hook("session-start", session, source=source)
        if answer is None:
            return ""
        output = answer["hookSpecificOutput"]
        assert list(answer) == ["hookSpecificOutput"]
        assert output["hookEventName"] == "SessionStart"
        assert len(output["additionalContext"].encode("utf-16-le")) // 2 <= 10_000
        return str(output["additionalContext"])

    def wait(self) -> None:
        """Until no worker has anything left to do."""
        eventually(lambda: not jobs.waiting(self.project))


def eventually(happens: Callable[[], object], seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.02)


def age(session: ClaudeSession, seconds: float = 60.0) -> None:
    """As if nobody had written the transcript for a while."""
    then = time.time() - seconds
    os.utime(session.path, (then, then))


@pytest.fixture
def client(baton: list[str], home: Path, tmp_path: Path) -> Client:
    root = tmp_path / "shop"
    root.mkdir()
    (root / "invoice.py").write_text("def total(lines):\n    return sum(lines)\n")
    before_all = {"GIT_AUTHOR_DATE": "2025-01-01T00:00Z", "GIT_COMMITTER_DATE": "2025-01-01T00:00Z"}
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "A shop"]):
        subprocess.run(["git", *command], cwd=root, check=True, env={**os.environ, **before_all})
    client = Client(baton, home, root)
    seen.begin(client.project, time.time() - LONG_AGO)
    return client


@pytest.mark.parametrize("event", ["session-end", "stop", "pre-compact"])
def test_what_ends_is_drafted_and_the_next_session_knows(client: Client, event: str) -> None:
    session = client.session("one")
    assert client.hook(event, session) is None
    client.wait()
    (draft,) = drafts.listing(client.project)
    assert (draft.session_id, draft.transcript) == ("one", str(session.path))
    assert f"trigger: {event}" in draft.document.text
    context = client.start("two")
    assert "off by a cent" in context


def test_a_session_is_drafted_once_however_often_it_ends(client: Client) -> None:
    session = client.session("one")
    for event in ("stop", "stop", "pre-compact", "session-end"):
        client.hook(event, session)
    client.wait()
    assert len(drafts.listing(client.project)) == 1


def test_a_stop_without_news_starts_nothing(client: Client) -> None:
    session = client.session("one")
    client.hook("stop", session)
    client.wait()
    before = os.listdir(os.path.join(project_state(client.project), "jobs"))
    stamp = os.stat(os.path.join(project_state(client.project), "seen")).st_mtime_ns
    client.hook("stop", session)
    time.sleep(0.3)
    assert os.listdir(os.path.join(project_state(client.project), "jobs")) == before
    assert os.stat(os.path.join(project_state(client.project), "seen")).st_mtime_ns == stamp


def test_an_unclosed_session_is_drafted_before_the_brief(client: Client) -> None:
    """The first session was killed: no hook told of its end."""
    age(client.session("killed"))
    assert "off by a cent" in client.start("two")
    assert [draft.session_id for draft in drafts.listing(client.project)] == ["killed"]


def test_a_session_killed_a_moment_ago_is_over(client: Client) -> None:
    """Its process was seen at its start, and is gone."""
    client.wrapper = ("sh", "-c", '"$@"; true', "client")
    client.start("killed")
    client.wrapper = ()
    client.session("killed")
    assert "off by a cent" in client.start("two")


def test_a_session_that_runs_beside_is_left_alone(client: Client) -> None:
    client.start("beside")
    age(client.session("beside"))
    assert client.start("two") == ""
    assert drafts.listing(client.project) == ()


def test_after_clear_the_session_before_is_over_at_once(client: Client) -> None:
    client.session("cleared")
    assert client.start("other") == ""
    assert "off by a cent" in client.start("two", source="clear")


def test_sessions_before_baton_came_are_history(client: Client, home: Path) -> None:
    os.unlink(os.path.join(project_state(client.project), "seen"))
    age(client.session("old"))
    assert client.start("two") == ""
    assert client.start("three") == ""
    assert drafts.listing(client.project) == ()


def test_a_session_not_worth_a_handoff_is_looked_at_once(client: Client) -> None:
    session = ClaudeSession(client.home, client.root, "chat")
    session.user("What is a monad?")
    session.assistant("A monoid in the category of endofunctors.")
    age(session)
    assert client.start("two") == ""
    known = seen.load(client.project)
    assert known.size(str(session.path)) == session.path.stat().st_size
    assert seen.grown(str(session.path.parent), known) == []


def test_a_brief_that_counts_twice_still_fits(client: Client) -> None:
    """The client counts in UTF-16 units: 9,000 emoji are 18,000 for it."""
    steps = "\n".join(f"- [ ] {number} {'🚀' * 90}" for number in range(200))
    text = f"# Rockets\n\n**Date:** 2025-05-01 10:00\n\n## Next Steps\n\n{steps}\n"
    path = client.root / "docs/session_handoffs/20250501-1000-rockets.md"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    ledger.remember(client.project, path.name, text.encode())
    for _ in range(2):
        assert "🚀" in client.start("two")


def test_a_resumed_session_is_not_told_what_it_knows(client: Client) -> None:
    session = client.session("one")
    client.hook("session-end", session)
    client.wait()
    assert client.hook("session-start", session, source="resume") is None
    assert client.hook("session-start", session, source="compact") is not None


def test_a_resumed_session_hears_of_a_newer_one(client: Client) -> None:
    old = client.session("one")
    age(old, 900)
    client.hook("session-end", old)
    client.wait()
    newer = client.session("two")
    client.hook("session-end", newer)
    client.wait()
    assert client.hook("session-start", old, source="resume") is not None


def test_subagents_neither_get_nor_leave_anything(client: Client) -> None:
    session = client.session("one")
    client.hook("stop", session, agent_id="sub")
    assert jobs.waiting(client.project) == ()
    client.hook("session-end", session)
    client.wait()
    assert client.hook("session-start", session, source="startup", agent_id="sub") is None


def test_a_failed_draft_is_swept_up_by_the_next_start(client: Client) -> None:
    """The scanner's key is damaged, so nothing may be written: the job waits until it is mended."""
    key = Path(state_home(), "machine-key")
    key.parent.mkdir(parents=True, exist_ok=True)
    key.write_bytes(b"short")
    session = client.session("one")
    client.hook("session-end", session)
    log = Path(project_state(client.project), "hook.log")
    eventually(log.exists)
    assert "--work" in log.read_text()
    assert len(jobs.waiting(client.project)) == 1
    assert drafts.listing(client.project) == ()
    key.unlink()
    assert "off by a cent" in client.start("two")
    client.wait()


def test_by_policy_the_end_of_a_session_saves_its_handoff(client: Client) -> None:
    client.environ["BATON_REVIEW"] = "automatic"
    session = client.session("one")
    client.hook("stop", session)
    client.wait()
    assert len(drafts.listing(client.project)) == 1
    client.hook("session-end", session)
    client.wait()
    assert drafts.listing(client.project) == ()
    log = subprocess.run(
        ["git", "log", "--format=%s", "--name-only"],
        cwd=client.root,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "docs/session_handoffs/" in log
    assert handoffs.waiting(client.project) == ()


def test_a_repository_alone_cannot_switch_the_review_off(client: Client) -> None:
    (client.root / ".baton.toml").write_text('review = "automatic"\n')
    client.hook("session-end", client.session("one"))
    client.wait()
    assert len(drafts.listing(client.project)) == 1


def test_the_person_is_told_of_a_draft_once(client: Client) -> None:
    session = client.session("one")
    client.hook("session-end", session)
    client.wait()
    now = client.session("two")
    assert client.hook("user-prompt-submit", now) is None  # headless: nobody would see it
    client.environ["CLAUDE_CODE_ENTRYPOINT"] = "cli"
    assert client.hook("user-prompt-submit", now) is None  # only just over
    age(session, 600)
    answer = client.hook("user-prompt-submit", now)
    assert list(answer) == ["systemMessage"]
    assert "`baton review`" in answer["systemMessage"]
    assert client.hook("user-prompt-submit", now) is None


def test_a_worker_belongs_to_no_group_of_the_hooks(tmp_path: Path) -> None:
    process = detach.start(["--sweep", str(tmp_path), str(tmp_path), "none"])
    assert os.getsid(process.pid) == process.pid
    assert process.pid != os.getsid(0)
    assert detach.wait(process, 20)


def test_sweep_says_what_it_did(client: Client) -> None:
    client.session("one")
    done = subprocess.run(
        [sys.executable, "-m", "baton", "sweep", "--json"],
        cwd=client.root,
        capture_output=True,
        check=True,
    )
    answer = json.loads(done.stdout)
    assert answer["looked_at"] == 1
    assert [draft["id"] for draft in answer["drafted"]] == ["claude-code-one"]
    assert answer["problems"] == []
    again = subprocess.run(
        [sys.executable, "-m", "baton", "sweep"],
        cwd=client.root,
        capture_output=True,
        check=True,
        text=True,
    )
    assert "Looked at 0 sessions" in again.stdout
