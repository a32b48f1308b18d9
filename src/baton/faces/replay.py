"""A throw-away world for `baton demo`: a recorded session, set up again as if it had just ended.

The recording lies in demo/ beside this module, made from the real client by
tests/real_clients/record.py: the transcript as Claude Code wrote it, and the project's history as
a `git fast-import` stream. Nothing of the user's is read or written: home, state, configuration
and git's own setup lie inside the folder.
"""

from __future__ import annotations

import json
import os
import re
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from baton.keeping import git
from baton.keeping.files import read_regular, write_atomically
from baton.keeping.project import find_project
from baton.model.saving import Project

if TYPE_CHECKING:
    from collections.abc import Iterator

RECORDING = os.path.join(os.path.dirname(os.path.abspath(__file__)), "demo")
RECORDING_LIMIT = 1_000_000
RECORDED_IN = "/home/dev/project"
# What decides where baton, git and the assistants look for a user's things.
PERSONAL = ("BATON_", "XDG_", "GIT_", "CLAUDE", "CODEX_", "HOME", "USERPROFILE", "LOCALAPPDATA")
PERSON = "[user]\n\tname = Dev\n\temail = dev@example.invalid\n"
ASKED = '"operation":"enqueue"'  # how the transcript records what is typed
TIME = re.compile(r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
# `author Dev <dev@example.invalid> 1772442430 +0000` in a fast-import stream
STAMP = re.compile(rb"^((?:author|committer) [^\n]*> )(\d+)( [+-]\d{4})$", re.MULTILINE)
COMMIT = re.compile(rb"^commit [^\n]*\nmark :(\d+)\noriginal-oid ([0-9a-f]{40})$", re.MULTILINE)


class Replayed(NamedTuple):
    project: Project
    transcript: str
    started: datetime
    ended: datetime
    records: int
    asked: str  # what the person asked for first


@contextmanager
def own_home(folder: str) -> Iterator[str]:
    """For a while, this process is a user whose home lies in `folder` and who owns nothing yet."""
    before = dict(os.environ)
    home = os.path.join(folder, "home")
    os.mkdir(home)
    write(os.path.join(home, ".gitconfig"), PERSON)
    for name in before:
        if name.startswith(PERSONAL):
            del os.environ[name]
    os.environ.update(HOME=home, USERPROFILE=home, GIT_CONFIG_NOSYSTEM="1")
    try:
        yield home
    finally:
        os.environ.clear()
        os.environ.update(before)


def replay(folder: str, home: str, ended: datetime) -> Replayed:
    """Set up the recorded project in `folder` and the transcript in `home`, moved in time.

    Raises GitError when git is missing or too old to rebuild the project.
    """
    transcript = read("transcript.jsonl").decode("utf-8")
    times = [datetime.fromisoformat(found) for found in TIME.findall(transcript)]
    shift = timedelta(seconds=int((ended - max(times)).total_seconds()))
    root = os.path.join(os.path.realpath(folder), "reminders")
    renamed = rebuild(root, shift)
    project = find_project(root)
    text = transcript.replace(RECORDED_IN, root).replace(slug(RECORDED_IN), slug(root))
    for old, new in renamed.items():
        text = text.replace(old[:7], new[:7])
    text = TIME.sub(lambda found: moved(found[0], shift), text)
    session = re.findall(r'"sessionId":"([0-9a-f-]{36})"', text)[0]
    path = os.path.join(home, ".claude", "projects", slug(root), f"{session}.jsonl")
    os.makedirs(os.path.dirname(path))
    write(path, text)
    asked = next(json.loads(line)["content"] for line in text.splitlines() if ASKED in line)
    return Replayed(project, path, min(times) + shift, ended, text.count("\n"), asked)


def rebuild(root: str, shift: timedelta) -> dict[str, str]:
    """Make the project's repository in `root`; returns old commit -> new commit.

    Commits get new names because their times are moved.
    """
    os.mkdir(root)
    git_dir = os.path.join(root, ".git")
    project = Project(root, git_dir, git_dir, key="")
    git.run(project, "init", "--quiet", "--initial-branch=main")
    stream = read("history.fast-import")
    seconds = int(shift.total_seconds())
    later = STAMP.sub(lambda at: b"%s%d%s" % (at[1], int(at[2]) + seconds, at[3]), stream)
    marks = os.path.join(git_dir, "marks")
    git.run(project, "fast-import", "--quiet", f"--export-marks={marks}", stdin=later)
    git.run(project, "reset", "--quiet", "--hard", "main")
    lines = read_regular(marks, RECORDING_LIMIT).decode("ascii").splitlines()
    new = dict(line.removeprefix(":").split() for line in lines)
    os.unlink(marks)
    return {old.decode(): new[mark.decode()] for mark, old in COMMIT.findall(stream)}


def moved(time: str, shift: timedelta) -> str:
    """A time of the transcript, in its own notation, moved by `shift`."""
    moment = datetime.fromisoformat(time).astimezone(UTC) + shift
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def slug(path: str) -> str:
    """How Claude Code names a project's folder: all but letters and digits becomes a hyphen."""
    return re.sub(r"[^0-9A-Za-z]", "-", path)


def read(name: str) -> bytes:
    return read_regular(os.path.join(RECORDING, name), RECORDING_LIMIT)


def write(path: str, text: str) -> None:
    write_atomically(path, text.encode("utf-8"), replace=False)
