"""Takes a machine and a moment out of a recording, so that a new one shows only what changed.

Paths become those of a person called dev, ids follow from their order, each record is a fixed
time after the one before, durations are the same everywhere. Texts of the client's own (its
lists of agents and skills) are left out; their place stays.
"""

from __future__ import annotations

import json
import re
import uuid
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

HOME = "/home/dev"
PROJECT = "/home/dev/project"
NAMESPACE = uuid.UUID("6ba7b812-9dad-11d1-80b4-00c04fd430c8")

UUID = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b")
TIME = re.compile(r"\b20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z")
SECONDS = re.compile(r"\b(in )?\d+\.\d+s\b")
AGENT = re.compile(r"\ba[0-9a-f]{16}\b")
TEMPORARY = re.compile(r"/tmp/claude-\d+/")
# attachment type -> the fields that hold the client's own texts
VENDOR_TEXTS = {
    "agent_listing_delta": ("addedLines", "addedTypes"),
    "skill_listing": ("content", "names"),
    "deferred_tools_delta": ("addedLines", "addedNames"),
}
ONE_MOMENT = timedelta(seconds=0.06)
DURATIONS = re.compile(r"duration|elapsed", re.IGNORECASE)
# keys whose values are drawn by lot, or follow from where the project lies
BY_LOT = {"slug": "quiet-steady-river", "backupFileName": "0123456789abcdef@v1"}


class Normaliser:
    """Remembers what it has replaced, across the files of one recording."""

    def __init__(self, case: str, home: Path, project: Path, start: datetime, step: float) -> None:
        self.case = case
        self.start = start
        self.step = timedelta(seconds=step)
        self.paths = [(str(project), PROJECT), (str(home), HOME), (str(home.parent), "/tmp")]
        self.paths += [(slug(real), slug(ours)) for real, ours in self.paths]
        self.ids: dict[str, str] = {}
        self.times: dict[str, str] = {}
        self.record_times: dict[int, str] = {}  # by the record's place in the file
        self.now = ""  # the time of the record being read
        self.others = 0  # ids that are no record's own

    def lines(self, text: str, task_ids: Iterable[str] = ()) -> str:
        """JSON lines, normalised; blank lines are dropped."""
        for number, task_id in enumerate(task_ids, 1):
            self.ids.setdefault(task_id, f"b{number:08}")
        lines = [line for line in text.splitlines() if line.strip()]
        records = [json.loads(line) for line in lines]
        self.name_records(records)
        self.time_records(records)
        return "".join(self.line(number, line) + "\n" for number, line in enumerate(lines))

    def name_records(self, records: list[dict[str, Any]]) -> None:
        """Give records ids that follow from what they are, not from their place.

        Results of tools that ran side by side come in any order.
        """
        seen: Counter[str] = Counter()
        for record in records:
            if "uuid" in record and record["uuid"] not in self.ids:
                what = identity(record)
                seen[what] += 1
                self.ids[record["uuid"]] = self.new_id(f"{what}/{seen[what]}")

    def time_records(self, records: list[dict[str, Any]]) -> None:
        """Give records times a fixed step apart, in the order of their real times.

        Records of one moment differ by a few milliseconds at random: they keep the file's order.
        """
        timed = sorted(
            (datetime.fromisoformat(record["timestamp"]), number)
            for number, record in enumerate(records)
            if "timestamp" in record
        )
        moments: list[tuple[int, int]] = []
        before = self.start
        for time, number in timed:
            same = moments and time - before < ONE_MOMENT
            moments.append((moments[-1][0] if same else len(moments), number))
            before = time
        for rank, (_, number) in enumerate(sorted(moments), 1):
            ours = (self.start + rank * self.step).astimezone(UTC)
            self.record_times[number] = ours.isoformat(timespec="milliseconds")[:-6] + "Z"

    def new_id(self, name: str) -> str:
        return str(uuid.uuid5(NAMESPACE, f"{self.case}/{name}"))

    def line(self, number: int, line: str) -> str:
        """One record."""
        record = without_vendor_texts(json.loads(line))
        self.now = self.record_times.get(number, self.now)
        if "timestamp" in record:
            self.times.setdefault(record["timestamp"], self.now)
            record["timestamp"] = self.now
        text = json.dumps(steady(record), ensure_ascii=False, separators=(",", ":"))
        for real, ours in self.paths:
            text = text.replace(real, ours)
        text = TEMPORARY.sub("/tmp/claude-1000/", text)
        for real, ours in self.ids.items():
            text = text.replace(real, ours) if not UUID.fullmatch(real) else text
        text = UUID.sub(self.uuid, text)
        text = AGENT.sub(self.agent, text)
        text = SECONDS.sub(lambda match: f"{match[1] or ''}0.01s", text)
        return TIME.sub(self.time, text)

    def uuid(self, match: re.Match[str]) -> str:
        if match[0] not in self.ids and match[0] not in self.ids.values():
            self.others += 1
            self.ids[match[0]] = self.new_id(str(self.others))
        return self.ids.get(match[0], match[0])

    def agent(self, match: re.Match[str]) -> str:
        self.others += 1
        return self.ids.setdefault(match[0], f"a{self.others:016x}")

    def time(self, match: re.Match[str]) -> str:
        """A moment inside a record: that of the record it was seen in first."""
        return match[0] if match[0] == self.now else self.times.setdefault(match[0], self.now)


def identity(record: dict[str, Any]) -> str:
    """What a record is: its type, and the call or the message it belongs to."""
    kind = record.get("subtype") or record.get("attachment", {}).get("type", "")
    content = record.get("message", {}).get("content")
    block = content[0] if isinstance(content, list) and content else {}
    call = block.get("tool_use_id") or block.get("id") or block.get("type", "")
    return f"{record['type']}/{kind}/{record.get('message', {}).get('id', '')}/{call}"


def slug(path: str) -> str:
    """How Claude Code names a project's folder."""
    return re.sub(r"[^0-9A-Za-z]", "-", path)


def without_vendor_texts(record: dict[str, Any]) -> dict[str, Any]:
    """`record` with the client's own texts left out."""
    attachment = record.get("attachment")
    if not isinstance(attachment, dict):
        return record
    left_out = VENDOR_TEXTS.get(str(attachment.get("type")), ())
    placeholders = {key: "(the client's own text)" for key in left_out if key in attachment}
    return {**record, "attachment": {**attachment, **placeholders}}


def steady(value: Any, key: str = "") -> Any:
    """`value` with what differs by chance made the same: durations, and names drawn by lot."""
    if isinstance(value, dict):
        return {name: steady(item, name) for name, item in value.items()}
    if isinstance(value, list):
        return [steady(item) for item in value]
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number and DURATIONS.search(key):
        return 40
    return BY_LOT.get(key, value)
