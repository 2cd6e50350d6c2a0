"""A received workbook, marked where it must be corrected, to go back to whoever sent it.

The copy looks as what was received; each faulty cell is coloured and says in Vietnamese what is wrong and what to
write, and a first sheet lists them all. Nothing of the data becomes a formula, and nothing in the copy leads out of it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from io import BytesIO
from math import ceil, isfinite
from pathlib import Path
from typing import cast
from zipfile import ZipFile

import openpyxl
from openpyxl.cell import Cell as Box
from openpyxl.comments import Comment
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter, quote_sheetname, range_boundaries
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from dophu.intake.findings import CellFinding
from dophu.intake.grid import Cell, Kind, Sheet, Workbook
from dophu.publish.archive import steady
from dophu.publish.dressed import Styles, escaped
from dophu.publish.look_of_cells import FORBIDDEN, FORMULA_SIGNS, HEAD, LONGEST_NAME, TITLE, Look
from dophu.publish.values import clean, text_cell
from dophu.wording import decimal
from dophu.words import around, say

AUTHOR = "dophu"
LIST_HEAD = ("weight", "in_sheet", "cell", "written", "wrong", "to_do")
LIST_WIDTHS = (13, 18, 10, 28, 52, 46)  # in digits
WEIGHTS = ("error", "warning", "note")
FILLS = {"error": "FFC9A3", "warning": "FFF2B3"}  # behind a marked cell
SIDES = {"error": Side(style="medium", color="B3261E"), "warning": Side(style="thin", color="8A6D00")}
LINKED = Look(ink="0B4A86", wrap=True, boxed=True)
MOST_COMMENTS, MOST_LISTED = 500, 5000
MOST_CELLS = 400_000  # of a copy; openpyxl needs about one kilobyte for each
LONGEST_COMMENT = 2000
COMMENT_WIDTH, COMMENT_LINE, LETTERS_IN_LINE = 340, 19, 46  # pixels, and how much text they hold
LINE_HEIGHT = 15.5  # points
STILL = datetime(2000, 1, 1)  # a workbook must bear a date; the clock's would change its bytes
LEADS_OUT = re.compile(r"[\[|]|://|\\\\|\b(WEBSERVICE|RTD|CALL|REGISTER\.ID|SQL\.REQUEST)\s*\(", re.IGNORECASE)
NUMBER_FORMATS = {Kind.PERCENT: "0.00%", Kind.DATE: "dd/mm/yyyy"}
GROUPED = re.compile(r"\d[.,\s]\d{3}\b")

SheetCell = tuple[str, int, int]  # its sheet, row and column


@dataclass(frozen=True)
class Mark:
    """Everything found in one cell: its findings, the gravest first."""

    sheet: str
    row: int
    column: int
    findings: Sequence[CellFinding]


def write_reviewed(source: Path, target: Path, workbook: Workbook, findings: Iterable[CellFinding]) -> None:
    """Write a copy of a received file with its faulty cells marked and listed; whole, or not at all.

    source    the file as received; one that openpyxl cannot keep is made again from the cells of `workbook`
    findings  all of them; notes are listed, errors and warnings marked as well
    The same file and findings give the same bytes. A place that cannot be written raises its OSError.
    """
    content = render_reviewed(source, workbook, findings)
    draft = target.with_name(f".{target.name}-{os.getpid()}")
    try:
        draft.write_bytes(content)
        draft.replace(target)
    finally:
        with suppress(OSError):
            draft.unlink()


def render_reviewed(source: Path, workbook: Workbook, findings: Iterable[CellFinding]) -> bytes:
    """Make the marked copy of a received file as the bytes of an xlsx workbook."""
    ordered = _ordered(workbook, findings)
    if sum(len(sheet.cells) for sheet in workbook) > MOST_CELLS:
        return _finished(_empty(workbook), workbook, ordered)
    if workbook.form in {"xlsx", "xlsm"}:
        # openpyxl raises anything at all on a workbook that it does not expect
        with suppress(Exception):
            return _finished(_loaded(source, workbook), workbook, ordered)
    return _finished(_rebuilt(workbook), workbook, ordered)


def _ordered(workbook: Workbook, findings: Iterable[CellFinding]) -> list[CellFinding]:
    """Order findings by weight, then as one reads the file."""
    sheets = {sheet.name: number for number, sheet in enumerate(workbook)}

    def key(finding: CellFinding) -> tuple[int, int, int, int, str]:
        row, column = _corner(finding.place) or (0, 0)
        return WEIGHTS.index(finding.weight), sheets.get(finding.sheet, -1), row, column, finding.kind

    return sorted(findings, key=key)


def _corner(place: str) -> tuple[int, int] | None:
    """Read row and column of a cell, or of an area's upper left cell; None where no cell is named."""
    try:
        column, row, _, _ = range_boundaries(place)
    except (ValueError, TypeError):
        return None
    return (row, column) if row and column else None


