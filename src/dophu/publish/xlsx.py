"""The tables of a report as a workbook, with its ledger and its sources on sheets of their own.

Facts stand in cells with their exact values, percentages as fractions of one. There are no formulas: nothing
in the file computes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date
from functools import cache
from io import BytesIO
from itertools import product
from math import ceil
from typing import Any, NamedTuple, cast
from xml.sax.saxutils import escape
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.compat import safe_string
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from dophu.publish import layout
from dophu.publish.archive import archive, parts_of
from dophu.publish.html import STATUSES
from dophu.publish.pdf import moment
from dophu.publish.values import TEXT, Typed, clean, day_cell, text_cell, typed
from dophu.tell.blocks import Document, Figure, Run, Table, TraceRow
from dophu.tell.drawing import TINT
from dophu.tell.html import plain
from dophu.wording import Moment, day_month_year

TRACE, SOURCES = "Truy nguyên", "Nguồn"
TRACE_HEAD = ("Khóa", "Số liệu", "Giá trị", "In ra", "Cách tính", "Đầu vào", "Cơ sở", "Nguồn", "Trạng thái", "Ghi chú")
SOURCES_HEAD = ("Ký hiệu", "Nguồn", "Địa chỉ", "Ngày công bố")
NAMED = re.compile(r"\b(Bảng|Biểu|Hình) \w+")
FORBIDDEN = re.compile(r"[\[\]:*?/\\]")  # in the name of a sheet
LONGEST_NAME, ROOM_FOR_NUMBER = 31, 26  # of a sheet's name; of one with " (12)" after it
LONGEST_TITLE = 120  # in the foot of a printed page
FORMULA_SIGNS = ("=", "+", "-", "@")
FONT = "Times New Roman"
NARROWEST, WIDEST = 9, 46  # columns, in digits
LINE_HEIGHT = 15  # points
LONGEST_TEXT = 32_767  # characters in a cell
LINE, STRONG = Side(style="thin", color="808080"), Side(style="medium", color="000000")
BANNER_INK, BANNER_PAPER, HEAD_PAPER = "8E1B10", "FBE9E7", "F0F0F0"


class Look(NamedTuple):
    """How a cell looks: size in points, colours as RRGGBB, lines around a cell of the table."""

    size: float = 11
    bold: bool = False
    ink: str = "000000"
    paper: str = ""
    side: str = "left"
    wrap: bool = False
    boxed: bool = False
    ruled: bool = False  # with a stronger line above


BANNER = Look(12, bold=True, ink=BANNER_INK, paper=BANNER_PAPER)
TITLE = Look(13, bold=True)
HEAD = Look(bold=True, paper=HEAD_PAPER, side="center", wrap=True, boxed=True)


@dataclass(frozen=True)
class Sheet:
    """One sheet: its title, the head of its columns, its rows, one of them marked, and rows of totals."""

    name: str
    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Typed]]
    align: Sequence[str]
    foot: Sequence[Sequence[Typed]] = ()
    marked: int | None = None


class Line(NamedTuple):
    """A row as it is written, with a look for each cell."""

    cells: Sequence[Typed]
    looks: Sequence[Look]
    height: int


def render_xlsx(document: Document) -> bytes:
    """Write a document's tables, those of figures included, its ledger and its sources as a workbook.

    The same document gives the same bytes.
    """
    book, styles = Workbook(), Styles()
    book.remove(book.worksheets[0])
    rows = []
    for sheet in _sheets(document):
        paper = book.create_sheet(sheet.name)
        lines = list(_lines(sheet, document.banner))
        _lay_out(paper, sheet, lines, document)
        rows.append(_written(paper, lines, styles))
    _describe(book, document)
    saved = BytesIO()
    ExcelWriter(book, ZipFile(saved, "w")).save()  # `book.save` would date the file by the clock
    parts = parts_of(saved)
    names = [paper.path.removeprefix("/") for paper in book.worksheets]
    return archive(parts | {name: _filled(parts[name], filling) for name, filling in zip(names, rows, strict=True)})


def tables_of(document: Document) -> list[Table]:
    """List the tables of a document, those of its figures included, in reading order."""
    tables = [block.table if isinstance(block, Figure) else block for block in document.blocks]
    return [table for table in tables if isinstance(table, Table)]


def _sheets(document: Document) -> Iterator[Sheet]:
    facts = {fact.key: fact for fact in document.facts}
    used = {TRACE.casefold(), SOURCES.casefold(), "history"}  # the last is Excel's own
    for table in tables_of(document):
        yield _table_sheet(table, facts, _name(plain(table.caption), used))
    yield _trace_sheet(document, facts)
    sources = [[*_texts(row.id, row.title, row.address), _published(row.published)] for row in document.sources]
    yield Sheet(SOURCES, "Nguồn số liệu", SOURCES_HEAD, sources, ["left"] * len(SOURCES_HEAD))


def _table_sheet(table: Table, facts: Mapping[str, TraceRow], name: str) -> Sheet:
    rows, foot = ([[typed(cell, facts) for cell in row] for row in part] for part in (table.rows, table.foot))
    head = [plain(cell) for cell in table.head]
    return Sheet(name, plain(table.caption) or name, head, rows, table.align, foot, table.marked)


def _trace_sheet(document: Document, facts: Mapping[str, TraceRow]) -> Sheet:
    rows = [_trace_row(fact, facts) for fact in document.facts]
    align = ["left", "left", "right", "right", *["left"] * (len(TRACE_HEAD) - 4)]
    return Sheet(TRACE, "Truy nguyên số liệu: mỗi số in trong báo cáo là một dòng", TRACE_HEAD, rows, align)


def _trace_row(fact: TraceRow, facts: Mapping[str, TraceRow]) -> list[Typed]:
    value = typed([Run(text=fact.shown, fact=fact.key)], facts)
    status, inputs = STATUSES.get(fact.status, fact.status), ", ".join(fact.inputs)
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


def _name(caption: str, used: set[str]) -> str:
    """Name a sheet shortly, and as no other of the workbook is named."""
    found = NAMED.search(caption)
    name = " ".join(FORBIDDEN.sub(" ", clean(found[0] if found else caption)).split()).strip("' ") or "Bảng số liệu"
    short = name[:ROOM_FOR_NUMBER].rstrip("' ")
    others = (f"{short} ({number})" for number in range(2, len(used) + 2))
    free = next(one for one in (name[:LONGEST_NAME].rstrip("' "), *others) if one.casefold() not in used)
    used.add(free.casefold())
    return free


class Styles:
    """Numbers the styles of a workbook; each is made once, on a cell that stands on no sheet."""

    def __init__(self) -> None:
        self._made: dict[tuple[Look, str, bool], int] = {}

    def number(self, paper: Worksheet, cell: Typed, look: Look) -> int:
        """Name a cell's style; with its own, text stays text whatever it begins with, also after someone edits it."""
        key = (look, cell.format, isinstance(cell.value, str) and cell.shown.startswith(FORMULA_SIGNS))
        if key not in self._made:
            self._made[key] = _dressed(WriteOnlyCell(paper), *key).style_id
        return self._made[key]

    def put(self, paper: Worksheet, row: int, column: int, cell: Typed, look: Look) -> None:
        """Write a cell through openpyxl."""
        made = cast(Any, paper.cell(row, column))
        made._style = copy(made.parent.parent._cell_styles[self.number(paper, cell, look)])  # as openpyxl itself does
        if cell.value != "":
            made.value = cell.value
            made.data_type = "s" if isinstance(cell.value, str) else made.data_type


