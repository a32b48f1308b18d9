"""Normalised views: the text as a reader, a terminal or a decoder would see it.

A secret split by colours, invisible characters, line wrapping, escapes or an encoding is found in
the view that undoes it; the view's map leads its place back to the text.
"""

from __future__ import annotations

import base64
import binascii
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from itertools import accumulate, chain
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# JSON and shell escapes, however often they were escaped again; terminal sequences in either
# form (ECMA-48 CSI and OSC); characters that show nothing (Unicode Cf and fillers).
ESC = r"(?:\x1b|\\{1,16}(?:u001[bB]|x1[bB]|e|033))"
HIDDEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff"
)
NOISE = re.compile(
    ESC + r"\[[0-?]*[ -/]*[@-~]"
    r"|" + ESC + r"\][^\x07\x1b\\\n]{0,400}(?:\x07|" + ESC + r"\\*|\\+u0007)"
    r"|\\{1,16}(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([nrtbf\"'`/]))"
    rf"|[{HIDDEN}]+"
    r"|&(amp|lt|gt|quot|apos);"
    r"|\x08"
)
NOISE_START = re.compile(rf"[\x1b\x08\\&{HIDDEN}]")
CONTROL = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
# A long line that ends within a token, and a next line that starts with the rest of it.
BEFORE_REST = frozenset(" \t>|")  # what mailers and terminals put before the rest
HAS_DIGIT = re.compile(r"[0-9]")
RUN_BEFORE = re.compile(r"[\w+/=.~%:@\-]+", re.ASCII)
RUN_AFTER = re.compile(r"[\w+/=.~%\-]+", re.ASCII)
NEXT_NAME = re.compile(r"[A-Za-z_][\w.-]{0,60}[ \t]*(?:=[^=\s]|:[ \t])")
WRAP_MINIMUM = 38  # the shortest line a terminal or a mailer wraps
RUN_MINIMUM = 20  # the shortest split token worth joining
JOINED = re.compile(
    r"""(["'])[ \t]{0,80}(?:(?:\+|\.{1,2}|\|\||&|\\)[ \t]{0,80}(?:\r?\n[ \t]{0,80})?"""
    r"""|\r?\n[ \t]{0,80}(?:[+.&][ \t]{0,80})?)\1"""
)
PERCENT_CODE = re.compile(r"%(?:25){0,3}([0-9A-Fa-f]{2})")
URL_END = re.compile(r"[\s\"'`<>\\]")
RUN = re.compile(r"[A-Za-z0-9+/_=-]{20,}")
BASE64_LINES = re.compile(
    r"(?m)^[ \t]*[A-Za-z0-9+/]{56,}\r?\n(?:[ \t]*[A-Za-z0-9+/]{4,}={0,2}(?:\r?\n|$))+"
)
HEX = re.compile(r"(?:[0-9a-fA-F]{2}){16,}")
DECODED_LIMIT = 65_536
READABLE = re.compile(rb"[\t\n\r\x20-\x7e\xc2-\xf4\x80-\xbf]+\Z")
URL_ALPHABET = str.maketrans("+/", "-_")
Show = Callable[[re.Match[str]], str]


class Part(NamedTuple):
    """A stretch of a view and the stretch of the text behind it."""

    shown: str
    start: int
    end: int

    @property
    def exact(self) -> bool:
        return len(self.shown) == self.end - self.start


class View(NamedTuple):
    text: str
    offsets: tuple[int, ...]  # where each part starts in the view
    parts: tuple[Part, ...]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the text behind a stretch of the view."""
        at = bisect_right(self.offsets, start) - 1
        part = self.parts[at]
        begin = part.start + (start - self.offsets[at] if part.exact else 0)
        at = bisect_left(self.offsets, end) - 1
        part = self.parts[at]
        return begin, part.start + end - self.offsets[at] if part.exact else part.end


def assembled(parts: Iterable[Part]) -> View | None:
    """A view out of its parts; None when there are none."""
    kept = tuple(part for part in parts if part.shown)
    if not kept:
        return None
    offsets = tuple(accumulate((len(part.shown) for part in kept), initial=0))[:-1]
    return View("".join(part.shown for part in kept), offsets, kept)


def whole(text: str) -> View:
    """The text as a view of itself."""
    return View(text, (0,), (Part(text, 0, len(text)),))


def neighbourhood(view: View, size: int) -> View:
    """What stands within `size` characters of the view's placeholders."""
    stretches: list[list[int]] = []
    for offset, part in zip(view.offsets, view.parts, strict=True):
        if not part.shown.startswith("[redacted:"):
            continue
        begin, end = max(0, offset - size), min(len(view.text), offset + len(part.shown) + size)
        if stretches and begin <= stretches[-1][1]:
            stretches[-1][1] = end
        else:
            stretches.append([begin, end])
    parts = [Part(view.text[begin:end], begin, end) for begin, end in stretches]
    return assembled(parts) or whole(view.text)


def cleaned(text: str) -> View | None:
    """Without escapes, colours and invisible characters."""
    found = noise(text)
    first = next(found, None)
    return assembled(shown_as(text, chain((first,), found), unescaped)) if first else None


