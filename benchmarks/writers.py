"""What a model would be sent, and how well the test of cited records tells true claims from false.

    python benchmarks/writers.py LABELLED

LABELLED holds transcripts (<name>.jsonl) with labels beside them (<name>.json): facts that a
person wrote down, with the lines they rest on (`evidence_line`). True claims are those facts at
their lines; false ones the same facts at a line of another session, taken by chance. Prints one
line for each transcript and the totals.
"""

from __future__ import annotations

import json
import random
import sys
from datetime import UTC, datetime
from pathlib import Path
from time import process_time

from baton.making.evidence import mine
from baton.making.extract import compose
from baton.making.writers.asking import question
from baton.making.writers.grounding import Records
from baton.making.writers.model_answer import Said
from baton.model.prompt import estimated_tokens
from baton.reading import read

SECTIONS = {
    "accomplished": "accomplished",
    "decisions": "decision",
    "lessons": "lesson",
    "next_steps": "next",
    "blockers": "blocker",
}
BUDGET = 60_000
KEY = b"k" * 32


def facts(labels: Path, records: Records) -> list[Said]:
    """The labelled facts as claims, each with its lines as records."""
    content = json.loads(labels.read_text(encoding="utf-8"))
    found = []
    for name, section in SECTIONS.items():
        for fact in content.get(name, []):
            lines = tuple(n for n in fact.get("evidence_line", []) if n in records.numbers)
            if lines:
                found.append(Said(section, fact.get("text") or fact.get("what", ""), lines))
    return found


def main(folder: Path) -> None:
    sessions: list[tuple[Records, list[Said]]] = []
    print(f"{'transcript':30} {'MB':>5} {'tokens':>7} {'ms':>5}")
    for path in sorted(folder.glob("*.jsonl")):
        session = read(str(path))
        evidence = mine(session, session.cwds[0] if session.cwds else "", None)
        plain = compose(evidence, datetime.now(UTC))
        start = process_time()
        prompt = question(evidence, plain, BUDGET, KEY)
        took = process_time() - start
        size = estimated_tokens(prompt.rules) + estimated_tokens(prompt.turns[0].text)
        print(f"{path.stem[-30:]:30} {session.bytes / 1e6:5.1f} {size:7} {took * 1000:5.0f}")
        records = Records(session)
        labels = path.with_suffix(".json")
        sessions.append((records, facts(labels, records) if labels.exists() else []))
    true = [records.bear_out(said) for records, mine_ in sessions for said in mine_]
    chance = random.Random(1)
    false = []
    for number, (_, said_here) in enumerate(sessions):
        other = sessions[(number + 5) % len(sessions)][0]
        lines = sorted(other.numbers)
        false += [other.bear_out(s._replace(records=(chance.choice(lines),))) for s in said_here]
    if true:
        print(f"facts at their own lines, borne out:          {sum(true)} of {len(true)}")
        print(f"facts at a line of another session, found:    {false.count(False)} of {len(false)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