def _dressed(cell: Cell, look: Look, number_format: str, quoted: bool) -> Cell:
    cell.font = Font(FONT, look.size, bold=look.bold, color=look.ink)
    indent = int(look.boxed and look.side == "left")
    cell.alignment = Alignment(horizontal=look.side, vertical="center", wrap_text=look.wrap, indent=indent)
    cell.number_format, cell.quotePrefix = number_format, quoted
    if look.paper:
        cell.fill = PatternFill("solid", fgColor=look.paper)
    if look.boxed:
        cell.border = Border(LINE, LINE, STRONG if look.ruled else LINE, LINE)
    return cell


def _lines(sheet: Sheet, banner: str | None) -> Iterator[Line]:
    """List what stands on a sheet: banner, title, head and rows."""
    columns, widths = len(sheet.head), _widths(sheet)
    for text, look in _top(sheet, banner):
        yield Line([text_cell(text), *[text_cell("")] * (columns - 1)], [look] * columns, _height([""], widths))
    yield Line([text_cell(text) for text in sheet.head], [HEAD] * columns, _height(sheet.head, widths))
    for place, row in enumerate([*sheet.rows, *sheet.foot]):
        looks = _beside(_look(sheet, place))
        beside = [looks[side, cell.format == TEXT] for cell, side in zip(row, sheet.align, strict=True)]
        yield Line(row, beside, _height([cell.shown for cell in row], widths))


def _top(sheet: Sheet, banner: str | None) -> list[tuple[str, Look]]:
    return [*([(banner, BANNER)] if banner else []), (sheet.title, TITLE)]


def _look(sheet: Sheet, place: int) -> Look:
    total, marked = place - len(sheet.rows), place == sheet.marked
    paper = TINT.removeprefix("#") if marked else ""
    return Look(bold=marked or total >= 0, paper=paper, boxed=True, ruled=total == 0)


