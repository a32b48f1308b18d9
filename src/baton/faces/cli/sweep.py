"""`baton sweep`: make up for what hooks missed, or never were there to do.

Tries again what failed, drafts every session of this project that nobody has looked at, and
commits approved handoffs that wait for a safe moment.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from baton import reading
from baton.errors import UsageError
from baton.faces import session_work
from baton.faces.cli.here import here
from baton.faces.terminal import say, show, show_json

if TYPE_CHECKING:
    import argparse

    from baton.faces.session_work import Swept

DAYS = 30


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--days", type=int, default=DAYS, metavar="N", help="sessions of the last N days (30)"
    )
    parser.add_argument("--json", action="store_true")


def run(args: argparse.Namespace) -> int:
    if args.days < 0:
        raise UsageError(f"--days {args.days} is too little.", "Give 0 or more.")
    project = here()
    since = time.time() - args.days * 86400
    recent = [one.path for one in reading.transcripts(project.root) if one.modified >= since]
    swept = session_work.sweep(project, recent)
    if args.json:
        show_json(as_json(swept))
    else:
        tell(swept)
    return 1 if swept.problems else 0


def as_json(swept: Swept) -> dict[str, object]:
    return {
        "looked_at": swept.looked_at,
        "drafted": [{"id": one.draft_id, "path": one.path} for one in swept.drafted],
        "saved": [one._asdict() for one in swept.saved],
        "problems": [one._asdict() for one in swept.problems],
    }


def tell(swept: Swept) -> None:
    sessions = "1 session" if swept.looked_at == 1 else f"{swept.looked_at} sessions"
    show(f"Looked at {sessions} that had grown; drafted {len(swept.drafted)}.")
    for draft in swept.drafted:
        show(f"  draft {draft.draft_id}")
    for saved in swept.saved:
        show(f"  {saved.state}: {saved.path}{f' ({saved.reason})' if saved.reason else ''}")
    for problem in swept.problems:
        say(f"baton: {problem.what}")
    if swept.drafted:
        show("Read and approve them with `baton review`.")
    if swept.problems:
        say("  What failed is kept and tried again at the next start or sweep.")
