"""The Anthropic Messages protocol, streaming: what Claude Code speaks.

Seen with Claude Code 2.1.197: `POST /v1/messages?beta=true` with `stream: true`. A turn of the
conversation offers some twenty tools, a title or topic request none or one. Asked to compact, it
sends the conversation with a last user message that asks for a detailed summary.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from tests.real_clients.scripted_model.wire import Answer, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.real_clients.scripted_model.script import Conversation, Reply

FEWEST_TOOLS_OF_A_TURN = 3
SUMMARY_REQUEST = "create a detailed summary of"
USAGE = {
    "input_tokens": 12,
    "cache_creation_input_tokens": 800,
    "cache_read_input_tokens": 16000,
    "output_tokens": 1,
}


def kind(path: str, body: dict[str, Any]) -> Kind:
    """Which sort of request this is."""
    if not path.startswith("/v1/messages") or "count_tokens" in path or "messages" not in body:
        return "side"
    if SUMMARY_REQUEST in last_user_text(body):
        return "summary"
    return "turn" if len(body.get("tools") or ()) >= FEWEST_TOOLS_OF_A_TURN else "side"


def last_user_text(body: dict[str, Any]) -> str:
    """The text of the newest message, without tool results."""
    content = body["messages"][-1]["content"]
    if isinstance(content, str):
        return content
    return "\n".join(block["text"] for block in content if block.get("type") == "text")


def answer(path: str, body: dict[str, Any], conversation: Conversation) -> Answer | None:
    """The answer to one request, or None where the script says to hang."""
    if "messages" not in body:
        return Answer("application/json", b"{}")
    if "count_tokens" in path:
        return Answer("application/json", b'{"input_tokens": 1000}')
    blocks, message_id = [text_block('{"title": "A scripted session"}')], "msg_side"
    sort = kind(path, body)
    if sort == "summary":
        blocks, message_id = [text_block(conversation.script.summary)], "msg_summary"
    elif sort == "turn":
        reply = conversation.next_reply()
        if reply.hangs:
            return None
        message_id = f"msg_{conversation.taken:04}"
        blocks = list(blocks_of(reply, message_id))
    message = {
        "id": message_id,
        "type": "message",
        "role": "assistant",
        "model": body.get("model", ""),
        "content": blocks,
        "stop_reason": "tool_use" if blocks[-1]["type"] == "tool_use" else "end_turn",
        "stop_sequence": None,
        "usage": {**USAGE, "output_tokens": sum(len(json.dumps(block)) // 4 for block in blocks)},
    }
    if not body.get("stream"):
        return Answer("application/json", json.dumps(message).encode())
    events = (f"event: {e['type']}\ndata: {json.dumps(e)}\n\n" for e in stream(message))
    return Answer("text/event-stream", "".join(events).encode())


def text_block(text: str) -> dict[str, Any]:
    return {"type": "text", "text": text}


def blocks_of(reply: Reply, message_id: str) -> Iterator[dict[str, Any]]:
    """A reply as content blocks; ids of tool calls follow from their place in the script."""
    if reply.thinking:
        signature = hashlib.sha256(reply.thinking.encode()).hexdigest()
        yield {"type": "thinking", "thinking": reply.thinking, "signature": signature}
    if reply.text:
        yield text_block(reply.text)
    for number, tool in enumerate(reply.tools, 1):
        call_id = f"toolu_{message_id}_{number}"
        yield {"type": "tool_use", "id": call_id, "name": tool.name, "input": tool.input}


def stream(message: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The events of one streamed message."""
    start = {**message, "content": [], "stop_reason": None, "usage": USAGE}
    yield {"type": "message_start", "message": start}
    for index, block in enumerate(message["content"]):
        yield from stream_block(index, block)
    delta = {"stop_reason": message["stop_reason"], "stop_sequence": None}
    yield {"type": "message_delta", "delta": delta, "usage": message["usage"]}
    yield {"type": "message_stop"}


def stream_block(index: int, block: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The events of one content block: its empty shell, its contents, its end."""
    shell, deltas = dict(block), []
    if block["type"] == "tool_use":
        shell["input"] = {}
        deltas = [{"type": "input_json_delta", "partial_json": json.dumps(block["input"])}]
    elif block["type"] == "thinking":
        shell.update(thinking="", signature="")
        deltas = [
            {"type": "thinking_delta", "thinking": block["thinking"]},
            {"type": "signature_delta", "signature": block["signature"]},
        ]
    else:
        shell["text"] = ""
        deltas = [{"type": "text_delta", "text": block["text"]}]
    yield {"type": "content_block_start", "index": index, "content_block": shell}
    for delta in deltas:
        yield {"type": "content_block_delta", "index": index, "delta": delta}
    yield {"type": "content_block_stop", "index": index}
