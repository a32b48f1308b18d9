"""`baton review` as a person at a terminal walks through it."""

from __future__ import annotations

import os
import pty
import subprocess
import threading
from pathlib import Path

from tests.claude_session import ClaudeSession
from tests.test_journey import Baton, repo, run, session

__all__ = ["repo", "run", "session"]


def at_a_terminal(run: Baton, keys: str, **env: str) -> str:
    """What `baton review` shows a person who types `keys`, a line each."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*run.command, "review"],
        cwd=run.cwd,
        env={**os.environ, "VISUAL": "", **env},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    os.write(ours, keys.encode())
    shown: list[bytes] = []
    reader = threading.Thread(target=_read_all, args=(ours, shown))
    reader.start()
    assert process.wait(timeout=30) == 0
    reader.join()
    os.close(ours)
    return b"".join(shown).decode().replace("\r\n", "\n")


def _read_all(terminal: int, shown: list[bytes]) -> None:
    try:
        while data := os.read(terminal, 65536):
            shown.append(data)
    except OSError:  # how Linux says that the other side is closed
        return


def test_a_discarded_draft_is_said_to_be_discarded(run: Baton, session: ClaudeSession) -> None:
    run("draft")
    assert f"Discarded claude-code-{session.session_id}." in at_a_terminal(run, "d\n")
    assert run.json("review")["drafts"] == []


def test_an_editor_that_fails_does_not_end_the_walk(
    run: Baton, session: ClaudeSession, repo: Path
) -> None:
    run("draft")
    shown = at_a_terminal(run, "e\na\n", EDITOR="/nowhere/editor")
    assert "can't be started" in shown
    assert "Saved " in shown
    assert len(list((repo / "docs/session_handoffs").iterdir())) == 1


def test_one_draft_as_json(run: Baton, session: ClaudeSession) -> None:
    run("draft")
    [listed] = run.json("review")["drafts"]
    shown = run.json("review", "--show", listed["id"])["draft"]
    assert shown.pop("document").rstrip("\n") == run("review", "--show", listed["id"]).rstrip("\n")
    assert shown == listed
