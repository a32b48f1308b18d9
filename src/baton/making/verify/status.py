"""Words of success and failure, held against the last run of each class of check."""

from __future__ import annotations

import re

from baton.making import facts
from baton.making.verify.known import Known, Said
from baton.making.verify.verdict import Verdict
from baton.model.evidence import CommandRun

# Words that say it works. "Fixed" alone says so of the whole; with a class named, of that class.
_WORKS = re.compile(
    r"\b(?:pass(?:es|ed|ing)?|green|succe(?:ss|eds?|eded|ssful(?:ly)?)|fixed|works?|working|clean"
    r"|resolved|no (?:errors|failures|issues)|all good)\b|✅",
    re.IGNORECASE,
)
_BUT = re.compile(
    r"\b(?:fail(?:s|ed|ing|ures?)?|broken|errors?|not|unverified|but|until|should|will|would|once"
    r"|after|before|if|when|try|to|ensure|make sure|need)\b|n['’]t\b",
    re.IGNORECASE,
)
_SUBJECTS = {
    "test": re.compile(r"\b(?:tests?|specs?|suite|pytest|jest|vitest)\b", re.IGNORECASE),
    "lint": re.compile(r"\b(?:lint(?:er|ing)?|eslint|ruff)\b", re.IGNORECASE),
    "typecheck": re.compile(r"\b(?:type-?checks?|types|tsc|mypy)\b", re.IGNORECASE),
    "build": re.compile(r"\b(?:builds?|compiles?|compilation)\b", re.IGNORECASE),
}
_SUBJECT = {
    "test": r"(?:unit |integration |e2e )?(?:tests?|specs?|test suite|suite)",
    "lint": r"(?:lint(?:er|ing)?|eslint|ruff)(?: checks?)?",
    "typecheck": r"(?:type-?check(?:s|ing)?|mypy|tsc)",
    "build": r"(?:builds?|compilation)",
}
_FEW = r"(?: (?:are|is|all|now|still|suite|run|runs|has|have))*"
_PASS = {
    kind: re.compile(
        rf"\b(?:all )?(?:\d+ )?{subject}{_FEW} (?:pass(?:es|ing|ed)?|green|clean|succeeds?)\b",
        re.IGNORECASE,
    )
    for kind, subject in _SUBJECT.items()
}
_FAIL = {
    kind: re.compile(
        rf"\b{subject}{_FEW} (?:fails?|failing|broken|red)\b(?! (?:if|when|on|with|because|for))"
        rf"|\b(?:failing|broken) {subject}$",
        re.IGNORECASE,
    )
    for kind, subject in _SUBJECT.items()
}
_KIND_OF_TESTS = re.compile(r"\b(unit|integration|e2e)\b", re.IGNORECASE)
_HISTORY = re.compile(
    r"\b(?:fixed|resolved|was|were|had|used to|because|since|previously|before|first|initially"
    r"|if|when|until|whenever|would|could|might|root cause|after|make|let|why|so|pre-existing"
    r"|unrelated|expected|should|once|no|not|never|without)\b|n['’]t\b|\?",
    re.IGNORECASE,
)
_EVERYTHING = re.compile(
    r"^\W*(?:it(?:'s| is)? |this (?:is )?|that(?:'s| is)? |the (?:bug|issue|problem) "
    r"(?:is |has been )?|all |everything |now )?(?:is |are )?(?:now )?"
    r"(?:works|working|passing|pass|(?:fixed|resolved|done)(?=\W*$|[.:;!,]| now| the (?:bug|issue"
    r"|problem|failure|error|tests?)))\b",
    re.IGNORECASE,
)
_NEVER_RUN = re.compile(
    r"^\W*(?:the )?tests?(?: were|:)? (?:not|never)(?: been)? run\b", re.IGNORECASE
)
# How code words a status: "Lint: FAIL (`ruff check`, exit 1): 2 errors".
_LINE = re.compile(
    r"^(?P<name>"
    + "|".join(facts.CHECKS.values())
    + r"): (?P<word>pass|FAIL|still running|result unclear|unverified|not run)\b",
    re.IGNORECASE,
)
_WORDS = {
    "ok": ("pass", "unverified"),
    "failed": ("fail",),
    "running": ("still running",),
    "unknown": ("result unclear",),
}


def check_status(said: Said, known: Known) -> list[Verdict]:
    """What a sentence says of tests, lint, types and build, against how they last ended."""
    line = _LINE.match(said.text)
    if line is not None:
        return [_line(line, known)]
    text = said.unquoted
    if said.of_the_past and _HISTORY.search(text):
        return []
    run = _failed_though(text, known)
    if run is not None:
        return [Verdict("contradicted", facts.proof(run))]
    never = _NEVER_RUN.search(text) and known.ledger.last.get("test")
    found = [Verdict("contradicted", facts.proof(never))] if never else []
    for kind in _SUBJECT:
        found += _passes(kind, text, known)
        if not said.of_the_past:
            found += _fails(kind, text, known)
    return found


def _line(line: re.Match[str], known: Known) -> Verdict:
    kind = next(kind for kind, name in facts.CHECKS.items() if name.lower() == line["name"].lower())
    run, word = known.ledger.last.get(kind), line["word"].lower()
    if run is None:
        if word == "not run":
            return Verdict("verified")
        return Verdict("unsupported", f"{line['name'].lower()}: not run in the session")
    stale_as_passed = run.stale and run.status == "ok" and word == "pass"
    if word in _WORDS[run.status] and not stale_as_passed:
        return Verdict("verified")
    changed = ", files changed after it" if run.stale else ""
    return Verdict("contradicted", facts.proof(run) + changed)


def _failed_though(text: str, known: Known) -> CommandRun | None:
    """The failed last run that belies a text saying things work."""
    if not _WORKS.search(text) or _BUT.search(text):
        return None
    for kind, subject in _SUBJECTS.items():
        run = known.ledger.last.get(kind)
        about = subject.search(text) or (kind == "test" and _EVERYTHING.match(text))
        if run is not None and run.status == "failed" and not run.stale and about:
            return run
    return None


def _is_other(text: str, run: CommandRun) -> bool:
    """Whether the text names a kind of tests that the run's command doesn't."""
    named = _KIND_OF_TESTS.findall(text)
    return bool(named) and not any(word.lower() in run.command.lower() for word in named)


def _passes(kind: str, text: str, known: Known) -> list[Verdict]:
    """That checks pass is verified by a run, and unsupported without any."""
    if not _PASS[kind].search(text) or _BUT.search(text):
        return []
    run = known.ledger.last.get(kind)
    if run is None:
        nothing = Verdict("unsupported", f"no {kind} run in the session")
        return [nothing] if kind == "test" else []
    if run.status == "failed":
        return [Verdict("unsupported", facts.proof(run))]
    if run.status != "ok":
        return []
    if run.stale:
        return [Verdict("stated", f"{facts.proof(run)}, files changed after it")]
    return [Verdict("verified", facts.proof(run))]


def _fails(kind: str, text: str, known: Known) -> list[Verdict]:
    """That checks fail now is contradicted by a last run that passed."""
    if not _FAIL[kind].search(text) or _HISTORY.search(text):
        return []
    run = known.ledger.last.get(kind)
    if run is None or run.status not in ("ok", "failed") or _is_other(text, run):
        return []
    if run.status == "failed":
        return [Verdict("verified", facts.proof(run))]
    return [] if run.stale else [Verdict("contradicted", facts.proof(run))]
