"""The measures of a letter on paper after Decree 30/2020/ND-CP, Appendix I: one place for every writer.

A section is the letter itself or one annex, with page numbers of its own; the page setup is the paper, its margins and
type sizes. Lengths are millimetres, type sizes points. Widths of text are those of Tinos, which are Times New Roman's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import accumulate
from math import ceil

from dophu import wording
from dophu.data.brand import Brand
from dophu.errors import GateError
from dophu.fonts import BOLD, FAMILY, ITALIC, REGULAR, Face, advances, unprintable
from dophu.tell.blocks import Annex, Block, Document, Figure, Heading, List, Masthead, Paragraph, Run, Table
from dophu.tell.html import plain
from dophu.tell.letterhead import before_issuer
from dophu.words import say
from dophu.world.periods import read_period

TO_INSET = 20  # millimetres, of "Kính gửi:" above several addressees
OTHER_FONT = re.compile(rf"<text\b(?![^>]*\b{FAMILY}\b)")
POINTS_PER_MILLIMETRE = 72 / 25.4
FEWEST_LINES = 6  # of the last page of a part, unless it is its first


@dataclass(frozen=True)
class PageSetup:
    """Paper, margins and type sizes, within the ranges of the Decree; sizes are its set 12 + 13 + 13."""

    page_width: float = 210
    page_height: float = 297
    top: float = 20
    bottom: float = 20
    left: float = 30
    right: float = 20
    header: float = 10  # from the paper's upper edge to the page number
    banner_top: float = 4  # from the paper's upper edge to a banner above the page number
    indent: float = 10  # of a paragraph's first line
    gutter: float = 3  # between the two mastheads
    cell: float = 1.6  # beside the text of a table's cell
    cell_above: float = 1.2  # and above and below it
    dense_above: float = 0.75  # the same where the table is set in smaller type
    scales: tuple[float, ...] = (1.0, 0.96, 0.92, 0.88)  # of figures that shrink for all to stand on one page
    caption_room: float = 25  # kept below the tallest figure
    annex_room: float = 28  # and above it, where an annex opens with it
    logo: float = 14  # high, above the title of a report that is no letter
    signing_room: float = 30  # five lines for pen and seal
    signature: tuple[float, float] = (50, 26)  # width and height of the signer's field
    seal: float = 36  # of an office's field, as wide as its seal

    country: float = 12
    issuer: float = 12
    number: float = 13
    body: float = 13  # also motto, place and date, type, abstract, signature
    annex: float = 14  # the line "Phụ lục" above an annex's title
    page_number: float = 13
    caption: float = 12
    table: float = 11.5
    dense_tables: tuple[float, ...] = (11, 10.5, 10, 9.5, 9)  # for tables of many columns, the first that does
    note: float = 10.5  # below a table
    small: float = 11  # of sources and notes, which explain what the report has said
    recipients_label: float = 12
    recipients: float = 11
    banner: float = 11
    code: float = 9  # in the bottom margin, where it takes no room from the letter

    paragraph_gap: float = 6
    line_spacing: float = 1.15  # of single spacing
    rule: float = 0.75
    short_rule: float = 0.4  # of the line above it

    def text_width(self, landscape: bool = False) -> float:
        """Width between the margins."""
        return (self.page_height if landscape else self.page_width) - self.left - self.right

    def text_height(self, landscape: bool = False) -> float:
        """Height between the margins."""
        return (self.page_width if landscape else self.page_height) - self.top - self.bottom


PAGE_SETUP = PageSetup()


@dataclass(frozen=True)
class Section:
    """The letter itself or, opened by its Annex block, one annex: pages numbered from 1.

    tint   ground of the row of a table that the report is about
    """

    blocks: list[Block]
    tint: str

    @property
    def landscape(self) -> bool:
        """Whether its pages lie on their side."""
        return any(isinstance(block, Annex) and block.landscape for block in self.blocks[:1])

    @property
    def width(self) -> float:
        """Width between the margins."""
        return PAGE_SETUP.text_width(self.landscape)

    @property
    def room(self) -> float:
        """Height between the margins."""
        return PAGE_SETUP.text_height(self.landscape)


@dataclass(frozen=True)
class Head:
    """Lines and measures of the head of a letter."""

    number_line: str
    issue_line: str
    left: float  # column of the issuer
    right: float  # column of the nation, whose lines must not wrap
    parent_width: float  # of the body above the issuer, whose name breaks into lines of like length
    issuer_width: float
    issuer_rule: float
    motto_rule: float
    abstract_width: float
    abstract_rule: float
    to_width: float  # from the start of "Kính gửi:" to its colon, under which several addressees stand
    addressees: list[str]


def sections(document: Document) -> list[Section]:
    """Split a document where an annex starts, its title first and its headings without a skipped level."""
    found: list[list[Block]] = [[]]
    for block in _outlined(on_paper(document)):
        if isinstance(block, Annex) and found[-1]:
            found.append([])
        found[-1].append(block)
    return [Section(blocks, document.brand.tint) for blocks in found]


def on_paper(document: Document) -> Document:
    """Leave out what only pages and workbooks have room for: the tables of what figures were drawn from, columns."""
    return document.model_copy(update={"blocks": [_on_paper(block) for block in document.blocks]})


def _on_paper(block: Block) -> Block:
    if isinstance(block, Figure):
        return block.model_copy(update={"table": None})
    return _without_columns(block) if isinstance(block, Table) and block.aside else block


def _without_columns(table: Table) -> Table:
    kept = [place for place in range(len(table.head)) if place not in table.aside]
    rows, foot = ([[row[place] for place in kept] for row in part] for part in (table.rows, table.foot))
    head, align = [table.head[place] for place in kept], [table.align[place] for place in kept]
    return table.model_copy(update={"head": head, "rows": rows, "align": align, "foot": foot, "aside": []})


def _outlined(document: Document) -> Iterator[Block]:
    above = 1
    if not any(_level(block) == 1 for block in document.blocks):
        yield Heading(level=1, runs=[Run(text=document.title)])
    for block in document.blocks:
        level = min(_level(block), above + 1)
        above = level or above
        yield block.model_copy(update={"level": level}) if isinstance(block, Heading) else block


def _level(block: Block) -> int:
    match block:
        case Masthead():
            return 1
        case Annex():
            return 2
        case Heading():
            return block.level
    return 0


def head(block: Masthead) -> Head:
    """Set the head of a letter: the nation on the right as wide as its lines, the issuer in what is left."""
    issue_line = wording.issue_line(block.place, block.day, block.month, block.year)
    motto = width(say("letter.motto"), PAGE_SETUP.body, BOLD)
    nation = max(
        width(say("letter.country"), PAGE_SETUP.country, BOLD), motto, width(issue_line, PAGE_SETUP.body, ITALIC)
    )
    right = min(nation + PAGE_SETUP.gutter, PAGE_SETUP.text_width() * 2 / 3)
    left = PAGE_SETUP.text_width() - right
    fits = width(block.parent_body, PAGE_SETUP.issuer) <= left
    parent_width = left if fits else balanced(block.parent_body, PAGE_SETUP.issuer, left, REGULAR)
    issuer_width = balanced(block.issuing_body, PAGE_SETUP.issuer, left)
    abstract = plain(block.abstract)
    abstract_width = balanced(abstract, PAGE_SETUP.body, PAGE_SETUP.text_width() - 2 * PAGE_SETUP.indent)
    several = len(block.addressees) > 1
    return Head(
        number_line=wording.number_line(block.number, block.symbol),
        issue_line=issue_line,
        left=left,
        right=right,
        parent_width=parent_width,
        issuer_width=issuer_width,
        issuer_rule=PAGE_SETUP.short_rule * min(width(block.issuing_body, PAGE_SETUP.issuer, BOLD), issuer_width),
        motto_rule=motto,
        abstract_width=abstract_width,
        abstract_rule=PAGE_SETUP.short_rule * min(width(abstract, PAGE_SETUP.body, BOLD), abstract_width),
        to_width=width(say("letter.to").rstrip(":"), PAGE_SETUP.body),
        addressees=points(block.addressees) if several else block.addressees,
    )


def annex_head(annex: Annex) -> tuple[float, str]:
    """Width of an annex's title, and the line that says what it is attached to.

    Where it needs two lines, it breaks before the name of the body, so that number and date stay whole.
    """
    available = PAGE_SETUP.text_width(annex.landscape)
    title = balanced(annex.title.upper(), PAGE_SETUP.body, available)
    attached = annex.attached
    if width(attached, PAGE_SETUP.body, ITALIC) > available:
        attached = "\n".join(filter(None, before_issuer(attached)))
    return title, attached


def is_note(block: Block) -> bool:
    """Say whether a paragraph tells of sources or explains, and belongs below what it is about."""
    opening = plain(block.runs[:1]).strip() if isinstance(block, Paragraph) else ""
    return opening in (say("sources.line").strip(), say("notes.line").strip())


def text_size(block: Block, section: Section) -> float:
    """Say how large a paragraph is set: notes smaller, but in the letter itself as the Decree wants all its text."""
    is_letter = any(isinstance(each, Masthead) for each in section.blocks)
    return PAGE_SETUP.small if is_note(block) and not is_letter else PAGE_SETUP.body


def label(points: List, place: int, depth: int) -> str:
    """Write what stands before a point of a list: its number, "-", or "+" inside another point."""
    if points.ordered:
        return f"{points.start + place}. "
    return "- " if depth == 1 else "+ "


def labels(blocks: Sequence[Block]) -> list[str]:
    """Write what stands before each point of all lists, in reading order."""
    lists = (block for block in blocks if isinstance(block, List))
    return [found for points in lists for found in _labels(points)]


def _labels(points: List, depth: int = 1) -> Iterator[str]:
    for place, item in enumerate(points.items):
        yield label(points, place, depth)
        for child in item.children:
            yield from _labels(child, depth + 1)


def points(lines: list[str]) -> list[str]:
    """Punctuate addressees or recipients: a dash before each, ";" after each, "." after the last."""
    ends = [";"] * (len(lines) - 1) + ["."] if lines else []
    return [f"- {line}{end}" for line, end in zip(lines, ends, strict=True)]


def unit_name(document: Document) -> str:
    """Name the unit of a document's edition; "" for a document of none."""
    name: str = document.ledger.get("edition", {}).get("unit_name", "")
    return name


