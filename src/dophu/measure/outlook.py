"""The outlook to the target: scenarios with their range and their backtest, as facts.

They follow what the target demands a day, and look no further ahead than could be tried on the course so far.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from math import ceil, floor

from dophu import wording
from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact, Value
from dophu.facts.interval import Interval
from dophu.facts.making import modelled
from dophu.facts.printing import Unit, about
from dophu.facts.reported import Reported
from dophu.measure.course import Course
from dophu.measure.hindsight import known_at_each
from dophu.measure.revisions import Revisions
from dophu.measure.scenarios import (
    Backtest,
    Linear,
    Logistic,
    Points,
    Projection,
    backtest,
    fit_linear,
    fit_logistic,
    look_ahead,
)
from dophu.wording import Moment, half_up
from dophu.words import say

FURTHEST = 180  # days: half a year from a few weeks of data is already a long way
PATH_POINTS = 25
MOST_DECIMALS = 2  # of a share that has not come
LINEAR, LOGISTIC = "linear", "logistic"
NOT_BY_DUE = "perhaps_not", "not"  # where the horizon is the day the target is due
NOT_YET = "perhaps_not_yet", "not_yet"


@dataclass(frozen=True)
class Waypoint:
    """A share that a scenario passes, in per cent, with its range; never beyond the target."""

    moment: Moment
    share: float
    low: float
    high: float


@dataclass(frozen=True)
class Scenario:
    """One scenario that passed its backtest; `facts` by name, those that are known.

    first_day, day, last_day   when the target is reached: at the earliest, in the middle, at the latest
    share_low, share_high      the shares at the horizon that lie below the target
    tried, right               how often it was made anew at earlier periods, and how often it was right
    linear     mean, low, high: gained a day so far, and at least and at most up to the horizon; intervals: how many
    logistic   points: how many it is fitted to; low, high: where the course comes to rest
    """

    key: str
    verdict: str
    facts: Mapping[str, Fact]
    path: list[Waypoint]

    @property
    def name(self) -> str:
        """What it is called wherever it is shown; never a forecast."""
        return say(f"scenario.{self.key}")


@dataclass(frozen=True)
class LeftOut:
    """A scenario that may not be printed, and why; `tried` and `right` where it had a backtest."""

    key: str
    why: str
    tried: Fact | None = None
    right: Fact | None = None

    @property
    def name(self) -> str:
        """What it is called wherever it is named."""
        return say(f"scenario.{self.key}")

    @property
    def reason(self) -> str:
        """Why it is left out, in words."""
        return say(f"scenario.{self.why}")


@dataclass(frozen=True)
class Outlook:
    """The scenarios of an edition and those left out; neither where the reason in words forbids any."""

    scenarios: list[Scenario]
    left_out: list[LeftOut]
    horizon: Fact | None = None
    reason: str = ""


@dataclass(frozen=True)
class _Aim:
    """Where a scenario starts (the share, and the base of its people), where it must get, how far it may look."""

    now: datetime
    share: float
    base: int
    target: float
    horizon: date
    due: date | None

    @property
    def days(self) -> float:
        """Days to the end of the horizon's day."""
        return (datetime.combine(self.horizon, time.min) + timedelta(days=1) - self.now) / timedelta(days=1)

    def day(self, days: float | None) -> date | None:
        """Date what is reached after so many days; None for never."""
        return None if days is None else (self.now + timedelta(days=days)).date()

    def moment(self, days: float) -> Moment:
        """Date a point of a path, the last one still on the horizon's day."""
        last = datetime.combine(self.horizon, time.max)
        then = min(self.now + timedelta(days=days), last)
        return Moment(then.date(), then.time().replace(second=0, microsecond=0))

    def people_a_day(self, share: float) -> Fraction:
        """Spread what leads to a share at the horizon over its days."""
        return self.people((share - self.share) / self.days)

    def people(self, share: float) -> Fraction:
        """Take a share as people, as finely as any text may need it."""
        return half_up(Fraction(share * self.base / 100), MOST_DECIMALS)


def outlook(facts: Facts, own: Course | None, revisions: Revisions) -> Outlook:
    """Make the scenarios that pass their backtest; none, with the reason, where they may not be printed.

    They look no further than the day the target is due, nor than 180 days, nor than a third of the course so far.
    """
    segment = own.segment if own else []
    why = _why_none(facts, segment)
    if why:
        return Outlook([], [], reason=say(f"scenario.{why}"))
    known = known_at_each(segment, revisions)
    aim = _aim(facts, segment[-1], known[-1])
    judged = [_linear(facts, aim, known), _logistic(facts, aim, known)]
    scenarios = [each for each in judged if isinstance(each, Scenario)]
    horizon = modelled(facts, "horizon", "date", aim.horizon) if scenarios else None
    return Outlook(scenarios, [each for each in judged if isinstance(each, LeftOut)], horizon)


