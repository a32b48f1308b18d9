"""`baton redact`: standard input without its secrets, or where they are."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, NamedTuple

from baton.errors import BatonError
from baton.faces.terminal import show_json, write_exactly
from baton.keeping.machine_key import machine_key
from baton.making.redact import Scope, find, redact

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from baton.model.saving import Finding


class Record(NamedTuple):
    """One line of `--jsonl` input."""

    id: str | int
    text: str


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--document",
        action="store_true",
        help="the text is short and will travel: unreadable tokens go too, the home folder "
        "becomes ~, and e-mail addresses lose the person's name",
    )
    output = parser.add_mutually_exclusive_group()
    output.add_argument(
        "--spans",
        action="store_true",
        help="print a JSON list of [start, end, kind], in characters of the input",
    )
    output.add_argument(
        "--jsonl",
        action="store_true",
        help='one {"id", "text"} a line in, one {"id", "spans"} a line out',
    )
    output.add_argument("--json", action="store_true", help="print text and findings as JSON")


def run(args: argparse.Namespace) -> int:
    scope: Scope = "document" if args.document else "text"
    text = sys.stdin.buffer.read().decode("utf-8", "replace")
    if args.jsonl:
        for record in records(text):
            line = {"id": record.id, "spans": as_lists(find(record.text, scope))}
            write_exactly(json.dumps(line) + "\n")
    elif args.spans:
        write_exactly(json.dumps(as_lists(find(text, scope))) + "\n")
    else:
        redacted = redact(text, scope=scope, key=machine_key())
        if args.json:
            show_json({"text": redacted.text, "findings": as_lists(redacted.findings)})
        else:
            write_exactly(redacted.text)
    return 0


def as_lists(findings: tuple[Finding, ...]) -> list[list[int | str]]:
    return [[finding.start, finding.end, finding.kind] for finding in findings]


def records(text: str) -> Iterator[Record]:
    """The records of `--jsonl` input; raises BatonError naming the first bad line."""
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise broken(number, f"it is no JSON ({error})") from error
        if not isinstance(row, dict) or not isinstance(row.get("text"), str) or "id" not in row:
            raise broken(number, 'it is no object with "id" and "text"')
        yield Record(row["id"], row["text"])


def broken(number: int, why: str) -> BatonError:
    return BatonError(
        f"line {number} of the input can't be read: {why}",
        'Give one JSON object a line: {"id": "1", "text": "..."}',
    )
