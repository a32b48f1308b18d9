"""The files that baton brings along, whatever the assistant: the folder's two and the settings.

Every Markdown file of the folder is a handoff to readers, save README.md and TEMPLATE.md.
"""

from __future__ import annotations

import os

from baton.config import DEFAULTS, literal
from baton.installing.change import Change, Plan, content, inside

README = """\
# Session handoffs

Each file here carries the context of one working session to the next: what was accomplished, where
things stand, what was learned, what comes next, which files were touched, what is in the way.

- Names are `YYYYMMDD-HHMM-brief-description.md`, in the local time of the session's end.
- `baton` drafts them from the session's own record and from git; a person approves each before it
  is saved. Files written by hand, after [TEMPLATE.md](TEMPLATE.md), count just as much.
- They are history: never edited afterwards. What has changed since is worked out on reading.

`baton resume` prints what the next session should know, `baton review` shows what waits for
approval, `baton show FILE` prints one handoff. Without baton, read the newest file.
"""

TEMPLATE = """\
# What this session was about

**Date:** YYYY-MM-DD HH:MM

**Goal:** what the session was asked to do, in the words it was asked in

## What We Accomplished

- One result a line, with what shows it: a commit, a command and how it ended
- **Decision:** what was decided — because of what (rejected: what else was weighed)

## Current State

- What works, what doesn't, how the tests stand

## Lessons Learned

- What was tried and didn't work, and why

## Next Steps

- [ ] The first thing to do next

## Key Files Modified

- `path/to/file` - what changed

## Blockers / Open Questions

None.
"""

MEANING = {
    "folder": "Where handoffs are kept.",
    "review": 'Who approves drafts: "required" asks a person, "automatic" saves them by itself\n'
    "# (this one only counts once each user has agreed to it).",
    "brief_chars": "How much of a new session's context the brief may take, in characters.",
    "commit": "Commit each handoff, alone, when it is saved.",
    "pre_commit": 'Whether the project\'s pre-commit hook sees that commit: "run" or "skip".',
}


def settings_file() -> str:
    """The text of a new `.baton.toml`: every setting with its meaning, none of them set."""
    parts = [
        "# How baton works in this project. Each line shows the default; remove its # to change.\n"
    ]
    for key, meaning in MEANING.items():
        parts.append(f"\n# {meaning}\n# {key} = {literal(DEFAULTS[key])}\n")
    return "".join(parts)


def wanted(folder: str) -> dict[str, tuple[str, str]]:
    """Path below the project -> its text, and what it is for."""
    return {
        f"{folder}/README.md": (README, "says what the folder is"),
        f"{folder}/TEMPLATE.md": (TEMPLATE, "for handoffs written by hand"),
        ".baton.toml": (settings_file(), "settings, all at their defaults"),
    }


def plan(root: str, folder: str) -> Plan:
    """The files that are missing. One that is there stays as it is, whatever it says."""
    changes = []
    for name, (text, what) in wanted(folder).items():
        path = inside(root, name)
        if content(path) is None:
            changes.append(Change(path, None, text.encode(), what))
    return Plan(tuple(changes))


def places(root: str, folder: str) -> dict[str, bytes]:
    """Real path -> the bytes that an install of this version writes there."""
    return {
        inside(root, name): text.encode()
        for name, (text, _) in wanted(folder).items()
        if os.path.lexists(os.path.join(root, name))
    }
