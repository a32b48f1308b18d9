"""Records sessions of the real client as samples: `python -m tests.real_clients.record [CASE ...]`.

Each script in scripts/ becomes tests/sessions/claude-code/<version>-<case>/ with

    transcript.jsonl    what the client wrote
    hooks.jsonl         what its hooks were handed, in order
    history.fast-import the project's history, as a `git fast-import` stream

with this machine and this moment taken out (normalise.py); the script demo.toml becomes the
session that `baton demo` replays. A later version of the client gets
folders of its own; comparing them shows what the vendor changed (results of tools that ran side by
side may come in another order).
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from tests.real_clients.client import CHECKOUT, ClaudeCode, find_claude, version
from tests.real_clients.normalise import Normaliser
from tests.real_clients.scripted_model.script import Script, load
from tests.real_clients.terminal import run_in_terminal

SCRIPTS = Path(__file__).parent / "scripts"
SAMPLES = CHECKOUT / "tests" / "sessions" / "claude-code"
DEMO = CHECKOUT / "src" / "baton" / "faces" / "demo"
EVENTS = (
    *("SessionStart", "UserPromptSubmit", "PreToolUse", "PostToolUse", "PostToolUseFailure"),
    *("PreCompact", "PostCompact", "SubagentStop", "Stop", "StopFailure", "SessionEnd"),
)
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY_BEFORE = START - timedelta(days=1)
TASK_ID = re.compile(r'"backgroundTaskId":\s*"([^"]+)"')
PERSON = {"NAME": "Dev", "EMAIL": "dev@example.invalid"}


class Recording(NamedTuple):
    transcript: str
    hooks: str
    history: bytes


def record(case: str) -> Recording:
    """Run one script with the real client and return what it left, normalised."""
    with tempfile.TemporaryDirectory() as folder:
        home, project = Path(folder).resolve() / "home", Path(folder).resolve() / "work"
        home.mkdir()
        script = load(SCRIPTS / f"{case}.toml", project)
        prepare(script, ClaudeCode(find_claude(), home, project, environment(DAY_BEFORE)))
        payloads = listen(home)
        commits_at = START + timedelta(seconds=script.committed_after)
        client = ClaudeCode(find_claude(), home, project, environment(commits_at))
        transcript = play(client, script)
        normaliser = Normaliser(case, home, project, START, script.seconds_per_record)
        return gather(transcript, payloads, client, normaliser)


def play(client: ClaudeCode, script: Script) -> Path:
    """Run the script to its end; returns the transcript."""
    if script.terminal:
        shown = run_in_terminal(client, script)
        assert (shown.exit_code, shown.script_ended) == (0, True), shown
        [transcript] = shown.transcripts
        return transcript
    run = client.run(script)
    assert run.exit_code == (-9 if any(r.hangs for r in script.replies) else 0), run.stderr
    assert run.script_ended, "the client did not follow the script"
    return run.transcript


def environment(commits_at: datetime) -> dict[str, str]:
    """What makes commits the same on every machine: one person, one time. And this Python."""
    roles = ("AUTHOR", "COMMITTER")
    names = {f"GIT_{role}_{key}": PERSON[key] for role in roles for key in PERSON}
    times = {f"GIT_{role}_DATE": commits_at.isoformat() for role in roles}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return {**names, **times, "PATH": path, "PYTHONDONTWRITEBYTECODE": "1"}


def prepare(script: Script, client: ClaudeCode) -> None:
    """The project before the session: its files, in one commit."""
    client.project.mkdir()
    for name, text in script.files.items():
        path = client.project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.removeprefix("\n"), encoding="utf-8")
    git(client, "init", "-q", "-b", "main")
    git(client, "add", "-A")
    git(client, "commit", "-q", "-m", "The project as it was")


def git(client: ClaudeCode, *arguments: str) -> bytes:
    environment = client.environment("")
    command = ["git", *arguments]
    return subprocess.run(
        command, cwd=client.project, env=environment, check=True, stdout=subprocess.PIPE
    ).stdout


def listen(home: Path) -> Path:
    """Hooks that write down what they are handed; returns the file."""
    payloads = home / "payloads.jsonl"
    command = f"cat >> {payloads}; echo >> {payloads}"
    hook = [{"hooks": [{"type": "command", "command": command}]}]
    (home / ".claude").mkdir()
    settings = json.dumps({"hooks": dict.fromkeys(EVENTS, hook)})
    (home / ".claude" / "settings.json").write_text(settings, encoding="utf-8")
    return payloads


def gather(
    transcript: Path, payloads: Path, client: ClaudeCode, normaliser: Normaliser
) -> Recording:
    """Everything a run left, normalised together so that ids agree."""
    text = transcript.read_text(encoding="utf-8")
    task_ids = dict.fromkeys(TASK_ID.findall(text))
    return Recording(
        normaliser.lines(text, task_ids),
        normaliser.lines(payloads.read_text(encoding="utf-8"), task_ids),
        git(client, "fast-export", "--all", "--show-original-ids"),
    )


def save(folder: Path, recording: Recording) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "transcript.jsonl").write_text(recording.transcript, encoding="utf-8")
    (folder / "history.fast-import").write_bytes(recording.history)
    if folder != DEMO:  # which replays the session, not the hooks
        (folder / "hooks.jsonl").write_text(recording.hooks, encoding="utf-8")


def main(cases: list[str]) -> None:
    if not find_claude():
        sys.exit("Claude Code is not here: tests/real_clients/install brings it")
    client_version = version(find_claude())
    for case in cases or sorted(path.stem for path in SCRIPTS.glob("*.toml")):
        save(DEMO if case == "demo" else SAMPLES / f"{client_version}-{case}", record(case))
        sys.stderr.write(f"recorded {case}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