def _why_none(facts: Facts, segment: Sequence[Reported]) -> str:
    """Say what forbids every scenario; blank for nothing."""
    needed, missing = facts.get("needed"), facts.get("missing")
    measure = facts.history.campaign.measures[facts.own.measure]
    if measure.counts != "cumulative" or measure.better != "more":
        return "not_counted_up"
    if not needed and not facts.get("target"):
        return "no_target"
    if not needed or not isinstance(missing, Fact) or not segment or segment[-1].period != facts.own.period:
        return "no_exact_count"
    if missing.sign in {"-", "0"}:
        return "reached_already"
    target = facts.target_of(facts.own)
    return "other_base" if target and target.base not in {None, facts.base_key(facts.own)} else ""


def _aim(facts: Facts, last: Reported, points: Points) -> _Aim:
    needed = facts.get("needed")
    target = facts.target_of(facts.own)
    assert isinstance(needed, Fact)
    assert last.base is not None
    assert target is not None
    day, clock = facts.moment.day, facts.moment.clock
    now = datetime.combine(day, clock or time.min)
    tried = (now + timedelta(days=look_ahead(points) - 1)).date()  # the last day that ends within it
    furthest = max(day, min(tried, day + timedelta(days=FURTHEST)))
    due = target.by if target.by and target.by >= day else None
    percent = float(target.level) if target.level is not None else float(100 * needed.amount / last.base.value)
    horizon = min(due, furthest) if due else furthest
    return _Aim(now, points[-1][1], last.base.value, percent, horizon, due)


@dataclass(frozen=True)
class _Said:
    """A value that a scenario gives, before it is a fact; `text` where it is hedged."""

    unit: Unit
    value: Value
    text: str = ""


@dataclass(frozen=True)
class _Made:
    """A scenario before it is judged: what it assumes, where it leads, and how it did at earlier periods."""

    key: str
    projection: Projection
    tried: Backtest
    assumed: Mapping[str, _Said]


def _count(number: Fraction | int) -> _Said:
    return _Said("count", Interval.exactly(number))


def _about(share: Fraction, places: int) -> _Said:
    """Hedge a share of what has not come."""
    return _Said("percent", Interval.exactly(share), about(wording.percent(share, places)))


def _about_day(day: date) -> _Said:
    return _Said("date", day, about(wording.day_month_year(day)))


def _entered(facts: Facts, key: str, said: Mapping[str, _Said], by: str = "") -> dict[str, Fact]:
    inputs = [fact for name in ("share", "needed") if (fact := facts.fact(name))]
    return {
        name: modelled(facts, f"{key}_{name}", each.unit, each.value, inputs, text=each.text, by=by or key)
        for name, each in said.items()
    }


# -- the two scenarios -----------------------------------------------------------------------------------


def _linear(facts: Facts, aim: _Aim, known: Sequence[Points]) -> Scenario | LeftOut:
    fit, tried = fit_linear(known[-1]), backtest(known, fit_linear)
    if fit is None:
        return LeftOut(LINEAR, "too_few")
    return _judged(facts, aim, _Made(LINEAR, fit, tried, _linear_facts(aim, fit)))


def _linear_facts(aim: _Aim, fit: Linear) -> dict[str, _Said]:
    end = fit(aim.days)
    paces = {"mean": aim.people(fit.pace), "low": aim.people_a_day(end.low), "high": aim.people_a_day(end.high)}
    return {name: _count(value) for name, value in (paces | {"intervals": Fraction(fit.gains)}).items()}


def _logistic(facts: Facts, aim: _Aim, known: Sequence[Points]) -> Scenario | LeftOut:
    fit, tried = fit_logistic(known[-1]), backtest(known, fit_logistic)
    if fit is None:
        return LeftOut(LOGISTIC, "no_curve")
    return _judged(facts, aim, _Made(LOGISTIC, fit, tried, _logistic_facts(aim, fit, len(known[-1]))))


