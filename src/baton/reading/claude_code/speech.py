"""What in a `user` record a person said, and what only looks like it.

Of 6,845 `user` records measured, 9 % were a person speaking; the rest are tool results, expanded
commands and skills, command output, notifications and summaries.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple, TypeAlias

Kind: TypeAlias = Literal["said", "command", "interrupted", "summary", "wrapper"]


class Speech(NamedTuple):
    kind: Kind
    text: str = ""


# Blocks that the client puts beside or around a person's words.
ASIDE = re.compile(
    r"<(system-reminder|ide_opened_file|ide_selection|ide_diagnostics|local-command-caveat|"
    r"user-prompt-submit-hook)\b[^>]*>.*?</\1>",
    re.DOTALL,
)
COMMAND = re.compile(r"<command-name>(.*?)</command-name>", re.DOTALL)
ARGUMENTS = re.compile(r"<command-args>(.*?)</command-args>", re.DOTALL)
WRAPPERS = (
    "<local-command-",
    "<bash-input>",
    "<bash-stdout>",
    "<bash-stderr>",
    "<task-notification>",
    "<command-contents>",
    "<teammate-message",
    "<execution_context>",
    "Caveat: The messages below",
    "Base directory for this skill:",
    "Stop hook feedback:",
    "[Image: ",
)
INTERRUPTED = "[Request interrupted by user"
CONTINUED = "This session is being continued from a previous conversation"
REJECTED = (
    "The user doesn't want to proceed with this tool use",
    "The user doesn't want to take this action right now",
    "[Request interrupted by user for tool use]",
)
REASON = re.compile(r"the user said:\s*(.+)", re.DOTALL)
REASON_NOTE = "\n\nNote: The user's next message"


def classify(text: str) -> Speech:
    """Sort one text of a `user` record; `text` of the result is what the person said."""
    stripped = ASIDE.sub("", text).strip() if "<" in text else text.strip()
    if stripped.startswith(INTERRUPTED):
        return Speech("interrupted")
    if stripped.startswith(CONTINUED):
        return Speech("summary", stripped)
    if command := COMMAND.search(stripped[:4000]):
        arguments = ARGUMENTS.search(stripped)
        said = arguments.group(1).strip() if arguments else ""
        return Speech("command", f"/{command.group(1).strip().lstrip('/')} {said}".rstrip())
    if not stripped or stripped.startswith(WRAPPERS):
        return Speech("wrapper")
    return Speech("said", stripped)


def is_rejection(text: str) -> bool:
    """Whether a failed tool result says that the user refused the call."""
    return text.startswith(REJECTED)


def rejection_reason(text: str) -> str:
    """The words a user refused with; "" when none were typed."""
    found = REASON.search(text)
    return found.group(1).split(REASON_NOTE)[0].strip() if found else ""
