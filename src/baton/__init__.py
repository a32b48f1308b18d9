"""Session handoffs for AI coding assistants: memory that persists, in files people own.

    import baton

    project = baton.find_project(".")
    session = baton.read(baton.transcripts(project.root)[0].path)
    draft = baton.prepare(project, session.transcript, trigger="manual", now=now)
    handoff = baton.parse(draft.document.text)

The names below are the library; what the command line does, it does with them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from baton.asking.resume import considered, recall, resume
    from baton.errors import BatonError
    from baton.handoff_file import file_name, parse, render
    from baton.keeping.project import find_project
    from baton.making.redact import redact
    from baton.reading import read, transcripts
    from baton.workflow import examine, keep, prepare

__version__ = "0.1.0"
__all__ = [
    "BatonError",
    "considered",
    "examine",
    "file_name",
    "find_project",
    "keep",
    "parse",
    "prepare",
    "read",
    "recall",
    "redact",
    "render",
    "resume",
    "transcripts",
]

# Imported when first used: a hook's process may not pay for what it doesn't need.
_HOMES = {
    "BatonError": "baton.errors",
    "considered": "baton.asking.resume",
    "examine": "baton.workflow",
    "file_name": "baton.handoff_file",
    "find_project": "baton.keeping.project",
    "keep": "baton.workflow",
    "parse": "baton.handoff_file",
    "prepare": "baton.workflow",
    "read": "baton.reading",
    "recall": "baton.asking.resume",
    "redact": "baton.making.redact",
    "render": "baton.handoff_file",
    "resume": "baton.asking.resume",
    "transcripts": "baton.reading",
}


def __getattr__(name: str) -> object:
    """One of the public names, from its home. Raises AttributeError for any other."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module 'baton' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
