"""An assistant's own command as the model: `claude -p`, `codex exec`, `gemini -p`, or any other.

It gets the prompt on standard input and answers on standard output. It runs in an empty folder of
its own, so that no project's instructions, hooks or tools reach it and what it records is no
session of the project; and with BATON_NO_HOOKS=1, so that it never triggers baton.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from typing import TYPE_CHECKING

from baton import process
from baton.calling.shapes import at, number_at, text_at
from baton.errors import ModelError, ProcessError
from baton.model.prompt import Reply

if TYPE_CHECKING:
    from collections.abc import Mapping

    from baton.model.prompt import Prompt
    from baton.model_config import ModelSettings

OUTPUT_LIMIT = 8 * 1024 * 1024
# What tells an assistant that it runs inside another: `claude` then refuses to start.
OF_THE_SESSION = ("CLAUDECODE", "CLAUDE_CODE_ENTRYPOINT", "CLAUDE_PROJECT_DIR")
INPUT = ("input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens")
ROLES = ("", "Your answer was:\n\n")


def ask(settings: ModelSettings, prompt: Prompt, environ: Mapping[str, str]) -> Reply:
    """Run the command once. Raises ModelError when it is missing, fails or takes too long."""
    program, *arguments = (word.replace("{model}", settings.name) for word in settings.command)
    path = shutil.which(program, path=environ.get("PATH"))
    if path is None:
        raise ModelError(f"{program} was not found.", "Check command in [model].")
    turns = [ROLES[number % 2] + turn.text for number, turn in enumerate(prompt.turns)]
    text = "\n\n".join((prompt.rules, *turns))
    environment = {k: v for k, v in environ.items() if k not in OF_THE_SESSION}
    with tempfile.TemporaryDirectory(prefix="baton-", ignore_cleanup_errors=True) as folder:
        try:
            ended = process.execute(
                [os.path.abspath(path), *arguments],
                folder,
                environment | {"BATON_NO_HOOKS": "1"},
                text.encode("utf-8", "replace"),
                float(settings.timeout),
            )
        except ProcessError as error:
            raise ModelError(error.message, error.hint, billed=True) from error
    if not ended.ok:
        said = in_error(ended) or f"exit {ended.status}"
        raise ModelError(f"{program} failed: {said}", "Try it by hand first.", billed=True)
    if len(ended.output) > OUTPUT_LIMIT:
        raise ModelError(f"{program} printed too much.", billed=True)
    return reply(ended.output.decode("utf-8", "replace"))


def in_error(ended: process.Outcome) -> str:
    """What the program says is wrong, in one short line."""
    try:
        reply(ended.output.decode("utf-8", "replace"))
    except ModelError as error:  # said in the JSON that it answers in
        return error.message
    return ended.last_line[:200]


def reply(output: str) -> Reply:
    """The answer; where it is wrapped in JSON, as with --output-format json, what is inside.

    Claude Code puts it under `result` with a `usage` and `is_error`, Gemini CLI under `response`.
    Raises ModelError when it is an error.
    """
    try:
        wrapped = json.loads(output)
    except (ValueError, RecursionError):
        return Reply(output)
    text = text_at(wrapped, "result") or text_at(wrapped, "response")
    if not text:
        return Reply(output)
    if at(wrapped, "is_error") is True:
        raise ModelError(f"The command answered: {text[:200]}", billed=True)
    tokens_in = sum(number_at(wrapped, "usage", name) for name in INPUT)
    return Reply(text, tokens_in, number_at(wrapped, "usage", "output_tokens"))
