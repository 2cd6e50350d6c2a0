"""What a report counts for: a day, an ISO week, a month, a quarter, half a year, nine months, a year, a school year.

A period goes by one name everywhere: folders, parameters, keys of facts. Inside a kind names sort as their days do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from dophu.wording import day_month_year
from dophu.words import say

Kind = Literal["day", "week", "month", "quarter", "half", "nine_months", "year", "school_year"]
PATTERNS: dict[Kind, re.Pattern[str]] = {
    "day": re.compile(r"(\d{4})-(\d\d)-(\d\d)"),
    "week": re.compile(r"(\d{4})-W(\d\d)"),
    "month": re.compile(r"(\d{4})-(\d\d)"),
    "quarter": re.compile(r"(\d{4})-Q([1-4])"),
    "half": re.compile(r"(\d{4})-H([12])"),
    "nine_months": re.compile(r"(\d{4})-9M"),
    "year": re.compile(r"(\d{4})"),
    "school_year": re.compile(r"(\d{4})-(\d{4})"),
}
NAMES = "2020-08-07, 2020-W32, 2020-08, 2020-Q3, 2020-H1, 2020-9M, 2020 or 2020-2021"
ROMAN = ("I", "II", "III", "IV")
YEARLY = ("nine_months", "year", "school_year")  # kinds whose period before is that of a year earlier
SCHOOL_BEGINS = 9  # the month
LAST_CUT_OFF = 28  # a later day is missing in February


@dataclass(frozen=True)
class Period:
    """A period by its name, its kind, and the first and the last day that it counts."""

    name: str
    kind: Kind
    first: date
    last: date

    def __str__(self) -> str:
        return self.name

    def holds(self, day: date) -> bool:
        """Say whether a day lies in it."""
        return self.first <= day <= self.last

    @property
    def year(self) -> int:
        """The year that it goes by; a school year by the one in which it begins."""
        return int(self.name[:4])

    @property
    def number(self) -> int:
        """Which of its year it is: 43 of a week, 10 of a month, 3 of a quarter; 1 of what a year has one of."""
        found = PATTERNS[self.kind].fullmatch(self.name)
        assert found is not None
        return int(found[2]) if self.kind in ("week", "month", "quarter", "half") else 1

    def cut_off(self, day: int) -> Period:
        """Move a month, or what is made of months, to end on a day: from the day after in the month before its first.

        >>> str(read_period("2026-10").cut_off(14).first), str(read_period("2026").cut_off(14).last)
        ('2026-09-15', '2026-12-14')
        """
        if self.kind in ("day", "week"):
            return self
        before = self.first - timedelta(days=1)
        return Period(self.name, self.kind, before.replace(day=day) + timedelta(days=1), self.last.replace(day=day))

    @property
    def before(self) -> Period:
        """The one of the same kind before it."""
        if self.kind in YEARLY:
            return _years_on(self, -1)
        return on(self.kind, self.first - timedelta(days=1))

    @property
    def year_before(self) -> Period | None:
        """The same one a year earlier; None for a day that is no date then, and for a 53rd week."""
        try:
            return _years_on(self, -1)
        except ValueError:
            return None

    @property
    def in_words(self) -> str:
        """What readers call it: "tháng 10 năm 2026", "quý III năm 2026", "20/10/2026"."""
        if self.kind == "day":
            return day_month_year(self.last)
        number = ROMAN[self.number - 1] if self.kind == "quarter" else self.number
        part = f".{self.number}" if self.kind == "half" else ""
        return say(f"period.{self.kind}{part}", number=number, year=self.year, next=self.year + 1)


def _years_on(period: Period, years: int) -> Period:
    year = period.year + years
    rest = f"-{year + 1:04d}" if period.kind == "school_year" else period.name[4:]
    return read_period(f"{year:04d}{rest}")


@lru_cache(maxsize=10_000)
def read_period(name: str) -> Period:
    """Read a period's name.

    Raises ValueError for what is none: "2026-1", "2026-W54", "2025-26".

    >>> read_period("2026-9M").last
    datetime.date(2026, 9, 30)
    """
    for kind, pattern in PATTERNS.items():
        if found := pattern.fullmatch(name):
            try:
                first, last = _DAYS[kind](*map(int, found.groups()))
            except ValueError:  # a day, a week or a month that no calendar has
                break
            return Period(name, kind, first, last)
    raise ValueError(f"'{name}' is no period; write {NAMES}")


def is_period(name: str) -> bool:
    """Say whether a name is one of a period."""
    try:
        read_period(name)
    except ValueError:
        return False
    return True


def up_to(names: Iterable[str], until: Period) -> list[str]:
    """List the periods of a kind that are no later than one of it; other kinds are never mixed with it."""
    return [name for name in names if read_period(name).kind == until.kind and name <= until.name]


def kinds_of(names: Iterable[str]) -> list[Kind]:
    """List the kinds of some periods, in the order in which they come first."""
    return list(dict.fromkeys(read_period(name).kind for name in names))


def last_day(name: str) -> date:
    """Give the last day of a period, by its name."""
    return read_period(name).last


def on(kind: Kind, day: date) -> Period:
    """Find the period of a kind in which a day lies.

    >>> str(on("week", date(2026, 12, 29))), str(on("school_year", date(2026, 8, 31)))
    ('2026-W53', '2025-2026')
    """
    year, week, _ = day.isocalendar()
    school = day.year - (day.month < SCHOOL_BEGINS)
    names: dict[Kind, str] = {
        "day": day.isoformat(),
        "week": f"{year:04d}-W{week:02d}",
        "month": f"{day:%Y-%m}",
        "quarter": f"{day.year:04d}-Q{(day.month + 2) // 3}",
        "half": f"{day.year:04d}-H{(day.month + 5) // 6}",
        "nine_months": f"{day.year:04d}-9M",
        "year": f"{day.year:04d}",
        "school_year": f"{school:04d}-{school + 1:04d}",
    }
    return read_period(names[kind])


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    """Give the first and the last day of some months of a year."""
    after = date(year + last // 12, last % 12 + 1, 1)
    return date(year, first, 1), after - timedelta(days=1)


def _week(year: int, week: int) -> tuple[date, date]:
    monday = date.fromisocalendar(year, week, 1)
    return monday, monday + timedelta(days=6)


def _month(year: int, month: int) -> tuple[date, date]:
    date(year, month, 1)  # a 13th month is told as a date is
    return _months(year, month, month)


def _school_year(first: int, second: int) -> tuple[date, date]:
    if second != first + 1:
        raise ValueError(f"a school year ends in {first + 1}")
    return date(first, SCHOOL_BEGINS, 1), date(second, SCHOOL_BEGINS - 1, 31)


_DAYS: dict[Kind, Callable[..., tuple[date, date]]] = {
    "day": lambda *parts: (date(*parts), date(*parts)),
    "week": _week,
    "month": _month,
    "quarter": lambda year, number: _months(year, 3 * number - 2, 3 * number),
    "half": lambda year, number: _months(year, 6 * number - 5, 6 * number),
    "nine_months": lambda year: _months(year, 1, 9),
    "year": lambda year: _months(year, 1, 12),
    "school_year": _school_year,
}
