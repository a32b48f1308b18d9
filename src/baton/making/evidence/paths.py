"""Where a path of the transcript lies: in the project, elsewhere, or nowhere worth telling.

The transcript may come from another machine: its working directories then stand for the root.
"""

from __future__ import annotations

import posixpath
import re

from baton.model.session import Session

_HOME = re.compile(r"^(?:/(?:Users|home)/[^/]+|/root|[A-Za-z]:/Users/[^/]+)(?=/|$)")
_TEMPORARY = re.compile(r"^(?:/private)?(?:/tmp|/var/tmp|/var/folders|/dev|/proc)(?:/|$)|/Temp/")
_UNCLEAR = re.compile(r"[$*?`{}<>|\n\"]|^-")
_GENERATED = re.compile(
    r"(?:^|/)(?:\.git|node_modules|__pycache__|\.venv|venv|dist|build|target|coverage|\.next|\.cache"
    r"|\.turbo|\.pytest_cache|\.mypy_cache|\.ruff_cache|htmlcov|\.DS_Store)(?:/|$)"
)


class Places:
    """The project's root, and the working directories that stand for it in the transcript."""

    def __init__(self, session: Session, root: str) -> None:
        self.roots = [slashed(root)] if root else []
        here = slashed(session.cwds[0]) if session.cwds else ""
        for folder in map(slashed, session.cwds):
            if here.startswith(folder + "/") and len(folder.split("/")) > 3:
                here = folder
        # Recorded elsewhere, or by another name of the folder: where it ran stands for the root.
        # A session that was in the root itself may have been in other projects as well.
        was_there = any(self.inside(folder) for folder in map(slashed, session.cwds))
        around = any(one.startswith(here + "/") for one in self.roots)
        if here and (around or not was_there):
            self.roots.append(here)
        self.start = here or (self.roots[0] if self.roots else "")

    def settle(self, path: str, folder: str = "", cwd: str = "") -> str:
        """The path as the ledger keeps it; "" when it is temporary, generated or unclear.

        `folder` is where a `cd` before it led, `cwd` the call's working directory.
        """
        path = slashed(path.strip())
        if not path or _UNCLEAR.search(path) or _UNCLEAR.search(folder):
            return ""
        absolute = self._absolute(path, folder, cwd)
        for root in self.roots:
            if absolute == root:
                return ""
            if absolute.startswith(root + "/"):
                inside = absolute[len(root) + 1 :]
                return "" if _GENERATED.search(inside) else inside
        if _TEMPORARY.search(absolute) or _GENERATED.search(absolute):
            return ""
        return _HOME.sub("~", absolute)

    def inside(self, path: str) -> bool:
        """Whether an absolute path is a root, or lies in one."""
        return any(path == root or path.startswith(root + "/") for root in self.roots)

    def temporary(self, folder: str, cwd: str) -> bool:
        """Whether a folder lies among temporary files and outside the project."""
        absolute = self._absolute(".", folder, cwd)
        return not self.inside(absolute) and _TEMPORARY.search(absolute) is not None

    def _absolute(self, path: str, folder: str, cwd: str) -> str:
        base = slashed(cwd) or self.start
        if folder:
            base = posixpath.join(base, slashed(folder))
        if path.startswith("~") or (base.startswith("~") and not path.startswith("/")):
            return posixpath.normpath(path if path.startswith("~") else posixpath.join(base, path))
        return posixpath.normpath(posixpath.join(base, path))


def slashed(path: str) -> str:
    """With forward slashes and no trailing one; Windows drives in upper case."""
    if "\\" in path and re.match(r"^(?:[A-Za-z]:|[\w.-]+)?\\", path):
        path = path.replace("\\", "/")
    return path.rstrip("/") if len(path) > 1 else path
