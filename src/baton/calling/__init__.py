"""Talking to the model that the user configured, and to nobody else.

    protocols.py   the table: a protocol's name -> its adapter
    anthropic.py, openai.py, ollama.py   adapters: Prompt -> request, answer -> Reply (no network)
    headless.py    an assistant's own command, run once
    persisting.py  second tries, within the time there is
    http.py        one request over the network: the only place that opens a connection
    streams.py     server-sent events and JSON lines -> payloads
    shapes.py      looking into JSON that somebody else wrote

What leaves the machine is a `Prompt`, whose texts are `Redacted`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from baton.calling import headless, protocols
from baton.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from baton.model.prompt import Prompt, Reply
    from baton.model_config import ModelSettings


def ask(settings: ModelSettings, prompt: Prompt, environ: Mapping[str, str]) -> Reply:
    """Ask the configured model once and wait for its whole answer.

    `environ` holds the key, by the name of `key_env`. Raises ModelError when the model can't be
    reached in time, refuses, is cut off, or answers what the protocol doesn't allow.
    """
    if settings.protocol == "command":
        return headless.ask(settings, prompt, environ)
    key = environ.get(settings.key_env, "").strip() if settings.key_env else ""
    if settings.key_env and not (key and key.isascii() and key.isprintable()):
        raise ModelError(
            f"The variable {settings.key_env} holds no key for {settings.label}.",
            f"Set {settings.key_env}, or name another variable with key_env.",
        )
    return protocols.ask(settings, prompt, key)
