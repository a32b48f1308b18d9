"""The cues of every language, joined into one pattern for each role."""

from __future__ import annotations

import re
from typing import NamedTuple

from baton.making.evidence.cues import english, japanese
from baton.making.evidence.patterns import linear


class Cues(NamedTuple):
    """Patterns that hint at the role of a sentence; several hits in one sentence add up."""

    done: re.Pattern[str]
    decision: re.Pattern[str]
    rejected: re.Pattern[str]  # the alternative turned down, in group "rejected" where named
    why: re.Pattern[str]
    lesson: re.Pattern[str]
    weak_lesson: re.Pattern[str]
    explains: re.Pattern[str]  # ties a fact to its effect: ", so the ...", "which means"
    diagnosis: re.Pattern[str]  # names a cause; a later one in the same turn supersedes it
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
    acknowledgement: re.Pattern[str]  # "yes", "go on": no goal, no decision


LANGUAGES = (english.CUES, japanese.CUES)
_APOSTROPHE = "['’]"


def _joined(name: str) -> re.Pattern[str]:
    """One pattern of all languages' sources."""
    sources = [language[name] for language in LANGUAGES if language.get(name)]
    joined = "|".join(f"(?:{source})" for source in sources)
    return linear(joined.replace("'", _APOSTROPHE))


CUES = Cues(*(_joined(name) for name in Cues._fields))
