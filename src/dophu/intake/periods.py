"""Rows of several periods in one table: a column of days, months or years, or quarters below each unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import islice

from dophu.intake.findings import CellFinding
from dophu.intake.grid import Cell
from dophu.intake.headers import OF_TIMES, UNEXPLAINED, Heading, Vocabulary, fold
from dophu.intake.layout import Frame, Role
from dophu.intake.table_units import Columns, TableUnits
from dophu.intake.times import agrees, is_of_other_length, is_time, period_text, times_in
from dophu.wording import day_month_year

PERIOD = "period"
UNITS_OF_TIME = {"thang": "tháng", "month": "tháng", "quy": "quý", "quarter": "quý"}
SAMPLED = 200  # rows that show whether a column holds times
BLOCKS_AT_LEAST = 2  # rows of times below units before they are taken for blocks


def with_periods(headings: Sequence[Heading], frame: Frame) -> list[Heading]:
    """Recognise the columns that say of which time each row is: by their headings, else by their cells."""
    bare = [one for one in headings if one.meaning == UNEXPLAINED]
    named = [one for one in bare if fold(_lowest(one)) in OF_TIMES and _times(one, frame)[0]]
    found = named or [one for one in bare if _times(one, frame)[0] == _times(one, frame)[1] > BLOCKS_AT_LEAST]
    return [replace(one, meaning=PERIOD, why="its cells are times") if one in found else one for one in headings]


def _times(heading: Heading, frame: Frame) -> tuple[int, int]:
    """Count the cells of a column that are times, and all of them."""
    cells = [row[heading.column] for row in islice(frame.body.values(), SAMPLED) if heading.column in row]
    return sum(agrees(_text(heading, cell), date.max) is not None for cell in cells), len(cells)


def _lowest(heading: Heading) -> str:
    return heading.text.rsplit(" / ", 1)[-1]


def _text(heading: Heading, cell: Cell) -> str:
    """Write the time of a cell with its word, where the heading alone says that 7 is a month."""
    text = _time_text(cell)
    word = UNITS_OF_TIME.get(fold(_lowest(heading)), "")
    return f"{word} {text}" if word and text.strip().isdigit() else text


def time_of(row: dict[int, Cell], headings: Sequence[Heading], day: date) -> bool | None:
    """Say whether a row is of the period, by all of its cells of times; None where they name none."""
    return agrees(text_of(row, headings), day)


def text_of(row: dict[int, Cell], headings: Sequence[Heading]) -> str:
    """Put together what the columns of times say of a row."""
    return "\n".join(_text(one, row[one.column]) for one in headings if one.meaning == PERIOD and one.column in row)


def in_period(
    frame: Frame, headings: Sequence[Heading], columns: Columns, table_units: TableUnits, vocabulary: Vocabulary
) -> tuple[Frame, list[CellFinding]]:
    """Set aside the rows of other periods where units stand once for each; and read a block's row for its unit."""
    if any(heading.meaning == PERIOD for heading in headings) and _is_long(frame, columns):
        return _of_rows(frame, headings, columns, vocabulary)
    if columns.units and (sections := _sections(frame, columns, table_units)):
        return _of_sections(frame, sections, vocabulary)
    return _of_blocks(frame, columns, table_units, vocabulary) if columns.units else (frame, [])


def _is_long(frame: Frame, columns: Columns) -> bool:
    """Say whether units stand in several rows."""
    whose = columns.units or filter(None, [columns.code])
    naming = [heading.column for heading in whose]
    names = [tuple(row[column].text for column in naming if column in row) for row in frame.body.values()]
    return max(Counter(filter(None, names)).values(), default=0) > 1


def _sections(frame: Frame, columns: Columns, table_units: TableUnits) -> list[Cell]:
    """List the cells that stand alone in their row, name a time, and head rows of units; in blocks figures do."""
    found: list[Cell] = []
    waiting: Cell | None = None
    for cells in frame.body.values():
        first, figures = next(iter(cells.values())), any(column in cells for column in columns.figures)
        if _is_time(first) and figures and first.column == columns.units[-1].column:
            return []
        if len(cells) == 1 and _is_time(first):
            waiting = first
        elif waiting and figures and _names_a_unit(cells, columns, table_units):
            found.append(waiting)
            waiting = None
    return found


def _is_time(cell: Cell) -> bool:
    return isinstance(cell.value, date) or is_time(period_text(cell.text))


def _names_a_unit(cells: dict[int, Cell], columns: Columns, table_units: TableUnits) -> bool:
    name, level = cells.get(columns.units[-1].column), table_units.level
    return name is not None and table_units.find(name, level, table_units.parent(level)) is not None


