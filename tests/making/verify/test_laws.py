"""What holds for every document and every session."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baton.handoff_file import render
from baton.making.evidence import mine
from baton.making.extract import compose
from baton.making.verify import bullets, check, text_of, verify
from baton.model.document import Claim, FileNote, Handoff, Metadata
from baton.model.session import Event
from tests.handoff_file.strategies import handoffs
from tests.making.story import NOW, ROOT, asks, edits, fails, reads, runs, says, session

WORDS = st.sampled_from(
    ["fixed", "not", "the", "tests", "pass", "fail", "`a.py`", "src/a.py", "12", "committed",
     "1a2b3c4", "pushed", "parseAmount", "\"keep it\"", "created", "deleted", "Updated", "PR #7",
     "still", "日本語", "✅", "\n", "*", "`", ".", ":", "\x00"]
)  # fmt: skip
TEXT = st.lists(WORDS, max_size=12).map(" ".join)
EVENTS: st.SearchStrategy[Event] = st.one_of(
    TEXT.map(asks),
    TEXT.map(says),
    TEXT.map(lambda text: runs("pytest -q", text)),
    TEXT.map(lambda text: fails("ruff check .", text)),
    st.sampled_from(["src/a.py", "b.md"]).map(lambda path: edits(f"{ROOT}/{path}")),
    st.just(reads(f"{ROOT}/src/read.py")),
    st.just(runs("git commit -m x", "[main 1a2b3c4] Round once")),
)
SESSIONS = st.lists(EVENTS, max_size=8).map(lambda events: session(*events))
CLAIMS = st.lists(TEXT.map(Claim), max_size=4).map(tuple)
DOCUMENTS = st.builds(
    Handoff,
    title=st.just("t"),
    meta=st.sampled_from([Metadata(), Metadata(session="s")]),
    accomplished=CLAIMS,
    state=CLAIMS,
    lessons=CLAIMS,
    files=st.lists(st.builds(FileNote, TEXT, TEXT), max_size=2).map(tuple),
)


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.one_of(DOCUMENTS, handoffs()), SESSIONS)
def test_labels_and_nothing_else(handoff: Handoff, told: object) -> None:
    evidence = mine(told, ROOT, None)  # type: ignore[arg-type]  # a strategy's value
    checked = verify(handoff, evidence)
    assert [text_of(bullet) for _, bullet in bullets(checked)] == [
        text_of(bullet) for _, bullet in bullets(handoff)
    ]
    assert verify(checked, evidence) == checked
    assert len(check(handoff, evidence)) == len(list(bullets(handoff)))


@settings(max_examples=60, deadline=None)
@given(SESSIONS)
def test_the_writer_without_a_model_invents_nothing(told: object) -> None:
    """Whatever a draft quotes, the session has; only facts can speak against it."""
    evidence = mine(told, ROOT, None)  # type: ignore[arg-type]  # a strategy's value
    draft = compose(evidence, NOW)
    assert not [claim for claim in check(draft, evidence) if "not in the session" in claim.evidence]


def test_a_lying_document_comes_out_marked() -> None:
    told = session(
        asks("Invoices are off by a cent, please fix it"),
        reads(f"{ROOT}/api/routes.py"),
        edits(f"{ROOT}/invoice.py"),
        fails("pytest -q", "2 failed, 3 passed in 0.4s"),
        says("The total is rounded once, but the two refund tests fail."),
    )
    evidence = mine(told, ROOT, None)
    lies = (
        "All 5 tests pass.",
        "Committed 9f8e7d6: Round once",
        "Updated `api/routes.py` to use it",
        "Created `billing/refunds.py`",
        "Deleted `invoice.py`",
        "`roundHalfEven` does the rounding",
        "The total is not rounded once, but the two refund tests fail.",
    )
    truths = ("The total is rounded once", "Updated `invoice.py`", "The tests still fail")
    handoff = Handoff(
        "t",
        meta=Metadata(title="t", session="s"),
        accomplished=tuple(map(Claim, (*lies, *truths))),
        files=(FileNote("invoice.py", "created"), FileNote("api/routes.py", "modified")),
    )
    checked = verify(handoff, evidence)
    marked = [claim.text for claim in checked.accomplished if claim.trust in BAD]
    assert marked == list(lies)
    assert [note.trust for note in checked.files] == ["contradicted", "contradicted"]
    assert "- **[contradicted]** `invoice.py` - created (evidence: invoice.py: modified)" in (
        render(checked)
    )


BAD = ("contradicted", "unsupported")
