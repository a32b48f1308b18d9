"""Second tries: for what passes by itself, within the time there is."""

from __future__ import annotations

import random
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from baton.calling import http
from baton.errors import ModelError

if TYPE_CHECKING:
    from baton.calling.http import Answer, Request

TRIES = 4
FIRST_PAUSE = 1.0  # seconds; doubled each time, with up to a quarter more by chance
PASSING = {408, 429, 500, 502, 503, 504, 529}  # 529: Anthropic is overloaded


def persist(request: Request, seconds: float) -> Answer:
    """Post the request, again where that may help, for at most `seconds` in all.

    A server's Retry-After is honoured; when it lies beyond the time left, the answer so far
    stands. What was cut off in the middle isn't tried again: it may have been paid for.
    Raises ModelError.
    """
    deadline = time.monotonic() + seconds
    for number in range(1, TRIES + 1):
        answer, why = attempt(request, deadline - time.monotonic())
        if answer is not None and answer.status not in PASSING:
            return answer
        pause = wanted_pause(answer, number)
        if number == TRIES or time.monotonic() + pause >= deadline:
            break
        time.sleep(pause)
    if answer is not None:
        return answer
    host = urlsplit(request.url).netloc
    raise ModelError(f"{host} can't be reached: {why}", "Check address in [model].")


def attempt(request: Request, seconds: float) -> tuple[Answer | None, str]:
    """An answer, or why there is none."""
    try:
        return http.post(request, max(seconds, 0.1)), ""
    except http.UnreachedError as error:
        return None, str(error)


def wanted_pause(answer: Answer | None, number: int) -> float:
    """Seconds before the next try: what the server asks for, else twice as long each time."""
    asked = seconds_of(answer.retry_after) if answer is not None else None
    if asked is not None:
        return asked
    return FIRST_PAUSE * float(2 ** (number - 1)) * random.uniform(1.0, 1.25)


def seconds_of(retry_after: str) -> float | None:
    """A Retry-After header (RFC 9110, 10.2.3): seconds or a date; None when it is neither."""
    if retry_after.isascii() and retry_after.isdigit():
        return float(retry_after[:9])
    try:
        when = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return max(0.0, (when - datetime.now(UTC)).total_seconds())
