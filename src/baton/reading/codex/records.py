"""Codex' records, one after another, turned into events.

What is said stands twice in a rollout: as the message the model got or gave (`response_item`) and
as what the screen showed (`event_msg`). Which of the two is missing differs between versions, so
either counts and its twin becomes a note.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from baton.model.session import (
    AssistantMessage,
    Compaction,
    ContextUse,
    Interruption,
    Note,
    PlanUpdate,
    UserMessage,
)
from baton.reading.clipping import LINE, SPEECH, SUMMARY, THINKING, clip
from baton.reading.codex.tools import arguments, begun, ended, plan_items, result
from baton.reading.journal import Facts, Journal, Newest
from baton.reading.values import flat, moment, table, text, whole

if TYPE_CHECKING:
    from datetime import datetime

    from baton.reading.values import Record

# How the client's own texts in the user's name begin.
WRAPPERS = (
    "<environment_context>",
    "<user_instructions>",
    "<turn_aborted>",
    "<skill>",
    "<skills",
    "<user_shell_command>",
    "<permissions",
    "<collaboration_mode>",
    "<model_switch>",
    "<subagent_notification>",
    "<INSTRUCTIONS>",
    "# AGENTS.md instructions for ",
)
REQUEST = "## My request for Codex:"  # an editor puts what it has open before it
# A saved prompt expands to pages; what the user typed stands in this block of it.
USER_INPUT = re.compile(r"^## User Input\s+```(?:text)?\n(.*?)\n?```", re.DOTALL | re.MULTILINE)
ABOUT_INPUT = "You **MUST** consider"
FIRST_SENTENCE = re.compile(r"(.{20,}?[.!?]) .*")


def first_words(expanded: str) -> str:
    """What a saved prompt begins with; a rollout doesn't tell its name."""
    lines = (line.strip() for line in expanded.splitlines())
    said = (line for line in lines if line and not line.startswith(("#", "```", ABOUT_INPUT)))
    return FIRST_SENTENCE.sub(r"\1", next(said, ""))


