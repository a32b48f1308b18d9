"""Paths as transcripts give them, compared without touching the disk."""

from __future__ import annotations

import os


def lies_in(path: str, folder: str) -> bool:
    """Whether `path` is `folder` or lies below it, both as written."""
    if not path:
        return False
    path, folder = os.path.normpath(path), os.path.normpath(folder)
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