def _of_sections(frame: Frame, sections: Sequence[Cell], vocabulary: Vocabulary) -> tuple[Frame, list[CellFinding]]:
    """Set aside the sections of other periods, and the lines that head sections; the titles head what is above."""
    day = vocabulary.day
    year, heads = _year_said(frame, day), {cell.row: cell for cell in sections}
    fits = vocabulary.is_of_period("\n".join(cell.text for cell in frame.titles))
    told: dict[int, bool | None] = {}
    for number in frame.body:
        fits = vocabulary.is_of_period(_time_text(heads[number]), year=year) if number in heads else fits
        told[number] = fits
    if not any(told.values()):
        return _without_any(frame), [_no_row_of(frame, sections[0], day)]
    others: dict[int, Role] = {number: "other_period" for number, fit in told.items() if fit is False}
    lines: dict[int, Role] = dict.fromkeys(heads, "region")
    return frame.without(lines | others), []


def _time_text(cell: Cell) -> str:
    return day_month_year(cell.value) if isinstance(cell.value, date) else period_text(cell.text)


def _without_any(frame: Frame) -> Frame:
    """Leave every row to the one finding about all of them."""
    return frame.without(dict.fromkeys(frame.body, "wrong"))


def _no_row_of(frame: Frame, cell: Cell, day: date) -> CellFinding:
    details = {"period": day.isoformat(), "period_vi": day_month_year(day)}
    return CellFinding("error", frame.sheet.name, cell.place, cell.text, "rows_no_period", details)


def _of_rows(
    frame: Frame, headings: Sequence[Heading], columns: Columns, vocabulary: Vocabulary
) -> tuple[Frame, list[CellFinding]]:
    fits = {number: vocabulary.is_of_period(text_of(row, headings)) for number, row in frame.body.items()}
    others: dict[int, Role] = {number: "other_period" for number, fit in fits.items() if fit is False}
    if others and not any(fits.values()):
        first = min(others)
        cell = next(
            frame.body[first][h.column] for h in headings if h.meaning == PERIOD and h.column in frame.body[first]
        )
        return _without_any(frame), [_no_row_of(frame, cell, vocabulary.day)]
    return frame.without(others), []


def _of_blocks(
    frame: Frame, columns: Columns, table_units: TableUnits, vocabulary: Vocabulary
) -> tuple[Frame, list[CellFinding]]:
    """Find the rows that name a quarter or a month below their unit, and give that of the period the unit's name."""
    column = columns.units[-1].column
    blocks = _blocks(frame, column, table_units)
    if sum(len(rows) for rows in blocks.values()) < BLOCKS_AT_LEAST:
        return frame, []
    day, year = vocabulary.day, _year_said(frame, vocabulary.day)
    others: dict[int, Role] = {}
    named: dict[tuple[int, int], Cell] = {}
    doubts = []
    for unit, rows in blocks.items():
        times = {row: frame.body[row][column].text for row in rows}
        own = [row for row, text in times.items() if vocabulary.is_of_period(text, year=year)]
        parts = not own and any(is_of_other_length(text, vocabulary.first, day, year=year) for text in times.values())
        whole = parts and len(frame.body[unit]) > 1  # the unit's own row has what its parts add up to
        others |= {row: "other_period" for row in (rows if whole else (unit, *rows)) if row not in own}
        for row in own[:1]:
            named[row, column] = frame.body[unit][column]._replace(row=row)
            if day.month == 12 and len(frame.body[unit]) > 1:  # noqa: PLR2004 - the year ends as its last quarter does
                doubts.append(row)
    findings = [_two_readings(frame, frame.body[row][column]) for row in doubts[:1]]
    kept = frame.without(others)
    view = replace(kept.view, cells=kept.view.cells | named)
    return replace(kept, view=view), findings


def _blocks(frame: Frame, column: int, table_units: TableUnits) -> dict[int, list[int]]:
    """List the rows of times below each row of a unit."""
    blocks: dict[int, list[int]] = {}
    unit = 0
    for number, cells in frame.body.items():
        cell = cells.get(column)
        if cell is None:
            continue
        if table_units.find(cell, table_units.level, table_units.parent(table_units.level)):
            unit = number
        elif not is_time(cell.text):
            unit = 0
        elif unit:
            blocks.setdefault(unit, []).append(number)
    return blocks


def _year_said(frame: Frame, day: date) -> int:
    """Find the year of times that name none: the one that the titles name, else the period's."""
    years = {span.last.year for cell in frame.titles for span in times_in(cell.text, day.year)}
    return years.pop() if len(years) == 1 else day.year


def _two_readings(frame: Frame, cell: Cell) -> CellFinding:
    return CellFinding("error", frame.sheet.name, cell.place, cell.text, "block_two", {"name": cell.text})
