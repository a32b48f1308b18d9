"""Run one program with limits: no shell, a time limit, an output limit, its children included."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from baton.errors import ProcessError

if TYPE_CHECKING:
    from subprocess import Popen
    from typing import IO

OUTPUT_LIMIT = 64 * 1024 * 1024
ERROR_LIMIT = 64 * 1024
LAST_WORDS = 1.0  # seconds for a process that is told to end, and for the pipes of one that has


class Outcome(NamedTuple):
    """How a process ended."""

    status: int
    output: bytes
    problem: bytes  # what it printed as errors, else as output

    @property
    def ok(self) -> bool:
        return self.status == 0

    @property
    def last_line(self) -> str:
        """The last line that isn't blank: where most programs say what is wrong."""
        return next(reversed(self._lines()), "")

    @property
    def cause(self) -> str:
        """Where git says what is wrong; advice follows it, warnings go before."""
        told = (line for line in self._lines() if line.startswith(("fatal:", "error:")))
        return next(told, self.last_line)

    def _lines(self) -> list[str]:
        """The problem's lines, without control characters: names in them are anybody's."""
        lines = self.problem[-ERROR_LIMIT:].decode("utf-8", "replace").splitlines()
        plain = ("".join(c for c in line if c.isprintable()).strip() for line in lines)
        return [line[:300] for line in plain if line]


def execute(
    command: list[str],
    folder: str,
    environment: dict[str, str],
    stdin: bytes | None,
    timeout: float,
) -> Outcome:
    """Run `command` in `folder` to its end.

    Raises ProcessError when it can't be started, prints too much or takes longer than `timeout`.
    """
    import subprocess  # 5 ms: the start hook mostly needs none

    name = os.path.basename(command[0])
    try:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL if stdin is None else subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,  # our own death leaves it to finish, a time-out ends all of it
        )
    except OSError as error:
        raise ProcessError(f"{name} can't be started: {error.strerror}") from error
    output, problem, why = _converse(process, stdin, timeout)
    if why:
        raise ProcessError(f"{name} {why}.")
    return Outcome(process.returncode, output, problem if problem.strip() else output)


def _converse(
    process: Popen[bytes], stdin: bytes | None, timeout: float
) -> tuple[bytes, bytes, str]:
    """Feed a process and collect what it prints; the third is why it was ended, "" if it wasn't."""
    from subprocess import TimeoutExpired
    from threading import Thread

    assert process.stdout is not None
    assert process.stderr is not None
    said = _Collected(process.stdout, OUTPUT_LIMIT)
    complained = _Collected(process.stderr, ERROR_LIMIT)
    reader = Thread(target=said.collect, daemon=True)
    others = [
        Thread(target=complained.collect, daemon=True),
        Thread(target=_feed, args=(process, stdin), daemon=True),
    ]
    for thread in (reader, *others):
        thread.start()
    why = ""
    try:
        # The end of its output is the end of the process, but for children that outlive it.
        reader.join(timeout)
        if said.overflowed:
            why = "printed too much"
        elif not reader.is_alive():
            process.wait(timeout)
        elif process.poll() is None:
            why = f"took longer than {timeout:g} seconds"
    except TimeoutExpired:
        why = f"took longer than {timeout:g} seconds"
    finally:
        _end(process)
    for thread in others:
        thread.join(LAST_WORDS)
    return bytes(said.data), bytes(complained.data), why


class _Collected:
    """What comes out of one pipe, up to a limit."""

    def __init__(self, pipe: IO[bytes], limit: int) -> None:
        self.pipe = pipe
        self.limit = limit
        self.data = bytearray()
        self.overflowed = False

    def collect(self) -> None:
        with self.pipe:
            while chunk := self.pipe.read(65536):
                self.data += chunk
                if len(self.data) > self.limit:
                    self.overflowed = True
                    return


def _feed(process: Popen[bytes], stdin: bytes | None) -> None:
    if process.stdin is None:
        return
    try:
        process.stdin.write(stdin or b"")
        process.stdin.close()
    except OSError:
        return  # it ended before it had read everything; its status tells


def _end(process: Popen[bytes]) -> None:
    """End a process that still runs, asking first: git then removes its lock files."""
    import signal
    from contextlib import suppress
    from subprocess import TimeoutExpired

    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(LAST_WORDS)
    except TimeoutExpired:
        process.kill()
    if os.name != "nt":
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # its children too
    process.wait()
