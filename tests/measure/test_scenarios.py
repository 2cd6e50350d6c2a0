from __future__ import annotations

import random
from collections.abc import Callable
from itertools import pairwise
from math import exp, hypot, log, pi, sqrt, tan

import numpy as np
import pytest

from dophu.measure.scenarios import (
    STUDENT,
    Backtest,
    Linear,
    Points,
    Projection,
    Range,
    backtest,
    fit_linear,
    fit_logistic,
    look_ahead,
)

Course = list[tuple[float, float]]


def course(ceiling: float, rate: float, midpoint: float, days: list[float]) -> Course:
    return [(day, ceiling / (1 + exp(-rate * (day - midpoint)))) for day in days]


def every(step: float, count: int) -> list[float]:
    return [step * i for i in range(count)]


def wobbling(points: Points, spread: float, seed: int) -> Course:
    """Add to each gain what chance adds in its days; it stays in every later share."""
    draw, found = random.Random(seed), [points[0]]
    for (day, share), (later, then) in pairwise(points):
        found.append((later, found[-1][1] + then - share + draw.gauss(0, spread * sqrt(later - day))))
    return found


def walk(seed: int, count: int = 24) -> Course:
    draw, days = random.Random(seed), [0.0]
    for _ in range(count):
        days.append(days[-1] + draw.choice([2, 3, 21]))
    return wobbling([(day, 5 + 0.3 * day) for day in days], 0.2, seed)


# -- linear ----------------------------------------------------------------------------------------------


def test_a_linear_range_is_that_of_a_random_walk_with_drift() -> None:
    found = fit_linear([(0, 10), (1, 13), (3, 14), (7, 24)])  # 2 a day; beside it +1, -3 and +2
    assert found is not None
    spread = sqrt((1 + 9 / 2 + 4 / 4) / 2)
    half = 1.89 * spread * sqrt(4 + 16 / 7)
    assert [found.pace, found.spread, found.gains] == pytest.approx([2, spread, 3])
    assert [found(4).middle, found(4).low, found(4).high] == pytest.approx([32, max(24, 32 - half), 32 + half])


def test_an_interval_weighs_as_its_days_do() -> None:
    whole = fit_linear([(0, 0), (21, 42), (23, 48), (25, 50), (27, 54)])
    assert whole is not None
    assert whole.pace == 2  # the mean of the intervals' paces is 2.25
    apart = fit_linear([(0, 0), *((day, 2.0 * day) for day in range(1, 22)), (23, 48), (25, 50), (27, 54)])
    assert apart is not None
    assert apart.spread < whole.spread  # 21 days without a wobble say more than one interval of 21 days


def test_a_linear_range_holds_what_came_as_often_as_it_says() -> None:
    held = [
        found(later[0] - points[-1][0]).holds(later[1])
        for seed in range(150)
        for points, later in [(walk(seed)[:-4], walk(seed)[-1])]
        if (found := fit_linear(points))
    ]
    assert len(held) == 150
    assert 0.73 <= sum(held) / len(held) <= 0.87


@pytest.mark.parametrize(("last", "lowest"), [(3.0, 3.0), (2.4, 0.0)])
def test_only_a_course_that_fell_before_may_fall_again(last: float, lowest: float) -> None:
    found = fit_linear([(0, 1), (1, 1.1), (2, 2.5), (3, last)])
    assert found is not None
    assert found(60).low == lowest


@pytest.mark.parametrize("points", [[], [(0.0, 1.0)], [(0.0, 1.0), (1.0, 2.0), (3.0, 4.0)]])
def test_two_gains_give_no_range(points: Course) -> None:
    assert fit_linear(points) is None


