"""Months, quarters and years as headings and titles name them, held to the day of a period."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple
from unicodedata import normalize

from dophu.intake.moments import MOMENT, mentions
from dophu.world.periods import SCHOOL_BEGINS

Grain = Literal["day", "month", "year", "years"]
GRAINS: tuple[Grain, ...] = ("day", "month", "year", "years")  # the finest first; several years are coarser than one
YEAR = r"(?:19|20)\d\d"
SHORT = r"(?P<short>\d\d)(?![\d/.-]|,\d)"  # "T7/20"
OF_YEAR = rf"(?:\s*(?:[/.-]|năm|nam|of)?\s*(?P<year>{YEAR})\b|\s*[/'’-]\s*{SHORT})?"
COMPACT = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])([0-3]\d)?")
LONGEST_TIME = 40  # characters
SHORTER, LONGER = 0.7, 1.4  # times as long as a period, as months that are cut off on a day may be
A_YEAR = timedelta(days=300)  # of a period of a year
CUT_OFF = timedelta(days=60)  # by which a year may be reported before it ends
NEAR = 12  # years around the period's in which a year of two digits is likely
LATEST = 49  # a year of two digits up to it is one of this century
ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MAY_BE_TIME = re.compile(rf"\d|qu[ýíy]|quarter|tháng|cả năm|full year|{'|'.join(ENGLISH)}", re.IGNORECASE)
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
ROMAN = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "v": 5,
    "vi": 6,
    "vii": 7,
    "viii": 8,
    "ix": 9,
    "x": 10,
    "xi": 11,
    "xii": 12,
}
LONG = "january|february|april|june|july|august|september|october|november|december"  # that are no other words
ENGLISH_MONTH = rf"(?:{LONG}|march|jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)\b"
WORDS = rf"(?P<word>{ENGLISH_MONTH})"
NAMED_MONTH = rf"(?P<named>{'|'.join(sorted(VIETNAMESE, reverse=True))})"
ROMAN_MONTH = r"(?P<roman>x{0,1}(?:iv|ix|vi{0,3}|i{1,3})|xi{0,2})"
OF_AN_AGE = r"(?<!dưới )(?<!trên )(?<!từ )(?<!đủ )(?<!trẻ )(?<!em )(?<!\d-)(?<!\d - )(?<!\d đến )"  # before "9 tháng"
DAY_OF_MONTH = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
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
    number = _number_of_month(found.groupdict())
    return _months(number, number, _year_of(found, year))


def _number_of_month(given: dict[str, str | None]) -> int:
    word, named, roman = given.get("word") or given.get("alone"), given.get("named"), given.get("roman")
    if word:
        return ENGLISH.index(word[:3].lower()) + 1
    if named:
        return VIETNAMESE[named.lower()]
    return ROMAN[roman.lower()] if roman else int(given["month"] or 0)


def _year_of(found: re.Match[str], year: int) -> int:
    """Read the year of a time, of four digits or of two; the given one where it names none."""
    given = found.groupdict()
    if short := given.get("short"):
        return int(short) + (2000 if int(short) <= LATEST else 1900)
    return int(given.get("year") or year)


def _quarter(found: re.Match[str], year: int) -> Span | None:
    number = ROMAN.get(found["quarter"].lower()) or int(found["quarter"])
    return _months(3 * number - 2, 3 * number, _year_of(found, year))


def _part(found: re.Match[str], year: int) -> Span | None:
    count, later = int(found["count"]), (found["which"] or "").startswith("cu")
    span = _months(13 - count if later else 1, 12 if later else count, _year_of(found, year))
    return span._replace(ends=True) if span else None


def _half(found: re.Match[str], year: int) -> Span | None:
    second = found["half"] in ("2", "ii", "II")
    span = _months(7 if second else 1, 12 if second else 6, int(found["year"] or year))
    return span._replace(ends=True) if span else None


def _year(found: re.Match[str], _: int) -> Span:
    return Span(date(int(found["year"]), 1, 1), date(int(found["year"]), 12, 31), "year")


def _years(found: re.Match[str], _: int) -> Span:
    """Read years from one to another; of two that follow each other the school year, unless they are called a stage."""
    first, last = sorted((int(found["year"]), _later(found)))
    if last == first + 1 and not found["stage"]:
        return Span(date(first, SCHOOL_BEGINS, 1), date(last, SCHOOL_BEGINS, 1) - timedelta(days=1), "years")
    return Span(date(first, 1, 1), date(last, 12, 31), "years")


def _later(found: re.Match[str]) -> int:
    """Read the second of two years: of "2019-20" it is 2020."""
    return int(found["later"] or found["year"][:2] + found["short_later"])


def _run(found: re.Match[str], year: int) -> Span | None:
    """Read the months from one month or quarter to another: "Q1-Q3/2020", "từ tháng 9/2019 đến tháng 5/2020"."""
    last_year = int(found["before"] or _year_of(found, year))
    first_year = int(found["first_year"] or last_year)
    each = 3 if found["what"][0].lower() == "q" else 1
    first, last = (ROMAN.get(found[end].lower()) or int(found[end]) for end in ("from", "to"))
    if not (1 <= each * first <= 12 and 1 <= each * last <= 12):  # noqa: PLR2004 - months
        return None
    since, until = (
        _months(each * (first - 1) + 1, each * first, first_year),
        _months(each * last, each * last, last_year),
    )
    return _joined(since, until)


def _run_of_words(found: re.Match[str], year: int) -> Span | None:
    """Read "Jan-Sep 2020"."""
    own = _year_of(found, year)
    first, last = (ENGLISH.index(found[end][:3].lower()) + 1 for end in ("from", "to"))
    return _joined(_months(first, first, own), _months(last, last, own))


def _joined(first: Span | None, last: Span | None) -> Span | None:
    if first is None or last is None or last.last <= first.last:
        return None
    return Span(first.first, last.last, "month", ends=True)


def _short_year(found: re.Match[str], year: int) -> Span:
    own = _year_of(found, year)
    return Span(date(own, 1, 1), date(own, 12, 31), "year")


def _this_year(_: re.Match[str], year: int) -> Span:
    return Span(date(year, 1, 1), date(year, 12, 31), "month")  # as fine as the quarters beside it


def _week(found: re.Match[str], year: int) -> Span | None:
    try:
        first = date.fromisocalendar(int(found["year"] or year), int(found["week"]), 1)
    except ValueError:
        return None
    return Span(first, first + timedelta(days=6), "month")


def _day(found: re.Match[str], year: int) -> Span | None:
    try:
        day = date(_year_of(found, year), _number_of_month(found.groupdict()), int(found["day"]))
    except ValueError:
        return None
    return Span(day, day, "day")


def _month_or_day(found: re.Match[str], year: int) -> Span | None:
    """Read "Jul-20" as a month of a year near by, as spreadsheets write it, else as a day."""
    if abs(_year_of(found, year) - year) <= NEAR:
        return _month(found, year)
    number = _number_of_month(found.groupdict())
    day = int(found["short"])
    if not 0 < day <= monthrange(year, number)[1]:
        return None
    return Span(date(year, number, day), date(year, number, day), "day")


def _days(found: re.Match[str], year: int) -> Span | None:
    """Read the days of a week or the like: figures of all of them, as those of a month are of all of its days."""
    own = int(found["year"] or year)
    month = int(found["month"])
    since = int(found["first_month"] or month)
    try:
        first = date(own - (since > month), since, int(found["first"]))
        last = date(own, month, int(found["last"]))
    except ValueError:
        return None
    return Span(first, last, "month") if first < last else None


def _months(first: int, last: int, year: int) -> Span | None:
    if not 1 <= first <= last <= 12:  # noqa: PLR2004 - months
        return None
    return Span(date(year, first, 1), date(year, last, monthrange(year, last)[1]), "month")


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


MONTH_AND_NUMBER = _pattern(rf"\b{WORDS}\.?\s*[/'’ -]\s*{SHORT}")
# Finer ones first: what one of them has read, a coarser one does not read again.
Pattern = tuple[re.Pattern[str], Callable[[re.Match[str], int], Span | None]]
DAYS: tuple[Pattern, ...] = (  # before single days are looked for
    (
        _pattern(
            r"(?<![\w/.-])(?:từ\s*)?(?:ngày\s*)?(?P<first>\d{1,2})(?:\s*/\s*(?P<first_month>\d{1,2}))?"
            r"\s*(?:-|–|đến)\s*(?:hết\s*)?(?:ngày\s*)?(?P<last>\d{1,2})\s*/\s*(?P<month>\d{1,2})"
            rf"(?:\s*/\s*(?P<year>{YEAR}))?(?![\d/-])"
        ),
        _days,
    ),
)
UNIT_OF_RUN = r"(?:quý|quí|quy|quarters?|q|tháng|thang|months?|thg\.?|th\.?|t)"
NUMBER_OF_RUN = r"(?:0?[1-9]|1[0-2]|iv|v?i{1,3}|vi?|ix|xi{0,2})"
TO = r"\s*(?:-|–|—|đến hết|đến|den|tới|toi|to|through)\s*"
AND = r"\s*(?:,|;|\+|&|và|va|and)\s*"
SECOND = rf"(?:{UNIT_OF_RUN}\s*)?(?P<to>{NUMBER_OF_RUN})(?!\w)"
RUNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], int], Span | None]], ...] = tuple(
    (_pattern(text), make)
    for text, make in (
        *(
            (
                rf"(?<![^\W_])(?:(?P<before>{YEAR})\s*[-/]?\s*)?(?P<what>{UNIT_OF_RUN})\s*(?P<from>{NUMBER_OF_RUN})"
                rf"(?!\w)(?:\s*(?:[/.]|năm|nam)?\s*(?P<first_year>{YEAR}))?{between}{OF_YEAR}{end}",
                _run,
            )
            for between, end in (
                (rf"{TO}(?:{YEAR}\s*[-/]?\s*)?{SECOND}", ""),
                (rf"(?:{AND}(?:{UNIT_OF_RUN}\s*)?{NUMBER_OF_RUN}(?!\w))*?{AND}{SECOND}", r"(?=\s*(?:[)\]\n]|$))"),
            )
        ),
        (
            rf"\b(?P<from>{ENGLISH_MONTH}){TO}(?P<to>{ENGLISH_MONTH})(?:[\s,/]*(?P<year>{YEAR})\b)?",
            _run_of_words,
        ),
    )
)
AGES = r"(?!\s*(?:tuổi|tuoi|trở|tro|old|/))"
TIMES: tuple[Pattern, ...] = (
    (_pattern(rf"\b(?P<year>{YEAR})([-/.])(?P<month>\d{{1,2}})\2(?P<day>\d{{1,2}})\b"), _day),
    (_pattern(rf"\b(?P<year>{YEAR})(?P<month>0[1-9]|1[0-2])(?P<day>[0-3]\d)\b"), _day),
    (_pattern(r"(?<![\d/.-])(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<short>\d\d)(?![\d/.-])"), _day),
    (
        _pattern(rf"(?<![\d/.-]){DAY_OF_MONTH}\s*[-/ ]?\s*{WORDS}\.?(?:[\s,/-]*(?P<year>{YEAR})\b|[-/'’ ]{SHORT})?"),
        _day,
    ),
    (_pattern(rf"\b{WORDS}\.?\s*{DAY_OF_MONTH}\s*,?\s*(?P<year>{YEAR})\b"), _day),
    (
        _pattern(
            rf"{OF_AN_AGE}\b(?P<count>[2-9]|1[0-2])\s*(?:tháng|thang|months?)\b{AGES}(?:\s*(?P<which>đầu|dau|cuối|cuoi))?{OF_YEAR}"
        ),
        _part,
    ),
    (_pattern(rf"\b(?P<count>[69])\s*t\b(?:\s*(?P<which>đầu|dau|cuối|cuoi))?{OF_YEAR}"), _part),
    (_pattern(rf"\b(?P<count>[2-9]|1[0-2])\s*t(?P<which>)\s*[/.-]?\s*(?P<year>{YEAR})\b"), _part),
    (_pattern(rf"\b(?P<year>{YEAR})-?w(?P<week>\d{{1,2}})\b"), _week),
    (
        _pattern(
            rf"\b(?:tuần|tuan|week|wk)\s*(?P<week>\d{{1,2}})\b(?!\s*(?:của\s*)?th[áa]ng|\s*/\s*\d{{1,2}}\b){OF_YEAR}"
        ),
        _week,
    ),
    (_pattern(rf"\bw(?P<week>\d{{1,2}})\b{OF_YEAR}\W*$"), _week),
    (_pattern(rf"\b(?P<year>{YEAR})s(?P<half>[12])\b"), _half),
    (_pattern(rf"\bh(?P<half>[12])\s*[/ -]?\s*(?P<year>{YEAR})\b"), _half),
    (_pattern(rf"\b(?P<year>{YEAR})\s*[/-]?\s*q(?P<quarter>[1-4])\b"), _quarter),
    (_pattern(rf"\bq(?P<quarter>[1-4])(?:\s*[/ -]?\s*(?P<year>{YEAR})|\s*[/'’-]\s*{SHORT})?\b"), _quarter),
    (_pattern(rf"\b(?:quý|quí|quy|quarter)\s*{QUARTER}\b{OF_YEAR}"), _quarter),
    (_pattern(rf"\b(?P<year>{YEAR})\s*[-m/]\s*(?P<month>0[1-9]|1[0-2])\b(?![-/\d])"), _month),
    (_pattern(rf"\b(?P<year>{YEAR})(?P<month>0[1-9]|1[0-2])\b"), _month),
    (_pattern(rf"(?:tháng|thang|month|\bthg\.?|\bth\.?|\bt)\s*(?P<month>\d{{1,2}})\b{OF_YEAR}"), _month),
    (_pattern(rf"\btháng\s+{NAMED_MONTH}\b{OF_YEAR}"), _month),
    (_pattern(rf"\btháng\s+{ROMAN_MONTH}\b{OF_YEAR}"), _month),
    (_pattern(rf"\b{WORDS}\.?\s*[,/ -]?\s*(?P<year>{YEAR})\b"), _month),
    (_pattern(rf"\b{WORDS}\.?\s+(?P<day>[1-9])(?:st|nd|rd|th)?\b(?![/.-]?\d)"), _day),
    (MONTH_AND_NUMBER, _month_or_day),
    (_pattern(rf"\b(?P<word>{LONG})\b|^\W*(?P<alone>{'|'.join(ENGLISH)}|march|sept)\.?\W*$"), _month),
    (_pattern(rf"(?<![\d/.-])(?P<month>\d{{1,2}})\s*[/.-]\s*(?P<year>{YEAR})\b(?![/-]?\w)"), _month),
    (_pattern(rf"(?<![\d/.-])(?P<month>\d{{1,2}})\s*/\s*{SHORT}\W*$"), _month),
    (_pattern(rf"\b(?:năm|nam|fy)\s*['’]?{SHORT}\W*$"), _short_year),
    (_pattern(r"\b(?:cả|ca|toàn|whole|full)\s+(?:năm|nam|year)\b(?!\s*\d)"), _this_year),
)
RANGE = _pattern(
    rf"(?P<stage>(?:giai đoạn|giai doan|từ(?: năm)?|from)\s*)?(?<![\w/.-])(?:x|fy ?)?(?P<year>{YEAR})"
    rf"\s*(?:[-–—/]|đến(?: hết)?(?: năm)?|to)\s*(?:(?P<later>{YEAR})|(?<=[-–])(?P<short_later>\d\d))(?![\w/-]|[.,]\d)"
)
NAMED_YEAR = _pattern(rf"\b(?:năm|nam|year|in|of|for|fy)\s*(?P<year>{YEAR})\b(?!\s*[-–]\s*\d)")
BARE_YEAR = _pattern(rf"(?<![\w/.,-])x?(?P<year>{YEAR})(?![\w/-]|[.,]\d)")


YEARS: tuple[Pattern, ...] = ((RANGE, _years), (NAMED_YEAR, _year), (BARE_YEAR, _year))


@lru_cache(maxsize=1 << 13)
def _read(text: str, year: int, *, bare: bool) -> tuple[tuple[Span, ...], str]:
    """Read the times that a text names, and what is left of it without them."""
    text = normalize("NFC", text)
    spans, rest = _found(DAYS, text, year)
    days = [Span(one.moment.day, one.moment.day, "day") for one in mentions(rest, year)]
    spans, rest = spans + days, MOMENT.sub(" ", rest) if days else rest
    years = [
        found
        for pattern in (RANGE, NAMED_YEAR, BARE_YEAR)
        if bare or pattern is not BARE_YEAR
        for found in pattern.finditer(rest)
    ]
    own = {int(found["year"]) for found in years}
    stated = own.pop() if len(own) == 1 else year
    found_here, rest = _found((*RUNS, *TIMES), rest, stated)
    in_years, rest = _found(YEARS if bare else YEARS[:-1], rest, year)
    return tuple(spans + found_here + in_years), rest


def _found(patterns: Sequence[Pattern], text: str, year: int) -> tuple[list[Span], str]:
    """Read the times of some patterns, and give what is left of the text."""
    spans: list[Span] = []
    for pattern, make in patterns:
        spans += [span for found in pattern.finditer(text) if (span := make(found, year))]
        text = pattern.sub(" ", text)
    return spans, text


def times_in(text: str, year: int, *, bare: bool = True) -> tuple[Span, ...]:
    """List the days, months, quarters and years that a text names; a month without its year is taken to lie in `year`.

    bare   whether a number such as 2020 is a year without the word

    >>> [str(span.last) for span in times_in("Tháng 6/2021", 2020)]
    ['2021-06-30']
    """
    return _read(text, year, bare=bare)[0]


def without_ranges_of_days(text: str) -> str:
    """Give a text without days such as "03/8 đến 09/8", of which neither is that of its figures."""
    return _found(DAYS, normalize("NFC", text), date.min.year)[1]


def may_be_day_or_month(text: str) -> tuple[str, str] | None:
    """Find a month and a number that may be its day or its year: "Jul 20"; None where there is none."""
    found = MONTH_AND_NUMBER.search(normalize("NFC", text))
    return (found["word"][:3].lower(), found["short"]) if found else None


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


def are_compact(texts: Sequence[str]) -> bool:
    """Say whether several texts are the compact months or days of data systems, one after the other."""
    ordered = list(texts) in (sorted(set(texts)), sorted(set(texts), reverse=True))
    return len(texts) > 1 and ordered and all(map(COMPACT.fullmatch, texts))


def is_time(text: str) -> bool:
    """Say whether a short text is a time and nothing else."""
    if text.isdecimal():  # most cells, and quickly
        return len(text) == len("2000") and text[:2] in ("19", "20")
    if len(text) > LONGEST_TIME or not MAY_BE_TIME.search(text):
        return False
    spans, rest = _read(text, 2000, bare=True)
    return bool(spans) and not any(map(str.isalnum, rest))


def is_of_other_length(text: str, first: date | None, day: date, *, year: int | None = None) -> bool:
    """Say whether a text names months that end with a period and are fewer or more than it has: "9 tháng" of a quarter.

    first   day of the period; None where it has one alone
    """
    spans = [span for span in finest(times_in(text, year or day.year)) if span.holds(day)]
    if first is None or not spans or spans[0].grain == "day":
        return False
    days = (day - first).days + 1
    return not any(SHORTER * days <= (span.last - span.first).days + 1 <= LONGER * days for span in spans)


def is_of_other_year(text: str, first: date | None, day: date, *, year: int | None = None) -> bool:
    """Say whether a text names years that end amid a period of a year, as school years end amid a calendar year.

    first   day of the period; None where it has one alone
    """
    spans = [span for span in finest(times_in(text, year or day.year)) if span.holds(day)]
    if first is None or day - first < A_YEAR or not spans or spans[0].grain not in ("year", "years"):
        return False
    return all(abs(span.last - day) > CUT_OFF for span in spans)


def agrees(text: str, day: date, *, bare: bool = True, year: int | None = None) -> bool | None:
    """Say whether the time that a text names is that of a day; the finest decides. None where it names none.

    year   of times that name none; the day's where it is not given
    """
    spans = finest(times_in(text, year or day.year, bare=bare))
    return any(span.holds(day) for span in spans) if spans else None


def finest(spans: Sequence[Span]) -> list[Span]:
    """Keep the finest of several times: of a year and its month the month."""
    return next((found for grain in GRAINS if (found := [span for span in spans if span.grain == grain])), [])
