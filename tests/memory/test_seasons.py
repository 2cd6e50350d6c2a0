"""Counts of days and months come back with their season; what does not come back is told."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from dophu.memory.judge import judge
from dophu.memory.movement import Walk
from dophu.memory.series import Numbers, PeriodCounts
from dophu.memory.suspicion import Suspicion

UNITS, SMALL = 30, 3
DAYS = [date(2021, 3, 1).toordinal() + day for day in range(14)]
MONTHS = [date(2020 + month // 12, month % 12 + 1, 28).toordinal() for month in range(14)]


def levels(number: int, *, out_of_season: bool) -> Numbers:
    """Give counts of which one unit falls to a few when its season comes; the others stay as they are."""
    random = np.random.default_rng(number)
    usual = 400.0 + 30 * np.arange(UNITS)
    usual[SMALL] = 20.0 if out_of_season else usual[SMALL]
    return np.asarray(random.poisson(usual), dtype=float)


def kinds_of_last(days: list[int], low: set[int]) -> list[str]:
    """Walk through all rows, the unit low in some of them, and say what is suspected of the last."""
    walk = Walk("per_period")
    found: list[Suspicion] = []
    for number, day in enumerate(days):
        movement, found = judge(walk, PeriodCounts.of(day, levels(number, out_of_season=number in low)))
        walk.learn(movement, np.zeros(UNITS, dtype=bool))
    return [one.kind for one in found]


@pytest.mark.parametrize(
    ("days", "low", "found"),
    [
        (DAYS, {6, 13}, []),  # a Sunday like the Sunday before
        (DAYS, {5, 13}, ["jump"]),  # a Sunday like a Saturday
        (DAYS, {13}, ["jump"]),
        (MONTHS, {1, 13}, []),  # February like the February before
        (MONTHS, {2, 13}, ["jump"]),  # February like a March
        ([7 * week for week in range(14)], {6, 13}, ["jump"]),  # weeks have no season of days
    ],
)
def test_a_figure_of_its_season_is_left_in_peace(days: list[int], low: set[int], found: list[str]) -> None:
    assert kinds_of_last(days, low) == found
