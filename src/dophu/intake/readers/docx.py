"""Tables of Word documents, read from the XML: tracked insertions and content controls count as what they show.

Deleted and moved-away text, fallbacks for old programs, and tables inside a cell are no part of the cell.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dophu.intake.grid import Area, Cell, Kind, Sheet, Workbook
from dophu.intake.readers.formats import RAISED
from dophu.intake.readers.package import COLUMNS_AT_MOST, ROWS_AT_MOST, TEXT_AT_MOST, Package, UnreadError, too_big
from dophu.words import say

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DOCUMENT = "word/document.xml"
PASSED_OVER = {
    f"{WORD}{name}" for name in ("del", "moveFrom", "instrText", "delText", "tbl", "rPr", "pPr", "txbxContent")
}
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
PASSED_OVER.add(FALLBACK)
TRACKED = tuple(f"{WORD}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))
GONE = (f"{WORD}del", f"{WORD}moveFrom")
OFF = ("0", "false", "off", "none")
LONGEST_LINE = 200  # characters; a longer paragraph is prose
TITLE_LINES = 4  # paragraphs above a table that may be its title


def read_docx(content: bytes, name: str) -> Workbook:
    """Read every table of a document as a sheet, with the lines above it as its titles."""
    root = Package(content, name).tree(DOCUMENT)
    tables = [table for table in root.iter(f"{WORD}tbl") if next(table.iterancestors(FALLBACK), None) is None]
    if not tables:
        problem, fix = "this is a Word document without a table", "ask for the table, as a spreadsheet"
        raise UnreadError(name, problem, fix, "refused.no_table")
    sheets = tuple(_sheet(WordRows(table, name), number) for number, table in enumerate(tables, start=1))
    tracked = next(root.iter(*TRACKED), None) is not None
    return Workbook(name, "docx", sheets, ("tracked changes were read as accepted",) if tracked else ())


@dataclass(frozen=True)
class WordRows:
    """A table's own rows; those of a table inside a cell are not among them."""

    table: Any
    name: str

    def __iter__(self) -> Iterator[Any]:
        own = (row for row in self.table.iter(f"{WORD}tr") if next(row.iterancestors(f"{WORD}tbl")) is self.table)
        return (row for row in own if not any(row.find(f"{WORD}trPr/{gone}") is not None for gone in GONE))

    @staticmethod
    def cells(row: Any) -> Iterator[Any]:
        """Give a row's own cells, also those that a content control holds."""
        return (cell for cell in row.iter(f"{WORD}tc") if next(cell.iterancestors(f"{WORD}tr")) is row)

    @cached_property
    def titles(self) -> list[str]:
        """The lines of words right above the table, the uppermost first."""
        found: list[str] = []
        for element in self.table.itersiblings(preceding=True):
            text = " ".join(_text(element).split()) if element.tag == f"{WORD}p" else ""
            if element.tag == f"{WORD}tbl" or len(found) == TITLE_LINES:
                break
            found += [text] if 0 < len(text) <= LONGEST_LINE else []
        return found[::-1]


def _sheet(rows: WordRows, number: int) -> Sheet:
    """Lay a table out: its titles first, one a row, then its rows."""
    layout = _Layout(rows.name)
    for line, title in enumerate(rows.titles, start=1):
        layout.cells[line, 1] = Cell(line, 1, title, Kind.TEXT, title)
    bottom = len(rows.titles)
    for row in rows:
        bottom += 1
        layout.take_row(bottom, row, rows)
    layout.close(bottom)
    return Sheet(say("received.table", number=number), layout.cells, tuple(layout.merged))


