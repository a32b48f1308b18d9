"""Text of others made inert before it enters a session: nothing hidden, nothing that poses.

What a reader can't see goes (control and format characters, the Tags block, variation selectors,
fillers); what poses as the conversation's own structure is kept readable but broken (role labels,
system reminders, tool calls, HTML); images, link titles and link definitions go, as they show a
person something else than they hold. Doing it twice changes nothing more.
"""

from __future__ import annotations

import re

# U+FE0F (emoji style) stays. The rest of these is invisible, reorders text or drives a terminal.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff0-\uffff"
    "\ud800-\udfff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_CURSOR_MOVES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|.)")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_CODE = re.compile(r"(`[^`\n]*`)")
_POSING_TAG = re.compile(
    r"<(?=/?(?:antml:|system|function|invoke|parameter|tool|user|human|assistant|handoff|"
    r"instructions?\b|prompt))",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"^([ \t>*_#]*|[ \t]*[-*+] [*_]*(?=human|assistant|(?-i:SYSTEM)))"
    r"(system|human|assistant|user|developer|tool|ai)([*_ \t]*):(?=[\s*_]|$)",
    re.IGNORECASE | re.MULTILINE,
)
_IMAGE = re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)")
_LINK_TITLE = re.compile(r"(\]\([^)\s]+)\s+(?:\"[^\"\n]*\"|'[^'\n]*')\)")
_DEFINITION = re.compile(r"^[ \t]*\[[^\]\n]+\]:[ \t]*\S.*$", re.MULTILINE)
_WIDE = re.compile(r"[ \t\u3000]{9,}")
_TALL = re.compile(r"\n(?:[ \t]*\n){2,}")


def inert(text: str) -> str:
    """`text` as harmless data. Line feeds and tabs stay; so does everything a person can see."""
    if not text.isascii():
        import unicodedata

        text = unicodedata.normalize("NFC", text)
    if "\x1b" in text:
        text = _CURSOR_MOVES.sub("", text)
    text = _HIDDEN.sub("", text)
    if "<" in text:
        text = _POSING_TAG.sub("‹", _COMMENT.sub("", text))
        parts = _CODE.split(text)
        text = "".join(
            part if part.startswith("`") and part.endswith("`") else _TAG.sub("‹", part)
            for part in parts
        )
    if "]" in text:
        text = _IMAGE.sub("[image]", text)
        text = _LINK_TITLE.sub(r"\1)", text)
        text = _DEFINITION.sub("", text)
    if ":" in text:
        text = _ROLE.sub(r"\1“\2\3” -", text)
    return _TALL.sub("\n\n", _WIDE.sub("    ", text))
