"""Figures in thousands or millions: said once above a table, and wrong by as much if it is overlooked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dophu.intake.findings import CellFinding
from dophu.intake.layout import Table
from dophu.intake.names import bare, plain

SCALE = r"(?:1[., ]?000(?:[., ]?000)?|chuc|tram|nghin|ngan|trieu|t[yi](?! le))\b"
IN_WORDS = re.compile(rf"\b(?:d[.]?v[.]?t|don vi(?: tinh| do)?|tinh (?:bang|theo))\b[\s:.,(-]*{SCALE}")
IN_HEADING = re.compile(r"\b(?:nghin|ngan|trieu)\b|\(\s*1[., ]?000")


def scaled(table: Table, measures: Iterable[str]) -> Iterator[CellFinding]:
    """Find where a table says that its counts are thousands or millions; such figures are refused, not scaled."""
    counts = {heading.column for heading in table.measures(tuple(measures))}
    for row in table.rows:
        for column, cell in row.cells.items() if row.role in ("title", "heading", "repeated") else ():
            text = bare(plain(cell.text))
            if IN_WORDS.search(text) or (row.role != "title" and column in counts and IN_HEADING.search(text)):
                yield CellFinding("error", table.sheet.name, cell.place, cell.text, "unit_of_measure", {})
