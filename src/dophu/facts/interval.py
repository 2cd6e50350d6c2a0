"""How exactly a figure is known: the interval of values it may stand for, and three-valued comparison.

A count of 456.000 published to the thousand may be anything from 455.500 to 456.500. "Hơn 12.000" promises at
least 12.000 and nothing above: its high end is open. The written end of an open side is a soft one (13.000, at the
figure's own rounding step); it only decides how many digits are printed, and comparisons take the side as endless.
Everything computed from such a figure carries the interval along (interval arithmetic; "certainly" and "possibly"
as in IEEE 1788). See docs/methods.md.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import ceil, floor

from dophu.wording import half_up
from dophu.words.text import of_kind
from dophu.world.bases import BaseValue

AT_LEAST = of_kind("hedges", "at least")  # what a source writes before the lowest value it vouches for
AT_MOST = of_kind("hedges", "at most")

Truth = bool | None  # yes, no, or open


@dataclass(frozen=True, slots=True)
class Interval:
    """The lowest and the highest value a figure may stand for; an open side has no sure end.

    hedge   whether its source hedged it ("khoảng", "trên dưới"), which stays with whatever is made of it
    point   the best single value of an estimate, which need not lie in the middle; it decides nothing
    """

    low: Fraction
    high: Fraction
    open_low: bool = False
    open_high: bool = False
    hedge: bool = False
    point: Fraction | None = field(default=None, compare=False)

    @classmethod
    def exactly(cls, value: Fraction | int) -> Interval:
        """Know a value without doubt."""
        exact = value if type(value) is Fraction else Fraction(value)
        return cls(exact, exact)

    @property
    def exact(self) -> bool:
        """Say whether only one value is possible."""
        return (self.low is self.high or self.low == self.high) and self.closed

    @property
    def closed(self) -> bool:
        """Say whether both ends are sure."""
        return not (self.open_low or self.open_high)

    @property
    def width(self) -> Fraction:
        """Distance between the ends, soft ones included."""
        return self.high - self.low

    @property
    def middle(self) -> Fraction:
        """The value to draw or to sort by: the estimate, the middle, or the sure end of an open figure."""
        if self.point is not None:
            return self.point
        if self.exact:
            return self.low
        if self.closed or (self.open_low and self.open_high):
            return (self.low + self.high) / 2
        return self.low if self.open_high else self.high

    def overlaps(self, other: Interval) -> bool:
        """Say whether both may stand for the same value, by their written ends.

        Where figures are only held against each other, "hơn 12.000" is taken to be less than 13.000.
        """
        return self.low <= other.high and other.low <= self.high

    def __add__(self, other: Interval) -> Interval:
        if self.exact and other.exact:
            return Interval.exactly(self.low + other.low)
        return Interval(
            self.low + other.low,
            self.high + other.high,
            self.open_low or other.open_low,
            self.open_high or other.open_high,
            self.hedge or other.hedge,
            self._point_beside(other),
        )

    def _point_beside(self, other: Interval) -> Fraction | None:
        """Keep the best value of an estimate beside what is exact; two estimates have none in common."""
        for one, exact in ((self, other), (other, self)):
            if one.point is not None and exact.exact:
                return one.point + exact.low
        return None

    def __neg__(self) -> Interval:
        point = None if self.point is None else -self.point
        return Interval(-self.high, -self.low, self.open_high, self.open_low, self.hedge, point)

    def __sub__(self, other: Interval) -> Interval:
        if self.exact and other.exact:
            return Interval.exactly(self.low - other.low)
        return self + -other

    def __mul__(self, other: Interval) -> Interval:
        """Multiply; one factor is exact, as in every formula of the suite."""
        if other.exact:
            return self.times(other.low)
        if self.exact:
            return other.times(self.low)
        raise ArithmeticError("two figures that are both not exact are multiplied nowhere")

    def times(self, factor: Fraction) -> Interval:
        """Multiply by a number; a negative one turns the ends round."""
        if self.low is self.high:
            return Interval.exactly(self.low * factor)
        if factor < 0:
            return (-self).times(-factor)
        return replace(self, low=self.low * factor, high=self.high * factor, point=None)

    def __truediv__(self, other: Interval) -> Interval:
        """Divide by what is surely above 0; ZeroDivisionError otherwise."""
        if other.low <= 0 or other.open_low:
            raise ZeroDivisionError("the divisor is not surely above 0")
        if self.exact and other.exact:
            return Interval.exactly(self.low / other.low)
        ends = [end / by for end in (self.low, self.high) for by in (other.low, other.high)]
        rises, falls = self.high > 0, self.low < 0
        return Interval(
            min(ends),
            max(ends),
            self.open_low or (other.open_high and rises),
            self.open_high or (other.open_high and falls),
            self.hedge or other.hedge,
        )

    def rounded_up(self) -> Interval:
        """Round both ends up to whole numbers."""
        return replace(self, low=Fraction(ceil(self.low)), high=Fraction(ceil(self.high)))

    def rounded_down(self) -> Interval:
        """Round both ends down to whole numbers."""
        return replace(self, low=Fraction(floor(self.low)), high=Fraction(floor(self.high)))

    def magnitude(self) -> Interval:
        """Leave out the sign, where it is sure."""
        return self if below(ZERO, self) is True or self.low >= 0 else -self


ZERO = Interval.exactly(0)


def below(one: Interval, other: Interval) -> Truth:
    """Compare: surely below, surely not, or open.

    >>> below(Interval(Fraction(1), Fraction(2)), Interval.exactly(3)), below(
    ...     Interval(Fraction(1), Fraction(2), open_high=True), Interval.exactly(3))
    (True, None)
    """
    if one.high < other.low and not one.open_high and not other.open_low:
        return True
    if one.low >= other.high and not one.open_low and not other.open_high:
        return False
    return None


def reaches(one: Interval, other: Interval) -> Truth:
    """Say whether a figure is at least another."""
    return negation(below(one, other))


def above(one: Interval, other: Interval) -> Truth:
    """Say whether a figure is more than another."""
    return below(other, one)


def equal(one: Interval, other: Interval) -> Truth:
    """Say whether two figures are the same value."""
    if one.exact and other.exact:
        return one.low == other.low
    apart = below(one, other) is True or below(other, one) is True
    return False if apart else None


def negation(truth: Truth) -> Truth:
    """Turn yes and no round; open stays open."""
    return None if truth is None else not truth


def count_interval(count: int, step: int = 1, qualifier: str = "") -> Interval:
    """Bound a published count by its rounding step and the word before it.

    count   people, files, ...; step   1 for an exact count, 1000 when it was rounded to thousands

    >>> count_interval(456000, 1000).low, count_interval(3000000, 100000, "hơn").open_high
    (Fraction(455500, 1), True)
    """
    if step == 1 and not qualifier:
        return Interval.exactly(count)
    return _worded(Fraction(count), Fraction(step), qualifier)


def share_interval(printed: Fraction, places: int, qualifier: str = "") -> Interval:
    """Bound a share printed with so many decimals, in per cent."""
    return _worded(printed, Fraction(1, 10**places), qualifier)


def _worded(value: Fraction, unit: Fraction, qualifier: str) -> Interval:
    if qualifier in AT_LEAST:
        return Interval(value, value + unit, open_high=True)
    if qualifier in AT_MOST:
        return Interval(value - unit, value, open_low=True)
    half = unit / 2
    return Interval(value - half, value + half, hedge=bool(qualifier))


def base_interval(base: BaseValue) -> Interval:
    """Bound a base: exact, within its published interval, or one-sided when only "more than" is known."""
    if base.low is None and base.high is None and not base.qualifier:
        return Interval.exactly(base.value)
    if base.qualifier in (*AT_LEAST, *AT_MOST):
        return said_interval(base.value, base.qualifier)
    value = Fraction(base.value)
    low, high = base.low, base.high
    known = (value if low is None else Fraction(low), value if high is None else Fraction(high))
    return Interval(*known, hedge=bool(base.qualifier))


def said_interval(value: int, word: str) -> Interval:
    """Bound a whole number by the word said before it and the unit of its last digit that is not 0.

    >>> said_interval(70, "hơn") == Interval(Fraction(70), Fraction(80), open_high=True)
    True
    """
    return _worded(Fraction(value), Fraction(_last_unit(value)), word) if word else Interval.exactly(value)


def _last_unit(value: int) -> int:
    unit = 1
    while value and value % (unit * 10) == 0:
        unit *= 10
    return unit


def nearest(value: Fraction, unit: Fraction) -> Fraction:
    """Round to the nearest multiple of a unit, halves away from zero."""
    return half_up(value / unit) * unit


def down(value: Fraction, unit: Fraction) -> Fraction:
    """Round down to a multiple of a unit."""
    return floor(value / unit) * unit


def up(value: Fraction, unit: Fraction) -> Fraction:
    """Round up to a multiple of a unit."""
    return ceil(value / unit) * unit
