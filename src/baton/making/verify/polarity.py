"""Prose turned round: the session says the same words, but the other way.

Each word that can be affirmed or denied has a sign in a sentence: "not fixed" and "unfixed" deny
what "fixed" affirms. Where all the sentences of the session that are like a text give a word the
other sign, the text is contradicted by what was said.
"""

from __future__ import annotations

import re

from baton.making.choosing import tokens
from baton.making.verify import atoms
from baton.making.verify.known import Known, Said
from baton.making.verify.session_text import cited
from baton.making.verify.verdict import Verdict

_WORD = re.compile(r"[^\W_]+(?:['’]t)?|[,;:()!?.]")
_CODE = re.compile(r"`[^`]*`")
_DENIES = frozenset(
    {"not", "never", "no", "without", "cannot", "hardly", "neither", "nor", "nothing", "none",
     "unable", "stops", "stopped"}
)  # fmt: skip
_SHORTENED = "isn aren wasn weren doesn don didn won wouldn shouldn couldn hasn haven hadn can"
_REACH = 3  # words that a denial reaches
# Pairs that deny each other; the first affirms.
_PAIRS = (
    ("pass passes passed passing green", "fail fails failed failing red failure failures"),
    ("work works worked working", "broken breaks broke"),
    ("fixed fixes fix resolved resolves", "unfixed unresolved"),
    ("committed", "uncommitted"),
    ("pushed", "unpushed"),
    ("enabled enables enable", "disabled disables disable"),
    ("supported supports", "unsupported"),
    ("added adds add", "removed removes remove"),
    ("allowed allows", "forbidden denied rejected rejects"),
    ("available", "unavailable missing"),
    ("valid", "invalid"),
    ("succeeds succeeded success successful successfully", "unsuccessful"),
    ("more increases increased higher", "less fewer decreases decreased lower"),
    ("faster", "slower"),
    ("always", "seldom"),
    ("complete completed finished", "incomplete unfinished"),
    ("used uses", "unused"),
    ("possible", "impossible"),
    ("safe", "unsafe"),
    ("correct correctly", "incorrect incorrectly wrong"),
)
_SIGN = {
    word: (affirmed.split()[0], affirms)
    for affirmed, denied in _PAIRS
    for words, affirms in ((affirmed, True), (denied, False))
    for word in words.split()
}
_STATES = frozenset({"pass", "work", "fixed", "committed", "pushed", "succeeds", "complete"})
_SIGNED = frozenset(_SIGN) | _DENIES | tokens(" ".join(_SIGN)) | tokens(_SHORTENED)


def check_polarity(said: Said, known: Known) -> list[Verdict]:
    """Whether the session has this sentence, or a quote in it, the other way round."""
    parts = [*said.text.split(" → "), *atoms.quotes(_CODE.sub(" ", said.text))]
    return [verdict for part in parts for verdict in _turned(part, known)]


def _turned(text: str, known: Known) -> list[Verdict]:
    mine = signs(text)
    alike = known.text.same_but(tokens(text), _SIGNED) if mine else []
    theirs: dict[str, set[bool]] = {}
    for sentence in alike:
        for word, found in signs(sentence.text).items():
            theirs.setdefault(word, set()).update(found)
    turned = [
        word
        for word, found in mine.items()
        if word in theirs and not found & theirs[word] and not _changes(word, found)
    ]
    return [Verdict("contradicted", cited(alike[0]))] if turned else []


def _changes(word: str, found: set[bool]) -> bool:
    """Whether a word tells of a state that work brings about: what is affirmed now may well have
    been denied before."""
    return word in _STATES and found == {True}


def _as_word(code: re.Match[str]) -> str:
    """Code as one word, whatever it says inside."""
    return f" code{''.join(filter(str.isalnum, code.group()))} "


def signs(text: str) -> dict[str, set[bool]]:
    """Each word that is affirmed (True) or denied (False), by its affirming form."""
    found: dict[str, set[bool]] = {}
    reach = 0
    for word in (match.group().lower() for match in _WORD.finditer(_CODE.sub(_as_word, text))):
        if not word[0].isalnum():  # a denial ends with its clause
            reach = 0
            continue
        if word in _DENIES or word.endswith(("n't", "n’t")):
            reach = _REACH
            continue
        axis, affirms = _SIGN.get(word, (word, True))
        if len(axis) > 2:
            found.setdefault(axis, set()).add(affirms is not (reach > 0))
        reach -= 1
    return found
