"""Text of others made inert before it enters a session: nothing hidden, nothing that poses.

What a reader can't see goes (control and format characters, the Tags block, variation selectors,
fillers); what poses as the conversation's own structure is kept readable but broken (role labels,
system reminders, tool calls, HTML); images, link titles and link definitions go, as they show a
person something else than they hold. Doing it twice changes nothing more.
"""

from __future__ import annotations

import re

# Compiled when first needed: a start hook mostly needs two of them.
# U+FE0F (emoji style) stays. The rest of these is invisible, reorders text or drives a terminal.
_HIDDEN = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff0-\uffff"
    "\ud800-\udfff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_CURSOR_MOVES = r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|.)"
_COMMENT = r"(?s)<!--.*?(?:-->|\Z)"
_TAG = r"<(?=[A-Za-z/!?])"
_CODE = r"(`[^`\n]*`)"
_POSING_TAG = (
    r"(?i)<(?=/?(?:antml:|system|function|invoke|parameter|tool|user|human|assistant|handoff|"
    r"instructions?\b|prompt))"
)
_ROLE = (
    r"(?im)^([ \t>*_#]*|[ \t]*[-*+] [*_]*(?=human|assistant|(?-i:SYSTEM)))"
    r"(system|human|assistant|user|developer|tool|ai)([*_ \t]*):(?=[\s*_]|$)"
)
_IMAGE = r"!\[[^\]\n]{0,2000}\]\([^)\n]{0,2000}\)"
_LINK_TITLE = r"(\]\([^)\s]+)\s+(?:\"[^\"\n]*\"|'[^'\n]*')\)"
_DEFINITION = r"(?m)^[ \t]*\[[^\]\n]+\]:[ \t]*\S.*$"
_WIDE = r"[ \t\u3000]{9,}"
_TALL = r"\n(?:[ \t]*\n){2,}"


def inert(text: str) -> str:
    """`text` as harmless data. Line feeds and tabs stay; so does everything a person can see."""
    if not text.replace("✓", "").isascii():  # our own mark stays as it is
        import unicodedata

        text = unicodedata.normalize("NFC", text)
    if "\x1b" in text:
        text = re.sub(_CURSOR_MOVES, "", text)
    if _may_hide(text):
        text = re.sub(_HIDDEN, "", text)
    if "<" in text:
        text = re.sub(_POSING_TAG, "‹", re.sub(_COMMENT, "", text))
        parts = re.split(_CODE, text)
        text = "".join(
            part if part.startswith("`") and part.endswith("`") else re.sub(_TAG, "‹", part)
            for part in parts
        )
    text = _without_disguises(text)
    if ":" in text:
        text = re.sub(_ROLE, r"\1“\2\3” -", text)
    if "   " in text or "\t" in text or "\u3000" in text:
        text = re.sub(_WIDE, "    ", text)
    return re.sub(_TALL, "\n\n", text) if text.count("\n") > 2 else text


def _may_hide(text: str) -> bool:
    """Whether characters are in it that need a look: most text has none."""
    plain = text.replace("✓", "").replace("\n", "").replace("\t", "")
    return not (plain.isascii() and plain.isprintable())


def _without_disguises(text: str) -> str:
    """Without images, link titles and link definitions."""
    if "![" in text:
        text = re.sub(_IMAGE, "[image]", text)
    if "](" in text:
        text = re.sub(_LINK_TITLE, r"\1)", text)
    if "]:" in text:
        text = re.sub(_DEFINITION, "", text)
    return text
