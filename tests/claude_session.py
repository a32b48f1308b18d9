"""Writes small Claude Code transcripts of our own, for tests of the whole journey.

The records have the shapes that client 2.1 writes; the text is ours.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any


class ClaudeSession:
    """A transcript that grows record by record, where Claude Code would have it."""

    def __init__(self, home: Path, cwd: Path, session_id: str, *, branch: str = "main") -> None:
        slug = re.sub(r"[^A-Za-z0-9]", "-", str(cwd))
        self.path = home / ".claude" / "projects" / slug / f"{session_id}.jsonl"
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.session_id = session_id
        self.cwd = cwd
        self.branch = branch
        self.clock = datetime.now(UTC) - timedelta(minutes=10)
        self.count = 0

    def record(self, kind: str, **fields: Any) -> None:
        self.count += 1
        self.clock += timedelta(seconds=2)
        row = {
            "uuid": f"{self.session_id}-{self.count}",
            "timestamp": self.clock.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            "sessionId": self.session_id,
            "cwd": str(self.cwd),
            "gitBranch": self.branch,
            "version": "2.1.0",
            "userType": "external",
            "isSidechain": False,
            "type": kind,
            **fields,
        }
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")

    def user(self, text: str) -> None:
        self.record("user", message={"role": "user", "content": text})

    def assistant(self, text: str) -> None:
        self._assistant({"type": "text", "text": text})

    def bash(self, command: str, output: str, *, exit_code: int = 0) -> None:
        call = self._assistant({"type": "tool_use", "name": "Bash", "input": {"command": command}})
        failed = exit_code != 0
        content = f"Exit code {exit_code}\n{output}" if failed else output
        self._result(call, content, failed, {"stdout": output, "stderr": "", "interrupted": False})

    def write(self, path: str, text: str) -> None:
        """The Write tool: the file is really written, as the client would."""
        target = self.cwd / path
        change = "update" if target.exists() else "create"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
        call = self._assistant(
            {
                "type": "tool_use",
                "name": "Write",
                "input": {"file_path": str(target), "content": text},
            }
        )
        side = {"type": change, "filePath": str(target), "content": text, "structuredPatch": []}
        self._result(call, f"File {change}d successfully at: {target}", False, side)

    def _assistant(self, block: dict[str, Any]) -> str:
        block = {"id": f"toolu_{self.count + 1}", **block} if block["type"] == "tool_use" else block
        message = {
            "id": f"msg_{self.count + 1}",
            "role": "assistant",
            "type": "message",
            "model": "claude-test",
            "content": [block],
            "usage": {"input_tokens": 100, "output_tokens": 20},
        }
        self.record("assistant", message=message)
        return str(block.get("id", ""))

    def _result(self, call: str, content: str, failed: bool, side: dict[str, Any]) -> None:
        block = {
            "type": "tool_result",
            "tool_use_id": call,
            "content": content,
            "is_error": failed,
        }
        self.record(
            "user",
            message={"role": "user", "content": [block]},
            toolUseResult=f"Error: {content}" if failed else side,
        )


def rounding_session(session: ClaudeSession) -> None:
    """A believable quarter of an hour: a rounding bug found, fixed and tested."""
    session.user("Invoice totals are off by a cent for some customers, please find out why")
    session.bash("python -m pytest -q", "FAILED test_invoice.py::test_total\n1 failed", exit_code=1)
    session.assistant(
        "The root cause is that each line is rounded before the sum, so errors add up."
    )
    session.write("invoice.py", "def total(lines):\n    return round(sum(lines), 2)\n")
    session.bash("python -m pytest -q", "3 passed in 0.02s")
    session.assistant(
        "Fixed the rounding in `invoice.py`: totals are rounded once, after the sum. I decided "
        "against Decimal because the API returns floats. Next step: add a test for refunds."
    )
