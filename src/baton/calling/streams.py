"""Payloads of a streamed answer: server-sent events (WHATWG HTML 9.2) or one JSON text a line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from baton.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterator

LAST = "[DONE]"  # how OpenAI's stream ends; no JSON


def payloads(body: bytes) -> Iterator[object]:
    """The JSON values in order. Raises ModelError at the first that is none."""
    for text in texts(body.decode("utf-8", "replace")):
        if text == LAST:
            return
        try:
            yield json.loads(text)
        except (ValueError, RecursionError) as error:
            raise ModelError("The model's answer is no JSON.", billed=True) from error


def texts(body: str) -> Iterator[str]:
    """The data of each event; a line that is no field of an event is a text of its own."""
    data: list[str] = []
    for line in [*body.splitlines(), ""]:
        field, colon, value = line.partition(":")
        if field == "data":
            data.append(value.removeprefix(" "))
        elif not line and data:
            yield "\n".join(data)
            data.clear()
        elif line and not (colon and field in ("", "event", "id", "retry")):
            yield line
