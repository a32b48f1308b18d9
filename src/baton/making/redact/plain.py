"""What is no secret though it stands where one could: samples, masks, references, code, words.

All judge one value of bounded length, so they may use Python's `re`.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache

NOTHING = frozenset(
    b"null none nil nul true false undefined unset empty yes no on off default auto inherit void "
    b"n/a na tbd todo required optional missing invalid unknown string str text bytes number int "
    b"integer boolean bool any object function async await this self new return var let const "
    b"varchar char uuid secretstr bearer basic digest negotiate apikey".split()
)
# Masked: what people and programs put over a secret. \x7f stands for an ellipsis or a bullet.
MASK = re.compile(rb"\*{3,}|\.{3,}|\x7f+|[xX]{5,}|-{5,}|_{5,}|\?{3,}|0{8,}")
CUT_OFF = re.compile(rb"(?:\.{3}|\x7f)$")
VARIABLE = re.compile(rb"\$\{?[A-Z][A-Z_]{2,}\b")
MASK_REST = 12  # characters of the real value that a mask may leave visible
WRAPPED = re.compile(
    rb"<[^<>]*>?|\$\{[^}]*\}*|\$[A-Za-z_]\w*|\$\d|\$\(.*|\{\{.*|\{[\w.]*\}|%\w+%|%[sdvqrx]|%\(\w+\)s"
    rb"|@\w+@|#\{.*|\[[\w .:*-]*\]|:[a-z_]+|\(.*\)|__\w+__"
)
SAMPLE_END = re.compile(rb"EXAMPLE(?:KEY|TOKEN|SECRET)?$")
SEQUENCE = re.compile(rb"(?i)abcdefgh|123456?78|12345$|01234567|67890|qwertyui|deadbeefdead")
STOP_WORDS = frozenset(
    b"your example sample placeholder changeme change changeit dummy fake redacted replace "
    b"replaceme insert todo foo bar baz here hidden masked removed mock lorem enter fixme".split()
)
# Possessive, for a value of thousands of digits would otherwise take for ever.
WORD_LIKE = re.compile(rb"[A-Za-z]++(?:[-_. /:]?[A-Za-z]++|[-_. ]?\d{1,4}+(?!\d))*+")
REFERENCE = re.compile(
    rb"(?i)ENC\[|ENC\(|\$ANSIBLE_VAULT|!vault|!(?:ref|sub|getatt)\b|vault:|arn:aws|op://|file://|kms:"
    rb"|ssm:|aws-sm:|gcp-sm:|secretsmanager:|secretref:|keyring:|env:|\{cipher\}|keychain:"
    rb"|sha(?:1|256|384|512)[-:]|md5:|urn:|ssh-(?:rsa|ed25519|dss) |ecdsa-sha2|ssh-keygen"
    rb"|data:[a-z]+/|(?:secret|secrets|kv|projects|var|data|local|module)/\w"
)
PATH = re.compile(rb"(?:~|\.{1,2})?/[\w.@-]+(?:/|$)|[A-Za-z]:\\")
ROOTED = re.compile(
    rb"(?:~|\.{1,2})/|/(?:bin|dev|etc|home|lib|mnt|nix|opt|proc|root|run|srv|sys|tmp|usr|var)/"
)
FILE = re.compile(
    rb"[\w@./\[\]$()-]*\.(?:[cm]?[jt]sx?|pyi?|mdx?|json[lc]?|ya?ml|toml|sh|rs|go|java|kt|s?css|html?|sql|txt"
    rb"|lock|cfg|ini|env|rb|php|[ch]|[ch]pp|cs|swift|vue|svelte|log|csv|png|svg|pem|key)(?::[\d,:-]+)?"
)
NAME = rb"[A-Za-z_$][\w$]*"
DOTTED = re.compile(rb"[&*!]?" + NAME + rb"(?:(?:\.|::|->|\?\.|!\.)" + NAME + rb")+[!?]?")
CONSTANT = re.compile(rb"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")
PATTERN = re.compile(
    rb"\[(?:\^|\\|[A-Za-z0-9]-[A-Za-z0-9])[^\]]*\]|\{\d+(?:,\d*)?\}|\\[dws][+*{]|\(\?"
)
CALL = re.compile(
    rb"(?:[&*!@]|new |await )?" + NAME + rb"(?:(?:\.|::|->|\?\.)" + NAME + rb")*[!?]?[(\[<{]"
)
CONSONANTS = re.compile(rb"(?i)[bcdfghjklmnpqrstvwxz]{5,}")
# A date, a time stamp, a count: digits that stand alone
MIXED = re.compile(rb"[A-Za-z0-9+/]+=*")  # no sign that separates words
NUMBER = re.compile(rb"(?<![A-Za-z0-9])\d{5,14}(?![A-Za-z0-9])")
# Where letters and digits meet without a sign between them; in words that happens seldom.
TURN = re.compile(rb"[A-Za-z]\d|\d(?=[A-Za-z])")
TURNS = 4
WORD = re.compile(rb"[A-Z]?[a-z]{2,}|[A-Z]{2,}(?![a-z])|\d{1,4}(?!\d)")
CAMEL = re.compile(rb"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")


def bits(value: bytes) -> float:
    """Shannon entropy in bits per character."""
    size = len(value)
    return -sum(n / size * math.log2(n / size) for n in map(value.count, set(value)))


@lru_cache(maxsize=512)
def is_placeholder(value: bytes) -> bool:
    """A sample, a mask, a template or nothing at all."""
    value = value.strip(b"\"'` \t")
    low = value.lower()
    if low in NOTHING or WRAPPED.fullmatch(value) or b"\x01" in value:
        return True
    rest = MASK.sub(b"", value)
    if len(rest) < len(value) and len(rest) <= MASK_REST * (2 if CUT_OFF.search(value) else 1):
        return True
    if VARIABLE.search(value):
        return True
    if len(value) >= 6 and len(set(low)) <= 3:
        return True
    if SAMPLE_END.search(value) or (len(value) < 40 and SEQUENCE.search(value)):
        return True
    if WORD_LIKE.fullmatch(value):
        return not STOP_WORDS.isdisjoint(re.split(rb"[-_. /:\d]+", low))
    return False


def is_reference(value: bytes) -> bool:
    """Names where a secret lies, or is the encrypted form of one, or a path or plain address."""
    if REFERENCE.match(value) or FILE.fullmatch(value) or b"://" in value or ROOTED.match(value):
        return True
    # Base64 may start with a slash too, but has no words between its slashes.
    return bool(PATH.match(value)) and any(
        len(part) > 1 and readable_share(part) > 0.6 for part in value.split(b"/")
    )


def is_code(value: bytes) -> bool:
    """An expression that computes or looks up the value: `user.password`, `getpass(`, `{key}`."""
    if value[:1] in (b"{", b"[", b"(", b"&") or value[-1:] in (b"(", b"[", b"{"):
        return True
    if PATTERN.search(value):
        return True
    called = CALL.match(value)
    if called and (called.group()[:-1].isalpha() or is_wordy(called.group()[:-1])):
        return True
    if CONSTANT.fullmatch(value) and readable_share(value) >= 0.65:
        return True
    return bool(DOTTED.fullmatch(value)) and is_wordy(value)


def is_wordy(value: bytes) -> bool:
    """Made of words a person could read out: an identifier, a slug, a sentence."""
    if is_jumble(value):
        return False
    pieces = CAMEL.findall(NUMBER.sub(b"", value))
    letters = [piece for piece in pieces if not piece.isdigit()]
    if not letters:
        return False
    digits = sum(map(len, pieces)) - sum(map(len, letters))
    if digits > 6 or len(pieces) - len(letters) > 2 or CONSONANTS.search(value):
        return False
    return sum(map(len, letters)) / len(letters) >= 2.9


def is_jumble(value: bytes) -> bool:
    """Letters and digits, capitals and small ones in turns, as no name has them."""
    if len(TURN.findall(value)) > TURNS:
        return True
    if len(value) < 16 or not MIXED.fullmatch(value) or value.isalpha():
        return False
    pieces = CAMEL.findall(value)
    return value not in (value.lower(), value.upper()) and len(value) / len(pieces) < 3.5


def is_random(value: bytes, size: int) -> bool:
    """Long and mixed enough for a generated token of at least `size` characters."""
    if len(value) < size or is_wordy(value) or readable_share(value) >= 0.65:
        return False
    has_digit = any(48 <= c <= 57 for c in value)
    has_letter = any(c > 64 for c in value)
    return (has_digit and has_letter and bits(value) >= 2.5) or (has_letter and bits(value) >= 3.6)


def readable_share(value: bytes) -> float:
    """How much of the value is words: in base64 chance pieces are short and vowelless."""
    if is_jumble(value):
        return 0.0
    letters_and_digits = sum(chr(c).isalnum() for c in value)
    words = [word for word in WORD.findall(value) if is_pronounceable(word)]
    return sum(map(len, words)) / max(1, letters_and_digits)


def is_pronounceable(word: bytes) -> bool:
    if word.isdigit():
        return len(word) <= 2
    return (
        len(word) >= 3 and any(c in b"aeiouyAEIOUY" for c in word) and not CONSONANTS.search(word)
    )
