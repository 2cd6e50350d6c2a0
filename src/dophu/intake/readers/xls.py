"""Excel workbooks of before 2007 (xls), by xlrd; which cells are formulas is read from the records, [MS-XLS]."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from struct import pack_into, unpack_from
from typing import Any

import xlrd
from xlrd.biffh import error_text_from_code

from dophu.errors import DophuError
from dophu.intake.grid import Area, Cell, Kind, Sheet, Workbook
from dophu.intake.readers.compound import SIGNATURE, Compound
from dophu.intake.readers.formats import (
    RAISED,
    Shown,
    format_of,
    shown_error,
    shown_logical,
    shown_number,
    shown_text,
)
from dophu.intake.readers.package import Cells, Room, damaged, locked

CellKey = tuple[int, int]
FORMULA, END, FILE_PASS = 0x06, 0x0A, 0x2F  # kinds of records
BEGINNINGS = (0x0009, 0x0209, 0x0409, 0x0809)
NAMES = (0x0018, 0x0218)
PASSED_OVER = 0xFFFF  # a kind that no record has
SUPERSCRIPT = 1  # of a font's escapement
UNKNOWN_FORMULA = "?"
NEVER_CALCULATED = Shown(None, Kind.TEXT, "")


def read_xls(content: bytes, name: str) -> Workbook:
    """Read every sheet of an xls file. Raises DataError for what is damaged, locked or too large."""
    records = bytearray(_stream(content, name))
    formulas = _scan(records, name)
    room = Room(name)
    try:
        with Path(os.devnull).open("w") as silent:
            options = {"formatting_info": True, "on_demand": True, "ragged_rows": True, "logfile": silent}
            book = xlrd.open_workbook(file_contents=bytes(records), **options)
            starts = [formulas.get(start, frozenset()) for start in book._sh_abs_posn]
            sheets = tuple(_sheet(book, number, room, starts[number]) for number in range(book.nsheets))
    except DophuError:
        raise
    except Exception as error:  # xlrd lets whatever a damaged record does pass through
        raise damaged(name, f"the file is damaged ({type(error).__name__}: {error})") from None
    return Workbook(name, "xls", sheets)


def _stream(content: bytes, name: str) -> bytes:
    """Take the workbook's records out of the compound file; before 1993 there was none around them."""
    if not content.startswith(SIGNATURE):
        return content
    compound = Compound(content, name)
    stream = next((stream for stream in ("Workbook", "Book") if stream in compound), None)
    if stream is None:
        raise damaged(name, "it holds no workbook")
    return compound.read(stream)


def _scan(records: bytearray, name: str) -> dict[int, frozenset[CellKey]]:
    """Find the formulas of each sheet by where its records begin, and take out the defined names.

    xlrd tells no formula from a number, and it computes names, which a small file can make endlessly long.
    """
    found: dict[int, set[CellKey]] = {}
    open_at: list[int] = []
    at = 0
    while at + 4 <= len(records):
        kind, length = unpack_from("<HH", records, at)
        if kind in BEGINNINGS:
            open_at.append(at)
        elif kind == END and open_at:
            open_at.pop()
        elif kind == FILE_PASS:
            raise locked(name)
        elif kind in NAMES:
            pack_into("<H", records, at, PASSED_OVER)
        elif kind & 0xFF == FORMULA and kind in (0x06, 0x0206, 0x0406) and open_at and at + 8 <= len(records):
            found.setdefault(open_at[-1], set()).add(unpack_from("<HH", records, at + 4))
        at += 4 + length
    return {start: frozenset(places) for start, places in found.items()}


@dataclass
class _Reading:
    """A sheet as xlrd has it, and its cells that are formulas.

    never   whether no formula has a result but nought or nothing: a program wrote them, no spreadsheet ran them
    """

    book: Any
    sheet: Any
    formulas: frozenset[CellKey]
    never: bool = field(init=False)

    def __post_init__(self) -> None:
        sheet = self.sheet
        inside = (place for place in self.formulas if place[0] < sheet.nrows and place[1] < sheet.row_len(place[0]))
        self.never = not any(sheet.cell_value(*place) for place in inside)

    def cells(self) -> Iterator[Cell]:
        """Give the cells that hold something."""
        for row in range(self.sheet.nrows):
            for column, kind in enumerate(self.sheet.row_types(row)):
                formula = UNKNOWN_FORMULA if (row, column) in self.formulas else None
                shown = NEVER_CALCULATED if formula and self.never else self._shown(row, column, kind)
                if shown is not None:
                    yield Cell(row + 1, column + 1, *shown, self._fonts(row, column), formula)

    def _shown(self, row: int, column: int, kind: int) -> Shown | None:
        """Say what a cell holds; None for a blank one."""
        value = self.sheet.cell_value(row, column)
        if kind == xlrd.XL_CELL_TEXT:
            return shown_text(self._with_marks(row, column, value)) if value.strip() else None
        if kind == xlrd.XL_CELL_BOOLEAN:
            return shown_logical(bool(value))
        if kind == xlrd.XL_CELL_ERROR:
            return shown_error(error_text_from_code.get(value, "#?"))
        if kind not in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
            return None
        number = self._style(row, column).format_key
        known = self.book.format_map.get(number)
        form = format_of(known.format_str if known else "", number)
        return shown_number(float(value), form, from_1904=bool(self.book.datemode))

    def _with_marks(self, row: int, column: int, text: str) -> str:
        """Keep raised figures apart from the others; each run goes on to the next."""
        runs = self.sheet.rich_text_runlist_map.get((row, column), ())
        ends = [start for start, _ in runs[1:]] + [len(text)]
        for (start, font), end in zip(runs, ends, strict=False):
            if self.book.font_list[font].escapement == SUPERSCRIPT:
                text = text[:start] + text[start:end].translate(RAISED) + text[end:]
        return text

    def _style(self, row: int, column: int) -> Any:
        return self.book.xf_list[self.sheet.cell_xf_index(row, column)]

    def _fonts(self, row: int, column: int) -> tuple[str, ...]:
        runs = self.sheet.rich_text_runlist_map.get((row, column), ())
        numbers = (self._style(row, column).font_index, *(font for _, font in runs))
        return tuple(dict.fromkeys(self.book.font_list[number].name for number in numbers))


def _sheet(book: Any, number: int, room: Room, formulas: frozenset[CellKey]) -> Sheet:
    sheet = book.sheet_by_index(number)
    cells = Cells(room, sheet.name)
    for cell in _Reading(book, sheet, formulas).cells():
        cells.add(cell)
    read = Sheet(
        sheet.name,
        dict(cells),
        tuple(Area(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells),
        hidden=bool(sheet.visibility),
        hidden_rows=frozenset(row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden),
        hidden_columns=frozenset(column + 1 for column, info in sheet.colinfo_map.items() if info.hidden),
    )
    book.unload_sheet(number)
    return read
