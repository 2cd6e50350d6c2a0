"""The gate of looks: what a reader would see at first sight is refused, with page and place, as wrong numbers are.

It reads the finished PDF and the Word file, and the document where a layout follows from it. A rule may be left out by
its name, with a reason that the manifest keeps; what only a browser can see is looked at in tests.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import ceil

from dophu.errors import GateError, UsageError, did_you_mean
from dophu.fonts import BOLD
from dophu.publish.document import END
from dophu.publish.footnotes import footnoted
from dophu.publish.grid import TOGETHER, Grid, grid, least_width
from dophu.publish.layout import FEWEST_LINES, PAGE_SETUP, on_paper, sections, width
from dophu.publish.seen_figure import smallest_label, unmarked_gaps
from dophu.publish.seen_page import Page, bare, pages, rows_on
from dophu.publish.seen_word import Written, paragraphs
from dophu.publish.unparted import bindings
from dophu.tell.blocks import Annex, Block, Document, Figure, Heading, List, Masthead, Paragraph, Runs, Signature, Table
from dophu.tell.html import plain
from dophu.tell.lint import texts
from dophu.words import say
from dophu.words.text import normal

MOST_LINES = 4  # of a table's cell, while another column is empty
NUMBER_AT_END = re.compile(
    r"(?<![\d.,/])\d+(?:[.,]\d+)*$"
)  # no date, and no number that a sign parts from what follows
WORD = re.compile(r"\w")
LETTER_PAGES = 2
SMALLEST = 9.0  # pixels of a label on a phone
FEWEST_MARKS, FEWEST_SHOWN = 2, 3  # marks, and the numbers that they show together, that make a figure
Place = tuple[str, str]  # where, and what is wrong there
FIX = "change the words, or leave the rule out: --allow-look {name}=REASON"


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
        return pages(self.pdf) if self.pdf else []


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
    told = (plain(block.runs) for block in seen.document.blocks if isinstance(block, Heading))
    headings = {bare(text): text for text in told}
    for page, following in pairwise(seen.pages):
        if not following.is_first and (last := page.last(set(headings))):
            yield f"page {page.number}", f"the heading “{headings[last]}” stands alone at its foot"
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
    """Find ends of lines that part a number from its unit, or from the word before it."""
    units, others = ("|".join(map(re.escape, say(name).split(", "))) for name in ("looks.units", "looks.like_units"))
    unit_at_start = re.compile(rf"(?!(?:{others})\b)(?:{units})\b")
    prose = "\n".join(normal(plain(line)) for line in texts(_prose(seen.document)))
    for number, line, following in _line_ends(seen.pages):
        of_unit = NUMBER_AT_END.search(line) and unit_at_start.match(following)
        if of_unit or _is_parted(line, following, prose):
            yield f"page {number}", f"“{line[-25:]}” is parted from “{following[:25]}”"
    for each in seen.paragraphs:
        if not each.in_cell and (loose := bindings(each.text)):
            yield "the Word file", f"“{each.text[max(0, loose[0] - 12) :][:25]}” may part at a line's end"


def _prose(document: Document) -> Iterator[Block]:
    """Give what is set in the lines of a page; a narrow cell may part what it has no room for."""
    return (block for block in document.blocks if not isinstance(block, Table))


def _line_ends(pages: Sequence[Page]) -> Iterator[tuple[int, str, str]]:
    """Give each line with the one that follows, also on the next page, and the number of its page."""
    told = [(page, line) for page in pages for line in page.lines]
    for (page, line), (later, following) in pairwise(told):
        if page is later or not later.is_first:
            yield page.number, line, following


def _is_parted(line: str, following: str, prose: str) -> bool:
    """Say whether the end of a line in running prose parts what belongs together: a table's rows follow one another."""
    before, after = " ".join(line.split()[-2:]), following.split(maxsplit=1)[0]
    if before.endswith("/") and f"{before}{after}" in prose:
        return True
    return f"{before} {after}" in prose and len(before) in bindings(f"{before} {after}")


def empty_section(seen: Seen) -> Iterator[Place]:
    """Find headings and annexes below which no word stands."""
    blocks = (block for block in seen.document.blocks if not _is_blank(block))
    for block, following in pairwise([*blocks, None]):
        level = block.level if isinstance(block, Heading) else 0
        deeper = isinstance(following, Heading) and following.level > level
        ends = following is None or isinstance(following, Heading | Annex | Signature)
        if isinstance(block, Heading | Annex) and ends and not deeper:
            title = plain(block.runs) if isinstance(block, Heading) else block.title
            yield f"heading “{title}”", "nothing stands below it"


