"""What a table's cell stands for: the one fact it prints, its exact value, and how a workbook shows it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from dophu.facts.printing import is_in_millions
from dophu.tell.blocks import Runs, TraceRow
from dophu.tell.html import UNPRINTABLE, plain
from dophu.wording import Moment, day_month_year, short_moment
from dophu.wording import clock as clock_of
from dophu.wording import moment as moment_of
from dophu.words import around

TEXT = "@"  # the format of text
LONGEST_FORMAT = 255  # that a workbook takes
NUMBER = re.compile(r"-?\d[\d.]*(?:,(\d+))?")
HIDDEN = re.compile(rf"{UNPRINTABLE.pattern}|[\ud800-\udfff]")

SAID_DAY = re.compile(r"(?:(\d\d)\D(\d\d)\D+|\D*)(\d\d)/(\d\d?)/(\d{4})")
SENTENCE = re.compile(r"[\d;]")  # a number format would read the first as a place, the second as another case


class Typed(NamedTuple):
    """A workbook's cell: its value, the text it shows, and the number format in which it does so."""

    value: str | int | float | date | datetime
    shown: str
    format: str = TEXT


def published_on(text: str) -> str:
    """Write the day on which a source was published, or its text where only a part of one is known."""
    try:
        return day_month_year(Moment.parse(text).day)
    except ValueError:
        return text


def only_fact(cell: Runs, facts: Mapping[str, TraceRow]) -> TraceRow | None:
    """Take the fact that a cell prints, when it prints exactly one."""
    keys = [run.fact for run in cell if run.fact]
    return facts.get(keys[0]) if len(keys) == 1 else None


def amount(fact: TraceRow) -> Fraction | None:
    """Read a fact's exact value; words, dates and moments are no amounts."""
    return None if fact.unit in {"moment", "date", "text"} else as_fraction(fact.exact)


@lru_cache(10_000)  # every writer and reader asks for the same facts
def as_fraction(exact: str) -> Fraction | None:
    """Read an exact number, "1268760/156331"; None for what is none."""
    try:
        return Fraction(exact)
    except ValueError:
        return None


def moment(fact: TraceRow) -> Moment | None:
    """Read a fact that is a day, or a moment of it."""
    return Moment.parse(fact.exact) if fact.unit in {"moment", "date"} else None


@lru_cache(10_000)  # the same names, sources and words stand in many cells
def clean(text: str) -> str:
    """Leave out the characters that hide or end text."""
    return HIDDEN.sub("", text)


@lru_cache(10_000)
def text_cell(text: str) -> Typed:
    """Make a cell of text."""
    shown = clean(text)
    return Typed(shown, shown)


def typed(cell: Runs, facts: Mapping[str, TraceRow]) -> Typed:
    """Type a cell: a number, day or moment for exactly one fact that is one, text for everything else.

    A number keeps the fact's exact value; its format prints the cell's own text, with the qualifier that a
    figure such as "khoảng 36,3%" must not lose.
    """
    fact = only_fact(cell, facts) if not SENTENCE.search("".join(r.text for r in cell if not r.fact)) else None
    made = (_day(fact, cell) or _number(fact, cell)) if fact else None
    return made if made and len(made.format) <= LONGEST_FORMAT else text_cell(plain(cell))


def divisor(fact: TraceRow, cell: Runs) -> int:
    """Say by what a fact's exact value is divided in its cell: per cents become fractions, hours whole days."""
    return _divisor(fact, _around(cell)[-1])


def _divisor(fact: TraceRow, after: str) -> int:
    if after.startswith("%"):
        return 100
    return 24 if fact.unit == "hours" and after.startswith(around("duration.days", "days")[1]) else 1


def _around(cell: Runs) -> tuple[str, re.Match[str] | None, str]:
    """Part a cell's text into what stands before its fact's number, the number, and what stands after it."""
    place = next(place for place, run in enumerate(cell) if run.fact)
    before, printed, after = (clean(plain(part)) for part in (cell[:place], cell[place : place + 1], cell[place + 1 :]))
    number = NUMBER.search(printed)
    if number is None:
        return before + printed + after, None, ""
    return before + printed[: number.start()], number, printed[number.end() :] + after


def _number(fact: TraceRow, cell: Runs) -> Typed | None:
    value = amount(fact)
    printed = next(run.text for run in cell if run.fact)
    if value is None or len(NUMBER.findall(printed)) > 1:
        return None
    around = _around(cell)
    above, below = value.numerator, value.denominator * _divisor(fact, around[-1])
    number = above / below if above % below else above // below  # as exact as by fractions, which take their time
    scaled = ",," if fact.unit == "count" and is_in_millions(printed) else ""  # a workbook divides by 1.000 for each
    return Typed(number, clean(plain(cell)), _number_format(value, *around, scaled))


def _number_format(value: Fraction, before: str, number: re.Match[str] | None, after: str, scaled: str) -> str:
    """Write the format in which a value prints as it is printed: with its words, its decimals and its sign."""
    if number is None:
        return _literal(before)  # "không thay đổi"
    percent = "%" if after.startswith("%") else ""
    whole = "00" if re.match(r"-?0\d", number[0]) else "#,##0"
    decimals = "." + "0" * len(number[1]) if number[1] else ""
    shown = f"{whole}{decimals}{scaled}{percent}{_literal(after.removeprefix(percent))}"
    sign = "-" if number[0].startswith("-") else ""
    positive = f"{_literal(before)}{shown}"
    return f"{positive};{_literal(before)}{sign}{shown}" if value.numerator < 0 else positive


def _day(fact: TraceRow, cell: Runs) -> Typed | None:
    when = moment(fact)
    return day_cell(when, clean(plain(cell))) if when else None


def said_day(text: str) -> Moment | None:
    """Read a text that is nothing but a day, or a moment of it, as reports print them."""
    found = SAID_DAY.fullmatch(text)
    if found is None:
        return None
    hour, minute, day, month, year = found.groups()
    try:
        when = Moment(date(int(year), int(month), int(day)), time(int(hour), int(minute)) if hour else None)
    except ValueError:
        return None
    return when if text in {moment_of(when), short_moment(when)} else None


def day_cell(when: Moment, text: str) -> Typed | None:
    """Make a cell of a day, or of a moment of it, that prints as `text`; None if that does not name the day."""
    if day_month_year(when.day) not in text:
        return None
    before, after = text.split(day_month_year(when.day), 1)
    clock = clock_of(when.clock) if when.clock else ""
    hour = 'hh"h"mm' if clock and before.startswith(clock) else ""
    month = "mm" if when.day.month <= 2 else "m"  # noqa: PLR2004 - as offices write them
    day = f"dd\\/{month}\\/yyyy"
    words = before.removeprefix(clock) if hour else before
    value = datetime.combine(when.day, when.clock) if when.clock else when.day
    return Typed(value, text, f"{hour}{_literal(words)}{day}{_literal(after)}")


def _literal(text: str) -> str:
    quoted = text.replace('"', '"\\""')
    return f'"{quoted}"' if text else ""
