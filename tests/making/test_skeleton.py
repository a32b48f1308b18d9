"""The skeleton is short whatever the session, and gives no orders."""

from __future__ import annotations

import json

from baton.making.evidence import mine
from baton.making.extract import compose
from baton.making.skeleton import LONGEST, as_json, as_text
from tests.making.story import NOW, ROOT, asks, edits, runs, session
from tests.making.test_gaps import story


def test_it_is_short_for_a_giant_session() -> None:
    prompts = [
        asks(f"don't do thing {n} " + "with many words " * 60, "rejection") for n in range(90)
    ]
    files = [edits(f"{ROOT}/{'deep/' * 30}file{n}.py") for n in range(200)]
    commits = [runs("git commit -m x", f"[main {n:07x}] {'word ' * 80}{n}") for n in range(99)]
    evidence = mine(session(asks("Go " * 900), *prompts, *files, *commits), ROOT, None)
    text = as_text("claude-code-x", compose(evidence, NOW), evidence)
    assert len(text) <= LONGEST
    assert "baton save --json -" in text
    assert "90 rejections" in text
    found = as_json("claude-code-x", compose(evidence, NOW), evidence)
    assert len(json.dumps(found)) <= LONGEST + 2000


def test_it_gives_no_orders() -> None:
    evidence = story()
    text = as_text("claude-code-x", compose(evidence, NOW), evidence).lower()
    for word in ("you must", "you are", "ignore", "system", "important", "always"):
        assert word not in text
