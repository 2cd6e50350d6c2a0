"""What a reader sees of a printed file: the lines of its pages, whether anything is drawn there, where rows stand."""

from __future__ import annotations

import ctypes
import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, zip_longest

import pypdfium2

from dophu.publish.layout import FEWEST_LINES, PAGE_SETUP, POINTS_PER_MILLIMETRE
from dophu.tell.blocks import Table
from dophu.tell.html import plain
from dophu.words.text import normal

ORNAMENT = "Artifact\0".encode("utf-16-le")  # what a tagged file calls a table's lines, a rule and the banner
BANNER = 8  # millimetres at the top of a page, above its number
DRAWN = (pypdfium2.raw.FPDF_PAGEOBJ_PATH, pypdfium2.raw.FPDF_PAGEOBJ_IMAGE)


@dataclass(frozen=True)
class Page:
    """A page of the PDF: its number in the file, its lines without page number, banner and code, and what it opens.

    has_picture   said of a page of few lines, which is full with a picture; none else is looked through
    """

    number: int
    lines: tuple[str, ...]
    is_first: bool
    has_picture: bool

    def last(self, texts: set[str]) -> str:
        """Find which of some texts, without blanks, are its last lines; "" for none."""
        tails = accumulate(map(bare, reversed(self.lines)), lambda tail, line: line + tail)
        return next((tail for tail in tails if tail in texts), "")


def pages(pdf: bytes) -> list[Page]:
    """Read the pages of a file."""
    return [_page(number, page) for number, page in enumerate(pypdfium2.PdfDocument(pdf), 1)]


def _page(number: int, page: pypdfium2.PdfPage) -> Page:
    foot, top, banner = (side * POINTS_PER_MILLIMETRE for side in (PAGE_SETUP.bottom, PAGE_SETUP.top, BANNER))
    text, height = page.get_textpage(), page.get_height()
    body = normal(text.get_text_bounded(bottom=foot, top=height - top))
    is_numbered = text.get_text_bounded(bottom=height - top, top=height - banner).strip().isdecimal()
    lines = tuple(line for line in map(str.strip, body.splitlines()) if line)
    has_picture = len(lines) < FEWEST_LINES and any(map(_is_drawn, page.get_objects(DRAWN, max_depth=2)))
    return Page(number, lines, not is_numbered, has_picture)


def _is_drawn(piece: pypdfium2.PdfObject) -> bool:
    """Say whether a piece of a page is there to be read: what only adorns it is marked so."""
    name, length = (ctypes.c_ushort * len(ORNAMENT))(), ctypes.c_ulong()
    mark = pypdfium2.raw.FPDFPageObj_GetMark(piece, 0)
    pypdfium2.raw.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), length)
    return not bytes(name).startswith(ORNAMENT)


def rows_on(tables: Sequence[Table], pages: Sequence[Page]) -> Iterator[tuple[int, dict[int, list[int]]]]:
    """List for each table, by its place, the rows on each page, by its number; none where only its caption stands.

    A page holds the cells of a row one after the other, in however many lines. A row that stands whole on no page is
    parted, and stands with its neighbours. A table whose caption stands nowhere is left out.
    """
    texts = [bare("".join(page.lines)) for page in pages]
    text, ends = "".join(texts), list(accumulate(map(len, texts)))
    captions = _places([bare(plain(table.caption)) for table in tables], text, 0, len(text))
    for number, (table, start, end) in enumerate(zip_longest(tables, captions, captions[1:])):
        if start is not None:
            rows = [bare("".join(map(plain, row))) for row in (table.head, *table.rows, *table.foot)]
            _, *places = _places(rows, text, start + len(bare(plain(table.caption))), end or len(text))
            found = [None if place is None else pages[bisect(ends, place)].number for place in places]
            yield number, _by_page(found, pages[bisect(ends, start)].number)


def _places(sought: Sequence[str], text: str, start: int, end: int) -> list[int | None]:
    """Find one text after the other; None for one that is not there."""
    found = list[int | None]()
    for each in sought:
        place = text.find(each, start, end)
        found.append(None if place < 0 else place)
        start = start if place < 0 else place + len(each)
    return found


def _by_page(found: Sequence[int | None], opening: int) -> dict[int, list[int]]:
    rows, before = {opening: list[int]()}, opening
    for place, page in enumerate(found):
        after = next((later for later in found[place:] if later is not None), before)
        for each in {before, after} if page is None else {page}:
            rows.setdefault(each, []).append(place)
        before = before if page is None else page
    return rows


def bare(text: str) -> str:
    """Take every blank out of a text."""
    return re.sub(r"\s", "", normal(text))
