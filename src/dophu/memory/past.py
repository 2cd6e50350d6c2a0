"""The past of a campaign as the memory walks it: one series for each measure, level and span without a break.

A place is the number of a unit in the index, or of a period in the series.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd

from dophu.data.carry import carried_counts
from dophu.data.history import UNDATED
from dophu.memory.series import Numbers, PeriodCounts
from dophu.world.bases import Bases
from dophu.world.campaigns import Campaign
from dophu.world.periods import last_day
from dophu.world.units import Gazetteer


@dataclass(frozen=True)
class Figure:
    """A count as the memory sees it, and where it stands.

    line   its place in its table, by which neighbours are told
    as_of  its moment, blank where it is that of all figures beside it
    """

    unit: str
    count: int
    step: int
    source: str
    file: str
    line: int
    note: str = ""
    as_of: str = ""

    @property
    def least(self) -> int:
        """The least that its rounding allows."""
        return self.count - (self.step if self.step > 1 else 0)

    @property
    def most(self) -> int:
        """The most that its rounding allows."""
        return self.count + (self.step if self.step > 1 else 0)


@dataclass(frozen=True)
class Group:
    """Units that are peers: those of one measure and one level of one vintage."""

    measure: str
    vintage: str
    level: str


Listed = Mapping[str, Figure]  # by unit
Past = dict[str, dict[Group, dict[str, Figure]]]  # by period


def remembered(counts: pd.DataFrame, gazetteer: Gazetteer) -> Past:
    """Gather counts by period and peers; of several sources the exact one counts, then the latest."""
    dated = counts[(counts["period"] != UNDATED) & counts["count"].notna()]
    columns = ("period", "measure", "vintage", "unit", "count", "step", "source", "file", "line", "note", "as_of")
    found: Past = {}
    moments: dict[tuple[str, Group, str], tuple[bool, object]] = {}
    cells = zip(*(dated[name].tolist() for name in columns), strict=True)
    for period, measure, vintage, unit, count, step, source, file, line, note, as_of in cells:
        group = Group(measure, vintage, gazetteer.get(vintage, unit).level)
        rounded = 1 if pd.isna(step) else int(step)
        rank = (rounded <= 1, as_of.order() if as_of else ())
        if rank >= moments.get((period, group, unit), (False, ())):
            moments[period, group, unit] = rank
            listed = found.setdefault(period, {}).setdefault(group, {})
            listed[unit] = Figure(unit, int(count), rounded, source, file, int(line), note, str(as_of or ""))
    return found


def carried(counts: pd.DataFrame, gazetteer: Gazetteer, day: date) -> pd.DataFrame:
    """Let earlier periods speak of the units of a day, where those are whole merged units."""
    vintage = gazetteer.vintage_on(day)
    return counts if bool((counts["vintage"] == vintage).all()) else carried_counts(counts, gazetteer, vintage)


@dataclass(frozen=True)
class UnitIndex:
    """Where each unit stands in the rows of a group."""

    units: tuple[str, ...]

    @cached_property
    def of(self) -> dict[str, int]:
        """The position of each unit."""
        return {unit: place for place, unit in enumerate(self.units)}

    def row(self, day: str, listed: Listed) -> PeriodCounts:
        """Put the figures of a period in their places."""
        counts, steps = np.full(len(self.units), np.nan), np.ones(len(self.units))
        lines = np.full(len(self.units), np.inf)
        for unit, figure in listed.items():
            if unit in self.of:
                place = self.of[unit]
                counts[place], steps[place], lines[place] = figure.count, figure.step, figure.line
        return PeriodCounts(last_day(day).toordinal(), counts, steps, np.argsort(lines, kind="stable"))

    def bases(self, bases: Bases, campaign: Campaign, group: Group) -> Numbers:
        """Give each unit's base, NaN where it is not known."""
        base = campaign.base_of(group.measure)
        values = [bases.of(base, group.vintage, unit) for unit in self.units]
        return np.array([value.value if value else np.nan for value in values], dtype=float)
