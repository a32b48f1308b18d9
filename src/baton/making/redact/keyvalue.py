"""Layer: values whose name says that they are secret, in whatever notation.

Found from the name's telling word outwards: the whole name around it, the way it is joined to a
value (`=`, `": "`, `](`, `</tag>`, a table's bar, a call), the value itself, and a judgement of
name and value together. Every step looks at a bounded stretch, so the layer is linear.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from baton.making.redact.names import Strength, is_qualifier, strength_of
from baton.making.redact.patterns import compiled
from baton.making.redact.plain import (
    is_code,
    is_placeholder,
    is_random,
    is_reference,
    is_wordy,
    readable_share,
)
from baton.making.redact.scanned import Scanned, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

# A word that can make a name a secret's name; names.py decides about the whole name.
TELLING = (
    r"(?i)pass|pwd|secret|token|key|cred|auth|bearer|jwt|sess|salt|otp|\bpin\b"
    r"|psk|[_-]pat\b|\bpat[_-]|mnemonic|seed|cookie|senha|kennwort|contrase"
    r"|clave|mot[_ ]?de[_ ]?passe|wachtwoord"
    r"|[_-]pw\b|\bpw\b|sas[_-]|webhook|license|licence|\bsid\b|connection"
)
NAME_SIZE = 80
VALUE_SIZE = 8192
LONG_VALUE = 1024
# Bytes of a name become "a", all others " ": its ends are then found by plain searching.
IN_NAME = bytes(
    97 if (chr(c).isalnum() and c < 128) or chr(c) in "_-.$" or 192 <= c <= 255 else 32
    for c in range(256)
)
Q = r"""(?:\\*["'`]|\\*&quot;|\*\*|__)"""
TYPE = r"""(?:[ \t]*:[ \t]*(?:[&\w.<>\[\]|?]|, ){1,40})?"""
JOIN = (
    # {"name": "KEY", "value": "…"}, - name: KEY / value: …, <add key="KEY" value="…"/>
    rf"""{Q}?\s*,?\s*{Q}?(?:value|default|defaultValue|Value)[ \t]*{Q}?[ \t]*[:=][ \t]*"""
    # variable "key" { default = "…" }
    rf"""|{Q}\s*\{{\s*(?:type\s*=\s*\w+\s*)?(?:sensitive\s*=\s*\w+\s*)?default\s*=\s*"""
    # setenv("KEY", "…"), ("KEY", "…"), SetPassword("…"), KEY('…')
    rf"""|{Q}[ \t]*,[ \t]*|\([ \t]*"""
    # <KEY>…, <x name="KEY">…
    rf"""|{Q}?>\s{{0,20}}"""
    # | KEY | … |, `KEY` (`…`)
    rf"""|{Q}?[ \t]*\|[ \t]*|{Q}?[ \t]*\("""
    # KEY = …, "KEY": …, KEY: str = …, ["KEY"] = …, KEY := …, KEY => …
    rf"""|(?:{Q}?\]?\)?|\[\]){TYPE}[ \t]*(?:\|\|=|\?\?=|\?=|:=|=>|==?=?|:)[ \t]*"""
    # prose: the KEY is …, KEY was set to …
    rf"""|{Q}?[ \t]+(?:is|was|to|are|lautet|ist|est|es|changed to|set to|is now|is set to"""
    r"""|will be|of)[ \t]*:?[ \t]+"""
)
FLAG_JOIN = r"[ \t]+"
# ENV API_TOKEN x, setenv API_TOKEN x, npm config set …:_authToken x
WORD_JOIN = r"[ \t]+"
# PASSWORD 'x', IDENTIFIED BY password 'x', the password `x`: a space, then a quoted value
SPACE_JOIN = r"""[ \t]+(\\*["'`])"""
BEFORE_VALUE = (
    r"""(?:[|>][+-]?[ \t]*\r?\n[ \t]*|\*\*[ \t]*)?"""
    r"""(?:(?:[fbruFBRU]{1,2}|@|L)?(\\*(?:&quot;|[\"'`]{3}|[\"'`])))?"""
    r"""(?:(?i:bearer|basic|token|bot|apikey|negotiate|base64:|digest)(?:[ \t]+|:))?"""
)
BARE = r"""[^\s"'`\\<>|\x00-\x1f\x7f]+"""
NEXT_PAIR = re.compile(rb"[&;,]\s?[A-Za-z_][\w.\- ]{0,40}=")
IDENTIFIER = re.compile(
    rb"(?i)(?:sha\d+[-:])?[0-9a-f]{7,64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
)
SHORT = re.compile(rb"(?i)(?:^|[ -])pass_?$")
PHRASE = re.compile(rb"(?i)phrase|mnemonic|seed")
WORD_BEFORE = re.compile(rb"[A-Za-z]{2,16}\Z")
LETTERS = re.compile(rb"[A-Za-z\xc0-\xff]+")


class Pair(NamedTuple):
    """A name and a value joined to it."""

    name: bytes
    join: bytes
    value: bytes
    start: int
    quoted: bool
    flag: bool


def scan_pairs(scanned: Scanned) -> Iterator[Span]:
    """Values joined to a telling name."""
    raw = scanned.raw
    in_name = raw.translate(IN_NAME)
    done = 0
    for word in compiled(TELLING).finditer(raw):
        if word.start() < done:
            continue
        start = max(in_name.rfind(b" ", 0, word.start()) + 1, word.start() - NAME_SIZE, 0)
        end = in_name.find(b" ", word.end(), word.end() + NAME_SIZE)
        done = end = len(raw) if end < 0 and len(raw) - word.end() < NAME_SIZE else end
        if end < 0:
            done = word.end()
            continue
        name = full_name(raw, start, end)
        if strength_of(name.decode("latin-1")) == Strength.NONE:
            continue
        pair = pair_at(raw, name, end)
        if pair and len(pair.value) > LONG_VALUE:
            done = pair.start + len(pair.value)  # looking into it again and again is quadratic
        if pair and tells_secret(pair):
            yield Span(pair.start, pair.start + len(pair.value), kind_of(pair.name))


def full_name(raw: bytes, start: int, end: int) -> bytes:
    """The name, and the word before it in names of two words ("API key", "cache key")."""
    name = raw[start:end].rstrip(b".-$")
    if raw[start - 1 : start] == b" ":
        before = WORD_BEFORE.search(raw, max(0, start - 24), start - 1)
        if before and is_qualifier(before.group().decode(), name.decode("latin-1")):
            return before.group() + b"_" + name
    return name


def pair_at(raw: bytes, name: bytes, end: int) -> Pair | None:
    """The pair of the name that ends at `end`, if it is joined to a value."""
    flag = name.startswith(b"--")
    join = compiled(JOIN).match(raw, end, min(len(raw), end + 160))
    after = join.end() if join else 0
    if not join and flag:
        join = compiled(FLAG_JOIN).match(raw, end, min(len(raw), end + 8))
        after = join.end() if join else 0
    if not join and not SHORT.search(name):
        join = compiled(SPACE_JOIN).match(raw, end, min(len(raw), end + 8))
        after = join.start(1) if join else 0
    if not join and b"_" in name:
        join = compiled(WORD_JOIN).match(raw, end, min(len(raw), end + 8))
        after = join.end() if join else 0
    if not join:
        return None
    return value_after(raw, name, raw[end:after], after)


def value_after(raw: bytes, name: bytes, join: bytes, at: int) -> Pair | None:
    """The value that starts at `at`, with or without quotes."""
    limit = min(len(raw), at + VALUE_SIZE)
    before = compiled(BEFORE_VALUE).match(raw, at, limit)
    if not before:
        return None
    at = before.end()
    quote = before.span(1)
    if quote[1] > quote[0]:
        value = quoted_value(raw, raw[quote[0] : quote[1]], at, limit)
        return Pair(name, join, value, at, True, name.startswith(b"--")) if value else None
    if join.lstrip()[:1] == b"(" and not join.strip().startswith(b"`"):
        return None  # a call with an expression in it
    bare = compiled(BARE).match(raw, at, limit)
    if not bare:
        return None
    value = trimmed(raw[at : bare.end()], join)
    return Pair(name, join, value, at, False, name.startswith(b"--")) if value else None


def quoted_value(raw: bytes, quote: bytes, at: int, limit: int) -> bytes:
    """What stands between `at` and the closing quote, or the rest of the line without one."""
    mark = quote.lstrip(b"\\")
    if len(quote) > len(mark) or len(mark) > 1:
        end = raw.find(mark, at, limit)
    else:
        inside = compiled(rf"(?:[^{mark.decode()}\\\n]|\\[^\n])*").match(raw, at, limit)
        end = inside.end() if inside else at
    if end < 0:
        line = raw.find(b"\n", at, limit)
        end = line if line >= 0 else limit
    return raw[at:end].rstrip(b"\\\r\n ")


def trimmed(value: bytes, join: bytes) -> bytes:
    """A bare value without the punctuation of the sentence or the list around it."""
    following = NEXT_PAIR.search(value)
    if following:
        value = value[: following.start()]
    tight = join == b"="
    value = value.rstrip(b",;" if tight else b",;.:!?*")
    for opening, closing in ((b"(", b")"), (b"[", b"]"), (b"{", b"}")):
        if value.endswith(closing) and opening not in value:
            value = value.rstrip(closing).rstrip(b",;")
    return value


def tells_secret(pair: Pair) -> bool:
    """Whether name and value together say that the value is secret."""
    strength = name_strength(pair)
    value = pair.value
    if strength == Strength.NONE or len(value) < 4:
        return False
    if strength == Strength.WEAK and not pair.join.strip():
        return False
    if is_placeholder(value) or is_reference(value):
        return False
    if (not pair.quoted or value[:1] in b"{$") and is_code(value):
        return False
    if not pair.join.strip() and not pair.quoted and not pair.flag:
        return is_random(value, 16) and has_digit(value)
    if b"," in pair.join and (not pair.quoted or b"`" in pair.join or strength == Strength.WEAK):
        return False  # a list of names
    if strength == Strength.PASSWORD:
        return is_odd(pair) if SHORT.search(pair.name) else is_password(pair)
    if strength == Strength.TOKEN:
        return is_token(pair)
    return is_random(value, 20) and not is_identifier(value) and b" " not in value


def is_token(pair: Pair) -> bool:
    """A generated value; for a "secret", also words with digits, as people choose them."""
    if b" " in pair.value:
        return False
    if is_random(pair.value, 8):
        return True
    chosen = b"secret" in pair.name.lower() and (pair.quoted or is_env(pair))
    return chosen and has_digit(pair.value) and not LETTERS.fullmatch(pair.value)


def is_password(pair: Pair) -> bool:
    """Nearly anything, but labels, sentences, identifiers and counts."""
    value = pair.value
    if strength_of(value.decode("latin-1")) != Strength.NONE and not has_digit(value):
        return False  # "password": "newPassword"
    if b" " in value and PHRASE.search(pair.name):
        return value.count(b" ") >= 3
    if b" " in value:
        return has_digit(value) and len(value) < 40 and b"," not in pair.join
    if value.isdigit():
        return len(value) >= 6
    if not LETTERS.search(value):
        return False
    if has_digit(value) or not is_wordy(value):
        return not (pair.join.strip() == b"|" and len(value) < 6)
    if pair.quoted and b"," not in pair.join and b"(" not in pair.join:
        return len(value) >= 6 and not (LETTERS.fullmatch(value) and value[:1].isupper())
    return is_env(pair)


def is_odd(pair: Pair) -> bool:
    """For names that are also a verb ("pass", "PASS"): joined tightly, no word, no result."""
    if pair.join.strip() not in (b"=", b":") and not pair.flag and b"=" not in pair.join:
        return is_quoted_key(pair) and is_password(pair)
    mixed = has_digit(pair.value) and LETTERS.search(pair.value) and b" " not in pair.value
    env = is_env(pair) or (pair.join == b"=" and b"`" not in pair.value)
    slug = pair.value in (pair.value.lower(), pair.value.upper())
    readable = slug and readable_share(pair.value) >= 0.85
    return (env and is_password(pair)) or bool(
        mixed and not readable and not is_identifier(pair.value)
    )


def is_quoted_key(pair: Pair) -> bool:
    """`"pass": "…"`, `['pass'] = '…'`: the name is a key of a structure."""
    return pair.quoted and pair.join[:1] in (b'"', b"'", b"\\") and b"," not in pair.join


def is_env(pair: Pair) -> bool:
    """`NAME=value` of a shell or an environment file, or a command's flag."""
    return pair.flag or (pair.join == b"=" and pair.name.isupper())


def has_digit(value: bytes) -> bool:
    return any(48 <= c <= 57 for c in value)


def is_identifier(value: bytes) -> bool:
    """A git object, a UUID: names of things, which a weak name doesn't make secret."""
    return bool(IDENTIFIER.fullmatch(value))


def name_strength(pair: Pair) -> Strength:
    return strength_of(pair.name.decode("latin-1"))


def kind_of(name: bytes) -> str:
    """The finding's kind, by what its name says."""
    strength = strength_of(name.decode("latin-1"))
    return {Strength.PASSWORD: "password", Strength.TOKEN: "secret"}.get(strength, "key")
