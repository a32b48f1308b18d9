"""The redaction gate: text in, `Redacted` out, or nothing at all.

    scanned.py     the text as the layers see it
    rules.py       rules as data: keyword first, pattern after; rules.json (see NOTICE)
    structures.py  headers, addresses, key files; commands.py  (layer)
    keyvalue.py    values whose name says it; names.py         (layer)
    prose.py       passwords in sentences                      (layer)
    known.py       the secrets this user has                   (layer)
    opaque.py      unreadable tokens, in documents only        (layer)
    views.py       the text unescaped, unwrapped, decoded
    plain.py       what is no secret
    masking.py     placeholders

A layer is a function from the scanned text to spans; the pipeline is a tuple of them. It fails
closed: without its engine or its rules it raises RedactionError and no text passes.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Literal, TypeAlias

from baton.making.redact.keyvalue import scan_pairs
from baton.making.redact.known import environment_values, file_values, scan_known
from baton.making.redact.masking import masked, masked_view, merged, outside_placeholders
from baton.making.redact.opaque import scan_opaque
from baton.making.redact.prose import scan_prose
from baton.making.redact.rules import scan_vendored
from baton.making.redact.scanned import Scanned, Span, prepare
from baton.making.redact.structures import scan_structures
from baton.making.redact.tidying import tidied
from baton.making.redact.views import WINDOWS, View, cleaned, neighbourhood, whole
from baton.model.saving import Finding, Redacted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Scope: TypeAlias = Literal["text", "document"]
Layer: TypeAlias = "Callable[[Scanned], Iterator[Span]]"

LAYERS: tuple[Layer, ...] = (scan_vendored, scan_structures, scan_pairs, scan_prose)
DEPTH = 2  # views of views: base64 in base64, percent codes in JSON
AROUND = 4_000  # a mask changes what is found around it, not far away
ROUNDS = 8  # masking may bring something new to light; it settles long before


def redact(text: str, *, scope: Scope = "text", key: bytes) -> Redacted:
    """The text with its secrets replaced by `[redacted:<kind>:<4 hex digits>]`.

    `scope` "text" is for anything long (transcripts, the search index); "document" is for the
    short text that travels: unreadable tokens go too, the home folder becomes `~`. `key` is this
    machine's secret. The findings are places in `text`. Redacting twice equals redacting once.
    Raises RedactionError when the scanner can't run.
    """
    view = seen(text, scope)
    findings = settled(view.text, scope)
    return Redacted(masked(view.text, findings, key), in_origin(view, findings))


def find(text: str, scope: Scope = "text") -> tuple[Finding, ...]:
    """Where secrets stand in the text, in order and apart; raises RedactionError as `redact`."""
    view = seen(text, scope)
    return in_origin(view, settled(view.text, scope))


def seen(text: str, scope: Scope) -> View:
    """The text as it is to be scanned and kept: documents are tidied first."""
    return tidied(text) if scope == "document" else whole(text)


def in_origin(view: View, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    return merged(lifted(view, map(as_span, findings)))


def settled(text: str, scope: Scope) -> tuple[Finding, ...]:
    """Scan, mask, and scan around the masks again until nothing is found any more."""
    known = known_values()
    findings = merged(outside_placeholders(text, scan(text, scope, known)))
    for _ in range(ROUNDS if findings else 0):
        now = masked_view(text, findings)
        around = neighbourhood(now, AROUND)
        spans = outside_placeholders(around.text, scan(around.text, scope, known))
        if not spans:
            break
        spans = [*lifted(now, lifted(around, spans))]
        findings = merged([*map(as_span, findings), *spans])
    return findings


def scan(text: str, scope: Scope, known: frozenset[str]) -> Iterator[Span]:
    """What all layers find in the text, in no order."""
    scanned = prepare(text)
    if scope == "document":
        yield from scan_opaque(scanned)
    yield from scan_known(scanned, known)
    yield from look(scanned, known, DEPTH)


def look(scanned: Scanned, known: frozenset[str], depth: int) -> Iterator[Span]:
    """What the layers find in the text and in its views."""
    for layer in LAYERS:
        yield from layer(scanned)
    clean = cleaned(scanned.text)
    if clean:
        inner = prepare(clean.text)
        for layer in LAYERS:
            yield from lifted(clean, layer(inner))
        yield from lifted(clean, scan_known(inner, known))
    if not depth:
        return
    for window in WINDOWS:
        view = window(clean.text if clean else scanned.text)
        if not view:
            continue
        found = look(prepare(view.text), known, depth - 1)
        yield from lifted(clean, lifted(view, found)) if clean else lifted(view, found)


def lifted(view: View, spans: Iterable[Span]) -> Iterator[Span]:
    """Spans of a view as spans of the text behind it."""
    for start, end, kind in spans:
        yield Span(*view.origin(start, end), kind)


def known_values() -> frozenset[str]:
    """The user's own secrets, from the environment and credential files."""
    import os

    return environment_values() | values_in_files(os.path.expanduser("~"))


@lru_cache(maxsize=4)
def values_in_files(home: str) -> frozenset[str]:
    """Read once per process and home folder: a hook lives for milliseconds."""
    return file_values(lambda text: merged_spans(look(prepare(text), frozenset(), 0)))


def merged_spans(spans: Iterator[Span]) -> tuple[Span, ...]:
    return tuple(map(as_span, merged(spans)))


def as_span(finding: Finding) -> Span:
    return Span(*finding)
