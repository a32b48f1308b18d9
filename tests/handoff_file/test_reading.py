"""Other people's handoffs, and broken ones; the example of docs/FORMAT.md; the real corpus."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from baton.handoff_file import file_name, glance, parse, parse_metadata, render
from baton.handoff_file.naming import is_file_name
from baton.handoff_file.stamping import restamp
from baton.model.document import Claim, Decision, FileNote, Handoff, Metadata, NextStep

ROOT = Path(__file__).resolve().parents[2]
FORMAT = ROOT / "docs" / "FORMAT.md"


def example() -> str:
    return FORMAT.read_text(encoding="utf-8").split("~~~~markdown\n")[1].split("~~~~")[0]


def test_the_example_in_the_format_page_is_what_we_write() -> None:
    handoff = parse(example(), "20260302-1740-fix-the-parser.md")
    assert render(handoff) == example()
    assert handoff.problems == ()
    assert handoff.goal == (
        "Brackets must nest at least 40 levels deep.\nDon't touch the public API."
    )
    assert handoff.decisions == (
        Decision(
            "Keep an explicit stack",
            "recursion fails at 1,000 levels",
            "a higher recursion limit",
            line=36,
        ),
    )
    assert [claim.trust for claim in handoff.accomplished] == ["verified", "contradicted"]
    assert handoff.next_steps[0] == NextStep("Make the writer nest", False, 2, 49)
    assert handoff.files[1] == FileNote("tests/test_parser.py", "", 55)
    assert [claim.text for claim in handoff.open_questions] == ["Should 1,000 levels be an error?"]
    assert [other.heading for other in handoff.other] == ["No Longer Open", "Review Notes"]
    assert handoff.date == datetime.fromisoformat("2026-03-02T17:40:00+01:00")


def test_a_glance_sees_what_reading_sees() -> None:
    handoff = parse(example())
    seen = glance(example())
    assert seen == (handoff.date, "stable", handoff.meta.branch, handoff.meta.head, "")
    assert glance("# T\n", "2026-03-02-x.md").date == parse("# T\n", "2026-03-02-x.md").date


def test_line_numbers_point_into_the_file() -> None:
    lines = example().split("\n")
    handoff = parse(example())
    for claim in (*handoff.accomplished, *handoff.state, *handoff.lessons, *handoff.blockers):
        assert claim.text.split(" (")[0] in lines[claim.line - 1]
    for other in handoff.other:
        assert other.heading in lines[other.line - 1]


def test_a_plain_document_by_hand() -> None:
    handoff = parse(
        "# Retry queue\n\n**Date:** 2026-03-04\n**Branch:** `retries`\n\n"
        "## What We Accomplished\n- Built the queue\n  and its tests\n"
        "- **Decision:** Use SQLite because one file is enough\n\n"
        "## Next Steps\n1. [ ] Metrics\n2. [x] Docs\n3. Load test\n\n"
        "## Key Files Modified\n- `src/queue.py`: the queue\n- src/db.py\n\n"
        "## Blockers / Open Questions\n- No staging\n- Which port?\n\n## Current State\nNone.\n",
        "20260304-1200-retry-queue.md",
    )
    assert handoff.title == "Retry queue"
    assert handoff.date is not None
    assert handoff.date.date().isoformat() == "2026-03-04"
    assert handoff.meta.branch == "retries"
    assert [claim.text for claim in handoff.accomplished] == ["Built the queue and its tests"]
    assert handoff.decisions[0][:2] == ("Use SQLite", "one file is enough")
    assert [(step.text, step.done) for step in handoff.next_steps] == [
        ("Metrics", False), ("Docs", True), ("Load test", False),
    ]  # fmt: skip
    assert [note[:2] for note in handoff.files] == [
        ("src/queue.py", "the queue"), ("src/db.py", ""),
    ]  # fmt: skip
    assert [claim.text for claim in handoff.blockers] == ["No staging"]
    assert [claim.text for claim in handoff.open_questions] == ["Which port?"]
    assert handoff.state == ()


@pytest.mark.parametrize(
    ("text", "field", "expected"),
    [
        ("Notes\n=====\n\nTodo\n----\n\n* one\n+ two\n", "next_steps", ["one", "two"]),
        ("**Next Steps:**\n- one\n", "next_steps", ["one"]),
        ("# T\n\nNext steps:\n- one\n", "next_steps", ["one"]),
        ("# T\n## 次のステップ\n- 一\n", "next_steps", ["一"]),
        ("# T\n## 🚀 3. Các bước tiếp theo (Next Steps)\n- một\n", "next_steps", ["một"]),
        ("# T\n## Réalisations\n- fait\n", "accomplished", ["fait"]),
        ("# T\n## Next Steps\n### Phase 2\n- one\n", "next_steps", ["Phase 2", "one"]),
        ("# T\n## Lessons\nFirst\nline.\n\nSecond.\n", "lessons", ["First line.", "Second."]),
        ("# T\n## TODO\n| What | Who |\n|---|---|\n| one | me |\n", "next_steps", ["one — me"]),
        ("# T\n## TODO\n```\n# no\nmake\n```\n- x\n", "next_steps", ["# no make", "x"]),
        ("# T\n## TODO\n```\n- unclosed\n\n## Lessons\n- x\n", "lessons", ["x"]),
        ("# T\n## Risks\n- N/A\n", "blockers", []),
    ],
)  # fmt: skip
def test_other_ways_to_write(text: str, field: str, expected: list[str]) -> None:
    items = getattr(parse(text), field)
    assert [item.text for item in items] == expected


def test_decisions_of_others() -> None:
    table = (
        "# T\n## Decisions\n| Decision | Rationale | Alternatives |\n|---|---|---|\n| A | B | C |\n"
    )
    assert parse(table).decisions[0][:3] == ("A", "B", "C")
    nested = (
        "# T\n## Key Decisions\n- A\n  - **Why:** B\n  - **Alternatives:** C\n- D — because E\n"
    )
    assert [one[:3] for one in parse(nested).decisions] == [("A", "B", "C"), ("D", "E", "")]


def test_what_maps_to_no_section_is_kept() -> None:
    text = "# T\n\nIntro.\n\n## Zebra\n\nstripes\n\n### Deep\n\n| a |\n"
    handoff = parse(text)
    assert [(other.heading, other.text, other.line) for other in handoff.other] == [
        ("", "Intro.", 3),
        ("Zebra", "stripes\n\n### Deep\n\n| a |", 5),
    ]


def test_files_named_only_in_the_finished_work() -> None:
    text = (
        "# T\n## 完了したこと\n| 変更 | ファイル |\n|---|---|\n| x | js/app.js |\n\n"
        "- `a.b()` in `src/c.py`\n"
    )
    assert [note.path for note in parse(text).files] == ["js/app.js", "src/c.py"]


@pytest.mark.parametrize(
    ("front", "problem"),
    [
        ("title: &a x\n", "anchors"),
        ("title: *a\n", "anchors"),
        ("title: !!python/object x\n", "anchors"),
        ("description: " + "x" * 5000 + "\n", "longer than"),
        ("".join(f"k{n}: x\n" for n in range(40)), "more than"),
        ("title: a\ntitle: b\n", "twice"),
        ("description: |\n  text\n", "several lines"),
    ],
)
def test_front_matter_that_is_no_good_is_a_problem_and_the_body_stays(
    front: str, problem: str
) -> None:
    handoff = parse(f"---\n{front}---\n\n# T\n\n## Next Steps\n\n- [ ] go on\n")
    assert [step.text for step in handoff.next_steps] == ["go on"]
    assert any(problem in one.what for one in handoff.problems)


def test_front_matter_of_others() -> None:
    text = (
        "---\ndate: 2026-01-07T08:13:13Z\nstatus: in_progress\ntags: [a, 'b, c']\n"
        "verified: { by: human:Ada, at: 2026-01-08 }\n---\n# T\n"
    )
    handoff = parse(text, "note.md")
    assert handoff.date == datetime(2026, 1, 7, 8, 13, 13, tzinfo=UTC)
    assert handoff.meta.status == "draft"
    assert handoff.meta.verified[0].by == "human:Ada"
    assert ("tags", " [a, 'b, c']") in handoff.meta.extra
    assert parse_metadata(text) == handoff.meta
    assert glance(text).date == handoff.date


def test_restamp_keeps_the_body() -> None:
    text = example().replace("- The writer", "- \n\n\n*  The writer")
    meta = parse_metadata(text)._replace(status="deprecated")
    stamped = restamp(text, meta)
    assert stamped.split("---\n", 2)[2] == text.split("---\n", 2)[2]
    assert parse(stamped).meta == meta
    assert parse(stamped).date == parse(text).date
    by_hand = restamp("# Title\n\n- x\n", Metadata(status="stable"))
    assert parse(by_hand).title == "Title"
    assert by_hand.endswith("---\n\n# Title\n\n- x\n")


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Fix the parser: nested brackets", "fix-parser-nested-brackets"),
        ("Añade café", "anade-cafe"),
        ("完了", "session-handoff"),
        ("CON", "con-handoff"),
        ("a/b\\..\x00 c", "b-c"),
        ("x" * 300, "x" * 48 + "-handoff"),
    ],
)
def test_file_names(title: str, slug: str) -> None:
    when = datetime(2026, 3, 2, 17, 40).astimezone()
    assert file_name(when, title) == f"20260302-1740-{slug}.md"
    assert is_file_name(file_name(when, title))


@pytest.mark.parametrize(
    "text",
    [
        "```x\n" * 20_000,
        "#" * 100_000,
        "`" * 100_000,
        "- " + "`a" * 50_000,
        "# T\n## Files\n- " + "`" * 100_000,
        "# T\n## Files\n- " + "a/" * 50_000,
        "# T\n## Done\n- " + "\\" * 100_000,
        "# T\n## Done\n- " + "(evidence: " * 10_000 + ")",
        "# " + "(" * 100_000,
        "| " * 50_000,
        "---\n" + "a: b\n" * 20_000 + "---\n",
    ],
)
def test_hostile_text_takes_no_longer(text: str) -> None:
    before = time.process_time()
    parse(text)
    assert time.process_time() - before < 2


def test_real_documents_parse(shared: Path) -> None:
    paths = sorted((shared / "handoffs" / "docs").rglob("*.md"))
    assert paths
    for path in paths[::7]:
        text = path.read_bytes().decode("utf-8", "replace")
        handoff = parse(text, path.name)
        assert isinstance(handoff, Handoff)
        lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
        assert all(isinstance(one, Claim) and 0 < one.line <= lines for one in handoff.accomplished)
