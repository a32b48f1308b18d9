"""What subagents did is found in their own transcripts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from baton import reading
from tests.reading.samples import calls

SESSION = "5e551011-0000-4000-8000-000000000001"


def record(kind: str, *blocks: object, **fields: object) -> str:
    message = {"content": list(blocks)}
    return json.dumps({"type": kind, "sessionId": SESSION, "message": message, **fields}) + "\n"


def call(call_id: str, name: str, **given: object) -> dict[str, object]:
    return {"type": "tool_use", "id": call_id, "name": name, "input": given}


def result(call_id: str, output: str) -> dict[str, object]:
    return {"type": "tool_result", "tool_use_id": call_id, "content": output}


def delegating_session(folder: Path, agent: str) -> Path:
    path = folder / f"{SESSION}.jsonl"
    path.write_text(
        record("user", {"type": "text", "text": "Split it"})
        + record("assistant", call("t1", "Task", description="Edit b"))
        + record("user", result("t1", "done"), toolUseResult={"agentId": agent})
        + record("assistant", call("t2", "Bash", command="npm test")),
        encoding="utf-8",
    )
    return path


def subagent(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        record("assistant", call("s1", "Edit", file_path="b.ts", old_string="x", new_string="y"))
        + record("user", result("s1", "updated"))
        + record("assistant", call("s2", "Read", file_path="c.ts"))
        + record("assistant", call("t2", "Bash", command="already known")),
        encoding="utf-8",
    )


@pytest.mark.parametrize("place", ["agent-a1.jsonl", f"{SESSION}/subagents/agent-a1.jsonl"])
def test_edits_stand_behind_the_call_that_started_the_subagent(tmp_path: Path, place: str) -> None:
    path = delegating_session(tmp_path, "a1")
    subagent(tmp_path / place)
    found = [(c.call_id, c.record, c.agent) for c in calls(reading.read(str(path)))]
    assert found == [("t1", 2, ""), ("s1", 3, "a1"), ("t2", 4, "")]


def test_a_subagent_that_no_result_names_is_found_in_its_folder(tmp_path: Path) -> None:
    path = delegating_session(tmp_path, "a1")
    subagent(tmp_path / SESSION / "subagents" / "agent-b2.jsonl")
    last = calls(reading.read(str(path)))[-1]
    assert (last.call_id, last.record, last.agent) == ("s1", 4, "b2")


def test_an_agent_id_leads_to_no_other_folder(tmp_path: Path) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    path = delegating_session(folder, "x/../../evil")
    (folder / "agent-x").mkdir()
    subagent(tmp_path / "evil.jsonl")
    assert len(calls(reading.read(str(path)))) == 2
