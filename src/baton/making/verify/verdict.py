"""What a check says of a sentence, and how several say it together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from baton.model.document import Trust

# The worst that one check finds is what the claim is labelled with.
_ORDER: tuple[Trust, ...] = ("contradicted", "unsupported", "verified", "stated")


class Verdict(NamedTuple):
    """A label and the evidence for it in a few words; "stated" with a proof only adds it."""

    trust: Trust
    proof: str = ""


STATED = Verdict("stated")


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The verdict that counts; the first of equals."""
    return min(verdicts, key=lambda verdict: _ORDER.index(verdict.trust), default=STATED)


def together(sentences: Iterable[Verdict]) -> Verdict:
    """A claim's verdict from those of its sentences: verified only as a whole."""
    found = list(sentences)
    verdict = worst(found)
    if verdict.trust == "verified" and any(one.trust == "stated" for one in found):
        return Verdict("stated", verdict.proof)
    return verdict if verdict.trust != "stated" else max(found, key=_has_proof, default=STATED)


def _has_proof(verdict: Verdict) -> bool:
    return bool(verdict.proof)
