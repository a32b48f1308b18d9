"""The cues of every language, joined into one pattern for each role."""

from __future__ import annotations

import re
from typing import NamedTuple

from baton.making.evidence.cues import (
    chinese,
    english,
    french,
    german,
    japanese,
    korean,
    portuguese,
    spanish,
)
from baton.making.evidence.patterns import linear


class Cues(NamedTuple):
    """Patterns that hint at the role of a sentence; several hits in one sentence add up."""

    done: re.Pattern[str]
    generic_heading: re.Pattern[str]  # "Summary of changes": adds nothing to a bullet under it
    reports: re.Pattern[str]  # a sentence that begins by telling what was done
    decision: re.Pattern[str]
    chosen: re.Pattern[str]  # says outright that a choice was made
    rejected: re.Pattern[str]  # the alternative turned down, in its only filled group
    why: re.Pattern[str]
    reason_lead: re.Pattern[str]  # "This is because": goes where "because" is put before
    lesson: re.Pattern[str]
    weak_lesson: re.Pattern[str]
    explains: re.Pattern[str]  # ties a fact to its effect: ", so the ...", "which means"
    diagnosis: re.Pattern[str]  # names a cause; a later one in the same turn supersedes it
    conclusion: re.Pattern[str]  # "That's why ...": needs the sentence before it
    musing: re.Pattern[str]  # thinking aloud: says what one is about, not what is so
    next: re.Pattern[str]
    next_heading: re.Pattern[str]
    invite: re.Pattern[str]  # "Now run:" before a block of commands
    offer: re.Pattern[str]
    blocker: re.Pattern[str]
    correction: re.Pattern[str]
    instruction: re.Pattern[str]
    trouble: re.Pattern[str]  # a user telling of an error
    guess: re.Pattern[str]  # supposition, plans and conditions: no lesson yet
    intent: re.Pattern[str]  # what somebody means to do, in the middle of a sentence
    chatter: re.Pattern[str]  # says nothing to the next session
    doing: re.Pattern[str]  # "Let me now ...": what was about to happen
    polite: re.Pattern[str]  # what stands before the request itself
    request: re.Pattern[str]  # an order: how a title may begin
    agrees: re.Pattern[str]  # takes up an offer
    acknowledgement: re.Pattern[str]  # "yes", "go on": no goal, no decision


LANGUAGES = tuple(
    language.CUES
    for language in (english, japanese, chinese, korean, spanish, portuguese, german, french)
)
_APOSTROPHE = "['’]"


def _joined(name: str) -> re.Pattern[str]:
    """One pattern of all languages' sources."""
    sources = [language[name] for language in LANGUAGES if language.get(name)]
    joined = "|".join(f"(?:{source})" for source in sources)
    return linear(joined.replace("'", _APOSTROPHE))


CUES = Cues(*(_joined(name) for name in Cues._fields))
