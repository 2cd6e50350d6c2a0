"""Gaps to a target: in percentage points, in people, and as the daily pace that would still close them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from fractions import Fraction
from math import ceil

from dophu.wording import Moment


def needed(base: int, percent: Fraction) -> int:
    """People who make up a target share of a base: the smallest whole number that reaches it.

    >>> needed(781655, Fraction(50))
    390828
    """
    return ceil(base * percent / 100)


def days_left(as_of: Moment, by: date) -> Fraction:
    """Days from a moment to the end of the day a target is due; whole days when the hour is not known.

    >>> days_left(Moment.parse("2020-08-13"), date(2020, 8, 30))
    Fraction(17, 1)
    """
    if as_of.clock is None:
        return Fraction((by - as_of.day).days)
    end = datetime.combine(by, time.min) + timedelta(days=1)
    return Fraction((end - datetime.combine(as_of.day, as_of.clock)) // timedelta(minutes=1), 24 * 60)


def daily_pace(missing: int, days: Fraction) -> int | None:
    """People to be added each day, rounded up so that the target is reached; None when no day is left."""
    return ceil(missing / days) if days > 0 and missing > 0 else None
