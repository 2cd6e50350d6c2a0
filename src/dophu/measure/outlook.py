"""The outlook to the target: scenarios with their range, as facts. They follow what the target demands a day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from itertools import pairwise
from math import inf

from dophu.measure.bounds import MOST_DECIMALS, at_least, at_most
from dophu.measure.course import Course
from dophu.measure.ledger import Fact, Ledger
from dophu.measure.ledger import Unit as UnitOfFact
from dophu.measure.scenarios import fit_logistic, recent_pace
from dophu.measure.snapshot import Known
from dophu.measure.view import View
from dophu.wording import Moment, half_up

FURTHEST = 180  # days: half a year from a few weeks of data is already a long way
PATH_POINTS = 25
LINEAR, LOGISTIC = "linear", "logistic"
NAMES = {LINEAR: "kịch bản tuyến tính", LOGISTIC: "kịch bản logistic"}
FORMULAS = {
    LINEAR: "giữ mức tăng mỗi ngày của các kỳ gần nhất",
    LOGISTIC: "đường logistic khớp nhất theo bình phương tối thiểu",
}
REACHED, PERHAPS, NOT_REACHED = "đạt", "có thể không đạt", "không đạt"
TOO_FEW = "không đủ số liệu"
LABELS = {
    "first_day": "Ngày đạt mục tiêu sớm nhất",
    "day": "Ngày đạt mục tiêu ở giữa",
    "last_day": "Ngày đạt mục tiêu muộn nhất",
    "share_low": "Tỷ lệ thấp nhất đến hết giới hạn tính",
    "share_high": "Tỷ lệ cao nhất đến hết giới hạn tính",
    "verdict": "Kết luận",
}
ASSUMED = {
    "linear_low": "Mức tăng mỗi ngày thấp nhất trong các kỳ gần nhất",
    "linear_mean": "Mức tăng mỗi ngày bình quân trong các kỳ gần nhất",
    "linear_high": "Mức tăng mỗi ngày cao nhất trong các kỳ gần nhất",
    "linear_intervals": "Số khoảng giữa hai kỳ dùng để tính",
    "logistic_points": "Số điểm dùng để khớp đường logistic",
    "logistic_low": "Mức bão hòa thấp nhất còn khớp",
    "logistic_high": "Mức bão hòa cao nhất còn khớp",
}


@dataclass(frozen=True)
class Waypoint:
    """A share that a scenario passes, in per cent, with its range; never beyond the target."""

    moment: Moment
    share: float
    low: float
    high: float


@dataclass(frozen=True)
class Scenario:
    """One scenario; `facts` by name (`LABELS`, and what it assumes), those that are known."""

    key: str
    facts: dict[str, Fact]
    path: list[Waypoint]

    @property
    def name(self) -> str:
        """What it is called wherever it is shown; never a forecast."""
        return NAMES[self.key]

    @property
    def verdict(self) -> str:
        """Whether the target is reached within the horizon: surely, perhaps, or not."""
        return self.facts["verdict"].shown


@dataclass(frozen=True)
class Outlook:
    """The scenarios of an edition; none with the reason in words."""

    scenarios: list[Scenario]
    reason: str = ""


@dataclass(frozen=True)
class _Aim:
    """Where a scenario starts, where it must get, and how far it may look."""

    now: datetime
    target: float
    horizon: date

    @property
    def days(self) -> float:
        """Days to the end of the horizon's day."""
        return (datetime.combine(self.horizon, time.min) + timedelta(days=1) - self.now) / timedelta(days=1)

    def day(self, days: float) -> date | None:
        """Date what is reached after so many days; None beyond the horizon."""
        return (self.now + timedelta(days=max(days, 0.0))).date() if days < self.days else None

    def moment(self, days: float) -> Moment:
        """Date a point of a path, the last one still on the horizon's day."""
        last = datetime.combine(self.horizon, time.max)
        then = min(self.now + timedelta(days=days), last)
        return Moment(then.date(), then.time().replace(second=0, microsecond=0))


