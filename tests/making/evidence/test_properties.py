"""Laws of mining and writing: no session breaks them."""

from __future__ import annotations

from typing import get_args

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baton.making.evidence import mine
from baton.making.extract import compose
from baton.making.verify import verify
from baton.making.worth import worth_keeping
from baton.model.session import (
    AssistantMessage,
    ChangeAction,
    Channel,
    Compaction,
    Event,
    FileChange,
    Interruption,
    Note,
    Outcome,
    OutcomeStatus,
    PlanItem,
    PlanStatus,
    PlanUpdate,
    Question,
    ToolCall,
    ToolKind,
    UserMessage,
)
from tests.making.story import NOW, ROOT, session

WORDS = st.sampled_from(
    ["fixed", "the", "tests", "fail", "because", "`a.py`", "instead of", "Next steps:",
     "- do it\n", "1", "yes", "error:", "\n\n", "## Done\n", "?", ".", "https://x.io/pull/3",
     "原因は", "。", "|a|"]
)  # fmt: skip
TEXT = st.lists(WORDS, max_size=12).map(" ".join) | st.text(max_size=40)
LINE = st.sampled_from(
    ["pytest", "npm test | tail", "rm a.py", "mv a.py b.py", "git commit -m x", "git checkout .",
     "cd x", "cat > a.py <<E\nx\nE", "touch a.py", "git push", "echo 'x", "sed -i s/a/b/ a.py",
     "&& ;"]
)  # fmt: skip
PATH = st.sampled_from(
    ["a.py", f"{ROOT}/a.py", f"{ROOT}/b/c.md", "/tmp/x", "", "~/x", "C:\\x\\a.py"]
)
OUTCOME = st.builds(
    Outcome,
    st.sampled_from(get_args(OutcomeStatus)),
    st.none() | st.integers(0, 255),
    TEXT | st.sampled_from(["[main 1a2b3c4] x", "1 failed", "CONFLICT (content): a.py"]),
)
CHANGE = st.builds(FileChange, PATH, st.sampled_from(get_args(ChangeAction)), PATH)
CALL = st.builds(
    ToolCall,
    record=st.just(0),
    at=st.none(),
    call_id=st.just(""),
    tool=st.just("Tool"),
    kind=st.sampled_from(get_args(ToolKind)),
    outcome=OUTCOME,
    command=LINE | TEXT,
    cwd=st.sampled_from(["", ROOT, "/elsewhere"]),
    purpose=TEXT,
    changes=st.lists(CHANGE, max_size=2).map(tuple),
    paths=st.lists(PATH, max_size=2).map(tuple),
    questions=st.lists(st.builds(Question, TEXT, st.just(("A", "B")), TEXT), max_size=1).map(tuple),
)
EVENT: st.SearchStrategy[Event] = st.one_of(
    CALL,
    st.builds(UserMessage, st.just(0), st.none(), TEXT, st.sampled_from(get_args(Channel))),
    st.builds(AssistantMessage, st.just(0), st.none(), TEXT, st.booleans()),
    st.builds(
        PlanUpdate,
        st.just(0),
        st.none(),
        st.lists(st.builds(PlanItem, TEXT, st.sampled_from(get_args(PlanStatus)))).map(tuple),
    ),
    st.just(Interruption(0, None)),
    st.just(Compaction(0, None)),
    st.builds(Note, st.just(0), st.none(), st.just("pr-link"), TEXT),
)
FAILED: OutcomeStatus = "failed"


def as_failed_edit(call: ToolCall) -> ToolCall:
    return call._replace(kind="edit", outcome=call.outcome._replace(status=FAILED))


EVENTS = st.lists(EVENT, max_size=14)
RELAXED = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@RELAXED
@given(EVENTS, st.sampled_from(["", ROOT, "/elsewhere"]))
def test_any_session_is_mined_and_written(events: list[Event], root: str) -> None:
    evidence = mine(session(*events), root, None)
    handoff = verify(compose(evidence, NOW), evidence)
    assert handoff.title
    assert len(handoff.title) <= 70
    assert any(claim.text.startswith("Tests:") for claim in handoff.state)
    kept, reason = worth_keeping(evidence)
    assert reason
    assert kept or not evidence.files


@RELAXED
@given(EVENTS)
def test_every_record_named_is_a_record_of_the_session(events: list[Event]) -> None:
    evidence = mine(session(*events), ROOT, None)
    named = [record for file in evidence.files for record in file.records]
    named += [run.record for run in evidence.commands]
    named += [statement.record for statement in evidence.statements]
    assert all(1 <= record <= len(events) for record in named)


@RELAXED
@given(st.lists(CALL.map(as_failed_edit)))
def test_failed_edits_change_nothing(events: list[Event]) -> None:
    assert mine(session(*events), ROOT, None).files == ()


@RELAXED
@given(EVENTS)
def test_the_same_session_gives_the_same_draft(events: list[Event]) -> None:
    evidence = mine(session(*events), ROOT, None)
    assert compose(evidence, NOW) == compose(evidence, NOW)
