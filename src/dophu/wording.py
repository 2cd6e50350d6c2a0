"""Vietnamese numbers, dates and order, as a public office writes them: pure functions.

Numbers follow the Law on Accounting 2015, article 11 (dot for thousands, comma for decimals); dates follow
Decree 30/2020/ND-CP (days below 10 and months 1 and 2 are padded, no others). Rounding is half-up, once,
from an exact value.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from functools import lru_cache

from dophu.words import say

NO_BREAK_SPACE = "\u00a0"
SYMBOL = re.compile(r"(?:\d+/)*\d*/[A-ZĐƠƯ][^\W_]*(?:[-&][A-ZĐƠƯ][^\W_]*)+")  # "95/CV-BCĐ", of a draft "/BC-STTTT"
ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = "\u0300\u0309\u0303\u0301\u0323"  # grave, hook, tilde, acute, dot: the order of dictionaries


@dataclass(frozen=True)
class Moment:
    """A day, and the time of day when it is known: how long a count is up to date."""

    day: date
    clock: time | None = None

    @classmethod
    def parse(cls, text: str) -> Moment:
        """Read `2020-08-07` or `2020-08-07T08:00`; anything else is a ValueError."""
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return cls(date.fromisoformat(text))
        if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d", text):
            both = datetime.fromisoformat(text)
            return cls(both.date(), both.time())
        raise ValueError(f"not a date such as 2020-08-07 or a moment such as 2020-08-07T08:00: {text!r}")

    def __str__(self) -> str:
        return f"{self.day.isoformat()}T{self.clock:%H:%M}" if self.clock else self.day.isoformat()

    def __lt__(self, other: Moment) -> bool:
        return self.order() < other.order()

    def order(self) -> tuple[date, time, bool]:
        """Sort key: a day whose hour is unknown comes before any hour of it."""
        return self.day, self.clock or time.min, self.clock is not None

    def hours_since(self, earlier: Moment) -> Fraction:
        """Hours between two moments; whole days when either lacks its time of day."""
        if self.clock is None or earlier.clock is None:
            return Fraction(24 * (self.day - earlier.day).days)
        span = datetime.combine(self.day, self.clock) - datetime.combine(earlier.day, earlier.clock)
        return Fraction(span // timedelta(minutes=1), 60)

    def days_until(self, last: date) -> Fraction:
        """Days from here to the end of a day; whole days when the hour is not known.

        >>> Moment.parse("2020-08-13").days_until(date(2020, 8, 30))
        Fraction(17, 1)
        """
        if self.clock is None:
            return Fraction((last - self.day).days)
        end = datetime.combine(last, time.min) + timedelta(days=1)
        return Fraction((end - datetime.combine(self.day, self.clock)) // timedelta(minutes=1), 24 * 60)


def half_up(value: Fraction | int, places: int = 0) -> Fraction:
    """Round to `places` decimals, halves away from zero.

    >>> half_up(Fraction(8125, 1000), 2)
    Fraction(813, 100)
    """
    return Fraction(_scaled(value, places), 10**places)


def _scaled(value: Fraction | int, places: int) -> int:
    """Round to a whole number of units of the last decimal; integers cost a tenth of fractions."""
    above, below = abs(value.numerator) * 10**places, value.denominator
    size: int = (2 * above + below) // (2 * below)
    return size if value.numerator >= 0 else -size


def decimal(value: Fraction | int, places: int = 0) -> str:
    """Write a number rounded half-up: dot for thousands, comma for decimals.

    >>> decimal(63438), decimal(Fraction(-81159, 10000), 2)
    ('63.438', '-8,12')
    """
    if isinstance(value, int) and not places:
        return f"{value:,}".replace(",", ".")
    scaled = _scaled(value, places)
    whole, rest = divmod(abs(scaled), 10**places)
    sign = "-" if scaled < 0 else ""
    thousands = f"{whole:,}".replace(",", ".")
    return f"{sign}{thousands},{rest:0{places}d}" if places else f"{sign}{thousands}"


def count(value: int) -> str:
    """Write a whole number of people, documents, ...; below 10 it takes the office's leading zero.

    >>> count(9), count(9500)
    ('09', '9.500')
    """
    if 0 < abs(value) < 10:  # noqa: PLR2004
        return f"{'-' if value < 0 else ''}{abs(value):02d}"
    return decimal(value)


def percent(value: Fraction | int, places: int = 2) -> str:
    """Write a share given in per cent; 100 and other whole numbers keep the decimals asked for.

    >>> percent(Fraction(811585, 100000))
    '8,12%'
    """
    return f"{decimal(value, places)}%"


def points(value: Fraction | int, places: int = 2) -> str:
    """Write a difference of two shares.

    >>> points(Fraction(419, 10))
    '41,90 điểm phần trăm'
    """
    return say("unit.points", value=decimal(value, places))


def times(value: Fraction | int, places: int = 2) -> str:
    """Write how many times one thing is another.

    >>> times(Fraction(35, 2), 1)
    '17,5 lần'
    """
    return say("unit.times", value=decimal(value, places))


def day_month_year(day: date) -> str:
    """Write a date the short way.

    >>> day_month_year(date(2020, 8, 7)), day_month_year(date(2020, 1, 15))
    ('07/8/2020', '15/01/2020')
    """
    return f"{day_month(day)}/{day.year}"


def day_month(day: date) -> str:
    """Write a date without its year, where the year is clear."""
    return f"{day.day:02d}/{month_number(day.month)}"


def month_number(month: int) -> str:
    """Write a month: 01 and 02 are padded, 3 to 12 are not."""
    return f"{month:02d}" if month <= 2 else str(month)  # noqa: PLR2004 - the Decree's own limit


def moment(when: Moment) -> str:
    """Write a moment the way reports open: with its hour when known.

    >>> moment(Moment.parse("2020-08-07T08:00"))
    '08h00 ngày 07/8/2020'
    """
    day = day_month_year(when.day)
    return say("date.moment", clock=clock(when.clock), day=day) if when.clock else say("date.day", day=day)


def short_moment(when: Moment) -> str:
    """Write a moment where a head says already that it is one: in a column, within brackets.

    >>> short_moment(Moment.parse("2020-08-07T08:00"))
    '08h00 07/8/2020'
    """
    day = day_month_year(when.day)
    return say("date.short_moment", clock=clock(when.clock), day=day) if when.clock else day


def clock(hour: time) -> str:
    """Write the time of day.

    >>> clock(time(8, 0))
    '08h00'
    """
    return say("date.clock", hour=f"{hour:%H}", minute=f"{hour:%M}")


def duration(hours: Fraction) -> str:
    """Write a span of time in days and hours, as exactly as it is known.

    >>> duration(Fraction(936)), duration(Fraction(31, 2)), duration(Fraction(51, 2))
    ('39 ngày', '15,5 giờ', '01 ngày 1,5 giờ')
    """
    days, rest = divmod(hours, 24)
    shown = decimal(rest, 0 if rest.denominator == 1 else 1)
    parts = [say("duration.days", days=count(int(days)))] if days else []
    return " ".join([*parts, say("duration.hours", hours=shown)] if rest or not parts else parts)


def issue_line(place: str, day: int | None, month: int, year: int) -> str:
    """Write place and date under the national motto; a missing day is left blank for the pen."""
    return say("letter.issue_line", place=place, date=long_date(day, month, year))


def long_date(day: int | None, month: int, year: int) -> str:
    """Write a date in full; a missing day is left blank for the pen.

    >>> long_date(7, 8, 2020)
    'ngày 07 tháng 8 năm 2020'
    """
    shown = f"{day:02d}" if day else NO_BREAK_SPACE * 5
    return say("date.long", day=shown, month=month_number(month), year=year)


def number_line(number: str | None, symbol: str) -> str:
    """Write number and symbol; a missing number is left blank, one below 10 takes a leading zero."""
    return say("letter.number_line", number=letter_number(number), symbol=symbol)


def letter_number(number: str | None) -> str:
    """Write a letter's number; a missing one is left blank for the pen, one below 10 takes a leading zero."""
    return number.zfill(2) if number else NO_BREAK_SPACE * 7


