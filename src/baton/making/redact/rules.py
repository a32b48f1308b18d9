"""Rules as data: a pattern that runs only where one of its keywords stands in the text.

Our own structural rules and the rule data taken over from other scanners (NOTICE) have the same
form and run through the same few lines.
"""

from __future__ import annotations

import json
import os
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from baton.errors import RedactionError
from baton.making.redact.patterns import compiled
from baton.making.redact.plain import bits, is_placeholder
from baton.making.redact.scanned import Scanned, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from baton.making.redact.patterns import Match

RULE_DATA = os.path.join(os.path.dirname(__file__), "rules.json")


class Rule(NamedTuple):
    kind: str
    pattern: str
    keywords: tuple[bytes, ...]  # small letters; none means: always look
    group: int = 0  # which group is the secret; 0: the first that matched, else the whole
    entropy: float = 0.0  # bits per character the secret must exceed
    allowed: tuple[str, ...] = ()  # patterns of values that are no secret


def vendored(path: str) -> tuple[Rule, ...]:
    """The rules of other scanners; raises RedactionError when the data can't be read."""
    try:
        with open(path, encoding="utf-8") as file:
            rows = json.load(file)["rules"]
        return tuple(
            Rule(kind, pattern, tuple(k.encode() for k in keywords), group, entropy, tuple(allowed))
            for kind, pattern, keywords, group, entropy, allowed in rows
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise RedactionError(
            "the secret scanner can't run: its rule data can't be read",
            f"Reinstall baton, then try again ({path}: {error})",
        ) from error


@cache
def vendored_once() -> tuple[Rule, ...]:
    return vendored(RULE_DATA)


def scan_vendored(scanned: Scanned) -> Iterator[Span]:
    """Layer: formats of well-known providers."""
    return scan_rules(scanned, vendored_once())


def scan_rules(scanned: Scanned, rules: Iterable[Rule]) -> Iterator[Span]:
    """Everything the rules find; a rule whose keywords are absent is never even compiled."""
    present: dict[bytes, bool] = {}
    for rule in rules:
        for keyword in rule.keywords:
            if keyword not in present:
                present[keyword] = keyword in scanned.low
            if present[keyword]:
                break
        else:
            if rule.keywords:
                continue
        for match in compiled(rule.pattern).finditer(scanned.raw):
            start, end = secret_span(match, rule)
            if end > start and is_secret(rule, scanned.raw[start:end]):
                yield Span(start, end, rule.kind)


def secret_span(match: Match, rule: Rule) -> tuple[int, int]:
    """Where in the match the secret itself stands."""
    if rule.group:
        return match.span(rule.group)
    for group in range(1, compiled(rule.pattern).groups + 1):
        start, end = match.span(group)
        if end > start:
            return start, end
    return match.span()


def is_secret(rule: Rule, value: bytes) -> bool:
    """Whether what the pattern found is more than a sample or a mask."""
    if rule.entropy and bits(value) <= rule.entropy:
        return False
    if is_placeholder(value):
        return False
    return not any(compiled(pattern).search(value) for pattern in rule.allowed)
