"""The command line: the table of commands, their errors, their exit statuses.

A command is a module of this package with two functions:

    arguments(parser)    declares what it takes
    run(args) -> int     does it; returns the exit status

Exit statuses: 0 done, 1 expected failure, 2 usage, 3 bug, 130 interrupted.
"""

from __future__ import annotations

import argparse
import errno
import importlib
import os
import sys
from typing import TYPE_CHECKING, Protocol, cast

from baton import __version__
from baton.errors import BatonError, UsageError
from baton.faces.terminal import open_closed_streams, say, show_error, speak_utf8

if TYPE_CHECKING:
    from collections.abc import Sequence

# command -> what it does, in one line; the module of the same name is imported only when called
COMMANDS: dict[str, str] = {
    "init": "put baton into this project",
    "sessions": "the sessions found for this project, or one transcript in short",
    "draft": "write the handoff of a session, from its transcript",
    "save": "take an assistant's own words for the handoff of its session",
    "review": "read the drafts; approve, edit or discard them",
    "resume": "print the brief of the last session, to go on from it",
    "show": "print one handoff, parsed",
    "verify": "check a saved handoff against its repository and its session",
    "sweep": "draft the sessions that hooks missed, bring home what waits",
    "cost": "what the configured model has cost: today, this month, by model",
    "redact": "print standard input without its secrets",
    "demo": "the whole journey in a throw-away repository",
    "uninstall": "take baton out of this project, byte for byte",
}


class Command(Protocol):
    def arguments(self, parser: argparse.ArgumentParser) -> None: ...

    def run(self, args: argparse.Namespace) -> int: ...


def load(name: str) -> Command:
    """The module behind a command of the table."""
    return cast("Command", importlib.import_module(f"baton.faces.cli.{name}"))


def build_parser(command: str | None) -> argparse.ArgumentParser:
    """The parser with the options of `command` only, so that one call imports one module."""
    parser = argparse.ArgumentParser(
        prog="baton",
        description="Session handoffs for AI coding assistants: memory that persists, in files "
        "people own.",
    )
    parser.add_argument("--version", action="version", version=f"baton {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, summary in COMMANDS.items():
        child = commands.add_parser(name, help=summary, description=summary)
        if name == command:
            module = load(name)
            module.arguments(child)
            child.set_defaults(run=module.run)
    return parser


def main(arguments: Sequence[str]) -> int:
    """Run one command; `arguments` without the program's name. Returns the exit status."""
    command = next((word for word in arguments if not word.startswith("-")), None)
    open_closed_streams()
    speak_utf8()
    parser = build_parser(command)
    args = parser.parse_args(arguments)
    try:
        status = int(args.run(args))
        sys.stdout.flush()  # here, where a reader that went away is still no surprise
        return status
    except BatonError as error:
        show_error(error, as_json=getattr(args, "json", False))
        return 2 if isinstance(error, UsageError) else 1
    except KeyboardInterrupt:
        say("baton: interrupted; nothing is left half-done")
        return 130
    except BrokenPipeError:
        return give_up_output()
    except OSError as error:
        if error.errno != errno.ENOSPC:
            return report_bug(command)
        say("baton: No space is left for the output.\n  Make room, or write it to another place.")
        return give_up_output()
    except Exception:
        return report_bug(command)


def give_up_output() -> int:
    """Nothing takes the output any more, a `head` has seen enough say: no word of it at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    return 1


def report_bug(command: str | None) -> int:
    """Say that this is our fault, with what a report needs."""
    import traceback

    traceback.print_exc()
    say(f"baton: this is a bug in baton {__version__} (command {command}); please report the above")
    return 3
