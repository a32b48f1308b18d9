"""Layer: the secrets this user really has, wherever they turn up.

Values of secret-named variables of the process's own environment and of the user's credential
files are held in memory only, and masked in every spelling. It is the one layer that catches a
person's password in plain prose.
"""

from __future__ import annotations

import base64
import json
import os
import stat
from functools import lru_cache
from typing import TYPE_CHECKING

from baton.making.redact.names import Strength, strength_of
from baton.making.redact.plain import is_placeholder, is_reference, is_wordy
from baton.making.redact.scanned import Scanned, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CREDENTIAL_FILES = (
    ".netrc", "_netrc", ".npmrc", ".pypirc", ".pgpass", ".my.cnf", ".git-credentials", ".env",
    ".yarnrc.yml", ".boto", ".vault-token", ".aws/credentials", ".docker/config.json",
    ".config/gh/hosts.yml", ".config/git/credentials", ".kube/config", ".cargo/credentials.toml",
    ".config/hub", ".gem/credentials", ".m2/settings.xml", ".gradle/gradle.properties",
    ".config/rclone/rclone.conf", ".terraform.d/credentials.tfrc.json", ".huggingface/token",
    ".cache/huggingface/token", ".config/pip/pip.conf", ".config/glab-cli/config.yml",
    ".claude/.credentials.json", ".codex/auth.json", ".gemini/oauth_creds.json",
)  # fmt: skip
FILE_LIMIT = 65_536
SHORTEST = 8
# A file that holds nothing but its secret.
BARE_FILES = (".vault-token", ".huggingface/token", ".cache/huggingface/token")


def scan_known(scanned: Scanned, values: frozenset[str]) -> Iterator[Span]:
    """Every occurrence of a known value, in any of its spellings."""
    for value in values:
        for spelling in spellings(value):
            at = scanned.text.find(spelling)
            while at >= 0:
                yield Span(at, at + len(spelling), "known-value")
                at = scanned.text.find(spelling, at + len(spelling))


@lru_cache(maxsize=256)
def spellings(value: str) -> frozenset[str]:
    """The value as shells, JSON, addresses and base64 write it."""
    from urllib.parse import quote, quote_plus

    data = value.encode("utf-8", "replace")
    encoded = base64.b64encode(data).decode()
    return frozenset(
        (
            value,
            json.dumps(value)[1:-1],
            json.dumps(value, ensure_ascii=False)[1:-1],
            quote(value, safe=""),
            quote_plus(value),
            value.replace("'", "'\\''"),
            encoded,
            encoded.rstrip("="),
            base64.urlsafe_b64encode(data).decode().rstrip("="),
        )
    )


def worth_masking(value: str) -> bool:
    """Long and odd enough that masking it everywhere hits nothing else."""
    data = value.encode("utf-8", "replace")
    if not SHORTEST <= len(value) <= 4096 or is_placeholder(data) or is_reference(data):
        return False
    return not is_wordy(data) or any(not c.isalpha() for c in value)


def environment_values() -> frozenset[str]:
    """Values of this process's variables whose names say that they are secret."""
    return frozenset(
        value
        for name, value in os.environ.items()
        if strength_of(name) >= Strength.TOKEN and worth_masking(value)
    )


def file_values(find: Callable[[str], tuple[Span, ...]]) -> frozenset[str]:
    """Secrets in the user's credential files; `find` says where in a file's text they are."""
    home = os.path.expanduser("~")
    values: set[str] = set()
    for name in CREDENTIAL_FILES:
        text = read_small(os.path.join(home, *name.split("/")))
        if name in BARE_FILES:
            values.add(text.strip())
        elif text:
            values.update(text[span.start : span.end] for span in find(text))
    return frozenset(value for value in values if "\n" not in value and worth_masking(value))


def read_small(path: str) -> str:
    """The text of a small regular file; empty when there is none to read."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except OSError:
        return ""
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or status.st_size > FILE_LIMIT:
            return ""
        try:
            return file.read(FILE_LIMIT).decode("utf-8", "replace")
        except OSError:
            return ""
