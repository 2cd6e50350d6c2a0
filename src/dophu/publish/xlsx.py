"""The tables of a report as a workbook, with a cover, notes, all its data as one long sheet, and its sources.

Facts stand in cells with their exact values, percentages as fractions of one. There are no formulas: nothing
in the file computes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from io import BytesIO
from math import ceil
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dophu.publish import layout
from dophu.publish.look_of_cells import (
    BANNER,
    BANNER_INK,
    FONT,
    FORBIDDEN,
    FORMULA_SIGNS,
    HEAD,
    INK,
    LINE_INK,
    LONGEST_NAME,
    TITLE,
    Look,
)
from dophu.publish.pdf import moment
from dophu.publish.raster import DOTS_PER_INCH, Picture, png_of
from dophu.publish.trace_rows import status_words
from dophu.publish.values import TEXT, Typed, as_fraction, clean, day_cell, published_on, said_day, text_cell, typed
from dophu.tell.blocks import Document, Figure, Run, Runs, Table, TraceRow
from dophu.tell.html import plain
from dophu.wording import Moment, day_month_year
from dophu.words import around, say

DATA_HEAD = (
    *("key", "unit", "measure", "fact", "period", "as_of", "value", "shown", "low", "high"),
    *("base", "source", "status", "formula", "inputs", "note"),
)
DATA_RIGHT = {"period", "as_of", "value", "shown", "low", "high"}
SOURCES_HEAD = ("id", "title", "address", "published")
ROOM_FOR_NUMBER = 26  # letters of a sheet's name with " (12)" after it
LONGEST_MARGIN = 255  # letters of a printed page's head or foot
LONGEST_TITLE = 120  # in the foot of a printed page
NARROWEST, WIDEST = 9, 46  # columns, in digits
COVER = 2 * WIDEST  # the column of the cover that says what a sheet holds
PRINTED = DATA_HEAD.index("formula")  # columns of the data that are printed
UPRIGHT = 90  # digits that stand beside each other on upright paper
LINE_HEIGHT = 15  # points
POINTS_PER_INCH = 72
FEWEST_MARKS, MOST_MARKS = 3, 40  # rows of a table that a chart beside it helps to see
A4 = 9
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
NOTES = ("empty", "exact", "difference")


@dataclass(frozen=True)
class SheetContent:
    """One sheet: its title, the head of its columns, its rows, one of them marked, and rows of totals.

    charted   a chart of the first column of numbers stands below the rows
    light     rows without lines around their cells: a sheet to filter, not to print
    """

    name: str
    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Typed]]
    align: Sequence[str]
    foot: Sequence[Sequence[Typed]] = ()
    marked: int | None = None
    charted: bool = False
    light: bool = False


def render_xlsx(document: Document) -> bytes:
    """Write a document's tables, those of figures included, its ledger and its sources as a workbook.

    The same document gives the same bytes.
    """
    saved = BytesIO()
    with Workbook(saved, OPTIONS) as book:
        _describe(book, document)
        sheets, pictures = list(_sheets(document)), pictures_of(document)
        writer = Writer(book, document)
        writer.cover(sheets)
        for sheet in sheets:
            writer.write(sheet)
        pictured = [sheet for sheet in sheets if sheet.head == [say("figure.shows")]]
        for sheet, figure in zip(pictured, pictures, strict=True):
            writer.picture(sheet, figure, png_of(Picture(figure.svg, figure.width, figure.height)))
    return saved.getvalue()


def tables_of(document: Document) -> list[Table]:
    """List the tables of a document, those of its figures included, in reading order."""
    return [table for table, _ in _captioned(document)]


def pictures_of(document: Document) -> list[Figure]:
    """List the figures of a document that have no table behind them, in reading order."""
    return [block for block in document.blocks if isinstance(block, Figure) and block.table is None]


def _captioned(document: Document) -> list[tuple[Table, str]]:
    """List the tables with the words that name their sheets: for a figure's table, the figure's own."""
    found = ((block.table if isinstance(block, Figure) else block, block) for block in document.blocks)
    return [(table, _subject(block.caption)) for table, block in found if isinstance(table, Table)]  # type: ignore[union-attr]


def _subject(caption: Runs) -> str:
    """Give a caption without what its figure finds, the sentence in bold behind its number."""
    number = next((run for run in caption if run.bold), None)
    return plain([run for run in caption if run is number or not run.bold])


def _sheets(document: Document) -> Iterator[SheetContent]:
    """List the sheets after the cover: notes, tables, pictures, all data, sources."""
    facts = {fact.key: fact for fact in document.facts}
    own = [say(f"book.{name}") for name in ("cover", "notes", "data")] + [say("sources.title"), "History"]  # Excel's
    used = {name.casefold() for name in own}
    yield _notes_sheet(document)
    figures = {id(block.table) for block in document.blocks if isinstance(block, Figure)}
    for table, caption in _captioned(document):
        yield _table_sheet(document, table, _name(caption, used), facts, charted=id(table) in figures)
    for figure in pictures_of(document):
        caption = plain(figure.caption)
        yield SheetContent(
            _name(_subject(figure.caption), used), caption, [say("figure.shows")], [_texts(figure.alt)], ["left"]
        )
    yield _data_sheet(document, facts)
    rows = [[*_texts(row.id, row.title, row.address), _published(row.published)] for row in document.sources]
    head = [say(f"sources.{name}") for name in SOURCES_HEAD]
    yield SheetContent(say("sources.title"), say("sources.caption"), head, rows, ["left"] * len(head))


def _notes_sheet(document: Document) -> SheetContent:
    """Say what holds for all sheets, and no more than applies."""
    is_rounded = any(fact.low != fact.high for fact in document.facts)
    names = [*NOTES, *(["rounded"] if is_rounded else []), *(["simulated"] if document.banner else [])]
    rows = [
        [Typed(number, str(number), "0"), text_cell(say(f"book.note_{name}"))] for number, name in enumerate(names, 1)
    ]
    head = [say("book.number"), say("book.notes")]
    return SheetContent(say("book.notes"), say("book.notes_title"), head, rows, ["right", "left"])


def _table_sheet(
    document: Document, table: Table, name: str, facts: Mapping[str, TraceRow], *, charted: bool
) -> SheetContent:
    rows, foot = ([[_typed(cell, facts) for cell in row] for row in part] for part in (table.rows, table.foot))
    head, align = _told_apart([plain(cell) for cell in table.head]), list[str](table.align)
    codes = [_code(document, row) for row in (*table.rows, *table.foot)]
    if len(set(codes[: len(rows)]) - {""}) > 1:
        head, align = [*head, say("book.unit")], [*align, "left"]
        rows, foot = ([[*row, text_cell(code)] for row, code in zip(part, own, strict=True)]
                      for part, own in ((rows, codes[: len(rows)]), (foot, codes[len(rows) :])))  # fmt: skip
    charted = charted and FEWEST_MARKS <= len(rows) <= MOST_MARKS
    return SheetContent(name, plain(table.caption) or name, head, rows, align, foot, table.marked, charted)


def _typed(cell: Runs, facts: Mapping[str, TraceRow]) -> Typed:
    """Type a cell; one without a fact that names a day is that day."""
    made = typed(cell, facts)
    when = said_day(made.shown) if isinstance(made.value, str) else None
    return (day_cell(when, made.shown) or made) if when else made


def _code(document: Document, row: Sequence[Runs]) -> str:
    """Give the code of the unit that all facts of a row are of; "" where they are of several, or of none."""
    facts = document.ledger.get("facts", {})
    keys = [run.fact for cell in row for run in cell if run.fact in facts]
    codes = {facts[key]["subject"].get("unit", "") for key in keys}
    return codes.pop() if len(codes) == 1 else ""


def _told_apart(head: Sequence[str]) -> list[str]:
    """Add to a head that stands several times the one before it that stands once."""
    counted, before = Counter(head), ""
    found = []
    for name in head:
        before = name if counted[name] == 1 else before
        found.append(f"{name} ({before})" if counted[name] > 1 and before else name)
    return found


def _data_sheet(document: Document, facts: Mapping[str, TraceRow]) -> SheetContent:
    """Put each fact in a row of its own, with all that a reader of the numbers alone has to know of it."""
    told = document.ledger.get("facts", {})
    rows = [_data_row(fact, told.get(fact.key, {}), facts) for fact in document.facts]
    head = [say(f"book.{name}") for name in DATA_HEAD]
    align = ["right" if name in DATA_RIGHT else "left" for name in DATA_HEAD]
    return SheetContent(say("book.data"), say("book.data_title"), head, rows, align, light=True)


def _data_row(fact: TraceRow, told: Mapping[str, Any], facts: Mapping[str, TraceRow]) -> list[Typed]:
    subject, value = told.get("subject", {}), typed([Run(text=fact.shown, fact=fact.key)], facts)
    cells = [
        *(fact.key, subject.get("unit", ""), told.get("concept", ""), fact.label),
        *(_day(subject.get("period", "")), _day(subject.get("as_of", "")), value, fact.shown),
        *(_end(end, value) if fact.low != fact.high else "" for end in (fact.low, fact.high)),
        *(fact.base, fact.source, status_words(fact.status), fact.formula, ", ".join(fact.inputs), fact.note),
    ]
    return [cell if isinstance(cell, Typed) else text_cell(cell) for cell in cells]


@cache
def _day(text: str) -> Typed:
    """Write a day, or a moment of it, as one; a period that is no day stays text."""
    try:
        when = Moment.parse(text)
    except ValueError:
        return text_cell(text)
    clock = f"{when.clock:%Hh%M} " if when.clock else ""
    return day_cell(when, f"{clock}{day_month_year(when.day)}") or text_cell(text)


def _end(exact: str, value: Typed) -> Typed:
    """Write an end of a figure as the figure is written: per cents as fractions of one."""
    end = as_fraction(exact)
    if end is None:
        return text_cell("")
    number = float(end / 100) if "%" in value.format else float(end)
    return Typed(number, exact, "0.00%" if "%" in value.format else "General")


def _texts(*texts: str) -> list[Typed]:
    return [text_cell(text) for text in texts]


def _published(text: str) -> Typed:
    """Write when a source was published: a date, or the text where only a part of one is known."""
    shown = published_on(text)
    return (day_cell(Moment.parse(text), shown) if shown != text else None) or text_cell(text)


@cache
def _numbered() -> re.Pattern[str]:
    """Match what a caption calls its table or figure: "Bảng 2"."""
    names = (around(f"{kind}.label", "number") for kind in ("table", "figure"))
    return re.compile("|".join(rf"\b{re.escape(before)}\w+{re.escape(after)}" for before, after in names))


def _name(caption: str, used: set[str]) -> str:
    """Name a sheet by its number and its subject, and as no other of the workbook is named."""
    found = _numbered().search(caption)
    subject = re.split(r"[,;(]", caption[found.end() :] if found else caption)[0].strip(". ")
    words = f"{found[0]} {subject}" if found else caption
    name = _plain(words) or say("table.unnamed")
    others = (f"{_short(name, ROOM_FOR_NUMBER)} ({number})" for number in range(2, len(used) + 2))
    free = next(one for one in (_short(name, LONGEST_NAME), *others) if one.casefold() not in used)
    used.add(free.casefold())
    return free


def _plain(words: str) -> str:
    return " ".join(FORBIDDEN.sub(" ", clean(words)).split()).strip("' ")


def _short(name: str, room: int) -> str:
    """Cut a name between two words."""
    cut = name if len(name) <= room else name[: room + 1].rpartition(" ")[0] or name[:room]
    return cut.rstrip("' ")


class Writer:
    """Writes sheets of one workbook; each format is made once."""

    def __init__(self, book: Workbook, document: Document) -> None:
        self._book, self._document = book, document
        self._formats: dict[tuple[Look, str, bool], Format] = {}
        self._sheets: dict[str, Worksheet] = {}
        self._tint = document.brand.tint.removeprefix("#").upper()

    def cover(self, sheets: Sequence[SheetContent]) -> None:
        """Write the first sheet: what this is, of whom, of when, and where each sheet is."""
        document, sheet = self._document, self._book.add_worksheet(say("book.cover"))
        row = self._titled(sheet, layout.full_title(document), 2)
        told = {
            "book.subject": text_cell(document.subject),
            "column.unit": text_cell(layout.unit_name(document)),
            "book.unit": text_cell(document.unit),
            "book.period": _day(document.period),
            "book.as_of": _day(document.as_of),
            "book.issuer": text_cell(layout.issuer(document)),
        }
        for name, cell in told.items():
            if cell.value != "":
                self._put(sheet, row, 0, text_cell(say(name)), Look(bold=True))
                self._put(sheet, row, 1, cell, Look(wrap=True))
                row += 1
        for column, name in enumerate(("sheet", "holds")):
            self._put(sheet, row + 1, column, text_cell(say(f"book.{name}")), HEAD)
        for place, one in enumerate(sheets, row + 2):
            link = self._format(Look(ink="0B4A86", boxed=True), TEXT, False)
            sheet.write_url(place, 0, f"internal:'{one.name.replace(chr(39), chr(39) * 2)}'!A1", link, one.name)
            self._put(sheet, place, 1, text_cell(one.title), Look(wrap=True, boxed=True))
            _heighten(sheet, place, [_lines(one.title, COVER)])
        sheet.set_column(0, 0, LONGEST_NAME + 3)
        sheet.set_column(1, 1, COVER)
        self._print(sheet, upright=False)

    def write(self, sheet: SheetContent) -> None:
        """Write banner, title, head and rows; the head stays in sight, filters, and heads every printed page."""
        worksheet = self._sheets[sheet.name] = self._book.add_worksheet(sheet.name)
        head = self._titled(worksheet, sheet.title, len(sheet.head))
        for column, text in enumerate(sheet.head):
            self._put(worksheet, head, column, text_cell(text), HEAD)
        for place, cells in enumerate([*sheet.rows, *sheet.foot]):
            looks = _sided(self._look(sheet, place), tuple(sheet.align))
            for column, (cell, look) in enumerate(zip(cells, looks, strict=True)):
                self._put(worksheet, head + 1 + place, column, cell, look)
        self._lay_out(worksheet, sheet, head)
        if sheet.charted:
            self._chart(worksheet, sheet, head)

    def picture(self, sheet: SheetContent, figure: Figure, png: bytes) -> None:
        """Put a picture below what says in words what it shows."""
        scale = POINTS_PER_INCH / DOTS_PER_INCH * 96 / 72
        options = {
            "image_data": BytesIO(png),
            "x_scale": scale,
            "y_scale": scale,
            "description": figure.alt,
        }
        top = 2 + bool(self._document.banner) + len(sheet.rows) + 1
        self._sheets[sheet.name].insert_image(top, 0, "figure.png", options)

    def _titled(self, worksheet: Worksheet, title: str, columns: int) -> int:
        banner = [(self._document.banner, BANNER)] if self._document.banner else []
        lines = [*banner, (title, TITLE)]
        for row, (text, look) in enumerate(lines):
            for column in range(columns):
                self._put(worksheet, row, column, text_cell(text if column == 0 else ""), look)
        return len(lines)

    def _look(self, sheet: SheetContent, place: int) -> Look:
        total, marked = place - len(sheet.rows), place == sheet.marked
        fill = self._tint if marked else ""
        boxed = not sheet.light
        return Look(bold=marked or total >= 0, fill=fill, wrap=boxed, boxed=boxed, ruled=total == 0)

    def _put(self, worksheet: Worksheet, row: int, column: int, cell: Typed, look: Look) -> None:
        """Write a cell; text stays text whatever it begins with, also after someone edits the cell."""
        value = cell.value
        if value == "" and not look.boxed and not look.fill:
            return
        quoted = isinstance(value, str) and cell.shown.startswith(FORMULA_SIGNS)
        made = self._format(look, cell.format, quoted)
        if value == "":
            worksheet.write_blank(row, column, None, made)
        elif isinstance(value, str):
            worksheet.write_string(row, column, value, made)
        elif isinstance(value, date):
            worksheet.write_datetime(row, column, value, made)
        else:
            worksheet.write_number(row, column, value, made)

    def _format(self, look: Look, number_format: str, quoted: bool) -> Format:
        key = (look, number_format, quoted)
        if key not in self._formats:
            self._formats[key] = self._book.add_format(_properties(*key))
        return self._formats[key]

    def _lay_out(self, worksheet: Worksheet, sheet: SheetContent, head: int) -> None:
        """Freeze the head, fit columns and rows to their texts, and print on A4, the head on every page."""
        worksheet.freeze_panes(head + 1, 1)
        widths = [_width(sheet, column) for column in range(len(sheet.head))]
        for column, width in enumerate(widths):
            worksheet.set_column(column, column, width)
        texts = [] if sheet.light else [[cell.shown for cell in row] for row in (*sheet.rows, *sheet.foot)]
        for row, cells in enumerate([sheet.head, *texts], head):
            _heighten(worksheet, row, map(_lines, cells, widths))
        if sheet.rows:
            worksheet.autofilter(head, 0, head + len(sheet.rows), len(sheet.head) - 1)
        worksheet.repeat_rows(0, head)
        if sheet.light:  # printed as far as it can be read on paper
            worksheet.print_area(0, 0, head + max(len(sheet.rows), 1), PRINTED - 1)
        self._print(worksheet, upright=sum(widths) <= UPRIGHT)

    def _print(self, worksheet: Worksheet, *, upright: bool) -> None:
        """Print on A4, as wide as the paper, with banner, title and page number above and below each page."""
        document = self._document
        if not upright:
            worksheet.set_landscape()
        worksheet.set_paper(A4)
        worksheet.fit_to_pages(1, 0)
        office, banner = _printed(document.brand.office), _printed(document.banner or "")
        code, title = _printed(layout.code_line(document)), _printed(document.title[:LONGEST_TITLE])
        plain_font, bold_font = f'&"{FONT},Regular"&11', f'&"{FONT},Bold"&11&K{BANNER_INK}'
        above = (f"&L{plain_font}{office}" if office else "") + (f"&C{bold_font}{banner}" if banner else "")
        below = f"&L{plain_font}{title}" + (f"&C{plain_font}{code}" if code else "") + f"&R{plain_font}&P/&N"
        worksheet.set_header(above[:LONGEST_MARGIN])
        worksheet.set_footer(below if len(below) <= LONGEST_MARGIN else f"&R{plain_font}&P/&N")

    def _chart(self, worksheet: Worksheet, sheet: SheetContent, head: int) -> None:
        """Draw the first column of numbers below the rows, where there are enough of them: days as a line."""
        numbers = [column for column in range(1, len(sheet.head)) if _counts(sheet, column) >= FEWEST_MARKS]
        if not numbers:
            return
        over_time = all(isinstance(row[0].value, date) for row in sheet.rows)
        chart: Any = self._book.add_chart({"type": "line"} if over_time else {"type": "bar"})
        first, last = head + 1, head + len(sheet.rows)
        chart.add_series(
            {
                "name": [sheet.name, head, numbers[0]],
                "categories": [sheet.name, first, 0, last, 0],
                "values": [sheet.name, first, numbers[0], last, numbers[0]],
                "marker": {"type": "circle"} if over_time else {},
                "fill": {"color": self._document.brand.colour},
                "line": {"color": self._document.brand.colour},
            }
        )
        chart.set_legend({"none": True})
        chart.set_title({"name": sheet.head[numbers[0]], "name_font": {"name": FONT, "size": 12}})
        scale = {"num_format": _scale(sheet, numbers[0])}
        chart.set_x_axis({"date_axis": True} if over_time else scale)
        chart.set_y_axis(scale if over_time else {"reverse": True})
        chart.set_size({"width": 640, "height": 120 + 22 * (10 if over_time else len(sheet.rows))})
        worksheet.insert_chart(last + len(sheet.foot) + 2, 0, chart, {"description": sheet.title})


@lru_cache(64)
def _sided(look: Look, sides: Sequence[str]) -> list[Look]:
    """Give a row's cells its look, each at its column's side."""
    return [look._replace(side=side) for side in sides]


def _scale(sheet: SheetContent, column: int) -> str:
    """Say how an axis writes a column's numbers: as its cells do, without their decimals and words."""
    cells = [row[column] for row in sheet.rows]
    if any("%" in cell.format for cell in cells):
        return "0%"
    return "General" if any(isinstance(cell.value, float) for cell in cells) else "#,##0"


