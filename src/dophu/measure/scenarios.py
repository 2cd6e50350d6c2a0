"""Scenarios: how a course would go on if the last days' gain stayed, or if it kept to a logistic curve.

None of them is a forecast. A scenario comes with its range, and not at all from too few points. See
docs/methods.md.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import exp, inf, log, sqrt

LAST_INTERVALS = 5  # as many as two weeks of a report every third day
FEWEST_INTERVALS = 2  # one interval has no range
FEWEST_POINTS = 5
SHORTEST_SPAN = 7.0  # days: a week holds every weekday once
LEAST_CEILING, GREATEST_CEILING, CEILING_STEP = 0.9, 10.0, 1.05  # of the highest share
MOVING = 0.01, 0.99  # of the ceiling: between them a curve bends, outside it is flat
STUDENT = (4.30, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23)  # two-sided 95 %, from 2 degrees of freedom on
PARAMETERS = 3
SMALLEST_GAIN = 1e-9  # of the sum of squares; a smaller step changes no printed digit
STEEPEST = 500.0  # beyond it exp() overflows, and a share is 0 or its ceiling anyway

Points = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Pace:
    """People a day over the last comparable intervals: the slowest, all together, the fastest."""

    low: Fraction
    mean: Fraction
    high: Fraction
    intervals: int


def recent_pace(gains: Sequence[tuple[int, Fraction]]) -> Pace | None:
    """Take the pace of the last `LAST_INTERVALS` intervals, oldest first; None for fewer than two.

    gains   people gained, and the hours it took

    >>> recent_pace([(10, Fraction(24)), (60, Fraction(48))])
    Pace(low=Fraction(10, 1), mean=Fraction(70, 3), high=Fraction(30, 1), intervals=2)
    """
    last = gains[-LAST_INTERVALS:]
    if len(last) < FEWEST_INTERVALS:
        return None
    each = [24 * people / hours for people, hours in last]
    mean = 24 * sum(people for people, _ in last) / sum((hours for _, hours in last), Fraction(0))
    return Pace(min(each), mean, max(each), len(last))


@dataclass(frozen=True)
class Logistic:
    """A logistic curve, share(t) = ceiling / (1 + exp(-rate × (t - midpoint))); t in days, shares in per cent."""

    ceiling: float
    rate: float
    midpoint: float

    def __call__(self, day: float) -> float:
        """Share on a day."""
        return self.ceiling * _sigmoid(self.rate * (day - self.midpoint))

    def reaches(self, share: float) -> float:
        """Day on which a share is reached; infinity when the ceiling lies at or below it."""
        return self.midpoint - log(self.ceiling / share - 1) / self.rate if self.ceiling > share else inf


@dataclass(frozen=True)
class Fit:
    """The curve nearest to the points, and those that fit no worse than chance allows, by rising ceiling."""

    best: Logistic
    near: tuple[Logistic, ...]


def fit_logistic(points: Points) -> Fit | None:
    """Fit a logistic curve by least squares; None where the points do not carry one.

    points   day and share in per cent, oldest first

    For each ceiling the best rate and midpoint are found by Gauss-Newton; the ceilings kept are those whose sum of
    squares is at most best × (1 + t² / (n - 3)), the profile interval of 95 % (Bates and Watts, Nonlinear
    Regression Analysis, 1988, chapter 6). None for fewer than `FEWEST_POINTS` points or less than
    `SHORTEST_SPAN` days, and where nothing says yet that the course bends: the shares did not rise, a straight
    line fits better, ten times the highest share would do as a ceiling, or all but two points lie where
    the curve is flat.
    """
    if not _rise(points):
        return None
    profile, freedom = _Profile(points), len(points) - PARAMETERS
    grid = _ceilings(max(share for _, share in points))
    at = min(range(len(grid)), key=lambda i: profile(grid[i]))
    best = _lowest(profile, grid[max(at - 1, 0)], grid[min(at + 1, len(grid) - 1)])
    limit = profile(best) * (1 + _student(freedom) ** 2 / freedom)
    within = sorted([best, *(ceiling for ceiling in grid if profile(ceiling) <= limit)])
    if within[-1] == grid[-1] or not _bends(points, profile.curve(best), profile(best) / freedom):
        return None
    low = _edge(profile, limit, within[0], [c for c in reversed(grid) if c < within[0]])
    high = _edge(profile, limit, within[-1], [c for c in grid if c > within[-1]])
    return Fit(profile.curve(best), tuple(profile.curve(c) for c in sorted({low, *within, high})))


def _rise(points: Points) -> bool:
    if len(points) < FEWEST_POINTS or points[-1][0] - points[0][0] < SHORTEST_SPAN:
        return False
    return points[-1][1] > points[0][1] >= 0


def _ceilings(top: float) -> list[float]:
    count = int(log(GREATEST_CEILING / LEAST_CEILING) / log(CEILING_STEP))
    return [LEAST_CEILING * top * CEILING_STEP**i for i in range(count + 1)]


def _bends(points: Points, curve: Logistic, variance: float) -> bool:
    """Say whether the curve is seen in motion, and nearer to the points than a straight line."""
    low, high = (part * curve.ceiling for part in MOVING)
    moving = [share for _, share in points if low < share < high]
    return len(moving) >= PARAMETERS and variance < _line_variance(points)


def _line_variance(points: Points) -> float:
    rows = [(1.0, day, day * day, share, day * share) for day, share in points]
    level, slope = _solved(rows)
    return sum((share - level - slope * day) ** 2 for day, share in points) / (len(points) - 2)


def _student(freedom: int) -> float:
    return STUDENT[min(freedom - 2, len(STUDENT) - 1)]


def _lowest(value: Callable[[float], float], low: float, high: float, steps: int = 30) -> float:
    """Narrow down where a function of one dip is lowest, by the golden section."""
    golden = (sqrt(5) - 1) / 2
    for _ in range(steps):
        left, right = high - golden * (high - low), low + golden * (high - low)
        low, high = (low, right) if value(left) <= value(right) else (left, high)
    return (low + high) / 2


def _edge(value: Callable[[float], float], limit: float, inside: float, beyond: Sequence[float]) -> float:
    """Find by halving where a function passes a limit, between a place inside and the next beyond it."""
    if not beyond:
        return inside
    outside = beyond[0]
    for _ in range(25):
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if value(middle) <= limit else (inside, middle)
    return inside


class _Profile:
    """The least sum of squares for a given ceiling; called with one, it gives that sum."""

    def __init__(self, points: Points) -> None:
        self.points = points
        self.start = sum(day for day, _ in points) / len(points)
        self.known: dict[float, tuple[float, Logistic]] = {}

    def __call__(self, ceiling: float) -> float:
        return self._at(ceiling)[0]

    def curve(self, ceiling: float) -> Logistic:
        return self._at(ceiling)[1]

    def _at(self, ceiling: float) -> tuple[float, Logistic]:
        if ceiling not in self.known:
            self.known[ceiling] = self._descend(ceiling)
        return self.known[ceiling]

    def _descend(self, ceiling: float) -> tuple[float, Logistic]:
        """Walk to the best offset and rate (logit = offset + rate × day), each step halved until it helps."""
        at = self._first(ceiling)
        error = self._error(ceiling, *at)
        for _ in range(50):
            step = self._step(ceiling, *at)
            nearer = [(at[0] + step[0] / 2**i, at[1] + step[1] / 2**i) for i in range(12)]
            errors = ((self._error(ceiling, *place), place) for place in nearer)
            former, (error, at) = error, next((found for found in errors if found[0] < error), (error, at))
            if former - error <= SMALLEST_GAIN * former:
                break
        offset, rate = at
        if rate <= 0:
            return inf, Logistic(ceiling, 0.0, self.start)
        return error, Logistic(ceiling, rate, self.start - offset / rate)

    def _first(self, ceiling: float) -> tuple[float, float]:
        """Start from the straight line through the logits, weighted as small changes of the shares weigh."""
        rows = []
        for day, share in self.points:
            part = min(max(share / ceiling, 1e-6), 1 - 1e-6)
            rows.append(((part * (1 - part)) ** 2, day - self.start, log(part / (1 - part))))
        return _solved([(w, w * t, w * t * t, w * z, w * t * z) for w, t, z in rows])

    def _step(self, ceiling: float, offset: float, rate: float) -> tuple[float, float]:
        rows = []
        for day, share in self.points:
            time = day - self.start
            part = _sigmoid(offset + rate * time)
            slope = ceiling * part * (1 - part)
            rows.append(
                (
                    slope**2,
                    slope**2 * time,
                    (slope * time) ** 2,
                    slope * (share - ceiling * part),
                    slope * time * (share - ceiling * part),
                )
            )
        return _solved(rows)

    def _error(self, ceiling: float, offset: float, rate: float) -> float:
        return sum((share - ceiling * _sigmoid(offset + rate * (day - self.start))) ** 2 for day, share in self.points)


def _solved(rows: Sequence[tuple[float, float, float, float, float]]) -> tuple[float, float]:
    """Solve the two normal equations whose sums the rows give; no step where they say the same thing."""
    one, two, three, left, right = (sum(column) for column in zip(*rows, strict=True))
    determinant = one * three - two * two
    if determinant <= 1e-12 * one * three or not determinant:
        return 0.0, 0.0
    return (left * three - right * two) / determinant, (one * right - two * left) / determinant


def _sigmoid(logit: float) -> float:
    return 1 / (1 + exp(-max(-STEEPEST, min(STEEPEST, logit))))