# -- logistic --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ceiling", "rate", "midpoint", "days"),
    [
        (40, 0.1, 20, every(2.5, 25)),
        (40, 0.1, 20, [0, 3, 4, 8, 15.4, 21, 22.5]),
        (0.8, 0.3, 10, every(3, 9)),
        (130, 0.05, -5, every(4, 12)),
        (25, 0.2, 12, every(6, 6)),
    ],
)
def test_a_curve_is_found_again_in_exact_points(
    ceiling: float, rate: float, midpoint: float, days: list[float]
) -> None:
    found = fit_logistic(wobbling(course(ceiling, rate, midpoint, days), 1e-7, 2))
    assert found is not None
    assert (found.curve.ceiling, found.curve.rate) == pytest.approx((ceiling, rate), rel=1e-3)
    assert found.curve.midpoint == pytest.approx(midpoint, abs=1e-2)
    assert found.saturation.middle == pytest.approx(ceiling, rel=1e-3)


def dense_search(points: Course) -> float:
    """Least sum of squares over a dense grid of all three unknowns, refined around the best of it again and again."""
    days, shares = np.array(points).T
    widths = np.sqrt(np.diff(days))
    span, top = days[-1] - days[0], shares.max() - shares.min()
    low, high = np.array([0.3 * top, 0.3 / span, -span]), np.array([12 * top, 60 / span, 2 * span])
    for _ in range(14):
        axes = [np.geomspace(low[i], high[i], 21) if i < 2 else np.linspace(low[i], high[i], 31) for i in range(3)]
        ceiling, rate, middle = (each[..., None] for each in np.meshgrid(*axes, indexing="ij"))
        heights = ceiling / (1 + np.exp(np.clip(-rate * (days - middle), -500, 500)))
        squares = (((np.diff(shares) - np.diff(heights, axis=-1)) / widths) ** 2).sum(axis=-1)
        at = np.unravel_index(squares.argmin(), squares.shape)
        low = np.array([axis[max(0, i - 2)] for axis, i in zip(axes, at, strict=True)])
        high = np.array([axis[min(len(axis) - 1, i + 2)] for axis, i in zip(axes, at, strict=True)])
    return float(squares.min())


def test_no_dense_search_finds_a_nearer_curve() -> None:
    draw, carried = random.Random(1), 0
    for seed in range(12):
        true = draw.uniform(5, 60), draw.uniform(0.05, 0.25), draw.uniform(5, 40)
        points = wobbling(course(*true, every(draw.choice([2, 3, 5]), 18)), 0.15, seed)
        found = fit_logistic(points)
        carried += found is not None
        assert found is None or found.spread**2 * found.freedom <= dense_search(points) * (1 + 1e-6)
    assert carried >= 6


def by_differences(points: Course, ahead: float) -> tuple[float, float, float]:
    """Compute range and saturation another way: slopes by small steps, all sums by hand."""
    found = fit_logistic(points)
    assert found is not None
    at = [found.curve.ceiling, found.curve.rate, found.curve.midpoint]
    days, shares = (np.array(column) for column in zip(*points, strict=True))
    widths = np.sqrt(np.diff(days))

    def height(values: list[float], day: float) -> float:
        return values[0] / (1 + exp(-values[1] * (day - values[2])))

    def slope(of: Callable[[list[float]], float]) -> list[float]:
        steps = [[each * (1 + 1e-6 * (i == j)) for j, each in enumerate(at)] for i in range(3)]
        return [(of(step) - of(at)) / (1e-6 * each) for step, each in zip(steps, at, strict=True)]

    def gain(values: list[float], i: int) -> float:
        return float((height(values, days[i + 1]) - height(values, days[i])) / widths[i])

    count = len(days) - 1
    jacobian = np.array([slope(lambda values, i=i: gain(values, i)) for i in range(count)])  # type: ignore[misc]
    errors = np.diff(shares) / widths - [gain(at, i) for i in range(count)]
    noise = float(errors @ errors) / (count - 3)
    variance = noise * np.linalg.inv(jacobian.T @ jacobian)
    now = days[-1]
    rise = np.array(slope(lambda values: height(values, now + ahead) - height(values, now)))
    half = 1.37 * sqrt(noise * ahead + rise @ variance @ rise)
    rest = np.array(slope(lambda values: values[0] - height(values, now)))
    left = at[0] - height(at, now)
    factor = exp(1.37 * sqrt(rest @ variance @ rest) / left)
    scatter = 1.37 * sqrt(noise * max(0.0, at[2] + log(999) / at[1] - now))
    return half, hypot(left * (factor - 1), scatter), hypot(left * (1 - 1 / factor), scatter)


