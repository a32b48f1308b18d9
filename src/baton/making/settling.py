"""What in a session shows that an open item of an earlier handoff is done, or was given up.

Done: a plan item ticked, a command that passed, a commit's subject, a file made or removed, the
user's word, or the assistant's word where a changed file bears it out. Given up: struck from the
plan, or the user's word. A wrong tick loses an item, so each needs most of the item's own words.
"""

from __future__ import annotations

import re

import baton.making.evidence.sentences as sentences
from baton.making import facts
from baton.making.evidence import last_runs
from baton.making.evidence.goal import own_words
from baton.making.likeness import same, speaks_of, telling
from baton.model.evidence import CommandRun, Evidence
from baton.model.session import ToolCall, UserMessage

_CODE = re.compile(r"`([^`]+)`")
_PATH = re.compile(r"[\w@+-]*(?:[/.][\w@+-]+)*\.\w{1,5}\b|[\w.@+-]+/[\w./@+-]+")
_RUNS = re.compile(r"\b(?:re-?run|run|pass|green|passing|succeed)\b", re.IGNORECASE)
_CLASSES = {
    "test": re.compile(r"\b(?:tests?|suite|specs?)\b", re.IGNORECASE),
    "lint": re.compile(r"\b(?:lint\w*)\b", re.IGNORECASE),
    "typecheck": re.compile(r"\b(?:type-? ?check\w*|types)\b", re.IGNORECASE),
    "build": re.compile(r"\b(?:builds?|compiles?)\b", re.IGNORECASE),
}
_COMMIT = re.compile(r"^commit\b", re.IGNORECASE)
_MERGE = re.compile(r"^resolve the \w[\w-]* and finish", re.IGNORECASE)
_PULL_REQUEST = re.compile(r"^(?:open|create|make|raise)\b.*\b(?:pull request|PR)\b", re.IGNORECASE)
_MAKES = re.compile(r"^(?:add|write|create|make)\b", re.IGNORECASE)
_TAKES_AWAY = re.compile(
    r"\b(?:remov\w+|delet\w+|drop\w*|disabl\w+|undo|revert\w*|rip out)\b", re.IGNORECASE
)
# A subject or sentence with one of these doesn't say that something is finished.
_UNFINISHED = re.compile(
    r"\b(?:wip|todo|fixme|not|never|yet|still|start(?:s|ed|ing)?|begin|began|part(?:ly|ial\w*)?"
    r"|prepar\w+|try|tried|attempt\w*|later|next|remain\w*|should|need\w*|will|would|could|if"
    r"|unless|before|until|fail\w*|broken|skip\w*|half|plan\w*|stub\w*|draft\w*|placeholder)\b"
    r"|n't\b|\?",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b(?:done|already|finished|completed?|merged|shipped|solved|resolved|fixed|answered|sorted"
    r"|works now|taken care of|deployed|released)\b|済|完了|完成|已经|했|완료|erledigt|fertig"
    r"|\b(?:hecho|listo|feito|pronto|terminé|fait)\b",
    re.IGNORECASE,
)
_GIVEN_UP = re.compile(
    r"\b(?:skip|drop|leave (?:out|it|that)|no longer|not needed|needn't|never mind|nevermind"
    r"|cancel\w*|won't|forget(?: about)?|(?:don't|do not) (?:need|bother|want|do|add|write)"
    r"|unnecessary|out of scope|abandon\w*|obsolete)\b|不要|やめ|不需要|取消|필요 ?없"
    r"|\b(?:nicht mehr|ya no|não precisa|plus besoin)\b",
    re.IGNORECASE,
)
_KEEP = re.compile(r"\b(?:don't|do not|never) (?:forget|skip|drop|cancel|abandon)\b", re.IGNORECASE)
_QUOTED = 14  # words of a sentence quoted as evidence


class Settling:
    """Holds the items of an earlier handoff against what a session shows."""

    def __init__(self, evidence: Evidence, commits_since: tuple[tuple[str, str], ...] = ()) -> None:
        self.evidence = evidence
        self.last = last_runs(evidence.commands)
        made = [(commit.sha, commit.subject) for commit in evidence.commits]
        self.commits = [*reversed(made), *commits_since]  # newest first
        self.said = [
            piece.text
            for event in evidence.session.events
            if isinstance(event, UserMessage)
            for piece in sentences.pieces(own_words(event))
        ]
        self.claimed = [
            statement.text
            for statement in evidence.statements
            if statement.role == "done" and statement.by == "assistant"
        ]

    def done(self, item: str) -> str:
        """What shows that the item is done, in short; "" when nothing does."""
        ways = (self.planned, self.passed, self.by_facts, self.committed, self.made)
        for shows in (*ways, self.told, self.borne_out):
            if proof := shows(item):
                return proof
        return ""

    def given_up(self, item: str) -> str:
        """Why the item was dropped; "" when it wasn't."""
        if any(p.status == "dropped" and same(p.text, item) for p in self.evidence.plan):
            return "struck from the plan"
        for sentence in self.said:
            wants = _GIVEN_UP.search(sentence) and not _KEEP.search(sentence)
            if wants and speaks_of(sentence, item) and not _GIVEN_UP.search(item):
                return f'user: "{sentences.clip(sentence, _QUOTED)}"'
        return ""

    def answered(self, question: str) -> str:
        """The user's answer to a question that the assistant put to them."""
        for event in self.evidence.session.events:
            for asked in event.questions if isinstance(event, ToolCall) else ():
                alike = same(asked.text, question) or speaks_of(asked.text, question)
                if asked.answer and alike:
                    return f'user: "{sentences.clip(asked.answer, _QUOTED)}"'
        return ""

    def planned(self, item: str) -> str:
        done = [p.text for p in self.evidence.plan if p.status == "done"]
        return "done in the plan" if any(same(text, item) for text in done) else ""

    def passed(self, item: str) -> str:
        """A run of the command, or of the class of check, that the item wants to see pass."""
        if not _RUNS.search(item):
            return ""
        named = [" ".join(code.split()) for code in _CODE.findall(item)]
        for run in reversed(self.evidence.commands):
            if any(" ".join(run.command.split()).startswith(name) for name in named):
                return _passed(run)
        for kind, words in _CLASSES.items():
            checks = words.search(_CODE.sub("", item))
            if checks and (kind in self.last) and not _MAKES.match(item):
                return _passed(self.last[kind])
        return ""

    def by_facts(self, item: str) -> str:
        """Steps that code worded from facts are settled by facts."""
        if _PULL_REQUEST.match(item) and self.evidence.pull_requests:
            return f"pull request #{self.evidence.pull_requests[-1].number}"
        clean = not self.evidence.uncommitted and not self.evidence.conflict
        if (_COMMIT.match(item) or _MERGE.match(item)) and clean and self.commits:
            return self.commits[0][0][:9]
        return ""

    def committed(self, item: str) -> str:
        return next((sha[:9] for sha, subject in self.commits if _finishes(subject, item)), "")

    def made(self, item: str) -> str:
        """Files that the item wants made or removed, and that were."""
        named = [path for path in _PATH.findall(item) if "." in path or "/" in path]
        wanted = "created" if _MAKES.match(item) else "deleted" if _TAKES_AWAY.match(item) else ""
        proofs = []
        for path in named:
            found = [
                file
                for file in self.evidence.files
                if file.action == wanted and (file.path == path or file.path.endswith(f"/{path}"))
            ]
            if not found:
                return ""
            proofs.append(f"{found[0].path}: {wanted}")
        return "; ".join(proofs[:2])

    def told(self, item: str) -> str:
        """The user's word that it is done."""
        for sentence in self.said:
            says = _DONE.search(sentence) and not _UNFINISHED.search(sentence)
            if says and speaks_of(sentence, item):
                return f'user: "{sentences.clip(sentence, _QUOTED)}"'
        return ""

    def borne_out(self, item: str) -> str:
        """A file changed for what the assistant says it did; never while the tests fail."""
        run = self.last.get("test")
        if run is not None and run.status == "failed":
            return ""
        if not any(_finishes(text, item) for text in self.claimed):
            return ""
        wanted = telling(item)
        for file in self.evidence.files:
            if telling(file.path) & wanted:
                return f"{file.path}: {file.action}"
        return ""


def _finishes(text: str, item: str) -> bool:
    """Whether a commit's subject or a sentence tells of the item as finished."""
    opposite = bool(_TAKES_AWAY.search(text)) != bool(_TAKES_AWAY.search(item))
    return not opposite and not _UNFINISHED.search(text) and speaks_of(text, item)


def _passed(run: CommandRun) -> str:
    return facts.proof(run) if run.status == "ok" and not run.stale else ""
