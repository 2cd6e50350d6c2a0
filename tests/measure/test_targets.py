from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dophu.measure.targets import daily_pace, days_left, needed
from dophu.wording import Moment


@given(st.integers(1, 10**8), st.fractions(0, 100, max_denominator=100))
def test_needed_is_the_least_number_that_reaches_the_target(base: int, percent: Fraction) -> None:
    people = needed(base, percent)
    assert Fraction(100 * people, base) >= percent > Fraction(100 * (people - 1), base)


@pytest.mark.parametrize(
    ("base", "percent", "people"),
    [(781655, 50, 390828), (733017, 30, 219906), (1892254, 50, 946127), (100, 50, 50), (3, 100, 3)],
)
def test_needed_from_the_real_bases(base: int, percent: int, people: int) -> None:
    assert needed(base, Fraction(percent)) == people


@pytest.mark.parametrize(
    ("as_of", "days"),
    [
        ("2020-08-13", Fraction(17)),
        ("2020-08-13T00:00", Fraction(18)),
        ("2020-08-13T08:00", 17 + Fraction(2, 3)),
        ("2020-08-30", Fraction(0)),
        ("2020-08-30T18:00", Fraction(1, 4)),
        ("2020-08-31", Fraction(-1)),
    ],
)
def test_days_run_to_the_end_of_the_day_a_target_is_due(as_of: str, days: Fraction) -> None:
    assert days_left(Moment.parse(as_of), date(2020, 8, 30)) == days


@given(st.integers(1, 10**7), st.fractions(Fraction(1, 100), 400))
def test_the_pace_reaches_the_target_and_a_slower_one_does_not(missing: int, days: Fraction) -> None:
    pace = daily_pace(missing, days)
    assert pace is not None
    assert pace * days >= missing > (pace - 1) * days


@pytest.mark.parametrize(("missing", "days"), [(0, 17), (-5, 17), (10, 0), (10, -1)])
def test_no_pace_when_nothing_is_missing_or_no_day_is_left(missing: int, days: int) -> None:
    assert daily_pace(missing, Fraction(days)) is None


def test_hau_giang_needed_9684_a_day() -> None:
    days = days_left(Moment.parse("2020-08-13"), date(2020, 8, 30))
    assert daily_pace(needed(733017, Fraction(30)) - 55289, days) == 9684
