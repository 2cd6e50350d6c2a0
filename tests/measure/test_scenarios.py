from __future__ import annotations

import random
from fractions import Fraction
from math import exp, inf

import pytest

from dophu.measure.scenarios import Logistic, Points, fit_logistic, recent_pace

DAY = Fraction(24)


def course(ceiling: float, rate: float, midpoint: float, days: list[float]) -> list[tuple[float, float]]:
    return [(day, ceiling / (1 + exp(-rate * (day - midpoint)))) for day in days]


def every(step: float, count: int) -> list[float]:
    return [step * i for i in range(count)]


def noisy(points: Points, spread: float, seed: int) -> list[tuple[float, float]]:
    draw = random.Random(seed)
    return [(day, share + draw.gauss(0, spread)) for day, share in points]


@pytest.mark.parametrize(
    ("ceiling", "rate", "midpoint", "days"),
    [
        (40, 0.1, 20, every(2.5, 25)),
        (40, 0.1, 20, [0, 3, 4, 8, 15.4, 21, 22.5]),
        (0.8, 0.3, 10, every(3, 9)),
        (130, 0.05, -5, every(4, 12)),
        (25, 0.2, 12, every(6, 5)),
    ],
)
def test_a_curve_is_found_again_in_exact_points(
    ceiling: float, rate: float, midpoint: float, days: list[float]
) -> None:
    fit = fit_logistic(course(ceiling, rate, midpoint, days))
    assert fit is not None
    assert (fit.best.ceiling, fit.best.rate) == pytest.approx((ceiling, rate), rel=1e-4)
    assert fit.best.midpoint == pytest.approx(midpoint, abs=1e-3)
    assert fit.near[-1].ceiling - fit.near[0].ceiling < ceiling / 1000


def test_the_range_of_a_noisy_course_holds_the_truth_nearly_always() -> None:
    true = course(40, 0.1, 20, every(3, 16))
    fits = [fit_logistic(noisy(true, 0.3, seed)) for seed in range(40)]
    held = [fit for fit in fits if fit and fit.near[0].ceiling <= 40 <= fit.near[-1].ceiling]
    assert len(held) >= 36
    assert all(fit and fit.near[0].ceiling <= fit.best.ceiling <= fit.near[-1].ceiling for fit in fits)
    assert all(fit and fit.near[-1].ceiling - fit.near[0].ceiling < 4 for fit in fits)


def test_more_noise_means_a_wider_range() -> None:
    true = course(40, 0.1, 20, every(3, 16))
    widths = []
    for spread in (0.05, 0.2, 0.8):
        fit = fit_logistic(noisy(true, spread, 1))
        assert fit is not None
        widths.append(fit.near[-1].ceiling - fit.near[0].ceiling)
    assert widths == sorted(widths)
    assert widths[2] > 4 * widths[0]


@pytest.mark.parametrize(
    ("why", "points"),
    [
        ("four points", course(40, 0.1, 20, every(10, 4))),
        ("less than a week", course(40, 1.0, 3, every(1.5, 5))),
        ("no rise", [(day, 20.0) for day in every(3, 8)]),
        ("a fall", [(day, 30.0 - day) for day in every(3, 8)]),
        ("a straight line", [(day, 10 + day / 3) for day in every(3, 9)]),
        ("growth that does not slow down", [(day, 1.1**day) for day in every(3, 9)]),
        ("one jump", [(day, 0.0) for day in every(3, 5)] + [(15.0, 20.0)]),
        ("one jump, then flat", [(0.0, 0.0), *((day, 20.0) for day in every(3, 9)[1:])]),
    ],
)
def test_points_that_carry_no_curve_get_none(why: str, points: Points) -> None:
    assert fit_logistic(points) is None, why


def test_a_curve_reaches_what_lies_below_its_ceiling() -> None:
    curve = Logistic(40, 0.1, 20)
    assert curve(20) == 20
    assert curve.reaches(20) == pytest.approx(20)
    assert curve(curve.reaches(39)) == pytest.approx(39)
    assert (curve.reaches(40), curve.reaches(50)) == (inf, inf)


def test_a_fit_is_the_same_every_time() -> None:
    points = noisy(course(40, 0.1, 20, every(3, 16)), 0.3, 7)
    assert fit_logistic(points) == fit_logistic(list(points))


def test_the_pace_is_that_of_the_last_five_intervals() -> None:
    gains = [(9000, DAY), *((100 * i, i * DAY) for i in (1, 2, 3)), (50, DAY), (400, 2 * DAY)]
    pace = recent_pace(gains)
    assert pace is not None
    assert [pace.low, pace.high, pace.intervals] == [50, 200, 5]
    assert pace.mean == Fraction(1050, 9)


def test_hours_count_and_falls_are_kept() -> None:
    pace = recent_pace([(-30, Fraction(36)), (31, Fraction(12))])
    assert pace is not None
    assert [pace.low, pace.mean, pace.high] == [-20, Fraction(1, 2), 62]


@pytest.mark.parametrize("gains", [[], [(100, DAY)]])
def test_one_interval_is_no_range(gains: list[tuple[int, Fraction]]) -> None:
    assert recent_pace(gains) is None
