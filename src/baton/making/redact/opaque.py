"""Layer for the short final document only: tokens that nobody could read out.

In a transcript lock files, images and trace ids are full of such tokens; in a handoff they have
no business, so anything that is neither a git object, a UUID, a path nor made of words goes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from baton.making.redact.plain import FILE, bits, is_placeholder, readable_share
from baton.making.redact.scanned import Scanned, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKEN = re.compile(rb"[A-Za-z0-9_+/=.~-]{20,}")
PIECE = re.compile(rb"[A-Za-z0-9_+~=-]+")
KNOWN = re.compile(
    rb"(?:[a-z]{1,12}[-_])?(?:[0-9a-f]{7,24}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9A-F]{40})"
    rb"|(?i:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})|[\d.+-]+"
)
KNOWN_INSIDE = re.compile(
    rb"(?i)(?<![0-9a-z])(?:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})(?![0-9a-z])"
)
# trace_id=…, checksum=…: hexadecimal that its name explains
NAMED_ID = re.compile(rb"(?i)[\w.-]*(?:id|hash|digest|checksum|commit|etag|md5|sha\d*)=[0-9a-f]+")
# 20260701, 20260701T182147, 2026-07-01
STAMP = re.compile(rb"(?<![0-9])(?:19|20)\d\d-?[01]\d-?[0-3]\d(?:[T_-]?\d{4,6}Z?)?(?![0-9])[A-Z]?")
# Names that assistants' own interfaces give to messages, calls and sessions: no secrets.
ASSISTANT_ID = re.compile(
    rb"(?:toolu|srvtoolu|msg|req|resp|call|run|thread|chatcmpl|cmpl|gen|asst|rs|fc|item|batch)[_-][A-Za-z0-9]+"
)
DIGEST = re.compile(rb"(?:sha(?:1|256|384|512)|md5|h1)[-:=]?$")
SIZE = 20


def scan_opaque(scanned: Scanned) -> Iterator[Span]:
    """Long tokens of high entropy, whatever they are."""
    for token in TOKEN.finditer(scanned.raw):
        start = token.start()
        value = token.group().rstrip(b".-=/_~") if b"/" not in token.group() else token.group()
        before = scanned.low[max(0, start - 8) : start]
        if DIGEST.search(before) or not is_opaque(value):
            continue
        yield Span(start, start + len(value), "opaque")


def is_opaque(value: bytes) -> bool:
    """No git object, no UUID, no path, no words."""
    if KNOWN.fullmatch(value) or ASSISTANT_ID.fullmatch(value) or is_placeholder(value):
        return False
    if is_path(value):
        return any(
            mixed_case(piece) and is_opaque(piece)
            for piece in value.split(b"/")
            if len(piece) >= SIZE
        )
    if NAMED_ID.fullmatch(value) or FILE.fullmatch(value):
        return False
    value = STAMP.sub(b"", value)
    if len(value) < SIZE:
        return False
    rest = KNOWN_INSIDE.sub(b" ", value)
    if len(rest) < len(value):
        return any(is_opaque(piece) for piece in rest.split() if len(piece) >= SIZE)
    if value.startswith((b"sha256-", b"sha384-", b"sha512-")):
        return False
    digits = sum(48 <= c <= 57 for c in value)
    if not (digits >= 3 or mixed_case(value)) or value.isdigit() or bits(value) < 3.0:
        return False
    return readable_share(value) < 0.6


def is_path(value: bytes) -> bool:
    """Parts of a path are words; base64 has slashes too, but no whole words between them."""
    if b"/" not in value or b"+" in value or value.endswith(b"="):
        return False
    return any(len(piece) >= 3 and readable_share(piece) > 0.6 for piece in value.split(b"/"))


def mixed_case(value: bytes) -> bool:
    return value != value.lower() and value != value.upper()
