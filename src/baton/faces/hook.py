"""What an assistant's hooks call: milliseconds, never a failure, never a word too many.

    baton hook claude-code session-start     the brief, as JSON for the new session
    baton hook claude-code stop | pre-compact | session-end
                                             leaves a job, starts a worker, returns
    baton hook claude-code user-prompt-submit
                                             tells once of a draft that waits for review
    baton hook --work JOB | --sweep ROOT FOLDER SESSION
                                             the detached worker itself

Always exits 0. Standard output is one JSON object of the assistant's schema, or nothing; standard
error is at most one line. What a hook can't do now is made up for at the next start.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from baton.faces.hook_log import tell
from baton.faces.payload import read_payload

if TYPE_CHECKING:
    from baton.faces.payload import Payload

# Seconds after which a hook gives up, whatever it hangs on; a prompt waits for less than a start.
PATIENCE = 8
PATIENCE_AT_A_PROMPT = 3
EVENTS = ("session-start", "user-prompt-submit", "stop", "pre-compact", "session-end")


class OutOfTimeError(BaseException):
    """The hook's patience is over. No `except Exception` or OSError on the way may take it."""


def main(arguments: list[str]) -> int:
    """Handle one hook event read from standard input; always returns 0."""
    event = arguments[1] if len(arguments) > 1 else ""
    root = ""
    try:
        if arguments[:1] in (["--work"], ["--sweep"]):
            event = arguments[0]
            _work(arguments)
        elif arguments[:1] != ["claude-code"] or event not in EVENTS:
            tell(f"baton hook: unknown event; known: claude-code {' | '.join(EVENTS)}")
        elif os.environ.get("BATON_NO_HOOKS", "") in ("", "0"):
            _limit_time(PATIENCE_AT_A_PROMPT if event == "user-prompt-submit" else PATIENCE)
            payload = read_payload(event)
            root = _folder(payload)
            if not payload.agent_id:  # a subagent's start and end are none of the session's
                _respond(payload, root)
    except (Exception, KeyboardInterrupt, OutOfTimeError) as error:
        _report(event, root or os.curdir, error)
    return 0


def _folder(payload: Payload) -> str:
    """Where the session runs: the folder it started in, for its directory may have changed."""
    for folder in (os.environ.get("CLAUDE_PROJECT_DIR", ""), payload.cwd):
        if folder and os.path.isdir(folder):
            return folder
    return os.getcwd()


def _respond(payload: Payload, folder: str) -> None:
    from baton.keeping.project import find_project

    project = find_project(folder)
    if payload.event == "session-start":
        from baton.faces import session_start
        from baton.faces.settings import settings

        _emit("SessionStart", session_start.context(project, settings(project), payload))
    elif payload.event == "user-prompt-submit":
        from baton.faces import waiting_drafts

        _emit_message(waiting_drafts.news(project, payload.session_id))
    else:
        from baton.faces import session_work

        session_work.hand_over(project, payload.event, payload.transcript)


def _emit(event: str, context: str) -> None:
    """Add `context` to the session; nothing when it is empty."""
    if context:
        _print({"hookSpecificOutput": {"hookEventName": event, "additionalContext": context}})


def _emit_message(message: str) -> None:
    """Show `message` to the person, not to the model; nothing when it is empty."""
    if message:
        _print({"systemMessage": message})


def _print(answer: object) -> None:
    import json

    sys.stdout.write(json.dumps(answer))  # escapes all that isn't ASCII, lone surrogates too
    sys.stdout.flush()


def _work(arguments: list[str]) -> None:
    from baton.faces import session_work

    if arguments[0] == "--work" and len(arguments) == 2:
        session_work.work(arguments[1])
    elif arguments[0] == "--sweep" and len(arguments) == 4:
        session_work.sweep_folder(*arguments[1:])


def _limit_time(seconds: int) -> None:
    """End the hook with an exception when it hangs, on a network folder say."""
    import signal

    def give_up(_number: int, _frame: object) -> None:
        raise OutOfTimeError

    if hasattr(signal, "alarm"):
        signal.signal(signal.SIGALRM, give_up)
        signal.alarm(seconds)


def _report(event: str, folder: str, error: BaseException) -> None:
    """One line for the person who looks, one in the log; no word of the payload in either."""
    from baton.errors import BatonError

    what = type(error).__name__
    if isinstance(error, BatonError):
        what = error.message
    elif what == "JSONDecodeError":  # by name: an import of json only for this would cost
        what = "what came on standard input is no JSON"
    tell(f"baton hook {event}: {what} (nothing is lost; `baton sweep` makes up for it)")
    try:
        from baton.faces.hook_log import note

        note(folder, event, type(error).__name__)
    except Exception:
        return  # no log is no reason to disturb a session
