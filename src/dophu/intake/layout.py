"""Where the table lies in a workbook: its sheet, the lines of its headings, and what stands around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import pairwise, takewhile
from typing import Literal

from dophu.intake.findings import CellFinding
from dophu.intake.grid import Area, Cell, Kind, Sheet, letter_of
from dophu.intake.headers import Head, Heading, Vocabulary, fold, words
from dophu.intake.legacy import ENCODINGS, is_unicode
from dophu.intake.names import decode
from dophu.intake.short_times import in_full
from dophu.intake.times import are_compact, is_time
from dophu.wording import day_month_year
from dophu.world.units import Unit

Role = Literal[
    "data",
    "title",  # above the headings
    "heading",
    "numbering",  # "(1) (2) (3)" below the headings
    "repeated",  # the headings once more, on a printed page
    "region",  # a region's name, or a line across the table, without counts
    "parent",  # a province above its districts, without counts
    "subtotal",  # of a region, or of a province above or below its districts
    "total",
    "mean",  # or another figure worked out of the rows above
    "footnote",
    "blank",  # a running number and nothing else
    "hidden",
    "set_aside",  # by whoever imports, with a reason
    "other_table",  # of the same sheet
    "other_measure",  # of a table in which each row is one figure
    "other_period",  # of a column of days, months or years
    "wrong",  # belongs to an error finding
]
SEARCHED = 100  # rows in which headings are looked for; no letterhead is longer
HEADING_AT_MOST = 4  # lines of headings
LONGEST_HEADING = 200  # characters; a longer text is prose
CONTINUED = re.compile(r" (?:tiep(?: theo)?|cont|continued)$")  # on the next page, folded
NUMBERED = re.compile(r"\(?\s*(?:[A-Za-zĐđ]|[1-9]\d?)\s*\)?\s*(?:=.*)?")


@dataclass(frozen=True)
class SheetRow:
    """One non-empty row of the sheet.

    cells    what stands in it, by column; a merged area's cell stands in its upper left corner alone
    unit     whose counts a row of data gives; for "parent" and for a subtotal of one unit, that unit; else None
    name     its name cell; None where it has none
    covers   numbers of the rows of data that a "subtotal" or "total" adds up, ascending
    """

    number: int
    role: Role
    cells: dict[int, Cell]
    unit: Unit | None = None
    name: Cell | None = None
    covers: tuple[int, ...] = ()


@dataclass(frozen=True)
class Table:
    """The table of a sheet.

    area       from its headings to its last row of data or total
    titles     the cells above the headings, as sent
    headings   one per column of the area, ascending; what each means
    rows       every non-empty row of the sheet, ascending
    vintage, level, parent   of the units in its rows of data; parent is "VN" where they lie in several provinces
    findings   what was found on the way; an error among them means that rows may be missing
    """

    sheet: Sheet
    area: Area
    titles: tuple[Cell, ...]
    headings: tuple[Heading, ...]
    rows: tuple[SheetRow, ...]
    vintage: str
    level: str
    parent: str
    findings: tuple[CellFinding, ...] = field(default=())

    @cached_property
    def data(self) -> tuple[SheetRow, ...]:
        """The rows of data, ascending."""
        return tuple(row for row in self.rows if row.role == "data")

    @cached_property
    def sums(self) -> tuple[SheetRow, ...]:
        """The subtotals and totals, ascending."""
        return tuple(row for row in self.rows if row.role in ("subtotal", "total"))

    def meaning(self, meaning: str) -> tuple[Heading, ...]:
        """List the columns of one meaning, ascending."""
        return tuple(heading for heading in self.headings if heading.meaning == meaning)

    def measures(self, known: Iterable[str]) -> tuple[Heading, ...]:
        """List the columns that give a campaign's measures, in the campaign's order."""
        return tuple(heading for measure in known for heading in self.meaning(measure))


@dataclass(frozen=True)
class Frame:
    """A sheet in which headings were found.

    sheet    as received
    view     the same without what is hidden, unless it is to be read
    top      first line of the headings
    bottom   last line of the headings
    heads    one per column that has a heading or, below, cells
    aside    rows that are not read, and why; the view is without them
    title    of one table among several of a sheet: what stands right above it
    """

    sheet: Sheet
    view: Sheet
    top: int
    bottom: int
    heads: tuple[Head, ...]
    aside: Mapping[int, Role] = field(default_factory=dict)
    title: str = ""

    @cached_property
    def titles(self) -> tuple[Cell, ...]:
        """The cells above the headings, row by row."""
        return tuple(cell for number, cells in self.view.rows.items() if number < self.top for cell in cells.values())

    @cached_property
    def body(self) -> dict[int, dict[int, Cell]]:
        """The rows below the headings."""
        return {number: cells for number, cells in self.view.rows.items() if number > self.bottom}

    def without(self, rows: Mapping[int, Role]) -> Frame:
        """Set more rows aside."""
        if not rows:
            return self
        view = replace(
            self.view, cells={place: cell for place, cell in self.view.cells.items() if place[0] not in rows}
        )
        return replace(self, view=view, aside={**self.aside, **rows})

    def repeats(self, cells: dict[int, Cell]) -> bool:
        """Say whether a row prints one line of the headings, or a title, once more."""
        alike = [line for line in self._lines if line.keys() == cells.keys()]
        return any(all(_says(cells[column], text) for column, text in line.items()) for line in alike)

    @cached_property
    def _lines(self) -> list[dict[int, str]]:
        above = [cells for number, cells in self.view.rows.items() if number <= self.bottom]
        return [{column: fold(cell.text) for column, cell in cells.items()} for cells in above]


def _says(cell: Cell, folded: str) -> bool:
    """Say whether a cell has a heading's words, perhaps with "(tiếp theo)" behind; a number has digits alone."""
    said = CONTINUED.sub("", fold(cell.text)) if cell.kind is Kind.TEXT else fold(cell.text)
    return (cell.kind is Kind.TEXT or folded[:1].isdigit()) and said == folded


