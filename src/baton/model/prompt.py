"""What a model is asked, what it answers, and what comes of it; the same for every protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from baton.model.document import Handoff
    from baton.model.saving import Redacted


class Prompt(NamedTuple):
    """`rules` are baton's own words, the same for every session. All else has been redacted."""

    rules: str
    turns: tuple[Redacted, ...]  # ours, the model's, ours: what is asked stands last

    @property
    def messages(self) -> list[dict[str, str]]:
        """The turns as all protocols want them: user and assistant, one after the other."""
        roles = ("user", "assistant")
        return [{"role": roles[n % 2], "content": turn.text} for n, turn in enumerate(self.turns)]


class Reply(NamedTuple):
    """What a model said. Tokens are 0 where it didn't tell how many it took."""

    text: str
    tokens_in: int = 0
    tokens_out: int = 0


Outcome: TypeAlias = Literal["worded", "repaired", "none"]


class Written(NamedTuple):
    """The handoff, and by whom it is: "none" is the draft without a model, `why` says why."""

    handoff: Handoff
    outcome: Outcome
    why: str = ""


def estimated_tokens(text: str) -> int:
    """About how many tokens a text takes, rather too many than too few.

    English prose is some 4 bytes a token, code 3, and a Chinese or Japanese character of 3 bytes
    about one token.
    """
    return len(text.encode("utf-8", "replace")) // 3 + 1
