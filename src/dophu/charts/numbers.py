"""Round numbers to stand beside an axis, written as an office writes them."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import ceil, floor, log10
from typing import NamedTuple

from dophu import wording
from dophu.wording import decimal
from dophu.words import say

MILLION = 10**6
FEWEST_COUNTED = 5.0  # an axis of counts has no fractions


class Ticks(NamedTuple):
    """Round numbers from `low` to `top`, `step` apart."""

    step: Fraction
    top: Fraction
    low: Fraction = Fraction(0)

    @property
    def values(self) -> list[float]:
        """The numbers, the lowest first."""
        return [float(tick) for tick in self._each()]

    @property
    def ends(self) -> tuple[float, float]:
        """The lowest and the highest."""
        return float(self.low), float(self.top)

    def _each(self) -> list[Fraction]:
        return [self.low + self.step * i for i in range(int((self.top - self.low) / self.step) + 1)]

    def percents(self) -> list[str]:
        """Write the numbers as shares."""
        places = _places(self.step)
        return [wording.percent(tick, places if tick else 0) for tick in self._each()]

    def amounts(self) -> list[str]:
        """Write the numbers as counts, in millions where they are round."""
        return [self.amount(tick) for tick in self._each()]

    def amount(self, tick: Fraction) -> str:
        """Write one number as a count."""
        if tick == 0 or self.step * 10 < MILLION or self.top < MILLION:
            return decimal(tick, _places(self.step))
        return say("number.millions", value=decimal(tick / MILLION, _places(self.step / MILLION)))


def _places(step: Fraction) -> int:
    """How many decimals the multiples of a step need."""
    return next(n for n in range(30) if (step * 10**n).denominator == 1)


def ticks_of(values: Iterable[float], *, percent: bool) -> Ticks:
    """Lay an axis from 0, or below where values are negative, to beyond the highest of them."""
    known = [0.0, *values]
    return round_ticks(max(known if percent else [FEWEST_COUNTED, *known]), min(known))


def round_ticks(top: float, low: float = 0.0, intervals: int = 5) -> Ticks:
    """Lay an axis from 0, or a round number below `low`, to the first that reaches `top`, in few intervals."""
    high, deep = _exact(top), _exact(low)
    if high <= deep:
        high = deep + 10
    power = Fraction(10) ** floor(log10((high - deep) / intervals))
    sizes = (power * Fraction(size) for size in ("1", "2", "2.5", "5", "10", "20"))
    step = next(size for size in sizes if ceil(high / size) - floor(deep / size) <= intervals)
    return Ticks(step, step * ceil(high / step), step * floor(deep / step))


def _exact(value: float) -> Fraction:
    """Take a number as it is written, not as it is stored: 0.1 is a tenth."""
    return Fraction(str(float(value)))


def in_percent(value: float | None) -> str:
    """Write a share of an analyst's own, of which nobody said how it prints."""
    return say("cell.no_figure") if value is None else wording.percent(_exact(value), 2)


def in_units(value: float | None) -> str:
    """Write a count of an analyst's own."""
    return say("cell.no_figure") if value is None else decimal(_exact(value), 0)
