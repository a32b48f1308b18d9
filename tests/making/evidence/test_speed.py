"""No text makes a pattern run away: the worst shapes, long, within a generous second."""

from __future__ import annotations

from time import process_time

import pytest

from baton.making.evidence import mine
from tests.making.story import ROOT, asks, edits, fails, runs, says, session

WORST = {
    "blank lines": "\n" * 40_000,
    "spaces": " " * 40_000,
    "quotes": "'\"" * 20_000,
    "open substitutions": "$(" * 20_000,
    "open heredocs": "\"$(cat <<'EOF'\n" * 3_000,
    "fences": "```\n" * 10_000,
    "asterisks": "**" * 20_000,
    "one word": "a" * 40_000,
    "colons": "a:1:" * 10_000,
    "bullets": "- \n" * 13_000,
    "pipes": "|" * 40_000,
    "brackets": "[a](" * 10_000,
}


@pytest.mark.parametrize("name", WORST)
def test_the_worst_text_is_mined_in_time(name: str) -> None:
    text = WORST[name]
    story = session(
        asks(f"Fix the total of the basket.\n{text}"),
        edits(f"{ROOT}/a.py"),
        fails("npm run lint", text),
        runs(text, text),
        says(f"Fixed the total.\n{text}"),
        asks(f"no, that fails:\n{text}"),
    )
    start = process_time()
    mine(story, ROOT, None)
    assert process_time() - start < 1