def test_a_logistic_range_has_the_variance_of_its_linear_approximation() -> None:
    points = wobbling(course(40, 0.1, 20, every(3, 16)), 0.1, 7)
    found = fit_logistic(points)
    assert found is not None
    half, more, fewer = by_differences(points, 9)
    assert found(9).high - found(9).middle == pytest.approx(half, rel=1e-3)
    assert found.saturation.high - found.saturation.middle == pytest.approx(more, rel=1e-3)
    assert found.saturation.middle - found.saturation.low == pytest.approx(fewer, rel=1e-3)


def test_no_curve_is_told_where_three_times_what_was_gained_may_still_come() -> None:
    early = [fit_logistic(wobbling(course(40, 0.1, 60, every(3, 14)), 0.01, seed)) for seed in range(20)]
    assert all(each is None or each.saturation.high <= each.start.share + 3 * each.gained for each in early)
    assert sum(each is None for each in early) > 15


def test_the_range_of_a_wobbling_course_holds_what_came_as_often_as_it_says() -> None:
    held = []
    for seed in range(150):
        points = wobbling(course(40, 0.1, 20, every(3, 20)), 0.2, seed)
        found = fit_logistic(points[:16])
        held += [found(12).holds(points[19][1])] if found else []
    assert len(held) > 100
    assert 0.72 <= sum(held) / len(held) <= 0.9


def test_no_course_comes_to_rest_below_what_it_has_reached() -> None:
    courses = [wobbling(course(20, 0.2, 12, every(3, 16)), 0.3, seed) for seed in range(40)]
    found = [(points[-1][1], fit.saturation) for points in courses if (fit := fit_logistic(points))]
    assert len(found) > 10
    assert all(reached <= rest.low < rest.middle < rest.high for reached, rest in found)


def test_more_wobble_means_a_wider_range() -> None:
    true = course(40, 0.1, 20, every(3, 16))
    widths = []
    for spread in (0.02, 0.1, 0.3):
        found = fit_logistic(wobbling(true, spread, 7))
        assert found is not None
        widths.append(found(12).high - found(12).low)
    assert widths == sorted(widths)
    assert widths[2] > 4 * widths[0]


def test_a_course_that_has_left_the_curve_gets_none() -> None:
    points = wobbling(course(40, 0.15, 15, every(3, 16)), 0.1, 3)
    assert fit_logistic(points) is not None
    (day, share), left = points[-1], 1.2
    assert fit_logistic([*points[:-1], (day, share + left)]) is None


@pytest.mark.parametrize(
    ("why", "points"),
    [
        ("five points", course(40, 0.1, 20, every(10, 5))),
        ("less than a week", course(40, 1.0, 3, every(1.2, 6))),
        ("no rise", [(day, 20.0) for day in every(3, 8)]),
        ("a fall", [(day, 30.0 - day) for day in every(3, 8)]),
        ("a straight line", [(day, 10 + day / 3) for day in every(3, 9)]),
        ("growth that does not slow down", wobbling([(day, 1.1**day) for day in every(3, 9)], 0.05, 1)),
        ("one jump", [(day, 0.0) for day in every(3, 6)] + [(18.0, 20.0)]),
        ("one jump, then flat", [(0.0, 0.0), *((day, 20.0) for day in every(3, 9)[1:])]),
    ],
)
def test_points_that_carry_no_curve_get_none(why: str, points: Course) -> None:
    assert fit_logistic(points) is None, why


