"""`baton demo`: one real session's work, drafted, reviewed, committed and handed to the next one.

Every step is the real thing on a recorded session (faces/replay.py), in a throw-away folder; only
the keyboard is missing. A step that does not do what it should fails the demo.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import textwrap
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, TypeAlias

from baton import workflow
from baton.asking.resume import resume
from baton.errors import BatonError
from baton.faces.cli.here import configured
from baton.faces.replay import Replayed, own_home, replay
from baton.faces.terminal import show, show_json
from baton.keeping import git

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from baton.model.saving import Draft, Saved

Show: TypeAlias = "Callable[..., None]"

WIDTH = 79
DRAFT_LINES, BRIEF_LINES = 44, 22  # that are shown of each
# What a wrapped line of a document goes on with: the marks of quoted text, and of a list.
MARGIN = re.compile(r"(?:│ |> )*")
BULLET = re.compile(r"- (?:\[[ x]\] )?")
QUESTION, WORD = "Why didn't we simply lock the file?", "flock"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--keep", action="store_true", help="keep the folder to look around")
    parser.add_argument("--json", action="store_true", help="say only what came of the steps")


def run(args: argparse.Namespace) -> int:
    begun = time.monotonic()
    folder = os.path.realpath(tempfile.mkdtemp(prefix="baton-demo-"))
    try:
        with own_home(folder) as home:
            result = walk(folder, home, show if not args.json else say_nothing)
    finally:
        if not args.keep:
            shutil.rmtree(folder, ignore_errors=True)
    result["seconds"] = f"{time.monotonic() - begun:.1f}"
    result["folder"] = folder if args.keep else ""
    if args.json:
        show_json(result)
    else:
        close(result)
    return 0


def say_nothing(text: str = "") -> None:
    """What shows the steps when only their result is wanted."""


def walk(folder: str, home: str, show: Show) -> dict[str, str]:
    """The whole journey. Raises BatonError when a step doesn't do what it should."""
    say(show, "Everything happens in a throw-away folder; nothing of yours is read or changed.")
    replayed = replay(folder, home, datetime.now(UTC) - timedelta(minutes=1))
    show_session(replayed, show)
    draft = make_draft(replayed, show)
    saved = approve(replayed, draft, show)
    start_again(replayed, saved, show)
    search(replayed, saved, show)
    name = os.path.relpath(saved.path, replayed.project.root)
    return {"draft": draft.draft_id, "handoff": name, "commit": saved.commit}


def show_session(replayed: Replayed, show: Show) -> None:
    """What the reader has to know of the session."""
    minutes = round((replayed.ended - replayed.started).total_seconds() / 60)
    step(show, 1, "A session with Claude Code has just ended")
    say(
        show,
        f"A recording of the real program: {minutes} minutes of work on a small project that "
        f"sends reminders, {replayed.records} lines of transcript. You had asked:",
    )
    quote(show, replayed.asked, DRAFT_LINES)
    command(show, "git log --oneline", git.run(replayed.project, "log", "--oneline"))


def make_draft(replayed: Replayed, show: Show) -> Draft:
    """The handoff, written from the transcript and from git."""
    step(show, 2, "baton drafts the handoff")
    begun = time.monotonic()
    draft = workflow.prepare(
        replayed.project, replayed.transcript, trigger="session-end", now=datetime.now(UTC)
    )
    seconds = time.monotonic() - begun
    if draft is None:
        raise BatonError("The demo's session gave no draft", "Please report this.")
    say(
        show,
        f"By itself when the session ends; here in {seconds:.2f} seconds, with no model and no "
        "network. Secrets are taken out before anything is stored. The draft, shortened:",
    )
    quote(show, draft.document.text, DRAFT_LINES)
    return draft


def approve(replayed: Replayed, draft: Draft, show: Show) -> Saved:
    """What `baton review --approve` does."""
    project = replayed.project
    step(show, 3, "You read it, perhaps edit it, and approve")
    now = datetime.now(UTC)
    saved = workflow.keep(project, configured(project), draft, "human:Dev", now)
    if saved.state != "committed":
        raise BatonError(f"The demo's handoff was not committed: {saved.reason}")
    name = os.path.relpath(saved.path, project.root)
    command(show, "baton review --approve", f"Saved {name} (commit {saved.commit[:7]}).".encode())
    columns = {"COLUMNS": str(WIDTH - 4)}
    shown = git.run(project, "show", "--stat", "--format=%s", saved.commit, env=columns)
    command(show, f"git show --stat --format=%s {saved.commit[:7]}", shown)
    say(
        show, "That commit holds the handoff and nothing else; your own staged work stays as it is."
    )
    return saved


def start_again(replayed: Replayed, saved: Saved, show: Show) -> None:
    """What the start hook puts into the next session."""
    step(show, 4, "The next session starts, and is told")
    brief = resume(replayed.project, configured(replayed.project), datetime.now(UTC))
    if os.path.basename(saved.path) not in (brief.name, os.path.basename(brief.source)):
        raise BatonError("The demo's next session was not given the handoff", "Please report this.")
    quote(show, brief.text, BRIEF_LINES)


def search(replayed: Replayed, saved: Saved, show: Show) -> None:
    """One question, answered by a tool that knows nothing of baton."""
    step(show, 5, "Months later: the answers lie in your repository, as text")
    say(show, QUESTION)
    where = os.path.dirname(os.path.relpath(saved.path, replayed.project.root))
    found = git.run(replayed.project, "grep", "-h", "-i", WORD, "--", where)
    command(show, f"git grep -h -i {WORD} {where}", found)


def close(result: dict[str, str]) -> None:
    """What to type for a project of one's own."""
    show()
    if result["folder"]:
        say(show, f"The folder is kept: {result['folder']}")
    say(show, f"That took {result['seconds']} seconds. In a project of yours:")
    show("  baton init             shows what it would change, then asks")
    show("  claude                 work as always; a draft is there when you stop")
    show("  baton review           read, edit, approve; the next session knows")


def step(show: Show, number: int, title: str) -> None:
    show()
    show(f"{number}. {title}")


def say(show: Show, text: str) -> None:
    show(textwrap.fill(text, WIDTH, break_on_hyphens=False))


def quote(show: Show, text: str, limit: int) -> None:
    """Show the first lines of a document: each line marked, and wrapped to the screen."""
    lines = body(text).splitlines()
    for line in lines[:limit]:
        margin = (MARGIN.match(line) or [""])[0]
        rest = line.removeprefix(margin)
        hang = " " * len((BULLET.match(rest) or [""])[0])
        width = WIDTH - 4 - len(margin)
        for part in textwrap.wrap(rest, width, subsequent_indent=hang) or [""]:
            show(f"  | {margin}{part}".rstrip())
    if len(lines) > limit:
        show(f"  | [{len(lines) - limit} more lines]")


def body(text: str) -> str:
    """A document without its front matter."""
    text = text.split("\n---\n", 1)[1] if text.startswith("---\n") else text
    return text.strip("\n")


def command(show: Show, line: str, output: bytes) -> None:
    """Show a command and what it really printed."""
    show(f"  $ {line}")
    for printed in output.decode("utf-8", "replace").strip("\n").splitlines():
        for part in textwrap.wrap(printed, WIDTH - 4) or [""]:
            show(f"    {part}".rstrip())
