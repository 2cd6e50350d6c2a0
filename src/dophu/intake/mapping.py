"""Names that another system gives to units and figures, put into ours by a file of pairs."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

from dophu.errors import UsageError
from dophu.intake.grid import Cell, Kind, Workbook

PAIR = 2  # theirs, ours


def read_mapping(path: Path) -> dict[str, str]:
    """Read pairs of ids: theirs, and a unit's code or name, a measure, or a heading of ours. Raises UsageError."""
    try:
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError("--mapping", f"{path.name} cannot be read: {error}", "save it as CSV UTF-8") from None
    pairs: dict[str, str] = {}
    for number, row in enumerate((row for row in rows if any(map(str.strip, row))), start=1):
        if len(row) != PAIR or not all(map(str.strip, row)):
            raise UsageError("--mapping", f"{path.name}, row {number}: no pair", "write two columns: their id, ours")
        theirs, ours = map(str.strip, row)
        if pairs.setdefault(theirs, ours) != ours:
            raise UsageError("--mapping", f"{path.name}, row {number}: '{theirs}' stands twice", "keep one of them")
    return pairs


def mapped(workbook: Workbook, pairs: dict[str, str]) -> Workbook:
    """Put our names in the place of theirs, in every cell that is one of them as a whole."""
    if not pairs:
        return workbook
    sheets = tuple(
        replace(sheet, cells={place: _mapped(cell, pairs) for place, cell in sheet.cells.items()}) for sheet in workbook
    )
    return replace(workbook, sheets=sheets)


def _mapped(cell: Cell, pairs: dict[str, str]) -> Cell:
    ours = pairs.get(cell.text.strip())
    return cell if ours is None else cell._replace(value=ours, text=ours, kind=Kind.TEXT)
