"""Which table of a received file counts: found by the words of its headings, or by the names of units below them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice

from dophu.intake.decisions import rows_skipped
from dophu.intake.findings import CellFinding
from dophu.intake.grid import Cell, Kind, Sheet, Workbook, letter_of
from dophu.intake.headers import Vocabulary, fold
from dophu.intake.layout import HEADING_AT_MOST, Frame, Lines, Role, are_headings, is_numbering, is_text
from dophu.intake.names import role_of
from dophu.intake.table_units import TableUnits, names_a_unit

UNITS_AT_LEAST = 3  # different units in a column that make a table without any heading that is known
NAMES_SEARCHED = 400  # rows in which they are looked for
BELOW_A_HEADING = 6  # rows within which a heading's first unit stands
LONGEST_TITLE = 120


@dataclass(frozen=True)
class Wanted:
    """Which table is asked for; blanks leave it to the file.

    table    its number among those found, from 1, or words of its title
    skip     rows that whoever imports sets aside, by place, and why
    kept     names of rows that the campaign sets aside, and why
    """

    sheet: str | None = None
    table: str | None = None
    hidden: bool = False
    skip: Mapping[str, str] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)


def choose_table(
    workbook: Workbook, wanted: Wanted, vocabulary: Vocabulary, table_units: TableUnits
) -> tuple[Frame | None, list[CellFinding]]:
    """Find the one table that counts; None with an error when there is none, or several and no choice."""
    sheets = _sheets(workbook, wanted.sheet)
    if not sheets:
        return None, [_no_such_sheet(workbook, wanted.sheet or "")]
    seen = [sheet for sheet in sheets if wanted.hidden or not sheet.hidden]
    frames = [frame for sheet in seen for frame in tables_of(sheet, wanted, vocabulary, table_units)]
    notes = [CellFinding("note", s.name, "", "", "sheet_hidden") for s in sheets if s not in seen and s.cells]
    chosen = _chosen(frames, wanted.table, vocabulary)
    if len(chosen) == 1:
        unread = _unread(workbook, sheets, chosen[0].sheet)
        return chosen[0], [*notes, *unread, *_other_tables(chosen[0], frames), *_hidden(chosen[0])]
    return None, [*notes, _not_one_table(chosen, frames, seen, wanted.table)]


def _sheets(workbook: Workbook, wanted: str | None) -> list[Sheet]:
    alike = [sheet for sheet in workbook if wanted is None or fold(sheet.name) == fold(wanted)]
    return [sheet for sheet in alike if sheet.name == wanted] or alike


def _chosen(frames: Sequence[Frame], wanted: str | None, vocabulary: Vocabulary) -> Sequence[Frame]:
    """Take the table that is asked for, else those in which a heading gives a measure, else all."""
    if wanted is None:
        counting = [
            frame for frame in frames if any(_counts(line, vocabulary) for h in frame.heads for line in h.lines)
        ]
        return counting if len(counting) == 1 else frames
    if wanted.strip().isdigit():
        number = int(wanted)
        return frames[number - 1 : number] if number else []
    exact = [frame for frame in frames if fold(wanted) in (fold(frame.title), fold(frame.sheet.name))]
    return exact or [frame for frame in frames if fold(wanted) in fold(_called(frame))]


def _counts(line: str, vocabulary: Vocabulary) -> bool:
    return vocabulary.read_line(line) == "measure"


def _called(frame: Frame) -> str:
    """Name a table by its title, or by its sheet."""
    return frame.title or frame.sheet.name


def _unread(workbook: Workbook, sheets: Sequence[Sheet], read: Sheet) -> list[CellFinding]:
    """Name the visible sheets that hold something and are not read."""
    others = [sheet for sheet in workbook if sheet is not read and sheet.cells]
    return [
        CellFinding("note", sheet.name, "", "", "sheet_unread")
        for sheet in others
        if not (sheet.hidden and sheet in sheets)
    ]


def _other_tables(frame: Frame, frames: Sequence[Frame]) -> Iterator[CellFinding]:
    for other in frames:
        if other is not frame and other.sheet is frame.sheet:
            place = f"{letter_of(other.heads[0].column)}{other.top}"
            yield CellFinding("note", frame.sheet.name, place, other.title, "table_unread")


def _hidden(frame: Frame) -> list[CellFinding]:
    """Name the hidden columns that hold something and are not read; hidden rows are named row by row."""
    shown = {column for _, column in frame.view.cells}
    gone = sorted({column for _, column in frame.sheet.cells} & frame.sheet.hidden_columns - shown)
    if not gone:
        return []
    letters = ", ".join(letter_of(column) for column in gone)
    return [CellFinding("note", frame.sheet.name, "", "", "columns_hidden", {"letters": letters})]


def _no_such_sheet(workbook: Workbook, wanted: str) -> CellFinding:
    return CellFinding("error", "", "", wanted, "sheet_unknown", {"sheets": _names(workbook)})


def _not_one_table(
    chosen: Sequence[Frame], frames: Sequence[Frame], sheets: Sequence[Sheet], wanted: str | None
) -> CellFinding:
    if not frames:
        return CellFinding("error", "", "", "", "table_none", {"sheets": _names(sheets) or "–"})
    several = len({id(frame.sheet) for frame in frames}) < len(frames)
    listed = ", ".join(f'{number} "{_called(frame)}"' for number, frame in enumerate(frames, 1))
    if wanted is not None:
        kind = "table_option_several" if chosen else "table_option_none"
        return CellFinding("error", "", "", wanted, kind, {"tables": listed})
    if several:
        return CellFinding("error", frames[0].sheet.name, "", "", "tables_below", {"tables": listed})
    return CellFinding("error", "", "", "", "tables_several", {"sheets": _names(frame.sheet for frame in frames)})


def _names(sheets: Iterable[Sheet]) -> str:
    return ", ".join(f'"{sheet.name}"' for sheet in sheets)


# The tables of one sheet


def tables_of(sheet: Sheet, wanted: Wanted, vocabulary: Vocabulary, table_units: TableUnits) -> list[Frame]:
    """Find the tables of a sheet, from the top: one, or several below one another, each with its headings."""
    aside: dict[int, Role] = dict.fromkeys(rows_skipped(sheet, wanted.skip, wanted.kept), "set_aside")
    view = _visible(sheet, aside, hidden=wanted.hidden)
    whole = find_frame(sheet, view, vocabulary, table_units)
    if whole is None:
        return []
    starts = [min(view.rows), *Stack(whole, table_units, Lines(view, vocabulary)).starts]
    if len(starts) == 1:
        return [replace(whole, aside=aside, title=_title(whole))]
    frames = []
    for start, end in zip(starts, [*starts[1:], max(view.rows) + 1], strict=True):
        part = replace(view, cells={place: cell for place, cell in view.cells.items() if start <= place[0] < end})
        found = find_frame(sheet, part, vocabulary, table_units)
        others: dict[int, Role] = {number: "other_table" for number in view.rows if not start <= number < end}
        frames += [replace(found, aside=aside | others, title=_title(found))] if found else []
    return frames


def _visible(sheet: Sheet, aside: Mapping[int, Role], *, hidden: bool) -> Sheet:
    """Leave out the rows that are set aside, and what the sheet hides."""
    rows = aside.keys() | (frozenset() if hidden else sheet.hidden_rows)
    columns = frozenset() if hidden else sheet.hidden_columns
    if not rows and not columns:
        return sheet
    shown = {place: cell for place, cell in sheet.cells.items() if place[0] not in rows and place[1] not in columns}
    return replace(sheet, cells=shown)


def _title(frame: Frame) -> str:
    """Take what stands right above a table for its title."""
    return " ".join(" ".join(cell.text.split()) for cell in frame.titles)[:LONGEST_TITLE]


@dataclass(frozen=True)
class Stack:
    """A sheet whose first table is known, looked through for further ones below it."""

    first: Frame
    table_units: TableUnits
    lines: Lines

    @property
    def starts(self) -> list[int]:
        """The rows at which further tables start, with their titles."""
        heads = [number for number in self.first.body if self._begins(number)]
        return sorted({self._with_titles(number) for number in heads})

    def _begins(self, number: int) -> bool:
        """Say whether a row below the first units heads another table, and not the same one on its next page."""
        cells = self.first.body[number]
        if len(cells) < 2 or number < self._first_unit or not are_headings(cells.values()):  # noqa: PLR2004
            return False
        if any(self._is_label(cell) for cell in cells.values()) or not self._units(number + 1, BELOW_A_HEADING):
            return False
        above, below = self._units(0, number), self._units(number + 1, None)
        if self.first.repeats(cells):
            return bool(above & below) or self._with_titles(number) < number
        return self.lines.is_first(number) or bool(above & below)

    @cached_property
    def _first_unit(self) -> int:
        return next((number for number in self.first.body if self._units(number, 1)), 0)

    def _is_label(self, cell: Cell) -> bool:
        return names_a_unit(self.table_units, cell) or role_of(cell.text[:LONGEST_TITLE]) is not None

    def _units(self, start: int, rows: int | None) -> set[str]:
        """List the names of units in the rows from one on, or up to one; of each column that holds some."""
        numbers = [number for number in self.first.body if (number >= start if start else number < (rows or 0))]
        cells = (c for number in numbers[: rows if start else None] for c in self.first.body[number].values())
        return {fold(cell.text) for cell in cells if cell.kind is Kind.TEXT and names_a_unit(self.table_units, cell)}

    def _with_titles(self, number: int) -> int:
        """Go up to the first of the lines of words right above the headings of a table."""
        start = number
        while start - 1 in self.first.body and self._is_title(self.first.body[start - 1]):
            start -= 1
        if start == number and start - 2 in self.first.body and self._is_title(self.first.body[start - 2]):
            start -= 2
        return start

    def _is_title(self, cells: Mapping[int, Cell]) -> bool:
        said_before = self.first.repeats(dict(cells))
        return not said_before and all(map(is_text, cells.values())) and not any(map(self._is_label, cells.values()))


def find_frame(sheet: Sheet, view: Sheet, vocabulary: Vocabulary, table_units: TableUnits) -> Frame | None:
    """Find the lines of headings in a sheet; None where it has none, or nothing below them."""
    lines = Lines(view, vocabulary)
    first = lines.first()
    if first is None:
        return _by_names(sheet, view, lines, table_units)
    top, bottom = lines.above(first), lines.below(first)
    heads = lines.heads(top, bottom)
    frame = Frame(sheet, view, top, bottom, heads)
    lowest = {vocabulary.read_line(head.lines[-1]) for head in heads if head.lines}
    return frame if frame.body and lowest - {"number", "code", "unit", "note"} else None


def _by_names(sheet: Sheet, view: Sheet, lines: Lines, table_units: TableUnits) -> Frame | None:
    """Find a table by its units where no heading is known: the headings stand right above the first unit."""
    column, first = _units_down(view, table_units, 1 if lines.vocabulary.chosen else UNITS_AT_LEAST)
    bottom = _heading_above(view, column, first) if first else None
    if bottom is None:
        return None
    top = bottom
    while top - 1 in view.rows and bottom - top + 1 < HEADING_AT_MOST and _heads(view, top - 1, column):
        top -= 1
    return Frame(sheet, view, top, bottom, lines.heads(top, bottom))


def _units_down(view: Sheet, table_units: TableUnits, least: int) -> tuple[int, int]:
    """Find the column with the most units, half of its words at least, and the row of the first; 0 for none."""
    named: dict[int, dict[str, int]] = {}
    others: dict[int, set[str]] = {}
    for number, cells in islice(view.rows.items(), NAMES_SEARCHED):
        for column, cell in cells.items():
            if cell.kind is not Kind.TEXT:
                continue
            if names_a_unit(table_units, cell):
                named.setdefault(column, {}).setdefault(fold(cell.text), number)
            elif column in named and is_text(cell) and role_of(cell.text[:LONGEST_TITLE]) is None:
                others.setdefault(column, set()).add(cell.text)
    fitting = {c: found for c, found in named.items() if len(found) >= max(least, len(others.get(c, ())))}
    best = max(fitting, key=lambda column: (len(fitting[column]), -column), default=0)
    return best, min(fitting[best].values()) if best else 0


def _heading_above(view: Sheet, column: int, first: int) -> int | None:
    """Find the lowest line of headings above the first unit; totals and regions may stand between."""
    for number in sorted((row for row in view.rows if row < first), reverse=True):
        if _heads(view, number, column):
            return number
        label = view.rows[number].get(column)
        between = is_numbering(view.rows[number]) or (label and role_of(label.text[:LONGEST_TITLE]))
        if not between:
            return None
    return None


def _heads(view: Sheet, number: int, column: int) -> bool:
    """Say whether a row heads columns beside that of the names: words, days or years, and no figure."""
    cells = view.rows[number]
    beside = [cell for place, cell in cells.items() if place != column]
    label = cells.get(column)
    total = label is not None and role_of(label.text[:LONGEST_TITLE]) is not None
    return bool(beside) and are_headings(cells.values()) and not total and not is_numbering(cells)
