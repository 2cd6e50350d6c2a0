"""Figures that are printed without counts, percentages, means or indices: they are kept as published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from dophu.intake.figures import Figures
from dophu.intake.findings import CellFinding
from dophu.intake.footnotes import CellKey
from dophu.intake.headers import Heading, spans
from dophu.intake.layout import Table
from dophu.intake.result import Ends, Printed
from dophu.wording import decimal
from dophu.world.bases import Bases
from dophu.world.campaigns import Campaign

HUNDRED = 100


def of_percentages(table: Table, campaign: Campaign) -> tuple[Heading, ...]:
    """List the columns of printed figures that are kept: of a table without counts all, else those that have none."""
    printed = (heading for heading in table.meaning("share") if heading.measure)
    if table.measures(campaign.measures):
        return tuple(one for one in printed if not campaign.measures[one.measure].figure.is_counted)
    return tuple(printed)


def kinds_of_bases(headings: tuple[Heading, ...], campaign: Campaign, bases: Bases) -> dict[int, str]:
    """Say of which kind of base each column of percentages is: the one it names, else that of the campaign.

    What is no percentage is of none: blank.
    """
    kinds = {base.kind: base.kind_name for base in bases.described.values()}
    found = {}
    for heading in headings:
        if not campaign.measures[heading.measure].figure.is_share:
            found[heading.column] = ""
            continue
        own = bases.described.get(campaign.base_of(heading.measure))
        named = [kind for kind, name in kinds.items() if spans(heading.text, name.removeprefix("số "))]
        found[heading.column] = named[0] if len(named) == 1 else own.kind if own else "unnamed"
    return found


def percentages(
    table: Table, kinds: Mapping[int, str], figures: Figures, notes: Mapping[CellKey, str], ends: Mapping[CellKey, Ends]
) -> Iterator[Printed]:
    """Give the printed figure of every unit that has one.

    kinds   of base, by the columns that give figures
    ends    of the intervals that a survey gives beside them
    """
    headings = [heading for heading in table.headings if heading.column in kinds]
    for row in table.data:
        for heading in headings:
            place = (row.number, heading.column)
            number = figures.values.get(place)
            if row.unit and number and number.value is not None:
                shown = decimal(Fraction(number.value), number.places).replace(".", "").replace(",", ".")
                key = (row.unit.vintage, row.unit.code, heading.measure)
                yield Printed(
                    *key,
                    shown,
                    number.qualifier,
                    f"{heading.letter}{row.number}",
                    kinds[heading.column],
                    notes.get(place, ""),
                    ends.get(place),
                )


def wrong_percentages(
    table: Table, headings: tuple[Heading, ...], figures: Figures, campaign: Campaign
) -> Iterator[CellFinding]:
    """Find percentages below nought or above a hundred, and those that could not be read: here they are the figures."""
    letters = {heading.letter for heading in headings}
    for found in figures.findings:
        unread = found.weight == "warning" and found.kind.startswith("number_")
        if unread and found.place.rstrip("0123456789") in letters:
            yield CellFinding("error", found.sheet, found.place, found.value, found.kind, found.details)
    headings = tuple(heading for heading in headings if campaign.measures[heading.measure].figure.is_share)
    yield from _fractions(table, headings, figures)
    for row in table.data:
        for heading in headings:
            number = figures.values.get((row.number, heading.column))
            if number and number.value is not None and not 0 <= number.value <= HUNDRED:
                cell = row.cells[heading.column]
                yield CellFinding("error", table.sheet.name, cell.place, cell.text, "share_out_of_range", {})


def _fractions(table: Table, headings: tuple[Heading, ...], figures: Figures) -> Iterator[CellFinding]:
    """Find columns of percentages of which none is above one: 0,404 may stand for 40,4 %."""
    for heading in headings:
        numbers = [figures.values.get((row.number, heading.column)) for row in table.data]
        values = [number.value for number in numbers if number and number.value is not None]
        if len(values) > 1 and max(values) <= 1 and any(0 < value < 1 for value in values):
            place = f"{heading.letter}{table.area.top}"
            yield CellFinding("error", table.sheet.name, place, heading.text, "shares_below_one", {})
