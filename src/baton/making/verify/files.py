"""Paths: was the file changed as the text says, only read, or never seen?"""

from __future__ import annotations

import re

from baton.making.verify import atoms
from baton.making.verify.known import Known, Said
from baton.making.verify.ledger import plain_path
from baton.making.verify.verdict import STATED, Verdict
from baton.making.verify.wording import nearest
from baton.model.document import FileNote
from baton.model.evidence import ChangedFile

# What a text says was done to a file -> what the ledger may have of it.
_FITS: dict[str, frozenset[str]] = {
    "created": frozenset({"created", "renamed"}),
    "modified": frozenset({"modified", "created", "renamed"}),
    "deleted": frozenset({"deleted"}),
    "renamed": frozenset({"renamed", "created", "modified"}),
    "changed": frozenset({"created", "modified", "renamed", "deleted"}),
}
_VERBS: dict[str, str] = {
    "created": "created?|creates|generated|introduced|scaffolded",
    "modified": "updated?|updates|modified|modifies|edited|edits|rewrote|rewritten|refactored",
    "deleted": "deleted?|deletes|removed?|removes",
    "renamed": "renamed?|renames|moved?|moves",
    "changed": "changed?|changes|added?|adds|fixed|fixes|extended|adjusted|touched|patched",
}
# The verb, a few words that don't lead away from it, and then the file.
_ASSERTION = re.compile(
    r"\b(?:"
    + "|".join(f"(?P<{action}>{verbs})" for action, verbs in _VERBS.items())
    + r")\b(?P<between>(?:\s+(?:the|a|an|new|file|files|both|all|module|script|test|tests|in|to"
    r"|into|inside|of|and|,|&|\0)|,|\s*\0)*)\W*$",
    re.IGNORECASE,
)
_INTO = re.compile(r"\b(?:in|to|into|inside|of)\b", re.IGNORECASE)
_NOT_DONE = re.compile(
    r"\b(?:not|never|no|n't|don't|didn't|without|should|will|would|could|can|must|may|might|to be"
    r"|needs?|if|when|once|until|want|let me|let's|please|instead of|rather than|plan|try|shall)\b"
    r"|n't\b|\?\s*$",
    re.IGNORECASE,
)
_NOUN_AFTER = re.compile(r"^`?\s+(?!and|with|for|to|so|as|from|but|in|on|by|at|which|that|\W)\w")
_PAST = ("d", "s", "rewrote", "rewritten")
_NOTE_ACTION = re.compile(
    r"^\W*(?:(?P<created>created|new|added)|(?P<modified>modified|updated|edited|changed)"
    r"|(?P<deleted>deleted|removed)|(?P<renamed>renamed|moved))\b",
    re.IGNORECASE,
)
_LINES = re.compile(r"\(\+(?P<added>\d+) -(?P<removed>\d+) lines\)")
_PLACE = re.compile(r":\s*\d+(?:-\d+)?`")  # what is left of `a.py:12` once the path is taken off


def check_paths(said: Said, known: Known) -> list[Verdict]:
    """One verdict for each path in a sentence."""
    return [_path(said, match, known) for match in atoms.paths(said.text)]


def _path(said: Said, match: re.Match[str], known: Known) -> Verdict:
    path = match["path"]
    file = known.ledger.changed(path)
    action = "" if said.of_the_past else _asserted(said.text, match)
    if action and file is not None:
        return _compared(action, file)
    if file is not None:
        return STATED
    if known.ledger.looked_at(path):
        only_read = action and action != "deleted" and not known.ledger.changed_below(path)
        return Verdict("contradicted", f"{_name(path)}: only read") if only_read else STATED
    if action and not known.text.has(plain_path(path)) and not _by_its_name(path, known):
        return Verdict("unsupported", f"{_name(path)}: no change in the session")
    return _seen(path, known)


