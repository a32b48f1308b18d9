"""Handoffs full of text that tries to be something else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import strategies as st

from baton.model.document import (
    Claim,
    Decision,
    FileNote,
    Handoff,
    Metadata,
    NextStep,
    OtherSection,
    Verification,
)

AWKWARD = [
    "- ",
    "* ",
    "# ",
    "## Next Steps",
    "> ",
    "[ ] ",
    "[x] ",
    "`",
    "```",
    "~~~",
    "|",
    "\\",
    "\\(",
    ":",
    ";",
    "(✓ a1)",
    "(✓)",
    "(evidence: x)",
    "(rejected: y)",
    " — because ",
    "— because",
    "(carried 2x)",
    "**Decision:** ",
    "**Question:** ",
    "**Goal:** ",
    "**[contradicted]** ",
    "None.",
    "n/a",
    "---",
    "===",
    "<!--",
    "</x>",
    "🎉",
    "日本語",
    "왜",
    "é",
    "\u200b",
    "\u2028",
    "\x0b",
    "\x1b[31m",
    "\x85",
    "\x7f",
    "\ufeff",
    "%",
    "&a",
    "*a",
    "!t",
    "@",
    "{ a: b }",
    "[a, b]",
    "'",
    '"',
    "true",
    "null",
    "1e5",
    "0123",
    " #",
    ": ",
]

raw_text = st.lists(
    st.one_of(
        st.sampled_from(AWKWARD),
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), max_size=8),
        st.sampled_from(["word", " ", "a.py", "`a.py` "]),
    ),
    max_size=6,
).map("".join)
line = raw_text.map(str.strip).filter(bool)
maybe = st.one_of(st.just(""), line)
evidence = st.lists(line, max_size=3).map(tuple)
trust = st.sampled_from(["verified", "stated", "contradicted", "unsupported"])
ages = st.integers(0, 30)
claims = st.lists(st.builds(Claim, line, trust, evidence, st.just(0), ages), max_size=3).map(tuple)
decisions = st.lists(st.builds(Decision, line, maybe, maybe, trust, evidence), max_size=2)
steps = st.lists(st.builds(NextStep, line, st.booleans(), ages, st.just(0), evidence), max_size=3)
path = line.filter(lambda text: not (set(text) <= {"`", " "}))
line_number = st.just(0)
files = st.lists(
    st.one_of(
        st.builds(FileNote, path, maybe, line_number, trust, evidence),
        st.builds(FileNote, st.just(""), line, line_number, trust, evidence),
    ),
    max_size=3,
)
goal = st.lists(raw_text, max_size=4).map("\n".join).map(str.strip)
when = st.one_of(
    st.none(),
    st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)),
    st.datetimes(
        datetime(2020, 1, 1),
        datetime(2030, 1, 1),
        timezones=st.just(timezone(timedelta(hours=-8, minutes=-30))),
    ),
)
heading = line.filter(lambda text: "Goal" not in text).map(lambda text: f"zzqx{text}")
section_text = st.sampled_from(
    [
        "Some text.",
        "| a | b |\n| --- | --- |\n| 1 | 2 |",
        "```\n# no heading\n```",
        "- a\n  - b\n\n### sub\n\nc",
        "",
    ]
)
others = st.lists(st.builds(OtherSection, heading, section_text), max_size=2)
intro = st.lists(st.builds(OtherSection, st.just(""), st.just("Some words.")), max_size=1)
extra = st.dictionaries(
    st.sampled_from(["baton.future", "owner", "stale_after", "tags"]),
    st.sampled_from([" x", ' "a: b"', " [a, b]"]),
).map(lambda found: tuple(sorted(found.items())))
metadata = st.builds(
    Metadata,
    description=maybe,
    status=st.sampled_from(["draft", "stable", "deprecated"]),
    generated_by=maybe,
    generated_at=maybe,
    verified=st.lists(st.builds(Verification, line, line), max_size=2).map(tuple),
    session=maybe,
    assistant=maybe,
    model=maybe,
    branch=maybe,
    base=maybe,
    head=maybe,
    commits=st.lists(st.text("0123456789abcdef", min_size=7, max_size=40), max_size=5).map(tuple),
    continues=maybe,
    supersedes=maybe,
    trigger=maybe,
    schema=st.integers(1, 9),
    extra=extra,
)


@st.composite
def handoffs(draw: st.DrawFn) -> Handoff:
    """Any handoff in normal form: one-line texts, a title, the same title in the metadata."""
    title = draw(line)
    return Handoff(
        title=title,
        date=draw(when),
        meta=draw(metadata)._replace(title=title),
        goal=draw(goal),
        accomplished=draw(claims),
        decisions=tuple(draw(decisions)),
        state=draw(claims),
        lessons=draw(claims),
        next_steps=tuple(draw(steps)),
        files=tuple(draw(files)),
        blockers=draw(claims),
        open_questions=draw(claims),
        other=(*draw(intro), *draw(others)),
    )