def test_a_fit_is_the_same_every_time() -> None:
    points = wobbling(course(40, 0.1, 20, every(3, 16)), 0.1, 7)
    first, second = fit_logistic(points), fit_logistic(list(points))
    assert first is not None
    assert second is not None
    assert (first.curve, first.saturation, first(9)) == (second.curve, second.saturation, second(9))


# -- held to account -------------------------------------------------------------------------------------


def up_to_each(points: Course) -> list[Points]:
    return [points[: at + 1] for at in range(len(points))]


def of_two(points: Points) -> Projection | None:
    """Claim that the last gain comes again, give or take 0.5."""
    if len(points) < 2:
        return None
    pace = (points[-1][1] - points[-2][1]) / (points[-1][0] - points[-2][0])
    return lambda ahead: Range(0, points[-1][1] + pace * ahead - 0.5, points[-1][1] + pace * ahead + 0.5)


def test_each_earlier_period_is_tried_with_what_was_known_then_and_no_further_ahead() -> None:
    points: Course = [(0, 0), (3, 3), (6, 6), (7, 7), (8, 8), (9, 12)]
    seen: list[tuple[int, float]] = []

    def fit(then: Points) -> Projection:
        def project(ahead: float) -> Range:
            seen.append((len(then), ahead))
            return Range(0, 0, 100)

        return project

    assert backtest(up_to_each(points), fit).trials == (True, True)
    # a day ahead of day 3 lies nothing, two ahead of 6 and of 7 do; of the 2.67 days after day 8 less than half passed
    assert seen == [(3, 2), (4, 2)]


def test_what_came_decides_who_was_right() -> None:
    points: Course = [(0, 0), (3, 3), (6, 6), (7, 7), (8, 8), (9, 12)]
    assert backtest(up_to_each(points), of_two).trials == (True, False)
    assert look_ahead(points) == 3


def test_a_count_that_was_revised_since_is_tried_as_it_was_known() -> None:
    points: Course = [(float(day), float(day)) for day in range(12)]
    known = up_to_each(points)
    known[6] = [*points[:6], (6.0, 9.0)]  # three too many, as was known that day
    assert backtest(up_to_each(points), of_two).trials.count(False) == 0
    assert backtest(known, of_two).trials.count(False) == 1


@pytest.mark.parametrize(
    ("trials", "enough", "passed"),
    [
        ([True] * 7, False, False),
        ([True] * 8, True, True),
        ([False, False] + [True] * 6, True, True),
        ([False, False, False] + [True] * 5, True, False),
        ([True] * 7 + [False], True, False),  # the last one missed
        ([False] * 3 + [True] * 9, True, True),
        ([False] * 4 + [True] * 8, True, False),
    ],
)
def test_a_range_is_right_as_often_as_it_claims_or_not_printed(trials: list[bool], enough: bool, passed: bool) -> None:
    found = Backtest(tuple(trials))
    assert (found.enough, found.passed) == (enough, passed)
    assert (found.right, found.tried) == (sum(trials), len(trials))


def test_a_true_range_passes_mostly_and_one_of_half_its_width_hardly_ever() -> None:
    def narrow(points: Points) -> Linear | None:
        found = fit_linear(points)
        return found and Linear(found.start, found.pace, found.spread / 3, found.span, found.gains)

    walks = [up_to_each(walk(seed, 30)) for seed in range(60)]
    passed = {fit: sum(backtest(known, fit).passed for known in walks) for fit in (fit_linear, narrow)}
    assert passed[fit_linear] > 30
    assert passed[narrow] < 6


def test_the_quantiles_are_students() -> None:
    """One and two degrees of freedom have closed forms: tan(π p / 2) and p × √(2 / (1 - p²))."""
    assert list(STUDENT[:2]) == pytest.approx([tan(pi * 0.4), 0.8 * sqrt(2 / 0.36)], abs=0.005)
    assert list(STUDENT) == sorted(STUDENT, reverse=True)
