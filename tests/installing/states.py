"""Projects as people have them before baton comes: file name -> bytes."""

from __future__ import annotations

import os
from pathlib import Path

State = dict[str, bytes]

HOOKED = b"""{
    "//": "an oddity that stands for a comment",
    "permissions": {"allow": ["Bash(npm run:*)", "Read"], "deny": []},
    "hooks": {
        "PreToolUse": [
            {"matcher": "Bash", "hooks": [{"type": "command", "command": "./check.sh"}]}
        ],
        "Stop": [
            {
                "hooks": [
                    {
                        "type": "command",
                        "command": "say done",
                        "timeout": 1.0e1
                    }
                ]
            }
        ]
    },
    "env": {"A": "\\u00e9", "B": "\xc3\xa9"}
}
"""

STATES: dict[str, State] = {
    "nothing": {},
    "settings empty file": {".claude/settings.json": b""},
    "settings empty object": {".claude/settings.json": b"{}"},
    "settings empty object, spaced": {".claude/settings.json": b"{ }\n\n"},
    "settings minified": {".claude/settings.json": b'{"model":"opus","hooks":{"Stop":[]}}'},
    "settings with hooks": {".claude/settings.json": HOOKED},
    "settings with tabs": {".claude/settings.json": HOOKED.replace(b"    ", b"\t")},
    "settings with CRLF": {".claude/settings.json": HOOKED.replace(b"\n", b"\r\n")},
    "settings without last newline": {".claude/settings.json": HOOKED.rstrip()},
    "settings with BOM": {".claude/settings.json": b"\xef\xbb\xbf" + HOOKED},
    "settings with empty hooks": {".claude/settings.json": b'{\n  "hooks": {}\n}\n'},
    "settings with an empty event": {".claude/settings.json": b'{\n  "hooks": {"Stop": []}\n}\n'},
    "settings with a key twice": {".claude/settings.json": b'{"a": 1, "a": 2}\n'},
    "instructions": {"CLAUDE.md": b"# Rules\n\nBe kind.\n"},
    "instructions with CRLF": {"CLAUDE.md": b"# Rules\r\n\r\nBe kind.\r\n"},
    "instructions without last newline": {"CLAUDE.md": b"# Rules"},
    "instructions empty": {"CLAUDE.md": b""},
    "instructions blank": {"CLAUDE.md": b"\n\n"},
    "instructions with empty lines at the end": {"CLAUDE.md": b"# Rules\n\n\n\n"},
    "instructions with BOM": {"CLAUDE.md": b"\xef\xbb\xbf# Rules\n"},
    "instructions in Latin-1": {"CLAUDE.md": b"# R\xe8gles\n"},
    "instructions below .claude": {".claude/CLAUDE.md": b"# Rules\n"},
    "imports AGENTS.md": {"CLAUDE.md": b"@AGENTS.md\n", "AGENTS.md": b"# For all\n"},
    "imports ./AGENTS.md in a sentence": {
        "CLAUDE.md": b"See @./AGENTS.md for more\r\n",
        "AGENTS.md": b"# For all",
    },
    "imports an AGENTS.md that is missing": {"CLAUDE.md": b"@AGENTS.md\n"},
    "only AGENTS.md": {"AGENTS.md": b"# For all\n"},
    "a folder of handoffs": {
        "docs/session_handoffs/20250101-1000-before.md": b"# Before\n",
        "docs/session_handoffs/README.md": b"Our own words.\n",
    },
    "own settings of baton": {".baton.toml": b"brief_chars = 4000\n"},
}


def build(root: Path, state: State) -> None:
    for name, data in state.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def tree(root: Path) -> dict[str, bytes | None]:
    """Every file below `root` with its bytes, every folder with None; without `.git`."""
    found: dict[str, bytes | None] = {}
    for folder, folders, files in os.walk(root):
        if ".git" in folders:
            folders.remove(".git")
        here = Path(folder)
        for name in folders:
            found[(here / name).relative_to(root).as_posix()] = None
        for name in files:
            found[(here / name).relative_to(root).as_posix()] = (here / name).read_bytes()
    return found