# The copy before it is marked


def _loaded(source: Path, workbook: Workbook) -> openpyxl.Workbook:
    """Open what was received, without macros and links to other files, and without the marks of a former review."""
    with source.open("rb") as file:
        book = openpyxl.load_workbook(file, keep_links=False, keep_vba=False)
    listed = say("reviewed.sheet")
    if listed in book.sheetnames and str(book[listed]["A1"].value).startswith(around("reviewed.title", "file")[0]):
        del book[listed]
    cells = {sheet.name: sheet for sheet in workbook}
    for worksheet in book.worksheets:
        worksheet._pivots = []  # type: ignore[attr-defined] # they may draw on other files
        _keep_in(worksheet, cells.get(worksheet.title, Sheet(worksheet.title)))
    for name in [name for name, defined in book.defined_names.items() if LEADS_OUT.search(defined.attr_text or "")]:
        del book.defined_names[name]
    return book


def _keep_in(worksheet: Worksheet, sheet: Sheet) -> None:
    """Put values in the place of formulas that lead out of the workbook, and take former marks away."""
    for box in (cast(Box, box) for row in worksheet.iter_rows() for box in row):
        formula = getattr(box.value, "text", box.value) if box.data_type == "f" else None
        if formula and LEADS_OUT.search(str(formula)):
            _fill(box, sheet.at(box.row, box.column))
        if box.has_style and box.fill.fill_type == "solid" and str(box.fill.fgColor.rgb)[2:] in FILLS.values():
            box.fill, box.border = PatternFill(), Border()
        if box.comment and box.comment.author == AUTHOR:
            _, _, theirs = box.comment.text.partition(_before())
            box.comment = Comment(theirs, "") if theirs else None


def _empty(workbook: Workbook) -> openpyxl.Workbook:
    """Begin a workbook that has the sheets of a file too large to be copied, without their cells."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for _, title in _titles(workbook):
        book.create_sheet(title)
    return book


def _rebuilt(workbook: Workbook) -> openpyxl.Workbook:
    """Write a workbook from the cells that were read: their values, widths that fit them, and merged areas."""
    book = _empty(workbook)
    for sheet, title in _titles(workbook):
        worksheet = book[title]
        for cell in sheet.cells.values():
            _fill(cast(Box, worksheet.cell(cell.row, cell.column)), cell)
        for column, width in _widths(sheet).items():
            worksheet.column_dimensions[get_column_letter(column)].width = width
        for area in sheet.merged:
            worksheet.merge_cells(area.place)
        for row in sheet.hidden_rows:
            worksheet.row_dimensions[row].hidden = True
        for column in sheet.hidden_columns:
            worksheet.column_dimensions[get_column_letter(column)].hidden = True
        worksheet.sheet_state = "hidden" if sheet.hidden else "visible"
    return book


def _titles(workbook: Workbook) -> Iterator[tuple[Sheet, str]]:
    """Name each sheet as a workbook allows it, and as no other is named."""
    used: set[str] = set()
    for number, sheet in enumerate(workbook, 1):
        title = FORBIDDEN.sub(" ", clean(sheet.name)).strip("' ")[:LONGEST_NAME] or say(
            "reviewed.unnamed_sheet", number=number
        )
        if title.casefold() in used:
            title = f"{title[: LONGEST_NAME - 6]} ({number})"
        used.add(title.casefold())
        yield sheet, title


def _fill(box: Box, cell: Cell | None) -> None:
    """Write a cell's value, never a formula; text stays text whatever it begins with."""
    value = _storable(cell) if cell else None
    box.value = value
    if isinstance(value, str):
        box.data_type, box.quotePrefix = "s", value.startswith(FORMULA_SIGNS)
    if cell and cell.fonts:
        box.font = Font(cell.fonts[0])
    if cell and cell.kind in NUMBER_FORMATS:
        box.number_format = NUMBER_FORMATS[cell.kind]
    elif cell and cell.kind is Kind.NUMBER and GROUPED.search(cell.text):
        box.number_format = "#,##0"