def is_text(cell: Cell) -> bool:
    """Say whether a cell holds words: letters, in text."""
    return cell.kind is Kind.TEXT and any(letter.isalpha() for letter in cell.text)


def is_word(cell: Cell) -> bool:
    """Say whether a cell holds words, or the sign of per cent or per mille for them."""
    return is_text(cell) or cell.text.strip(" ()") in ("%", "‰")


def is_heading(cell: Cell) -> bool:
    """Say whether a cell may head a column: words, a day or a year."""
    return is_text(cell) or cell.kind is Kind.DATE or "/" in cell.text or is_time(cell.text)


def are_headings(cells: Iterable[Cell]) -> bool:
    """Say whether each cell of a row may head a column; numbers are months where they follow each other: "202006"."""
    others = [cell.text.strip() for cell in cells if not is_heading(cell)]
    return not others or are_compact(others)


def is_numbering(cells: dict[int, Cell]) -> bool:
    """Say whether a row numbers the columns: "(1) (2) (3)", "A B 1 2", "4=3/2"."""
    texts = [cell.text.strip() for cell in cells.values()]
    figures = [int(found[0]) for found in (re.search(r"\d+", text) for text in texts) if found]
    plain = len(texts) > 1 and all(NUMBERED.fullmatch(text) for text in texts)
    return plain and bool(figures) and all(two == one + 1 for one, two in pairwise(figures))


