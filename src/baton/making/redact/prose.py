"""Layer: passwords that people write into sentences, prompts and chats.

Only a value that mixes letters with digits or signs counts here: words are words.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from baton.making.redact.plain import is_code, is_placeholder, is_reference, readable_share
from baton.making.redact.rules import Rule, RuleSet, matches, rule_set
from baton.making.redact.scanned import Scanned, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

NOUN = (
    r"(?:pass ?word|pass ?phrase|pass ?code|passwd|pwd|pw|creds?|credentials?|secret|token|api key"
    r"|access key|passwort|kennwort|mot de passe|contrase.a|senha|clave|wachtwoord|l.senord)"
)
VALUE = r"""["'`(*]{0,3}([^\s"'`<>\\|\x00-\x1f\x7f]{4,128})"""
PATTERNS = (
    # Password for 'https://…': X    Enter the passphrase for key '…': X
    rf"(?i)\b{NOUN}\b[^\n:=]{{0,30}}(?:['\"(][^\n'\")]{{1,120}}['\")])?[ \t]?[:=][ \t]+{VALUE}",
    # log in with admin / X    credentials: admin:X    user admin, password X
    r"(?i)\b(?:log(?:ged|ging)?[ -]?in|sign(?:ed)?[ -]?in|login|credentials?|creds?|account|user(?:name)?"
    rf"|authenticate)\b(?:[^\n]{{0,40}}?(?:[ \t](?:with|as|using|is|are|mit)|[:=]))?[ \t`'\"(]+[\w.@+-]{{2,64}}[`'\"]{{0,2}}(?:[ \t]/[ \t]|:[ \t]?|[ \t]and[ \t]){VALUE}",
    rf"(?i)\b(?:log[ -]?in|sign[ -]?in|credentials?|creds)\b[^\n]{{0,20}}?[ \t](?:with|as|using|are|is)[ \t`'\"]+[\w.@+-]{{2,32}}/{VALUE}",
    # the password (for staging) is X    password X works
    rf"(?i)\b{NOUN}\b(?:[ \t]+(?:for|of|to|on|in|f.r|de|pour|para)[ \t][^\n.:;]{{1,50}}?)?[ \t]+"
    rf"(?:is|was|=|to|as|ist|lautet|est|es|now)[ \t]*:?[ \t]+(?:now |still |currently |just |simply )?{VALUE}",
    rf"(?i)\b(?:{NOUN}|(?:the|my|your|our|this|new) key)[ \t]+{VALUE}",
    # use X as the password    X is the password
    rf"(?i){VALUE}[\"'`)*]{{0,3}}[ \t]+(?:is|as|was|ist|als|est)[ \t]+(?:the |my |our |your |its |new |root |admin |das |le |el |db |database )*{NOUN}\b",
)
NOUNS = (
    b"pass", b"pwd", b"pw", b"cred", b"secret", b"token", b"key", b"kennwort", b"contrase",
    b"mot de", b"senha", b"clave", b"wachtwoord", b"senord",
)  # fmt: skip
LOGINS = (b"log", b"sign", b"cred", b"account", b"user", b"authenticate")
# Other scripts, where Latin-1 bytes can't help; runs on a text that has such letters.
OTHER_NOUNS = (
    "密码", "密碼", "口令", "密钥", "令牌", "パスワード", "비밀번호", "암호", "пароль", "Пароль",
    "κωδικός", "סיסמה", "كلمة المرور", "รหัสผ่าน", "hasło", "mật khẩu",
)  # fmt: skip
OTHER_START = re.compile(f"[{''.join({noun[0] for noun in OTHER_NOUNS} - set('hm'))}łậ]")
OTHER_SCRIPTS = re.compile(
    rf"(?:{'|'.join(OTHER_NOUNS)})"
    r"[^\S\n]{0,3}(?:[:：=＝]|是|は|为|為|は|은|는|이|—|-)?[^\S\n]{0,3}[\"'`「“]?([!-~]{4,128})"
)
TRAILING = b".,;:!?)*"


# The same mixed values where a protocol, a call or an address has the password in its place
PLACES = (
    # FTP, POP3, IMAP, Redis, IRC
    Rule(
        "password",
        rf"(?m)(?:^|[ \t>])(?:PASS|AUTH|LOGIN[ \t]+\S+|requirepass|masterauth|IDENTIFY)[ \t]+{VALUE}[ \t\r]*$",
        (b"pass", b"auth", b"login", b"identify"),
    ),
    # connect("host", "user", "X"), auth=("user", "X"), jwt.sign(payload, "X")
    Rule(
        "password",
        r"""(?i)\b(?:\w*auth\w*|\w*login|\w*connect\w*|getconnection|\w*credentials?|\w*client|jwt\.\w+|createhmac|cipher\w*)[ \t]*=?[ \t]*\([^()\n]{0,200}?,[ \t]*b?["']([^"'\s]*[0-9][^"'\s]*)["'][ \t]*[,)]""",
        (b"auth", b"login", b"connect", b"credential", b"client", b"jwt.", b"createhmac", b"cipher"),
    ),
    # user:X@host without a scheme; admin:X, root / X
    Rule("password", r"""(?:^|[\s"'`(=])[\w.-]{2,32}:([^\s@/"'`:\\]{6,64})@[A-Za-z][\w.-]+""", (b"@",)),
    Rule(
        "password",
        rf"(?i)(?:^|[\s\"'`(,;])(?:admin|root|administrator|sysadmin|superuser)(?::|[ \t]/[ \t]){VALUE}",
        (b"admin", b"root", b"superuser"),
    ),
    Rule("basic-auth", r"(?i)\bbasic[ \t]+([A-Za-z0-9+/]{12,}={0,2})", (b"basic ",)),
)  # fmt: skip


@cache
def prose_rules() -> RuleSet:
    sentences = (
        Rule("password", pattern, LOGINS if "log" in pattern else NOUNS) for pattern in PATTERNS
    )
    return rule_set((*sentences, *PLACES))


def scan_prose(scanned: Scanned) -> Iterator[Span]:
    """Passwords in sentences."""
    for rule, found in matches(scanned, prose_rules()):
        start, end = found.span(1)
        value = scanned.raw[start:end].rstrip(TRAILING)
        seen = scanned.text[start : start + len(value)]
        if seen.isascii() and is_chosen(value) and scanned.low[start - 7 : start] != b"mailto:":
            yield Span(start, start + len(value), rule.kind)
    if not scanned.text.isascii() and OTHER_START.search(scanned.text):
        for hit in OTHER_SCRIPTS.finditer(scanned.text):
            if not is_placeholder(hit.group(1).encode()):
                yield Span(*hit.span(1), "password")


def is_chosen(value: bytes) -> bool:
    """Whether the value reads like a password and like nothing else."""
    if len(value) < 6 or is_placeholder(value) or is_reference(value) or is_code(value):
        return False
    digits = sum(48 <= c <= 57 for c in value)
    letters = sum(chr(c).isalpha() for c in value)
    upper = any(65 <= c <= 90 for c in value)
    signs = len(value) - digits - letters
    if NO_PASSWORD.fullmatch(value) or b"](" in value or value.count(b"/") > 1:
        return False
    if readable_share(value) >= 0.9 and value in (value.lower(), value.upper()):
        return False  # a slug
    return letters >= 2 and digits >= 1 and (upper or signs > 0 or digits >= 2)


# Versions, times, sizes, dates, issue numbers, hosts with ports, file names, ranges
NO_PASSWORD = re.compile(
    rb"(?i)v?\d+(?:[.\-:/]\d+)*[a-z%]{0,4}|#?\w{0,10}[-#]\d+|[\w-]+(?:\.[\w-]+)+(?::\d+)?|[a-z]+\d|\d+[a-z]+"
    rb"|[0-9a-f]{7,64}|[a-z_]+\d*\(.*|[a-z]{1,8}-\d{1,6}|[a-z][a-z_]*_\d+|\w+=.*|rfc-?\d+|oauth.*|sha-?\d+"
    rb"|(?:base|utf-?|aes-?|rsa-?|ed|x|http/?|tls|h|p|s|k8s|i18n|l10n)[\d.]+[\w-]*|[a-z]\d{1,4}"
)
