"""What a formula adds up, read from its text alone: it is never executed."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence

from dophu.intake.grid import column_of

ADDED = re.compile(r"\+?(SUM|SUBTOTAL)\(([^()]*)\)|\+?([A-Z]{1,3}\d{1,7})(?=\+|$)")
SUBTOTAL_OF = re.compile(r"(9|109)[,;]")  # the numbers by which SUBTOTAL adds up
CELLS = re.compile(r"([A-Z]{1,3})(\d{1,7})(?::([A-Z]{1,3})(\d{1,7}))?")


def added_rows(formula: str, column: int, rows: Sequence[int], subtotals: frozenset[int]) -> Counter[int] | None:
    """Count how often a sum adds each row of its own column; None for what is no plain sum of that column.

    formula    without "="; `SUM(B5:B9;B12)`, `SUBTOTAL(9,B5:B67)`, `B5+B6` and sums of these, with `$` or without
    rows       the rows that hold something, ascending
    subtotals  rows whose own formula is a SUBTOTAL, which another SUBTOTAL passes over
    """
    text = formula.upper().replace("$", "").replace(" ", "").removeprefix("=")
    counted: Counter[int] = Counter()
    place = 0
    while place < max(len(text), 1):  # an empty text is no sum
        part = ADDED.match(text, place)
        found = _rows_of(part, column, rows, subtotals) if part else None
        if part is None or found is None:
            return None
        counted.update(found)
        place = part.end()
    return counted


def _rows_of(part: re.Match[str], column: int, rows: Sequence[int], subtotals: frozenset[int]) -> list[int] | None:
    function, arguments, single = part.groups()
    if function == "SUBTOTAL":
        if not SUBTOTAL_OF.match(arguments):
            return None
        arguments = SUBTOTAL_OF.sub("", arguments, count=1)
    found: list[int] = []
    for argument in re.split("[,;]", single or arguments):
        cells = CELLS.fullmatch(argument)
        if cells is None or {column_of(letter) for letter in cells.group(1, 3) if letter} != {column}:
            return None
        first, last = sorted((int(cells[2]), int(cells[4] or cells[2])))
        found += rows[bisect_left(rows, first) : bisect_right(rows, last)]
    return [row for row in found if function != "SUBTOTAL" or row not in subtotals]
