"""The server: hands each request to the adapter of its wire protocol and records it."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.real_clients.scripted_model import anthropic_messages
from tests.real_clients.scripted_model.script import Conversation, Script

if TYPE_CHECKING:
    from types import TracebackType

    from tests.real_clients.scripted_model.wire import Adapter, Answer, Kind

# Seconds before an answer. No model answers at once, and Claude Code, which writes its transcript
# some 100 ms behind, puts records into the file in another order when one does.
LATENCY = 0.2
# the beginning of a path -> the protocol spoken there
ADAPTERS: dict[str, Adapter] = {"/v1/messages": anthropic_messages}


class Request(NamedTuple):
    """One request the model was sent."""

    kind: Kind
    path: str
    body: dict[str, Any]

    @property
    def text(self) -> str:
        """Everything in the request, to search in; line feeds and quotes are real ones."""
        return "\n".join(texts(self.body))


def texts(value: Any) -> list[str]:
    """Every text in a JSON value, in order."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        value = list(value.values())
    return [text for item in value for text in texts(item)] if isinstance(value, list) else []


class ScriptedModel:
    """A model on 127.0.0.1, for the time of a `with` block.

    `address` is what a client calls; `requests` holds what it sent, in order of arrival.
    """

    def __init__(self, script: Script) -> None:
        self.conversation = Conversation(script)
        self.requests: list[Request] = []
        self.hanging = threading.Event()  # set once a client waits for a reply that never comes
        self.closing = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler_for(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> ScriptedModel:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def turns(self) -> list[Request]:
        """The requests of the conversation itself, without side requests."""
        return [request for request in self.requests if request.kind == "turn"]

    def receive(self, path: str, body: dict[str, Any]) -> Answer | None:
        """Record a request and word the answer; None where the script says to hang.

        Raises LookupError for a path that belongs to no known protocol.
        """
        adapter = next((a for start, a in ADAPTERS.items() if path.startswith(start)), None)
        self.requests.append(Request(adapter.kind(path, body) if adapter else "side", path, body))
        if adapter is None:
            raise LookupError(path)
        return adapter.answer(path, body, self.conversation)


def handler_for(model: ScriptedModel) -> type[BaseHTTPRequestHandler]:
    """A request handler that speaks for `model`."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            size = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(size) or b"{}")
            try:
                answer = model.receive(self.path, body)
            except LookupError:
                self.reply(404, "application/json", b'{"error": "not spoken here"}')
                return
            model.closing.wait(LATENCY)
            if answer is None:
                model.hanging.set()
                model.closing.wait()
                self.close_connection = True
                return
            self.reply(200, answer.content_type, answer.body)

        def do_GET(self) -> None:
            model.requests.append(Request("side", self.path, {}))
            self.reply(200, "application/json", b"{}")

        def do_HEAD(self) -> None:
            self.do_GET()

        def reply(self, status: int, content_type: str, body: bytes) -> None:
            try:
                self.send_response(status)
                self.send_header("Content-Type", content_type)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True  # the client was ended; that is part of some tests

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: the tests look at the recorded requests."""

    return Handler
