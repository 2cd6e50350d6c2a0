from __future__ import annotations

from fractions import Fraction

from dophu.facts.folds import FOLDS
from dophu.facts.interval import Interval


def test_what_may_be_missing_and_has_no_sure_end_leaves_the_sum_without_one() -> None:
    short, either = Interval.exactly(4), Interval(Fraction(-5), Fraction(3))
    assert FOLDS["sum_positive"]([short, either]) == Interval(Fraction(4), Fraction(7))
    at_most = Interval(Fraction(2), Fraction(3), open_low=True)
    assert FOLDS["sum_positive"]([short, at_most]) == Interval(Fraction(6), Fraction(7), open_low=True)
