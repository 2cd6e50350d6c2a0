"""One unit on one day: what its facts are made from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from dophu.data.history import History
from dophu.measure.snapshot import Known, best, comparable_shares, known_figures
from dophu.wording import Moment
from dophu.world.campaigns import Target
from dophu.world.units import NATION, Unit


@dataclass(frozen=True)
class Place:
    """A published place of one unit, and the kind of figure it ranks by."""

    unit: Unit
    place: int
    total: int | None
    by: str
    status: str
    source: str
    as_of: Moment
    note: str


@dataclass(frozen=True)
class View:
    """A history narrowed down to one unit on one day.

    known   every figure of the main measure in the period, of whichever unit and list
    mine    what is reported of the unit; None when no count and no share of it was published
    others  the figures of the same list that the unit may be ranked among, its own included
    before  its earlier figures that compare: same measure, same base, no method break; latest last
    places  every published place of the period
    nation  the nation's counts of the national measure up to this unit's moment, one a period, latest last
    """

    history: History
    unit: Unit
    day: date
    target: Target | None
    known: list[Known]
    mine: Known | None
    others: list[Known]
    before: list[Known]
    places: list[Place]
    nation: list[Known]

    @property
    def as_of(self) -> Moment:
        """The moment up to which the figures are known: the unit's own, else the day."""
        if self.mine:
            return self.mine.as_of
        placed = [place.as_of for place in self.places if place.unit == self.unit]
        return max(placed, default=Moment(self.day), key=Moment.order)

    @property
    def peers(self) -> list[Unit]:
        """The units of the same level and parent, itself included."""
        return self.history.gazetteer.peers(self.unit)


def view(history: History, unit: Unit, day: date, target: Target | None) -> View:
    """Narrow a history down to one unit on one day."""
    known = known_figures(history, history.campaign.main_measure, period=day.isoformat())
    mine = best(known, unit)
    peers = history.gazetteer.peers(unit)
    seen = View(
        history=history,
        unit=unit,
        day=day,
        target=target,
        known=known,
        mine=mine,
        others=[k for k in known if mine and k.source == mine.source and k.unit in peers],
        before=_before(history, day, mine),
        places=_places(history, day),
        nation=[],
    )
    return replace(seen, nation=_nation(history, unit, seen.as_of))


def _before(history: History, day: date, mine: Known | None) -> list[Known]:
    if mine is None:
        return []
    campaign, measure = history.campaign, history.campaign.main_measure
    known = known_figures(history, measure, unit=mine.unit)
    periods = sorted({k.period for k in known if k.period < day.isoformat()})
    chosen = [best([k for k in known if k.period == period], mine.unit) for period in periods]
    return [
        k
        for k in chosen
        if k
        and comparable_shares(mine, k)
        and campaign.broken_between(measure, date.fromisoformat(k.period), day) is None
    ]


def _places(history: History, day: date) -> list[Place]:
    rows = history.published
    rows = rows[(rows["period"] == day.isoformat()) & (rows["figure"] == "rank")]
    return [
        Place(
            unit=history.gazetteer.get(row.vintage, row.unit),
            place=int(row.value),
            total=None if pd.isna(row.of) else int(row.of),
            by=row.base or "unnamed",
            status=row.status,
            source=row.source,
            as_of=row.as_of,
            note=row.note,
        )
        for row in rows.itertuples()
    ]


def _nation(history: History, unit: Unit, as_of: Moment) -> list[Known]:
    measure = history.campaign.national_measure or history.campaign.main_measure
    nation = history.gazetteer.get(unit.vintage, NATION)
    known = [
        k for k in known_figures(history, measure, unit=nation) if k.count is not None and not later(k.as_of, as_of)
    ]
    periods = sorted({k.period for k in known})
    chosen = [best([k for k in known if k.period == period], nation) for period in periods]
    return [k for k in chosen if k]


def later(moment: Moment, as_of: Moment) -> bool:
    """Say whether a moment is surely later; on the same day only hours that are both known can tell."""
    if moment.day != as_of.day:
        return moment.day > as_of.day
    return moment.clock is not None and as_of.clock is not None and moment.clock > as_of.clock
