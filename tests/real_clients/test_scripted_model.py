"""The scripted model itself, spoken to without a client."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from tests.real_clients.record import SAMPLES, SCRIPTS
from tests.real_clients.scripted_model.script import Reply, Script, ToolUse, load
from tests.real_clients.scripted_model.server import ScriptedModel

TOOLS = [{"name": name} for name in ("Bash", "Edit", "Read")]
SCRIPT = Script(
    replies=(Reply(text="Look.", tools=(ToolUse("Bash", {"command": "ls"}),)), Reply(text="Done.")),
    summary="<summary>short</summary>",
)


def post(model: ScriptedModel, body: dict[str, Any], path: str = "/v1/messages") -> bytes:
    data = json.dumps(body).encode()
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(model.address + path, data, headers)
    with urllib.request.urlopen(request, timeout=10) as response:
        answer: bytes = response.read()
    return answer


def turn(text: str, **more: Any) -> dict[str, Any]:
    return {"messages": [{"role": "user", "content": text}], "tools": TOOLS, **more}


def test_replies_come_in_order_whatever_is_said() -> None:
    with ScriptedModel(SCRIPT) as model:
        first, second = (json.loads(post(model, turn(text))) for text in ("one", "two"))
        assert [block["type"] for block in first["content"]] == ["text", "tool_use"]
        assert first["stop_reason"] == "tool_use"
        assert second["content"] == [{"type": "text", "text": "Done."}]
        assert second["stop_reason"] == "end_turn"
        assert model.conversation.ended
        post(model, turn("three"))
        assert not model.conversation.ended  # one too many


def test_side_requests_take_no_reply() -> None:
    with ScriptedModel(SCRIPT) as model:
        post(model, {"messages": [{"role": "user", "content": "a title, please"}]})
        counted = json.loads(post(model, turn("how long?"), "/v1/messages/count_tokens"))
        summary = json.loads(post(model, turn("Please create a detailed summary of it all")))
        assert counted == {"input_tokens": 1000}
        assert summary["content"][0]["text"] == "<summary>short</summary>"
        assert model.conversation.taken == 0
        assert [request.kind for request in model.requests] == ["side", "side", "summary"]


def test_what_was_sent_can_be_searched() -> None:
    with ScriptedModel(SCRIPT) as model:
        post(model, turn('a "quoted"\nline'))
        assert 'a "quoted"\nline' in model.turns[0].text


def test_the_stream_adds_up_to_the_message() -> None:
    with ScriptedModel(SCRIPT) as model:
        lines = post(model, turn("go", stream=True)).decode().splitlines()
    events = [json.loads(line[6:]) for line in lines if line.startswith("data: ")]
    assert [event["type"] for event in events if event["type"].startswith("message")] == [
        "message_start",
        "message_delta",
        "message_stop",
    ]
    deltas = [event["delta"] for event in events if event["type"] == "content_block_delta"]
    assert deltas == [
        {"type": "text_delta", "text": "Look."},
        {"type": "input_json_delta", "partial_json": '{"command": "ls"}'},
    ]


def test_an_unknown_protocol_is_refused() -> None:
    with ScriptedModel(SCRIPT) as model, pytest.raises(urllib.error.HTTPError):
        post(model, turn("hello"), "/v1/unknown")


@pytest.mark.parametrize("path", sorted(SCRIPTS.glob("*.toml")), ids=lambda path: path.stem)
def test_every_script_can_be_played(path: Path) -> None:
    script = load(path, Path("/home/dev/project"))
    assert script.prompts or script.terminal
    assert script.files
    assert script.replies[-1].hangs or not script.replies[-1].tools
    assert "{project}" not in repr(script)


@pytest.mark.parametrize(
    "path", sorted(SAMPLES.glob("*/*.jsonl")), ids=lambda path: f"{path.parent.name}/{path.name}"
)
def test_samples_tell_nothing_of_the_machine(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for trace in (str(Path.home()), "/root/", "/tmp/tmp", "/Users/"):
        assert trace not in text
