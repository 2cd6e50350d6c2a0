"""Ranks among the units known: competition ranking on exact shares, ties shared, doubt left open."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pandas as pd

from dophu.measure.bounds import Bounds


@dataclass(frozen=True)
class Rank:
    """A place among those known; `place` is None when rounded figures leave it open. Ties share a place."""

    place: int | None
    tied: bool
    known: int


def ranks(shares: pd.Series) -> pd.Series:
    """Rank shares from the highest ("1224": two firsts are followed by a third).

    shares   Bounds in per cent, indexed by unit; None where a unit's share is not known

    Returns Rank per known unit, same index without the unknown ones. A place is given only where every value
    the rounded shares may stand for leads to the same one.
    """
    known = shares[[isinstance(bounds, Bounds) and bounds.closed for bounds in shares]]
    lows, highs = sorted(b.low for b in known), sorted(b.high for b in known)
    exact = Counter(b.low for b in known if b.exact)
    return known.map(lambda bounds: _rank(bounds, lows, highs, exact)).astype(object)


def _rank(bounds: Any, lows: list[Fraction], highs: list[Fraction], exact: Counter[Fraction]) -> Rank:
    surely_above = len(lows) - bisect_right(lows, bounds.high)
    perhaps_above = len(highs) - bisect_right(highs, bounds.low) - (not bounds.exact)
    place = surely_above + 1 if surely_above == perhaps_above else None
    tied = bounds.exact and exact[bounds.low] > 1
    return Rank(place, tied, len(lows))
