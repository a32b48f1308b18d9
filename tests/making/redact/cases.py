"""Texts with secrets, as data; the secrets are made at run time.

Written out they would set off every scanner that guards a place where this file is kept, so a
template holds `{{name}}` and `fill` puts a value of that shape in. All values are random.
"""

from __future__ import annotations

import base64
import random
import re
import string
from collections.abc import Callable
from typing import NamedTuple

ALNUM = string.ascii_letters + string.digits
HEX = "0123456789abcdef"


class Filled(NamedTuple):
    text: str
    secrets: tuple[str, ...]


def fill(template: str, seed: int = 1) -> Filled:
    """The template with a fresh value for every `{{shape}}`."""
    chance = random.Random(f"{template}{seed}")
    secrets: list[str] = []

    def value(found: re.Match[str]) -> str:
        secrets.append(SHAPES[found.group(1)](chance))
        return secrets[-1]

    text = re.sub(r"\{\{(\w+)\}\}", value, template)
    return Filled(text, tuple(secrets))


def some(chance: random.Random, alphabet: str, size: int) -> str:
    return "".join(chance.choice(alphabet) for _ in range(size))


def token(chance: random.Random, size: int = 32) -> str:
    """Letters and digits, with at least one of each kind."""
    return some(chance, ALNUM, size - 3) + "q7Z"


def password(chance: random.Random) -> str:
    return some(chance, ALNUM, 6) + chance.choice("#!%+") + some(chance, ALNUM, 4) + "x4"


def encoded(chance: random.Random) -> str:
    return base64.b64encode(f"admin:{token(chance, 14)}".encode()).decode()


def key_body(chance: random.Random, line_end: str = "\n") -> str:
    lines = [some(chance, ALNUM + "+/", 64) for _ in range(6)]
    return line_end.join(["MII" + "EpAIBAAKCAQEA" + lines[0][:48], *lines[1:]])


SHAPES: dict[str, Callable[[random.Random], str]] = {
    "token": token,
    "hex32": lambda chance: some(chance, HEX, 30) + "a1",
    "password": password,
    "human": lambda chance: "Copper" + "-lantern-" + str(chance.randint(10, 99)),
    "basic": encoded,
    "body": key_body,
    "body_escaped": lambda chance: key_body(chance, "\\n"),
    "github": lambda chance: "gh" + "p_" + token(chance, 36),
    "stripe": lambda chance: "sk" + "_live_" + token(chance, 24),
    "anthropic": lambda chance: "sk" + "-ant-api03-" + token(chance, 93) + "AA",
    "slack": lambda chance: "xo" + "xb-" + "123456789012-1234567890123-" + token(chance, 24),
    "aws_id": lambda chance: "AK" + "IA" + some(chance, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16),
    "aws_key": lambda chance: some(chance, ALNUM + "/+", 37) + "q7Z",
    "jwt": lambda chance: (
        "ey" + "J" + token(chance, 30) + ".eyJ" + token(chance, 40) + "." + token(chance, 43)
    ),
    "google": lambda chance: "AI" + "za" + "Sy" + some(chance, ALNUM + "_-", 33),
    "age": lambda chance: (
        "AGE-SECRET" + "-KEY-1" + some(chance, "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L", 58)
    ),
    "otp": lambda chance: some(chance, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 32),
    "words": lambda chance: " ".join(
        chance.choices(["ribbon", "canyon", "ladder", "orbit", "maple", "orchard"], k=12)
    ),
}

