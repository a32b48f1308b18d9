"""Runs Claude Code as a person does: in a terminal, with keys typed when the screen asks for them.

A script for this has steps instead of prompts:

    [[terminal]]
    sees = "Do you want to create"      what must have appeared on the screen since the last step
    types = "\\t"                        what is typed then

Programs draw their screen with cursor movements, so texts are compared without blanks. The client
asks nothing about itself first: its home folder says that it was welcomed and trusts the project.
"""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.real_clients.scripted_model.server import Request, ScriptedModel

if TYPE_CHECKING:
    from pathlib import Path

    from tests.real_clients.client import ClaudeCode
    from tests.real_clients.scripted_model.script import Script

ROWS, COLUMNS = 40, 120
PATIENCE = 20.0  # seconds until what a step waits for is on the screen
REST = 0.4  # seconds between a text and what is typed: the program reads keys as they come
CONTROL = re.compile(rb"\x1b\[[0-9;?>=<]*[a-zA-Z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[()=>].?")


@dataclass(frozen=True)
class TerminalRun:
    """One run in a terminal and what it left behind; after /clear there are several sessions."""

    exit_code: int
    transcripts: tuple[Path, ...]  # in order of their beginning
    requests: tuple[Request, ...]
    script_ended: bool

    @property
    def turns(self) -> tuple[Request, ...]:
        """The requests of the conversation itself, without titles, counts and probes."""
        return tuple(request for request in self.requests if request.kind == "turn")


class Terminal:
    """A program in a terminal of its own."""

    def __init__(self, command: list[str], cwd: Path, environment: dict[str, str]) -> None:
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self.process = subprocess.Popen(
            command,
            cwd=cwd,
            env={**environment, "TERM": "xterm-256color"},
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
        )
        os.close(slave)
        self.screen = b""  # what has appeared since the last step

    def see(self, text: str) -> None:
        """Wait until `text` has appeared; then forget what appeared before."""
        until = time.monotonic() + PATIENCE
        while without_blanks(text) not in self.visible():
            assert time.monotonic() < until, f"never saw {text!r}, but {self.visible()[-800:]}"
            assert self.read(0.1) or self.process.poll() is None, f"ended before {text!r} appeared"
        self.screen = b""

    def visible(self) -> str:
        return without_blanks(CONTROL.sub(b"", self.screen).decode("utf-8", "replace"))

    def read(self, seconds: float) -> bool:
        """Take in what the program writes; False when there is nothing (more)."""
        if not select.select([self.master], [], [], seconds)[0]:
            return False
        try:
            self.screen += os.read(self.master, 65536)
        except OSError:  # the program has ended
            return False
        return True

    def type(self, keys: str) -> None:
        self.rest()
        os.write(self.master, keys.encode())

    def rest(self) -> None:
        """Let a moment pass, reading on."""
        until = time.monotonic() + REST
        while (left := until - time.monotonic()) > 0:
            self.read(left)

    def end(self) -> int:
        """Wait for the program's end; its exit status."""
        until = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < until:
            self.read(0.1)
        self.process.kill()
        os.close(self.master)
        return self.process.wait()


def run_in_terminal(client: ClaudeCode, script: Script) -> TerminalRun:
    """Play the steps of `script` to the program's end."""
    welcome(client)
    command = [client.program, "--allowedTools", ",".join(script.tools)]
    with ScriptedModel(script) as model:
        terminal = Terminal(command, client.project, client.environment(model.address))
        try:
            for step in script.terminal:
                terminal.see(step["sees"])
                terminal.type(step["types"])
        finally:
            exit_code = terminal.end()
        ended = model.conversation.ended
    found = client.home.glob(".claude/projects/*/*.jsonl")
    transcripts = tuple(sorted(found, key=lambda path: path.stat().st_ctime))
    return TerminalRun(exit_code, transcripts, tuple(model.requests), ended)


def welcome(client: ClaudeCode) -> None:
    """What Claude Code notes in its home folder once a person has answered its first questions."""
    key = client.environment("")["ANTHROPIC_API_KEY"]
    noted = {
        "hasCompletedOnboarding": True,
        "theme": "dark",
        "customApiKeyResponses": {"approved": [key[-20:]], "rejected": []},
        "projects": {str(client.project): {"hasTrustDialogAccepted": True}},
    }
    (client.home / ".claude.json").write_text(json.dumps(noted), encoding="utf-8")


def without_blanks(text: str) -> str:
    return re.sub(r"\s", "", text)