def noise(text: str) -> Iterator[re.Match[str]]:
    """Every escape and invisible run, found by its first character, which is much faster."""
    done = 0
    for start in NOISE_START.finditer(text):
        found = NOISE.match(text, start.start()) if start.start() >= done else None
        if found:
            done = found.end()
            yield found


def replaced(text: str, pattern: re.Pattern[str], show: Show) -> Iterator[Part]:
    """The whole text, each match of the pattern shown as `show` says."""
    return shown_as(text, pattern.finditer(text), show)


def shown_as(text: str, matches: Iterable[re.Match[str]], show: Show) -> Iterator[Part]:
    done = 0
    for found in matches:
        yield Part(text[done : found.start()], done, found.start())
        yield Part(show(found), found.start(), found.end())
        done = found.end()
    yield Part(text[done:], done, len(text))


def unescaped(found: re.Match[str]) -> str:
    """What an escape stands for; nothing for a character that shows nothing."""
    code = found.group(1) or found.group(2)
    if code:
        return chr(int(code, 16))
    if found.group(3):
        return CONTROL.get(found.group(3), found.group(3))
    return ENTITIES.get(found.group(4) or "", "")


def unwrapped(text: str) -> View | None:
    """Long lines that break within a token, joined again."""
    return assembled(joined_lines(text, [*split_tokens(text)]))


def split_tokens(text: str) -> Iterator[tuple[int, int]]:
    """The line ends that fall into a token rather than between two words."""
    line = 0
    feed = text.find("\n")
    while feed >= 0:
        if feed - line >= WRAP_MINIMUM:
            start, end = feed, feed + 1
            while start > line and text[start - 1] in "\r\\":
                start -= 1
            while end < feed + 9 and text[end : end + 1] in BEFORE_REST:
                end += 1
            if splits_token(text, start, end):
                yield start, end
        line = feed + 1
        feed = text.find("\n", line)


def splits_token(text: str, start: int, end: int) -> bool:
    """Whether what stands before and after the gap is one generated token."""
    after = RUN_AFTER.match(text, end, end + 200)
    if not after or NEXT_NAME.match(text, end, end + 80):
        return False
    before = RUN_BEFORE.match(text[max(0, start - 200) : start][::-1])
    if not before:
        return False
    run = before.group()[::-1] + after.group()
    return len(run) >= RUN_MINIMUM and HAS_DIGIT.search(run) is not None


def joined_lines(text: str, gaps: list[tuple[int, int]]) -> Iterator[Part]:
    """The lines around the gaps, without the gaps; a line feed after each group of lines."""
    done = 0
    for at, (start, end) in enumerate(gaps):
        line = max(text.rfind("\n", 0, start) + 1, done)
        yield Part(text[line:start], line, start)
        done = end
        following = text.find("\n", end)
        following = len(text) if following < 0 else following
        if at + 1 == len(gaps) or gaps[at + 1][0] > following:
            yield Part(text[end:following], end, following)
            yield Part("\n", following, following)
            done = following


def concatenated(text: str) -> View | None:
    """Strings that code puts together of pieces, as one."""
    return assembled(joined_lines(text, [gap.span() for gap in JOINED.finditer(text)]))


def percent_decoded(text: str) -> View | None:
    """Addresses with percent codes, decoded, however often they were encoded."""
    return assembled(percent_windows(text)) if "%" in text else None


def percent_windows(text: str) -> Iterator[Part]:
    done = 0
    for code in PERCENT_CODE.finditer(text):
        if code.start() < done:
            continue
        start = max(done, code.start() - 400)
        for space in URL_END.finditer(text, start, code.start()):
            start = space.end()
        limit = min(len(text), code.start() + 4000)
        space_after = URL_END.search(text, code.start(), limit)
        done = space_after.start() if space_after else limit
        for part in replaced(text[start:done], PERCENT_CODE, lambda m: chr(int(m.group(1), 16))):
            yield Part(part.shown, part.start + start, part.end + start)
        yield Part("\n", done, done)


def decoded(text: str) -> View | None:
    """Base64 and hexadecimal runs that decode to text; a finding there is the whole run."""
    return assembled(decoded_runs(text))


def decoded_runs(text: str) -> Iterator[Part]:
    for pattern in (RUN, BASE64_LINES):
        for run in pattern.finditer(text):
            token = run.group()[:DECODED_LIMIT]
            shown = readable(bytes.fromhex if HEX.fullmatch(token) else from_base64, token)
            if shown:
                yield Part(shown + "\n", run.start(), run.end())


def from_base64(run: str) -> bytes:
    run = "".join(run.split()).rstrip("=")
    if not run.isascii() or len(run) % 4 == 1:
        return b""
    return base64.urlsafe_b64decode(run.translate(URL_ALPHABET) + "=" * (-len(run) % 4))


def readable(decode: Callable[[str], bytes], run: str) -> str:
    """The run decoded, if that is text."""
    try:
        return decode(run).decode("utf-8") if READABLE.match(decode(run[:80])) else ""
    except (ValueError, binascii.Error):
        return ""


WINDOWS: tuple[Callable[[str], View | None], ...] = (
    unwrapped,
    concatenated,
    percent_decoded,
    decoded,
)
