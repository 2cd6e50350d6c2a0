from __future__ import annotations

from fractions import Fraction

from dophu.facts.folds import FOLDS
from dophu.facts.interval import Interval


def test_a_shortfall_counts_from_nought_where_it_may_be_none() -> None:
    short, either = Interval.exactly(4), Interval(Fraction(-5), Fraction(3))
    assert FOLDS["sum_positive"]([short, either]) == Interval(Fraction(4), Fraction(7))
    at_most = Interval(Fraction(2), Fraction(3), open_low=True)
    assert FOLDS["sum_positive"]([short, at_most]) == Interval(Fraction(4), Fraction(7))
    at_least = Interval(Fraction(2), Fraction(3), open_high=True)
    assert FOLDS["sum_positive"]([short, at_least]) == Interval(Fraction(6), Fraction(7), open_high=True)
