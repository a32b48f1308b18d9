"""Chat completions as OpenAI defined them and many serve: `POST <address>/chat/completions`.

Only what all of them know is sent: no response_format, no temperature. OpenAI's own models want
the output's limit as max_completion_tokens; others know only the older max_tokens.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from baton.calling.http import Request
from baton.calling.shapes import at, number_at, text_at
from baton.errors import ModelError
from baton.model.prompt import Reply

if TYPE_CHECKING:
    from collections.abc import Iterable

    from baton.model.prompt import Prompt
    from baton.model_config import ModelSettings

NEW_LIMIT_AT = "https://api.openai.com/"


def request(settings: ModelSettings, prompt: Prompt, key: str) -> Request:
    """The request that asks the model."""
    new = settings.address.startswith(NEW_LIMIT_AT)
    body: dict[str, object] = {
        "model": settings.name,
        "messages": [{"role": "system", "content": prompt.rules}, *prompt.messages],
        "max_completion_tokens" if new else "max_tokens": settings.max_output_tokens,
        "stream": settings.stream,
    }
    if settings.stream:
        body["stream_options"] = {"include_usage": True}
    headers = {"authorization": f"Bearer {key}"} if key else {}
    url = settings.address.rstrip("/") + "/chat/completions"
    return Request(url, headers, json.dumps(body).encode())


def read(payload: object) -> Reply:
    """The reply in a whole answer. Raises ModelError for a refusal or half an answer."""
    if at(payload, "choices", 0) is None:
        raise complaint(payload)
    message = at(payload, "choices", 0, "message")
    return reply(
        text_at(message, "content"),
        text_at(payload, "choices", 0, "finish_reason"),
        bool(text_at(message, "refusal")),
        at(payload, "usage"),
    )


def gather(payloads: Iterable[object]) -> Reply:
    """The reply in the chunks of a stream; the last holds the usage and no choice."""
    text: list[str] = []
    finished, refused, usage = "", False, None
    for chunk in payloads:
        if at(chunk, "error") is not None:
            raise complaint(chunk)
        delta = at(chunk, "choices", 0, "delta")
        text.append(text_at(delta, "content"))
        refused = refused or bool(text_at(delta, "refusal"))
        finished = text_at(chunk, "choices", 0, "finish_reason") or finished
        usage = at(chunk, "usage") or usage
    if not finished:
        raise ModelError("The model's answer was cut off on the way.", billed=True)
    return reply("".join(text), finished, refused, usage)


def reply(text: str, finished: str, refused: bool, usage: object) -> Reply:
    """The reply, if the model came to its end willingly."""
    if refused or finished == "content_filter":
        raise ModelError("The model refused to answer.", billed=True)
    if finished == "length":
        raise ModelError("The answer is longer than max_output_tokens.", billed=True)
    return Reply(text, number_at(usage, "prompt_tokens"), number_at(usage, "completion_tokens"))


def complaint(payload: object) -> ModelError:
    said = text_at(payload, "error", "type") or "no choices"
    return ModelError(f"The model's server answered: {said[:100]}", billed=True)
