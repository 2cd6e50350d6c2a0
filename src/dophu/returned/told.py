"""What was told: the letter of an edition, each line with the cell it comes from, each fact with its place.

It is read from the very DOCX that the edition's document gives, so that both sides of a comparison are read alike.
Everything that depends on how a ledger is written down stands here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from dophu.intake.readers.package import OPTIONS, Package
from dophu.publish.docx import render_docx
from dophu.publish.layout import code_line, labels, on_paper
from dophu.publish.marks import ORIGIN, ORIGIN_PART
from dophu.returned.letter import Letter, Line, read_docx, texts_of
from dophu.tell.blocks import Block, Document, Figure, Paragraph


@dataclass(frozen=True)
class Span:
    """A stretch of a line that comes from data: a fact by its key, or, with key "", a name or other words."""

    start: int
    end: int
    key: str = ""


@dataclass(frozen=True)
class Told:
    """An edition's letter.

    labels, shown   of each fact by its key: what it is, and what it prints
    drawn           the words of its figures, which stand as text in a PDF
    banner, foot    what stands at the head of every page ("SỐ LIỆU MÔ PHỎNG") and at its foot; "" for nothing
    """

    letter: Letter
    labels: dict[str, str]
    shown: dict[str, str]
    drawn: str
    banner: str
    foot: str
    _keys: dict[str, str]
    _cells: dict[str, str]
    _points: dict[str, str]

    def spans(self, line: Line) -> list[Span]:
        """List what comes from data in a line, in its order; a letter's first line bears no mark and is all data."""
        if not line.marks:
            return [Span(0, len(line.text))]
        found = [
            Span(mark.start, mark.end, self._keys.get(mark.name, ""))
            for mark in line.marks
            if mark.name in self._keys or mark.name.startswith("_n")
        ]
        return sorted(found, key=lambda span: (span.start, span.end))

    def mark(self, line: Line) -> str:
        """Give what a word processor, and paper, put before a point of a list; "" for what is none."""
        return self._points.get(line.name, "")

    def cell(self, line: Line) -> str:
        """Name the notebook's cell that a line comes from, "" for one of none."""
        return self._cells.get(line.name, "")


def told(document: Document) -> Told:
    """Read a document as its DOCX prints it; its pictures, which have no words there, are not drawn."""
    blocks = [part for block in on_paper(document).blocks for part in _words_of(block)]
    content = render_docx(document.model_copy(update={"blocks": blocks}))
    return _told(content, document, document.banner or "", code_line(document))


def told_in(content: bytes, document: Document) -> Told:
    """Read what a DOCX told that another version of this program wrote from a document; its words are those of then."""
    heads, feet = (texts_of(content, part) for part in ("header", "footer"))
    banner = min(heads, key=len, default="")  # others have the page's number as well
    banner = banner if all(banner in head for head in heads) else ""
    code = document.imprint.code if document.imprint else ""
    return _told(content, document, banner, next((text for text in feet if code and code in text), ""))


def told_on(pages: Sequence[str], document: Document) -> Told:
    """Read what the pages of a PDF told that another version wrote: no line bears a mark, each is held whole."""
    lines = tuple(Line(line) for page in pages for line in page.splitlines() if line.strip())
    shown = {fact.key: fact.shown for fact in document.facts}
    return Told(Letter(lines), {fact.key: fact.label for fact in document.facts}, shown, "", "", "", {}, {}, {})


def _told(content: bytes, document: Document, banner: str, foot: str) -> Told:
    origin, blocks = _origin(content), on_paper(document).blocks
    points, named = labels([part for block in blocks for part in _words_of(block)]), _names_of_points(content)
    return Told(
        read_docx(content, document.report),
        {fact.key: fact.label for fact in document.facts},
        {fact.key: fact.shown for fact in document.facts},
        "\n".join(_drawn(document)),
        banner,
        foot,
        {one.get("mark"): one.get("key") for one in origin.iter(f"{{{ORIGIN}}}fact")},
        {one.get("mark"): one.get("cell") for one in origin.iter(f"{{{ORIGIN}}}p")},
        dict(zip(named, points, strict=True)) if len(named) == len(points) else {},
    )


def _names_of_points(content: bytes) -> list[str]:
    """List the marks of the paragraphs that are points of lists."""
    points = (
        Package(content, "letter").tree("word/document.xml").xpath("//*[local-name()='p'][.//*[local-name()='numPr']]")
    )
    names = "(.//*[local-name()='bookmarkStart']/@*[local-name()='name'])[1]"
    return [str(point.xpath(f"string({names})")) for point in points]


def _words_of(block: Block) -> list[Block]:
    """Give what of a block is text: of a figure its caption and its table."""
    if not isinstance(block, Figure):
        return [block]
    caption = [Paragraph(runs=block.caption, cell=block.cell)] if block.caption else []
    return [*caption, *([block.table.model_copy(update={"cell": block.cell})] if block.table else [])]


def _origin(content: bytes) -> Any:
    return Package(content, "letter").tree(ORIGIN_PART.lstrip("/"))


def _drawn(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Figure):
            tree = etree.fromstring(block.svg.encode(), etree.XMLParser(**OPTIONS))
            yield from (text.strip() for text in tree.itertext() if text.strip())