def full_title(document: Document) -> str:
    """Write the title that a reader's program announces: which report, of whom and of when; simulated figures first."""
    unit = unit_name(document)
    title = ", ".join(filter(None, (document.title, unit, read_period(document.period).in_words if unit else "")))
    return f"{document.banner} - {title}" if document.banner else title


def keywords(document: Document) -> list[str]:
    """List what the file's own particulars name: simulated figures, and the token of an issued letter."""
    return [word for word in (document.banner, document.imprint and document.imprint.token) if word]


def code_line(document: Document) -> str:
    """Write the code of an issued letter as it stands at the foot of each page; "" for a draft."""
    return say("letter.code", code=document.imprint.code) if document.imprint else ""


def issuer(document: Document) -> str:
    """Name the body that issues the document: of its masthead, as the office calls itself, or of the unit's letters."""
    named = (block.issuing_body for block in document.blocks if isinstance(block, Masthead))
    return next(named, document.brand.office or document.ledger.get("edition", {}).get("author") or "")


def logo_words(brand: Brand) -> str:
    """Say in words what an office's logo is; blank where it has none."""
    if not brand.logo:
        return ""
    return say("brand.logo", office=brand.office) if brand.office else say("brand.logo_alone")


def logo_above(document: Document) -> str:
    """Say in words what stands above a report's title; blank for nothing: a letter after the Decree has no logo."""
    is_letter = any(isinstance(block, Masthead) for block in document.blocks)
    return "" if is_letter else logo_words(document.brand)