@dataclass(frozen=True)
class _Guess:
    """A scenario before it is held against an aim.

    days     from now until the target is reached: fast, in the middle, slow; infinity for never
    shares   days ahead to the share in the middle, the lowest and the highest, in per cent
    """

    key: str
    assumed: dict[str, Fact]
    days: tuple[float, float, float]
    shares: Callable[[float], list[float]]


def outlook(ledger: Ledger, seen: View, followed: Course | None) -> Outlook:
    """Enter the scenarios; missing, with the reason, where the data carry none or the target is reached.

    They look no further than the day the target is due, nor than 180 days.
    """
    gap, target, segment = ledger["gap_count"], ledger["target"], followed.segment if followed else []
    reason = _reason(ledger, seen, segment)
    for key, name in NAMES.items():
        for what, label in LABELS.items():
            ledger.lack(f"{key}_{what}", f"{label}, {name}", reason or TOO_FEW)
    for key, label in ASSUMED.items():
        ledger.lack(key, label, reason or TOO_FEW)
    if reason or not isinstance(gap, Fact) or not isinstance(target, Fact):
        ledger.lack("horizon", "Giới hạn tính của kịch bản", reason)
        return Outlook([], reason)
    aim = _aim(seen, float(target.amount))
    formula = f"hạn của mục tiêu, không quá {FURTHEST} ngày"
    ledger.add(Fact("horizon", "Giới hạn tính của kịch bản", aim.horizon, "date", formula, "", status="computed"))
    courses = [_linear(segment, int(gap.amount)), _logistic(segment, aim.target)]
    scenarios = [_scenario(ledger, aim, course) for course in courses if course]
    return Outlook(scenarios, "" if scenarios else TOO_FEW)


def _reason(ledger: Ledger, seen: View, segment: Sequence[Known]) -> str:
    gap = ledger["gap_count"]
    if not isinstance(ledger["target"], Fact):
        return "chưa có mục tiêu áp dụng cho đơn vị"
    if not isinstance(gap, Fact) or not segment or segment[-1].period != seen.day.isoformat():
        return "kỳ này chưa có số đếm chính xác"
    return "đã đạt mục tiêu" if gap.amount <= 0 else ""


def _aim(seen: View, target: float) -> _Aim:
    day, clock = seen.as_of.day, seen.as_of.clock
    by, furthest = seen.target.by if seen.target else None, day + timedelta(days=FURTHEST)
    horizon = min(by, furthest) if by and by >= day else furthest
    return _Aim(datetime.combine(day, clock or time.min), target, horizon)


# -- the two scenarios -----------------------------------------------------------------------------------


def _linear(segment: Sequence[Known], missing: int) -> _Guess | None:
    gains = [
        (now.count - then.count, now.as_of.hours_since(then.as_of))
        for then, now in pairwise(segment)
        if now.count is not None and then.count is not None
    ]
    pace, last = recent_pace(gains), segment[-1]
    if pace is None or last.base is None or last.share is None or last.share.low is None:
        return None
    start, each = float(last.share.low), 100 / last.base.value
    rates = {"mean": pace.mean, "low": pace.low, "high": pace.high}
    facts = {name: _count(LINEAR, name, int(half_up(rate))) for name, rate in rates.items()}
    facts["intervals"] = _count(LINEAR, "intervals", pace.intervals)
    fast, middle, slow = (float(missing / rate) if rate > 0 else inf for rate in (pace.high, pace.mean, pace.low))

    def shares(ahead: float) -> list[float]:
        return [max(0.0, start + float(rate) * each * ahead) for rate in rates.values()]

    return _Guess(LINEAR, facts, (fast, middle, slow), shares)


