"""`baton show FILE`: a handoff, parsed. FILE is a path, or a name in this project's folder.

Any Markdown file will do; other people's headings and styles are understood where they can be, and
the rest is shown as it is. With --json, each item carries the number of its line.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from baton import handoff_file
from baton.errors import BatonError, StorageError
from baton.faces.cli.here import configured, here
from baton.faces.terminal import show, show_json
from baton.keeping import drafts, handoffs
from baton.keeping.files import read_regular

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from baton.model.document import Claim, Decision, Handoff, NextStep

LIMIT = 16 * 1024 * 1024  # bytes of a file shown
WINDOWS_TEXT = "cp1252"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="a path, or a name in this project's folder")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    name, text = find(args.file)
    handoff = handoff_file.parse(text, name)
    if args.json:
        show_json(as_json(handoff))
    else:
        show("\n".join(view(handoff, name)))
    return 0


def find(wanted: str) -> tuple[str, str]:
    """Name and text of the handoff that `wanted` names. Raises BatonError when there is none."""
    if os.path.isfile(wanted):
        return os.path.basename(wanted), decoded(read_regular(os.path.abspath(wanted), LIMIT))
    if os.path.isdir(wanted):
        raise BatonError(f"{wanted} is a folder.", "Name one of the files in it.")
    if os.path.exists(wanted):
        raise BatonError(f"{wanted} is not a regular file, so it isn't read.", "Name a file.")
    project = here()
    listed = (*handoffs.waiting(project), *handoffs.listing(project, configured(project)))
    for path in listed:
        if os.path.basename(path) in (wanted, f"{wanted}.md"):
            return os.path.basename(path), handoffs.read(path)
    for draft in drafts.listing(project):
        if os.path.basename(draft.path) in (wanted, f"{wanted}.md"):
            return os.path.basename(draft.path), draft.document.text
    raise StorageError(
        f"There is no file {wanted}, and no handoff of that name in this project.",
        "`baton resume --why` lists the newest names.",
    )


def decoded(data: bytes) -> str:
    """UTF-8; else what Windows editors write."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode(WINDOWS_TEXT, "replace")


def as_json(handoff: Handoff) -> dict[str, object]:
    meta = handoff.meta._asdict()
    meta["verified"] = [one._asdict() for one in handoff.meta.verified]
    meta["extra"] = {key: raw.strip() for key, raw in handoff.meta.extra}
    return {
        "title": handoff.title,
        "date": handoff.date.isoformat() if handoff.date else None,
        "metadata": meta,
        "goal": handoff.goal,
        "accomplished": dicts(handoff.accomplished),
        "decisions": dicts(handoff.decisions),
        "lessons": dicts(handoff.lessons),
        "state": dicts(handoff.state),
        "next_steps": dicts(handoff.next_steps),
        "files": dicts(handoff.files),
        "blockers": dicts(handoff.blockers),
        "open_questions": dicts(handoff.open_questions),
        "other": dicts(handoff.other),
        "problems": dicts(handoff.problems),
    }


def dicts(items: Sequence[object]) -> list[dict[str, object]]:
    """Named tuples as JSON objects."""
    return [item._asdict() for item in items]  # type: ignore[attr-defined]  # all are named tuples


def view(handoff: Handoff, name: str) -> Iterator[str]:
    """The lines a person reads."""
    meta = handoff.meta
    yield handoff.title
    facts = (
        name,
        f"{handoff.date:%Y-%m-%d %H:%M}" if handoff.date else "",
        meta.status if meta.generated_by or meta.verified else "",
        f"branch {meta.branch}" if meta.branch else "",
        meta.assistant,
        *(f"approved by {one.by}" for one in meta.verified),
    )
    yield " · ".join(fact for fact in facts if fact)
    if handoff.goal:
        yield from ("", "Goal", *(f"  {line}" for line in handoff.goal.split("\n")))
    sections = (
        ("Accomplished", map(claim, handoff.accomplished)),
        ("Decisions", map(decision, handoff.decisions)),
        ("Current state", map(claim, handoff.state)),
        ("Lessons learned", map(claim, handoff.lessons)),
        ("Next steps", map(step, handoff.next_steps)),
        ("Files", (" - ".join(filter(None, (f.path, f.what))) for f in handoff.files)),
        ("Blockers", map(claim, handoff.blockers)),
        ("Open questions", map(claim, handoff.open_questions)),
        ("Problems", (f"{p.where}: {p.what}" for p in handoff.problems)),
    )
    for title, items in sections:
        lines = [f"  - {item}" for item in items]
        if lines:
            yield from ("", title, *lines)
    for other in handoff.other:
        yield from ("", other.heading, other.text)


def claim(item: Claim) -> str:
    mark = f"[{item.trust}] " if item.trust in ("contradicted", "unsupported") else ""
    evidence = f"  ({'; '.join(item.evidence)})" if item.evidence else ""
    return f"{mark}{item.text}{evidence}{carried(item.age)}"


def step(item: NextStep) -> str:
    evidence = f"  ({'; '.join(item.evidence)})" if item.evidence else ""
    return f"[{'x' if item.done else ' '}] {item.text}{evidence}{carried(item.age)}"


def carried(age: int) -> str:
    return f"  (carried {age}x)" if age else ""


def decision(item: Decision) -> str:
    why = f", because {item.why}" if item.why else ""
    rejected = f" (rejected: {item.rejected})" if item.rejected else ""
    return f"{item.what}{why}{rejected}"