def _logistic_facts(aim: _Aim, fit: Logistic, points: int) -> dict[str, _Said]:
    rest = fit.saturation
    low, high, places = outward(rest.low, rest.high, aim.target, aim.share)
    return {"points": _count(points), "low": _about(low, places), "high": _about(high, places)}


def outward(low: float, high: float, target: float, reached: float = 0.0) -> tuple[Fraction, Fraction, int]:
    """Round a range outward to about two digits, and finer where that would say what the range does not.

    No end crosses the target, and the lowest does not fall below the share already reached, as that prints.
    """
    coarsest = 0 if high >= 10 else 1 if high >= 1 else 2  # noqa: PLR2004 - powers of ten
    least = half_up(Fraction(reached), MOST_DECIMALS) if low >= reached else Fraction(0)
    for places in range(coarsest, MOST_DECIMALS + 1):
        ends = _down(Fraction(low), places), _up(Fraction(high), places)
        if ends[0] >= least and (ends[0] > target) == (low > target) and (ends[1] < target) == (high < target):
            break
    return max(ends[0], least), max(ends[1], least), places


def _down(value: Fraction, places: int) -> Fraction:
    return Fraction(floor(value * 10**places), 10**places)


def _up(value: Fraction, places: int) -> Fraction:
    return Fraction(ceil(value * 10**places), 10**places)


# -- held to account -------------------------------------------------------------------------------------


def _judged(facts: Facts, aim: _Aim, made: _Made) -> Scenario | LeftOut:
    """Tell how the backtest went, and the scenario itself only where it passed."""
    trials = {"tried": _count(made.tried.tried), "right": _count(made.tried.right)}
    told = _entered(facts, made.key, trials, "backtest") if made.tried.tried else {}
    if not made.tried.passed:
        return LeftOut(made.key, _failure(made.tried), **told)
    fast, middle, slow = _days(aim, made.projection)
    days = {"first_day": aim.day(fast), "day": aim.day(middle), "last_day": aim.day(slow)}
    said = {name: _about_day(day) for name, day in days.items() if day} | _at_horizon(aim, made.projection)
    entered = told | _entered(facts, made.key, {**made.assumed, **said})
    return Scenario(made.key, _verdict(aim, fast, slow), entered, _path(aim, made.projection, slow))


def _failure(tried: Backtest) -> str:
    if not tried.enough:
        return "untried"
    return "left" if tried.as_claimed else "wrong"


def _days(aim: _Aim, projection: Projection) -> tuple[float | None, float | None, float | None]:
    """Find after how many days the target is reached: at the earliest, in the middle, at the latest."""
    ends = (lambda d: projection(d).high, lambda d: projection(d).middle, lambda d: projection(d).low)
    fast, middle, slow = (_reached(end, aim.target, aim.days) for end in ends)
    return fast, middle, slow


def _verdict(aim: _Aim, fast: float | None, slow: float | None) -> str:
    """Say whether the target is reached within the horizon: surely, perhaps, or not."""
    perhaps, no = NOT_BY_DUE if aim.horizon == aim.due else NOT_YET
    verdict = "reached" if slow is not None else no if fast is None else perhaps
    return say(f"verdict.{verdict}")


def _reached(share: Callable[[float], float], target: float, days: float) -> float | None:
    """Find by halving when a share is first reached; None within so many days."""
    steps = [days * i / PATH_POINTS for i in range(PATH_POINTS + 1)]
    at = next((i for i, day in enumerate(steps) if share(day) >= target), None)
    if not at:
        return None if at is None else 0.0
    before, after = steps[at - 1], steps[at]
    for _ in range(40):
        middle = (before + after) / 2
        before, after = (before, middle) if share(middle) >= target else (middle, after)
    return after


def _path(aim: _Aim, projection: Projection, slow: float | None) -> list[Waypoint]:
    end, path = aim.days if slow is None else slow, list[Waypoint]()
    for ahead in (end * i / (PATH_POINTS - 1) for i in range(PATH_POINTS)):
        found = projection(ahead)
        shares = (min(share, aim.target) for share in (found.middle, found.low, found.high))
        path.append(Waypoint(aim.moment(ahead), *shares))
    return path


def _at_horizon(aim: _Aim, projection: Projection) -> dict[str, _Said]:
    """Tell the shares at the horizon that lie below the target; above it a scenario has nothing to say."""
    end = projection(aim.days)
    low, high, places = outward(end.low, end.high, aim.target, aim.share)
    ends = {"share_low": low, "share_high": high}
    return {name: _about(value, places) for name, value in ends.items() if value < aim.target}
