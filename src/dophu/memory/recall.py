"""A campaign's past walked period by period: what each delivery looks like beside all that came before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from dophu.memory import thresholds as t
from dophu.memory.ends import cut_off
from dophu.memory.judge import doubtful, judge
from dophu.memory.movement import Movement, Walk
from dophu.memory.past import Figure, Group, Listed, Past, UnitIndex
from dophu.memory.series import Numbers, PeriodCounts
from dophu.memory.suspicion import Suspicion
from dophu.memory.told import Remark, Words
from dophu.world.bases import Bases
from dophu.world.campaigns import Campaign
from dophu.world.periods import last_day
from dophu.world.units import Gazetteer

LATER = 10_000  # places of periods behind the one at the door begin here
BEHIND = 6  # later periods whose figures may have come too early
BEHIND_THE_FILE = 10_000_000  # lines of what the period had already follow those of the file


@dataclass(frozen=True)
class Knowledge:
    """What the past is read with.

    accepted   figures that somebody let stand although they are suspicious: source, measure, unit
    """

    campaign: Campaign
    gazetteer: Gazetteer
    bases: Bases
    accepted: frozenset[tuple[str, str, str]] = frozenset()


@dataclass(frozen=True)
class Recollection:
    """One list of a period beside the past.

    compared   how many of its `number` figures were held against the unit's last one; `beside_peers` against the
               movement of its peers, too
    against    the period before it; "" where there is none
    why        why nothing was compared: "first", "break", "reset", "others" (other units than ever), or ""
    first      units that have a figure for the first time; `gone` had one in the period before
    """

    group: Group
    period: str
    number: int
    compared: int
    beside_peers: int
    against: str
    why: str
    remarks: tuple[Remark, ...]
    first: tuple[str, ...]
    gone: tuple[str, ...]


@dataclass
class _Series:
    """The past of one group of peers, walked up to some period."""

    known: Knowledge
    group: Group
    index: UnitIndex
    walk: Walk = field(init=False)
    periods: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    parted: str = ""

    def __post_init__(self) -> None:
        self.walk = Walk(self.known.campaign.measures[self.group.measure].counts)

    def meet(self, period: str, listed: Listed, later: Past, of: frozenset[str] | None = None) -> Recollection:
        """Hold a list against the past, and make it part of the past.

        of   the units whose figures are counted as compared; None is all
        """
        self._start_anew(period)
        row = self.index.row(period, listed)
        names, rows = self._later(later)
        movement, found = judge(self.walk, row, bases=self._bases, later=rows)
        words = Words(
            *(self.known.campaign, self.known.gazetteer, self.group, self.index),
            *(dict(enumerate(self.periods)) | names, period, dict(listed)),
        )
        mine = {unit: figure for unit, figure in listed.items() if of is None or unit in of}
        remarks = [words.remark(movement, one) for one in found] + [*cut_off(words, self._former, mine)]
        told = self._told(movement, period, mine, remarks)
        self._learn(movement, found, period, listed)
        return told

    def _start_anew(self, period: str) -> None:
        """Forget the past where a break of the method, or a new year of a count, parts it from a period."""
        if not self.periods:
            return
        then, now = (last_day(day) for day in (self.periods[-1], period))
        broken = self.known.campaign.broken_between(self.group.measure, then, now) is not None
        anew = self.known.campaign.measures[self.group.measure].begins_anew(then, now)
        if broken or anew:
            self.walk, self.periods = Walk(self.walk.counting), []
            self.parted = "break" if broken else "reset"

    @property
    def _former(self) -> tuple[str, tuple[str, ...]]:
        """The period before, and the units that it had, in the order of their list."""
        if not self.walk.rows:
            return "", ()
        return self.periods[-1], tuple(self.index.units[place] for place in self.walk.rows[-1].listed)

    @property
    def _bases(self) -> Numbers:
        return self.index.bases(self.known.bases, self.known.campaign, self.group)

    def _later(self, later: Past) -> tuple[dict[int, str], dict[int, PeriodCounts]]:
        names = {LATER + number: period for number, period in enumerate(sorted(later)[:BEHIND])}
        rows = {place: self.index.row(name, later[name].get(self.group, {})) for place, name in names.items()}
        return names, rows

    def _told(self, movement: Movement, period: str, listed: Listed, remarks: list[Remark]) -> Recollection:
        last = self.periods[-1] if self.periods else ""
        mine = np.isin(np.array(self.index.units), list(listed))
        held = mine & movement.row.known & (movement.since >= 0)
        compared, beside = int(np.sum(held)), int(np.sum(held & ~np.isnan(movement.moved)))
        before = self.walk.rows[-1].known if self.walk.rows else np.zeros(len(self.index.units), dtype=bool)
        gone = np.flatnonzero(before & ~movement.row.known)
        why = "" if compared else "others" if last else self.parted or "first"
        return Recollection(
            *(self.group, period, len(listed), compared, beside, last, why, tuple(remarks)),
            tuple(unit for unit in listed if unit not in self.seen) if self.seen else (),
            tuple(self.index.units[place] for place in gone),
        )

    def _learn(self, movement: Movement, found: list[Suspicion], period: str, listed: Listed) -> None:
        doubted = doubtful(found, len(self.index.units))
        for unit, figure in listed.items():
            if (figure.source, self.group.measure, unit) in self.known.accepted:
                doubted[self.index.of[unit]] = True
        self.walk.learn(movement, doubted)
        self.periods = [*self.periods, period][-t.WINDOW :]
        self.seen |= listed.keys()


def recollections(known: Knowledge, past: Past) -> Iterator[Recollection]:
    """Hold every list of every period against the periods before it, oldest first."""
    for group in dict.fromkeys(group for listed in past.values() for group in listed):
        periods = [period for period in sorted(past) if group in past[period]]
        units = _units(past[period][group] for period in periods)
        series = _Series(known, group, UnitIndex(units))
        for period in periods:
            yield series.meet(period, past[period][group], {})


def recollect(known: Knowledge, past: Past, period: str, group: Group, delivered: Mapping[str, Figure]) -> Recollection:
    """Hold what is at the door against the past; peers may have reported for the same period already.

    Only remarks about units that are delivered are given.
    """
    former = [day for day in sorted(past) if day < period and group in past[day]][-t.WINDOW :]
    later = {day: past[day] for day in past if day > period}
    there = past.get(period, {}).get(group, {})
    beside = {unit: _behind(figure) for unit, figure in there.items() if unit not in delivered}
    listed = {**delivered, **beside}
    series = _Series(known, group, UnitIndex(_units([*(past[day][group] for day in former), listed])))
    for day in former:
        series.meet(day, past[day][group], {})
    found = series.meet(period, listed, later, frozenset(delivered))
    mine = tuple(one for one in found.remarks if {*one.units} & delivered.keys())
    return replace(found, remarks=mine)


def _behind(figure: Figure) -> Figure:
    return replace(figure, line=BEHIND_THE_FILE + figure.line)


def _units(lists: Iterable[Listed]) -> tuple[str, ...]:
    return tuple(sorted({unit for listed in lists for unit in listed}))
