"""`baton resume`: the brief of the last session, for whoever goes on from it.

Shows the best handoff whatever its origin, and says what that is. What the hooks put into a
session by themselves is narrower: only what this user wrote, or reviewed at the pinned ref.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from baton.asking import resume as asking
from baton.errors import UsageError
from baton.faces.cli.here import configured, here
from baton.faces.terminal import say, show, show_json

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from baton.asking.lineage import Ranked
    from baton.asking.resume import Brief

LEAST = 500  # characters; below that a brief says nothing


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--why", action="store_true", help="say why this handoff, and what others")
    parser.add_argument("--chars", type=int, metavar="N", help="at most N characters")


def run(args: argparse.Namespace) -> int:
    project = here()
    config = configured(project)
    if args.chars is not None:
        if args.chars < LEAST:
            raise UsageError(f"--chars {args.chars} is too little.", f"Give at least {LEAST}.")
        config = config._replace(brief_chars=args.chars)
    now = datetime.now(UTC)
    brief = asking.recall(project, config, now)
    considered = asking.considered(project, config, now) if args.why else ()
    if args.json:
        show_json(as_json(brief, considered))
    elif args.why:
        show("\n".join(why(brief, considered)))
    elif brief.text:
        show(brief.text.rstrip("\n"))
    else:
        say("\n".join(brief.reasons))
    return 0


def as_json(brief: Brief, considered: Sequence[Ranked]) -> dict[str, object]:
    found: dict[str, object] = {
        "handoff": described(brief) if brief.name else None,
        "text": brief.text,
        "since": {
            "commits": [{"sha": sha, "subject": subject} for sha, subject in brief.since.commits],
            "files": list(brief.since.files),
            "branch_differs": brief.since.branch_differs,
            "known": brief.since.known,
        },
        "left_out": list(brief.left_out),
        "why": list(brief.reasons),
    }
    if considered:
        found["considered"] = [
            {"name": one.candidate.name, "kind": one.candidate.kind, "why": list(one.reasons)}
            for one in considered
        ]
    return found


def described(brief: Brief) -> dict[str, object]:
    return {
        "path": brief.source,
        "name": brief.name,
        "title": brief.title,
        "date": brief.date.isoformat() if brief.date else None,
        "trust": brief.trust,
        "status": brief.status,
    }


def why(brief: Brief, considered: Sequence[Ranked]) -> list[str]:
    if not brief.name:
        return list(brief.reasons)
    lines = [f"{brief.name} ({brief.trust}):", *(f"  {reason}" for reason in brief.reasons)]
    others = [one for one in considered if one.candidate.path != brief.source]
    if others:
        lines += ["", "Considered after it:"]
        lines += [f"  {one.candidate.name}: {', '.join(one.reasons)}" for one in others]
    return lines
