"""`baton verify FILE`: is what a saved handoff says still borne out?

FILE is a path, or a name in this project's folder. Files and commits are compared with the
repository FILE lies in; what was said and run with the session, when its transcript is given or
found on this machine. Exit status 1 when a claim is contradicted.
"""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING

from baton import handoff_file
from baton.faces.cli.here import here
from baton.faces.cli.show import find
from baton.faces.terminal import show, show_json
from baton.keeping.project import find_project
from baton.rechecking import check_again, find_transcript

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from baton.making.verify import Checked
    from baton.model.document import Trust
    from baton.model.saving import Project
    from baton.rechecking import Rechecked

LABELS: tuple[Trust, ...] = ("contradicted", "unsupported", "verified", "stated")
CLAIM_WIDTH = 62


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="a path, or a name in this project's folder")
    parser.add_argument(
        "--transcript", metavar="PATH", help="the session's transcript, if it isn't found by itself"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    name, text = find(args.file)
    handoff = handoff_file.parse(text, name)
    project = project_of(args.file)
    transcript = args.transcript or find_transcript(handoff, project)
    found = check_again(handoff, project, transcript)
    if args.json:
        show_json(as_json(name, found))
    else:
        show("\n".join(table(found)))
    return 1 if any(claim.trust == "contradicted" for claim in found.claims) else 0


def project_of(wanted: str) -> Project:
    """The project that a file lies in; for a mere name, the one we are in."""
    if os.path.isfile(wanted):
        return find_project(os.path.dirname(os.path.abspath(wanted)))
    return here()


def as_json(name: str, found: Rechecked) -> dict[str, object]:
    return {
        "file": name,
        "transcript": found.transcript,
        "commit": found.commit,
        "unchecked": list(found.unchecked),
        "counts": counts(found),
        "claims": [
            {
                "section": claim.section,
                "line": claim.line,
                "text": claim.text,
                "label": claim.trust,
                "evidence": list(claim.evidence),
            }
            for claim in found.claims
        ],
    }


def counts(found: Rechecked) -> dict[str, int]:
    """Label -> how many claims bear it."""
    counted = Counter(claim.trust for claim in found.claims)
    return {label: counted[label] for label in LABELS}


def table(found: Rechecked) -> Iterator[str]:
    """What a person reads: the worst first, then in the document's order."""
    for claim in sorted(found.claims, key=lambda one: LABELS.index(one.trust)):
        yield row(claim)
    if found.claims:
        yield ""
    total = len(found.claims)
    listed = ", ".join(f"{many} {label}" for label, many in counts(found).items() if many)
    yield f"{total} claims: {listed}" if listed else "No claims in this document."
    against = [f"the repository at {found.commit[:9]}"] if found.commit else []
    against += [f"the session {os.path.basename(found.transcript)}"] if found.transcript else []
    if against:
        yield f"Compared with {' and '.join(against)}."
    for note in found.unchecked:
        yield f"Not checked: {note}."


def row(claim: Checked) -> str:
    text = " ".join(claim.text.split())
    if len(text) > CLAIM_WIDTH:
        text = text[: CLAIM_WIDTH - 1].rstrip() + "…"
    evidence = "; ".join(claim.evidence)
    place = f"line {claim.line}" if claim.line else claim.section
    return f"{claim.trust:13} {place:9} {text:{CLAIM_WIDTH}}  {evidence}".rstrip()
