"""Figures made over many: sums, extremes, medians, tallies, and the place of one in a list."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import reduce
from math import inf
from operator import add
from statistics import median

from dophu.facts.fact import Fact
from dophu.facts.interval import ZERO, Interval

End = tuple[float, Fraction | float]


def _sum(values: Sequence[Interval]) -> Interval:
    return reduce(add, values, ZERO)


def _sum_positive(values: Sequence[Interval]) -> Interval:
    """Add what lies above nought of each: an end below it, or a low end that is open, counts as nought."""
    nought = Fraction(0)
    lows = (nought if value.open_low else max(value.low, nought) for value in values)
    above = zip(values, lows, strict=True)
    return _sum([replace(v, low=low, high=max(v.high, nought), open_low=False) for v, low in above])


def _by_ends(values: Sequence[Interval], choose: Callable[[list[Fraction]], Fraction]) -> Interval:
    low, high = choose([v.low for v in values]), choose([v.high for v in values])
    return Interval(low, high, any(v.open_low for v in values), any(v.open_high for v in values))


FOLDS: dict[str, Callable[[Sequence[Interval]], Interval]] = {
    "sum": _sum,
    "sum_positive": _sum_positive,
    "max": lambda values: _by_ends(values, max),
    "min": lambda values: _by_ends(values, min),
    "median": lambda values: _by_ends(values, median),
}


def folded(fold: str, facts: Sequence[Fact]) -> Interval:
    """Make one figure of many facts; moments and words can only be counted."""
    if fold == "count":
        return Interval.exactly(len(facts))
    return FOLDS[fold]([fact.interval for fact in facts])


class Ordered:
    """A list's figures by their ends, for asking often who stands above or below; an open end has none.

    An end goes with the nearest float before it, which nearly always decides and compares much faster.
    """

    def __init__(self, values: Sequence[Interval]) -> None:
        self.lows = sorted(_end(-inf if v.open_low else v.low) for v in values)
        self.highs = sorted(_end(inf if v.open_high else v.high) for v in values)
        self.exact = Counter(v.low for v in values if v.exact)

    def rank(self, value: Interval) -> Interval:
        """Place a member from the highest ("1224": two firsts are followed by a third), as far as it is sure."""
        low, high = _end(-inf if value.open_low else value.low), _end(inf if value.open_high else value.high)
        surely = len(self.lows) - bisect_right(self.lows, high)
        perhaps = len(self.highs) - bisect_right(self.highs, low) - (not value.exact)
        return Interval(Fraction(surely + 1), Fraction(perhaps + 1))

    def rank_up(self, value: Interval) -> Interval:
        """Place a member from the lowest, as far as it is sure."""
        low, high = _end(-inf if value.open_low else value.low), _end(inf if value.open_high else value.high)
        surely = bisect_left(self.highs, low)
        perhaps = bisect_left(self.lows, high) - (not value.exact)
        return Interval(Fraction(surely + 1), Fraction(perhaps + 1))

    def is_tied(self, value: Interval) -> bool:
        """Say whether another member has exactly this value."""
        return value.exact and self.exact[value.low] > 1

    def count_at_least(self, value: Interval) -> Interval:
        """Count who surely reaches a value."""
        return Interval.exactly(len(self.lows) - bisect_left(self.lows, _end(value.high)))

    def count_at_most(self, value: Interval) -> Interval:
        """Count who surely stays within a value."""
        return Interval.exactly(bisect_right(self.highs, _end(value.low)))

    def count_above(self, value: Interval) -> Interval:
        """Count who surely lies above a value."""
        return Interval.exactly(len(self.lows) - bisect_right(self.lows, _end(value.high)))

    def count_below(self, value: Interval) -> Interval:
        """Count who surely stays below a value."""
        return Interval.exactly(bisect_left(self.highs, _end(value.low)))


def _end(number: Fraction | float) -> End:
    """Put the nearest float before a number: of two numbers it never orders them otherwise."""
    return float(number), number


RANKS: dict[str, Callable[[Ordered, Interval], Interval]] = {
    "rank": Ordered.rank,
    "rank_up": Ordered.rank_up,
    "count_at_least": Ordered.count_at_least,
    "count_below": Ordered.count_below,
    "count_at_most": Ordered.count_at_most,
    "count_above": Ordered.count_above,
}
