"""The funnel: how far a share may lie from the whole's before its unit is worth a second look.

Small units scatter more than large ones. Around the share p of the whole, a unit of n people is expected within
p ± z √(φ p (100 - p) / n), shares in per cent. φ widens the funnel where units differ for more reasons than their
size: D. J. Spiegelhalter, "Funnel plots for comparing institutional performance", Statistics in Medicine 24 (2005).
Counts are a full enumeration, so the limits are a yardstick and no error of measurement.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt, sqrt

INNER, OUTER = Fraction(196, 100), Fraction(309, 100)  # standard deviations that hold 95 % and 99,8 % of cases
INNER_PERCENT, OUTER_PERCENT = Fraction(95), Fraction(998, 10)
PULLED_IN = 10  # one unit in so many, at each end, and at least one, is pulled in before φ is reckoned
FEWEST = 5
WHOLE = 100  # per cent
PRECISION = 10**6


@dataclass(frozen=True)
class Funnel:
    """A centre (per cent) and how much wider than by size alone the funnel is (φ, a ratio of variances)."""

    centre: Fraction
    dispersion: Fraction

    def is_outside(self, share: Fraction, size: int, deviations: Fraction) -> bool:
        """Say whether a share (per cent) of a base of `size` lies outside so many standard deviations."""
        return abs(_signed_square(share, size, self.centre)) > deviations**2 * self.dispersion

    def limits(self, size: float, deviations: Fraction) -> tuple[float, float]:
        """Give the lower and upper limit in per cent for a base of `size`, never below 0 or above 100."""
        variance = self.dispersion * self.centre * (WHOLE - self.centre)
        half = float(deviations) * sqrt(float(variance) / size)
        return max(0.0, float(self.centre) - half), min(float(WHOLE), float(self.centre) + half)

    @property
    def widening(self) -> Fraction:
        """How many times wider the limits are than by size alone: √φ."""
        return Fraction(isqrt(int(self.dispersion * PRECISION**2)), PRECISION)


def funnel(shares: Sequence[Fraction], sizes: Sequence[int], centre: Fraction) -> Funnel | None:
    """Lay a funnel around a centre; None for fewer than five units or shares outside 0 to 100.

    shares, centre   per cent; sizes   the base of each unit, people or devices
    """
    if len(shares) < FEWEST or not 0 < centre < WHOLE or not all(0 <= share <= WHOLE for share in shares):
        return None
    return Funnel(centre, dispersion(shares, sizes, centre))


def dispersion(shares: Sequence[Fraction], sizes: Sequence[int], centre: Fraction) -> Fraction:
    """Mean square of the deviations z, the outermost tenth at each end pulled in; never below 1.

    >>> dispersion([Fraction(p) for p in (40, 45, 50, 55, 60)], [100] * 5, Fraction(50))
    Fraction(1, 1)
    >>> dispersion([Fraction(p) for p in (10, 30, 50, 70, 95)], [100] * 5, Fraction(50))
    Fraction(64, 5)
    """
    signed = sorted(_signed_square(share, size, centre) for share, size in zip(shares, sizes, strict=True))
    ends = max(1, len(signed) // PULLED_IN)
    inner = signed[ends:-ends]
    pulled = [inner[0]] * ends + inner + [inner[-1]] * ends
    return max(Fraction(1), sum(map(abs, pulled), Fraction(0)) / len(pulled))


def _signed_square(share: Fraction, size: int, centre: Fraction) -> Fraction:
    """Square z exactly, and keep its sign."""
    square = (share - centre) ** 2 * size / (centre * (WHOLE - centre))
    return square if share >= centre else -square
