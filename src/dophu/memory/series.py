"""Counts of one group of peers as rows of numbers: one row a period, one place a unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]
Counting = Literal["cumulative", "per_period", "level"]


@dataclass(frozen=True)
class PeriodCounts:
    """The counts of one period.

    day      the period's, as a number of days
    counts   NaN where there is none
    steps    to what they are rounded; 1 is exact
    order    the units' places in the order of their list
    """

    day: int
    counts: Numbers
    steps: Numbers
    order: NDArray[np.int64]

    @classmethod
    def of(cls, day: int, counts: Sequence[float] | Numbers, steps: Numbers | None = None) -> PeriodCounts:
        """Make a row whose units stand in the order of their list."""
        numbers = np.asarray(counts, dtype=float)
        rounded = np.ones(len(numbers)) if steps is None else steps
        return cls(day, numbers, rounded, np.arange(len(numbers)))

    @property
    def known(self) -> Flags:
        """Which units have a count."""
        return ~np.isnan(self.counts)

    @property
    def exact(self) -> Flags:
        """Which counts are known and not rounded."""
        return self.known & (self.steps <= 1)

    @property
    def logs(self) -> Numbers:
        """The counts on the scale on which growth adds up."""
        return np.log(self.counts + 0.5)

    @property
    def halves(self) -> Numbers:
        """How far rounding may have moved each, on the same scale."""
        half = np.where(self.steps > 1, self.steps, 0.0)
        return np.log1p(half / (self.counts + 0.5))

    @property
    def listed(self) -> NDArray[np.int64]:
        """The units that have a count, in the order of the list."""
        found: NDArray[np.int64] = self.order[self.known[self.order]]
        return found
