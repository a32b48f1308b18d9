"""What a session is called, and in one sentence what it did: from facts and quoted words."""

from __future__ import annotations

import re
from collections.abc import Iterator

import baton.making.evidence.sentences as sentences
from baton.making.evidence import last_runs
from baton.making.evidence.cues import CUES
from baton.model.evidence import Evidence

_UNTITLED = "Session without a stated goal"
_TELLING_SUBJECT = 3  # words: "init" and "wip" name no session
# Subjects that tell less of a session than its other commits do.
_MINOR = re.compile(
    r"^(?:docs?|chore|style|tests?|ci|build|wip)(?:\([^)]*\))?!?:|^merge\b|^revert\b|\btodo\b",
    re.IGNORECASE,
)
_PLAN_TITLE = re.compile(r"^[^\n#]{0,60}(?<!\w)#{1,3} +(?:Plan *[:–—-] *)?(?P<title>[^#\n]{8,90})")
_SHA = re.compile(r"\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,40}\b")
_DANGLING = re.compile(
    r"(?: (?:a|all|an|and|as|at|by|for|from|in|into|of|on|or|so|that|the|to|with|when|which))+$"
)
_LONGEST_TITLE = 70
_LONGEST_DESCRIPTION = 26  # words, the counts aside
# "Build that action", "Implement option 2", "Go": orders that say nothing by themselves.
_POINTS_ELSEWHERE = re.compile(
    r"^(?:\w+ ?){1,2}$|^\w+ (?:\w+ )?(?:that|this|it|them|these|those|all|options? \d)\b", re.I
)
_NOD = re.compile(r"^(?:\w+(?: and \w+)?)[.!:] +(?=\S+ \S+ )")  # "Done. ", "Fixed! "
# Where a long title may be cut without leaving half a thought.
_CLAUSE = re.compile(
    r"(?<=.{24})(?:[.,;:?(，。、；] ?| (?:and|so|then|but|because|which|that|since|when) )"
)


def title(evidence: Evidence) -> str:
    """The telling commit's subject, the assistant's own title, the request, or what was done."""
    found = next((text for text in _candidates(evidence) if text), "")
    return _short(found[:1].upper() + found[1:] if _plain_start(found) else found) or _UNTITLED


def _candidates(evidence: Evidence) -> Iterator[str]:
    subjects = [c.subject for c in evidence.commits if len(c.subject.split()) >= _TELLING_SUBJECT]
    major = [subject for subject in subjects if not _MINOR.search(subject)]
    yield next(iter((major or subjects)[-1:]), "")
    yield evidence.session.title
    prompts = evidence.goal.split("\n") if evidence.goal else []
    if prompts:
        plan = _PLAN_TITLE.match(prompts[0])
        yield plan["title"].strip() if plan else ""
    for prompt in prompts:
        yield _request(prompt)
    yield from (text for text in _done(evidence) if CUES.reports.match(text))
    yield CUES.polite.sub("", sentences.first_sentence(prompts[0])) if prompts else ""
    yield from _done(evidence)


def _plain_start(text: str) -> bool:
    """Whether a text may get a capital: not "feat(app): ...", not a name with a capital inside."""
    first = text.split(" ", 1)[0]
    return first.isalpha() and first.islower()


def _request(prompt: str) -> str:
    """The first order of a prompt, without what stands politely before it."""
    for piece in sentences.pieces(prompt):
        text = CUES.polite.sub("", piece.text)
        if CUES.request.match(text) and not _POINTS_ELSEWHERE.match(text):
            return text
    return ""


def _done(evidence: Evidence) -> list[str]:
    """What was said to be done, the weightiest first."""
    found = [one for one in evidence.statements if one.role == "done"]
    return [one.text for one in sorted(found, key=lambda one: -one.weight)]


def _short(text: str) -> str:
    """Cut at the end of a clause, never inside a code span or a parenthesis."""
    text = " ".join(text.split())
    if len(text) > _LONGEST_TITLE:
        breaks = [match.start() for match in _CLAUSE.finditer(text[:_LONGEST_TITLE])]
        end = breaks[-1] if breaks else text[:_LONGEST_TITLE].rfind(" ")
        text = text[: end if end > 0 else _LONGEST_TITLE]
        if text.count("`") % 2:
            text = text[: text.rfind("`")]
        if text.rfind("(") > text.rfind(")"):
            text = text[: text.rfind("(")]
    return _DANGLING.sub("", text.rstrip(" .,;:?-(–—，。、；"))


def description(evidence: Evidence, called: str) -> str:
    """One sentence on what the session did, with its counts: "Added x (2 files, 1 commit)"."""
    counts = [_count(len(evidence.files), "file")] if evidence.files else []
    counts += [_count(len(evidence.commits), "commit")] if evidence.commits else []
    tests = last_runs(evidence.commands).get("test")
    if tests is not None and tests.status in ("ok", "failed") and not tests.stale:
        counts.append("tests pass" if tests.status == "ok" else "tests fail")
    told = next((text for text in _told(evidence) if not text.startswith(called)), "")
    told = sentences.clip(told, _LONGEST_DESCRIPTION).rstrip(".: ")
    if not told:
        return (
            f"Changed {', '.join(counts)}"
            if evidence.files
            else ", ".join(counts) or "No files changed"
        )
    return f"{told} ({', '.join(counts) or 'no files changed'})"


def _told(evidence: Evidence) -> Iterator[str]:
    """Sentences that tell what was done, the best first."""
    done = [text for text in _done(evidence) if not text.endswith(":")]
    telling = (_NOD.sub("", text) for text in done if CUES.reports.match(text))
    yield from (text for text in telling if not _SHA.search(text))
    yield from (commit.subject for commit in reversed(evidence.commits))
    yield from (item.text for item in evidence.plan if item.status == "done")
    yield from (text for text in done if CUES.done.search(text))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
