"""What subagents ran and changed, from their own transcripts beside the session's.

Up to 2.0.x they lie in the same folder as `agent-<id>.jsonl`, later in
`<session id>/subagents/agent-<id>.jsonl`. Records of 2.1.x before that also came through as
`agent_progress`; a call met there isn't told twice.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from baton.errors import TranscriptError
from baton.model.problem import Problem
from baton.model.session import ToolCall
from baton.reading.claude_code.records import Conversation
from baton.reading.lines import open_transcript, records

if TYPE_CHECKING:
    from collections.abc import Iterable

    from baton.model.session import Event
    from baton.reading.journal import Journal

AGENT_ID = re.compile(r"[\w-]{1,80}")  # it becomes part of a path
MAX_BYTES = 64 * 1024 * 1024  # of all subagents of a session together; the rest is left out


def with_subagents(path: str, conversation: Conversation) -> tuple[Event, ...]:
    """The events of the transcript at `path`, with its subagents' commands and edits put in.

    They stand behind the call that started the subagent and carry the record of that call's
    result, because a record number points into the session's own transcript.
    """
    journal, started = conversation.journal, conversation.calls.agents
    beside: dict[str, list[Event]] = {}
    left = MAX_BYTES
    for agent, file in agent_files(path, started):
        left -= size_of(file)
        if left < 0:
            break
        call = journal.call(started.get(agent, ""))
        record = (call.outcome.record or call.record) if call else conversation.number
        made = [c._replace(record=record, agent=agent) for c in calls_in(file, journal)]
        made = [c._replace(outcome=c.outcome._replace(record=record)) for c in made]
        beside.setdefault(call.call_id if call else "", []).extend(made)
    if not beside:
        return tuple(journal.events)
    found: list[Event] = []
    for event in journal.events:
        found.append(event)
        if isinstance(event, ToolCall):
            found += beside.pop(event.call_id, ())
    return (*found, *beside.get("", ()))


def agent_files(path: str, started: Iterable[str]) -> list[tuple[str, str]]:
    """The subagents' transcripts that exist, by agent id."""
    folder, name = os.path.split(path)
    own = os.path.join(folder, os.path.splitext(name)[0], "subagents")
    found = {agent: os.path.join(folder, f"agent-{agent}.jsonl") for agent in started}
    try:
        listed = sorted(os.listdir(own))
    except OSError:
        listed = []
    for entry in listed:
        if entry.startswith("agent-") and entry.endswith(".jsonl"):
            agent = entry.removeprefix("agent-").removesuffix(".jsonl")
            found[agent] = os.path.join(own, entry)
    return [
        (agent, file)
        for agent, file in found.items()
        if AGENT_ID.fullmatch(agent) and os.path.isfile(file)
    ]


def size_of(file: str) -> int:
    try:
        return os.path.getsize(file)
    except OSError:
        return 0


def calls_in(file: str, known: Journal) -> list[ToolCall]:
    """The commands and edits in one subagent's transcript that `known` doesn't have."""
    try:
        opened = open_transcript(file)
    except TranscriptError:
        return []
    conversation = Conversation(of_subagent=True)
    with opened.file:
        for number, record in records(opened):
            if not isinstance(record, Problem):
                conversation.take(number, record)
    conversation.close()
    return [
        event
        for event in conversation.journal.events
        if isinstance(event, ToolCall)
        and event.kind in ("run", "edit")
        and known.call(event.call_id) is None
    ]
