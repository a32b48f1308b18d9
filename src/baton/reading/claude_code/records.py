"""Claude Code's records, one after another, turned into events.

What belongs to a subagent (`isSidechain`, or inside `agent_progress`) is not the conversation: of
it only the calls that run commands or change files become events, marked with `agent`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from baton.model.session import (
    AssistantMessage,
    Compaction,
    ContextUse,
    Interruption,
    Note,
    UserMessage,
)
from baton.reading.claude_code.calls import Calls, Place
from baton.reading.claude_code.queue import Queue
from baton.reading.claude_code.speech import after_interruption, heard
from baton.reading.clipping import LINE, SPEECH, SUMMARY, THINKING, clip
from baton.reading.journal import Facts, Journal, Marks
from baton.reading.thinning import FULL
from baton.reading.values import flat, moment, rows, table, text, whole

if TYPE_CHECKING:
    from datetime import datetime

    from baton.model.session import Channel
    from baton.reading.claude_code.speech import Speech
    from baton.reading.values import Record

MOST_TRACKED = 50_000
SYNTHETIC = "<synthetic>"  # the "model" of messages the client made up


class Conversation:
    """The state of reading one transcript: call `take` for each record, then `close`."""

    def __init__(self, *, of_subagent: bool = False, full: int = FULL) -> None:
        self.of_subagent = of_subagent
        self.journal = Journal(full)
        self.facts = Facts()
        self.queue = Queue(self.journal)
        self.calls = Calls(self.journal)
        self.titles: dict[str, str] = {}  # by record type
        self.session_id = ""
        self.context: ContextUse | None = None
        self.last_message = 0  # record at which the latest message began
        self.message_id = ""
        self.seen = Marks()  # uuids, and what else marks a copy
        self.tracked: set[str] = set()  # files of the undo store
        self.number = 0
        self.at: datetime | None = None

    def take(self, number: int, record: Record) -> None:
        """Note down one record."""
        self.number, self.at = number, moment(record.get("timestamp"))
        kind = text(record.get("type")) or "untyped"
        if not self.is_copy(record):
            handler = HANDLERS.get(kind)
            if handler is not None:
                handler(self, record)
        subtype = text(record.get("subtype"))
        self.journal.account(number, self.at, subtype or kind)

    def is_copy(self, record: Record) -> bool:
        """Whether this record was met before: resumed sessions replay parts of a file."""
        uuid = text(record.get("uuid"))
        if not uuid:
            return False
        return self.seen.met(uuid)

    def place(self, record: Record | None = None) -> Place:
        return Place(self.number, self.at, text((record or {}).get("cwd")))

    def close(self) -> None:
        """The transcript ends here."""
        self.journal.close(self.last_message)

    # --- the conversation ----------------------------------------------------------------

    def note_facts(self, record: Record) -> None:
        self.facts.saw(self.at)
        self.facts.cwds.add(text(record.get("cwd")))
        self.facts.branches.add(text(record.get("gitBranch")))
        self.facts.versions.add(text(record.get("version")))
        self.session_id = text(record.get("sessionId")) or self.session_id

    def is_side(self, record: Record) -> bool:
        return record.get("isSidechain") is True and not self.of_subagent

    def take_user(self, record: Record) -> None:
        self.note_facts(record)
        content = table(record.get("message")).get("content")
        blocks = [table(block) for block in rows(content)]
        results = [block for block in blocks if block.get("type") == "tool_result"]
        for block in results:
            self.calls.end(self.place(), block, record.get("toolUseResult"))
        if self.is_side(record):
            return
        words = flat(content)
        if record.get("isCompactSummary") is True:
            self.summarise(words)
        elif record.get("isMeta") is True or not words.strip():
            self.journal.account(self.number, self.at, "meta")
        elif results:
            for block in blocks:
                self.hear_beside(text(block.get("text")))
        else:
            self.hear(words, record)

    def hear(self, words: str, record: Record) -> None:
        """A `user` record that is no tool result."""
        speech = heard(words)
        origin = text(table(record.get("origin")).get("kind"))
        if origin not in ("", "human") and speech.kind == "prompt":
            speech = speech._replace(kind="wrapper")
        if speech.kind not in ("prompt", "command"):
            self.take_notice(speech)
            said_besides = after_interruption(speech)
            if said_besides:
                self.hear(said_besides, record)
        elif self.of_subagent:
            self.journal.add(Note(self.number, self.at, "agent-prompt"))
        elif not (self.at and self.seen.met(("prompt", self.at, speech.text))):
            self.take_speech(speech)

    def take_speech(self, speech: Speech) -> None:
        kept = clip(speech.text, SPEECH)
        at_work = self.queue.delivered_as_prompt(kept)
        self.last_message = self.number
        self.journal.add(self.message(speech, kept, "queued" if at_work else "prompt"))

    def message(self, speech: Speech, kept: str, channel: Channel) -> UserMessage:
        channel = "command" if speech.kind == "command" else channel
        return UserMessage(self.number, self.at, kept, channel)

    def take_notice(self, speech: Speech) -> None:
        if speech.kind == "interruption":
            self.journal.interrupt()
            self.journal.add(Interruption(self.number, self.at))
        elif speech.kind == "compact-summary":
            self.summarise(speech.text)
        elif speech.kind == "task-notification":
            self.calls.take_notification(self.place(), speech.text)
        else:
            kept = clip(speech.text, LINE) if speech.kind == "bash-input" else ""
            self.journal.add(Note(self.number, self.at, speech.kind, kept))

    def hear_beside(self, words: str) -> None:
        """Text beside tool results: the user steering while tools ran."""
        speech = heard(words)
        if speech.kind in ("prompt", "command"):
            kept = clip(speech.text, SPEECH)
            if not self.of_subagent and not self.queue.delivered_beside(kept):
                self.journal.add(UserMessage(self.number, self.at, kept, "queued"))
        elif words:
            self.take_notice(speech)

    def take_assistant(self, record: Record) -> None:
        self.note_facts(record)
        message = table(record.get("message"))
        model = text(message.get("model"))
        if self.is_side(record):
            self.calls.of_subagent(
                self.place(record), record, text(record.get("agentId")) or "subagent"
            )
            return
        if record.get("isApiErrorMessage") is True:
            words = clip(flat(message.get("content")), LINE)
            self.journal.add(Note(self.number, self.at, "api_error", words))
            return
        if model != SYNTHETIC:
            self.facts.models.add(model)
            self.measure(table(message.get("usage")))
        message_id = text(message.get("id"))
        if not message_id or message_id != self.message_id:
            self.message_id, self.last_message = message_id, self.number
        content = message.get("content")
        if isinstance(content, str):
            self.say(message_id, content)
        for block in map(table, rows(content)):
            self.take_block(block, message_id, record)

    def take_block(self, block: Record, message_id: str, record: Record) -> None:
        kind = block.get("type")
        if kind == "text":
            self.say(message_id, text(block.get("text")))
        elif kind == "thinking":
            words = text(block.get("thinking"))
            if words.strip() and not (message_id and self.seen.met((message_id, words))):
                kept = clip(words, THINKING)
                self.journal.add(AssistantMessage(self.number, self.at, kept, thinking=True))
        elif kind == "tool_use":
            self.calls.begin(self.place(record), block)

    def say(self, message_id: str, words: str) -> None:
        # Copies of a message in a resumed session have new uuids but the message's own id.
        if words.strip() and not (message_id and self.seen.met((message_id, words))):
            kept = clip(words, SPEECH)
            self.journal.add(AssistantMessage(self.number, self.at, kept))

    def measure(self, usage: Record) -> None:
        """How full the context is; every line of a message repeats the message's usage."""
        parts = ("input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens")
        used = sum(whole(usage.get(part)) or 0 for part in parts)
        if used > 0:
            self.context = ContextUse(used)

    # --- everything else -----------------------------------------------------------------

    def take_progress(self, record: Record) -> None:
        data = table(record.get("data"))
        if data.get("type") == "agent_progress":
            agent = text(data.get("agentId")) or "subagent"
            self.calls.of_subagent(self.place(record), table(data.get("message")), agent)

    def take_system(self, record: Record) -> None:
        subtype = record.get("subtype")
        if subtype == "compact_boundary":
            about = table(record.get("compactMetadata"))
            tokens = whole(about.get("preTokens"))
            trigger = text(about.get("trigger"))
            self.journal.add(Compaction(self.number, self.at, trigger, tokens))
        elif subtype == "api_error":
            error = table(record.get("error"))
            status = whole(error.get("status"))
            words = text(error.get("message")) or (f"status {status}" if status else "")
            self.journal.add(Note(self.number, self.at, "api_error", clip(words, LINE)))

    def summarise(self, summary: str) -> None:
        """The summary of a compaction follows its boundary; older versions have no boundary."""
        kept = clip(summary, SUMMARY)
        for index in range(len(self.journal.events) - 1, -1, -1):
            event = self.journal.events[index]
            if isinstance(event, Compaction):
                if not event.summary:
                    self.journal.events[index] = event._replace(summary=kept)
                    self.journal.add(Note(self.number, self.at, "compact-summary"))
                    return
                break
        self.journal.add(Compaction(self.number, self.at, summary=kept))

    def take_queue(self, record: Record) -> None:
        words = text(record.get("content"))
        operation = record.get("operation")
        if operation == "popAll":
            self.queue.take_back(heard(words).text)
        elif operation == "enqueue":
            self.enqueue(words)

    def take_attachment(self, record: Record) -> None:
        """Since 2026 a queued message delivered between tool calls is an attachment."""
        attachment = table(record.get("attachment"))
        if attachment.get("type") == "queued_command":
            words = attachment.get("prompt")
            speech = heard(flat(words))
            if not self.queue.delivered_beside(speech.text):
                self.enqueue(flat(words))
                self.queue.delivered_beside(speech.text)

    def enqueue(self, words: str) -> None:
        speech = heard(words)
        if speech.kind == "task-notification":
            self.calls.take_notification(self.place(), words)
        elif speech.kind in ("prompt", "command") and speech.text:
            kept = clip(speech.text, SPEECH)
            self.queue.add(self.message(speech, kept, "queued"))

    def take_file_history(self, record: Record) -> None:
        """The undo store names every file an edit tool was about to touch, subagents' too.

        The note's text is the paths not seen before, one a line. That a file is tracked doesn't
        prove it changed: the edit may have been refused.
        """
        tracked = table(table(record.get("snapshot")).get("trackedFileBackups"))
        new = [path for path in tracked if path not in self.tracked]
        if len(self.tracked) < MOST_TRACKED:
            self.tracked.update(new)
        self.journal.add(
            Note(self.number, self.at, "file-history-snapshot", clip("\n".join(new), SPEECH))
        )

    def take_title(self, record: Record) -> None:
        kind = text(record.get("type"))
        for field in ("customTitle", "aiTitle", "summary", "title"):
            title = text(record.get(field))
            # An old-style summary at the head of a file may belong to another session.
            if title and (kind != "summary" or self.seen.has(text(record.get("leafUuid")))):
                self.titles[kind] = clip(title, LINE)
                break
        self.journal.add(Note(self.number, self.at, kind, self.titles.get(kind, "")))

    def take_pull_request(self, record: Record) -> None:
        self.journal.add(Note(self.number, self.at, "pr-link", text(record.get("prUrl"))))

    def title(self) -> str:
        """The best title the session was given: the user's, the model's, the old-style one."""
        found = (self.titles.get(kind) for kind in ("custom-title", "ai-title", "summary"))
        return next((title for title in found if title), "")


HANDLERS = {
    "user": Conversation.take_user,
    "assistant": Conversation.take_assistant,
    "progress": Conversation.take_progress,
    "system": Conversation.take_system,
    "queue-operation": Conversation.take_queue,
    "attachment": Conversation.take_attachment,
    "file-history-snapshot": Conversation.take_file_history,
    "summary": Conversation.take_title,
    "ai-title": Conversation.take_title,
    "custom-title": Conversation.take_title,
    "pr-link": Conversation.take_pull_request,
}
