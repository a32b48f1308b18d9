"""`baton sessions`: this project's sessions, or what one transcript says."""

from __future__ import annotations

import os
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from baton import reading
from baton.errors import TranscriptError, UsageError
from baton.faces.cli.here import here
from baton.faces.terminal import say, show, show_json
from baton.keeping.machine_key import machine_key
from baton.keeping.project import find_project
from baton.making.evidence import mine
from baton.making.redact import redact
from baton.model.session import UserMessage

if TYPE_CHECKING:
    import argparse

    from baton.model.evidence import CommandRun, Evidence
    from baton.model.session import Session, TranscriptFile

SHOWN = 20  # sessions listed unless more are asked for: each is read whole
EVENT_NAMES = {
    "UserMessage": "user_message",
    "AssistantMessage": "assistant_message",
    "ToolCall": "tool_call",
    "PlanUpdate": "plan_update",
    "Compaction": "compaction",
    "Interruption": "interruption",
    "Note": "note",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--transcript", metavar="PATH", help="say what is in this one")
    parser.add_argument("--assistant", metavar="NAME", help="default: recognised from the file")
    parser.add_argument(
        "--limit", metavar="N", type=int, default=SHOWN, help="default: %(default)s"
    )
    parser.add_argument("--json", action="store_true")


def run(args: argparse.Namespace) -> int:
    if args.transcript:
        path = os.path.abspath(os.path.expanduser(args.transcript))
        session = reading.read(path, args.assistant)
        told = told_in_full(session)
        if args.json:
            show_json(told)
        else:
            show_one(told)
        return 0
    if args.limit < 0:
        raise UsageError(f"--limit {args.limit} is too little.", "Give 0 or more.")
    project = here()
    files = [
        file
        for file in reading.transcripts(project.root)
        if args.assistant in (None, file.assistant)
    ]
    listed = [told_in_short(file) for file in files[: args.limit]]
    if args.json:
        show_json(listed)
        return 0
    for told in listed:
        show(in_one_line(told))
    if not files:
        say(f"No session of any assistant was found for {project.root}.")
    elif len(files) > len(listed):
        say(f"{len(files) - len(listed)} older ones; see them with --limit {len(files)}")
    return 0


def told_in_full(session: Session) -> dict[str, object]:
    """What one transcript says, for a program."""
    cwd = session.cwds[-1] if session.cwds else ""
    # Without the folder at hand, on another machine say, its path alone is the project.
    root = find_project(cwd).root if os.path.isdir(cwd) else ""
    evidence = mine(session, root, None)
    return {
        "assistant": session.assistant,
        "session_id": session.session_id,
        "parent_id": session.parent_id,
        "title": clean(session.title),
        "started": when(session.started),
        "ended": when(session.ended),
        "cwd": cwd,
        "cwds": session.cwds,
        "branches": session.branches,
        "models": session.models,
        "versions": session.versions,
        "context": session.context._asdict() if session.context else None,
        "events": counted(session),
        "files": [{"path": f.path, "action": f.action} for f in evidence.files],
        "commands": commands_told(evidence),
        "problems": [problem._asdict() for problem in session.problems],
        "records": session.records,
        "bytes": session.bytes,
    }


def counted(session: Session) -> dict[str, int]:
    """How many events of each kind."""
    found = Counter(EVENT_NAMES[type(event).__name__] for event in session.events)
    return dict(sorted(found.items()))


def commands_told(evidence: Evidence) -> list[dict[str, object]]:
    return [
        {
            "class": command.kind,
            "command": clean(command.command),
            "ok": succeeded(command),
            "exit_code": command.exit_code,
            "record": command.record,
        }
        for command in evidence.commands
    ]


def succeeded(command: CommandRun) -> bool | None:
    """Whether it did; None while it runs and where nothing tells."""
    return {"ok": True, "failed": False}.get(command.status)


def told_in_short(file: TranscriptFile) -> dict[str, object]:
    """One line's worth of a session of this project."""
    told: dict[str, object] = {
        "assistant": file.assistant,
        "session_id": file.session_id,
        "transcript": file.path,
        "bytes": file.size,
        "modified": when(datetime.fromtimestamp(file.modified, UTC)),
    }
    try:
        session = reading.read(file.path, file.assistant)
    except TranscriptError as error:
        return {**told, "problem": error.message}
    seconds = None
    if session.started and session.ended:
        seconds = int((session.ended - session.started).total_seconds())
    return {
        **told,
        "started": when(session.started),
        "ended": when(session.ended),
        "seconds": seconds,
        "about": clean(subject(session)),
    }


def subject(session: Session) -> str:
    """The session's title, or how its first prompt begins."""
    if session.title:
        return session.title
    prompts = (e.text for e in session.events if isinstance(e, UserMessage) and e.text)
    return " ".join(next(prompts, "").split())[:100]


def clean(text: str) -> str:
    """What was said in a session never reaches a screen with its secrets."""
    return redact(text, scope="text", key=machine_key()).text if text else ""


def when(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def in_one_line(told: dict[str, object]) -> str:
    started = str(told.get("started") or told["modified"])[:16].replace("T", " ")
    size = f"{int(str(told['bytes'])) / 1e6:6.1f} MB"
    about = told.get("about") or told.get("problem") or "(nothing said)"
    name = f"{told['assistant']:<12}{str(told['session_id'])[:8]}"
    return f"{started}  {lasted(told.get('seconds')):>7}  {size}  {name}  {about}"


def lasted(seconds: object) -> str:
    """A duration in its two largest units."""
    if not isinstance(seconds, int):
        return "?"
    minutes, hours = seconds // 60, seconds // 3600
    if hours:
        return f"{hours}h {minutes % 60:02d}m"
    return f"{minutes}m {seconds % 60:02d}s"


def show_one(told: dict[str, object]) -> None:
    """What one transcript says, for a person."""
    for name in ("assistant", "session_id", "title", "started", "ended", "cwd", "records"):
        if told[name]:
            show(f"{name.replace('_', ' '):<11} {told[name]}")
    for name in ("branches", "models"):
        values = told[name]
        if isinstance(values, tuple) and values:
            show(f"{name:<11} {', '.join(values)}")
    events, files, commands = told["events"], told["files"], told["commands"]
    if isinstance(events, dict):
        show("events      " + ", ".join(f"{count} {name}" for name, count in events.items()))
    for item in files if isinstance(files, list) else []:
        show(f"  {item['action']:<9} {item['path']}")
    ran = commands if isinstance(commands, list) else []
    failed = [item for item in ran if item["ok"] is False]
    show(f"commands    {len(ran)}, of which {len(failed)} failed")
    for item in failed:
        show(f"  failed    {' '.join(str(item['command']).split())[:90]}")
    problems = told["problems"]
    for item in problems if isinstance(problems, list) else []:
        show(f"problem     {item['where']}: {item['what']}")
