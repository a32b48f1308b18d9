"""Checking a handoff's claims against the evidence, whoever wrote them.

A claim is labelled, never rewritten: "verified" when a fact bears it out, "contradicted" when one
speaks against it, "unsupported" when it says that tests pass and no run of them shows it, else
"stated" (somebody said so). What is checked: commits named, files said to
be changed, and words of success about tests, build and lint against the last run of that class.
"""

from __future__ import annotations

import re

from baton.making import facts
from baton.making.evidence import last_runs
from baton.model.document import Claim, Decision, Handoff, Trust
from baton.model.evidence import CommandRun, Evidence

_SHA = re.compile(r"\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,40}\b")
_COMMITTED = re.compile(r"\b(?:committed|commit)\b", re.IGNORECASE)
_PATH = re.compile(r"`([\w./@~+-]+/[\w.@+-]+|[\w@+-]+\.\w{1,5})`")
_CHANGED = re.compile(
    r"^(?:\w+ ){0,3}(?:added|created|updated|modified|changed|edited|fixed|removed|deleted|renamed"
    r"|rewrote|moved)\b",
    re.IGNORECASE,
)
# Words that say it works. "Fixed" alone says so of the whole; with a class named, of that class.
_WORKS = re.compile(
    r"\b(?:pass(?:es|ed|ing)?|green|succe(?:ss|eds?|eded|ssful(?:ly)?)|fixed|works?|working|clean"
    r"|resolved|no (?:errors|failures|issues)|all good)\b|✅",
    re.IGNORECASE,
)
_FAILS = re.compile(
    r"\b(?:fail(?:s|ed|ing|ures?)?|broken|errors?|doesn'?t|isn'?t|not|unverified|but|until|should|will"
    r"|would|once|after|before|if|when|try|to|ensure|make sure|need)\b",
    re.IGNORECASE,
)
_SUBJECTS = {
    "test": re.compile(r"\b(?:tests?|specs?|suite|pytest|jest|vitest)\b", re.IGNORECASE),
    "lint": re.compile(r"\b(?:lint(?:er|ing)?|eslint|ruff)\b", re.IGNORECASE),
    "typecheck": re.compile(r"\b(?:type-?checks?|types|tsc|mypy)\b", re.IGNORECASE),
    "build": re.compile(r"\b(?:builds?|compiles?|compilation)\b", re.IGNORECASE),
}
_TESTS_PASS = re.compile(
    r"\b(?:all )?(?:\d+ )?(?:unit |integration )?tests? (?:are |is |now |all )*(?:pass|green)"
    r"|\b(?:test )?suite (?:is |now )*(?:pass|green)",
    re.IGNORECASE,
)
_EVERYTHING = re.compile(
    r"^\W*(?:it(?:'s| is)? |this (?:is )?|that(?:'s| is)? |the (?:bug|issue|problem) "
    r"(?:is |has been )?|all |everything |now )?(?:is |are )?(?:now )?"
    r"(?:works|working|passing|pass|(?:fixed|resolved|done)(?=\W*$|[.:;!,]| now| the (?:bug|issue"
    r"|problem|failure|error|tests?)))\b",
    re.IGNORECASE,
)


def verify(handoff: Handoff, evidence: Evidence) -> Handoff:
    """The handoff with every claim and decision labelled; contradicted ones name the evidence."""
    check = _Check(evidence)
    return handoff._replace(
        accomplished=tuple(check.claim(claim) for claim in handoff.accomplished),
        decisions=tuple(check.decision(decision) for decision in handoff.decisions),
        state=tuple(check.claim(claim) for claim in handoff.state),
        lessons=tuple(check.claim(claim) for claim in handoff.lessons),
        blockers=tuple(check.claim(claim) for claim in handoff.blockers),
    )


class _Check:
    """The facts a claim is held against."""

    def __init__(self, evidence: Evidence) -> None:
        self.last = last_runs(evidence.commands)
        self.commits = {commit.sha[:7]: commit for commit in evidence.commits}
        self.files = evidence.files
        self.written_by_code = {
            claim.text
            for claim in (*facts.status_claims(evidence), *facts.repository_claims(evidence))
        }

    def claim(self, claim: Claim) -> Claim:
        if claim.text in self.written_by_code:
            return claim
        trust, proof = self.label(claim.text)
        if trust == "stated" and any(ref[:7] in self.commits for ref in claim.evidence):
            trust = "verified"
        return claim._replace(trust=trust, evidence=_with(claim.evidence, proof))

    def decision(self, decision: Decision) -> Decision:
        trust, proof = self.label(decision.what)
        if trust != "contradicted":
            return decision
        return decision._replace(trust=trust, evidence=_with(decision.evidence, proof))

    def label(self, text: str) -> tuple[Trust, str]:
        """The label of a text and the evidence it rests on."""
        run = self.spoken_against(text)
        if run is not None:
            return "contradicted", facts.proof(run)
        if _TESTS_PASS.search(text) and not _FAILS.search(text) and not self.tests_passed():
            run = self.last.get("test")
            return "unsupported", facts.proof(run) if run else "no test run in the session"
        if _COMMITTED.search(text):
            shas = _SHA.findall(text)
            known = [sha for sha in shas if sha[:7] in self.commits]
            if known:
                return "verified", known[0][:9]
        return self.files_label(text)

    def spoken_against(self, text: str) -> CommandRun | None:
        """The failed last run that belies a text saying things work."""
        if not _WORKS.search(text) or _FAILS.search(text):
            return None
        for kind, subject in _SUBJECTS.items():
            run = self.last.get(kind)
            about = subject.search(text) or (kind == "test" and _EVERYTHING.match(text))
            if run is not None and run.status == "failed" and not run.stale and about:
                return run
        return None

    def tests_passed(self) -> bool:
        """Whether any run of tests may bear out that they pass."""
        run = self.last.get("test")
        return run is not None and not (run.status == "failed" and run.stale)

    def files_label(self, text: str) -> tuple[Trust, str]:
        """Verified when every file a text says was changed stands in the ledger."""
        paths = _PATH.findall(text) if _CHANGED.match(text) else []
        if not paths:
            return "stated", ""
        known = [self.changed(path) for path in paths]
        return ("verified", known[0]) if all(known) else ("stated", "")

    def changed(self, path: str) -> str:
        """How the ledger has a path a text names: "app.py: modified"; "" when it hasn't."""
        for file in self.files:
            if file.path == path or file.path.endswith("/" + path):
                return f"{file.path.rsplit('/', 1)[-1]}: {file.action}"
        return ""


def _with(evidence: tuple[str, ...], proof: str) -> tuple[str, ...]:
    return (*evidence, proof) if proof and proof not in evidence else evidence