def _seen(path: str, known: Known) -> Verdict:
    """Whether anything in the session tells of the path."""
    there = known.text.knows(plain_path(path))
    if there is False and not _by_its_name(path, known):
        return Verdict("unsupported", f"{_name(path)}: not in the session")
    if there is None and not path.startswith(
        ("/", "~")
    ):  # nobody can tell, but for a slip of the pen
        for part in plain_path(path).replace(".", "/").split("/"):
            near = "" if known.text.has(part) else nearest(part, known.text.vocabulary)
            if near:
                return Verdict("unsupported", f'not in the session: "{part}", but "{near}"')
    return STATED


def _by_its_name(path: str, known: Known) -> bool:
    """A longer path than the session gives: its folders and its name stand somewhere."""
    if not path.startswith(("/", "~", "..")):
        return False
    return known.text.knows(_name(path)) is not False


def _asserted(text: str, match: re.Match[str]) -> str:
    """What the sentence says was done to the path: a key of _FITS, or ""."""
    before = atoms_hidden(text[: match.start()])
    found = _ASSERTION.search(before)
    if found is None or _NOT_DONE.search(before[: found.start()]):
        return ""
    action = next(action for action in _VERBS if found[action])
    verb = found[action].lower()
    if not verb.endswith(_PAST) or _NOT_DONE.search(text[match.end() :][-1:]):
        return ""
    if _INTO.search(found["between"]):
        if verb.endswith("s"):  # "changes to `a.ts`" may be a noun
            return ""
        return "changed" if action != "renamed" else ""
    if _NOUN_AFTER.match(text[match.end() :]):  # "Added `a.ts` exports": not the file itself
        return ""
    if verb in ("added", "adds"):
        return "created"
    return action


def atoms_hidden(text: str) -> str:
    """The text with each path and each code span as one mark."""
    for match in reversed(atoms.paths(text)):
        text = f"{text[: match.start()]}\0{text[match.end() :]}"
    return re.sub(r"`[^`]*`", "\0", text).rstrip("`")


def _compared(action: str, file: ChangedFile) -> Verdict:
    proof = f"{_name(file.path)}: {file.action}"
    return Verdict("verified" if file.action in _FITS[action] else "contradicted", proof)


def check_note(note: FileNote, known: Known, *, strict: bool) -> Verdict:
    """A bullet of the changed files. `strict`: the section lists nothing but changed files."""
    file = known.ledger.changed(note.path)
    if file is None:
        if note.path.endswith("/") and known.ledger.changed_below(note.path):
            return Verdict("verified", "files below it were changed")
        return _unchanged(note.path, known, strict=strict)
    action = _NOTE_ACTION.match(note.what)
    stated = action.lastgroup if action else None
    if stated and file.action not in _FITS[stated]:
        return _compared(stated, file)
    if action and action.group().strip().lower() == "modified" and file.action == "created":
        return Verdict("contradicted", f"{_name(file.path)}: created")
    lines = _LINES.search(note.what)
    counted = (file.added, file.removed)
    if lines and any(counted) and (int(lines["added"]), int(lines["removed"])) != counted:
        return Verdict("contradicted", f"{_name(file.path)}: +{file.added} -{file.removed} lines")
    return Verdict("verified", f"{_name(file.path)}: {file.action}")


def without_lines(what: str) -> str:
    """What a bullet says of a file besides the lines it counts, which `check_note` compares."""
    return _PLACE.sub("", _LINES.sub("", what))


def _unchanged(path: str, known: Known, *, strict: bool) -> Verdict:
    if known.ledger.looked_at(path):
        only_read = Verdict("contradicted", f"{_name(path)}: only read")
        return only_read if strict else STATED
    seen = _seen(path, known)
    if strict and seen == STATED:
        return Verdict("unsupported", f"{_name(path)}: no change in the session")
    return seen


def _name(path: str) -> str:
    return plain_path(path).rsplit("/", 1)[-1]
