"""What a claim is held against, and the claim as the checks see it."""

from __future__ import annotations

import re
from typing import NamedTuple

import baton.making.evidence.sentences as sentences
from baton.making.verify.ledger import Ledger
from baton.making.verify.session_text import SessionText
from baton.model.evidence import Evidence

# Secrets were replaced when the document was stored; nothing can be said of them.
_REDACTED = re.compile(r"\[redacted:[^\]\s]*\]")
_LONGEST = 8000  # characters of one bullet; a longer one is pasted data
_QUOTED = re.compile(r'"[^"\n]*"|“[^”\n]*”')
_PAST_SECTIONS = frozenset({"lessons"})


class Known(NamedTuple):
    """The typed facts, and the words of the session."""

    evidence: Evidence
    ledger: Ledger
    text: SessionText


class Said(NamedTuple):
    """One sentence of a claim. `section` is a field of `Handoff`."""

    text: str
    section: str
    references: tuple[str, ...] = ()  # the evidence the claim names

    @property
    def unquoted(self) -> str:
        """The sentence without other people's words."""
        return _QUOTED.sub('""', self.text)

    @property
    def of_the_past(self) -> bool:
        """Whether the section tells how things were, not how they stand."""
        return self.section in _PAST_SECTIONS


def said(text: str, section: str, references: tuple[str, ...] = ()) -> tuple[Said, ...]:
    """The sentences of a claim; its references go with the first."""
    text = _REDACTED.sub(" ", text[:_LONGEST])
    parts = sentences.split(text) or [text]
    if text.startswith("✅"):  # an icon that says something
        parts[0] = f"✅ {parts[0]}"
    return tuple(
        Said(part, section, references if number == 0 else ()) for number, part in enumerate(parts)
    )