def joined(parts: Iterable[str]) -> str:
    """Join names as a sentence does.

    >>> joined(["Zalo", "SMS", "Facebook"])
    'Zalo, SMS và Facebook'
    """
    *first, last = parts
    return say("list.last", first=", ".join(first), last=last) if first else last


def capitalised(text: str) -> str:
    """Raise the first letter and leave the others as they are."""
    return text[:1].upper() + text[1:]


def collation_key(text: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Order names as Vietnamese dictionaries do: by letter (đ after d, ơ after ô), then by tone.

    >>> sorted(["Đà Nẵng", "Hà Nội", "An Giang", "Điện Biên"], key=collation_key)
    ['An Giang', 'Đà Nẵng', 'Điện Biên', 'Hà Nội']
    """
    letters, tones = zip(*map(_letter, unicodedata.normalize("NFC", text).lower()), strict=True) if text else ((), ())
    return letters, tones


@lru_cache(maxsize=1024)
def _letter(letter: str) -> tuple[int, int]:
    """Give a letter's place in the alphabet, and that of its tone."""
    apart = unicodedata.normalize("NFD", letter)
    tone = next((mark for mark in apart if mark in TONES), "")
    plain = unicodedata.normalize("NFC", apart.replace(tone, "")) if tone else letter
    place = ALPHABET.find(plain)
    return 100 + place if place >= 0 else min(ord(plain[:1]), 99), TONES.find(tone) + 1 if tone else 0
