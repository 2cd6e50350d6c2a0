"""Walks through invented periods, and a list that a test may spoil."""

from __future__ import annotations

import numpy as np

from dophu.memory.judge import doubtful, judge
from dophu.memory.movement import Walk
from dophu.memory.series import Counting, Numbers, PeriodCounts
from dophu.memory.suspicion import Suspicion

UNITS, PERIODS = 20, 8


def counts(period: int, *, units: int = UNITS, seed: int = 1) -> Numbers:
    """Invent what units have reached by a period: each of its own size, growing by some per cent."""
    random = np.random.default_rng(seed)
    size = np.round(np.exp(random.uniform(8, 11, units)))
    for _ in range(period):
        size = np.round(size * (1 + random.uniform(0.04, 0.06, units)))
    return np.asarray(size, dtype=float)


def walked(
    counting: Counting = "cumulative", *, periods: int = PERIODS, units: int = UNITS, lists: list[Numbers] | None = None
) -> Walk:
    """Walk through some periods in which nothing is wrong."""
    walk = Walk(counting)
    for period, given in enumerate(lists or [counts(period, units=units) for period in range(periods)]):
        movement, _ = judge(walk, PeriodCounts.of(7 * period, given))
        walk.learn(movement, np.zeros(len(given), dtype=bool))
    return walk


def sent(walk: Walk, given: Numbers, *, steps: Numbers | None = None) -> list[Suspicion]:
    """Hold a list against what was walked."""
    return judge(walk, PeriodCounts.of(7 * len(walk.rows), given, steps))[1]


def goes_on(walk: Walk, given: Numbers) -> list[Suspicion]:
    """Hold a list against what was walked, and make it part of it."""
    movement, found = judge(walk, PeriodCounts.of(7 * len(walk.rows), given))
    walk.learn(movement, doubtful(found, len(given)))
    return found


def kinds(found: list[Suspicion]) -> list[str]:
    """Name the kinds of what was found."""
    return [one.kind for one in found]
