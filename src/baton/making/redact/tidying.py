"""For documents that travel: the user's home folder and people's addresses made short.

Nothing here is a secret, so nothing is counted as a finding.
"""

from __future__ import annotations

import os
import re

from baton.making.redact.views import View, assembled, replaced, whole

# A person's address; not git's (git@host:path), nor a package's (name@version).
ADDRESS = (
    r"(?<![\w.%+/:@\]-])(?!git@|hg@)(?:[\w.%+-]{1,64})"
    r"(?P<host>@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24})(?![\w@:/\[-])"
)


def tidied(text: str, home: str = "") -> View:
    """The text with the home folder written as `~` and addresses as `…@example.org`."""
    home = (home or os.path.expanduser("~")).rstrip("/\\")
    if "@" not in text and home not in text:
        return whole(text)
    folder = rf"{re.escape(home)}(?![\w.-])" if len(home) > 1 else r"(?!)"
    return assembled(replaced(text, re.compile(f"{folder}|{ADDRESS}"), shortened)) or whole(text)


def shortened(found: re.Match[str]) -> str:
    """What stands for the home folder or a person."""
    return f"…{found.group('host')}" if found.group("host") else "~"