def _logistic(segment: Sequence[Known], target: float) -> _Guess | None:
    days = [float(k.as_of.hours_since(segment[0].as_of)) / 24 for k in segment]
    shares = [float(k.share.low) for k in segment if k.share and k.share.low is not None]
    fit, now = fit_logistic(list(zip(days, shares, strict=True))), days[-1]
    if fit is None:
        return None
    low, high, places = outward(fit.near[0].ceiling, fit.near[-1].ceiling, target)
    facts = {
        "points": _count(LOGISTIC, "points", len(segment)),
        "low": _percent(LOGISTIC, "low", low, places),
        "high": _percent(LOGISTIC, "high", high, places),
    }
    reached = sorted(curve.reaches(target) - now for curve in fit.near)
    fast, middle, slow = reached[0], fit.best.reaches(target) - now, reached[-1]

    def shares_at(ahead: float) -> list[float]:
        near = [curve(now + ahead) for curve in fit.near]
        return [fit.best(now + ahead), min(near), max(near)]

    return _Guess(LOGISTIC, facts, (fast, middle, slow), shares_at)


def _count(key: str, name: str, value: int) -> Fact:
    return Fact(f"{key}_{name}", ASSUMED[f"{key}_{name}"], value, "count", FORMULAS[key], "", status="computed")


def _percent(key: str, name: str, value: Fraction, places: int) -> Fact:
    fact = Fact(f"{key}_{name}", ASSUMED[f"{key}_{name}"], value, "percent", FORMULAS[key], "", status="computed")
    return replace(fact, qualifier="khoảng", places=places)


def outward(low: float, high: float, target: float) -> tuple[Fraction, Fraction, int]:
    """Round a range outward to about two digits, and finer only where that would move an end across the target."""
    coarsest = 0 if high >= 10 else 1 if high >= 1 else 2  # noqa: PLR2004 - powers of ten
    for places in range(coarsest, MOST_DECIMALS + 1):
        ends = at_least(Fraction(low), places), at_most(Fraction(high), places)
        if (ends[0] > target) == (low > target) and (ends[1] < target) == (high < target):
            break
    return *ends, places


def _scenario(ledger: Ledger, aim: _Aim, guess: _Guess) -> Scenario:
    """Enter when the target is reached within the horizon, and how far the horizon brings the share."""
    fast, middle, slow = (aim.day(each) for each in guess.days)
    word = NOT_REACHED if fast is None else PERHAPS if slow is None else REACHED
    verdict = _told(guess, "verdict", word)
    days = {"first_day": fast, "day": middle, "last_day": slow}
    facts = {name: _told(guess, name, day) for name, day in days.items() if day}
    facts |= {"verdict": verdict} | _at_horizon(aim, guess)
    for fact in (*guess.assumed.values(), *facts.values()):
        ledger.add(fact)
    end = min(aim.days, guess.days[2]) if slow else aim.days
    ahead = [end * i / (PATH_POINTS - 1) for i in range(PATH_POINTS)]
    path = [Waypoint(aim.moment(each), *(min(share, aim.target) for share in guess.shares(each))) for each in ahead]
    return Scenario(guess.key, guess.assumed | facts, path)


def _told(guess: _Guess, name: str, value: str | date | Fraction) -> Fact:
    """Name what a scenario says; a number of what has not happened is never more than "about"."""
    unit: UnitOfFact = "text" if isinstance(value, str) else "date" if isinstance(value, date) else "percent"
    return Fact(
        key=f"{guess.key}_{name}",
        label=f"{LABELS[name]}, {NAMES[guess.key]}",
        value=value,
        unit=unit,
        formula=FORMULAS[guess.key],
        source="",
        inputs=tuple(fact.key for fact in guess.assumed.values()),
        status="computed",
        qualifier="" if isinstance(value, str) else "khoảng",
    )


def _at_horizon(aim: _Aim, guess: _Guess) -> dict[str, Fact]:
    """Tell the shares at the horizon that lie below the target; above it a scenario has nothing to say."""
    _, lowest, highest = guess.shares(aim.days)
    low, high, places = outward(lowest, highest, aim.target)
    found = {name: value for name, value in (("share_low", low), ("share_high", high)) if value < aim.target}
    return {name: replace(_told(guess, name, value), places=places) for name, value in found.items()}
