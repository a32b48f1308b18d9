"""What an end-to-end test has in its hands: a project, the client, and baton as a user calls it."""

from __future__ import annotations

import json
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.real_clients.client import ClaudeCode, Run
from tests.real_clients.record import SCRIPTS
from tests.real_clients.scripted_model.script import Reply, Script, load
from tests.real_clients.terminal import TerminalRun, run_in_terminal

SECONDS = 20.0  # a detached worker may take on a busy machine
QUESTION = Script(prompts=("Where did we stop?",), replies=(Reply(text="I have read it."),))


@dataclass(frozen=True)
class World:
    claude: str
    home: Path
    project: Path

    def start_project(self, case: str) -> Script:
        """Make the project of a script, in one commit; returns the script."""
        script = load(SCRIPTS / f"{case}.toml", self.project)
        for name, text in script.files.items():
            path = self.project / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text.removeprefix("\n"), encoding="utf-8")
        for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "The project as it was"]):
            self.git(*command)
        return script

    def session(self, script: Script, *options: str) -> Run:
        """One session of Claude Code, without a terminal."""
        return self.client().run(script, *options)

    def in_terminal(self, script: Script) -> TerminalRun:
        """Claude Code as a person uses it."""
        return run_in_terminal(self.client(), script)

    def client(self) -> ClaudeCode:
        extra = {"PYTHONDONTWRITEBYTECODE": "1", "PYTEST_ADDOPTS": "-p no:cacheprovider"}
        return ClaudeCode(self.claude, self.home, self.project, extra)

    def baton(self, *arguments: str) -> str:
        return self.call("baton", *arguments)

    def git(self, *arguments: str) -> str:
        return self.call("git", *arguments)

    def call(self, *command: str) -> str:
        """What a program prints; it must succeed."""
        done = subprocess.run(
            command,
            cwd=self.project,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{command}: {done.returncode}\n{done.stdout}{done.stderr}"
        return done.stdout

    def drafts(self) -> list[dict[str, Any]]:
        listed: list[dict[str, Any]] = json.loads(self.baton("review", "--json"))["drafts"]
        return listed

    def draft_of(self, session_id: str) -> str:
        """The text of a session's draft, once the hooks' worker has written it."""
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            for draft in self.drafts():
                if draft["session"] == session_id:
                    return self.baton("review", "--show", draft["id"])
            time.sleep(0.1)
        raise AssertionError(f"no draft of session {session_id} within {SECONDS:.0f} seconds")

    def files(self) -> dict[str, bytes]:
        """Every file of the project outside .git, with its bytes."""
        found = (path for path in self.project.rglob("*") if path.is_file())
        named = ((path.relative_to(self.project).as_posix(), path) for path in found)
        return {name: path.read_bytes() for name, path in named if not name.startswith(".git/")}
