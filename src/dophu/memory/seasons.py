"""Figures that come back with the day of the week, or with the month of the year: they are no surprise."""

from __future__ import annotations

import numpy as np

from dophu.memory import thresholds as t
from dophu.memory.movement import Movement, Walk
from dophu.memory.series import Flags, PeriodCounts

WEEK, YEAR, QUARTER = 7, 365.25, 92  # days
LEAP = 3  # days by which the same month ends apart


def as_in_season(walk: Walk, movement: Movement) -> Flags:
    """Find the figures that go on from the same day of a former week, or the same month or quarter of a former year.

    A cumulative count has no season.
    """
    row = movement.row
    found = np.zeros(len(row.counts), dtype=bool)
    if walk.is_cumulative:
        return found
    for then in _of_season(walk.rows, row):
        found |= _goes_on(movement, then)
    return found


def _of_season(rows: list[PeriodCounts], row: PeriodCounts) -> list[PeriodCounts]:
    """List the past rows of the same season: of the weekday for days, of a year ago for months and quarters."""
    if not rows:
        return []
    apart = row.day - rows[-1].day
    if apart < WEEK:
        return [then for then in rows if (row.day - then.day) % WEEK == 0]
    if apart > QUARTER:
        return []
    return [then for then in rows if _is_years_ago(row.day - then.day)]


def _is_years_ago(days: int) -> bool:
    years = round(days / YEAR)
    return years > 0 and abs(days - years * YEAR) <= LEAP


def _goes_on(movement: Movement, then: PeriodCounts) -> Flags:
    """Find the figures that are those of a past row, moved as all moved since, up to their usual deviation."""
    row, usual = movement.row, np.fmax(movement.usual, t.LEAST_SPREAD_OF_FLOW)
    with np.errstate(invalid="ignore"):
        grown = row.logs - then.logs
        known = grown[~np.isnan(grown)]
        together = float(np.median(known)) if len(known) >= t.PEERS else 0.0
        noise = t.NOISE**2 * (1 / (row.counts + 0.5) + 1 / (then.counts + 0.5))
        within = t.FITS * np.sqrt(usual**2 + noise) + row.halves + then.halves
        return np.asarray(np.abs(grown - together) < within)
