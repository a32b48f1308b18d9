"""From Markdown to Handoff: our own documents exactly, everybody else's sensibly. Never fails."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from baton.handoff_file import front_matter
from baton.handoff_file.contents import Contents
from baton.handoff_file.headings import HEADINGS, TITLES, Section, plain, section_of
from baton.handoff_file.items import Item, items_of
from baton.handoff_file.naming import date_in_name
from baton.handoff_file.outline import Block, Line, outline
from baton.handoff_file.preamble import Preamble, read_preamble, unquoted
from baton.handoff_file.yaml_subset import moment
from baton.model.document import Handoff, Metadata, OtherSection

if TYPE_CHECKING:
    from datetime import datetime

_OURS: dict[str, Section] = dict(
    zip(
        TITLES,
        ("accomplished", "state", "lessons", "next_steps", "files", "blockers"),
        strict=True,
    )
)


def parse(text: str, name: str = "") -> Handoff:
    """The handoff in `text`; `name` is its file name, for the date and title it may hold.

    Whatever is broken or unknown is kept: as a problem, or as a section of `other`.
    """
    text = normal_lines(text)
    head = front_matter.read(text)
    blocks = outline(head.rest, head.first_line, labels=not head.ours)
    top, title, blocks = _title(blocks)
    preamble = read_preamble(top, ours=head.ours)
    contents = _sort(blocks, preamble, ours=head.ours)
    return Handoff(
        title=title or head.meta.title or _title_from_name(name),
        date=head.date or _date(preamble, title, name),
        meta=_with_branch(head.meta, preamble),
        goal=preamble.goal or contents.goal,
        accomplished=tuple(contents.accomplished),
        decisions=tuple(contents.decisions),
        state=tuple(contents.state),
        lessons=tuple(contents.lessons),
        next_steps=tuple(contents.next_steps),
        files=tuple(contents.files),
        blockers=tuple(contents.blockers),
        open_questions=tuple(contents.open_questions),
        other=tuple(contents.other),
        problems=head.problems,
    )


def parse_metadata(text: str) -> Metadata:
    """Only the front matter, for listings: a fraction of the time of `parse`."""
    return front_matter.read(normal_lines(text)).meta


def glance(text: str, name: str = "") -> front_matter.Glance:
    """What choosing among many handoffs needs: time (the name may tell it), branch, commit."""
    head = front_matter.glance(normal_lines(text))
    return head if head.date or not name else head._replace(date=date_in_name(name))


def normal_lines(text: str) -> str:
    """`text` with line feeds only and no byte order mark."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _title(blocks: list[Block]) -> tuple[list[Line], str, list[Block]]:
    """The lines above the first section, the title, and the blocks that remain."""
    top = list(blocks[0].lines)
    if len(blocks) > 1 and blocks[1].level == 1:
        return [*top, *blocks[1].lines], blocks[1].heading, blocks[2:]
    return top, "", blocks[1:]


def _title_from_name(name: str) -> str:
    return name.rsplit("/", 1)[-1].removesuffix(".md")


def _date(preamble: Preamble, title: str, name: str) -> datetime | None:
    """The date that a document without front matter names, in the order people trust it."""
    for text in (preamble.date, name, title):
        when = moment(text) or date_in_name(text) if text else None
        if when:
            return when
    return None


def _with_branch(meta: Metadata, preamble: Preamble) -> Metadata:
    return meta if meta.branch or not preamble.branch else meta._replace(branch=preamble.branch)


class _Open(NamedTuple):
    """A heading whose section is open for headings below it."""

    level: int
    section: Section


def _sort(blocks: list[Block], preamble: Preamble, *, ours: bool) -> Contents:
    """Every block into the section its heading names, or the one its parent heading names."""
    contents = Contents(ours=ours)
    if preamble.rest:
        contents.other.append(OtherSection("", preamble.rest, preamble.rest_line))
    opened: list[_Open] = []
    for block in blocks:
        while opened and opened[-1].level >= block.level:
            opened.pop()
        parent = opened[-1].section if opened else None
        section = _section(block, parent, ours=ours)
        if section == "goal" and not (preamble.goal or contents.goal):
            contents.goal = unquoted([line.text for line in block.lines])
        elif section in {"other", "goal"}:
            _add_other(contents, block, nested=parent == "other")
        else:
            contents.add(section, _items(block, inherited=bool(parent) and parent == section))
        opened.append(_Open(block.level, section))
    contents.finish()
    return contents


def _section(block: Block, parent: Section | None, *, ours: bool) -> Section:
    if ours and block.level > 2 and parent:
        return parent
    # In a document of ours a heading is a section's name or it is not: no guessing by parts.
    named = _OURS.get(block.heading) or (
        HEADINGS.get(plain(block.heading)) if ours else section_of(block.heading)
    )
    if named:
        return named
    return parent or "other"


def _items(block: Block, *, inherited: bool) -> list[Item]:
    """The items of a block; a heading inside a section is an item itself."""
    items = items_of(block.lines)
    if inherited and section_of(block.heading) is None:
        heading = re.sub(r"^\d{1,3}[.)]\s+", "", block.heading)
        return [Item(heading, block.line), *(item._replace(depth=1) for item in items)]
    return items


def _add_other(contents: Contents, block: Block, *, nested: bool) -> None:
    text = "\n".join(line.text for line in block.lines).strip("\n")
    if nested and contents.other:
        last = contents.other[-1]
        together = "\n\n".join(part for part in (last.text, block.raw, text) if part)
        contents.other[-1] = last._replace(text=together)
    else:
        contents.other.append(OtherSection(block.heading, text, block.line))
