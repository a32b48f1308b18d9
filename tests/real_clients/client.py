"""Runs a real client against the scripted model, in a home folder and a repository of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from tests.real_clients.scripted_model.server import Request, ScriptedModel

if TYPE_CHECKING:
    from tests.real_clients.scripted_model.script import Script

CHECKOUT = Path(__file__).resolve().parent.parent.parent
INSTALLED = CHECKOUT / ".real-clients" / "node_modules" / ".bin" / "claude"
SECONDS = 120.0
# Before the next prompt, in seconds. Claude Code writes its transcript some 100 ms behind, and
# what it writes when asked to compact meanwhile differs from run to run.
PAUSE = 0.5
# Stream JSON in and out: several prompts in one process, and what happens as it happens.
OPTIONS = ["-p", "--verbose", "--input-format", "stream-json", "--output-format", "stream-json"]
QUIET = (
    "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC",
    "DISABLE_TELEMETRY",
    "DISABLE_AUTOUPDATER",
    "DISABLE_ERROR_REPORTING",
)


def find_claude() -> str:
    """The path of Claude Code: BATON_CLAUDE, the checkout's own, or on PATH; "" if none."""
    named = os.environ.get("BATON_CLAUDE", "")
    if named:
        return named
    return str(INSTALLED) if INSTALLED.exists() else shutil.which("claude") or ""


def version(program: str) -> str:
    """What the client says its version is: "2.1.197"."""
    output = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    return output.stdout.split()[0]


@dataclass(frozen=True)
class Run:
    """One run of the client and what it left behind."""

    exit_code: int  # -9 when it was killed
    events: tuple[dict[str, Any], ...]  # what it reported, line by line
    stderr: str
    session_id: str
    transcript: Path
    requests: tuple[Request, ...]
    script_ended: bool  # every reply of the script was asked for, and none beyond

    @property
    def turns(self) -> tuple[Request, ...]:
        """The requests of the conversation itself, without titles, counts and probes."""
        return tuple(request for request in self.requests if request.kind == "turn")


@dataclass(frozen=True)
class ClaudeCode:
    """Claude Code with a home folder of its own, in one repository."""

    program: str
    home: Path
    project: Path
    extra: dict[str, str] = field(default_factory=dict)  # more environment

    def run(self, script: Script, *options: str) -> Run:
        """One session: all prompts of the script, in one process.

        Where the script hangs, the client is killed (SIGKILL) in the middle of its turn.
        Raises AssertionError when it doesn't end in time.
        """
        tools = ("--allowedTools", ",".join(script.tools)) if script.tools else ()
        command = [self.program, *OPTIONS, *tools, *options]
        with ScriptedModel(script) as model, tempfile.TemporaryFile("w+") as errors:
            with subprocess.Popen(
                command,
                cwd=self.project,
                env=self.environment(model.address),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            ) as process:
                overdue = threading.Timer(SECONDS, process.kill)
                overdue.start()
                killer = threading.Thread(target=kill_when_hanging, args=(process, model))
                killer.start()
                events = tuple(converse(process, script))
                exit_code = process.wait()
                in_time = overdue.is_alive()
                overdue.cancel()
                model.closing.set()
                killer.join()
            errors.seek(0)
            stderr = errors.read()
            assert in_time, f"the client did not end within {SECONDS:.0f} seconds: {stderr}"
            ended = model.conversation.ended
        session_id = session_of(events)
        return Run(
            exit_code=exit_code,
            events=events,
            stderr=stderr,
            session_id=session_id,
            transcript=self.transcript(session_id),
            requests=tuple(model.requests),
            script_ended=ended,
        )

    def environment(self, address: str) -> dict[str, str]:
        """The client's whole environment: nothing of this process's own but PATH."""
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "TMPDIR": str(self.home.parent),
            "CLAUDE_CODE_TMPDIR": str(self.home.parent),
            "LANG": "C.UTF-8",
            "TZ": "UTC",
            "GIT_CONFIG_NOSYSTEM": "1",
            "ANTHROPIC_BASE_URL": address,
            "ANTHROPIC_API_KEY": "scripted",
            **dict.fromkeys(QUIET, "1"),
            **self.extra,
        }

    def transcript(self, session_id: str) -> Path:
        """Where the session's transcript lies."""
        found = list(self.home.glob(f".claude/projects/*/{session_id}.jsonl"))
        assert len(found) == 1, f"{len(found)} transcripts of session {session_id}"
        return found[0]


def session_of(events: tuple[dict[str, Any], ...]) -> str:
    """The session's id, as the client reported it."""
    return next(str(event["session_id"]) for event in events if event.get("session_id"))


def converse(process: subprocess.Popen[str], script: Script) -> list[dict[str, Any]]:
    """Play the person: a prompt per turn, remarks and interruptions while tools run."""
    assert process.stdin
    assert process.stdout
    prompts, events, replies = list(script.prompts), [], set()
    send(process.stdin, said(prompts.pop(0)))
    for line in process.stdout:
        event = json.loads(line)
        events.append(event)
        if event["type"] == "result":
            if prompts:
                time.sleep(PAUSE)
                send(process.stdin, said(prompts.pop(0)))
            else:
                process.stdin.close()
        elif event["type"] == "assistant" and calls_tools(event):
            number = int(event["message"]["id"].rpartition("_")[2])
            if number not in replies:
                replies.add(number)
                butt_in(process.stdin, script, number)
    return events


def calls_tools(event: dict[str, Any]) -> bool:
    return any(block["type"] == "tool_use" for block in event["message"]["content"])


def butt_in(stdin: IO[str], script: Script, number: int) -> None:
    """What the person does while the tools of reply `number` run."""
    if number in script.remarks:
        send(stdin, said(script.remarks[number]))
    if number in script.interrupts:
        request = {"subtype": "interrupt"}
        send(stdin, {"type": "control_request", "request_id": "stop", "request": request})


def said(text: str) -> dict[str, Any]:
    """Something the person typed, for `--input-format stream-json`."""
    return {"type": "user", "message": {"role": "user", "content": text}}


def send(stdin: IO[str], message: dict[str, Any]) -> None:
    stdin.write(json.dumps(message) + "\n")
    stdin.flush()


def kill_when_hanging(process: subprocess.Popen[str], model: ScriptedModel) -> None:
    """Kill the client once the model has let it wait."""
    while not model.closing.wait(0.05):
        if model.hanging.is_set():
            time.sleep(PAUSE)
            process.kill()
            return
