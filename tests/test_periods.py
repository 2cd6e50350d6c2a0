"""Periods by their names: round-trip, days, cut-off, the one before, the same one a year earlier, in words."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from dophu.world.periods import Kind, is_period, on, read_period

NAMES = {  # kind, first and last day, the one before, the one a year before, in words
    "2026-10-20": ("day", "2026-10-20", "2026-10-20", "2026-10-19", "2025-10-20", "20/10/2026"),
    "2026-W43": ("week", "2026-10-19", "2026-10-25", "2026-W42", "2025-W43", "tuần 43 năm 2026"),
    "2026-W01": ("week", "2025-12-29", "2026-01-04", "2025-W52", "2025-W01", "tuần 1 năm 2026"),
    "2026-W53": ("week", "2026-12-28", "2027-01-03", "2026-W52", "", "tuần 53 năm 2026"),
    "2026-10": ("month", "2026-10-01", "2026-10-31", "2026-09", "2025-10", "tháng 10 năm 2026"),
    "2026-01": ("month", "2026-01-01", "2026-01-31", "2025-12", "2025-01", "tháng 1 năm 2026"),
    "2026-Q3": ("quarter", "2026-07-01", "2026-09-30", "2026-Q2", "2025-Q3", "quý III năm 2026"),
    "2026-H1": ("half", "2026-01-01", "2026-06-30", "2025-H2", "2025-H1", "6 tháng đầu năm 2026"),
    "2026-H2": ("half", "2026-07-01", "2026-12-31", "2026-H1", "2025-H2", "6 tháng cuối năm 2026"),
    "2026-9M": ("nine_months", "2026-01-01", "2026-09-30", "2025-9M", "2025-9M", "9 tháng đầu năm 2026"),
    "2026": ("year", "2026-01-01", "2026-12-31", "2025", "2025", "năm 2026"),
    "2025-2026": ("school_year", "2025-09-01", "2026-08-31", "2024-2025", "2024-2025", "năm học 2025-2026"),
    "2024-02-29": ("day", "2024-02-29", "2024-02-29", "2024-02-28", "", "29/02/2024"),
}


@pytest.mark.parametrize("name", NAMES)
def test_a_period_is_read_from_its_name(name: str) -> None:
    period = read_period(name)
    a_year_ago = period.year_before
    told = (period.kind, str(period.first), str(period.last), period.before.name, a_year_ago.name if a_year_ago else "")
    assert (str(period), *told, period.in_words) == (name, *NAMES[name])


@pytest.mark.parametrize(
    "name", ["2025-26", "2026-1", "2026-13", "2026-W54", "2025-W53", "2026-Q5", "2026-H3", "26", "2026-2025", "2026-6M"]
)
def test_what_is_no_period_is_refused(name: str) -> None:
    assert not is_period(name)
    with pytest.raises(ValueError, match=r"\S"):
        read_period(name)


@pytest.mark.parametrize("kind", ["week", "month", "quarter", "half", "year", "school_year"])
def test_periods_of_a_kind_join_without_a_gap_and_sort_as_their_days(kind: Kind) -> None:
    days = [date(1999, 12, 31) + timedelta(days=each) for each in range(0, 4000, 5)]
    found = list(dict.fromkeys(on(kind, day) for day in days))
    assert all(one.last + timedelta(days=1) == other.first for one, other in pairwise(found))
    assert [each.name for each in found] == sorted(each.name for each in found)


CUT_OFF = [
    ("2026-10", "2026-09-15", "2026-10-14"),
    ("2026-H1", "2025-12-15", "2026-06-14"),
    ("2026", "2025-12-15", "2026-12-14"),
    ("2026-03", "2026-02-15", "2026-03-14"),
    ("2026-W43", "2026-10-19", "2026-10-25"),
]


@pytest.mark.parametrize(("name", "first", "last"), CUT_OFF)
def test_a_cut_off_moves_what_is_made_of_months(name: str, first: str, last: str) -> None:
    period = read_period(name).cut_off(14)
    assert (str(period.first), str(period.last), period.name) == (first, last, name)


def test_cut_off_months_join_without_a_gap_over_a_hundred_years() -> None:
    months = [on("month", date(1950 + each // 12, each % 12 + 1, 1)).cut_off(14) for each in range(1800)]
    assert all(one.last + timedelta(days=1) == other.first for one, other in pairwise(months))
