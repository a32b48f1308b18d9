"""`baton review`: read the drafts, then approve, edit or discard them.

    baton review                      go through the open drafts (or list them, without a terminal)
    baton review --show ID            print one
    baton review --approve [ID ...]   save and commit (without ID: the only open one)
    baton review --edit ID            open it in $VISUAL or $EDITOR
    baton review --discard ID ...     put it aside; it stays in the discarded folder

An ID may be shortened to any part that names one draft.
"""

from __future__ import annotations

import getpass
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from baton import handoff_file, workflow
from baton.errors import BatonError, UsageError
from baton.faces.cli.here import configured, here
from baton.faces.editor import edit_text
from baton.faces.terminal import ask, say, show, show_error, show_json
from baton.keeping import drafts, git
from baton.model.saving import Draft

if TYPE_CHECKING:
    import argparse

    from baton.config import Config
    from baton.model.saving import Project, Saved


def arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--list", action="store_true", help="list the open drafts")
    what.add_argument("--show", metavar="ID", help="print one draft")
    what.add_argument("--approve", metavar="ID", nargs="*", help="save and commit")
    what.add_argument("--edit", metavar="ID", help="open one in $VISUAL or $EDITOR")
    what.add_argument("--discard", metavar="ID", nargs="+", help="put aside")
    parser.add_argument("--json", action="store_true")


def run(args: argparse.Namespace) -> int:
    project = here()
    if args.show:
        show_one(drafts.find(project, args.show), as_json=args.json)
    elif args.approve is not None:
        approve(project, configured(project), args.approve, as_json=args.json)
    elif args.edit:
        edited = edit(project, drafts.find(project, args.edit))
        if args.json:
            show_json({"draft": described(edited)})
    elif args.discard:
        discard(project, args.discard, as_json=args.json)
    elif args.list or args.json or not sys.stdin.isatty():
        list_open(project, as_json=args.json)
    else:
        walk(project, configured(project))
    return 0


def list_open(project: Project, *, as_json: bool) -> None:
    """The open drafts, newest first."""
    found = drafts.listing(project)
    if as_json:
        show_json({"drafts": [described(draft) for draft in found]})
        return
    if not found:
        show("No drafts wait for review.")
    for draft in found:
        meta = handoff_file.parse_metadata(draft.document.text)
        edited = ", edited" if draft.edited else ""
        show(f"{draft.draft_id}  {draft.written_at}{edited}\n    {meta.title}")


def show_one(draft: Draft, *, as_json: bool) -> None:
    text = draft.document.text
    if as_json:
        show_json({"draft": {**described(draft), "document": text}})
    else:
        show(text.rstrip("\n"))


def described(draft: Draft) -> dict[str, object]:
    meta = handoff_file.parse_metadata(draft.document.text)
    return {
        "id": draft.draft_id,
        "title": meta.title,
        "assistant": draft.assistant,
        "session": draft.session_id,
        "written_at": draft.written_at,
        "edited": draft.edited,
        "path": draft.path,
    }


def approve(project: Project, config: Config, ids: list[str], *, as_json: bool) -> None:
    """Save every draft named; without a name, the only open one."""
    chosen = [drafts.find(project, part) for part in ids] or [only_one(project)]
    results = []
    for draft in chosen:
        saved = workflow.keep(project, config, draft, reviewer(project), datetime.now(UTC))
        results.append({"id": draft.draft_id, **saved._asdict()})
        if not as_json:
            tell(saved)
    if as_json:
        show_json({"saved": results})


def only_one(project: Project) -> Draft:
    found = drafts.listing(project)
    if not found:
        raise BatonError("No drafts wait for review.", "`baton draft` makes one.")
    if len(found) > 1:
        raise UsageError(
            f"{len(found)} drafts wait for review.", "Name one: `baton review --list` shows them."
        )
    return found[0]


def tell(saved: Saved) -> None:
    """What became of an approved draft."""
    if saved.state == "committed":
        show(f"Saved {saved.path} (commit {saved.commit[:10]}).")
    elif saved.state == "written":
        show(f"Saved {saved.path}. {saved.reason}".rstrip())
    else:
        show(f"Saved {saved.path}.")
        show(f"  Not committed yet: {saved.reason} baton commits it at the next safe moment.")


def edit(project: Project, draft: Draft) -> Draft:
    """Let the person change the draft; from then on no redraft replaces it."""
    text = edit_text(draft.document.text, suffix=".md")
    if text == draft.document.text:
        say("Nothing changed.")
        return draft
    changed = draft._replace(document=workflow.gate(text), edited=True)
    return drafts.save(project, changed)


def discard(project: Project, ids: list[str], *, as_json: bool) -> None:
    gone = [drafts.find(project, part) for part in ids]
    for draft in gone:
        drafts.discard(project, draft)
        if not as_json:
            show(f"Discarded {draft.draft_id}.")
    if as_json:
        show_json({"discarded": [draft.draft_id for draft in gone]})


def walk(project: Project, config: Config) -> None:
    """Show one draft after another and ask what to do with it."""
    found = drafts.listing(project)
    if not found:
        show("No drafts wait for review.")
    for draft in found:
        show(draft.document.text)
        while True:
            answer = ask("[a]pprove, [e]dit, [d]iscard, [s]kip, [q]uit? ")
            if answer == "e":
                draft = edit_or_say(project, draft)
            elif answer in {"a", "d", "s", "q"}:
                break
        if answer == "a":
            tell(workflow.keep(project, config, draft, reviewer(project), datetime.now(UTC)))
        elif answer == "d":
            drafts.discard(project, draft)
            show(f"Discarded {draft.draft_id}.")
        elif answer == "q":
            return


def edit_or_say(project: Project, draft: Draft) -> Draft:
    """The draft as edited, shown; as it was where the editor fails: the walk goes on."""
    try:
        draft = edit(project, draft)
    except BatonError as error:
        show_error(error)
    else:
        show(draft.document.text)
    return draft


def reviewer(project: Project) -> str:
    """Who approves, as the front matter names them: git's user name, else the login name."""
    return f"human:{git.user_name(project) or getpass.getuser()}"