def width(string: str, size: float, face: Face = REGULAR) -> float:
    """Measure text on one line: millimetres, at a size in points."""
    known = advances(face)
    return sum(known.get(letter, 1.0) for letter in string) * size / POINTS_PER_MILLIMETRE


def balanced(string: str, size: float, limit: float, face: Face = BOLD) -> float:
    """Find the narrowest column, at most `limit` wide, that takes the text in as few lines as `limit` does."""
    words = [width(word + " ", size, face) for word in string.split(" ")]
    fewest = lines_of(words, limit)
    widths = (float(narrow) for narrow in range(ceil(sum(words) / max(fewest, 1)), ceil(limit)))
    return next((narrow for narrow in widths if lines_of(words, narrow) <= fewest), limit)


def lines_of(words: list[float], limit: float) -> int:
    """Count the lines that words of these widths take in a column."""
    used = list(accumulate(words, lambda line, word: line + word if line + word <= limit else word))
    return sum(line == word for line, word in zip(used, words, strict=True))


def fitted(figure: Figure, section: Section) -> tuple[float, float]:
    """Width and height of a figure on its page: as drawn, or scaled down to stand with caption and annex's head."""
    opens = isinstance(section.blocks[0], Annex) and section.blocks[1] is figure
    taken = PAGE_SETUP.caption_room + (PAGE_SETUP.annex_room if opens else 0)
    height = PAGE_SETUP.text_height(section.landscape) - taken
    scale = min(1.0, section.width / figure.width, height / figure.height)
    return figure.width * scale, figure.height * scale


def refuse_unprintable(document: Document) -> None:
    """Refuse text that paper cannot carry: a character without a glyph, or one that hides or reorders others.

    Raises GateError naming each character and the text it stands in, or the picture with another font.
    """
    strings = set(_strings(document))
    bad = (string for string in strings if unprintable(string)) if unprintable("".join(strings)) else ()
    for string in bad:
        first = next(place for place, letter in enumerate(string) if unprintable(letter))
        near, names = string[max(0, first - 20) :][:40], unprintable(string)
        raise GateError(f"text {near!r}", f"cannot be printed: {names}", "write it with ordinary letters")
    for block in document.blocks:
        if isinstance(block, Figure) and OTHER_FONT.search(block.svg):
            fix = f"name {FAMILY} in each text element of the drawing"
            raise GateError(f"figure {block.key}", "text in another font would not be printed", fix)


def _strings(document: Document) -> Iterator[str]:
    yield from (document.title, document.subject, document.banner or "")
    for block in document.blocks:
        yield from _leaves(block.model_dump())
        if isinstance(block, Figure):
            yield unescape(block.svg)


def _leaves(value: object) -> Iterator[str]:
    """List the texts of nested fields, in no order: a walk that calls itself for each costs five times as much."""
    left = [value]
    while left:
        inner = left.pop()
        if isinstance(inner, str):
            yield inner
        elif isinstance(inner, dict):
            left += inner.values()
        elif isinstance(inner, list):
            left += inner
