"""What stored values are meant as, and how they show: plain numbers, per cents, dates and times.

Number formats are those of ECMA-376 part 1, 18.8.30 and 18.8.31; xls has the same.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from dophu.intake.grid import Kind, Value
from dophu.wording import decimal

BUILT_IN = {9: "0%", 10: "0.00%", 20: "h:mm", 21: "h:mm:ss", 22: "d/m/yy h:mm", 45: "mm:ss", 46: "[h]:mm:ss"}
BUILT_IN |= {16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 47: "mm:ss.0"}
BUILT_IN |= dict.fromkeys((*range(14, 16), *range(27, 37), *range(50, 59)), "d/m/yyyy")
LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")  # a footnote's mark must not become a digit of the figure before it
BEHIND, LONGEST_BEHIND = re.compile(r'(?:"[^"]*"|\\.| )*$'), 50
ANOTHER = re.compile(r"\d|\b(?:nghìn|ngàn|triệu|tỷ|tỉ)\b", re.IGNORECASE)
DIVIDED = re.compile(r"[0#?](,+)\s*$")  # behind the digits each comma divides what shows by a thousand
DIVISORS = {1: ("nghìn", "ngàn"), 2: ("triệu",), 3: ("tỷ", "tỉ")}
EPOCHS = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}
LEAP_DAY_OF_1900 = 60  # there was none, but the calendar of spreadsheets has it
DAY = 86_400
EXACT = 1 << 53  # whole numbers below are exact


class Shown(NamedTuple):
    """What a cell's value is, and how it shows."""

    value: Value
    kind: Kind
    text: str


class Format(NamedTuple):
    """What a number format makes of a number; `days` and `elapsed` tell dates and durations from times of day.

    after   what it prints behind the number and makes it another: 63 shows as "63 nghìn", or as "63.000"
    coarse  of a date of which only the month or the year shows: how it is written
    """

    kind: Kind = Kind.NUMBER
    places: int = 0
    after: str = ""
    days: bool = False
    elapsed: bool = False
    coarse: str = ""


@cache
def format_of(code: str, number: int = 0) -> Format:
    """Read a number format: its code, or the number of a built-in one."""
    full = code or BUILT_IN.get(number, "")
    section = LITERAL.sub("", full).split(";")[0].lower()
    if "%" in section:
        decimals = re.search(r"\.([0#?]+)", section)
        return Format(Kind.PERCENT, len(decimals[1]) if decimals else 0)
    if re.search(r"[ymdhs]", section):
        days, elapsed = bool(re.search("[yd]|mmm", section)), "[" in section
        return Format(Kind.DATE, days=days, elapsed=elapsed, coarse=_coarse(section))
    behind = re.sub(r'["\\]', "", "".join(BEHIND.findall(full.split(";")[0][-LONGEST_BEHIND:])))
    behind = re.sub(r"[., ]", "", behind) if re.fullmatch(r"[\d., ]*", behind) else behind
    is_another = ANOTHER.search(behind) and not _names_divisor(section, behind)
    return Format(after=behind) if is_another else Format()


def _names_divisor(section: str, behind: str) -> bool:
    """Whether the words behind a number only say what its format divides it by: 2.830.000 shows as "2,83 triệu"."""
    commas = DIVIDED.search(section)
    return commas is not None and behind.strip().lower().startswith(DIVISORS.get(len(commas[1]), ()))


def _coarse(section: str) -> str:
    """Say how a date shows whose format has no day: "08/2020", "2020"; "" for any other format."""
    if "y" not in section or re.search("[dhs]", section):
        return ""
    return "%m/%Y" if "m" in section else "%Y"


def shown_number(value: float, form: Format, *, from_1904: bool = False) -> Shown:
    """Say what a stored number is: 15 digits hold, as spreadsheets have it, so that 0.1 + 0.2 is 0.3.

    >>> shown_number(0.1 + 0.2, Format()).text, shown_number(0.0812, Format(Kind.PERCENT, 2)).text
    ('0.3', '8,12%')
    """
    if form.kind is Kind.DATE:
        return _shown_serial(value, form, from_1904=from_1904)
    if value == int(value) and abs(value) < EXACT:
        exact: int | float = int(value)
        text = str(exact)
    else:
        text = f"{value:.15g}"
        exact = float(text)
    if form.kind is Kind.PERCENT:
        text = decimal(Fraction(text) * 100, form.places).replace(".", "") + "%"
    if form.after:
        return shown_text(text + form.after)
    return Shown(exact, form.kind, text)


def _shown_serial(value: float, form: Format, *, from_1904: bool) -> Shown:
    """Turn a stored number of days into a date, a time or a duration; one out of the calendar stays a number."""
    try:
        span = timedelta(seconds=round(value * DAY))
        early = 0 <= value < LEAP_DAY_OF_1900 and not from_1904
        when = EPOCHS[from_1904] + span + timedelta(days=early)
    except (OverflowError, ValueError):
        return Shown(value, Kind.DATE, f"{value:.15g}")
    if form.elapsed:
        return shown_date(span)
    if not form.days and 0 <= value < 1:
        return shown_date(when.time())
    if form.coarse:
        return Shown(when.date(), Kind.DATE, when.strftime(form.coarse))
    return shown_date(when)


def shown_date(when: date | time | timedelta) -> Shown:
    """Say what a date, a time or a duration is; a moment at midnight is a date."""
    if isinstance(when, timedelta):
        minutes, seconds = divmod(int(when.total_seconds()), 60)
        return Shown(when, Kind.DATE, f"{minutes // 60}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else ""))
    if isinstance(when, time):
        return Shown(when, Kind.DATE, f"{when:%H:%M:%S}" if when.second else f"{when:%H:%M}")
    if not isinstance(when, datetime):
        return Shown(when, Kind.DATE, _day(when))
    if when.time() == time.min:
        return Shown(when.date(), Kind.DATE, _day(when))
    return Shown(when, Kind.DATE, f"{_day(when)} {shown_date(when.time()).text}")


def _day(when: date) -> str:
    return f"{when.day:02}/{when.month:02}/{when.year:04}"


def shown_text(text: str) -> Shown:
    """Say what a text is: itself."""
    return Shown(text, Kind.TEXT, text)


def shown_logical(value: bool) -> Shown:
    """Say what TRUE and FALSE are."""
    return Shown(value, Kind.LOGICAL, "TRUE" if value else "FALSE")


def shown_error(text: str) -> Shown:
    """Say what an error is, "#REF!" or a number that is none."""
    return Shown(text, Kind.ERROR, text)


def shown_iso(text: str) -> Shown:
    """Read a date, or a moment, of the form 2020-08-07T08:00:00; what is none is an error."""
    try:
        return shown_date(datetime.fromisoformat(text.removesuffix("Z")).replace(tzinfo=None))
    except ValueError:
        return shown_error(text)
