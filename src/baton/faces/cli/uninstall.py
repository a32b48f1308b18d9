"""`baton uninstall`: take baton out of this project, after showing what that changes.

Files that nobody touched since come back byte for byte; from changed ones only baton's part goes.
Handoffs stay: they are the project's. Drafts and records stay too, unless `--purge` is given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from baton import installing
from baton.config import Config
from baton.errors import ConfigError
from baton.faces.cli.here import configured, here
from baton.faces.cli.plan_view import as_json, show_plan
from baton.faces.terminal import confirm, say, show, show_json
from baton.installing.purge import purge, remains
from baton.keeping import drafts, handoffs, ledger

if TYPE_CHECKING:
    import argparse

    from baton.model.saving import Project


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--yes", action="store_true", help="agree to the plan without being asked")
    parser.add_argument("--dry-run", action="store_true", help="show the plan, write nothing")
    parser.add_argument(
        "--purge",
        action="store_true",
        help="also delete this project's drafts and everything baton remembers about it",
    )
    parser.add_argument("--json", action="store_true")


def run(args: argparse.Namespace) -> int:
    project = here()
    plan = installing.plan_removal(project, folder_of(project))
    pinned = ledger.pinned(project)
    left = remains(project)
    nothing = not plan.changes and not pinned and not (args.purge and left)
    open_drafts, waiting = len(drafts.listing(project)), len(handoffs.waiting(project))
    if not args.json:
        show(f"baton in {project.root}")
        show_plan(project, plan)
        if pinned:
            show(f"  forget  (for you only) that handoffs at {pinned} count as reviewed")
        for folder in left if args.purge else ():
            show(f"  delete  {folder} (open drafts: {open_drafts})")
    agreed = nothing or (not args.dry_run and (args.yes or confirm("Do this?")))
    if agreed and not args.dry_run:
        installing.remove(project, plan)
        if pinned:
            ledger.pin(project, "")
        if args.purge:
            purge(project)
    if args.json:
        counts = {"pinned": pinned, "drafts": open_drafts, "waiting": waiting, "kept": list(left)}
        show_json({**as_json(project, plan), **counts, "written": agreed and not nothing})
    elif agreed:
        show("There is nothing to take out." if nothing else "Done. Handoffs stay where they are.")
        tell_remains(project, open_drafts, waiting)
    if agreed or args.dry_run:
        return 0
    say("Nothing was written. Run `baton uninstall --yes` to agree to the plan.")
    return 1


def folder_of(project: Project) -> str:
    """The configured folder; a configuration that is broken is no reason to stay installed."""
    try:
        return configured(project).folder
    except ConfigError as error:
        say(f"baton: {error.message}")
        return Config().folder


def tell_remains(project: Project, open_drafts: int, waiting: int) -> None:
    """Say what is still there outside the work tree."""
    for folder in remains(project):
        show(f"  kept: {folder}")
    if open_drafts:
        show(f"  open drafts in there: {open_drafts}; `baton review` still shows them.")
    if waiting:
        show(f"  approved handoffs that wait there to be committed: {waiting}; `baton sweep`.")
    if remains(project):
        show("  `baton uninstall --purge` deletes them.")
