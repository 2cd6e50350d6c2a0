"""Months, quarters and years as headings and titles name them, held to the day of a period."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple
from unicodedata import normalize

from dophu.intake.moments import MOMENT, mentions

Grain = Literal["day", "month", "year"]
YEAR = r"(?:19|20)\d\d"
OF_YEAR = rf"(?:\s*(?:[/.-]|năm|nam|of)?\s*(?P<year>{YEAR})\b)?"
MAY_BE_TIME = re.compile(r"\d|qu[ýíy]|quarter|tháng", re.IGNORECASE)
COMPACT = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])([0-3]\d)?")
LONGEST_TIME = 40  # characters
ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
VIETNAMESE = {
    "giêng": 1,
    "một": 1,
    "hai": 2,
    "ba": 3,
    "tư": 4,
    "bốn": 4,
    "sáu": 6,
    "bảy": 7,
    "bẩy": 7,
    "tám": 8,
    "chín": 9,
}
VIETNAMESE |= {"mười": 10, "mười một": 11, "mười hai": 12}  # "tháng năm" may be "month, year"
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
WORDS = r"(?P<word>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
NAMED_MONTH = rf"(?P<named>{'|'.join(sorted(VIETNAMESE, reverse=True))})"
QUARTER = r"(?P<quarter>i{1,3}|iv|[1-4])"


class Span(NamedTuple):
    """Days that a text names together: from the first to the last, both inside.

    ends   whether only its last month has the figures that are counted up to its end ("9 tháng đầu năm")
    """

    first: date
    last: date
    grain: Grain
    ends: bool = False

    def holds(self, day: date) -> bool:
        """Say whether figures of these days may be those of a period that ends on a day."""
        return self.first <= day <= self.last and (not self.ends or day.month == self.last.month)


def _month(found: re.Match[str], year: int) -> Span | None:
    given = found.groupdict()
    if given.get("word"):
        number = ENGLISH.index(given["word"][:3].lower()) + 1
    elif given.get("named"):
        number = VIETNAMESE[given["named"].lower()]
    else:
        number = int(given["month"])
    return _months(number, number, int(given.get("year") or year))


def _quarter(found: re.Match[str], year: int) -> Span | None:
    number = ROMAN.get(found["quarter"].lower()) or int(found["quarter"])
    return _months(3 * number - 2, 3 * number, int(found["year"] or year))


def _part(found: re.Match[str], year: int) -> Span | None:
    count, later = int(found["count"]), (found["which"] or "").startswith("cu")
    span = _months(13 - count if later else 1, 12 if later else count, int(found["year"] or year))
    return span._replace(ends=True) if span else None


def _half(found: re.Match[str], year: int) -> Span | None:
    second = found["half"] in ("2", "ii", "II")
    span = _months(7 if second else 1, 12 if second else 6, int(found["year"] or year))
    return span._replace(ends=True) if span else None


def _year(found: re.Match[str], _: int) -> Span | None:
    years = int(found["year"]), int(found.groupdict().get("later") or found["year"])
    return Span(date(min(years), 1, 1), date(max(years), 12, 31), "year")


def _week(found: re.Match[str], year: int) -> Span | None:
    try:
        first = date.fromisocalendar(int(found["year"] or year), int(found["week"]), 1)
    except ValueError:
        return None
    return Span(first, first + timedelta(days=6), "month")


def _day(found: re.Match[str], _: int) -> Span | None:
    try:
        day = date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None
    return Span(day, day, "day")


def _months(first: int, last: int, year: int) -> Span | None:
    if not 1 <= first <= last <= 12:  # noqa: PLR2004 - months
        return None
    return Span(date(year, first, 1), date(year, last, monthrange(year, last)[1]), "month")


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


# Finer ones first: what one of them has read, a coarser one does not read again.
MONTHS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], int], Span | None]], ...] = (
    (_pattern(rf"\b(?P<count>[69])\s*(?:tháng|thang|months?|t)\b(?:\s*(?P<which>đầu|dau|cuối|cuoi))?{OF_YEAR}"), _part),
    (_pattern(rf"\b(?P<year>{YEAR})-(?P<month>\d\d)-(?P<day>\d\d)\b"), _day),
    (_pattern(rf"\b(?P<year>{YEAR})-?w(?P<week>\d{{1,2}})\b"), _week),
    (_pattern(rf"\b(?:tuần|tuan|week)\s*(?P<week>\d{{1,2}})\b(?!\s*(?:của\s*)?th[áa]ng){OF_YEAR}"), _week),
    (_pattern(rf"\b(?P<year>{YEAR})s(?P<half>[12])\b"), _half),
    (_pattern(rf"\bh(?P<half>[12])\s*[/ -]?\s*(?P<year>{YEAR})\b"), _half),
    (_pattern(rf"\b(?P<year>{YEAR})\s*[/-]?\s*q(?P<quarter>[1-4])\b"), _quarter),
    (_pattern(rf"\bq(?P<quarter>[1-4])(?:\s*[/ -]?\s*(?P<year>{YEAR}))?\b"), _quarter),
    (_pattern(rf"\b(?:quý|quí|quy|quarter)\s*{QUARTER}\b{OF_YEAR}"), _quarter),
    (_pattern(rf"\b(?P<year>{YEAR})\s*[-m/]\s*(?P<month>\d\d)\b(?![-/\d])"), _month),
    (_pattern(rf"(?:tháng|thang|month|\bt)\s*(?P<month>\d{{1,2}})\b{OF_YEAR}"), _month),
    (_pattern(rf"\btháng\s+{NAMED_MONTH}\b{OF_YEAR}"), _month),
    (_pattern(rf"\b{WORDS}\.?\s*[,/ -]?\s*(?P<year>{YEAR})\b"), _month),
    (_pattern(rf"(?<![\d/.-])(?P<month>\d{{1,2}})\s*[/.-]\s*(?P<year>{YEAR})\b(?![/-]?\w)"), _month),
)
RANGE = _pattern(rf"(?<![\w/.-])x?(?P<year>{YEAR})\s*[-–/]\s*(?P<later>{YEAR})(?![\w/-])")
NAMED_YEAR = _pattern(rf"\b(?:năm|nam|year|in|of|for)\s*(?P<year>{YEAR})\b(?!\s*[-–]\s*\d)")
BARE_YEAR = _pattern(rf"(?<![\w/.,-])x?(?P<year>{YEAR})(?![\w/-]|[.,]\d)")


@lru_cache(maxsize=1 << 13)
def _read(text: str, year: int, *, bare: bool) -> tuple[tuple[Span, ...], str]:
    """Read the times that a text names, and what is left of it without them."""
    text = normalize("NFC", text)
    spans = [Span(one.moment.day, one.moment.day, "day") for one in mentions(text, year)]
    rest = MOMENT.sub(" ", text) if spans else text
    years = [
        found
        for pattern in (RANGE, NAMED_YEAR, BARE_YEAR)
        if bare or pattern is not BARE_YEAR
        for found in pattern.finditer(rest)
    ]
    own = {int(found["year"]) for found in years}
    stated = own.pop() if len(own) == 1 else year
    for pattern, make in MONTHS:
        for found in pattern.finditer(rest):
            spans += [span] if (span := make(found, stated)) else []
        rest = pattern.sub(" ", rest)
    for pattern in (RANGE, NAMED_YEAR, BARE_YEAR) if bare else (RANGE, NAMED_YEAR):
        spans += [span for found in pattern.finditer(rest) if (span := _year(found, year))]
        rest = pattern.sub(" ", rest)
    return tuple(spans), rest


def times_in(text: str, year: int, *, bare: bool = True) -> tuple[Span, ...]:
    """List the days, months, quarters and years that a text names; a month without its year is taken to lie in `year`.

    bare   whether a number such as 2020 is a year without the word

    >>> [str(span.last) for span in times_in("Tháng 6/2021", 2020)]
    ['2021-06-30']
    """
    return _read(text, year, bare=bare)[0]


def without_times(text: str) -> str:
    """Give what a text says beside its times."""
    return _read(text, 2000, bare=True)[1]


def period_text(text: str) -> str:
    """Write the compact periods of data systems as dates are read: 202107 as 2021-07, 20210731 as 2021-07-31.

    >>> period_text("202107")
    '2021-07'
    """
    found = COMPACT.fullmatch(text.strip())
    return "-".join(filter(None, found.groups())) if found else text


def is_time(text: str) -> bool:
    """Say whether a short text is a time and nothing else."""
    if len(text) > LONGEST_TIME or (text.isdigit() and len(text) != len("2000")) or not MAY_BE_TIME.search(text):
        return False  # most cells, and quickly
    spans, rest = _read(text, 2000, bare=True)
    return bool(spans) and not any(map(str.isalnum, rest))


def agrees(text: str, day: date, *, bare: bool = True) -> bool | None:
    """Say whether the time that a text names is that of a day; the finest decides. None where it names none."""
    spans = times_in(text, day.year, bare=bare)
    for grain in ("day", "month", "year"):
        if of_grain := [span for span in spans if span.grain == grain]:
            return any(span.holds(day) for span in of_grain)
    return None
