"""The handoff document as Markdown, both ways (docs/FORMAT.md).

parse(text, name)      any Markdown -> Handoff; never fails
parse_metadata(text)   only the front matter, for listings
render(handoff)        Handoff -> Markdown; parse(render(h)) == h but for line numbers
glance(text, name)     less still, for choosing among many
file_name(when, title) what the file is called

stamping.restamp changes the front matter of a document and leaves its body alone.
"""

from baton.handoff_file.headings import HEADINGS, TITLES
from baton.handoff_file.naming import file_name
from baton.handoff_file.reading import glance, parse, parse_metadata
from baton.handoff_file.writing import render

__all__ = [
    "HEADINGS",
    "TITLES",
    "file_name",
    "glance",
    "parse",
    "parse_metadata",
    "render",
]
