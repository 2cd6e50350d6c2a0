"""Estimates of a survey: how far a printed figure may be off, as two ends, as a margin, or as both ends in one cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from dophu.intake.figures import Figures
from dophu.intake.findings import CellFinding
from dophu.intake.footnotes import CellKey
from dophu.intake.grid import Cell, Kind
from dophu.intake.headers import BOUNDS, Heading
from dophu.intake.layout import SheetRow, Table
from dophu.intake.numbers import Number, notation_of, read_number
from dophu.intake.result import Ends
from dophu.wording import decimal

BETWEEN_ENDS = re.compile(r"\s*(?:;|–|—|÷|\bđến\b|\bto\b|,\s|(?<=[\d%])\s*-)\s*")
NAMES_OF_ENDS = ("low", "high")
MOST_SHOWN = 4  # decimals
Said = Mapping[str, Number]  # of a row, by "low", "high" and "margin"
AROUND_ENDS = "()[]{} từ\u00a0"
LEVEL = re.compile(r"(?P<level>[89]\d(?:[.,]\d)?)\s*%")
OF_CONFIDENCE = re.compile(r"tin cậy|\bktc\b|confidence|\bci\b", re.IGNORECASE)


def estimates(
    table: Table, printed: Sequence[Heading], figures: Figures
) -> tuple[dict[CellKey, Ends], list[CellFinding]]:
    """Read the intervals beside the figures of some columns, by the cells of the figures; and what is wrong in them."""
    found, wrong = dict[CellKey, Ends](), list[CellFinding]()
    for heading in printed:
        mine = [bound for bound in table.headings if bound.meaning in BOUNDS and bound.measure == heading.measure]
        letters = {bound.letter for bound in mine}
        wrong += [replace(one, weight="error") for one in figures.findings if one.place.rstrip("0123456789") in letters]
        level, known = _level(table, [heading, *mine]), _known(table, mine, figures)
        for row in table.data:
            number = figures.values.get((row.number, heading.column))
            if number is None or number.value is None or row.number not in known:
                continue
            ends = _ends(number, known[row.number])
            if ends is not None and ends[0] <= number.value <= ends[1]:
                places = max(one.places for one in (number, *known[row.number].values()))
                found[row.number, heading.column] = Ends(_written(ends[0], places), _written(ends[1], places), level)
            else:
                wrong.append(_refused(table, row, heading, ends))
    return found, wrong


def _known(table: Table, bounds: Sequence[Heading], figures: Figures) -> dict[int, dict[str, Number]]:
    """Gather what each row says of its interval, by the meaning of the column."""
    found: dict[int, dict[str, Number]] = {}
    for bound in bounds:
        if bound.meaning == "interval":
            for number, ends in _both_in_one(table, bound):
                found.setdefault(number, {}).update(ends)
            continue
        for row in table.data:
            read = figures.values.get((row.number, bound.column))
            if read is not None and read.value is not None:
                found.setdefault(row.number, {})[bound.meaning] = read
    return found


def _both_in_one(table: Table, bound: Heading) -> Iterator[tuple[int, Said]]:
    """Read cells that hold both ends: "57,8 - 64,6", "(57.8; 64.6)"; of one that does not nothing is known."""
    cells = {row.number: row.cells[bound.column] for row in table.data if bound.column in row.cells}
    parted = {number: _parted(cell) for number, cell in cells.items() if cell.text.strip()}
    notation = notation_of([part for parts in parted.values() for part in parts], whole=False).notation
    for row, parts in parted.items():
        ends = [read_number(part, notation, whole=False) for part in parts]
        are_both = len(ends) == len(NAMES_OF_ENDS) and all(end.value is not None for end in ends)
        yield row, dict(zip(NAMES_OF_ENDS, ends, strict=True)) if are_both else {bound.meaning: Number()}


def _parted(cell: Cell) -> list[Cell]:
    texts = [text.strip(AROUND_ENDS) for text in BETWEEN_ENDS.split(cell.text.strip(AROUND_ENDS))]
    return [cell._replace(kind=Kind.TEXT, value=text, text=text) for text in texts]


def _ends(number: Number, known: Said) -> tuple[Fraction, Fraction] | None:
    """Give both ends: as they stand, or the figure less and more its margin; None where one is missing."""
    values = {name: Fraction(one.value) for name, one in known.items() if one.value is not None}
    if "low" in values and "high" in values:
        return values["low"], values["high"]
    if known.keys() == values.keys() == {"margin"} and number.value is not None:
        return number.value - values["margin"], number.value + values["margin"]
    return None


def _refused(table: Table, row: SheetRow, heading: Heading, ends: tuple[Fraction, Fraction] | None) -> CellFinding:
    cell = row.cells[heading.column]
    if ends is None:
        return CellFinding("error", table.sheet.name, cell.place, cell.text, "interval_halved", {})
    low, high = (decimal(end, MOST_SHOWN).rstrip("0").rstrip(",") for end in ends)
    return CellFinding("error", table.sheet.name, cell.place, cell.text, "interval_apart", {"low": low, "high": high})


def _written(value: Fraction, places: int) -> str:
    return decimal(value, places).replace(".", "").replace(",", ".")


def _level(table: Table, headings: Sequence[Heading]) -> str:
    """Find the level of confidence that a heading or a title names: "Khoảng tin cậy 95%"."""
    texts = [*(heading.text for heading in headings), *(cell.text for cell in table.titles)]
    levels = (LEVEL.search(text) for text in texts if OF_CONFIDENCE.search(text))
    return next((found["level"].replace(",", ".") for found in levels if found), "")
