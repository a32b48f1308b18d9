"""Run one program that is told nothing: process.py's limits for a third of its time.

`subprocess` costs 5 ms to import and a thread for every pipe; a start hook lives 40 ms in all.
Linux does the same with posix_spawn and poll; elsewhere, and for a program that needs standard
input or another folder, process.py does it.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from typing import TYPE_CHECKING

from baton import process
from baton.errors import GitError
from baton.process import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

# glibc gives a spawned process its own session (since 2.26); other C libraries may not.
AVAILABLE = sys.platform == "linux" and "CS_GNU_LIBC_VERSION" in os.confstr_names
CHUNK = 65536
FIRST_PAUSE = 0.0002  # seconds; a process ends that soon after its output has


def execute(command: list[str], environment: Mapping[str, str], timeout: float) -> Outcome:
    """Run `command` (an absolute path and its arguments) in this process's folder to its end.

    Raises GitError when it can't be started, prints too much or takes longer than `timeout`.
    """
    name = os.path.basename(command[0])
    running = _Process(command, environment)
    try:
        why = running.listen(time.monotonic() + timeout)
    finally:
        running.end()
    if why == "time":
        raise GitError(f"{name} took longer than {timeout:g} seconds.")
    if why:
        raise GitError(f"{name} printed too much.")
    output, problem = bytes(running.output), bytes(running.problem)
    return Outcome(running.status or 0, output, problem if problem.strip() else output)


class _Process:
    """A process in a session of its own, so that a time-out can end its children too."""

    def __init__(self, command: list[str], environment: Mapping[str, str]) -> None:
        self.status: int | None = None  # while it runs
        self.output = bytearray()
        self.problem = bytearray()
        said, says = os.pipe()
        complained, complains = os.pipe()
        self._open = {said: self.output, complained: self.problem}
        try:
            self._pid = os.posix_spawn(
                command[0],
                command,
                environment,
                file_actions=[
                    (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
                    (os.POSIX_SPAWN_DUP2, says, 1),
                    (os.POSIX_SPAWN_DUP2, complains, 2),
                ],
                setsid=True,
                setsigmask=[],
                setsigdef=[signal.SIGPIPE, signal.SIGXFSZ],  # Python ignores them
            )
        except OSError as error:
            self._close_pipes()
            name = os.path.basename(command[0])
            raise GitError(f"{name} can't be started: {error.strerror}") from error
        finally:
            os.close(says)
            os.close(complains)

    def listen(self, until: float) -> str:
        """Collect what it prints until it has ended; "time" or "size" when a limit is passed."""
        from select import POLLIN, poll

        ready = poll()
        for pipe in self._open:
            ready.register(pipe, POLLIN)
        # The end of its output is the end of the process, but for children that outlive it.
        while self._open:
            left = until - time.monotonic()
            if left <= 0:
                return "" if self._has_ended() else "time"
            for pipe, _ in ready.poll(left * 1000 + 1):
                if not self._read(pipe):
                    ready.unregister(pipe)
                    os.close(pipe)
                    del self._open[pipe]
            if len(self.output) > process.OUTPUT_LIMIT:
                return "size"
        return "" if self._ends_by(until) else "time"

    def end(self) -> None:
        """End it if it still runs, asking first: git then removes its lock files."""
        self._close_pipes()
        if self._has_ended():
            return
        os.kill(self._pid, signal.SIGTERM)
        self._ends_by(time.monotonic() + process.LAST_WORDS)
        try:
            os.killpg(self._pid, signal.SIGKILL)  # its children too
        except ProcessLookupError:
            return  # all of them have ended
        if self.status is None:
            self._note(os.waitpid(self._pid, 0)[1])

    def _read(self, pipe: int) -> bool:
        """Take what is ready in one pipe; False at its end."""
        chunk = os.read(pipe, CHUNK)
        heard = self._open[pipe]
        if heard is self.output or len(heard) < process.ERROR_LIMIT:
            heard += chunk
        return bool(chunk)

    def _ends_by(self, until: float) -> bool:
        pause = FIRST_PAUSE
        while not self._has_ended():
            if time.monotonic() > until:
                return False
            time.sleep(pause)
            pause = min(2 * pause, 0.05)
        return True

    def _has_ended(self) -> bool:
        if self.status is None:
            pid, status = os.waitpid(self._pid, os.WNOHANG)
            if pid:
                self._note(status)
        return self.status is not None

    def _note(self, status: int) -> None:
        self.status = os.waitstatus_to_exitcode(status)

    def _close_pipes(self) -> None:
        for pipe in self._open:
            os.close(pipe)
        self._open = {}