@dataclass(frozen=True)
class Lines:
    """The upper rows of a sheet, in which the headings are looked for."""

    view: Sheet
    vocabulary: Vocabulary

    def text(self, cell: Cell) -> str:
        """Read a cell as a heading, on one line; a date as people write it."""
        if isinstance(cell.value, date):
            return day_month_year(cell.value) if cell.text.count("/") > 1 else cell.text  # else its day does not show
        shown = decode(cell.text, cell.fonts)
        old = shown == cell.text and not (shown.isascii() or is_unicode(shown) or len(shown) > LONGEST_HEADING)
        readings = (shown, *(encoding(shown) for encoding in ENCODINGS.values())) if old else ()
        return " ".join(next(filter(self.vocabulary.read_line, readings), shown).split())

    def meaning(self, cell: Cell) -> str | None:
        """Say what a cell means as a heading; None for a number or for prose."""
        text = self.text(cell)
        return self.vocabulary.read_line(text) if len(text) <= LONGEST_HEADING else None

    def first(self) -> int | None:
        """Find the first row of which two cells are headings, or one heads names or counts and all are words."""
        return next((number for number in list(self.view.rows)[:SEARCHED] if self.is_first(number)), None)

    def is_first(self, number: int) -> bool:
        """Say whether a row is one of headings, by the words of two cells or of one among words."""
        cells = self.view.rows[number].values()
        read = [meaning for meaning in map(self.meaning, cells) if meaning]
        words_alone = len(cells) > 1 and are_headings(cells)
        telling = {"unit", "code", "measure"} & set(read)
        return bool(telling) and (words_alone or len(read) > 1 or self._heads_figures(number))

    def _heads_figures(self, number: int) -> bool:
        """Say whether a row is one heading, right above a figure that has a name beside it."""
        below = self.view.rows.get(number + 1, {})
        figures = [column for column in self.view.rows[number] if column in below and not is_text(below[column])]
        return len(below) > 1 and figures == list(self.view.rows[number])

    def above(self, first: int) -> int:
        """Take in the lines right above that head groups of columns."""
        top = first
        while top - 1 in self.view.rows and self._groups(top - 1) and first - top < HEADING_AT_MOST:
            top -= 1
        return top

    def _groups(self, number: int) -> bool:
        """Say whether a row heads groups of columns; a title starts at the left, "ĐVT: người" heads nothing."""
        cells = self.view.rows[number]
        across = any(area.top == area.bottom == number and area.left in cells for area in self.view.merged)
        explained = {self.meaning(cell) for cell in cells.values()} - {None, "note"}
        times = all(is_time(self.text(cell)) for cell in cells.values())
        left = min(column for _, column in self.view.cells)
        words = times or all(map(is_text, cells.values()))
        return min(cells) > left and words and bool(across or explained or times)

    def below(self, first: int) -> int:
        """Take in the lines below that divide a group of columns, and those that a merged heading reaches down to."""
        bottom = max([first, *(a.bottom for a in self.view.merged if a.top <= first <= a.bottom)])
        bottom = min(bottom, first + HEADING_AT_MOST - 1)
        own = self.view.rows[first]
        meant = {column: self.meaning(cell) for column, cell in own.items()}
        named, units = {c for c, m in meant.items() if m in ("unit", "code", "number")}, "unit" in meant.values()
        following = (self.view.rows.get(row, {}) for row in range(bottom + 1, first + HEADING_AT_MOST))
        return bottom + sum(1 for _ in takewhile(lambda cells: self._divides(cells, named, units=units), following))

    def _divides(self, cells: dict[int, Cell], named: set[int], *, units: bool) -> bool:
        """Say whether a row is a line of headings; where the names' column is known, any words beside it are."""
        texts = bool(cells) and all(map(is_word, cells.values())) and not is_numbering(cells)
        return texts and not named & set(cells) and any(units or self.meaning(cell) for cell in cells.values())

    def heads(self, top: int, bottom: int) -> tuple[Head, ...]:
        """Put together the heading of every column from its lines; merged cells head all the columns they span."""
        spanned = {
            (row, column): self.view.cells.get((area.top, area.left))
            for area in self.view.merged
            if top <= area.top <= bottom
            for row in range(area.top, min(area.bottom, bottom) + 1)
            for column in range(area.left, min(area.right, self._width) + 1)
        }
        columns = {c for r in range(top, bottom + 1) for c in self.view.rows.get(r, {})}
        columns |= {column for _, column in spanned} | self._below(bottom)
        return in_full([self._head(column, range(top, bottom + 1), spanned) for column in sorted(columns)])

    @cached_property
    def _width(self) -> int:
        return max(column for _, column in self.view.cells)

    def _below(self, bottom: int) -> set[int]:
        """List the columns in which several rows below the headings hold something."""
        filled: dict[int, int] = {}
        for row, column in self.view.cells:
            if row > bottom:
                filled[column] = filled.get(column, 0) + 1
        return {column for column, cells in filled.items() if cells > 1}

    def _head(self, column: int, rows: range, spanned: dict[tuple[int, int], Cell | None]) -> Head:
        found = [self._over(row, column, rows, spanned) for row in rows]
        cells = list(dict.fromkeys(cell for cell in found if cell))
        place = cells[-1].place if cells else f"{letter_of(column)}{rows[-1]}"
        return Head(column, tuple(self.text(cell) for cell in cells if words(self.text(cell))), place)

    def _over(self, row: int, column: int, rows: range, spanned: dict[tuple[int, int], Cell | None]) -> Cell | None:
        """Find the cell that heads a column in one line; in a file without merging, a group's on the left."""
        cell = spanned.get((row, column)) or self.view.at(row, column)
        if cell or self.view.merged or not self._divided(column, row, rows):
            return cell
        for left in range(column - 1, 0, -1):
            if not self._divided(left, row, rows):
                return None
            if self.view.at(row, left):
                return self.view.at(row, left)
        return None

    def _divided(self, column: int, row: int, rows: range) -> bool:
        return any(self.view.at(lower, column) for lower in range(row + 1, rows[-1] + 1))
