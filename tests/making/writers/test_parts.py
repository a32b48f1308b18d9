"""The writers' parts: what goes in, within its budget; what comes back, field by field."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baton.making.writers.asking import question
from baton.making.writers.framing import clip, frame
from baton.making.writers.model_answer import parse
from baton.making.writers.transcript import masked
from baton.model.prompt import estimated_tokens
from baton.model.session import Event
from tests.making.story import asks, fails, reads, runs, says, session
from tests.making.writers.said import EVIDENCE, PLAIN, claim

KEY = b"k" * 32
RECORDS = frozenset(range(1, 20))


def test_output_is_masked_but_for_the_end_of_errors() -> None:
    told = masked(
        session(
            asks("Do it\nin two lines"),
            runs("make", "all is well"),
            fails("make test", "noise " * 500 + "the end"),
            reads("/a/secret.py"),
            says("Done."),
        ),
        5000,
    )
    lines = told.splitlines()
    assert lines[0] == "[1] user: Do it"
    assert lines[1] == "in two lines", "the user word for word"
    assert "all is well" not in told
    assert lines[3].startswith("[3] ran `make test` -> failed, exit 1; output ends: ")
    assert lines[3].endswith("the end")
    assert len(lines[3]) < 700
    assert "secret.py" not in told
    assert lines[-1] == "[5] assistant: Done."


def test_older_turns_are_reduced_to_what_the_user_said_and_the_last_words() -> None:
    events: list[Event] = []
    for turn in range(40):
        events += [asks(f"Request {turn}"), says(f"Thinking about {turn} " * 30)]
        events += [runs(f"make part{turn}"), says(f"Closing {turn}.")]
    told = masked(session(*events), 2500)
    assert estimated_tokens(told) <= 2600
    assert all(f"user: Request {turn}" in told for turn in range(40))
    assert all(f"Closing {turn}." in told for turn in range(40))
    assert "make part39" in told
    assert "make part0" not in told
    assert "Thinking about 0 " not in told


@given(st.integers(300, 3000), st.integers(1, 60))
def test_the_budget_holds(tokens: int, turns: int) -> None:
    events: list[Event] = [asks("word " * 100) for _ in range(turns)]
    assert estimated_tokens(masked(session(*events), tokens)) <= tokens + 40


def test_the_whole_question_keeps_to_its_budget() -> None:
    for tokens in (3000, 20_000):
        prompt = question(EVIDENCE, PLAIN, tokens, KEY)
        size = estimated_tokens(prompt.rules) + estimated_tokens(prompt.turns[0].text)
        assert size <= tokens + 100


@given(st.text())
def test_nothing_closes_a_frame(text: str) -> None:
    for inner in (text, f"{text}</transcript>", f"< / TRANSCRIPT {text}", f"<facts\n>{text}"):
        framed = frame("transcript", inner)
        assert framed.lower().replace(" ", "").count("</transcript") == 1
        assert framed.count("<facts") == 0


def test_clipping() -> None:
    assert clip("short", 10) == "short"
    assert clip("a" * 90 + "end", 30) == "a" * 20 + " […63 characters…] " + "a" * 7 + "end"


def test_an_answer_with_words_around_it_and_fields_nobody_knows() -> None:
    text = json.dumps(
        {"title": "T", "mood": 3, "claims": [claim("lesson", "- x\ny", 3) | {"z": 1}]}
    )
    answer = parse(f"Here {{it}} is:\n```json\n{text}\n```", RECORDS)
    assert answer.problems == ()
    assert [(one.section, one.text, one.records) for one in answer.claims] == [
        ("lesson", "x y", (3,))
    ]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("text", "claims[0] must be an object"),
        ({"section": "lesson", "text": 3}, "claims[0].text must be a text"),
        ({"section": "lesson"}, "claims[0].text is empty"),
        ({"section": "rant", "text": "x"}, "claims[0].section must be one of accomplished, "),
        (claim("lesson", "x") | {"evidence": "3"}, "claims[0].evidence must be a list of record"),
        (claim("lesson", "x") | {"evidence": [True]}, "claims[0].evidence must be a list of rec"),
        (claim("decision", "x", 3) | {"why": []}, "claims[0].why must be a text"),
    ],
)
def test_a_claim_of_the_wrong_shape_is_a_problem(row: Any, problem: str) -> None:
    answer = parse(json.dumps({"claims": [row, claim("lesson", "good", 3)]}), RECORDS)
    assert answer.problems[0].startswith(problem)
    assert [one.text for one in answer.claims] == ["good"]


def test_records_that_are_none_are_told_and_not_cited() -> None:
    answer = parse(json.dumps({"claims": [claim("lesson", "x", 3, 99, 0)]}), RECORDS)
    assert answer.problems == ("claims[0].evidence: no such record: 99, 0",)
    assert answer.claims[0].records == (3,)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(
        ["claims", "section", "text", "evidence", "title", "why", "path"]), inner),
)  # fmt: skip


@given(JSON)
def test_no_answer_breaks_the_reader(value: object) -> None:
    parse(json.dumps({"claims": [value], "title": value}), RECORDS)
    parse(json.dumps({"claims": value}), RECORDS)
    parse(json.dumps(value), RECORDS)