def _storable(cell: Cell) -> str | int | float | bool | date | datetime | time | timedelta | None:
    value = cell.value
    if isinstance(value, str):
        return escaped(clean(value))
    storable = not isinstance(value, float) or isfinite(value)
    recent = not isinstance(value, date) or value.year >= 1900  # noqa: PLR2004 - a workbook counts days from then
    return value if storable and recent else escaped(clean(cell.text))


def _widths(sheet: Sheet) -> dict[int, float]:
    """Find how wide each column must be for its texts; a title above the table may stand over its neighbours."""
    widths: dict[int, float] = {}
    for cells in sheet.rows.values():
        for column, cell in cells.items() if len(cells) > 1 else ():
            widths[column] = min(max(widths.get(column, 8), len(cell.text) + 2), 48)
    return widths


# Its marks


def _finished(book: openpyxl.Workbook, workbook: Workbook, findings: Sequence[CellFinding]) -> bytes:
    titles = {sheet.name: title for sheet, title in _titles(workbook)} | {name: name for name in book.sheetnames}
    marks = _marks(book, titles, findings)
    for number, mark in enumerate(marks):
        _mark(book[titles[mark.sheet]], mark, commented=number < MOST_COMMENTS)
    _write_list(book, workbook, findings, titles, too_many=len(marks) > MOST_COMMENTS)
    _settle(book)
    saved = BytesIO()
    ExcelWriter(book, ZipFile(saved, "w")).save()  # `book.save` would date the file by the clock
    return steady(saved)


def _marks(book: openpyxl.Workbook, titles: dict[str, str], findings: Sequence[CellFinding]) -> list[Mark]:
    """Gather what was found by cell; of a merged area only the first cell shows anything."""
    held: dict[SheetCell, list[CellFinding]] = {}
    firsts = {name: _merged_firsts(book[title]) for name, title in titles.items() if _is_sheet(book, title)}
    for finding in findings:
        alone = replace(finding, cells=())
        for corner in filter(None, map(_corner, (finding.place, *finding.cells))):
            if finding.weight in FILLS and finding.sheet in firsts:
                row, column = firsts[finding.sheet](*corner)
                held.setdefault((finding.sheet, row, column), []).append(alone)
    return [Mark(*place, found) for place, found in held.items()]


def _is_sheet(book: openpyxl.Workbook, title: str) -> bool:
    return title in book.sheetnames and isinstance(book[title], Worksheet)


def _merged_firsts(worksheet: Worksheet) -> Callable[[int, int], tuple[int, int]]:
    areas = [area.bounds for area in worksheet.merged_cells.ranges]

    def first(row: int, column: int) -> tuple[int, int]:
        inside = ((t, lft) for lft, t, r, b in areas if t <= row <= b and lft <= column <= r)
        return next(inside, (row, column))

    return first


def _mark(worksheet: Worksheet, mark: Mark, *, commented: bool) -> None:
    box, weight = worksheet.cell(mark.row, mark.column), mark.findings[0].weight
    box.fill = PatternFill("solid", fgColor=FILLS[weight])
    side = SIDES[weight]
    box.border = Border(left=side, right=side, top=side, bottom=side)
    if commented:
        theirs = f"{_before()}{box.comment.text}" if box.comment else ""
        box.comment = _comment(_advice(mark.findings) + theirs)


def _before() -> str:
    """Part our comment from the one that the sender had put there."""
    return f"\n\n{say('reviewed.their_comment')}\n"


def _advice(findings: Sequence[CellFinding]) -> str:
    """Say what is wrong with a cell and what to write; several findings are numbered."""
    said = ["\n→ ".join(map(_sentence, filter(None, (_problem(found), found.fix_vi)))) for found in findings]
    return said[0] if len(said) == 1 else "\n".join(f"{number}) {text}" for number, text in enumerate(said, 1))


def _problem(found: CellFinding) -> str:
    return say("reviewed.finding", weight=say(f"reviewed.{found.weight}"), problem=found.problem_vi)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."


