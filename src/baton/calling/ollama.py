"""Ollama's own protocol: `POST /api/chat`, streamed as one JSON text a line.

Its context window is 4,096 tokens unless the request says otherwise, and what is longer is cut
without a word; so the request does. `format` holds the answer to JSON.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from baton.calling.http import Request
from baton.calling.shapes import at, number_at, text_at
from baton.errors import ModelError
from baton.model.prompt import Reply, estimated_tokens

if TYPE_CHECKING:
    from collections.abc import Iterable

    from baton.model.prompt import Prompt
    from baton.model_config import ModelSettings

STEP = 4096  # a window that changes with every request makes Ollama load the model again


def request(settings: ModelSettings, prompt: Prompt, key: str) -> Request:
    """The request that asks the model."""
    size = estimated_tokens(prompt.rules) + sum(estimated_tokens(t.text) for t in prompt.turns)
    window = -(-(size + settings.max_output_tokens) // STEP) * STEP
    body = {
        "model": settings.name,
        "messages": [{"role": "system", "content": prompt.rules}, *prompt.messages],
        "format": "json",
        "options": {"num_ctx": window, "num_predict": settings.max_output_tokens},
        "stream": settings.stream,
    }
    headers = {"authorization": f"Bearer {key}"} if key else {}
    return Request(settings.address.rstrip("/") + "/api/chat", headers, json.dumps(body).encode())


def read(payload: object) -> Reply:
    """The reply in a whole answer. Raises ModelError for half an answer."""
    return gather([payload])


def gather(payloads: Iterable[object]) -> Reply:
    """The reply in the lines of a stream; the last says that it is done, and why."""
    text: list[str] = []
    for line in payloads:
        if at(line, "error") is not None:
            said = text_at(line, "error")[:100]
            raise ModelError(f"The model's server answered: {said}", billed=True)
        text.append(text_at(line, "message", "content"))
        if at(line, "done") is True:
            if text_at(line, "done_reason") == "length":
                raise ModelError("The answer is longer than max_output_tokens.", billed=True)
            tokens_in = number_at(line, "prompt_eval_count")
            return Reply("".join(text), tokens_in, number_at(line, "eval_count"))
    raise ModelError("The model's answer was cut off on the way.", billed=True)
