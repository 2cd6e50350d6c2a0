"""Sheets for tests, written as lists of rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openpyxl.utils import range_boundaries

from dophu.intake.grid import Area, Cell, Kind, Sheet, Workbook


def cell(row: int, column: int, value: Any) -> Cell | None:
    if isinstance(value, Cell):
        return Cell(row, column, value.value, value.kind, value.text, value.fonts, value.formula)
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return Cell(row, column, value, Kind.TEXT, value)
    return Cell(row, column, value, Kind.NUMBER, str(value))


def sheet(rows: Sequence[Sequence[Any]], name: str = "Sheet1", merged: Sequence[str] = (), **hidden: Any) -> Sheet:
    found = [cell(r, c, value) for r, row in enumerate(rows, start=1) for c, value in enumerate(row, start=1)]
    areas = [range_boundaries(area) for area in merged]
    return Sheet(
        name,
        {(one.row, one.column): one for one in found if one},
        tuple(
            Area(top, left, bottom, right) for left, top, right, bottom in areas if left and top and right and bottom
        ),
        hidden=hidden.get("hidden", False),
        hidden_rows=frozenset(hidden.get("hidden_rows", ())),
        hidden_columns=frozenset(hidden.get("hidden_columns", ())),
    )


def book(*sheets: Sheet) -> Workbook:
    return Workbook("bieu.xlsx", "xlsx", sheets)
