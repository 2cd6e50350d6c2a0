"""The text of a figure: it follows from the width of its interval, never from where the interval lies.

The rule, with `w` the width, `u0` the finest unit printed (0,01 of a share, 1 of a count), `U` the smallest power
of ten that is at least `w`:

1. An exact value is rounded half-up at u0.
2. A rounding cell V ± u/2 of a decimal unit u (a share printed elsewhere, the gap made of it) is V.
3. w ≤ u0: "khoảng V" at u0.
   What is made of a survey's estimate and exact figures is "A đến B", rounded outward at U/10.
4. w ≥ U/2: "khoảng V" at U, which stands for V - U to V + U; never "khoảng 0".
5. Else "A đến B", rounded outward at U/10.
6. An open side: "trên" what the sure end is rounded down to, "dưới" what it is rounded up to, at the greatest power
   of ten within the soft width, no finer than u0.
7. No text contains a threshold that the figure surely misses (nought for a difference; nought, the whole and the
   target for a share):
   as many decimals more as it takes, and "chưa đến" the smallest unit where that is too many.

A count of a million and more that is rounded to ten thousand or more is written in millions, with the digits that it
carries: "khoảng 2,83 triệu"; both ends of a range so or neither, and none whose noun is itself in millions.

A figure that a source published prints as the source wrote it. `tests/facts/test_printing.py` reads texts back by
a parser of its own: the text always contains the interval.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from dophu import wording
from dophu.facts.interval import Interval, down, nearest, up
from dophu.words import around, pieces, say
from dophu.words.text import of_kind

Unit = Literal["count", "sized", "percent", "points", "value", "times", "rank", "moment", "date", "hours", "text"]
Counted = Literal["count", "sized"]  # "sized" where the noun is "triệu đồng", behind which "2,83 triệu" cannot stand

# the decimals of each unit
FINEST: dict[str, int] = {"percent": 2, "points": 2, "times": 1, "count": 0, "sized": 0, "rank": 0, "hours": 1}
COUNTS = ("count", "sized")
MILLION, IN_MILLIONS = 10**6, 10**4  # the finest step of what is written in millions: two decimals
WITH_WORDS = {"unit.points", "unit.times", "unit.rank"}  # units that are words around their number
NONE_OR_ALL = {"percent": (Fraction(0), Fraction(100))}  # nobody and everybody are claims of their own, as is
NOTHING = (Fraction(0),)  # of every other unit
BOUNDING = (*of_kind("hedges", "at least"), *of_kind("hedges", "at most"))
SUPPRESSED = of_kind("hedges", "at most")[1]  # "dưới 5": a limit, which is not padded as a count is
MOST_DECIMALS = 4  # beyond them a small difference is "chưa đến" the last


@dataclass(frozen=True, slots=True)
class Scale:
    """What the values of a rate, a mean, an amount or an index are in: the words after each, and its decimals."""

    after: str
    decimals: int


@dataclass(frozen=True, slots=True)
class Printed:
    """A text, and the values a reader may take it for: from low to high, None for no end."""

    text: str
    low: Fraction | None
    high: Fraction | None
    bare: bool = False  # one number, with no word that says how exact it is

    def contains(self, value: Fraction) -> bool:
        """Say whether a reader may take the text for a value."""
        return (self.low is None or self.low <= value) and (self.high is None or value <= self.high)


def shown(value: Interval, unit: Unit | Scale, apart: Iterable[Fraction] = ()) -> str:
    """Write a figure so that the text contains its interval and none of the thresholds it surely misses.

    unit    one of those that have a name, or the scale of a measure that brings its own
    apart   thresholds that the text must not contain when the figure surely differs from them

    >>> shown(Interval.exactly(Fraction(2469, 20)), Scale(" phút", 1))
    '123,5 phút'
    >>> shown(Interval(Fraction(28250000, 89931), Fraction(28350000, 89931)), "count")
    '314 đến 316'
    >>> shown(Interval.exactly(Fraction(49998, 1000)), "percent", [Fraction(50)])
    '49,998%'
    >>> shown(Interval.exactly(Fraction(1, 300)), "percent")
    '0,003%'
    """
    claims = NOTHING if isinstance(unit, Scale) else NONE_OR_ALL.get(unit, NOTHING)
    missed = [each for each in (*apart, *claims) if _misses(value, each)]
    if value.exact and all(abs(each - value.low) >= 1 for each in missed):  # no rounding of it reaches that far
        return _plainly(value.low, unit)
    text = ""
    for written in _ways(value, unit, searching=bool(missed)):
        text = written.text
        if not any(written.contains(threshold) for threshold in missed):
            break
    return text


def finest_of(unit: Unit | Scale) -> int:
    """Say how many decimals a figure of a unit prints with."""
    return unit.decimals if isinstance(unit, Scale) else FINEST[unit]


def _misses(value: Interval, threshold: Fraction) -> bool:
    lies_above = value.low > threshold and not value.open_low
    return lies_above or (value.high < threshold and not value.open_high)


def _ways(value: Interval, unit: Unit | Scale, *, searching: bool) -> Iterator[Printed]:
    """Write a figure as the rule wants, then finer and finer for whoever searches for a text apart from something."""
    finest = finest_of(unit)
    if value.exact:
        yield from _exactly(value.low, unit, finest, searching=searching)
    elif not value.closed:
        yield _one_sided(value, unit, max(_soft_step(value), _unit(finest)))
        yield from (_one_sided(value, unit, _unit(places)) for places in range(finest, 2 * MOST_DECIMALS) if searching)
    else:
        yield _hedged(_closed(value, unit, finest), value)
        step = _power_of_ten_from(value.width)
        yield from (_range(value, unit, step / 10**finer) for finer in range(1, 3 * MOST_DECIMALS) if searching)


def _plainly(value: Fraction, unit: Unit | Scale) -> str:
    """Write an exact value that need not be told apart from anything."""
    is_less = unit in COUNTS and value.denominator > 1 and wording.half_up(value) == 0
    return _less_than(unit, 0).text if is_less else number(value, unit, finest_of(unit))


def _exactly(value: Fraction, unit: Unit | Scale, finest: int, *, searching: bool) -> Iterator[Printed]:
    if unit in COUNTS and value.denominator > 1 and wording.half_up(value) == 0:
        yield _less_than(unit, 0)  # no decimals of people
        return
    for places in range(finest, MOST_DECIMALS + 1 if searching else finest + 1):
        rounded, half = wording.half_up(value, places), _unit(places) / 2
        exactly = value == rounded
        yield Printed(number(value, unit, places), *((value, value) if exactly else (rounded - half, rounded + half)))
    if searching and abs(value) < _unit(MOST_DECIMALS):
        yield _less_than(unit, MOST_DECIMALS)
    elif searching:
        yield Printed(number(value, unit, 2 * MOST_DECIMALS), value, value)


def _less_than(unit: Unit | Scale, places: int) -> Printed:
    return Printed(say("number.less_than", value=number(_unit(places), unit, places)), None, None)


def number(value: Fraction, unit: Unit | Scale, places: int) -> str:
    """Write one number in its unit, with so many decimals."""
    if isinstance(unit, Scale):
        return wording.decimal(value, places) + unit.after
    if unit in COUNTS:
        return wording.decimal(value, places) if places else wording.count(int(wording.half_up(value)))
    if unit == "rank":
        return say("unit.rank", value=int(value))
    if unit == "hours":
        return wording.duration(value)
    write = {"percent": wording.percent, "points": wording.points, "times": wording.times}[unit]
    return write(value, places)


def _at(value: Fraction, unit: Unit | Scale, step: Fraction) -> str:
    """Write a multiple of a decimal step with its decimals, and a count of millions that is rounded in millions."""
    if unit == "count" and step >= IN_MILLIONS and abs(value) >= MILLION:
        return say("number.millions", value=wording.decimal(value / MILLION, _decimals(step / MILLION)))
    return number(value, unit, _decimals(step))


def _unit(places: int) -> Fraction:
    return Fraction(1, 10**places)


def _decimals(step: Fraction) -> int:
    places = 0
    while step < 1:
        step, places = step * 10, places + 1
    return places


def _power_of_ten_from(width: Fraction) -> Fraction:
    """Find the smallest power of ten that is at least a width."""
    power = Fraction(1)
    while power < width:
        power *= 10
    while power / 10 >= width > 0:
        power /= 10
    return power


def _closed(value: Interval, unit: Unit | Scale, places: int) -> Printed:
    finest, width = _unit(places), value.width
    step, middle = _power_of_ten_from(width), (value.low + value.high) / 2
    if unit == "rank":
        return _range(value, unit, Fraction(1))
    if value.point is not None:  # of an estimate both ends are told, and never a middle that nobody estimated
        return _range(value, unit, max(step / 10, finest))
    if _is_cell(middle, width, step, unit):
        return Printed(_at(middle, unit, step), value.low, value.high, bare=True)
    if width <= finest:
        return _about(middle, unit, finest)
    if 2 * width < step or not nearest(middle, step):
        return _range(value, unit, max(step / 10, finest))
    return _about(middle, unit, step)


def _is_cell(middle: Fraction, width: Fraction, step: Fraction, unit: Unit | Scale) -> bool:
    """Say whether an interval is what one decimal text stands for; a round count would read as an exact one."""
    return unit not in COUNTS and width == step <= 1 and (middle / step).denominator == 1


def _about(middle: Fraction, unit: Unit | Scale, step: Fraction) -> Printed:
    near = nearest(middle, step)
    return Printed(about(_at(near, unit, step)), near - step, near + step)


def as_published(count: int, step: int, qualifier: str, unit: Counted = "count") -> str:
    """Write a count as its source wrote it: with the source's own word, "khoảng" where it only rounded.

    >>> as_published(37_900_000, 100_000, ""), as_published(3_000_000, 100_000, "hơn"), as_published(687_000, 1000, "")
    ('khoảng 37,9 triệu', 'hơn 3 triệu', 'khoảng 687.000')
    """
    if qualifier == SUPPRESSED:
        return f"{qualifier} {count}"
    value, carried = Fraction(count), Fraction(step if count % step == 0 else 1)
    if qualifier in BOUNDING:
        return f"{qualifier} {_bound(value, unit, carried)}"
    number = _at(value, unit, carried)
    if qualifier:
        return f"{qualifier} {number}"
    return about(number) if step > 1 else number


def about(number: str) -> str:
    """Say that a number is not exact."""
    return say("number.about", value=number)


def sides_of(text: str) -> tuple[str, str] | None:
    """Part a range, "31,4% đến 31,6%", into its ends; None for what is none."""
    (between,) = [words for words in pieces("number.between", low=None, high=None) if words]
    low, found, high = text.partition(str(between))
    return (low, high) if found else None


def _range(value: Interval, unit: Unit | Scale, step: Fraction) -> Printed:
    low, high = down(value.low, step), up(value.high, step)
    in_full = unit == "count" and min(abs(low), abs(high)) < MILLION
    first, last = (_at(end, unit, min(step, Fraction(1)) if in_full else step) for end in (low, high))
    if isinstance(unit, Scale):
        first = first.removesuffix(unit.after)
    elif f"unit.{unit}" in WITH_WORDS:  # the unit stands once, where it would stand beside one number
        before, after = around(f"unit.{unit}")
        first, last = first.removesuffix(after), last.removeprefix(before)
    return Printed(say("number.between", low=first, high=last), low, high)


def _hedged(printed: Printed, value: Interval) -> Printed:
    """Keep a source's own "about" with what is made of its figure."""
    return replace(printed, text=about(printed.text)) if value.hedge and printed.bare else printed


def _one_sided(value: Interval, unit: Unit | Scale, step: Fraction) -> Printed:
    if value.open_low and value.open_high:
        return Printed(about(_at(nearest(value.middle, step), unit, step)), None, None)
    if value.open_high:
        low = down(value.low, step)
        return Printed(say("number.above", value=_bound(low, unit, step)), low, None)
    high = up(value.high, step)
    return Printed(say("number.below", value=_bound(high, unit, step)), None, high)


def _bound(value: Fraction, unit: Unit | Scale, step: Fraction) -> str:
    """Write the sure end of an open figure; of millions without noughts, which say nothing of an end."""
    while unit == "count" and step < MILLION and not value % (10 * step):
        step *= 10
    return _at(value, unit, step)


def is_in_millions(text: str) -> bool:
    """Say whether a printed count is written in millions.

    >>> is_in_millions("khoảng 2,83 triệu"), is_in_millions("khoảng 687.000")
    (True, False)
    """
    return text.endswith(around("number.millions")[1].strip())


def _soft_step(value: Interval) -> Fraction:
    """Choose the unit of an open figure: the greatest power of ten within its soft width."""
    step = _power_of_ten_from(value.width)
    return step if step <= value.width else step / 10