# (what it shows, template); every secret must be gone after redaction
SECRETS: tuple[tuple[str, str], ...] = (
    ("provider token in prose", "I pushed with {{github}} and it worked."),
    ("provider token in JSON", '{"key": "{{stripe}}", "n": 1}'),
    ("long provider token", "export ANTHROPIC_API_KEY={{anthropic}}"),
    ("slack token", "SLACK={{slack}}"),
    ("google key", "https://maps.example/js?key={{google}}&v=3"),
    ("aws pair", "aws_access_key_id = {{aws_id}}\naws_secret_access_key = {{aws_key}}\n"),
    ("aws key that looks like a path", "aws_secret_access_key = /GFx7LAw{{token}}"),
    ("age key", "{{age}}"),
    ("jwt", "the cookie held {{jwt}} until noon"),
    ("password in an address", "DATABASE_URL=postgresql://app:{{password}}@db.internal:5432/shop"),
    ("password without user", "redis://:{{human}}@10.0.0.4:6379/0"),
    ("token as user", "git clone https://{{token}}@git.example.com/a/b.git"),
    ("oracle", "jdbc:oracle:thin:shop/{{token}}@db:1521:xe"),
    ("bearer header", "curl -H 'Authorization: Bearer {{token}}' https://api.example"),
    ("basic header", "> Authorization: Basic {{basic}}"),
    ("odd scheme", "Authorization: GenieKey {{token}}"),
    ("key header", "X-Api-Key: {{token}}"),
    ("cookie", "Cookie: theme=dark; connect.sid={{token}}"),
    ("set-cookie", "Set-Cookie: sessionid={{token}}; Path=/; HttpOnly"),
    (
        "key file",
        "-----BEGIN RSA PRIVATE" + " KEY-----\n{{body}}\n-----END RSA PRIVATE" + " KEY-----\n",
    ),
    ("key file cut off", "$ head -n 7 key\n-----BEGIN PRIVATE" + " KEY-----\n{{body}}\n"),
    (
        "key file in JSON",
        '"private_key": "-----BEGIN PRIVATE' + ' KEY-----\\n{{body_escaped}}\\n-----END"',
    ),
    (
        "key file as a reading tool shows it",
        "     1→-----BEGIN PRIVATE"
        + " KEY-----\n     2→{{token}}{{token}}\n     3→{{token}}{{token}}\n",
    ),
    ("end of a key file", "{{token}}{{token}}\n{{token}}\n-----END RSA PRIVATE" + " KEY-----"),
    ("environment in an image", "ENV API_TOKEN {{token}}"),
    ("call with a login", 'connect("db", "app", "{{password}}")'),
    ("insert", "INSERT INTO users (name, password) VALUES ('kim', '{{password}}')"),
    ("value before its name", '{"value": "{{password}}", "name": "DB_PASSWORD"}'),
    ("key file without header", "{{body}}\n"),
    ("putty", "Private-Lines: 3\n{{token}}{{token}}\n{{token}}\nPrivate-MAC: {{hex32}}\n"),
    ("netrc", "machine api.example login kim password {{password}}"),
    ("netrc, lines", "machine api.example\n  login kim\n  password {{token}}\n"),
    ("pgpass", "db.internal:5432:shop:app:{{password}}\n"),
    ("curl -u", "curl -u deploy:{{token}} https://repo.example/"),
    ("curl --user", "curl --user 'deploy:{{password}}' https://repo.example/"),
    ("mysql -p", "mysql -u root -p{{token}} shop < dump.sql"),
    ("--password", "psqlish --host db --password {{password}} -v"),
    ("--token=", "tool --api-token={{token}}"),
    ("sshpass", "sshpass -p '{{password}}' ssh deploy@host"),
    ("docker login", "docker login -u ci -p {{token}} registry.example"),
    ("echo into sudo", "echo {{password}} | sudo -S true"),
    (
        "signed address",
        "https://b.s3.amazonaws.com/x?X-Amz-Date=1&X-Amz-Signature={{hex32}}{{hex32}}",
    ),
    ("query token", "GET /feed?access_token={{token}} HTTP/1.1"),
    ("slack webhook", "https://hooks.slack.com/services/T0AB/B0CD/{{token}}"),
    ("discord webhook", "https://discord.com/api/webhooks/123456789012345678/{{token}}{{token}}"),
    ("otpauth", "otpauth://totp/Acme:kim?secret={{otp}}&issuer=Acme"),
    ("mnemonic", "seed phrase: {{words}}"),
    ("docker config", '{"auths": {"r.example": {"auth": "{{basic}}"}}}'),
    ("npmrc", "//npm.example/:_authToken={{token}}"),
    ("kubernetes", "kind: Secret\ndata:\n  user: YXBw\n  password: {{basic}}\n"),
    ("wp-config", "define('AUTH_KEY', '{{token}}{{token}}');"),
    ("connection string", "Server=db;User ID=svc;Password={{password}};Encrypt=True;"),
    ("azure storage", "AccountName=acme;AccountKey={{token}}{{token}}==;EndpointSuffix=x"),
    ("laravel", "APP_KEY=base64:{{token}}{{token}}="),
    ("env", "DB_PASSWORD={{human}}\nDB_USER=app"),
    ("env, export and quotes", 'export SESSION_SECRET="{{token}}"'),
    ("json", '{"dbPassword": "{{password}}", "port": 5432}'),
    (
        "json, escaped twice",
        '{"out": "{\\"env\\": {\\\\\\"API_KEY\\\\\\": \\\\\\"{{token}}\\\\\\"}}"}',
    ),
    ("yaml", "smtp:\n  password: {{human}}\n  port: 25\n"),
    ("toml", '[db]\npassword = "{{password}}"\n'),
    ("ini", "[mail]\nsmtp_password = {{password}}\n"),
    ("properties", "spring.datasource.password={{password}}"),
    ("xml element", "<password>{{password}}</password>"),
    ("xml attribute", '<add key="ApiKey" value="{{token}}"/>'),
    ("hcl", 'variable "db_password" {\n  default = "{{password}}"\n}'),
    ("sql", "CREATE USER app WITH PASSWORD '{{password}}';"),
    ("mysql sql", "ALTER USER 'a'@'%' IDENTIFIED BY '{{password}}';"),
    ("table", "| `API_KEY` | `{{token}}` |"),
    ("typed code", 'password: str = "{{password}}"'),
    ("subscript", "os.environ['API_TOKEN'] = '{{token}}'"),
    ("call", 'client.setPassword("{{password}}")'),
    ("setenv", 'setenv("SECRET_KEY", "{{token}}", 1);'),
    ("name and value", '{"name": "DB_PASSWORD", "value": "{{password}}"}'),
    ("name and value, yaml", "- name: DB_PASSWORD\n  value: {{password}}\n"),
    ("markdown", "I set `API_TOKEN` (`{{token}}`) for the deployment."),
    ("bold", "**Password:** {{password}}"),
    ("smart quotes", "The password is “{{password}}”."),
    ("two words", "API key: {{token}}"),
    ("git prompt", "Password for 'https://kim@git.example': {{password}}\nDone"),
    ("chat", "log in with admin / {{password}} and check"),
    ("sentence", "the password for staging is {{password}}, please rotate"),
    ("german", "Das Passwort lautet {{password}}"),
    ("chinese", "密码：{{password}}"),
    ("allow comment", "TOKEN={{github}}  # gitleaks:allow pragma: allowlist secret"),
    ("after NUL", "bin\0ary\nGITLAB_TOKEN={{token}}\n"),
    ("coloured", "\x1b[36mAPI_TOKEN\x1b[0m=\x1b[33m{{github}}\x1b[0m"),
    ("after CR", "TOKEN={{github}}\r\nCI=1\r\n"),
)

