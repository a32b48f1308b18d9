"""Changing what a document says about itself without touching what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baton.handoff_file import front_matter
from baton.handoff_file.reading import normal_lines, parse

if TYPE_CHECKING:
    from baton.model.document import Metadata


def restamp(text: str, meta: Metadata) -> str:
    """`text` with `meta` as its front matter; everything below stays as it was written.

    The title and date of a document without front matter are taken over into it.
    """
    handoff = parse(text)
    below = front_matter.read(normal_lines(text)).rest
    gap = "" if below.startswith("\n") else "\n"
    return f"{front_matter.write(meta, handoff.title, handoff.date)}\n{gap}{below}"