def _is_blank(block: Block) -> bool:
    """Say whether a block of prose or a table holds no word and no number, its head aside."""
    match block:
        case Paragraph() | List():
            told = list(texts([block]))
        case Table():
            told = [cell for row in (*block.rows, *block.foot) for cell in row]
        case _:
            return False
    return not any(map(_says_something, told))


def _says_something(line: Runs) -> bool:
    """Say whether a line holds a word besides those that close a report."""
    text = plain(line).removesuffix(END)
    return WORD.search(text) is not None and text not in map(say, ("annex.ends", "document.ends"))


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
    """Find tables in which a cell breaks into many lines while a whole column says nothing."""
    for table, room in _printed(seen.document):
        columns = list(zip(*table.rows, *table.foot, strict=True))
        empty = [place for place, cells in enumerate(columns) if not any(map(_says_something, cells))]
        if empty and _tallest(table, room) > MOST_LINES:
            yield _table(table), f"its column “{plain(table.head[empty[0]])}” is empty, and a cell has many lines"


def _printed(document: Document) -> Iterator[tuple[Table, float]]:
    """Give the tables as paper has them, with long notes below, and the width that each may take."""
    for section in sections(document):
        yield from ((footnoted(block)[0], section.width) for block in section.blocks if isinstance(block, Table))


def _table(table: Table) -> str:
    return f"table “{plain(table.caption)[:40]}”"


def _tallest(table: Table, available: float) -> int:
    set_in = grid(table, available)
    room = [column - 2 * PAGE_SETUP.cell for column in set_in.widths]
    cells = (zip(row, room, strict=True) for row in (*table.rows, *table.foot))
    return max(ceil(width(plain(cell), set_in.size, BOLD) / column) for row in cells for cell, column in row)


def clipped_cell(seen: Seen) -> Iterator[Place]:
    """Find cells whose longest word is wider than their column."""
    for table, room in _printed(seen.document):
        set_in = grid(table, room)
        for row in (table.head, *table.rows, *table.foot):
            for cell, column in zip(row, set_in.widths, strict=True):
                if least_width(plain(cell), set_in.size) > column:
                    yield _table(table), f"“{plain(cell)[:30]}” is cut in its column"


def small_label(seen: Seen) -> Iterator[Place]:
    """Find figures whose labels a phone shows too small to be read."""
    for figure in _figures(seen):
        size = smallest_label(figure.narrow or figure.svg)
        if size < SMALLEST:
            yield f"figure “{plain(figure.caption)[:40]}”", f"a label is {size:.1f} px high on a phone"


def idle_figure(seen: Seen) -> Iterator[Place]:
    """Find figures that show too few values, or none that one sentence does not say."""
    said = [_facts_of(line) for line in texts(block for block in seen.whole.blocks if _is_prose(block))]
    for figure in _figures(seen):
        shown = [_facts_of([run for cell in row for run in cell]) for row in figure.table.rows] if figure.table else []
        told = set().union(*shown)
        where = f"figure “{plain(figure.caption)[:40]}”"
        if figure.table and (len(shown) < FEWEST_MARKS or len(told) < FEWEST_SHOWN):
            yield where, f"it shows {len(told)} number(s) in {len(shown)} mark(s)"
        elif told and any(told <= each for each in said):
            yield where, "one sentence says every number of it"


def skipped_ranks(seen: Seen) -> Iterator[Place]:
    """Find figures that put a rank below another as if none were between them."""
    for figure in _figures(seen):
        for before, after in unmarked_gaps(figure.svg):
            yield f"figure “{plain(figure.caption)[:40]}”", f"rank {after} stands right below {before}"


def lone_row(seen: Seen) -> Iterator[Place]:
    """Find tables that part at a page's end with a single low row, or their head alone, on either side."""
    printed = list(_printed(seen.document))
    for place, rows in rows_on([table for table, _ in printed], seen.pages):
        table, room = printed[place]
        for number in sorted({min(rows), max(rows)}) if len(rows) > 1 else ():
            if _is_lost([[*table.rows, *table.foot][row] for row in rows[number]], grid(table, room)):
                yield f"page {number}", f"{len(rows[number])} row(s) of {_table(table)} stand there"


def _is_lost(rows: Sequence[list[Runs]], set_in: Grid) -> bool:
    return len(rows) < TOGETHER and not any(map(set_in.is_tall, rows))


def _figures(seen: Seen) -> Iterator[Figure]:
    return (block for block in seen.whole.blocks if isinstance(block, Figure))


def _is_prose(block: Block) -> bool:
    return isinstance(block, Paragraph | List)


def _facts_of(line: Runs) -> set[str]:
    return {run.fact for run in line if run.fact}


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
