"""Anthropic's Messages API: `POST /v1/messages`, version 2023-06-01.

Streamed, its events are message_start (with the input's size), content_block_delta with a
text_delta, message_delta (why it stopped, the output's size), message_stop; an error event may
come at any time.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from baton.calling.http import Request
from baton.calling.shapes import items_at, number_at, text_at
from baton.errors import ModelError
from baton.model.prompt import Reply

if TYPE_CHECKING:
    from collections.abc import Iterable

    from baton.model.prompt import Prompt
    from baton.model_config import ModelSettings

VERSION = "2023-06-01"
INPUT = ("input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens")


def request(settings: ModelSettings, prompt: Prompt, key: str) -> Request:
    """The request that asks the model."""
    body = {
        "model": settings.name,
        "max_tokens": settings.max_output_tokens,
        "system": prompt.rules,
        "messages": prompt.messages,
        "stream": settings.stream,
    }
    headers = {"anthropic-version": VERSION} | ({"x-api-key": key} if key else {})
    url = settings.address.rstrip("/") + "/v1/messages"
    return Request(url, headers, json.dumps(body).encode())


def read(payload: object) -> Reply:
    """The reply in a whole answer. Raises ModelError for a refusal or half an answer."""
    if text_at(payload, "type") != "message":
        raise complaint(payload)
    blocks = items_at(payload, "content")
    text = "".join(text_at(block, "text") for block in blocks if text_at(block, "type") == "text")
    return reply(
        text,
        text_at(payload, "stop_reason"),
        sum(number_at(payload, "usage", name) for name in INPUT),
        number_at(payload, "usage", "output_tokens"),
    )


def gather(payloads: Iterable[object]) -> Reply:
    """The reply in the events of a stream."""
    text, stopped, tokens_in, tokens_out = [], "", 0, 0
    for event in payloads:
        kind = text_at(event, "type")
        if kind == "error":
            raise complaint(event)
        if kind == "message_start":
            usage = ("message", "usage")
            tokens_in = sum(number_at(event, *usage, name) for name in INPUT)
        elif kind == "content_block_delta":
            text.append(text_at(event, "delta", "text"))
        elif kind == "message_delta":
            stopped = text_at(event, "delta", "stop_reason") or stopped
            tokens_out = number_at(event, "usage", "output_tokens") or tokens_out
        elif kind == "message_stop":
            return reply("".join(text), stopped, tokens_in, tokens_out)
    raise ModelError("The model's answer was cut off on the way.", billed=True)


def reply(text: str, stopped: str, tokens_in: int, tokens_out: int) -> Reply:
    """The reply, if the model came to its end willingly."""
    if stopped == "refusal":
        raise ModelError("The model refused to answer.", billed=True)
    if stopped == "max_tokens":
        raise ModelError("The answer is longer than max_output_tokens.", billed=True)
    return Reply(text, tokens_in, tokens_out)


def complaint(payload: object) -> ModelError:
    said = text_at(payload, "error", "type") or "no message"
    return ModelError(f"The model's server answered: {said[:100]}", billed=True)