class Rollout:
    """The state of reading one rollout: call `take` for each record, then `close`."""

    def __init__(self) -> None:
        self.journal = Journal()
        self.facts = Facts()
        self.session_id = ""
        self.parent_id = ""
        self.head_commit = ""
        self.context: ContextUse | None = None
        self.turn_record = 0  # where the latest turn began
        self.unpaired: dict[tuple[str, str], dict[int, int]] = {}  # hash -> how often
        self.processes: dict[str, str] = Newest()  # id of a running process -> call id
        self.plans: dict[str, Record] = Newest(100)  # arguments of open update_plan calls
        self.stdin: dict[str, str] = Newest()  # call id of a write_stdin -> process it talks to
        self.number = 0
        self.at: datetime | None = None

    def take(self, number: int, record: Record) -> None:
        """Note down one record."""
        self.number, self.at = number, moment(record.get("timestamp"))
        outer = text(record.get("type")) or "untyped"
        payload = table(record.get("payload")) if "payload" in record else record
        inner = text(payload.get("type"))
        handler = HANDLERS.get((outer, inner)) or HANDLERS.get((outer, ""))
        if handler is not None:
            if outer in ("response_item", "event_msg"):
                self.facts.saw(self.at)
            handler(self, payload)
        self.journal.account(number, self.at, inner or outer)

    def close(self) -> None:
        """The rollout ends here."""
        self.journal.close(self.turn_record)

    # --- what the session is ---------------------------------------------------------------

    def take_meta(self, payload: Record) -> None:
        """The first one is this session's; a fork replays its parent's."""
        if self.session_id:
            return
        git = table(payload.get("git"))
        self.session_id = text(payload.get("id"))
        source = table(table(payload.get("source")).get("subagent"))
        spawned = table(source.get("thread_spawn"))
        self.parent_id = (
            text(payload.get("forked_from_id"))
            or text(payload.get("parent_thread_id"))
            or text(spawned.get("parent_thread_id"))
        )
        self.head_commit = text(git.get("commit_hash"))
        self.facts.saw(self.at)
        self.facts.cwds.add(text(payload.get("cwd")))
        self.facts.branches.add(text(git.get("branch")))
        self.facts.versions.add(text(payload.get("cli_version")))

    def take_context(self, payload: Record) -> None:
        self.facts.cwds.add(text(payload.get("cwd")))
        self.facts.models.add(text(payload.get("model")))

    def take_tokens(self, payload: Record) -> None:
        info = table(payload.get("info"))
        used = whole(table(info.get("last_token_usage")).get("total_tokens"))
        if used:
            self.context = ContextUse(used, whole(info.get("model_context_window")))

    # --- what is said ------------------------------------------------------------------------

    def is_twin(self, who: str, where: str, words: str) -> bool:
        """Whether the other of the two places has said this already."""
        other = "item" if where == "event" else "event"
        waiting = self.unpaired.setdefault((who, other), Newest())
        mark = hash(words)
        if waiting.get(mark):
            waiting[mark] -= 1
            return True
        own = self.unpaired.setdefault((who, where), Newest())
        own[mark] = own.pop(mark, 0) + 1
        return False

    def take_message(self, payload: Record) -> None:
        role = payload.get("role")
        words = flat(payload.get("content"))
        if role == "user":
            self.hear(words, "item")
        elif role == "assistant":
            self.say(words, "item")

    def take_user_event(self, payload: Record) -> None:
        self.hear(text(payload.get("message")), "event")

    def take_agent_event(self, payload: Record) -> None:
        self.say(text(payload.get("message")), "event")

    def hear(self, words: str, where: str) -> None:
        bare = words.strip()
        if not bare or bare.startswith(WRAPPERS):
            return
        if self.is_twin("user", where, bare):
            return
        self.turn_record = self.number
        typed = USER_INPUT.search(bare)
        if typed and not typed.group(1).strip():
            named = clip(f"Saved prompt: {first_words(bare[typed.end() :])}".strip(), LINE)
            self.journal.add(UserMessage(self.number, self.at, named, "command"))
            return
        bare = typed.group(1).strip() if typed else bare.rsplit(REQUEST, 1)[-1].strip()
        self.journal.add(UserMessage(self.number, self.at, clip(bare, SPEECH)))

    def say(self, words: str, where: str) -> None:
        bare = words.strip()
        if bare and not self.is_twin("assistant", where, bare):
            kept = clip(bare, SPEECH)
            self.journal.add(AssistantMessage(self.number, self.at, kept))

    def take_reasoning(self, payload: Record) -> None:
        self.think(flat(payload.get("summary")), "item")

    def take_reasoning_event(self, payload: Record) -> None:
        self.think(text(payload.get("text")), "event")

    def think(self, words: str, where: str) -> None:
        bare = words.strip()
        if bare and not self.is_twin("reasoning", where, bare):
            kept = clip(bare, THINKING)
            self.journal.add(AssistantMessage(self.number, self.at, kept, thinking=True))

    # --- what is done --------------------------------------------------------------------------

    def take_call(self, payload: Record) -> None:
        cwd = self.facts.cwds.latest
        call = begun(payload, self.number, self.at, cwd)
        if self.journal.call(call.call_id) is not None:
            return
        self.journal.begin(call)
        if call.tool == "update_plan":
            self.plans[call.call_id] = arguments(payload)
        elif call.tool == "write_stdin":
            self.stdin[call.call_id] = str(arguments(payload).get("session_id"))

    def take_output(self, payload: Record) -> None:
        call = self.journal.call(text(payload.get("call_id")))
        if call is None or call.call_id not in self.journal.open:
            self.journal.add(Note(self.number, self.at, "tool-result"))
            return
        found = result(call, payload.get("output"))
        self.journal.settle(ended(call, found, self.number))
        if found.session and call.tool != "write_stdin":
            self.processes[found.session] = call.call_id
            self.journal.add(Note(self.number, self.at, "background-task", found.session))
        plan = self.plans.pop(call.call_id, None)
        if plan is not None and found.status == "ok":
            self.journal.add(PlanUpdate(self.number, self.at, plan_items(plan)))
        process = self.stdin.pop(call.call_id, "")
        started = self.journal.call(self.processes.get(process, ""))
        if started is not None and found.status in ("ok", "failed"):
            settled = ended(started, found, self.number)
            self.journal.settle(settled._replace(background=True))

    def take_abort(self, payload: Record) -> None:
        self.journal.interrupt()
        self.journal.add(Interruption(self.number, self.at))

    def take_compaction(self, payload: Record) -> None:
        kept = clip(text(payload.get("message")), SUMMARY)
        tokens = self.context.used if self.context else None
        self.journal.add(Compaction(self.number, self.at, "", tokens, kept))

    def take_compaction_event(self, payload: Record) -> None:
        """The notice of a compaction; the `compacted` record before it tells more."""
        for event in reversed(self.journal.events[-20:]):
            if isinstance(event, Compaction):
                return
        self.take_compaction({})

    def take_snapshot(self, payload: Record) -> None:
        """`text` of the note is the commit that was HEAD at this turn."""
        parent = text(table(payload.get("ghost_commit")).get("parent"))
        self.journal.add(Note(self.number, self.at, "ghost_snapshot", parent))

    def take_error(self, payload: Record) -> None:
        words = clip(text(payload.get("message")), LINE)
        self.journal.add(Note(self.number, self.at, "api_error", words))


ITEMS = {
    "message": Rollout.take_message,
    "reasoning": Rollout.take_reasoning,
    "function_call": Rollout.take_call,
    "custom_tool_call": Rollout.take_call,
    "local_shell_call": Rollout.take_call,
    "function_call_output": Rollout.take_output,
    "custom_tool_call_output": Rollout.take_output,
    "local_shell_call_output": Rollout.take_output,
    "ghost_snapshot": Rollout.take_snapshot,
}
HANDLERS = {
    ("session_meta", ""): Rollout.take_meta,
    ("turn_context", ""): Rollout.take_context,
    ("compacted", ""): Rollout.take_compaction,
    ("event_msg", "user_message"): Rollout.take_user_event,
    ("event_msg", "agent_message"): Rollout.take_agent_event,
    ("event_msg", "agent_reasoning"): Rollout.take_reasoning_event,
    ("event_msg", "token_count"): Rollout.take_tokens,
    ("event_msg", "turn_aborted"): Rollout.take_abort,
    ("event_msg", "context_compacted"): Rollout.take_compaction_event,
    ("event_msg", "error"): Rollout.take_error,
    ("event_msg", "stream_error"): Rollout.take_error,
    **{("response_item", kind): handler for kind, handler in ITEMS.items()},
    # Before version 0.32 an item was the record itself.
    **{(kind, kind): handler for kind, handler in ITEMS.items()},
}
