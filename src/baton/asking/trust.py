"""What may enter a session by itself: decided by nothing that the repository itself could forge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from baton.asking.candidates import text_of
from baton.errors import BatonError
from baton.keeping import git, ledger

if TYPE_CHECKING:
    from baton.asking.lineage import Candidate
    from baton.config import Config
    from baton.model.saving import Project

Trust: TypeAlias = Literal["yours", "reviewed", "draft", "unknown"]


class Vouching:
    """Says whose a handoff is; asks git once at most, and only when a ref is pinned."""

    def __init__(self, project: Project, config: Config) -> None:
        self.project = project
        self.folder = config.folder
        self._blobs: dict[str, str] | None = None

    def trust_of(self, candidate: Candidate) -> Trust:
        """Whether this machine wrote exactly this text, or the pinned ref has exactly it."""
        if candidate.kind == "draft":
            return "draft"  # read only when this machine's secret has marked it
        try:
            data = text_of(candidate).encode("utf-8", "surrogatepass")
        except BatonError:
            return "unknown"
        if ledger.wrote(self.project, candidate.name, data):
            return "yours"
        blob = self._reviewed().get(candidate.name)
        if blob and candidate.kind == "handoff" and git.blob_name(data, blob) == blob:
            return "reviewed"
        return "unknown"

    def _reviewed(self) -> dict[str, str]:
        """The plain files of the handoff folder at the pinned ref: name -> object name."""
        if self._blobs is None:
            self._blobs = {}
            ref = ledger.pinned(self.project)
            if ref and self.project.git_dir:
                self._blobs = _plain_files(self.project, ref, self.folder)
        return self._blobs


def _plain_files(project: Project, ref: str, folder: str) -> dict[str, str]:
    """Links and submodules are left out: they would lead elsewhere."""
    try:
        listed = git.run(project, "ls-tree", "-z", "--full-tree", ref, "--", f"{folder}/")
    except BatonError:
        return {}
    found: dict[str, str] = {}
    for entry in listed.decode("utf-8", "surrogateescape").split("\0"):
        facts, _, path = entry.partition("\t")
        mode, _, rest = facts.partition(" ")
        if mode in {"100644", "100755"}:
            found[path.rsplit("/", 1)[-1]] = rest.rpartition(" ")[2]
    return found
