"""Denominators that a file brings along: a column named by `--column base:KEY` gives them for its period."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dophu.errors import UsageError, did_you_mean
from dophu.intake.checked import Known as Knows
from dophu.intake.figures import Figures
from dophu.intake.findings import CellFinding
from dophu.intake.headers import Heading
from dophu.intake.layout import Table
from dophu.intake.result import OwnBase
from dophu.wording import decimal
from dophu.world.bases import Bases, BaseValue
from dophu.world.wholes import apart_in


def own_bases(table: Table, figures: Figures, known: Bases) -> tuple[tuple[OwnBase, ...], list[CellFinding]]:
    """Take the values of every such column; a cell that is no whole number above nought is an error.

    Raises UsageError for a base that nothing describes.
    """
    headings = [heading for heading in table.meaning("base") if heading.measure]
    for heading in headings:
        if heading.measure not in known.described:
            fix = f"{did_you_mean(heading.measure, known.described)}; describe it in bases.yml of the campaign"
            raise UsageError("--column", f"'{heading.measure}' is no base", fix)
    values = tuple(value for heading in headings for value in _values(table, heading, figures))
    return values, [found for heading in headings for found in _wrong(table, heading, figures)]


def _values(table: Table, heading: Heading, figures: Figures) -> Iterator[OwnBase]:
    for row in table.data:
        number = figures.values.get((row.number, heading.column))
        if row.unit and number and number.value and number.value > 0 and number.value == int(number.value):
            key = (heading.measure, row.unit.vintage, row.unit.code)
            place = f"{heading.letter}{row.number}"
            yield OwnBase(*key, int(number.value), max(int(number.step), 1), number.qualifier, place)


def _wrong(table: Table, heading: Heading, figures: Figures) -> Iterator[CellFinding]:
    for row in table.data:
        number = figures.values.get((row.number, heading.column))
        if number and number.value is not None and (number.value <= 0 or number.value != int(number.value)):
            cell = row.cells[heading.column]
            yield CellFinding("error", table.sheet.name, cell.place, cell.text, "base_not_whole", {})


def bases_apart(table: Table, own: Sequence[OwnBase], context: Knows, day: str) -> Iterator[CellFinding]:
    """Hold a whole's base to the sum of its parts' bases, with those that the file brings along."""
    first = {(base.base, base.vintage, base.unit): base.place for base in reversed(own)}
    for one in apart_in(context.bases, context.gazetteer, day):
        given = (first.get((value.base, value.vintage, value.unit)) for value in (one.whole, *one.parts))
        place = next(filter(None, given), "")
        if not place:  # brought by another file
            continue
        key, unit = one.whole.base, context.gazetteer.get(one.whole.vintage, one.whole.unit)
        details = {"unit": unit.full_name, "key": key, "label": context.bases.described[key].label}
        details |= {"number": str(len(one.parts)), "added": decimal(one.added), "whole": decimal(one.whole.value)}
        measures = (name for name in context.campaign.measures if context.campaign.base_of(name) == key)
        details["of_measure"] = next(measures, context.campaign.main_measure)
        cell = next(cell for cell in table.sheet.cells.values() if cell.place == place)
        yield CellFinding("error", table.sheet.name, place, cell.text, "base_apart", details)


def as_value(base: OwnBase, source: str) -> BaseValue:
    """Write a base as the reference holds it; a rounded one lies half a step on either side."""
    half = base.step // 2 if base.step > 1 else None
    low, high = (base.value - half, base.value + half) if half else (None, None)
    return BaseValue(
        *(base.base, base.vintage, base.unit, base.value, low, high, base.qualifier, "published", source, "")
    )
