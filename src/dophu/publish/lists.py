"""Lists of a DOCX: the marks of their points are the word processor's, so that a new point gets its own."""

from __future__ import annotations

from dataclasses import dataclass, field

from docx.document import Document as Docx
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part as FilePart
from docx.oxml.ns import nsdecls

from dophu.publish.layout import PAGE_SETUP
from dophu.tell.blocks import List

NUMBERING_PART = "/word/numbering.xml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TWIPS_PER_MILLIMETRE = 1440 / 25.4
LEVELS = 9  # that a list can have
DASHES = 1  # the number of all lists that are not ordered; each ordered one has its own


@dataclass
class Lists:
    """The lists of one letter, numbered in reading order."""

    starts: list[tuple[int, int]] = field(default_factory=list)

    def number_of(self, points: List, depth: int) -> int:
        """Give a list its number in the file."""
        if not points.ordered:
            return DASHES
        self.starts.append((depth, points.start))
        return DASHES + len(self.starts)

    def attach(self, letter: Docx) -> None:
        """Put the part that says how lists are marked into a file."""
        package = letter.part.package
        part = FilePart(PackURI(NUMBERING_PART), CONTENT_TYPE.WML_NUMBERING, self._written().encode(), package)
        letter.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)

    def _written(self) -> str:
        kinds = [_kind(0, "bullet", ["-", *["+"] * (LEVELS - 1)])]
        kinds.append(_kind(1, "decimal", [f"%{level + 1}." for level in range(LEVELS)]))
        numbers = [f'<w:num w:numId="{DASHES}"><w:abstractNumId w:val="0"/></w:num>']
        for number, (depth, start) in enumerate(self.starts, DASHES + 1):
            begun = f'<w:lvlOverride w:ilvl="{depth}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
            numbers.append(f'<w:num w:numId="{number}"><w:abstractNumId w:val="1"/>{begun}</w:num>')
        return f"{HEAD}<w:numbering {nsdecls('w')}>{''.join([*kinds, *numbers])}</w:numbering>"


def _kind(number: int, style: str, marks: list[str]) -> str:
    """Write a kind of list: a mark, one blank, and the text; lines after the first begin at the margin."""
    indent = f'<w:ind w:left="0" w:firstLine="{round(PAGE_SETUP.indent * TWIPS_PER_MILLIMETRE)}"/>'
    levels = (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{style}"/><w:suff w:val="space"/>'
        f'<w:lvlText w:val="{mark}"/><w:lvlJc w:val="left"/><w:pPr>{indent}</w:pPr></w:lvl>'
        for level, mark in enumerate(marks)
    )
    return (
        f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>{"".join(levels)}'
        "</w:abstractNum>"
    )