def _heighten(worksheet: Worksheet, row: int, lines: Iterable[int]) -> None:
    """Give a row the height of its tallest cell."""
    if (most := max(lines)) > 1:
        worksheet.set_row(row, LINE_HEIGHT * most + 3)


def _counts(sheet: SheetContent, column: int) -> int:
    return sum(isinstance(row[column].value, int | float) for row in sheet.rows)


def _properties(look: Look, number_format: str, quoted: bool) -> dict[str, Any]:
    """Say a look as the library of workbooks does."""
    lines: dict[str, Any] = {"border": 1, "border_color": f"#{LINE_INK}"} if look.boxed else {}
    if look.boxed and look.ruled:
        lines |= {"top": 2, "top_color": f"#{INK}"}
    fill = {"bg_color": f"#{look.fill}"} if look.fill else {}
    indent = {"indent": 1} if look.boxed and look.side == "left" else {}
    return {
        "font_name": FONT,
        "font_size": look.size,
        "bold": look.bold,
        "font_color": f"#{look.ink}",
        "align": look.side,
        "valign": "vcenter",
        "text_wrap": look.wrap and number_format == TEXT,
        "num_format": number_format,
        "quote_prefix": quoted,
        **lines,
        **fill,
        **indent,
    }


def _width(sheet: SheetContent, column: int) -> float:
    longest = max((len(row[column].shown) for row in (*sheet.rows, *sheet.foot)), default=0)
    return min(max(NARROWEST, longest, len(sheet.head[column]) / 3) + 3, WIDEST)


def _lines(text: str, width: float) -> int:
    return sum(ceil(max(len(line), 1) / (width - 3)) for line in text.split("\n"))


def _printed(text: str) -> str:
    return clean(text).replace("&", "&&")


def _describe(book: Workbook, document: Document) -> None:
    """Fill in the file's own particulars; its dates are those of the counts, never of the clock."""
    subject = f"{document.banner} - {document.subject}" if document.banner else document.subject
    told = {
        "title": layout.full_title(document),
        "subject": subject,
        "author": layout.issuer(document),
        "keywords": ", ".join(layout.keywords(document)),
    }
    created: datetime = moment(document).astimezone(UTC).replace(tzinfo=None)
    book.set_properties({name: clean(text) for name, text in told.items()} | {"created": created})
