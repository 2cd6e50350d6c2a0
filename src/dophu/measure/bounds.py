"""How exactly a figure is known: the interval of values it may stand for.

A count of 456.000 published to the thousand may be anything from 455.500 to 456.500. "Hơn 12.000" promises at
least 12.000; that it is less than 13.000, at its own rounding step, is taken for granted only when figures are
held against each other, never in print. Everything computed from such a figure carries the
interval along, and only decimals on which both its ends agree are ever printed. See docs/methods.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from dophu.wording import half_up
from dophu.world.bases import BaseValue

MOST_DECIMALS = 2  # shares in ministry tables have two
ABOVE = ("hơn", "trên")
BELOW = ("gần",)


@dataclass(frozen=True)
class Bounds:
    """The lowest and the highest value a figure may stand for; None where it has no end."""

    low: Fraction | None
    high: Fraction | None

    @classmethod
    def exactly(cls, value: Fraction | int) -> Bounds:
        """Know a value without doubt."""
        return cls(Fraction(value), Fraction(value))

    @property
    def exact(self) -> bool:
        """Say whether only one value is possible."""
        return self.low is not None and self.low == self.high

    @property
    def closed(self) -> bool:
        """Say whether both ends are known."""
        return self.low is not None and self.high is not None

    def overlaps(self, other: Bounds) -> bool:
        """Say whether both figures may stand for the same value."""
        return _not_above(self.low, other.high) and _not_above(other.low, self.high)

    def minus(self, other: Bounds) -> Bounds:
        """Subtract: the lowest difference is from the lowest to the highest."""
        return Bounds(_less(self.low, other.high), _less(self.high, other.low))

    def decimals(self, most: int = MOST_DECIMALS) -> int | None:
        """Count the decimals the figure carries, its ends rounding to the same text; None for none at all."""
        if self.low is None or self.high is None:
            return None
        for places in range(most, -1, -1):
            if half_up(self.low, places) == half_up(self.high, places):
                return places
        return None


def _not_above(low: Fraction | None, high: Fraction | None) -> bool:
    return low is None or high is None or low <= high


def _less(left: Fraction | None, right: Fraction | None) -> Fraction | None:
    return None if left is None or right is None else left - right


def count_bounds(count: int, step: int = 1, qualifier: str = "") -> Bounds:
    """Bound a published count by its rounding step and the word before it.

    count   people, documents, ...; step   1 for an exact count, 1000 when it was rounded to thousands

    >>> count_bounds(456000, 1000).low, count_bounds(3000000, 100000, "hơn").low
    (Fraction(455500, 1), Fraction(3000000, 1))
    """
    value = Fraction(count)
    if qualifier in ABOVE:
        return Bounds(value, value + step)
    if qualifier in BELOW:
        return Bounds(value - step, value)
    half = Fraction(step, 2) if step > 1 or qualifier else Fraction(0)
    return Bounds(value - half, value + half)


def one_sided(bounds: Bounds, qualifier: str) -> Bounds:
    """Keep only the side that a word promises: "hơn" has a lowest value, "gần" a highest."""
    if qualifier in ABOVE:
        return Bounds(bounds.low, None)
    return Bounds(None, bounds.high) if qualifier in BELOW else bounds


def share_bounds(printed: Fraction, places: int, qualifier: str = "") -> Bounds:
    """Bound a share printed with so many decimals, in per cent."""
    unit = Fraction(1, 10**places)
    if qualifier in ABOVE:
        return Bounds(printed, printed + unit)
    if qualifier in BELOW:
        return Bounds(printed - unit, printed)
    return Bounds(printed - unit / 2, printed + unit / 2)


def base_bounds(base: BaseValue) -> Bounds:
    """Bound a base: exact, within its published interval, or one-sided when only "more than" is known."""
    if base.qualifier in ABOVE:
        return Bounds(Fraction(base.value), None)
    if base.qualifier in BELOW:
        return Bounds(None, Fraction(base.value))
    low, high = base.low, base.high
    return Bounds(Fraction(base.value if low is None else low), Fraction(base.value if high is None else high))


def share(count: Bounds, base: Bounds) -> Bounds:
    """Share of a base in per cent: count / base, each at its ends.

    >>> share(Bounds.exactly(63438), Bounds.exactly(781655)).decimals()
    2
    """
    low = None if count.low is None or base.high is None else 100 * count.low / base.high
    high = None if count.high is None or not base.low else 100 * count.high / base.low
    return Bounds(low, high)


def at_most(bound: Fraction, places: int = MOST_DECIMALS) -> Fraction:
    """Round a highest value up, so that "below" stays true."""
    return Fraction(ceil(bound * 10**places), 10**places)


def at_least(bound: Fraction, places: int = MOST_DECIMALS) -> Fraction:
    """Round a lowest value down, so that "above" stays true."""
    return Fraction(floor(bound * 10**places), 10**places)
