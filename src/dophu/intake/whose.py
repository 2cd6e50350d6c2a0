"""A file that does not say whose it is, once somebody has: the unit is written beside its one row of figures."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from dophu.intake.grid import Cell, Kind, Sheet, Workbook
from dophu.intake.headers import Vocabulary
from dophu.intake.names import role_of
from dophu.intake.table_units import LONGEST_NAME
from dophu.words import say
from dophu.world.units import Unit

LONGEST_FIGURE = 25  # characters


def with_unit(workbook: Workbook, unit: Unit, vocabulary: Vocabulary) -> tuple[Workbook, dict[str, str]] | None:
    """Write a unit beside the figures of a workbook, and say which rows are then set aside and why.

    The figures are those of the one row below the headings, of the total where there are several, or the number beside
    a measure's name. None where no sheet has such a row.
    """
    for sheet in workbook:
        heads = [cell for cell in sheet.cells.values() if not sheet.hidden and _is_measure(cell, vocabulary)]
        named = _below(sheet, heads, unit) or _beside(sheet, heads, unit)
        if named:
            return replace(workbook, sheets=(named[0],)), named[1]
    return None


def _is_measure(cell: Cell, vocabulary: Vocabulary) -> bool:
    short = cell.kind is Kind.TEXT and len(cell.text) <= LONGEST_NAME
    return short and vocabulary.read_line(" ".join(cell.text.split())) == "measure"


def _below(sheet: Sheet, heads: Collection[Cell], unit: Unit) -> tuple[Sheet, dict[str, str]] | None:
    """Take the one row of figures below the headings, or that of the total."""
    top = min((cell.row for cell in heads), default=0)
    columns = {cell.column for cell in heads if cell.row == top}
    rows = [row for row, cells in sheet.rows.items() if row > top and any(map(_is_figure, _at(cells, columns)))]
    totals = [
        row for row in rows if any(role_of(cell.text[:LONGEST_NAME]) == "total" for cell in sheet.rows[row].values())
    ]
    chosen = rows if len(rows) == 1 else totals
    return _named(sheet, top, chosen[0], unit) if len(chosen) == 1 else None


def _at(cells: dict[int, Cell], columns: Collection[int]) -> list[Cell]:
    return [cell for column, cell in cells.items() if column in columns]


def _beside(sheet: Sheet, heads: Collection[Cell], unit: Unit) -> tuple[Sheet, dict[str, str]] | None:
    """Take the one number to the right of the one measure's name, which is put above it as its heading."""
    if len(heads) != 1:
        return None
    (head,) = heads
    numbers = [cell for column, cell in sheet.rows[head.row].items() if column > head.column and _is_figure(cell)]
    if len(numbers) != 1 or head.row == 1:
        return None
    above = (head.row - 1, numbers[0].column)
    headed = replace(sheet, cells=sheet.cells | {above: head._replace(row=above[0], column=above[1])})
    return _named(headed, above[0], head.row, unit)


def _is_figure(cell: Cell) -> bool:
    written = len(cell.text) <= LONGEST_FIGURE and cell.text.strip()[:1].isdigit()
    return cell.kind is Kind.NUMBER or (cell.kind is Kind.TEXT and written)


def _named(sheet: Sheet, top: int, row: int, unit: Unit) -> tuple[Sheet, dict[str, str]]:
    """Write the unit to the right of a row, and set aside the other rows below the headings that have figures."""
    column = 1 + max(at[1] for at in sheet.cells)
    cells = [Cell(at, column, text, text=text) for at, text in ((top, say("column.unit")), (row, unit.full_name))]
    others = [
        at
        for at, found in sheet.rows.items()
        if at > top and at != row and (at < row or any(map(_is_figure, found.values())))
    ]
    reason = say("collected.part_of", unit=unit.full_name)
    return replace(sheet, cells=sheet.cells | {(cell.row, cell.column): cell for cell in cells}), {
        str(at): reason for at in others
    }
