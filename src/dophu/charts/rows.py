"""The rows of a chart's frame: read from a frame, each with its columns checked, and written as one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import MISSING, fields
from math import isfinite
from typing import TYPE_CHECKING, Any, TypeVar

import pandas as pd

from dophu.errors import UsageError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Row = TypeVar("Row", bound="DataclassInstance")


def frame_of(rows: Sequence[Row]) -> pd.DataFrame:
    """Write rows as a frame, a column for each of their fields."""
    names = [field.name for field in fields(rows[0])] if rows else []
    return pd.DataFrame({name: pd.Series([getattr(row, name) for row in rows]) for name in names})


def rows_of(kind: type[Row], frame: pd.DataFrame, **made: Callable[[Any], Any]) -> list[Row]:
    """Read the rows of a frame; columns that the chart does not know are left alone, a cell that is NaN is None.

    made   how to fill a column that the frame lacks, from a row

    A frame whose index has names and that has no column `name` is named by its index. Raises UsageError for a column
    that is needed and not there, and for a row that cannot be drawn.
    """
    columns = {str(name): frame[name].tolist() for name in frame.columns}
    if "name" not in columns and not isinstance(frame.index, pd.RangeIndex):
        columns["name"] = [str(name) for name in frame.index]
    lacking = [f.name for f in fields(kind) if _is_needed(f) and f.name not in columns and f.name not in made]
    if lacking:
        has = ", ".join(map(str, frame.columns))
        fix = f'rename columns: frame.rename(columns={{"…": "{lacking[0]}"}}); it has {has}'
        raise UsageError("chart", f"the frame lacks the column {', '.join(lacking)}", fix)
    known = [field.name for field in fields(kind) if field.name in columns]
    rows = []
    for cells in zip(*(columns[name] for name in known), strict=True) if known else ():
        row: dict[str, Any] = {name: None if _is_nan(cell) else cell for name, cell in zip(known, cells, strict=True)}
        filled = {name: fill(row) for name, fill in made.items() if name not in columns}
        try:
            rows.append(kind(**(row | filled)))
        except (TypeError, ValueError) as error:
            raise UsageError("chart", f"the row {len(rows)} cannot be drawn: {error}", "mend or drop it") from error
    return rows


def _is_needed(field: Any) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _is_nan(cell: object) -> bool:
    return cell is pd.NaT or cell is pd.NA or (isinstance(cell, float) and cell != cell)  # noqa: PLR0124 - NaN alone


def finite(*values: float | None) -> bool:
    """Whether every value that is known can be drawn."""
    return all(value is None or isfinite(value) for value in values)
