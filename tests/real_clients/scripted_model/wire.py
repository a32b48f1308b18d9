"""What a wire protocol is to the server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from tests.real_clients.scripted_model.script import Conversation

Kind = str  # "turn" (the conversation), "summary" (compaction), "side" (titles, counts, probes)


class Answer(NamedTuple):
    """What goes back: one JSON document, or a stream of server-sent events."""

    content_type: str
    body: bytes


class Adapter(Protocol):
    """One wire protocol, as a module.

    `kind` sorts a request; `answer` words the next reply of the conversation for it, or returns
    None where the reply hangs.
    """

    def kind(self, path: str, body: dict[str, Any]) -> Kind: ...

    def answer(
        self, path: str, body: dict[str, Any], conversation: Conversation
    ) -> Answer | None: ...