# Views: how a whole token is hidden, and what a reader would still get out of it
HIDDEN: dict[str, Callable[[str], str]] = {
    "wrapped": lambda value: "ANTHROPIC_API_KEY=" + value[:62] + "\n" + value[62:] + "\n",
    "wrapped with CR": lambda value: "x" * 20 + " key " + value[:60] + "\r\n" + value[60:] + "\r\n",
    "zero width": lambda value: "token " + value[:20] + "\u200b" + value[20:],
    "coloured inside": lambda value: value[:20] + "\x1b[1m" + value[20:] + "\x1b[0m",
    "escaped colours": lambda value: value[:20] + "\\u001b[1m" + value[20:],
    "percent": lambda value: "https://x.example/?next=%2Fa%3Fk%3D" + value.replace("-", "%2D"),
    "percent twice": lambda value: (
        "https://x.example/?next=%252Fa%253Fk%253D" + value.replace("-", "%252D")
    ),
    "unicode escapes": lambda value: value.replace("-", "\\u002d"),
    "base64": lambda value: (
        "echo " + base64.b64encode(f"KEY={value}".encode()).decode() + " | base64 -d"
    ),
    "base64 twice": lambda value: base64.b64encode(
        base64.b64encode(f"KEY={value}".encode())
    ).decode(),
    "hexadecimal": lambda value: f"KEY={value}".encode().hex(),
    "concatenated": lambda value: f'key = "{value[:30]}" + "{value[30:]}"',
    "implicit": lambda value: f'key = (\n    "{value[:30]}"\n    "{value[30:]}"\n)',
}

