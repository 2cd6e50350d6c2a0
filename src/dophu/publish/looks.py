"""The gate of looks: what a reader would see at first sight is refused, with page and place, as wrong numbers are.

It reads the finished PDF and the Word file, and the document where a layout follows from it. A rule may be left out by
its name, with a reason that the manifest keeps; what only a browser can see is looked at in tests.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import ceil

import pypdfium2

from dophu.errors import GateError, UsageError, did_you_mean
from dophu.fonts import BOLD
from dophu.publish.document import END
from dophu.publish.grid import grid, least_width
from dophu.publish.layout import FEWEST_LINES, PAGE_SETUP, code_line, on_paper, sections, width
from dophu.publish.seen_figure import smallest_label, unmarked_gaps
from dophu.publish.seen_word import Written, paragraphs
from dophu.tell.blocks import Annex, Document, Figure, Heading, Masthead, Paragraph, Runs, Signature, Table
from dophu.tell.html import plain
from dophu.words import say
from dophu.words.text import normal

MOST_LINES = 4  # of a table's cell, while another column is empty
NUMBER_AT_END = re.compile(
    r"(?<![\d.,/])\d+(?:[.,]\d+)*$"
)  # no date, and no number that a sign parts from what follows
LETTER_PAGES = 2
SMALLEST = 9.0  # pixels of a label on a phone
FEWEST_MARKS, FEWEST_SHOWN = 2, 3  # marks, and the numbers that they show together, that make a figure
Place = tuple[str, str]  # where, and what is wrong there
FIX = "change the words, or leave the rule out: --allow-look {name}=REASON"


@dataclass(frozen=True)
class Page:
    """A page of the PDF: its number in the file, its lines without page number, banner and code, and what it opens."""

    number: int
    lines: tuple[str, ...]
    is_first: bool
    has_picture: bool


@dataclass(frozen=True)
class Seen:
    """What a reader sees of an edition.

    whole   the document with what only pages and workbooks have
    pdf     the finished file, b"" where none is made
    docx    the same
    """

    whole: Document
    pdf: bytes = b""
    docx: bytes = b""

    @cached_property
    def document(self) -> Document:
        """The document as it prints."""
        return on_paper(self.whole)

    @cached_property
    def paragraphs(self) -> list[Written]:
        """Its paragraphs in Word; none where no such file is made."""
        return paragraphs(self.docx) if self.docx else []

    @cached_property
    def pages(self) -> list[Page]:
        """Its pages on paper; none where no PDF is made."""
        if not self.pdf:
            return []
        return [_page(self.document, number, page) for number, page in enumerate(pypdfium2.PdfDocument(self.pdf), 1)]


def _page(document: Document, number: int, page: pypdfium2.PdfPage) -> Page:
    text = normal(page.get_textpage().get_text_bounded())
    margins = {document.banner or "", code_line(document), ""}
    lines = [line for line in (each.strip() for each in text.splitlines()) if line not in margins]
    numbered = bool(lines) and lines[0].isdecimal()
    objects = (each.type for each in page.get_objects(max_depth=2))
    drawn = sum(kind in (pypdfium2.raw.FPDF_PAGEOBJ_PATH, pypdfium2.raw.FPDF_PAGEOBJ_IMAGE) for kind in objects)
    return Page(number, tuple(lines[1:] if numbered else lines), not numbered, drawn > 0)


def refuse_bad_looks(document: Document, outputs: Mapping[str, bytes], allowed: Mapping[str, str]) -> None:
    """Refuse what looks wrong; `allowed` leaves rules out by name, each with a reason.

    Raises a UsageError for a rule that there is not, and one left out without a reason.
    """
    for name, reason in allowed.items():
        if name not in RULES:
            raise UsageError("--allow-look", f"no rule '{name}'", did_you_mean(name, RULES))
        if not reason.strip():
            raise UsageError("--allow-look", f"'{name}' is left out without a reason", "write NAME=REASON")
    seen = Seen(document, outputs.get("pdf", b""), outputs.get("docx", b""))
    found = [(name, *place) for name, rule in RULES.items() if name not in allowed for place in rule(seen)]
    if found:
        listed = "".join(f"\n  {name}: {where}: {problem}" for name, where, problem in found)
        fixes = "; ".join(FIX.format(name=name) for name in dict.fromkeys(name for name, *_ in found))
        raise GateError(document.report, f"{len(found)} finding(s){listed}", fixes)


def left_heading(seen: Seen) -> Iterator[Place]:
    """Find headings that stand last on a page, apart from what they head."""
    headings = {normal(plain(block.runs)) for block in seen.document.blocks if isinstance(block, Heading)}
    for page, following in pairwise(seen.pages):
        if page.lines and page.lines[-1] in headings and not following.is_first:
            yield f"page {page.number}", f"the heading “{page.lines[-1]}” stands alone at its foot"
    for each in seen.paragraphs:
        if each.heads and each.ends and not each.in_cell:
            yield "the Word file", f"the heading “{each.text[:40]}” ends a part"


def short_page(seen: Seen) -> Iterator[Place]:
    """Find last pages of a letter or an annex that hold next to nothing."""
    for page, following in pairwise([*seen.pages, None]):
        ends = following is None or following.is_first
        if page and ends and not page.is_first and not page.has_picture and len(page.lines) < FEWEST_LINES:
            yield f"page {page.number}", f"it holds {len(page.lines)} line(s)"


def long_letter(seen: Seen) -> Iterator[Place]:
    """Find letters that take more pages than two before their annexes."""
    if not any(isinstance(block, Masthead) for block in seen.document.blocks):
        return
    annexed = next((place for place, page in enumerate(seen.pages[1:], 1) if page.is_first), len(seen.pages))
    if annexed > LETTER_PAGES:
        problem = f"the letter takes {annexed} pages; shorten what the office did (activities.yml), or strike sentences"
        yield f"page {annexed}", problem


def parted_fact(seen: Seen) -> Iterator[Place]:
    """Find numbers at the end of a line whose unit begins the next."""
    units, others = ("|".join(map(re.escape, say(name).split(", "))) for name in ("looks.units", "looks.like_units"))
    unit_at_start = re.compile(rf"(?!(?:{others})\b)(?:{units})\b")
    for page in seen.pages:
        for line, following in pairwise(page.lines):
            if NUMBER_AT_END.search(line) and unit_at_start.match(following):
                yield f"page {page.number}", f"“{line[-25:]}” is parted from “{following[:25]}”"
    may_part = re.compile(rf"(?<![\w.,/])\d+(?:[.,]\d+)* (?=(?!(?:{others})\b)(?:{units})\b)")
    for each in seen.paragraphs:
        if not each.in_cell and (found := may_part.search(each.text)):
            yield "the Word file", f"“{each.text[found.start() :][:25]}” may part at a line's end"


def empty_section(seen: Seen) -> Iterator[Place]:
    """Find headings below which nothing stands."""
    for block, following in pairwise([*seen.document.blocks, None]):
        deeper = isinstance(following, Heading) and isinstance(block, Heading) and following.level > block.level
        ends = following is None or isinstance(following, Heading | Annex | Signature)
        if isinstance(block, Heading) and ends and not deeper:
            yield f"heading “{plain(block.runs)}”", "nothing stands below it"


def closing_alone(seen: Seen) -> Iterator[Place]:
    """Find a closing mark that is a line of its own."""
    for page in seen.pages:
        if END in page.lines:
            yield f"page {page.number}", f"“{END}” is a line of its own"
    if any(each.text.strip() == END for each in seen.paragraphs):
        yield "the Word file", f"“{END}” is a paragraph of its own"
    if any(isinstance(block, Paragraph) and plain(block.runs).strip() == END for block in seen.document.blocks):
        yield "the end", f"“{END}” is a paragraph of its own"


def crowded_column(seen: Seen) -> Iterator[Place]:
    """Find tables in which a cell breaks into many lines while a whole column is empty."""
    for section in sections(seen.document):
        for table in (block for block in section.blocks if isinstance(block, Table)):
            columns = list(zip(*table.rows, strict=True)) if table.rows else []
            empty = [place for place, cells in enumerate(columns) if not any(plain(cell).strip() for cell in cells)]
            if empty and _tallest(table, section.width) > MOST_LINES:
                head = plain(table.head[empty[0]])
                yield f"table “{plain(table.caption)[:40]}”", f"its column “{head}” is empty, and a cell has many lines"


def _tallest(table: Table, available: float) -> int:
    set_in = grid(table, available)
    room = [column - 2 * PAGE_SETUP.cell for column in set_in.widths]
    cells = (zip(row, room, strict=True) for row in table.rows)
    return max(ceil(width(plain(cell), set_in.size, BOLD) / column) for row in cells for cell, column in row)


def clipped_cell(seen: Seen) -> Iterator[Place]:
    """Find cells whose longest word is wider than their column."""
    for section in sections(seen.document):
        for table in (block for block in section.blocks if isinstance(block, Table)):
            set_in = grid(table, section.width)
            for row in (*table.rows, *table.foot):
                for cell, column in zip(row, set_in.widths, strict=True):
                    if least_width(plain(cell), set_in.size) > column:
                        yield f"table “{plain(table.caption)[:40]}”", f"“{plain(cell)[:30]}” is cut in its column"


def small_label(seen: Seen) -> Iterator[Place]:
    """Find figures whose labels a phone shows too small to be read."""
    for figure in _figures(seen):
        size = smallest_label(figure.narrow or figure.svg)
        if size < SMALLEST:
            yield f"figure “{plain(figure.caption)[:40]}”", f"a label is {size:.1f} px high on a phone"


def idle_figure(seen: Seen) -> Iterator[Place]:
    """Find figures that show too few values, or none that one sentence does not say."""
    paragraphs = [_facts_of(block.runs) for block in seen.whole.blocks if isinstance(block, Paragraph)]
    for figure in _figures(seen):
        shown = [_facts_of([run for cell in row for run in cell]) for row in figure.table.rows] if figure.table else []
        told = set().union(*shown)
        where = f"figure “{plain(figure.caption)[:40]}”"
        if shown and (len(shown) < FEWEST_MARKS or len(told) < FEWEST_SHOWN):
            yield where, f"it shows {len(told)} number(s) in {len(shown)} mark(s)"
        elif told and any(told <= each for each in paragraphs):
            yield where, "one sentence says every number of it"


def skipped_ranks(seen: Seen) -> Iterator[Place]:
    """Find figures that put a rank below another as if none were between them."""
    for figure in _figures(seen):
        for before, after in unmarked_gaps(figure.svg):
            yield f"figure “{plain(figure.caption)[:40]}”", f"rank {after} stands right below {before}"


def lone_row(seen: Seen) -> Iterator[Place]:
    """Find tables that part at a page's end with a single row on either side."""
    lines = [{_bare(line) for line in page.lines} for page in seen.pages]
    for table in (block for block in seen.document.blocks if isinstance(block, Table)):
        rows = [_bare("".join(plain(cell) for cell in row)) for row in (*table.rows, *table.foot)]
        held = [sum(row in found for row in rows) for found in lines]
        parted = [number for number, many in enumerate(held, 1) if many]
        if len(parted) > 1 and sum(held) == len(rows):
            for number in (parted[0], parted[-1]):
                if held[number - 1] == 1:
                    yield f"page {number}", f"one row of table “{plain(table.caption)[:40]}” stands there alone"


def _figures(seen: Seen) -> Iterator[Figure]:
    return (block for block in seen.whole.blocks if isinstance(block, Figure))


def _facts_of(line: Runs) -> set[str]:
    return {run.fact for run in line if run.fact}


def _bare(line: str) -> str:
    return re.sub(r"\s", "", normal(line))


RULES: Mapping[str, Callable[[Seen], Iterator[Place]]] = {
    "left-heading": left_heading,
    "short-page": short_page,
    "long-letter": long_letter,
    "parted-fact": parted_fact,
    "empty-section": empty_section,
    "closing-alone": closing_alone,
    "crowded-column": crowded_column,
    "clipped-cell": clipped_cell,
    "small-label": small_label,
    "idle-figure": idle_figure,
    "skipped-ranks": skipped_ranks,
    "lone-row": lone_row,
}
