"""What stands in a received file, whatever its format: sheets of cells with all that says how they are meant.

A sheet is one of a workbook; a place, here and in every finding, is the address of a cell or area: "B7", "A5:D68".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import Enum
from functools import cache, cached_property
from typing import NamedTuple

Value = str | int | float | bool | date | datetime | time | timedelta | None


@cache
def letter_of(column: int) -> str:
    """Name a column as spreadsheets do: 1 is A, 27 is AA."""
    above, last = divmod(column - 1, 26)
    return (letter_of(above) if above else "") + chr(ord("A") + last)


@cache
def column_of(letters: str) -> int:
    """Count a column by its letters, in capitals or not: A is 1, AA is 27."""
    above, last = letters[:-1], ord(letters[-1].upper()) - ord("A") + 1
    return 26 * (column_of(above) if above else 0) + last


class Kind(Enum):
    """What a cell's value is to the file itself."""

    TEXT = "text"
    NUMBER = "number"
    PERCENT = "percent"  # a number that the file prints as per cent; 0.0812 stands for 8,12%
    DATE = "date"  # a number that the file prints as a date or a time
    LOGICAL = "logical"
    ERROR = "error"  # "#REF!", "#DIV/0!"


class Cell(NamedTuple):
    """A cell that holds something, or a formula of which nothing is known.

    row, column   from 1, as the file counts them
    value         as stored; None for a formula whose result was never saved
    text          as the sender would see it typed: "63.438", "8,12%"; for text, the value itself, unchanged
    fonts         names of the fonts its text is set in, for text in an old encoding
    formula       without "=", where there is one
    unseen        "struck" where its sender struck it out, "hidden" where its format shows nothing
    """

    row: int
    column: int
    value: Value
    kind: Kind = Kind.TEXT
    text: str = ""
    fonts: tuple[str, ...] = ()
    formula: str | None = None
    unseen: str = ""

    @property
    def place(self) -> str:
        """Where it stands, as spreadsheets write it: "B7"."""
        return f"{letter_of(self.column)}{self.row}"


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, all four edges inside it."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def place(self) -> str:
        """Where it lies, as spreadsheets write it: "A5:D68"."""
        return f"{letter_of(self.left)}{self.top}:{letter_of(self.right)}{self.bottom}"


@dataclass(frozen=True)
class Sheet:
    """One sheet: its non-empty cells, and what of it is merged or hidden.

    lengths   of the rows of a text file, blank cells counted
    cut       its cells which, with the one behind them, may be a single number that a comma without quotes parted
    """

    name: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merged: tuple[Area, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    lengths: Mapping[int, int] = field(default_factory=dict)
    cut: frozenset[tuple[int, int]] = frozenset()

    def at(self, row: int, column: int) -> Cell | None:
        """Find the cell at a place; a merged area's cell stands in its upper left corner alone."""
        return self.cells.get((row, column))

    @cached_property
    def rows(self) -> dict[int, dict[int, Cell]]:
        """The cells by row, then by column, both ascending; rows without any are left out."""
        found: dict[int, dict[int, Cell]] = {}
        for place in sorted(self.cells):
            found.setdefault(place[0], {})[place[1]] = self.cells[place]
        return found

    @cached_property
    def area(self) -> Area | None:
        """The smallest rectangle that holds every cell; None for an empty sheet."""
        if not self.cells:
            return None
        rows, columns = zip(*self.cells, strict=True)
        return Area(min(rows), min(columns), max(rows), max(columns))


@dataclass(frozen=True)
class Workbook:
    """A received file as it was read.

    form     "xlsx", "xlsm", "xls", "ods", "docx", "csv", "json", "html" or "markdown"
    remarks  what was passed over or decided while reading it ("macros are not read"; encoding and separator of a CSV)
    """

    name: str
    form: str
    sheets: tuple[Sheet, ...]
    remarks: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Sheet]:
        return iter(self.sheets)
