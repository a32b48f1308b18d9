"""A model's endpoint on 127.0.0.1, scripted: what it says, and how it fails, in order.

Real sockets, the wire forms of the three protocols written by hand. Every request is kept.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, NamedTuple

from baton.model.saving import Redacted
from baton.model_config import ModelSettings, Protocol

PATHS = {
    "anthropic": "/v1/messages",
    "openai": "/v1/chat/completions",
    "ollama": "/api/chat",
}


class Step(NamedTuple):
    """One answer of the endpoint."""

    body: bytes = b""
    status: int = 200
    kind: str = "application/json"
    headers: Mapping[str, str] = {}
    missing: int = 0  # bytes that are promised and never sent
    silent: float = 0.0  # seconds before anything is sent
    trickle: float = 0.0  # seconds before each byte
    hangs_up: bool = False  # without a word
    chunked: bool = False  # as servers stream; with `missing`, the last chunk never comes


class Asked(NamedTuple):
    path: str
    headers: dict[str, str]
    body: Any

    @property
    def text(self) -> str:
        """All that was sent, as one text."""
        return json.dumps(self.body, ensure_ascii=False)


class Endpoint:
    """Serves its steps one after the other; what comes after the last gets 418."""

    def __init__(self, *steps: Step) -> None:
        self.steps = list(steps)
        self.asked: list[Asked] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self) -> Endpoint:
        self.thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.server.shutdown()
        self.server.server_close()

    def settings(self, protocol: Protocol, **more: Any) -> ModelSettings:
        address = self.address + ("/v1" if protocol == "openai" else "")
        return ModelSettings(protocol, "test-model", address)._replace(**more)

    def handler(self) -> type[BaseHTTPRequestHandler]:
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                size = int(self.headers["content-length"])
                body = json.loads(self.rfile.read(size))
                headers = {name.lower(): value for name, value in self.headers.items()}
                endpoint.asked.append(Asked(self.path, headers, body))
                step = endpoint.steps.pop(0) if endpoint.steps else Step(status=418)
                try:
                    self.answer(step)
                except OSError:
                    return  # the client has had enough
                finally:
                    self.close_connection = True

            def answer(self, step: Step) -> None:
                time.sleep(step.silent)
                if step.hangs_up:
                    return
                self.send_response(step.status)
                self.send_header("content-type", step.kind)
                if step.chunked:
                    self.send_header("transfer-encoding", "chunked")
                else:
                    self.send_header("content-length", str(len(step.body) + step.missing))
                for name, value in step.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                for piece in pieces(step):
                    self.wfile.write(piece)

            def log_message(self, format: str, *args: object) -> None:
                return

        return Handler


def pieces(step: Step) -> Iterator[bytes]:
    """The body as it goes over the wire."""
    if step.chunked:
        for start in range(0, len(step.body), 50):
            chunk = step.body[start : start + 50]
            yield b"%x\r\n%s\r\n" % (len(chunk), chunk)
        yield b"40\r\nhalf a" if step.missing else b"0\r\n\r\n"
    elif step.trickle:
        for byte in step.body:
            time.sleep(step.trickle)
            yield bytes([byte])
    else:
        yield step.body


def clean(text: str) -> Redacted:
    return Redacted(text)


def says(protocol: Protocol, text: str, *, stream: bool, tokens: tuple[int, int] = (7, 5)) -> Step:
    """The answer `text` on the wire."""
    if stream:
        return streamed(protocol, text, tokens)
    bodies: dict[str, object] = {
        "anthropic": {
            "type": "message",
            "content": [{"type": "thinking", "thinking": "hm"}, {"type": "text", "text": text}],
            "stop_reason": "end_turn",
            "usage": {"input_tokens": tokens[0], "output_tokens": tokens[1]},
        },
        "openai": {
            "choices": [{"message": {"content": text}, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": tokens[0], "completion_tokens": tokens[1]},
        },
        "ollama": {
            "message": {"content": text},
            "done": True,
            "done_reason": "stop",
            "prompt_eval_count": tokens[0],
            "eval_count": tokens[1],
        },
    }
    return Step(json.dumps(bodies[protocol]).encode())


def streamed(protocol: Protocol, text: str, tokens: tuple[int, int]) -> Step:
    """The same in pieces of seven characters."""
    pieces = [text[start : start + 7] for start in range(0, len(text), 7)]
    if protocol == "ollama":
        rows: list[dict[str, object]] = [{"message": {"content": p}, "done": False} for p in pieces]
        end = {"done": True, "done_reason": "stop"}
        counts = {"prompt_eval_count": tokens[0], "eval_count": tokens[1]}
        rows.append({"message": {"content": ""}} | end | counts)
        lines = "".join(json.dumps(row) + "\n" for row in rows)
        return Step(lines.encode(), kind="application/x-ndjson")
    if protocol == "openai":
        chunks: list[object] = [{"choices": [{"delta": {"content": piece}}]} for piece in pieces]
        chunks.append({"choices": [{"delta": {}, "finish_reason": "stop"}]})
        usage = {"prompt_tokens": tokens[0], "completion_tokens": tokens[1]}
        chunks.append({"choices": [], "usage": usage})
        text = "".join(f"data: {json.dumps(chunk)}\n\n" for chunk in chunks)
        return Step((text + "data: [DONE]\n\n").encode(), kind="text/event-stream")
    message = {"id": "msg_1", "type": "message", "role": "assistant", "model": "test-model"}
    counts = {"input_tokens": tokens[0], "output_tokens": 1}
    start = {"type": "message_start", "message": message | {"content": [], "usage": counts}}
    block = {"type": "text", "text": ""}
    deltas = [{"delta": {"type": "text_delta", "text": piece}} for piece in pieces]
    events: list[dict[str, Any]] = [
        start,
        {"type": "ping"},
        {"type": "content_block_start", "index": 0, "content_block": block},
        *({"type": "content_block_delta", "index": 0, **delta} for delta in deltas),
        {"type": "content_block_stop", "index": 0},
        {
            "type": "message_delta",
            "delta": {"stop_reason": "end_turn", "stop_sequence": None},
            "usage": {"output_tokens": tokens[1]},
        },
        {"type": "message_stop"},
    ]
    text = "".join(f"event: {one['type']}\ndata: {json.dumps(one)}\n\n" for one in events)
    return Step(text.encode(), kind="text/event-stream")
