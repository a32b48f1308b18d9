"""Numbers: does the session have this one where the text has it?

A number is known by its neighbours. The longest run of words beside it that the session has too
tells which numbers stand there; the text's own must be among them.
"""

from __future__ import annotations

import re

from baton.making.choosing import tokens
from baton.making.verify import atoms
from baton.making.verify.known import Known, Said
from baton.making.verify.session_text import SessionText, cited, folded, telling_words
from baton.making.verify.verdict import STATED, Verdict

_NEIGHBOURS = (4, 3, 2, 1)  # words beside a number
_SURE = 3  # of that many neighbours, both sides must know the number
_TELLING = 2  # words of content; with fewer in common, the place may be another
_SMALL = 12  # smaller numbers are counted by whoever writes, and stand everywhere
_SHOWN = 5  # words around a number
# "line 12", "Phase 2", "Bug 3": a name, not a quantity.
_LABEL = re.compile(
    r"(?:\b(?:lines?|rows?|cols?|columns?|items?|steps?|no|nr|ports?|pages?|versions?|at)\b[ ~:]*"
    r"|\b[A-Z][A-Za-z]+ |\d[-,–] ?)$"
)
_COUNT_OF = re.compile(
    r" (?P<what>files?|commits?)(?: (?:changed|modified|made|created|touched))?\b", re.IGNORECASE
)


def check_numbers(said: Said, known: Known) -> list[Verdict]:
    """One verdict for each number of a sentence."""
    text = folded(said.text)
    found = list(atoms.numbers(text))
    words = tokens(text)
    same = known.text.same_but(words, frozenset()) if found else []
    theirs = {number["number"] for one in same for number in atoms.numbers(folded(one.text))}
    if not theirs:
        return [_number(text, match, known) for match in found]
    exactly = telling_words(words) == telling_words(same[0].words)
    return [
        Verdict("contradicted", cited(same[0]))
        for match in found
        if match["number"] not in theirs
        and not _counted(text, match, known)
        and (exactly or not _LABEL.search(text[: match.start()]))
    ]


def _number(text: str, match: re.Match[str], known: Known) -> Verdict:
    number = match["number"]
    if _counted(text, match, known):
        return STATED
    left, right = text[: match.start("number")], text[match.end("number") :]
    if _LABEL.search(left):
        return STATED
    for many in _NEIGHBOURS:
        beside_left, beside_right = _last_words(left, many), _first_words(right, many)
        after = known.text.numbers_after(beside_left)
        before = known.text.numbers_before(beside_right)
        fits = [number in beside for beside in (after, before) if beside]
        if fits and (all(fits) if many >= _SURE else any(fits)):
            return STATED
        if fits:
            wrong, context = (after, beside_left)
            if before and number not in before:
                wrong, context = (before, beside_right)
            return _differs(
                number, wrong, known.text, sure=many >= _SURE or len(tokens(context)) >= _TELLING
            )
    return _alone(number, known.text)


def _counted(text: str, match: re.Match[str], known: Known) -> bool:
    """Whether the ledger has just as many of what is counted."""
    what = _COUNT_OF.match(text, match.end("number"))
    if what is None:
        return False
    is_file = what["what"].lower().startswith("file")
    listed: int = len(known.evidence.files) if is_file else len(known.evidence.commits)
    return match["number"] == str(listed)


def _differs(number: str, beside: dict[str, int], text: SessionText, *, sure: bool) -> Verdict:
    """The session has other numbers in this place. One word in common proves little."""
    if not sure and (text.has(number) or _is_small(number)):
        return STATED
    place = next(iter(beside.values()))
    line_start = text.text.rfind("\n", 0, place) + 1
    before = text.text[line_start:place].split()[-_SHOWN:]
    after = text.text[place : place + 80].partition("\n")[0].split()[:_SHOWN]
    return Verdict("contradicted", f'session: "{" ".join((*before, *after))}"')


def _alone(number: str, text: SessionText) -> Verdict:
    """A number whose surroundings the session doesn't have: it must stand there somewhere."""
    if _is_small(number) or text.knows(number) is not False:
        return STATED
    return Verdict("unsupported", f"no {number} in the session")


def _is_small(number: str) -> bool:
    return number.isdecimal() and int(number) <= _SMALL


def _last_words(text: str, many: int) -> str:
    """The last words before a number, with what glues them to it; "" when there are fewer."""
    words = text.rsplit(" ", many + (not text or text[-1] == " "))
    return text[len(words[0]) + 1 :] if len(words) > many else _only(text, many)


def _first_words(text: str, many: int) -> str:
    glued = not text.startswith(" ")
    parts = text.split(" ")
    kept = " ".join(parts[: many + 1])
    if len(parts) <= many:
        return _only(text, many)
    return kept.rstrip(".,;:!?") if not glued or kept else kept


def _only(text: str, many: int) -> str:
    """A side with fewer words counts where it has at least one less than wanted."""
    return text.rstrip(".,;:!?") if len(text.split()) == many else ""
