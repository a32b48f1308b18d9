"""The records a claim cites ("record 41", "records 41-44"): do they exist, and do they tell of it?

Writers that are shown numbered records cite them; a number or a name of the claim must then stand
in the cited place, not just anywhere.
"""

from __future__ import annotations

import re

from baton.making.choosing import tokens
from baton.making.verify import atoms
from baton.making.verify.known import Known, Said
from baton.making.verify.session_text import folded, telling_words
from baton.making.verify.verdict import Verdict

_RECORDS = re.compile(r"^records? (?P<first>\d+)(?: ?[-–] ?(?P<last>\d+))?$", re.IGNORECASE)
_AROUND = 2  # records: a call and its result stand apart


def check_cited(said: Said, known: Known) -> list[Verdict]:
    """One verdict for all the records that a claim cites together."""
    cited = [match for ref in said.references if (match := _RECORDS.match(ref))]
    if not cited:
        return []
    texts = []
    for match in cited:
        first = int(match["first"])
        last = int(match["last"] or first)
        if not known.text.of_records(first, last):
            return [Verdict("unsupported", f"no record {match['first']} in the session")]
        texts.append(known.text.of_records(first - _AROUND, last + _AROUND))
    there = " ".join(texts)
    where = said.references[0]
    for number in atoms.numbers(folded(said.text)):
        if number["number"] not in there and known.text.has(number["number"]):
            return [Verdict("unsupported", f"{where}: no {number['number']}")]
    if not telling_words(tokens(said.text)) & tokens(there):
        return [Verdict("unsupported", f"{where}: nothing of it")]
    return []
