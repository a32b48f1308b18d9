"""`baton draft`: write the handoff of a session; a model words it where one is configured."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from baton import handoff_file, reading, workflow
from baton.errors import TranscriptError
from baton.faces.cli.here import here
from baton.faces.terminal import say, show, show_json
from baton.keeping.machine_key import machine_key
from baton.making.redact import redact

if TYPE_CHECKING:
    import argparse

    from baton.model.prompt import Written
    from baton.model.saving import Project


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--transcript", metavar="PATH", help="default: this project's newest")
    parser.add_argument("--assistant", metavar="NAME", help="default: recognised from the file")
    parser.add_argument("--stdout", action="store_true", help="print it, store nothing")
    parser.add_argument("--why-not", action="store_true", help="say whether it is worth keeping")
    parser.add_argument("--json", action="store_true")


def run(args: argparse.Namespace) -> int:
    project = here()
    now = datetime.now(UTC)
    transcript = args.transcript or newest_transcript(project)
    if args.stdout or args.why_not:
        seen = workflow.examine(project, transcript, now=now, assistant=args.assistant)
        if args.why_not:
            show(("Worth a handoff: " if seen.worth else "No handoff: ") + seen.reason)
            return 0
        text = handoff_file.render(seen.handoff)
        show(redact(text, scope="document", key=machine_key()).text.rstrip("\n"))
        return 0
    draft = workflow.prepare(
        project, transcript, trigger="manual", now=now, assistant=args.assistant, tell=tell
    )
    if args.json:
        show_json({"draft": None if draft is None else {"id": draft.draft_id, "path": draft.path}})
    elif draft is None:
        say("No new draft: the session holds nothing that isn't in its draft or handoff already.")
        say("  `baton draft --why-not` explains; `baton review` lists what waits.")
    else:
        by = handoff_file.parse(draft.document.text).meta.generated_by
        worded = f", worded by {by.removeprefix('model:')}" if by.startswith("model:") else ""
        show(f"Drafted {draft.draft_id}{worded}. Read and approve it with `baton review`.")
    return 0


def tell(written: Written) -> None:
    """Say why the configured model did not word the draft, or not as it should."""
    if written.why and written.outcome == "none":
        say(f"baton: drafted without the model: {written.why}")
    elif written.why:
        say(f"baton: the model's draft was {written.why}")


def newest_transcript(project: Project) -> str:
    """The transcript of this project's most recent session, of whatever assistant."""
    found = reading.transcripts(project.root)
    if not found:
        raise TranscriptError(
            f"No session of any assistant was found for {project.root}",
            "Name one with --transcript PATH.",
        )
    return found[0].path
