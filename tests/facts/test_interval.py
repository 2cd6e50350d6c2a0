"""Figures that are not exact: their arithmetic, and comparisons that are yes, no or open."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from dophu.facts.interval import Interval, Truth, above, below, count_interval, equal, reaches, share_interval

FIFTY = Interval.exactly(50)


@pytest.mark.parametrize(
    ("published", "ends", "open_sides"),
    [
        ((63438,), (63438, 63438), (False, False)),
        ((456000, 1000), (455500, 456500), (False, False)),
        ((12000, 1000, "hơn"), (12000, 13000), (False, True)),
        ((3100000, 100000, "gần"), (3000000, 3100000), (True, False)),
    ],
)
def test_a_count_stands_for_what_its_step_and_its_word_allow(
    published: tuple[Any, ...], ends: tuple[int, int], open_sides: tuple[bool, bool]
) -> None:
    value = count_interval(*published)
    assert [value.low, value.high] == [*ends]
    assert (value.open_low, value.open_high) == open_sides


@pytest.mark.parametrize(
    ("share", "reached"),
    [
        (Interval.exactly(50), True),
        (Interval.exactly(Fraction(49999, 1000)), False),
        (share_interval(Fraction(50), 1), None),
        (share_interval(Fraction(51), 0, "hơn"), True),
        (share_interval(Fraction(45), 0, "hơn"), None),
        (share_interval(Fraction(50), 0, "gần"), None),
        (share_interval(Fraction(45), 0, "gần"), False),
        (Interval(Fraction(4957, 100), Fraction(4970, 100)), False),
    ],
)
def test_a_target_is_reached_not_reached_or_open(share: Interval, reached: Truth) -> None:
    assert reaches(share, FIFTY) is reached


def test_an_open_side_decides_nothing_however_far_its_soft_end_lies() -> None:
    more_than = count_interval(12000, 1000, "hơn")
    assert below(more_than, Interval.exactly(20000)) is None
    assert above(more_than, Interval.exactly(11000)) is True
    assert equal(more_than, Interval.exactly(12500)) is None


def test_subtracting_from_an_open_figure_turns_its_side_round() -> None:
    gap = FIFTY - share_interval(Fraction(38), 0, "gần")
    assert [gap.low, gap.high] == [12, 13]
    assert (gap.open_low, gap.open_high) == (False, True)


def test_dividing_by_more_than_a_base_leaves_the_share_below() -> None:
    base = Interval(Fraction(800000), Fraction(900000), open_high=True)
    share = Interval.exactly(100) * Interval.exactly(63438) / base
    assert (share.open_low, share.open_high, share.high) == (True, False, Fraction(6343800, 800000))


def test_a_base_that_may_be_nought_divides_nothing() -> None:
    with pytest.raises(ZeroDivisionError):
        Interval.exactly(1) / Interval(Fraction(0), Fraction(2))


def test_a_hedge_stays_with_what_is_made_of_the_figure() -> None:
    about = share_interval(Fraction(7), 0, "trên dưới")
    assert (FIFTY - about).hedge
    assert (Interval.exactly(2) * about).hedge
