"""What the name of a file and its place tell."""

from __future__ import annotations

import json
from pathlib import Path

from baton import reading
from baton.model.session import ToolCall, UserMessage

SESSION = "5e551011-0000-4000-8000-000000000001"
OTHER = "5e551011-0000-4000-8000-000000000002"


def write(path: Path, *contents: object) -> str:
    records = [
        {
            "type": "assistant" if isinstance(content, list) else "user",
            "sessionId": SESSION,
            "isSidechain": path.name.startswith("agent-"),
            "message": {"content": content},
        }
        for content in contents
    ]
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return str(path)


def test_a_subagents_file_is_a_conversation_without_a_person(tmp_path: Path) -> None:
    use = {"type": "tool_use", "id": "t1", "name": "Read", "input": {"file_path": "a.py"}}
    session = reading.read(write(tmp_path / "agent-a1.jsonl", "Look at a.py", [use]))
    assert (session.session_id, session.parent_id) == ("agent-a1", SESSION)
    assert not any(isinstance(event, UserMessage) for event in session.events)
    assert any(isinstance(event, ToolCall) for event in session.events)


def test_a_fork_keeps_the_id_of_its_file(tmp_path: Path) -> None:
    session = reading.read(write(tmp_path / f"{OTHER}.jsonl", "Go on"))
    assert (session.session_id, session.parent_id) == (OTHER, SESSION)


def test_a_copy_under_another_name_keeps_the_recorded_id(tmp_path: Path) -> None:
    session = reading.read(write(tmp_path / "saved.jsonl", "Go on"))
    assert (session.session_id, session.parent_id) == (SESSION, "")


def test_the_same_words_twice_without_a_time_are_two_prompts(tmp_path: Path) -> None:
    session = reading.read(write(tmp_path / "saved.jsonl", "yes", "yes"))
    assert [event.record for event in session.events if isinstance(event, UserMessage)] == [1, 2]
