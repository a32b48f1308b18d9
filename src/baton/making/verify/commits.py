"""Commits, pushes, merges and pull requests: do they exist, and did they happen?"""

from __future__ import annotations

import re

from baton.making.verify import atoms
from baton.making.verify.known import Known, Said
from baton.making.verify.session_text import folded
from baton.making.verify.verdict import STATED, Verdict

_COMMITTED = re.compile(r"\bcommit(?:ted|s)?\b", re.IGNORECASE)
_OUR_FORM = re.compile(r"^Committed(?: on (?:`[^`]*`(?:, )?)+)?: (?P<subject>.+)$")
_ALL_COMMITTED = re.compile(
    r"\b(?:everything|(?:all )?(?:the |my |of the )?(?:changes?|work|files|fix(?:es)?)|it|all)"
    r"(?: is| are| was| were| has been| have been|'s)?(?: now| all| already)* committed\b",
    re.IGNORECASE,
)
_NOT_COMMITTED = re.compile(
    r"\buncommitted (?:changes?|work|files?)\b|\b(?:not|never|n't)(?: yet)?(?: been)? committed\b"
    r"|\byet to be committed\b",
    re.IGNORECASE,
)
_NOTHING_UNCOMMITTED = re.compile(r"\bno uncommitted\b|\bwithout uncommitted\b", re.IGNORECASE)
_PUSHED = re.compile(r"\bpushed (?:to|it|the|both|all|and)\b|\bpushed\b\W*$", re.IGNORECASE)
_NOT_PUSHED = re.compile(r"\b(?:not|never|n't|nothing)(?: yet)?(?: been)? pushed\b|\bunpushed\b")
_UNSURE = re.compile(r"\b(?:if|when|once|until|after|before|should|will|would|to be|must)\b", re.I)
_REQUEST = re.compile(r"\b(?:pull request|PR|MR|merge request)s? ?#?(?P<number>\d+)\b")
_OPENED = re.compile(r"\b(?:opened|created|raised|submitted)\b", re.IGNORECASE)


def check_commits(said: Said, known: Known) -> list[Verdict]:
    """Every commit a sentence or its references name, and what it says of committing."""
    references = [ref for ref in said.references if atoms.is_commit(ref)]
    found = [_named(sha, said.text, known) for sha in atoms.commits(said.text)]
    found += [_named(sha, f"commit {said.text}", known) for sha in references]
    found.append(_subject(said, references, known))
    if not said.of_the_past and not _UNSURE.search(said.text):
        found += [_committing(said.text, known), _pushing(said.text, known)]
    found += [_request(match, said.text, known) for match in _REQUEST.finditer(said.text)]
    return found


def _named(sha: str, text: str, known: Known) -> Verdict:
    commit = known.ledger.commit(sha)
    speaks = _COMMITTED.search(text) is not None
    if commit is not None:
        return Verdict("verified", commit.sha[:9]) if speaks else STATED
    if known.text.has(sha) or known.text.has(sha[:7]):
        return STATED
    right = next((c.sha[:9] for c in known.evidence.commits if c.subject in text), "")
    if right:
        return Verdict("contradicted", f"the commit is {right}")
    if known.text.knows(sha) is False or speaks:
        return Verdict("unsupported", f"no commit {sha[:9]} in the session")
    return STATED


def _subject(said: Said, references: list[str], known: Known) -> Verdict:
    """Whether a line in our own form goes with the commit it names."""
    form = _OUR_FORM.match(said.text)
    commits = [commit for sha in references if (commit := known.ledger.commit(sha))]
    if form is None or not commits:
        return STATED
    subject = folded(form["subject"])
    wrong = next((commit for commit in commits if not _begins(subject, commit.subject)), None)
    if wrong is None:
        return Verdict("verified", commits[0].sha[:9])
    return Verdict("contradicted", f"{wrong.sha[:9]}: {wrong.subject[:60]}")


def _begins(subject: str, other: str) -> bool:
    other = folded(other)
    return subject.startswith(other) or other.startswith(subject)


def _committing(text: str, known: Known) -> Verdict:
    left, commits = known.evidence.uncommitted, known.evidence.commits
    negated = _NOT_COMMITTED.search(text) and not _NOTHING_UNCOMMITTED.search(text)
    if negated and left is False and commits:
        return Verdict("contradicted", f"committed: {commits[-1].sha[:9]}")
    if negated or not (_ALL_COMMITTED.search(text) or _NOTHING_UNCOMMITTED.search(text)):
        return Verdict("verified", "changed after the last commit") if negated and left else STATED
    if left:
        return Verdict("contradicted", f"uncommitted: {_uncommitted(known)}")
    return Verdict("verified", commits[-1].sha[:9]) if commits else STATED


def _uncommitted(known: Known) -> str:
    last = max((commit.record for commit in known.evidence.commits), default=0)
    names = [f.path for f in known.evidence.files if f.records and f.records[-1] > last]
    return ", ".join(names[:2]) + (" …" if len(names) > 2 else "")


def _pushing(text: str, known: Known) -> Verdict:
    pushes = [ended for ended in known.ledger.pushes if ended in ("ok", "failed")]
    if _NOT_PUSHED.search(text):
        done = pushes and pushes[-1] == "ok"
        return Verdict("contradicted", "git push: ok") if done else STATED
    if not _PUSHED.search(text) or not pushes:
        return STATED
    if "ok" in pushes:
        return Verdict("verified", "git push: ok")
    return Verdict("contradicted", "git push: failed")


def _request(match: re.Match[str], text: str, known: Known) -> Verdict:
    number = match["number"]
    for request in known.evidence.pull_requests:
        if str(request.number) == number:
            return (
                Verdict("verified", f"pull request #{number}") if _OPENED.search(text) else STATED
            )
    for form in (f"#{number}", f"pull/{number}", f"PR {number}", f"merge_requests/{number}"):
        if known.text.has(form):
            return STATED
    return Verdict("unsupported", f"no pull request #{number} in the session")
