"""Drafts every transcript of a folder without a model: processor time and length of the drafts.

    python benchmarks/drafting.py TRANSCRIPTS DRAFTS

writes DRAFTS/<name>.md for each TRANSCRIPTS/<name>.jsonl, and prints one line each. Where labels
(<name>.json) lie beside the transcripts, DRAFTS/labels/ gets copies that point at the transcripts
where they are now, for a scorer to read.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from time import process_time
from typing import NamedTuple

from baton.errors import BatonError
from baton.handoff_file import render
from baton.making.evidence import mine
from baton.making.extract import compose
from baton.making.verify import verify
from baton.reading import read


class Drafted(NamedTuple):
    """One transcript's draft and what it cost."""

    name: str
    text: str
    reading: float  # seconds of processor time
    making: float  # seconds: mining, composing and verifying
    bytes: int


def draft(path: Path) -> Drafted:
    """Reads and drafts one transcript; its own working directory stands for the project."""
    start = process_time()
    session = read(str(path))
    middle = process_time()
    evidence = mine(session, "", None)
    handoff = verify(compose(evidence, datetime.now(UTC)), evidence)
    end = process_time()
    return Drafted(path.stem, render(handoff), middle - start, end - middle, path.stat().st_size)


def copy_labels(labels: Path, transcript: Path, folder: Path) -> None:
    """The labels with the transcript's present path, for the scorer."""
    folder.mkdir(exist_ok=True)
    content = json.loads(labels.read_text(encoding="utf-8"))
    content["transcript"] = str(transcript)
    (folder / labels.name).write_text(json.dumps(content), encoding="utf-8")


def main(transcripts: Path, drafts: Path) -> None:
    drafts.mkdir(parents=True, exist_ok=True)
    done: list[Drafted] = []
    print(f"{'transcript':36} {'MB':>6} {'read ms':>8} {'make ms':>8} {'ms/MB':>6} {'words':>6}")
    for path in sorted(transcripts.glob("*.jsonl")):
        try:
            drafted = draft(path)
        except BatonError as error:
            print(f"{path.stem:36} {error}")
            continue
        (drafts / f"{drafted.name}.md").write_text(drafted.text, encoding="utf-8")
        labels = path.with_suffix(".json")
        if labels.exists():
            copy_labels(labels, path.resolve(), drafts / "labels")
        done.append(drafted)
        print_line(drafted.name, drafted.bytes, drafted.reading, drafted.making, drafted.text)
    if done:
        print_line(
            f"all {len(done)} (words: mean)",
            sum(drafted.bytes for drafted in done),
            sum(drafted.reading for drafted in done),
            sum(drafted.making for drafted in done),
            " ".join(drafted.text for drafted in done),
            shared_by=len(done),
        )


def print_line(
    name: str, size: int, reading: float, making: float, text: str, shared_by: int = 1
) -> None:
    megabytes = size / 1e6
    words = len(text.split()) // shared_by
    print(
        f"{name:36} {megabytes:6.2f} {reading * 1000:8.0f} {making * 1000:8.0f}"
        f" {making * 1000 / megabytes:6.0f} {words:6}"
    )


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