# What must stay as it is, in any scope
PLAIN: tuple[str, ...] = (
    "password: str",
    "password = getpass.getpass('Your password, please: ')",
    "password: account.password,",
    'secret := os.Getenv("QUEUE_PASSWORD")',
    "const bearer = process.env.GATEWAY_TOKEN;",
    "license_key: str = Field(default='', env='LICENSE_KEY')",
    "while password == old_password:",
    "login(password=None) now says what is missing",
    "passphrase: null\ntoken: ~\nsecret: ''\n",
    "DB_PASSWORD=${DB_PASSWORD}",
    "DB_PASSWORD=$DB_PASSWORD",
    "GITHUB_TOKEN: ${{ secrets.GITHUB_TOKEN }}",
    "API_KEY=your-api-key-here",
    "API_KEY=<your-key>",
    "API_KEY=xxxxxxxxxxxxxxxxxxxxxxxx",
    "password: ********",
    "PASSWORD=[REDACTED]",
    "AWS_SECRET_ACCESS_KEY=****************ab3f",
    "token_lifetime = 900\npassword_max_age = 90\nsecret_store = keyring\n",
    "max_tokens: 8192, prompt tokens: 2741",
    "secretKeyRef:\n  name: shop-db\n  key: password\n",
    "key: node-modules-v1",
    "cache key: linux-node-20-0123456789abcdef0123456789abcdef01234567",
    "commit 8d2f6c1a9b3e4f5061728394a5b6c7d8e9f01234",
    "at a1b2c3d (main), then 9f8e7d6c5b",
    "id 0f3b5c1e-9a2d-4e47-8b60-5d1c7e9f2a34",
    "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "src/baton/making/redact/structures.py and tests/making/redact/test_redact.py",
    "https://docs.example.com/en/latest/configuration-reference.html",
    "tests/shop/test_login.py::TestToken::test_password_is_asked_for_once PASSED",
    "Every call needs a bearer token; without one the answer is 401.",
    "Access tokens live for ten minutes, refresh tokens for a week.",
    "class PasswordPolicyRegistry(SecretStore):",
    '"password": "Ihr Passwort", "token": "Zugangsschlüssel"',
    "r'AKIA[0-9A-Z]{16}'",
    "if line.startswith('-----BEGIN') and 'PRIVATE" + " KEY' in line:",
    "Login failed for shop@db (with password: yes)",
    "port 8080:8080, version 1.2.3-rc.4, at 2026-11-24T15:02:11Z",
    "vault kv get secret/shop/queue#password",
    "Second pass: `retry_policy.py:41`, PASS: TestRetry, 7 passed",
    "Pass `onRetryLimit` to `useGateway`",
    "docker run --rm -p 9000:9000 -e LOG_LEVEL=trace queue",
    "redirects to `/admin/profile/mfa/start` now",
    "Authorization: Roles, see ADR 7; `Bearer GATEWAY_API_KEY`",
    "session_id=5b0c7d1e-2f34-4a56-9b78-c1d2e3f4a5b6 mode=auto",
    "worker_session_id=demo-session-1790001234",
    "see gateway-phase3-auth-session-notes-2026-02-17.md",
    "notes-20260217-181500.md supersedes notes-20260216-091500.md",
    "tokens (`src/style/tokens.ts:3-9`) and `API_KEY`, `QUEUE_NAME`",
    "accounts.py calls scrypt(password.encode('utf-8'))",
    "mysql://user:pass@localhost/test is what the docs show",
)
