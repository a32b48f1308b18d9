"""`baton draft`: write the handoff of a session; a model words it where one is configured.

baton draft                    of this project's newest session; it waits for `baton review`
baton draft --stdout           print it, store nothing
baton draft --why-not          whether the session is worth a handoff
baton draft --for-assistant    what the session's own assistant needs to word it: the facts,
                               what nobody has said yet, and the form of its answer, which
                               `baton save` takes
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from baton import handoff_file, precedence, reading, workflow
from baton.errors import TranscriptError
from baton.faces.cli.here import here
from baton.faces.going_on import going_on
from baton.faces.terminal import say, show, show_json
from baton.keeping.machine_key import machine_key
from baton.making import skeleton
from baton.making.redact import redact
from baton.making.worth import RULE
from baton.model.document import BY_MODEL

if TYPE_CHECKING:
    import argparse

    from baton.model.prompt import Written
    from baton.model.saving import Project
    from baton.workflow import Examined


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--transcript", metavar="PATH", help="default: this project's newest")
    parser.add_argument("--assistant", metavar="NAME", help="default: recognised from the file")
    parser.add_argument("--stdout", action="store_true", help="print it, store nothing")
    parser.add_argument(
        "--for-assistant", action="store_true", help="print facts and form for `baton save`"
    )
    parser.add_argument("--why-not", action="store_true", help="say whether it is worth keeping")
    parser.add_argument("--json", action="store_true")


def run(args: argparse.Namespace) -> int:
    project = here()
    now = datetime.now(UTC)
    transcript = args.transcript or running_transcript(project, args.assistant)
    lookup = going_on(project, now)
    if args.stdout or args.why_not or args.for_assistant:
        seen = workflow.examine(
            project, transcript, now=now, assistant=args.assistant, lookup=lookup
        )
        print_only(project, args, seen)
        return 0
    draft = workflow.prepare(
        project,
        transcript,
        trigger="manual",
        now=now,
        assistant=args.assistant,
        lookup=lookup,
        tell=tell,
    )
    if args.json:
        show_json({"draft": None if draft is None else {"id": draft.draft_id, "path": draft.path}})
    elif draft is None:
        say("No new draft: the session holds nothing that isn't in its draft or handoff already.")
        say("  `baton draft --why-not` explains; `baton review` lists what waits.")
    else:
        by = handoff_file.parse(draft.document.text).meta.generated_by
        worded = f", worded by {by.removeprefix(BY_MODEL)}" if by.startswith(BY_MODEL) else ""
        show(f"Drafted {draft.draft_id}{worded}. Read and approve it with `baton review`.")
    return 0


def tell(written: Written) -> None:
    """Say why the configured model did not word the draft, or not as it should."""
    if written.why and written.outcome == "none":
        say(f"baton: drafted without the model: {written.why}")
    elif written.why:
        say(f"baton: the model's draft was {written.why}")


def print_only(project: Project, args: argparse.Namespace, seen: Examined) -> None:
    """Show what is asked of a session, and store nothing."""
    if args.for_assistant:
        offer(seen, as_json=args.json)
    elif args.why_not:
        explain(project, seen, as_json=args.json)
    else:
        text = redacted(handoff_file.render(seen.handoff))
        if args.json:
            show_json({"document": text})
        else:
            show(text.rstrip("\n"))


def explain(project: Project, seen: Examined, *, as_json: bool) -> None:
    """Whether the session is worth a handoff, and whether it has one already."""
    stored = precedence.outlook(project, seen.evidence)
    if as_json:
        show_json({"worth": seen.worth, "reason": seen.reason, "stored": stored})
        return
    show(f"{'Worth a handoff' if seen.worth else 'No handoff'}: {seen.reason}.")
    show(stored if seen.worth else f"{RULE} Its assistant can still write one: `baton save`.")


def offer(seen: Examined, *, as_json: bool) -> None:
    """The skeleton of a session for its own assistant."""
    session = f"{seen.evidence.session.assistant}-{seen.evidence.session.session_id}"
    if as_json:
        show_json(clean(skeleton.as_json(session, seen.handoff, seen.evidence)))
    else:
        show(redacted(skeleton.as_text(session, seen.handoff, seen.evidence)))


def redacted(text: str) -> str:
    return redact(text, scope="document", key=machine_key()).text


def clean(value: object) -> object:
    """`value` with every text in it redacted; the names in it are ours."""
    if isinstance(value, dict):
        return {name: clean(part) for name, part in value.items()}
    if isinstance(value, list):
        return [clean(part) for part in value]
    return redacted(value) if isinstance(value, str) else value


def running_transcript(project: Project, assistant: str | None = None) -> str:
    """The transcript of the session this runs in, else of this project's most recent one.

    With the name of an assistant: of its sessions only. Raises TranscriptError without any.
    """
    found = reading.running(project.root, os.environ)
    if found is not None and assistant not in (None, found.assistant):
        theirs = (one for one in reading.transcripts(project.root) if one.assistant == assistant)
        found = next(theirs, None)
    if found is None:
        raise TranscriptError(
            f"No session of {assistant or 'any assistant'} was found for {project.root}",
            "Name one with --transcript PATH.",
        )
    return found.path