class _Layout:
    """Cells of a table by row and column; those merged downwards stand in the first."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.cells: dict[tuple[int, int], Cell] = {}
        self.merged: list[Area] = []
        self._open: dict[int, tuple[int, int]] = {}  # first column -> first row and last column

    def take_row(self, at: int, row: Any, rows: WordRows) -> None:
        """Place the cells of a row, each behind the last."""
        if at > ROWS_AT_MOST:
            raise too_big(self.name, f"a table has more than {ROWS_AT_MOST:,} rows")
        column = 1 + _number(row.find(f"{WORD}trPr/{WORD}gridBefore"))
        for element in rows.cells(row):
            last = column + max(_number(element.find(f"{WORD}tcPr/{WORD}gridSpan")), 1) - 1
            if last > COLUMNS_AT_MOST:
                raise too_big(self.name, f"a table has more than {COLUMNS_AT_MOST} columns")
            self._take_cell(at, column, last, element)
            column = last + 1

    def _take_cell(self, at: int, column: int, last: int, element: Any) -> None:
        down = element.find(f"{WORD}tcPr/{WORD}vMerge")
        if down is not None and down.get(f"{WORD}val") != "restart":
            return  # it goes on with the one above
        self.merged += _closed(self._open.pop(column, None), column, at - 1)
        if text := _cell_text(element, self.name):
            self.cells[at, column] = Cell(at, column, text, Kind.TEXT, text, _fonts(element), None, _unseen(element))
        if down is not None:
            self._open[column] = (at, last)
        elif last > column:
            self.merged.append(Area(at, column, at, last))

    def close(self, bottom: int) -> None:
        """End the cells that are merged down to the last row."""
        for column, area in self._open.items():
            self.merged += _closed(area, column, bottom)


def _closed(area: tuple[int, int] | None, column: int, bottom: int) -> list[Area]:
    return [Area(area[0], column, bottom, area[1])] if area and (bottom, area[1]) > (area[0], column) else []


def _number(element: Any) -> int:
    text = element.get(f"{WORD}val") if element is not None else None
    return int(text) if text and text.isdigit() and len(text) < 5 else 0  # noqa: PLR2004 - more than any table has


def _cell_text(element: Any, name: str) -> str:
    lines = (" ".join(_text(line).split(" ")).strip() for line in element.iter(f"{WORD}p") if _is_own(line, element))
    text = "\n".join(filter(None, lines))
    if len(text) > TEXT_AT_MOST:
        raise too_big(name, f"a cell holds {len(text):,} characters")
    return text


def _is_own(paragraph: Any, cell: Any) -> bool:
    above = paragraph.iterancestors()
    return next((e is cell for e in above if e.tag == f"{WORD}tc" or e.tag in PASSED_OVER), False)


def _text(element: Any) -> str:
    return "".join(_pieces(element))


def _pieces(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag in PASSED_OVER or (child.tag == f"{WORD}r" and _is_hidden(child)):
            continue
        if child.tag == f"{WORD}t":
            yield (child.text or "").translate(RAISED) if _is_raised(child) else child.text or ""
        elif child.tag in (f"{WORD}br", f"{WORD}cr"):
            yield "\n"
        elif child.tag == f"{WORD}tab":
            yield "\t"
        elif child.tag == f"{WORD}noBreakHyphen":
            yield "-"
        else:
            yield from _pieces(child)


def _is_hidden(run: Any) -> bool:
    found = run.find(f"{WORD}rPr/{WORD}vanish")
    return found is not None and found.get(f"{WORD}val") not in OFF


def _is_raised(text: Any) -> bool:
    found = text.getparent().find(f"{WORD}rPr/{WORD}vertAlign")
    return found is not None and found.get(f"{WORD}val") == "superscript"


def _unseen(element: Any) -> str:
    """Say whether some of a cell's words are struck out."""
    marks = (mark for name in ("strike", "dstrike") for mark in element.iter(f"{WORD}{name}"))
    return "struck" if any(mark.get(f"{WORD}val") not in OFF for mark in marks) else ""


def _fonts(element: Any) -> tuple[str, ...]:
    named = (font.get(f"{WORD}ascii") for font in element.iter(f"{WORD}rFonts"))
    return tuple(dict.fromkeys(filter(None, named)))
