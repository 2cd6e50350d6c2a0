"""Figures in thousands or millions: said once above a table, and wrong by as much if it is overlooked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dophu.intake.findings import CellFinding
from dophu.intake.layout import Table
from dophu.intake.names import bare, plain

WORD = r"(?:nghin|ngan|ngh[.]?|trieu|tr[.])(?![^\W_])"
SCALE = rf"(?:1[., ]?000(?:[., ]?000)?\b|chuc\b|tram\b|t[yi]\b(?! le)|{WORD})"
IN_WORDS = re.compile(rf"\b(?:d[.]?v[.]?t|don vi(?: tinh| do)?|tinh (?:bang|theo))\b[\s:.,(-]*{SCALE}")
IN_TITLE = re.compile(rf"\( *{WORD}|^(?:{WORD}|1[., ]?000(?:[., ]?000)?)(?: ?[^\W\d_]+){{0,2}}$")
IN_HEADING = re.compile(rf"\b{WORD}|\( *1[., ]?000|[x×] ?1[., ]?000\b|\b10[³⁶]|\(k\)")
UNIT_OF_MEASURE = re.compile(r"\bd[.]?v[.]?t\b|\bdon vi tinh\b")


def scaled(table: Table, measures: Iterable[str]) -> Iterator[CellFinding]:
    """Find where a table says that its counts are thousands or millions; such figures are refused, not scaled."""
    counts = {heading.column for heading in table.measures(tuple(measures))}
    units = {heading.column for heading in table.headings if UNIT_OF_MEASURE.search(bare(plain(heading.text)))}
    for row in table.rows:
        heads = row.role in ("heading", "repeated")
        for column in row.cells if heads or row.role == "title" else units & row.cells.keys():
            cell = row.cells[column]
            text = bare(plain(cell.text))
            own = IN_HEADING if heads and column in counts else None if heads else IN_TITLE
            if IN_WORDS.search(text) or (own and own.search(text)):
                yield CellFinding("error", table.sheet.name, cell.place, cell.text, "unit_of_measure", {})
