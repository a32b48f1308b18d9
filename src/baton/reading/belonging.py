"""Whether a session ran in a project, and which folder its paths are meant from."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from baton.model.session import Session


def belongs(session: Session, root: str) -> bool:
    """Whether the session ran in this project; one that names no folder is taken at its word.

    `root` is resolved; the session's folders are resolved here.
    """
    return not session.cwds or any(_inside(os.path.realpath(cwd), root) for cwd in session.cwds)


def folder_of(session: Session, root: str) -> str:
    """`root` for a session that belongs there, else the folder that it started in."""
    return root if belongs(session, root) else session.cwds[0]


def _inside(path: str, root: str) -> bool:
    return path == root or path.startswith(root.rstrip(os.sep) + os.sep)
