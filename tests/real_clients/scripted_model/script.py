"""What the scripted model says, as data: a TOML file of replies, in order.

    prompts = ["Fix the failing test"]      what the person types, one turn each
    summary = "..."                         what it answers when asked to compact the conversation
    remarks = { 2 = "Use UTC" }             what the person types while the tools of a reply run
    interrupts = [3]                        replies whose tools the person stops
    tools = ["Bash", "Edit"]                what the client may use without asking
    seconds_per_record = 7                  the pace of a recording made from it
    committed_after = 300                   when its commits were made, in seconds from the start

    [files]                                 the project before the session, as one commit
    "app.py" = "..."

    [[replies]]
    text = "I'll run the tests first."
    tools = [{ name = "Bash", input = { command = "pytest" } }]

Instead of prompts, a script may have the steps of a run in a terminal (../terminal.py).

`{project}` in a text or an input becomes the folder the client runs in. A reply without tools
ends the turn. `hangs = true` sends nothing at all and keeps the connection open. Replies are
counted from 1.
"""

from __future__ import annotations

import threading
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


ALL_TOOLS = ("Bash", "Write", "Edit", "Read", "TaskCreate", "TaskUpdate")


@dataclass(frozen=True)
class ToolUse:
    name: str
    input: dict[str, Any]


@dataclass(frozen=True)
class Reply:
    """One message of the model."""

    text: str = ""
    thinking: str = ""
    tools: tuple[ToolUse, ...] = ()
    hangs: bool = False


@dataclass(frozen=True)
class Script:
    replies: tuple[Reply, ...]
    prompts: tuple[str, ...] = ()
    summary: str = "<summary>Nothing has happened yet.</summary>"
    remarks: dict[int, str] = field(default_factory=dict)
    interrupts: tuple[int, ...] = ()
    tools: tuple[str, ...] = ALL_TOOLS
    files: dict[str, str] = field(default_factory=dict)
    seconds_per_record: float = 3.0
    committed_after: float = 60.0
    terminal: tuple[dict[str, str], ...] = ()


def load(path: Path, project: Path) -> Script:
    """The script in `path`, for a client that runs in the folder `project`."""
    data = fill(tomllib.loads(path.read_text(encoding="utf-8")), str(project))
    replies = data.pop("replies")
    for reply in replies:
        reply["tools"] = tuple(ToolUse(**tool) for tool in reply.get("tools", ()))
    for name in ("prompts", "interrupts", "tools", "terminal"):
        if name in data:
            data[name] = tuple(data[name])
    if "remarks" in data:
        data["remarks"] = {int(number): text for number, text in data["remarks"].items()}
    return Script(tuple(Reply(**reply) for reply in replies), **data)


def fill(value: Any, project: str) -> Any:
    """`value` with `{project}` replaced in every text of it."""
    if isinstance(value, str):
        return value.replace("{project}", project)
    if isinstance(value, list):
        return [fill(item, project) for item in value]
    if isinstance(value, dict):
        return {key: fill(item, project) for key, item in value.items()}
    return value


class Conversation:
    """Where a script stands. Requests come from several threads, so each reply is taken once."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.taken = 0
        self._lock = threading.Lock()

    def next_reply(self) -> Reply:
        """The next reply of the script; when it has ended, a reply that ends the turn."""
        with self._lock:
            number = self.taken
            self.taken += 1
        if number < len(self.script.replies):
            return self.script.replies[number]
        return Reply(text="The script has ended.")

    @property
    def ended(self) -> bool:
        """Whether every reply has been given, and none was asked for beyond the last."""
        return self.taken == len(self.script.replies)
