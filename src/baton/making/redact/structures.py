"""Layer: secrets told by the structure around them, whoever issued them.

Addresses with a password, headers, key files, credential files, command-line flags, signed
addresses. Each rule is general for its format; the source of a format is named beside it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from baton.making.redact.commands import COMMAND_RULES
from baton.making.redact.plain import is_code, is_random, is_reference, is_wordy
from baton.making.redact.rules import Rule, RuleSet, rule_set, scan_rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from baton.making.redact.scanned import Scanned, Span

# A value in a header or after a flag: up to white space, quotes, a backslash.
TOKEN = r"""[^\s"'`\\<>,;\x00-\x1f\x7f]"""
WORD = r"""[^\s"'`\\|<>\x00-\x1f\x7f]"""
B64 = r"[A-Za-z0-9+/]"
EOL = r"(?:\\r)?(?:\\n|\r?\n)"

RULES: tuple[Rule, ...] = (
    # RFC 3986 3.2.1 userinfo. The password may hold any character but white space and quotes; the
    # last "@" before the path ends it, so that unescaped "@" and "/" in passwords are covered.
    Rule(
        "uri-password",
        r"""(?i):(?:\\?/){2}[^\s"'`<>\\/@:]{0,200}:([^\s"'`<>\\]{1,300})@[a-z0-9\[_$%{.-]""",
        (b"://", rb":\/\/"),
    ),
    # https://TOKEN@host: a long user name without a password is a token (git remotes, DSNs).
    Rule(
        "uri-token",
        r"""(?i)https?:(?:\\?/){2}([a-z0-9_.=-]{20,300})@[a-z0-9]""",
        (b"://", rb":\/\/"),
        entropy=3.0,
    ),
    # Oracle thin JDBC: jdbc:oracle:thin:user/password@host
    Rule(
        "jdbc-password",
        r"""(?i)jdbc:oracle:[a-z]+:[^/\s"'@]{1,64}/([^\s"'@]{1,128})@""",
        (b"jdbc:oracle",),
    ),
    # RFC 9110 11.6.2; schemes and parameters of any kind
    Rule(
        "authorization",
        rf"""(?i)\b(?:proxy-)?authorization\\*["'`]?\]?\s{{0,3}}[:=]\s{{0,3}}\\*["'`]?(?:(?:bearer|basic|token|digest|negotiate|ntlm|apikey|api-key|key|bot|splunk|genie\w+|sso-key|hawk|aws4-hmac-sha256|sharedaccesssignature|sharedkey|oauth|ntlm|discogs|pbauth|zoho-oauthtoken)[ \t]+)?(?:[a-z_]+=\\?["'])?({TOKEN}{{6,}})""",
        (b"authorization",),
    ),
    Rule("bearer", rf"""(?i)\bbearer[ \t]+({TOKEN}{{16,}})""", (b"bearer ",), entropy=3.0),
    # RFC 6265: every cookie's value, for the names are anybody's choice
    Rule(
        "cookie",
        r"""(?im)(?:^|[\s"'`>{,(+-])(?:set-)?cookie\d?\\*["'`]?\s{0,3}[:=]\s{0,3}\\*["'`]?[\w.%!#$&*+^|~-]{1,80}=([^\s"'`\\;,]{8,})""",
        (b"cookie",),
        entropy=2.5,
    ),
    Rule(
        "cookie",
        r"""(?i)\b(?:[\w.-]*(?:sess(?:ion)?(?:_?id)?|sid|auth|token|jwt|remember\w*|csrf\w*|xsrf\w*)|connect\.sid|phpsessid|jsessionid|asp\.net_sessionid)=([A-Za-z0-9%._~+/:-]{16,}=*)""",
        (b"sess", b"sid=", b"auth=", b"token=", b"jwt=", b"remember", b"csrf", b"xsrf"),
        entropy=3.0,
    ),
    # Headers that carry keys: X-Api-Key, X-Auth-Token, Ocp-Apim-Subscription-Key, PRIVATE-TOKEN, …
    Rule(
        "header-key",
        rf"""(?im)\b(?:x-)?[a-z0-9-]{{0,40}}(?:api-?key|auth-?key|auth-?token|access-?token|secret|-token|subscription-key|app-?key|-signature-key|functions-key|x-[a-z-]+-key)\\*["'`]?\s{{0,3}}:\s{{0,3}}\\*["'`]?({TOKEN}{{8,}})""",
        (b"-key", b"api-key", b"apikey", b"-token", b"-secret"),
        entropy=2.8,
    ),
    # RFC 7468 textual encodings, with or without a footer, with real or escaped line ends, cut off
    # or indented or numbered, and with the headers of RFC 1421 ("Proc-Type", "DEK-Info")
    Rule(
        "private-key",
        rf"""-----BEGIN [A-Z0-9 ]{{0,40}}PRIVATE KEY(?: BLOCK)?-----((?:[\s>|+"',]|\\+[nrt]|[ \t]{{0,8}}\d{{1,6}}[=:|\t]|(?:Proc-Type|DEK-Info|Comment|Version|Hash|Charset): ?[^\n\\]{{0,100}}|{B64}{{8,}}={{0,2}}|=?{B64}{{1,7}}={{0,2}}(?:[\s"'\\]|$))+)""",
        (b"private key",),
        entropy=2.0,
    ),
    # Body of a private key whose header is out of sight: base64 of the DER or OpenSSH prefixes
    Rule(
        "private-key",
        rf"""\b((?:MII[BCEJ][pqoowvg-z]|b3BlbnNzaC1rZXktdjE|MHcCAQEE|MIGHAgEA|MIGkAgEB|MC4CAQAw){B64}{{20,}}(?:{EOL}\s{{0,8}}{B64}{{16,}}={{0,2}})*)""",
        (
            b"miie",
            b"miij",
            b"miic",
            b"miib",
            b"b3blbnnzac1rzxkt",
            b"mhccaqee",
            b"mighagea",
            b"migkageb",
            b"mc4caqaw",
        ),
        entropy=4.0,
    ),
    # The end of a key file, its header out of sight
    Rule(
        "private-key",
        rf"""((?:{B64}{{16,}}={{0,2}}(?:[\s>|+"',]|\\+[nrt]){{1,12}})+)-----END [A-Z0-9 ]{{0,40}}PRIVATE KEY""",
        (b"private key",),
    ),
    # RFC 7517/7518: the private members of a JSON Web Key
    Rule(
        "private-jwk",
        r"""\\*"(?:d|p|q|dp|dq|qi|k)\\*"\s*:\s*\\*"([A-Za-z0-9_-]{22,})""",
        (b'"kty"', rb'"kty\"'),
        entropy=3.5,
    ),
    # PuTTY private key file: https://tartarus.org/~simon/putty-snapshots/htmldoc/AppendixC.html
    Rule(
        "putty-key",
        rf"""Private-Lines:\s*\d+((?:{EOL}\s{{0,8}}[A-Za-z0-9+/=]{{4,}})+)""",
        (b"private-lines",),
    ),
    Rule("putty-key", r"""Private-MAC:\s*([0-9a-f]{32,})""", (b"private-mac",)),
    # netrc(5)
    Rule(
        "netrc",
        rf"""(?i)\b(?:machine[ \t\r\n]+\S+|default)[ \t\r\n]+(?:(?:login|account)[ \t\r\n]+\S+[ \t\r\n]+)*password[ \t\r\n]+({WORD}+)""",
        (b"machine ", b"default "),
    ),
    Rule(
        "netrc",
        rf"""(?im)\blogin[ \t\r\n]+\S+[ \t\r\n]+(?:password|passwd)[ \t\r\n]+({WORD}+)""",
        (b"login ",),
    ),
    # pgpass: https://www.postgresql.org/docs/current/libpq-pgpass.html
    Rule(
        "pgpass",
        r"""(?m)^[ \t+]*[\w.*-]{1,253}:(?:\d{2,5}|\*):[\w.*-]{1,64}:[\w.*@-]{1,64}:((?:[^\s:\\]|\\[:\\]){4,128})[ \t\r]*$""",
        (b":",),
    ),
    # SQL: CREATE USER … IDENTIFIED [WITH plugin] BY 'x'; PASSWORD('x')
    Rule(
        "sql-password",
        r"""(?i)\bidentified[ \t\n]+(?:with[ \t\n]+\S+[ \t\n]+)?(?:by)[ \t\n]+(?:password[ \t]+)?\\*['"]([^'"\n]{3,})\\*['"]""",
        (b"identified",),
    ),
    Rule(
        "sql-password",
        r"""(?i)insert[ \t]+into[^\n;]{0,200}(?:passw|secret|token|api_?key)[^\n;]{0,200}values[^\n;]{0,300}?['"]([^'"\s]*[a-z][^'"\s]*[0-9][^'"\s]*)['"]""",
        (b"insert",),
    ),
    # {"value": "x", "name": "DB_PASSWORD"}: the value before its name
    Rule(
        "password",
        r"""(?i)\\*["']?value\\*["']?\s*[:=]\s*\\*["']([^"'\\\n]{4,})\\*["']\s*,\s*\\*["']?(?:name|key)\\*["']?\s*[:=]\s*\\*["'][\w.-]*(?:password|passwd|secret|token|api_?key)\\*["']""",
        (b"value",),
    ),
    # Signed addresses: AWS SigV4/V2, Azure SAS, Google, CloudFront, and any "sig", "token", "key"
    Rule(
        "signed-url",
        r"""(?i)[?&;](?:amp;)?(?:x-amz-signature|x-amz-security-token|x-amz-credential|x-goog-signature|x-goog-credential|signature|sig|hmac|token|access_token|id_token|auth|auth_token|api_?key|apikey|key|secret|client_secret|code|sessiontoken|x-token|policy|st|hdnea|hdnts|jwt|password|passwd|pwd|pass|otp|appid|app_?key|subscription-key|private_token|job_token|sv?sig)=([^\s"'`\\<>&;#)\]}]{8,})""",
        (b"?", b"&"),
        entropy=2.8,
    ),
    # Incoming webhooks: whoever has the address can post
    Rule(
        "webhook",
        r"""(?i)(https?:(?:\\?/){2}(?:[\w-]+\.)*(?:hooks\.slack\.com(?:\\?/)(?:services|workflows|triggers)|discord(?:app)?\.com(?:\\?/)api(?:\\?/)(?:v\d+(?:\\?/))?webhooks|hooks\.zapier\.com(?:\\?/)hooks|[\w-]*\.?webhook\.office\.com(?:\\?/)webhookb2|outlook\.office(?:365)?\.com(?:\\?/)webhook|chat\.googleapis\.com(?:\\?/)v1|maker\.ifttt\.com|hook\.(?:\w+\.)?make\.com|hooks\.chime\.aws|open\.(?:feishu|larksuite)\.(?:cn|com)|oapi\.dingtalk\.com|qyapi\.weixin\.qq\.com|api\.telegram\.org(?:\\?/)bot\d|hc-ping\.com|events\.pagerduty\.com|alert\.victorops\.com|[\w.-]+\.logic\.azure\.com|sentry\.io(?:\\?/)api(?:\\?/)hooks|mattermost[\w.-]*(?:\\?/)hooks|[\w.-]+(?:\\?/)hooks)(?:\\?/)[^\s"'`<>\\)\]]{10,}(?:\\/[^\s"'`<>\\)\]]+)*)""",
        (
            b"webhook",
            b"hook",
            b"ifttt",
            b"googleapis",
            b"api.telegram",
            b"hc-ping",
            b"pagerduty",
            b"victorops",
            b"logic.azure",
        ),
        entropy=3.0,
    ),
    # Tokens that carry their own label, as most providers have made them since 2020
    Rule(
        "labelled-token",
        r"""\b((?:[a-z0-9]{2,12}[_-]){0,3}(?:sk|rk|pat|key|tok|token|secret|live|prod|api|apikey|access|oauth|oat\d*|refresh|whsec|private|svcacct|bot|pass|auth|at|rt)[_-][A-Za-z0-9_=-]{20,})""",
        (
            b"sk-",
            b"sk_",
            b"rk_",
            b"pat_",
            b"pat-",
            b"key-",
            b"key_",
            b"tok_",
            b"token_",
            b"token-",
            b"secret_",
            b"secret-",
            b"live_",
            b"prod_",
            b"api_",
            b"api-",
            b"access_",
            b"oauth",
            b"oat",
            b"refresh_",
            b"whsec_",
            b"private_",
            b"bot_",
            b"pass_",
            b"auth_",
            b"at_",
            b"rt_",
        ),
        entropy=3.6,
    ),
    # Google OAuth: access tokens and refresh tokens
    Rule("google-oauth", r"""\b(ya29\.[\w-]{20,})""", (b"ya29.",)),
    Rule("google-oauth", r"""(?:^|[^\w/])(1//0[\w-]{30,})""", (b"1//0",)),
    Rule("telegram-token", r"""\b\d{8,10}:AA[\w-]{32,34}""", (b":aa",), entropy=3.0),
    # otpauth: https://github.com/google/google-authenticator/wiki/Key-Uri-Format
    Rule(
        "otpauth",
        r"""(?i)otpauth(?:-migration)?:(?:\\?/){2}[^\s"'`<>]{0,200}?[?&](?:secret|data)=([^\s"'`<>&\\]{8,})""",
        (b"otpauth",),
    ),
    # BIP-39 mnemonics: 12 to 24 small words after a telling one
    Rule(
        "mnemonic",
        r"""(?i)(?:mnemonic|seed[ _-]?(?:phrase|words)|recovery[ _-]?(?:phrase|words)|secret[ _-]?(?:recovery[ _-]?)?phrase|backup[ _-]?phrase|wallet[ _-]?(?:phrase|words|seed))[^\n]{0,40}?[:="'`\s(]((?-i:(?:\d{1,2}[.)][ \t]*)?[a-z]{3,8}(?:[ ,\t]+|\\n|\n)){11,23}(?-i:[a-z]{3,8}))""",
        (b"mnemonic", b"seed", b"recovery", b"phrase", b"wallet"),
    ),
    # docker config.json (docs.docker.com), .npmrc _auth, pypirc
    Rule(
        "docker-auth",
        rf"""\\*"auth\\*"\s*:\s*\\*"({B64}{{8,}}={{0,2}})\\*\"""",
        (b'auth"', rb"auth\""),
    ),
    Rule(
        "npmrc",
        rf"""(?im)(?:^|[\s:+])_(?:auth|authtoken|password)\s*=\s*"?({WORD}{{6,}})""",
        (b"_auth", b"_password"),
    ),
    # Kubernetes Secret manifests: every value below data or stringData
    Rule(
        "kubernetes-secret",
        rf"""(?im)^[ \t+-]*(?:string)?data:[ \t]*\r?\n(?:[ \t+]+[\w.-]+:[ \t]*[^\n]*\n)*?[ \t+]+[\w.-]*(?:pass|secret|token|key|cred|auth|cert|conf|env|dsn|url|uri|json|yaml|pem|dockerconfig)[\w.-]*:[ \t]*["']?({B64}{{8,}}={{0,2}})["']?[ \t]*\r?$""",
        (b"data:",),
    ),
    # Connection strings: Password=…; Pwd=…; AccountKey=…; SharedAccessKey=…
    Rule(
        "connection-string",
        r"""(?i)(?:^|[;"'\s])(?:password|pwd|accountkey|sharedaccesskey|sharedsecretvalue|sharedaccesssignature|instrumentationkey|passphrase|user[ _]password)[ \t]*=[ \t]*["'{]?([^\s;"'\\}]{4,})""",
        (
            b"password",
            b"pwd",
            b"accountkey",
            b"sharedaccess",
            b"sharedsecret",
            b"instrumentationkey",
            b"passphrase",
        ),
    ),
    Rule("django-secret-key", r"""django-insecure-([^\s"'\\]{20,})""", (b"django-insecure-",)),
    Rule("laravel-key", rf"""\bbase64:({B64}{{40,}}={{0,2}})""", (b"base64:",)),
    Rule("age-key", r"""(?i)AGE-SECRET-KEY-(?:PQ-)?1([0-9A-Z]{20,})""", (b"age-secret-key",)),
    # RFC 7519, also unfinished or unsigned
    Rule(
        "jwt",
        r"""\b(ey[IJ][A-Za-z0-9_-]{10,}\.(?:ey[IJ][A-Za-z0-9_-]{4,}|[A-Za-z0-9_-]{10,})(?:\.[A-Za-z0-9_-]*){0,3})""",
        (b"eyj", b"eyi"),
    ),
)


# Kinds whose secret may itself look like an address.
def is_word(value: bytes) -> bool:
    return is_wordy(value) and not any(48 <= c <= 57 for c in value)


# Kinds whose place may hold a word just as well.
READABLE = frozenset(
    [
        "authorization",
        "bearer",
        "netrc",
        "connection-string",
        "cookie",
        "cli-login",
        "sql-password",
        "cli-password",
        "header-key",
        "labelled-token",
    ]
)
# A UUID, a port mapping, a flag, a setting, a date's format
NO_SECRET = re.compile(
    rb"(?i)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}.*|[\d.]*:?\d+:\d+|-.*|[A-Z_]+=.*|%.*|\d{1,4}",
    re.DOTALL,
)
SAMPLE_PASSWORDS = frozenset(
    b"pass password passwd pwd pw secret token key user username foo bar baz test".split()
)
ADDRESSES = frozenset(("uri-password", "webhook", "private-key"))


@cache
def structure_rules() -> RuleSet:
    return rule_set((*RULES, *COMMAND_RULES))


def scan_structures(scanned: Scanned) -> Iterator[Span]:
    """Secrets told by the structure around them."""
    for span in scan_rules(scanned, structure_rules()):
        value = scanned.raw[span.start : span.end]
        if is_code(value) or (span.kind not in ADDRESSES and is_reference(value)):
            continue
        if span.kind in READABLE and (is_word(value) or NO_SECRET.fullmatch(value)):
            continue
        if span.kind == "cookie" and not is_random(value, 8):
            continue
        if span.kind == "uri-password" and value.lower() in SAMPLE_PASSWORDS:
            continue
        if span.kind != "labelled-token" or is_random(value, 24):
            yield span
