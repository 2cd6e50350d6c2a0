"""Marks behind numbers, and the footnotes below the table that they point to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from dophu.intake.findings import CellFinding
from dophu.intake.layout import SheetRow, Table
from dophu.intake.numbers import Number

LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
BEGINNING = re.compile(
    r"^[\s-]*(?:ghi chú|chú thích)?[\s:]*[(\[]?\s*(\*+|[†‡§]+|[\d⁰¹²³⁴-⁹]|[a-zđ])\s*[)\].:/]*\s+(\S.*)$", re.I
)
NOTE_AT_MOST = 300  # characters of a footnote that are kept with a number

CellKey = tuple[int, int]


def notes_of(table: Table, values: Mapping[CellKey, Number]) -> dict[CellKey, str]:
    """Give each marked number the text of its footnote; blank where the file has none for the mark."""
    marked = {place: number.mark for place, number in values.items() if number.mark}
    said = _footnotes(table) if marked else {}
    return {place: said.get(_sign(mark), _state(mark)) for place, mark in marked.items()}


def tell_marks(table: Table, values: Mapping[CellKey, Number], notes: Mapping[CellKey, str]) -> Iterator[CellFinding]:
    """Tell of every mark that it is no part of its number, and what its footnote says."""
    for place, note in notes.items():
        if not (mark := values[place].mark):
            continue
        cell = table.sheet.cells[place]
        details = {"mark": mark, "said": f": {note}" if note else "", "said_vi": f": {note}" if note else ""}
        yield CellFinding("note", table.sheet.name, cell.place, cell.text, "number_marked", details)


def _footnotes(table: Table) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in table.rows:
        if row.role == "footnote" and (parts := BEGINNING.match(_text(row))):
            found.setdefault(_sign(parts[1]), parts[2][:NOTE_AT_MOST])
    return found


def explains(text: str, marks: Iterable[str]) -> bool:
    """Say whether a text begins with one of some marks, as a footnote does, however it is bracketed."""
    parts = BEGINNING.match(text)
    return parts is not None and _sign(parts[1]) in {_sign(mark) for mark in marks}


def _state(mark: str) -> str:
    """Take words behind a figure for their own note: "(ước)"."""
    words = mark.strip("()")
    return words if len(words) > 1 and words.replace(" ", "").isalpha() else ""


def _text(row: SheetRow) -> str:
    return " ".join(" ".join(cell.text.split()) for cell in row.cells.values())


def _sign(mark: str) -> str:
    return mark.translate(LOWERED).strip("()[]⁽⁾/ ").lower()
