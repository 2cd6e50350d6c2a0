"""Scenarios: how a course would go on if its pace stayed, or if it kept to a logistic curve, each held to account.

None of them is a forecast. Both take a course for what it is, a sum of gains: what one interval gained beyond the
curve stays in every later share, so errors belong to the gains (King et al., Avoidable errors in the modelling of
outbreaks of emerging pathogens, Proceedings of the Royal Society B 282, 2015). Their variance grows with the time in
which they arose, so that an interval of 21 days weighs as much as ten of 2 days. A range holds 80 % of what may come
if the scenario is right; whether it is, the backtest says. See docs/methods.md.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, floor, hypot, log, sqrt
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

FEWEST_GAINS = 3  # two unknowns, pace and spread, and one gain to tell them apart
FEWEST_POINTS = 6  # three unknowns of the curve, its spread, and one gain more
SHORTEST_SPAN = 7.0  # days: a week holds every weekday once
STUDENT = (3.08, 1.89, 1.64, 1.53, 1.48, 1.44, 1.41, 1.40, 1.38, 1.37)  # two-sided 80 %, from 1 degree of freedom on
NOMINAL = 0.8
FEWEST_TRIALS = 8
FURTHER = 1 / 3  # a third as far ahead as the course reaches back
MOVING = 0.01, 0.99  # of the ceiling: between them a curve bends, outside it is flat
AT_REST = 0.999  # of the ceiling
GREATEST_REST = 3.0  # times what was gained so far: where more may be to come, nothing says where the course bends
RATES, MIDPOINTS = 12, 15  # tried before the descent
MOST_STEPS, SMALLEST_GAIN = 100, 1e-12  # of the sum of squares
SINGULAR = 1e12  # a condition number beyond it leaves no digit of a variance
STEEPEST = 500.0  # beyond it exp() overflows, and a share is 0 or its ceiling anyway

Points = Sequence[tuple[float, float]]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Range:
    """Shares in per cent that a scenario gives to one moment."""

    middle: float
    low: float
    high: float

    def holds(self, share: float) -> bool:
        """Say whether a share lies within."""
        return self.low <= share <= self.high


class Projection(Protocol):
    """A scenario made from a course: called with days ahead of its last point, it gives the range there."""

    def __call__(self, ahead: float) -> Range:
        """Range of the share so many days after the last point."""


@dataclass(frozen=True)
class _Start:
    """Where a projection starts; a course that never fell is not thought to fall."""

    share: float
    never_fell: bool

    def range(self, rise: float, spread: float) -> Range:
        """Range around a rise; `spread` is half of its width."""
        lowest = self.share if self.never_fell else 0.0
        middle, low, high = (max(lowest, self.share + each) for each in (rise, rise - spread, rise + spread))
        return Range(middle, low, high)


def _start(points: Points) -> _Start:
    return _Start(points[-1][1], all(now >= then for (_, then), (_, now) in pairwise(points)))


# -- linear ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Linear:
    """The mean pace of a course kept up: pace in per cent a day, spread per root of a day."""

    start: _Start
    pace: float
    spread: float
    span: float
    gains: int

    def __call__(self, ahead: float) -> Range:
        """Range after some days: a random walk with drift, whose drift is known from the course alone.

        pace × h ± t × spread × √(h + h² / span), Hyndman and Athanasopoulos, Forecasting: Principles and Practice
        (3rd edition, 2021), section 5.5
        """
        wide = _student(self.gains - 1) * self.spread * sqrt(ahead + ahead**2 / self.span)
        return self.start.range(self.pace * ahead, wide)


def fit_linear(points: Points) -> Linear | None:
    """Take the mean pace of a course and how far its gains scatter around it; None for fewer than `FEWEST_GAINS`.

    points   day and share in per cent, oldest first

    >>> fit_linear([(0, 1.0), (2, 3.0), (5, 6.0), (6, 7.0)])(4)
    Range(middle=11.0, low=11.0, high=11.0)
    """
    if len(points) <= FEWEST_GAINS:
        return None
    gains = [(later - day, now - share) for (day, share), (later, now) in pairwise(points)]
    span = points[-1][0] - points[0][0]
    pace = (points[-1][1] - points[0][1]) / span
    squares = sum((gain - pace * days) ** 2 / days for days, gain in gains)
    return Linear(_start(points), pace, sqrt(squares / (len(gains) - 1)), span, len(gains))


# -- logistic --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Curve:
    """A logistic curve, ceiling / (1 + exp(-rate × (t - midpoint))); t in days, ceiling in per cent."""

    ceiling: float
    rate: float
    midpoint: float

    def __call__(self, day: float) -> float:
        """Height on a day."""
        return self.ceiling * _sigmoid(self.rate * (day - self.midpoint))

    def slopes(self, day: float) -> Floats:
        """How the height changes with ceiling, rate and midpoint."""
        part = _sigmoid(self.rate * (day - self.midpoint))
        bend = self.ceiling * part * (1 - part)
        return np.array([part, bend * (day - self.midpoint), -bend * self.rate])


@dataclass(frozen=True)
class Logistic:
    """A course that goes on along a logistic curve from its last share.

    gained     by the course so far, in per cent
    curve      the one whose gains are nearest to the course's
    spread     of the gains around it, in per cent per root of a day
    variance   of ceiling, rate and midpoint
    """

    start: _Start
    now: float
    gained: float
    curve: Curve
    spread: float
    variance: Floats
    freedom: int

    def __call__(self, ahead: float) -> Range:
        """Range after some days: what is not known of the curve, and how far gains scatter around it."""
        rise = self.curve(self.now + ahead) - self.curve(self.now)
        slopes = self.curve.slopes(self.now + ahead) - self.curve.slopes(self.now)
        wide = sqrt(self.spread**2 * ahead + self._variance(slopes))
        return self.start.range(rise, _student(self.freedom) * wide)

    @property
    def saturation(self) -> Range:
        """The share at which the course would come to rest: never below its last.

        What is still to come is positive, so its range is taken on its logarithm; until the curve is flat gains scatter
        around it as before.
        """
        share, (rise, factor) = self.start.share, self._remaining()
        scatter = _student(self.freedom) * self.spread * sqrt(self._days_to_rest())
        fewer, more = hypot(rise - rise / factor, scatter), hypot(rise * factor - rise, scatter)
        return Range(share + rise, share + max(0.0, rise - fewer), share + rise + more)

    @property
    def determined(self) -> bool:
        """Say whether the points tell where the course will bend."""
        rest = self.saturation
        return self.start.share < rest.middle <= rest.high <= self.start.share + GREATEST_REST * self.gained

    def _remaining(self) -> tuple[float, float]:
        """Tell what is still to come in per cent, and by which factor it may be more or less."""
        rise = self.curve.ceiling - self.curve(self.now)
        slopes = np.array([1.0, 0.0, 0.0]) - self.curve.slopes(self.now)
        if rise <= 0:
            return 0.0, 1.0
        return rise, exp(min(STEEPEST, _student(self.freedom) * sqrt(self._variance(slopes)) / rise))

    def _days_to_rest(self) -> float:
        return max(0.0, self.curve.midpoint + log(AT_REST / (1 - AT_REST)) / self.curve.rate - self.now)

    def _variance(self, slopes: Floats) -> float:
        return max(0.0, float(slopes @ self.variance @ slopes))


def fit_logistic(points: Points) -> Logistic | None:
    """Fit a logistic curve to the gains of a course by least squares; None where they do not carry one.

    points   day and share in per cent, oldest first

    Each gain is divided by the root of its days. The best of a grid of rates and midpoints, each with its best
    ceiling, is where a damped Gauss-Newton descent starts. The variance of what was fitted is that of the linear
    approximation (Bates and Watts, Nonlinear Regression Analysis, 1988, chapter 2).

    None for fewer than `FEWEST_POINTS` points or less than `SHORTEST_SPAN` days; where nothing says that the
    course bends (the shares did not rise, a straight line fits the gains no worse, all but two points lie where the
    curve is flat, or three times as much as was gained may still be to come); and where the last gain lies outside of
    the curve's own range, which the course has then left.
    """
    if len(points) < FEWEST_POINTS or points[-1][0] - points[0][0] < SHORTEST_SPAN or points[-1][1] <= points[0][1]:
        return None
    gains = _Gains(points)
    curve = gains.descend(gains.nearest())
    errors, slopes = gains.errors(curve), gains.slopes(curve)
    freedom = len(errors) - slopes.shape[1]
    spread = sqrt(float(errors @ errors) / freedom)
    variance = _inverse(slopes.T @ slopes)
    line = fit_linear(points)
    if variance is None or line is None or spread >= line.spread or not _moving(points, curve):
        return None
    if abs(errors[-1]) > _student(freedom) * spread:
        return None
    gained = points[-1][1] - points[0][1]
    fit = Logistic(_start(points), points[-1][0], gained, curve, spread, variance * spread**2, freedom)
    return fit if fit.determined else None


def _moving(points: Points, curve: Curve) -> bool:
    """Say whether the curve is seen in motion."""
    low, high = (part * curve.ceiling for part in MOVING)
    return sum(low < curve(day) < high for day, _ in points) >= FEWEST_GAINS


class _Gains:
    """The gains of a course, each divided by the root of its days."""

    def __init__(self, points: Points) -> None:
        self.days = np.array([day for day, _ in points], dtype=float)
        self.weights = 1 / np.sqrt(np.diff(self.days))
        self.gains = np.diff([share for _, share in points]) * self.weights

    def errors(self, curve: Curve) -> Floats:
        heights = curve.ceiling * _sigmoids(curve.rate * (self.days - curve.midpoint))
        return self.gains - np.diff(heights) * self.weights

    def slopes(self, curve: Curve) -> Floats:
        parts = _sigmoids(curve.rate * (self.days - curve.midpoint))
        bends = curve.ceiling * parts * (1 - parts)
        columns = [parts, bends * (self.days - curve.midpoint), -bends * curve.rate]
        return np.diff(np.stack(columns, axis=-1), axis=0) * self.weights[:, None]

    def nearest(self) -> Curve:
        """Try a grid of rates and midpoints; for each the best ceiling follows, since the gains are linear in it."""
        span = self.days[-1] - self.days[0]
        rates = np.geomspace(1 / span, 40 / span, RATES)[:, None, None]
        midpoints = np.linspace(self.days[0] - span / 2, self.days[-1] + span / 2, MIDPOINTS)[None, :, None]
        shapes = np.diff(_sigmoids(rates * (self.days - midpoints)), axis=-1) * self.weights
        along, across = shapes @ self.gains, (shapes**2).sum(axis=-1)
        ceilings = np.maximum(along, 0) / np.maximum(across, np.finfo(float).tiny)
        best = np.unravel_index(np.argmin(ceilings * (ceilings * across - 2 * along)), ceilings.shape)
        return Curve(float(ceilings[best]), float(rates[best[0], 0, 0]), float(midpoints[0, best[1], 0]))

    def descend(self, curve: Curve) -> Curve:
        """Walk to the least sum of squares, shorter steps where a long one does not help (Marquardt, 1963)."""
        damping, square = 1e-3, float(self.errors(curve) @ self.errors(curve))
        for _ in range(MOST_STEPS):
            nearer = self._step(curve, damping)
            found = float(self.errors(nearer) @ self.errors(nearer)) if nearer else square
            if nearer is None or found >= square:
                damping *= 10
                if damping > SINGULAR:
                    break
                continue
            gained, curve, square, damping = square - found, nearer, found, damping / 10
            if gained <= SMALLEST_GAIN * square:
                break
        return curve

    def _step(self, curve: Curve, damping: float) -> Curve | None:
        slopes = self.slopes(curve)
        normal = slopes.T @ slopes
        damped = normal + damping * np.diag(np.diag(normal)) + np.finfo(float).tiny * np.eye(len(normal))
        step = np.linalg.lstsq(damped, slopes.T @ self.errors(curve), rcond=None)[0]
        ceiling, rate, midpoint = (np.array([curve.ceiling, curve.rate, curve.midpoint]) + step).tolist()
        return Curve(ceiling, rate, midpoint) if ceiling > 0 and rate > 0 else None


def _inverse(normal: Floats) -> Floats | None:
    """Invert normal equations, scaled to ones on the diagonal; None where they say nothing of a parameter."""
    scale = np.sqrt(np.diag(normal))
    if not scale.all():
        return None
    scaled = normal / np.outer(scale, scale)
    return np.linalg.inv(scaled) / np.outer(scale, scale) if np.linalg.cond(scaled) < SINGULAR else None


def _student(freedom: int) -> float:
    return STUDENT[min(freedom, len(STUDENT)) - 1]


def _sigmoid(logit: float) -> float:
    return 1 / (1 + exp(-max(-STEEPEST, min(STEEPEST, logit))))


def _sigmoids(logits: Floats) -> Floats:
    return 1 / (1 + np.exp(-np.clip(logits, -STEEPEST, STEEPEST)))


# -- held to account -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Backtest:
    """How a scenario did when it was made at earlier periods: right in how many of how many, oldest first."""

    trials: tuple[bool, ...]

    @property
    def tried(self) -> int:
        """Periods at which it could be made, and of which enough has come since to judge it."""
        return len(self.trials)

    @property
    def right(self) -> int:
        """Those of them in which what came lay within its range."""
        return sum(self.trials)

    @property
    def enough(self) -> bool:
        """Say whether there are enough trials to judge by."""
        return self.tried >= FEWEST_TRIALS

    @property
    def as_claimed(self) -> bool:
        """Say whether the range was right in 80 % of its trials, rounded down.

        One that truly holds 80 % is so about three times in four.
        """
        return self.right >= floor(NOMINAL * self.tried)

    @property
    def passed(self) -> bool:
        """Say whether the range may be printed: right as often as it claims to be, and the last time too."""
        return self.enough and self.as_claimed and self.trials[-1]


def look_ahead(points: Points) -> float:
    """Days that a scenario may look ahead: a third as many as the course reaches back, as far as it can be tried."""
    return FURTHER * (points[-1][0] - points[0][0])


def backtest(known: Sequence[Points], fit: Callable[[Points], Projection | None]) -> Backtest:
    """Make a scenario anew at each earlier period and hold its range against what came.

    known   the points known at each period, oldest first, its own the last; the last of all is what is known now

    What came is the last point no further ahead than the scenario looked; a trial counts once half of that time
    has passed, since a range far ahead is not tried by what comes the day after.
    """
    trials = list[bool]()
    for then in known[:-1]:
        furthest = look_ahead(then) if then else 0.0
        came = [(day - then[-1][0], share) for day, share in known[-1] if 0 < day - then[-1][0] <= furthest]
        projection = fit(then) if came and came[-1][0] >= furthest / 2 else None
        if projection:
            ahead, share = came[-1]
            trials.append(projection(ahead).holds(share))
    return Backtest(tuple(trials))
