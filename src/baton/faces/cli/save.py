"""`baton save --json -`: takes the assistant's own words for the handoff of its session.

One JSON object on standard input, in the form that `baton draft --for-assistant` shows. It becomes
the session's draft, its claims checked and its secrets taken out; where the user's configuration
takes drafts without a review, it is saved at once. The answer tells what was found.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from baton import reading, workflow
from baton.errors import BatonError, TranscriptError
from baton.faces.cli.draft import running_transcript
from baton.faces.cli.here import configured, here
from baton.faces.going_on import going_on
from baton.faces.session_work import turn
from baton.faces.terminal import say, show, show_json
from baton.keeping.files import read_regular
from baton.keeping.machine_key import machine_key
from baton.making.answer_form import FIELDS, Flaw, Form
from baton.making.gaps import gaps, summary
from baton.making.redact import redact
from baton.making.verify import doubted

if TYPE_CHECKING:
    import argparse

    from baton.model.document import Handoff
    from baton.model.saving import Project, Saved
    from baton.workflow import Accepted

LONGEST_ANSWER = 64 * 1024  # bytes
SEE = "`baton draft --for-assistant` shows the form."


class Claimed(NamedTuple):
    """A sentence that the evidence doesn't bear out."""

    text: str
    label: str
    evidence: str


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="the JSON object; - for standard input")
    parser.add_argument("--transcript", metavar="PATH", help="default: the session it names")
    parser.add_argument("--json", action="store_true", help="answer with one JSON object")


def run(args: argparse.Namespace) -> int:
    project = here()
    now = datetime.now(UTC)
    value = parsed(given(args.file))
    form = Form(value)
    answer = form.read()
    transcript = args.transcript
    try:
        transcript = transcript or named_transcript(project, value.get("session"))
    except TranscriptError as error:
        form.flaws.append(Flaw("session", error.message, FIELDS["session"].example))
    if form.flaws:
        tell_flaws(form.flaws, as_json=args.json)
        return 1
    config = configured(project)
    saved = None
    with turn(project):  # a hook's worker may be at the same session
        lookup = going_on(project, now)
        accepted = workflow.accept(project, transcript, answer, now=now, lookup=lookup)
        if config.review == "automatic":
            saved = workflow.keep(project, config, accepted.draft, "policy:automatic", now)
    result = described(accepted, saved)
    if args.json:
        show_json(result)
    else:
        tell(result)
    return 0


def given(file: str) -> bytes:
    """The bytes of the answer. Raises UsageError when it is too long, StorageError when unread."""
    if file != "-":
        try:
            data = read_regular(file, LONGEST_ANSWER + 1)
        except FileNotFoundError:
            raise BatonError(
                f"There is no file {file}.", f"{SEE} `-` reads standard input."
            ) from None
    else:
        data = sys.stdin.buffer.read(LONGEST_ANSWER + 1)
    if len(data) > LONGEST_ANSWER:
        raise BatonError(
            f"The answer is longer than {LONGEST_ANSWER // 1024} KB.",
            "A handoff is one or two pages: keep what the next session needs, then send it again.",
        )
    return data


def parsed(data: bytes) -> dict[str, object]:
    """The JSON object in `data`; a code fence around it does no harm."""
    text = data.decode("utf-8", "replace").strip().removeprefix("\ufeff")
    if not text:
        raise BatonError("Nothing came on standard input.", SEE)
    if text.startswith("```"):
        text = text.partition("\n")[2].rstrip("` \n")
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        where = f": {error}" if isinstance(error, ValueError) else ""
        raise BatonError(f"The answer is not JSON{where}.", SEE) from None
    if not isinstance(value, dict):
        raise BatonError("The answer must be one JSON object.", SEE)
    return value


def named_transcript(project: Project, session: object) -> str:
    """The transcript of the session named, else of the running one. Raises TranscriptError."""
    if session is None:
        return running_transcript(project)
    found = reading.transcripts(project.root)
    for one in found:
        if session in (f"{one.assistant}-{one.session_id}", one.session_id):
            return one.path
    newest = f"; the newest is {found[0].assistant}-{found[0].session_id}" if found else ""
    raise TranscriptError(f"no session of this project is called so{newest}")


def tell_flaws(flaws: list[Flaw], *, as_json: bool) -> None:
    """Everything that is wrong, at once."""
    if as_json:
        hint = "Nothing was saved. Correct these fields and send the whole object again."
        show_json({"saved": False, "errors": [flaw._asdict() for flaw in flaws], "hint": hint})
        return
    say(f"baton: {len(flaws)} fields of the answer need another try; nothing was saved")
    for flaw in flaws:
        say(f"  {flaw.field}: {flaw.problem}")
        if flaw.example is not None:
            say(f"    for example {json.dumps(flaw.example, ensure_ascii=False)}")


def described(accepted: Accepted, saved: Saved | None) -> dict[str, object]:
    """What became of the answer, what was found in it, and what can be done next."""
    open_gaps = gaps(accepted.evidence, accepted.handoff)
    unsound = flagged(accepted.handoff)
    key = machine_key()
    return {
        "saved": True,
        "state": saved.state if saved else "draft",
        "draft": accepted.draft.draft_id,
        "path": saved.path if saved else accepted.draft.path,
        "flagged": [one._asdict() for one in unsound],
        "secrets_removed": list(accepted.secrets),
        "gaps": [
            {"kind": gap.kind, "quote": redact(gap.quote, scope="document", key=key).text}
            for gap in open_gaps
        ],
        "gaps_in_short": summary(open_gaps),
        "next": next_step(saved, better=bool(unsound or open_gaps)),
    }


def flagged(handoff: Handoff) -> list[Claimed]:
    """The claims and decisions marked in the document, and carried steps ticked on mere word."""
    unshown = ("nothing in the session's record shows that it is done",)
    ticked = [one.text for one in handoff.next_steps if one.done and one.age and not one.evidence]
    marked = [*doubted(handoff), *((text, "unsupported", unshown) for text in ticked)]
    return [Claimed(text, trust, "; ".join(evidence)) for text, trust, evidence in marked]


def next_step(saved: Saved | None, *, better: bool) -> str:
    again = " A corrected object can be sent again; it replaces this one." if better else ""
    if saved is None:
        return f"The user reads and approves it with `baton review`.{again}"
    where = {"committed": "It is saved and committed.", "written": "It is saved."}
    waits = f"It is saved and will be committed at the next safe moment. {saved.reason}".rstrip()
    return where.get(saved.state, waits) + again


def tell(result: dict[str, object]) -> None:
    """The same in words."""
    show(f"{'Drafted' if result['state'] == 'draft' else 'Saved'} {result['draft']}.")
    for one in result["flagged"]:  # type: ignore[attr-defined]  # a list, as described() made it
        show(f"  {one['label']}: {one['text']} ({one['evidence']})")
    for kind in result["secrets_removed"]:  # type: ignore[attr-defined]
        show(f"  taken out: a secret ({kind})")
    if result["gaps_in_short"]:
        show(f"  {result['gaps_in_short']}:")
    for gap in result["gaps"]:  # type: ignore[attr-defined]
        show(f"    {gap['kind']}: {gap['quote']}")
    show(str(result["next"]))
