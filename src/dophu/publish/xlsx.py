"""The tables of a report as a workbook, with its ledger and its sources on sheets of their own.

Facts stand in cells with their exact values, percentages as fractions of one. There are no formulas: nothing
in the file computes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import UTC
from io import BytesIO
from math import ceil
from typing import cast
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.drawing.image import Image
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from dophu.publish import layout
from dophu.publish.archive import steady
from dophu.publish.html import status_words
from dophu.publish.pdf import moment
from dophu.publish.raster import Picture, pngs_of
from dophu.publish.values import TEXT, Typed, clean, day_cell, text_cell, typed
from dophu.tell.blocks import Document, Figure, Run, Table, TraceRow
from dophu.tell.html import plain
from dophu.wording import Moment, day_month_year
from dophu.words import around, say

TRACE_HEAD = ("key", "fact", "value", "shown", "formula", "inputs", "base", "source", "status", "note")
SOURCES_HEAD = ("id", "title", "address", "published")
FORBIDDEN = re.compile(r"[\[\]:*?/\\]")  # in the name of a sheet
LONGEST_NAME, ROOM_FOR_NUMBER = 31, 26  # of a sheet's name; of one with " (12)" after it
LONGEST_TITLE = 120  # in the foot of a printed page
FORMULA_SIGNS = ("=", "+", "-", "@")
FONT = "Times New Roman"
NARROWEST, WIDEST = 9, 46  # columns, in digits
LINE_HEIGHT = 15  # points
INCH, PIXELS = 25.4, 96  # millimetres of one, and how many pixels a workbook counts in it
LINE, STRONG = Side(style="thin", color="808080"), Side(style="medium", color="000000")
BANNER_INK, BANNER_FILL, HEAD_FILL = "8E1B10", "FBE9E7", "F0F0F0"


@dataclass(frozen=True)
class Look:
    """How a cell looks: size in points, colours as RRGGBB, lines around a cell of the table."""

    size: float = 11
    bold: bool = False
    ink: str = "000000"
    fill: str = ""
    side: str = "left"
    wrap: bool = False
    boxed: bool = False
    ruled: bool = False  # with a stronger line above


BANNER = Look(12, bold=True, ink=BANNER_INK, fill=BANNER_FILL)
TITLE = Look(13, bold=True)
HEAD = Look(bold=True, fill=HEAD_FILL, side="center", wrap=True, boxed=True)


@dataclass(frozen=True)
class SheetContent:
    """One sheet: its title, the head of its columns, its rows, one of them marked, and rows of totals."""

    name: str
    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Typed]]
    align: Sequence[str]
    foot: Sequence[Sequence[Typed]] = ()
    marked: int | None = None


def render_xlsx(document: Document) -> bytes:
    """Write a document's tables, those of figures included, its ledger and its sources as a workbook.

    The same document gives the same bytes.
    """
    book, styles = Workbook(), Styles()
    book.remove(book.worksheets[0])
    used = set[str]()
    for sheet in _sheets(document, used):
        worksheet = book.create_sheet(sheet.name)
        head = _write(worksheet, sheet, document, styles)
        _lay_out(worksheet, sheet, head, document)
    for sheet, picture in _pictures(document, used):
        worksheet = book.create_sheet(sheet.name)
        head = _write(worksheet, sheet, document, styles)
        _lay_out(worksheet, sheet, head, document)
        worksheet.add_image(picture, f"A{head + len(sheet.rows) + 2}")
    _describe(book, document)
    saved = BytesIO()
    ExcelWriter(book, ZipFile(saved, "w")).save()  # `book.save` would date the file by the clock
    return steady(saved)


def tables_of(document: Document) -> list[Table]:
    """List the tables of a document, those of its figures included, in reading order."""
    tables = [block.table if isinstance(block, Figure) else block for block in document.blocks]
    return [table for table in tables if isinstance(table, Table)]


def pictures_of(document: Document) -> list[Figure]:
    """List the figures of a document that have no table behind them, in reading order."""
    return [block for block in document.blocks if isinstance(block, Figure) and block.table is None]


def _pictures(document: Document, used: set[str]) -> Iterator[tuple[SheetContent, Image]]:
    """Give each picture a sheet of its own: its caption, what it shows in words, and itself."""
    figures = pictures_of(document)
    drawn = pngs_of([Picture(figure.svg, figure.width, figure.height) for figure in figures])
    for figure, png in zip(figures, drawn, strict=True):
        caption, picture = plain(figure.caption), Image(BytesIO(png))
        picture.width, picture.height = (round(size / INCH * PIXELS) for size in (figure.width, figure.height))
        rows = [_texts(figure.alt)]
        yield SheetContent(_name(caption, used), caption, [say("figure.shows")], rows, ["left"]), picture


def _sheets(document: Document, used: set[str]) -> Iterator[SheetContent]:
    facts = {fact.key: fact for fact in document.facts}
    trace, sources = say("trace.sheet"), say("sources.title")
    used |= {trace.casefold(), sources.casefold(), "history"}  # the last is Excel's own
    for table in tables_of(document):
        yield _table_sheet(table, facts, _name(plain(table.caption), used))
    yield _trace_sheet(trace, document, facts)
    rows = [[*_texts(row.id, row.title, row.address), _published(row.published)] for row in document.sources]
    head = [say(f"sources.{name}") for name in SOURCES_HEAD]
    yield SheetContent(sources, say("sources.caption"), head, rows, ["left"] * len(head))


def _table_sheet(table: Table, facts: Mapping[str, TraceRow], name: str) -> SheetContent:
    rows, foot = ([[typed(cell, facts) for cell in row] for row in part] for part in (table.rows, table.foot))
    head = [plain(cell) for cell in table.head]
    return SheetContent(name, plain(table.caption) or name, head, rows, table.align, foot, table.marked)


def _trace_sheet(name: str, document: Document, facts: Mapping[str, TraceRow]) -> SheetContent:
    rows = [_trace_row(fact, facts) for fact in document.facts]
    align = ["left", "left", "right", "right", *["left"] * (len(TRACE_HEAD) - 4)]
    return SheetContent(name, say("trace.sheet_title"), [say(f"trace.{head}") for head in TRACE_HEAD], rows, align)


def _trace_row(fact: TraceRow, facts: Mapping[str, TraceRow]) -> list[Typed]:
    value = typed([Run(text=fact.shown, fact=fact.key)], facts)
    status, inputs = status_words(fact.status), ", ".join(fact.inputs)
    after = _texts(fact.shown, fact.formula, inputs, fact.base, fact.source, status, fact.note)
    return [*_texts(fact.key, fact.label), value, *after]


def _texts(*texts: str) -> list[Typed]:
    return [text_cell(text) for text in texts]


def _published(text: str) -> Typed:
    """Write when a source was published: a date, or the text where only a part of one is known."""
    try:
        when = Moment.parse(text)
    except ValueError:
        return text_cell(text)
    return day_cell(when, day_month_year(when.day)) or text_cell(text)


def _numbered() -> re.Pattern[str]:
    """Match what a caption calls its table or figure: "Bảng 2"."""
    names = (around(f"{kind}.label", "number") for kind in ("table", "figure"))
    return re.compile("|".join(rf"\b{re.escape(before)}\w+{re.escape(after)}" for before, after in names))


def _name(caption: str, used: set[str]) -> str:
    """Name a sheet shortly, and as no other of the workbook is named."""
    found = _numbered().search(caption)
    name = " ".join(FORBIDDEN.sub(" ", clean(found[0] if found else caption)).split()).strip("' ") or say(
        "table.unnamed"
    )
    short = name[:ROOM_FOR_NUMBER].rstrip("' ")
    others = (f"{short} ({number})" for number in range(2, len(used) + 2))
    free = next(one for one in (name[:LONGEST_NAME].rstrip("' "), *others) if one.casefold() not in used)
    used.add(free.casefold())
    return free


class Styles:
    """Puts cells on sheets; each style is made once, since openpyxl compares a new one with all others."""

    def __init__(self) -> None:
        self._made: dict[tuple[Look, str, bool], StyleArray] = {}

    def put(self, worksheet: Worksheet, row: int, column: int, cell: Typed, look: Look) -> None:
        """Write a cell; text stays text whatever it begins with, also after someone edits the cell."""
        made = cast(Cell, worksheet.cell(row, column))
        is_text = isinstance(cell.value, str)
        key = (look, cell.format, is_text and cell.shown.startswith(FORMULA_SIGNS))
        if key not in self._made:
            self._made[key] = _dressed(made, *key)
        made._style = copy(self._made[key])  # type: ignore[attr-defined] # openpyxl's own way to copy a style
        if cell.value != "":
            made.value = cell.value
            made.data_type = "s" if is_text else made.data_type


def _dressed(cell: Cell, look: Look, number_format: str, quoted: bool) -> StyleArray:
    cell.font = Font(FONT, look.size, bold=look.bold, color=look.ink)
    indent = int(look.boxed and look.side == "left")
    cell.alignment = Alignment(horizontal=look.side, vertical="center", wrap_text=look.wrap, indent=indent)
    cell.number_format, cell.quotePrefix = number_format, quoted
    if look.fill:
        cell.fill = PatternFill("solid", fgColor=look.fill)
    if look.boxed:
        cell.border = Border(LINE, LINE, STRONG if look.ruled else LINE, LINE)
    return cast(StyleArray, copy(cell._style))  # type: ignore[attr-defined]


def _write(worksheet: Worksheet, sheet: SheetContent, document: Document, styles: Styles) -> int:
    """Write banner, title, head and rows, and tell in which row the head stands."""
    columns = range(1, len(sheet.head) + 1)
    banner = [(document.banner, BANNER)] if document.banner else []
    top = [*banner, (sheet.title, TITLE)]
    for row, (text, look) in enumerate(top, 1):
        for column in columns:
            styles.put(worksheet, row, column, text_cell(text if column == 1 else ""), look)
    head = len(top) + 1
    for column, text in zip(columns, sheet.head, strict=True):
        styles.put(worksheet, head, column, text_cell(text), HEAD)
    for place, row_cells in enumerate([*sheet.rows, *sheet.foot]):
        look = _look(sheet, place, document.brand.tint)
        for column, (cell, side) in enumerate(zip(row_cells, sheet.align, strict=True), 1):
            styles.put(worksheet, head + 1 + place, column, cell, replace(look, side=side, wrap=cell.format == TEXT))
    return head


def _look(sheet: SheetContent, place: int, tint: str) -> Look:
    total, marked = place - len(sheet.rows), place == sheet.marked
    fill = tint.removeprefix("#").upper() if marked else ""
    return Look(bold=marked or total >= 0, fill=fill, boxed=True, ruled=total == 0)


def _lay_out(worksheet: Worksheet, sheet: SheetContent, head: int, document: Document) -> None:
    """Freeze the head, fit columns and rows to their texts, and print on A4 on its side, the head on every page."""
    worksheet.freeze_panes = f"B{head + 1}"
    widths = [_width(sheet, column) for column in range(len(sheet.head))]
    for column, width in enumerate(widths, 1):
        worksheet.column_dimensions[get_column_letter(column)].width = width
    texts = [[cell.shown for cell in row] for row in (*sheet.rows, *sheet.foot)]
    for row, cells in enumerate([*[[""]] * (head - 1), sheet.head, *texts], 1):
        worksheet.row_dimensions[row].height = LINE_HEIGHT * max(map(_lines, cells, widths)) + 3
    worksheet.print_title_rows = f"1:{head}"
    worksheet.page_setup.orientation, worksheet.page_setup.paperSize = "landscape", 9  # A4
    worksheet.page_setup.fitToWidth, worksheet.page_setup.fitToHeight = 1, 0
    worksheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    _write_margins(worksheet, document)


def _write_margins(worksheet: Worksheet, document: Document) -> None:
    """Write banner, title and page number above and below each printed page."""
    header, footer = cast(HeaderFooterItem, worksheet.oddHeader), cast(HeaderFooterItem, worksheet.oddFooter)
    for part in (header.left, header.center, footer.left, footer.center, footer.right):
        part.font, part.size = f"{FONT},Regular", 11
    header.left.text = _printed(document.brand.office) or None
    header.center.font, header.center.color = f"{FONT},Bold", BANNER_INK
    header.center.text = _printed(document.banner) if document.banner else None
    footer.left.text = _printed(document.title[:LONGEST_TITLE])
    footer.center.text = _printed(layout.code_line(document)) or None
    footer.right.text = "&P/&N"


def _width(sheet: SheetContent, column: int) -> float:
    longest = max((len(row[column].shown) for row in (*sheet.rows, *sheet.foot)), default=0)
    return min(max(NARROWEST, longest, len(sheet.head[column]) / 3) + 3, WIDEST)


def _lines(text: str, width: float) -> int:
    return sum(ceil(max(len(line), 1) / (width - 3)) for line in text.split("\n"))


def _printed(text: str) -> str:
    return clean(text).replace("&", "&&")


def _describe(book: Workbook, document: Document) -> None:
    """Fill in the file's own particulars; its dates are those of the counts, never of the clock."""
    about = book.properties
    about.title = clean(layout.full_title(document))
    about.subject = clean(f"{document.banner} - {document.subject}" if document.banner else document.subject)
    about.keywords, about.language = clean(", ".join(layout.keywords(document))), "vi-VN"
    about.creator = about.lastModifiedBy = clean(layout.issuer(document))
    about.created = about.modified = moment(document).astimezone(UTC).replace(tzinfo=None)
