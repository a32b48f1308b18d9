"""Rules as data: a pattern that runs only where one of its keywords stands in the text.

Our own structural rules and the rule data taken over from other scanners (NOTICE) have the same
form and run through the same few lines.
"""

from __future__ import annotations

import io
import json
import os
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from baton.errors import RedactionError
from baton.making.redact.patterns import compiled, literal_search
from baton.making.redact.plain import bits, is_placeholder
from baton.making.redact.scanned import Scanned, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baton.making.redact.patterns import Match, Search

# A long text is taken in blocks, so that a rule runs only near its keywords.
BLOCK = 16_384
BEFORE = 1_024  # how far a match may start before its keyword's block
AFTER = 12_288  # and end after it: private keys
KEYWORD_SIZE = 64
RULE_DATA = os.path.join(os.path.dirname(__file__), "rules.json")


class Rule(NamedTuple):
    kind: str
    pattern: str
    keywords: tuple[bytes, ...]  # small letters; one of them is in every match
    group: int = 0  # which group is the secret; 0: the first that matched, else the whole
    entropy: float = 0.0  # bits per character the secret must exceed
    allowed: tuple[str, ...] = ()  # patterns of values that are no secret


def vendored(path: str) -> tuple[Rule, ...]:
    """The rules of other scanners; raises RedactionError when the data can't be read."""
    try:
        with io.FileIO(path) as file:
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


class RuleSet(NamedTuple):
    """Rules with one search that says in a single pass which keywords stand in a text."""

    rules: tuple[Rule, ...]
    owners: tuple[tuple[int, ...], ...]  # keyword's number -> numbers of its rules
    search: Search


def rule_set(rules: tuple[Rule, ...]) -> RuleSet:
    owners: dict[bytes, list[int]] = {}
    for number, rule in enumerate(rules):
        for keyword in rule.keywords:
            owners.setdefault(keyword, []).append(number)
    return RuleSet(rules, tuple(map(tuple, owners.values())), literal_search(tuple(owners)))


@cache
def provider_rules() -> RuleSet:
    return rule_set(vendored(RULE_DATA))


def scan_vendored(scanned: Scanned) -> Iterator[Span]:
    """Layer: formats of well-known providers."""
    return scan_rules(scanned, provider_rules())


def scan_rules(scanned: Scanned, rules: RuleSet) -> Iterator[Span]:
    """Everything the rules find."""
    for rule, match in matches(scanned, rules):
        start, end = secret_span(match, rule)
        if end > start and is_secret(rule, scanned.raw[start:end]):
            yield Span(start, end, rule.kind)


def matches(scanned: Scanned, rules: RuleSet) -> Iterator[tuple[Rule, Match]]:
    """Every match of a rule near one of its keywords; other rules are not even compiled."""
    blocks: dict[int, list[int]] = {}
    for start in range(0, len(scanned.low), BLOCK):
        near: set[int] = set()
        for keyword in rules.search.Match(scanned.low[start : start + BLOCK + KEYWORD_SIZE]) or ():
            near.update(rules.owners[keyword])
        for number in near:
            blocks.setdefault(number, []).append(start)
    for number in sorted(blocks):
        rule = rules.rules[number]
        for start, end in stretches(blocks[number], len(scanned.raw)):
            for match in compiled(rule.pattern).finditer(scanned.raw, start, end):
                yield rule, match


def stretches(blocks: list[int], size: int) -> Iterator[tuple[int, int]]:
    """The blocks with what a match may need around them, adjacent ones as one."""
    begin = blocks[0]
    for start, following in zip(blocks, [*blocks[1:], size + BLOCK + AFTER + BEFORE], strict=True):
        if following - BEFORE > start + BLOCK + AFTER:
            yield max(0, begin - BEFORE), min(size, start + BLOCK + AFTER)
            begin = following


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