@cache
def _beside(look: Look) -> dict[tuple[str, bool], Look]:
    """Make of a row's look those of its cells, by their side and whether they wrap."""
    return {key: look._replace(side=key[0], wrap=key[1]) for key in product(("left", "center", "right"), (False, True))}


def _written(paper: Worksheet, lines: Sequence[Line], styles: Styles) -> str:
    """Write rows as ECMA-376 has them, which takes openpyxl ten times as long."""
    letters = [get_column_letter(column) for column in range(1, len(lines[0].cells) + 1)]
    rows = []
    for number, line in enumerate(lines, 1):
        cells = [
            _cell(f"{letter}{number}", cell, styles.number(paper, cell, look))
            for letter, cell, look in zip(letters, line.cells, line.looks, strict=True)
        ]
        rows.append(f'<row r="{number}" ht="{line.height}" customHeight="1">{"".join(cells)}</row>')
    return "".join(rows)


def _cell(place: str, cell: Typed, style: int) -> str:
    value = cell.value
    if value == "":
        return f'<c r="{place}" s="{style}" t="n"></c>'
    if isinstance(value, str):
        space = "" if value == value.strip() else ' xml:space="preserve"'
        text = escape(value[:LONGEST_TEXT])
        return f'<c r="{place}" s="{style}" t="inlineStr"><is><t{space}>{text}</t></is></c>'
    stored = to_excel(value) if isinstance(value, date) else value  # type: ignore[no-untyped-call]
    return f'<c r="{place}" s="{style}" t="n"><v>{safe_string(stored)}</v></c>'


def _filled(part: bytes, rows: str) -> bytes:
    """Put rows into a sheet that openpyxl has written without."""
    before, _, rest = part.partition(b"<sheetData>")
    _, _, after = rest.partition(b"</sheetData>")
    return b"".join((before, b"<sheetData>", rows.encode("ascii", "xmlcharrefreplace"), b"</sheetData>", after))


def _lay_out(paper: Worksheet, sheet: Sheet, lines: Sequence[Line], document: Document) -> None:
    """Freeze the head, fit columns to their texts, and print on A4 on its side, the head on every page."""
    head = len(_top(sheet, document.banner)) + 1
    paper.freeze_panes = f"B{head + 1}"
    for row, column in ((1, 1), (len(lines), len(sheet.head))):
        paper.cell(row, column)  # so that openpyxl knows how far the sheet reaches
    for column, width in enumerate(_widths(sheet), 1):
        paper.column_dimensions[get_column_letter(column)].width = width
    paper.print_title_rows = f"1:{head}"
    paper.page_setup.orientation, paper.page_setup.paperSize = "landscape", 9  # A4
    paper.page_setup.fitToWidth, paper.page_setup.fitToHeight = 1, 0
    paper.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    _write_margins(paper, document)


def _write_margins(paper: Worksheet, document: Document) -> None:
    """Write banner, title and page number above and below each printed page."""
    header, footer = cast(HeaderFooterItem, paper.oddHeader), cast(HeaderFooterItem, paper.oddFooter)
    for part in (header.center, footer.left, footer.right):
        part.font, part.size = f"{FONT},Regular", 11
    header.center.font, header.center.color = f"{FONT},Bold", BANNER_INK
    header.center.text = _printed(document.banner) if document.banner else None
    footer.left.text = _printed(document.title[:LONGEST_TITLE])
    footer.right.text = "&P/&N"


def _widths(sheet: Sheet) -> list[float]:
    rows = [*sheet.rows, *sheet.foot]
    longest = [max((len(row[column].shown) for row in rows), default=0) for column in range(len(sheet.head))]
    wanted = (max(NARROWEST, long, len(head) / 3) for long, head in zip(longest, sheet.head, strict=True))
    return [min(width + 3, WIDEST) for width in wanted]


def _height(texts: Sequence[str], widths: Sequence[float]) -> int:
    return LINE_HEIGHT * max(map(_lines_of, texts, widths)) + 3


def _lines_of(text: str, width: float) -> int:
    return sum(ceil(max(len(line), 1) / (width - 3)) for line in text.split("\n"))


def _printed(text: str) -> str:
    return clean(text).replace("&", "&&")


def _describe(book: Workbook, document: Document) -> None:
    """Fill in the file's own particulars; its dates are those of the counts, never of the clock."""
    about = book.properties
    about.title = clean(layout.full_title(document))
    about.subject = clean(f"{document.banner} - {document.subject}" if document.banner else document.subject)
    about.keywords, about.language = clean(document.banner or ""), "vi-VN"
    about.creator = about.lastModifiedBy = clean(layout.issuer(document))
    about.created = about.modified = moment(document).astimezone(UTC).replace(tzinfo=None)
