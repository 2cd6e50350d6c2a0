from __future__ import annotations

from fractions import Fraction

import pytest

from dophu.measure.funnel import INNER, OUTER, Funnel, dispersion, funnel

HALF = Fraction(50)
SIZES = [100] * 5


def shares(*values: int) -> list[Fraction]:
    return [Fraction(value) for value in values]


@pytest.mark.parametrize(
    ("percents", "sizes", "expected"),
    [
        ((40, 45, 50, 55, 60), SIZES, Fraction(1)),  # squares 1, 1, 0, 1, 1: less than by size alone counts as 1
        ((10, 30, 50, 70, 95), SIZES, Fraction(64, 5)),  # the ends, 64 and 81, are pulled in to 16
        ((30, 30, 50, 70, 70), [25, 400, 100, 400, 25], Fraction(16, 5)),  # 64 and 64 to 4: size decides, not share
        ((0, 0, 50, 50, 50), SIZES, Fraction(200, 5)),  # two at one end: only one of them is pulled in
    ],
)
def test_dispersion_is_the_mean_square_of_z_with_its_ends_pulled_in(
    percents: tuple[int, ...], sizes: list[int], expected: Fraction
) -> None:
    assert dispersion(shares(*percents), sizes, HALF) == expected


def test_a_tenth_is_pulled_in_at_each_end() -> None:
    many = [*shares(0, 0), *([HALF] * 16), *shares(100, 100)]
    assert dispersion(many, [100] * 20, HALF) == 1
    assert dispersion([*shares(0), *many], [100] * 21, HALF) > 1


@pytest.mark.parametrize(
    ("centre", "wider", "size", "limits"),
    [
        (50, 1, 100, (40.2, 59.8)),  # 50 ± 1,96 × √(50 × 50 / 100)
        (50, 4, 100, (30.4, 69.6)),  # φ of 4: twice as wide
        (50, 1, 400, (45.1, 54.9)),  # four times the size: half as wide
        (2, 1, 100, (0.0, 4.744)),  # no share is below 0
        (98, 1, 100, (95.256, 100.0)),  # nor, as a part of a whole, above 100
    ],
)
def test_limits_narrow_with_size_and_widen_with_dispersion(
    centre: int, wider: int, size: int, limits: tuple[float, float]
) -> None:
    laid = Funnel(Fraction(centre), Fraction(wider))
    assert laid.limits(size, INNER) == pytest.approx(limits, abs=0.001)


@pytest.mark.parametrize(
    ("share", "outside"),
    [
        (Fraction("59.8"), (False, False)),  # on the line is not outside
        (Fraction("59.81"), (True, False)),
        (Fraction("40.19"), (True, False)),
        (Fraction("65.46"), (True, True)),
    ],
)
def test_a_share_is_judged_exactly(share: Fraction, outside: tuple[bool, bool]) -> None:
    laid = Funnel(HALF, Fraction(1))
    assert (laid.is_outside(share, 100, INNER), laid.is_outside(share, 100, OUTER)) == outside


@pytest.mark.parametrize(
    ("percents", "centre"),
    [((10, 20, 30, 40), 25), ((10, 20, 30, 40, 101), 25), ((0, 0, 0, 0, 0), 0), ((10, 20, 30, 40, 50), 100)],
)
def test_few_units_and_shares_beyond_a_whole_have_no_funnel(percents: tuple[int, ...], centre: int) -> None:
    assert funnel(shares(*percents), [100] * len(percents), Fraction(centre)) is None


def test_the_widening_is_the_root_of_the_dispersion() -> None:
    assert Funnel(HALF, Fraction(16)).widening == 4
    assert float(Funnel(HALF, Fraction(2)).widening) == pytest.approx(2**0.5, abs=1e-6)
