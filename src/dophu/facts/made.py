"""Figures that no list has: a ratio of two measures, and the sum of those that add up to one.

They are made of figures of one list, one unit and one moment alone; where one of these is missing, of another hour or
of another source, or only "more than", nothing is made.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import reduce
from math import ceil, floor
from operator import add

from dophu.data.history import History
from dophu.facts.interval import Interval
from dophu.facts.reported import Reported, base_of, said_figures
from dophu.world.bases import BaseValue
from dophu.world.campaigns import count_base
from dophu.world.units import Unit

Key = tuple[str, str, Unit]  # period, list and unit
NOBODY = ""


def read_ahead(history: History) -> None:
    """Read every figure once for all editions of a period; each then takes those that it looks at."""
    for measure in history.campaign.measures:
        for period in history.periods:
            said_figures(history, measure, period=period)


def known_figures(history: History, measure: str, *, period: str = "", unit: Unit | None = None) -> list[Reported]:
    """List what is known of a measure in one period, or of one unit in every period; one per source and unit."""
    described = history.campaign.measures[measure]

    def of(name: str) -> dict[Key, Reported]:
        said = said_figures(history, name, period=period, unit=unit)
        return {(one.period, one.source, one.unit): one for one in said}

    if described.ratio_of:
        return [*_ratios(history, measure, [of(name) for name in described.ratio_of])]
    if not described.sum_of:
        return said_figures(history, measure, period=period, unit=unit)
    own = of(measure)
    made = _sums(history, measure, [of(name) for name in described.sum_of])
    return [*own.values(), *(one for one in made if (one.period, one.source, one.unit) not in own)]


def _together(figures: Sequence[dict[Key, Reported]]) -> Iterator[list[Reported]]:
    """Put together the figures of each list and unit, where all are there, of one moment, and between two ends."""
    for key in figures[0]:
        each = [one[key] for one in figures if key in one]
        closed = all(one.people is not None and one.people.closed for one in each)
        if len(each) == len(figures) and closed and len({one.as_of for one in each}) == 1:
            yield each


def _ratios(history: History, measure: str, figures: Sequence[dict[Key, Reported]]) -> Iterator[Reported]:
    described = history.campaign.measures[measure]
    for part, whole in _together(figures):
        assert part.people is not None
        assert whole.people is not None
        if whole.people.low > 0:
            people = whole.people - part.people if described.takes == "rest" else part.people
            yield _made([part, whole], people, _as_base(whole, count_base(described.ratio_of[1])))


def _sums(history: History, measure: str, figures: Sequence[dict[Key, Reported]]) -> Iterator[Reported]:
    base = history.campaign.base_of(measure)
    for each in _together(figures):
        people = reduce(add, (one.people for one in each if one.people is not None))
        unit = each[0].unit
        yield _made(each, people, base_of(history, base, (unit.vintage, unit.code), each[0].period))


def _made(of: Sequence[Reported], people: Interval, base: BaseValue | None) -> Reported:
    return replace(
        of[-1],
        note=" ".join(dict.fromkeys(filter(None, (one.note for one in of)))),
        count=int(people.low) if people.exact else None,
        step=1,
        qualifier="",
        people=people,
        base=base,
        printed=None,
        printed_value=None,
        printed_places=0,
        printed_qualifier="",
        printed_source=NOBODY,
        is_made=True,
    )


def _as_base(whole: Reported, base: str) -> BaseValue:
    """Take a count as the base of a ratio; a rounded one is known between its ends."""
    people = whole.people
    assert people is not None
    is_exact = people.exact
    return BaseValue(
        base=base,
        vintage=whole.unit.vintage,
        unit=whole.unit.code,
        value=int(people.low) if whole.count is None else whole.count,
        low=None if is_exact else ceil(people.low),
        high=None if is_exact else floor(people.high),
        qualifier="",
        status="published",
        source=whole.source,
        note=whole.note,
    )
