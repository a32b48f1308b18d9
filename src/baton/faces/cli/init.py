"""`baton init`: put baton into this project, after showing what that changes.

Nothing is written before the plan was shown and agreed to (`--yes`, or a yes at the terminal).
What decides about trust goes into the user's own state: the ref whose handoffs count as reviewed,
and the settings of this repository that the user accepts although they lower a guard.
"""

from __future__ import annotations

import shutil
import time
from typing import TYPE_CHECKING, NamedTuple

from baton import installing
from baton.config import guard_lowering, literal
from baton.errors import UsageError
from baton.faces.cli.here import configured, here
from baton.faces.cli.plan_view import as_json, show_plan
from baton.faces.terminal import confirm, say, show, show_json
from baton.keeping import git, ledger, seen
from baton.keeping.consent import consent, consented

if TYPE_CHECKING:
    import argparse

    from baton.installing.change import Plan
    from baton.model.saving import Project

NOBODY = "none"  # as --trust's value: no ref's handoffs count as reviewed


class Intent(NamedTuple):
    """What agreeing would do: files, and what the user's state would record."""

    plan: Plan
    trust: str | None  # the ref to pin; None leaves it as it is
    accept: dict[str, object]


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--assistant",
        action="append",
        choices=tuple(installing.ASSISTANTS),
        help="install for this one only (may be repeated; default: all that baton knows)",
    )
    parser.add_argument("--yes", action="store_true", help="agree to the plan without being asked")
    parser.add_argument("--dry-run", action="store_true", help="show the plan, write nothing")
    parser.add_argument(
        "--trust",
        metavar="REF",
        help="handoffs that are at this ref count as reviewed "
        f'(default: the remote\'s default branch; "{NOBODY}" for none)',
    )
    parser.add_argument(
        "--accept-settings",
        action="store_true",
        help="let this repository's .baton.toml lower guards, with the values it has now",
    )
    parser.add_argument("--json", action="store_true")


def run(args: argparse.Namespace) -> int:
    project = here()
    config = configured(project)
    assistants = tuple(args.assistant or installing.ASSISTANTS)
    intent = Intent(
        installing.plan(project, config.folder, assistants),
        trust_to_record(project, args.trust),
        settings_to_accept(project, asked=args.accept_settings),
    )
    nothing = not intent.plan.changes and intent.trust is None and not intent.accept
    if not args.json:
        show_intent(project, intent)
    agreed = nothing or (not args.dry_run and (args.yes or confirm("Do this?")))
    if agreed and not args.dry_run:
        carry_out(project, intent)
    if args.json:
        show_json({**intent_json(project, intent), "written": agreed and not nothing})
    elif nothing:
        show("Everything is in place already.")
    elif agreed:
        show_next_steps(config.folder)
    if agreed or args.dry_run:
        warn_about_path()
        return 0
    say("Nothing was written. Run `baton init --yes` to agree to the plan.")
    return 1


def trust_to_record(project: Project, asked: str | None) -> str | None:
    """The ref to pin: what was asked for, else the remote's default branch if none is pinned."""
    pinned = ledger.pinned(project)
    if asked is not None:
        ref = "" if asked == NOBODY else known_ref(project, asked)
        return None if ref == pinned else ref
    return None if pinned else (default_branch(project) or None)


def known_ref(project: Project, ref: str) -> str:
    """`ref` itself, so that no slip of the pen is recorded. Raises UsageError if it isn't here."""
    if not (project.git_dir and not ref.startswith("-") and has_commit(project, ref)):
        raise UsageError(
            f"There is no ref {ref} in this repository.",
            'Name one that `git branch --all` lists, origin/main say, or "none".',
        )
    return ref


def has_commit(project: Project, ref: str) -> bool:
    return git.attempt(project, "rev-parse", "--quiet", "--verify", f"{ref}^{{commit}}").ok


def default_branch(project: Project) -> str:
    """The default branch of the remote as this clone knows it, "origin/main" say; "" if none."""
    if not project.git_dir:
        return ""
    known = git.attempt(project, "symbolic-ref", "--short", "refs/remotes/origin/HEAD")
    candidates = [known.output.decode("utf-8", "replace").strip()] if known.ok else []
    for ref in (*candidates, "origin/main", "origin/master"):
        if ref and has_commit(project, f"refs/remotes/{ref}"):
            return ref
    return ""


def settings_to_accept(project: Project, *, asked: bool) -> dict[str, object]:
    """The guard-lowering settings to record as accepted: all the repository has, when asked."""
    wanted = guard_lowering(project.root)
    return wanted if asked and wanted != consented(project) else {}


def carry_out(project: Project, intent: Intent) -> None:
    installing.apply(project, intent.plan)
    if intent.trust is not None:
        ledger.pin(project, intent.trust)
    if intent.accept:
        consent(project, intent.accept)
    seen.begin(project, time.time())


def show_intent(project: Project, intent: Intent) -> None:
    show(f"baton in {project.root}")
    show_plan(project, intent.plan)
    if intent.trust is not None:
        whose = f"handoffs at {intent.trust}" if intent.trust else "no ref's handoffs"
        show(f"  record  (for you only) {whose} count as reviewed by your team")
    for key, value in intent.accept.items():
        show(f"  record  (for you only) you accept {key} = {literal(value)} of this repository")


def intent_json(project: Project, intent: Intent) -> dict[str, object]:
    return {**as_json(project, intent.plan), "trust": intent.trust, "accept": intent.accept}


def show_next_steps(folder: str) -> None:
    show("Done. What happens next:")
    show(
        "  1. Work as always. When a session ends, baton drafts its handoff; nothing is sent away."
    )
    show(f"  2. `baton review` shows the draft; once you approve it, it is committed to {folder}/.")
    show("  3. The next session starts with it. For the team, commit the files above as well.")


def warn_about_path() -> None:
    """The hooks call `baton` by name; say so when a shell wouldn't find it."""
    if shutil.which("baton") is None:
        say("baton: `baton` is not on your PATH, so the assistant's hooks stay silent.")
        say("  Install it for your user: `uv tool install baton-handoff` or `pipx install ...`.")
