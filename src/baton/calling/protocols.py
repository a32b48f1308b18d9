"""The table of protocols, and the way of one question through an adapter.

An adapter is a module with three functions, none of which touches the network.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Protocol

from baton.calling import anthropic, ollama, openai
from baton.calling.http import Request
from baton.calling.persisting import persist
from baton.calling.shapes import text_at
from baton.calling.streams import payloads
from baton.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from baton.calling.http import Answer
    from baton.model.prompt import Prompt, Reply
    from baton.model_config import ModelSettings

LONGEST_COMPLAINT = 200


class Adapter(Protocol):
    def request(self, settings: ModelSettings, prompt: Prompt, key: str) -> Request:
        """The request that asks the model."""

    def read(self, payload: object) -> Reply:
        """The reply in a whole answer. Raises ModelError for a refusal or half an answer."""

    def gather(self, payloads: Iterable[object]) -> Reply:
        """The same from the payloads of a stream, which must come to its proper end."""


ADAPTERS: dict[str, Adapter] = {"anthropic": anthropic, "openai": openai, "ollama": ollama}


def ask(settings: ModelSettings, prompt: Prompt, key: str) -> Reply:
    """Ask over the network. Raises ModelError."""
    adapter = ADAPTERS[settings.protocol]
    answer = persist(adapter.request(settings, prompt, key), settings.timeout)
    if answer.status != 200:
        raise refused(settings, answer, key)
    try:
        whole = json.loads(answer.body)
    except (ValueError, RecursionError):
        return adapter.gather(payloads(answer.body))
    # A stream of one line is whole JSON too; both ways understand it.
    return adapter.read(whole)


def refused(settings: ModelSettings, answer: Answer, key: str) -> ModelError:
    """What a status other than 200 means to the user."""
    hints = {
        401: f"Check the key in {settings.key_env}.",
        403: f"Check what the key in {settings.key_env} may do.",
        404: f"Check address and name: {settings.address}, {settings.name}.",
        413: "Lower max_input_tokens.",
        429: "The provider's limit is reached: try again later.",
    }
    try:
        payload = json.loads(answer.body)
    except (ValueError, RecursionError):
        payload = None
    said = text_at(payload, "error", "message") or text_at(payload, "error")
    if key:
        said = said.replace(key, "***")
    said = "".join(c for c in said if c.isprintable())[:LONGEST_COMPLAINT]
    message = f"{settings.label} answered {answer.status}" + (f": {said}" if said else "")
    return ModelError(message, hints.get(answer.status, ""))