def _comment(text: str) -> Comment:
    shown = escaped(clean(text if len(text) <= LONGEST_COMMENT else f"{text[:LONGEST_COMMENT]}…"))
    lines = sum(ceil(max(len(line), 1) / LETTERS_IN_LINE) for line in shown.split("\n"))
    return Comment(shown, AUTHOR, height=lines * COMMENT_LINE + 14, width=COMMENT_WIDTH)


# The list in front


def _write_list(
    book: openpyxl.Workbook,
    workbook: Workbook,
    findings: Sequence[CellFinding],
    titles: dict[str, str],
    *,
    too_many: bool,
) -> None:
    worksheet, styles = book.create_sheet(_free(book), 0), Styles()
    top = [
        say("reviewed.title", file=workbook.name),
        say("reviewed.advice"),
        *_remarks(workbook, findings, too_many=too_many),
    ]
    for row, text in enumerate(top, 1):
        styles.put(worksheet, row, 1, text_cell(text), TITLE if row == 1 else Look())
    head = len(top) + 2
    for column, name in enumerate(LIST_HEAD, 1):
        styles.put(worksheet, head, column, text_cell(say(f"reviewed.{name}")), HEAD)
    for row, finding in enumerate(findings[:MOST_LISTED], head + 1):
        _write_finding(worksheet, row, finding, titles.get(finding.sheet, ""), styles)
    _lay_out(worksheet, head)


def _free(book: openpyxl.Workbook) -> str:
    names, own = {name.casefold() for name in book.sheetnames}, say("reviewed.sheet")
    others = (f"{own} ({number})" for number in range(2, len(names) + 3))
    return next(name for name in (own, *others) if name.casefold() not in names)


def _remarks(workbook: Workbook, findings: Sequence[CellFinding], *, too_many: bool) -> Iterator[str]:
    """Say what the copy leaves out."""
    if sum(len(sheet.cells) for sheet in workbook) > MOST_CELLS:
        yield say("reviewed.too_large")
    elif too_many:
        yield say("reviewed.comments_cut", many=decimal(MOST_COMMENTS))
    if len(findings) > MOST_LISTED:
        yield say("reviewed.list_cut", shown=decimal(MOST_LISTED), many=decimal(len(findings)))


def _write_finding(worksheet: Worksheet, row: int, finding: CellFinding, title: str, styles: Styles) -> None:
    place = finding.place or say("reviewed.whole_sheet" if finding.sheet else "reviewed.whole_file")
    weight = say(f"reviewed.{finding.weight}")
    texts = (weight, finding.sheet, place, finding.shown, finding.problem_vi, finding.fix_vi)
    tint = FILLS.get(finding.weight, "")
    for column, text in enumerate(texts, 1):
        look = Look(fill=tint, wrap=True, boxed=True) if column == 1 else Look(wrap=True, boxed=True)
        linked = LIST_HEAD[column - 1] == "cell" and bool(title) and _corner(finding.place) is not None
        styles.put(worksheet, row, column, text_cell(text), LINKED if linked else look)
        if linked:
            location = f"{quote_sheetname(title)}!{finding.place}"
            cast(Box, worksheet.cell(row, column)).hyperlink = Hyperlink(ref="", location=location)
    lines = max(ceil((len(text) or 1) / (width - 4)) for text, width in zip(texts, LIST_WIDTHS, strict=True))
    worksheet.row_dimensions[row].height = LINE_HEIGHT * lines + 3


def _lay_out(worksheet: Worksheet, head: int) -> None:
    for column, width in enumerate(LIST_WIDTHS, 1):
        worksheet.column_dimensions[get_column_letter(column)].width = width
    worksheet.freeze_panes = f"A{head + 1}"
    worksheet.print_title_rows = f"{head}:{head}"
    worksheet.page_setup.orientation, worksheet.page_setup.paperSize = "landscape", 9  # A4
    worksheet.page_setup.fitToWidth, worksheet.page_setup.fitToHeight = 1, 0
    worksheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _settle(book: openpyxl.Workbook) -> None:
    """Open the copy at its list, and let nothing in it tell of the clock."""
    book.active = 0
    for number, worksheet in enumerate(book.worksheets):
        worksheet.sheet_view.tabSelected = number == 0  # of two that are selected, one edit would change both
    about = book.properties
    about.lastModifiedBy, about.created, about.modified = AUTHOR, STILL, STILL
