"""Names and quotes: every identifier must occur in the session, every quote must have been said."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from baton.making.choosing import tokens
from baton.making.verify import atoms
from baton.making.verify.known import Known, Said
from baton.making.verify.session_text import folded
from baton.making.verify.verdict import STATED, Verdict
from baton.model.session import UserMessage

_SHORTEST = 5  # characters of a name worth comparing with others
_SAME_WORDS = 0.85  # share of a quote's words in one sentence


def check_names(said: Said, known: Known) -> list[Verdict]:
    """One verdict for each identifier of a sentence that the session doesn't have."""
    return [_name(name, known) for name in missing(said.text, known)]


def missing(text: str, known: Known) -> list[str]:
    """The identifiers of a text that stand nowhere in the words of the session."""
    spans = {span for span in atoms.spans(text) if folded(span) in known.text.text}
    rest = text
    for span in spans:
        rest = rest.replace(f"`{span}`", " ")
    return [
        name
        for name in islice(dict.fromkeys(atoms.names(rest)), atoms.MOST)
        if not known.text.has(name)
    ]


def _name(name: str, known: Known) -> Verdict:
    there = known.text.knows(name)
    if there:
        return STATED
    near = nearest(name, known.text.vocabulary)
    if near:
        return Verdict("unsupported", f'not in the session: "{name}", but "{near}"')
    if there is None:
        return STATED
    return Verdict("unsupported", f'not in the session: "{name}"')


def nearest(name: str, vocabulary: Iterable[str]) -> str:
    """A name that differs by one letter, left out, doubled, changed or swapped; "" if none.

    Digits and a plural's s make another name, not a misspelling.
    """
    if len(name) < _SHORTEST:
        return ""
    return min((other for other in vocabulary if _misspelt(name, other)), default="")


def _misspelt(name: str, other: str) -> bool:
    if abs(len(name) - len(other)) > 1 or name[1:] == other[1:]:
        return False
    if name.rstrip("s") == other.rstrip("s") or name.lower() == other.lower() == name:
        return False
    start = 0
    while start < min(len(name), len(other)) and name[start] == other[start]:
        start += 1
    mine, theirs = name[start:], other[start:]
    if not any(part[:1].isalpha() for part in (mine, theirs)) or (mine + theirs)[:1].isdigit():
        return False
    if len(mine) == len(theirs):
        return mine[1:] == theirs[1:] or (
            mine[:2] == theirs[1::-1] and len(mine) > 1 and mine[2:] == theirs[2:]
        )
    return mine[1:] == theirs or theirs[1:] == mine


def check_quotes(said: Said, known: Known) -> list[Verdict]:
    """One verdict for each quote of a sentence."""
    return [_quote(quote, known) for quote in atoms.quotes(said.text)]


def _stitched(words: frozenset[str], known: Known) -> bool:
    """Whether a quote takes several sentences of one message together."""
    return any(
        len(words & tokens(event.text)) >= _SAME_WORDS * len(words)
        for event in known.evidence.session.events
        if isinstance(event, UserMessage)
    )


def _quote(quote: str, known: Known) -> Verdict:
    words = folded(quote.rstrip(" …."))
    if words in known.text.text:
        return STATED
    telling = tokens(words)
    if known.text.alike(telling, _SAME_WORDS) or _stitched(telling, known):
        return STATED
    if known.text.knows(words) is not False:
        return STATED
    return Verdict("unsupported", f'nobody said "{" ".join(words.split()[:6])} …"')
