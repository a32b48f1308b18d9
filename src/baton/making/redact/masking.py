"""Putting placeholders where secrets stood."""

from __future__ import annotations

import hashlib
import hmac
import re
from typing import TYPE_CHECKING

from baton.making.redact.scanned import PLACEHOLDER
from baton.making.redact.views import Part, View, assembled, whole
from baton.model.saving import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from baton.making.redact.scanned import Span

KIND = re.compile(r"[^a-z0-9]+")


def merged(spans: Iterable[Span]) -> tuple[Finding, ...]:
    """The spans in order, overlapping ones as one; the longest names the kind."""
    result: list[Finding] = []
    longest = 0
    for start, end, kind in sorted(spans, key=lambda span: (span[0], -span[1], span[2])):
        if result and start < result[-1].end:
            last = result.pop()
            if end - start > longest:
                longest, last = end - start, last._replace(kind=kind)
            result.append(last._replace(end=max(last.end, end)))
        elif end > start:
            longest = end - start
            result.append(Finding(start, end, kind))
    return tuple(result)


def placeholder(kind: str, value: str, key: bytes) -> str:
    """What stands for a secret: its kind, and four digits that tell equal ones apart.

    The digits are keyed with this machine's secret, so that nobody else can try out values.
    """
    digest = hmac.new(key, value.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
    return f"[redacted:{KIND.sub('-', kind.lower())}:{digest[:4]}]"


def masked(text: str, findings: Iterable[Finding], key: bytes) -> str:
    """The text with every finding replaced by its placeholder."""
    return "".join(part.shown for part in masked_parts(text, findings, key))


def masked_view(text: str, findings: Iterable[Finding]) -> View:
    """The masked text as a view, so that places in it lead back to the text."""
    return assembled(masked_parts(text, findings, b"")) or whole(text)


def masked_parts(text: str, findings: Iterable[Finding], key: bytes) -> Iterator[Part]:
    done = 0
    for start, end, kind in findings:
        yield Part(text[done:start], done, start)
        yield Part(placeholder(kind, text[start:end], key), start, end)
        done = end
    yield Part(text[done:], done, len(text))


def outside_placeholders(text: str, spans: Iterable[Span]) -> list[Span]:
    """The spans without what is a placeholder already."""
    taken = [found.span() for found in PLACEHOLDER.finditer(text)]
    if not taken:
        return list(spans)
    result: list[Span] = []
    for span in spans:
        start = span.start
        for begin, end in taken:
            if begin < span.end and end > start:
                if begin > start:
                    result.append(span._replace(start=start, end=begin))
                start = end
        if start < span.end:
            result.append(span._replace(start=start))
    return result
