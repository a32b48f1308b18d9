"""Whatever a hook is given: exit 0, one JSON object or nothing, at most one line of complaint."""

from __future__ import annotations

import json
import os
import subprocess
import time
from pathlib import Path

import pytest

from baton.faces.hook import EVENTS
from baton.keeping import jobs
from baton.keeping.places import project_state
from baton.keeping.project import find_project

ODD: dict[str, bytes] = {
    "nothing": b"",
    "white space": b"\n \n",
    "garbage": b"\x00\xff{]",
    "no object": b"[1, 2]",
    "half an object": b'{"session_id": "a", "transcript_path',
    "nothing known": b'{"a": 1}',
    "wrong types": b'{"session_id": 7, "transcript_path": [], "cwd": {}, "source": null}',
    "absurd nesting": b"[" * 200_000,
    "lone surrogates": b'{"session_id": "\\ud800", "transcript_path": "/\\ud800.jsonl"}',
    "zero byte in the path": b'{"session_id": "a", "transcript_path": "/x\\u0000y.jsonl"}',
    "missing transcript": b'{"session_id": "a", "transcript_path": "/nowhere/a.jsonl"}',
    "folder as transcript": b'{"session_id": "a", "transcript_path": "/"}',
    "device as transcript": b'{"session_id": "a", "transcript_path": "/dev/zero"}',
    "folder gone": b'{"session_id": "a", "transcript_path": "/n/a.jsonl", "cwd": "/gone"}',
    "home": b'{"session_id": "a", "transcript_path": "~/a.jsonl", "cwd": "~"}',
    "BOM": b'\xef\xbb\xbf{"session_id": "a"}',
    "unknown source": b'{"session_id": "a", "source": "teleport"}',
    "subagent": b'{"session_id": "a", "agent_id": "b", "transcript_path": "/n/a.jsonl"}',
    "large": b'{"session_id": "a", "prompt": "' + b"x" * 3_000_000 + b'"}',
    "too large": b'{"session_id": "a", "prompt": "' + b"x" * 17_000_000 + b'"}',
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "work"
    root.mkdir()
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    return root


def hook(
    baton: list[str], root: Path, *arguments: str, payload: bytes = b"{}", **environ: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*baton, "hook", *arguments],
        cwd=root,
        input=payload,
        capture_output=True,
        env={**os.environ, **environ},
        timeout=30,
    )


def assert_harmless(done: subprocess.CompletedProcess[bytes]) -> None:
    assert done.returncode == 0
    assert done.stderr.count(b"\n") <= 1
    assert b"Traceback" not in done.stderr
    if done.stdout:
        assert isinstance(json.loads(done.stdout), dict)


@pytest.mark.parametrize("event", EVENTS)
def test_odd_payloads(baton: list[str], root: Path, event: str) -> None:
    for payload in ODD.values():
        assert_harmless(hook(baton, root, "claude-code", event, payload=payload))


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("claude-code",),
        ("claude-code", "no-such-event"),
        ("clippy", "stop"),
        ("--help",),
        ("--work",),
        ("--work", "/nowhere"),
        ("--sweep", "/nowhere", "/nowhere"),
        ("--sweep", "/nowhere", "/nowhere", "a"),
    ],
)
def test_odd_arguments(baton: list[str], root: Path, arguments: tuple[str, ...]) -> None:
    done = hook(baton, root, *arguments)
    assert_harmless(done)
    assert done.stdout == b""


@pytest.mark.parametrize("event", EVENTS)
def test_closed_streams(baton: list[str], root: Path, event: str) -> None:
    command = " ".join([*baton, "hook", "claude-code", event, "<&-", ">&-", "2>&-"])
    assert subprocess.run(["sh", "-c", command], cwd=root, timeout=30).returncode == 0


def test_what_baton_runs_itself_triggers_nothing(baton: list[str], root: Path) -> None:
    done = hook(baton, root, "claude-code", "stop", payload=b"garbage", BATON_NO_HOOKS="1")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_a_folder_deleted_under_the_hook(baton: list[str], tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    command = f"rmdir ../gone; exec {' '.join(baton)} hook claude-code session-start"
    done = subprocess.run(["sh", "-c", command], cwd=gone, input=b"{}", capture_output=True)
    assert_harmless(done)


def test_a_failure_is_logged_without_a_word_of_the_payload(baton: list[str], root: Path) -> None:
    done = hook(baton, root, "claude-code", "stop", payload=b'{"prompt": "hunter2')
    assert b"what came on standard input is no JSON" in done.stderr
    assert b"hunter2" not in done.stderr
    log = Path(project_state(find_project(str(root))), "hook.log").read_text()
    assert "stop JSONDecodeError" in log
    assert "hunter2" not in log


def test_a_broken_configuration_is_told_in_one_line(baton: list[str], root: Path) -> None:
    (root / ".baton.toml").write_text("= broken")
    done = hook(baton, root, "claude-code", "session-start")
    assert_harmless(done)
    assert b".baton.toml" in done.stderr
    assert done.stdout == b""


def test_a_state_folder_that_cannot_be_written(
    baton: list[str], root: Path, tmp_path: Path
) -> None:
    """A file stands where the state folder should be: the hook says so and lets the session be."""
    transcript = tmp_path / "a.jsonl"
    transcript.write_text("{}\n")
    (tmp_path / "state").write_text("in the way")
    payload = json.dumps({"session_id": "a", "transcript_path": str(transcript)}).encode()
    state = str(tmp_path / "state")
    for event in EVENTS:
        done = hook(baton, root, "claude-code", event, payload=payload, BATON_STATE_HOME=state)
        assert_harmless(done)


def test_a_hook_that_hangs_gives_up(baton: list[str], root: Path) -> None:
    """Nobody writes to the hook's standard input, and nobody closes it."""
    reading, writing = os.pipe()
    began = time.monotonic()
    done = subprocess.run(
        [*baton, "hook", "claude-code", "user-prompt-submit"],
        cwd=root,
        stdin=reading,
        capture_output=True,
        timeout=30,
    )
    os.close(reading)
    os.close(writing)
    assert_harmless(done)
    assert b"OutOfTimeError" in done.stderr
    assert time.monotonic() - began < 10


def test_the_repository_cannot_slip_a_module_into_the_worker(
    baton: list[str], root: Path, tmp_path: Path
) -> None:
    (root / "json.py").write_text("open('ran', 'w')\n")
    (root / "baton.py").write_text("open('ran', 'w')\n")
    transcript = tmp_path / "a.jsonl"
    transcript.write_text("{}\n")
    payload = json.dumps({"session_id": "a", "transcript_path": str(transcript)}).encode()
    done = subprocess.run(
        [baton[0], "-P", *baton[1:], "hook", "claude-code", "session-end"],
        cwd=root,
        input=payload,
        capture_output=True,
    )
    assert_harmless(done)
    project = find_project(str(root))
    deadline = time.monotonic() + 20
    while jobs.waiting(project) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert jobs.waiting(project) == ()
    assert not (root / "ran").exists()
