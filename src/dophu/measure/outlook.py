"""The outlook to the target: scenarios with their range and their backtest, as facts.

They follow what the target demands a day, and look no further ahead than could be tried on the course so far.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from fractions import Fraction

from dophu.measure.bounds import MOST_DECIMALS, at_least, at_most
from dophu.measure.course import Course
from dophu.measure.hindsight import known_at_each
from dophu.measure.ledger import Fact, Ledger
from dophu.measure.ledger import Unit as UnitOfFact
from dophu.measure.revisions import Revision
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
from dophu.measure.snapshot import Known
from dophu.measure.view import View
from dophu.wording import Moment, half_up

FURTHEST = 180  # days: half a year from a few weeks of data is already a long way
PATH_POINTS = 25
LINEAR, LOGISTIC = "linear", "logistic"
NAMES = {LINEAR: "kịch bản tuyến tính", LOGISTIC: "kịch bản logistic"}
FORMULAS = {
    LINEAR: "giữ mức tăng bình quân mỗi ngày của các kỳ cùng cách tính; khoảng 80% theo độ phân tán của các mức tăng",
    LOGISTIC: "đường logistic khớp nhất với mức tăng giữa các kỳ theo bình phương tối thiểu; khoảng 80%",
}
BACKTEST = "lập lại kịch bản ở từng kỳ trước, chỉ với số liệu biết lúc đó, rồi so với số liệu đến sau"
REACHED = "đạt"
NOT_BY_DUE = "có thể không đạt", "không đạt"  # where the horizon is the day the target is due
NOT_YET = "có thể chưa đạt", "chưa đạt"
TOO_FEW = "không đủ số liệu"
NO_CURVE = "các kỳ cùng cách tính quá ít, hoặc không khớp với đường cong bão hòa nào"
UNTRIED = "chưa đủ kỳ để thử lại khoảng này trên số liệu đã qua"
WRONG = "thử lại trên số liệu đã qua, khoảng này sai quá nhiều"
LEFT = "số liệu gần nhất thử được đã ra ngoài khoảng này"
LABELS = {
    "first_day": "Ngày đạt mục tiêu sớm nhất",
    "day": "Ngày đạt mục tiêu ở giữa",
    "last_day": "Ngày đạt mục tiêu muộn nhất",
    "share_low": "Tỷ lệ thấp nhất đến hết giới hạn tính",
    "share_high": "Tỷ lệ cao nhất đến hết giới hạn tính",
    "verdict": "Kết luận",
    "tried": "Số kỳ trước đã lập lại để thử",
    "right": "Số kỳ trước mà khoảng lập lại đúng với số liệu đến sau",
}
ASSUMED = {
    "linear_low": "Mức tăng mỗi ngày thấp nhất đến hết giới hạn tính",
    "linear_mean": "Mức tăng mỗi ngày bình quân trong các kỳ cùng cách tính",
    "linear_high": "Mức tăng mỗi ngày cao nhất đến hết giới hạn tính",
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
    """One scenario that passed its backtest; `facts` by name (`LABELS`, and what it assumes), those that are known."""

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
class LeftOut:
    """A scenario that may not be printed, and why; `tried` and `right` where it had a backtest."""

    key: str
    reason: str
    tried: Fact | None = None
    right: Fact | None = None

    @property
    def name(self) -> str:
        """What it is called wherever it is named."""
        return NAMES[self.key]


@dataclass(frozen=True)
class Outlook:
    """The scenarios of an edition and those left out; neither where the reason in words forbids any."""

    scenarios: list[Scenario]
    left_out: list[LeftOut]
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

    def people_a_day(self, share: float) -> int:
        """Spread what leads to a share at the horizon over its days."""
        return int(half_up(Fraction((share - self.share) * self.base / 100 / self.days)))


def outlook(ledger: Ledger, seen: View, followed: Course | None, changed: Sequence[Revision]) -> Outlook:
    """Enter the scenarios that pass their backtest; missing, with the reason, where they may not be printed.

    They look no further than the day the target is due, nor than 180 days, nor than a third of the course so far.
    """
    segment = followed.segment if followed else []
    reason = _reason(ledger, seen, segment)
    _lack_all(ledger, reason)
    if reason:
        return Outlook([], [], reason)
    known = known_at_each(segment, changed)
    aim = _aim(ledger, seen, segment[-1], known[-1])
    formula = f"hạn của mục tiêu, không quá {FURTHEST} ngày, không quá một phần ba quãng đã có số liệu"
    ledger.add(Fact("horizon", "Giới hạn tính của kịch bản", aim.horizon, "date", formula, "", status="computed"))
    judged = [_linear(ledger, aim, known), _logistic(ledger, aim, known)]
    return Outlook(
        [each for each in judged if isinstance(each, Scenario)], [each for each in judged if isinstance(each, LeftOut)]
    )


def _lack_all(ledger: Ledger, reason: str) -> None:
    for key, name in NAMES.items():
        for what, label in LABELS.items():
            ledger.lack(f"{key}_{what}", f"{label}, {name}", reason or TOO_FEW)
    for key, label in (ASSUMED | {"horizon": "Giới hạn tính của kịch bản"}).items():
        ledger.lack(key, label, reason or TOO_FEW)


def _reason(ledger: Ledger, seen: View, segment: Sequence[Known]) -> str:
    gap = ledger["gap_count"]
    if not isinstance(ledger["target"], Fact):
        return "chưa có mục tiêu áp dụng cho đơn vị"
    if not isinstance(gap, Fact) or not segment or segment[-1].period != seen.day.isoformat():
        return "kỳ này chưa có số đếm chính xác"
    return "đã đạt mục tiêu" if gap.amount <= 0 else ""


def _aim(ledger: Ledger, seen: View, last: Known, points: Points) -> _Aim:
    day, clock = seen.as_of.day, seen.as_of.clock
    now = datetime.combine(day, clock or time.min)
    tried = (now + timedelta(days=look_ahead(points) - 1)).date()  # the last day that ends within it
    furthest = max(day, min(tried, day + timedelta(days=FURTHEST)))
    by = seen.target.by if seen.target else None
    due = by if by and by >= day else None
    base = last.base.value if last.base else 0
    target = float(ledger.fact("target").amount)
    return _Aim(now, points[-1][1], base, target, min(due, furthest) if due else furthest, due)


@dataclass(frozen=True)
class _Made:
    """A scenario before it is judged: what it assumes, where it leads, and how it did at earlier periods."""

    key: str
    projection: Projection
    tried: Backtest
    assumed: list[Fact]


# -- the two scenarios -----------------------------------------------------------------------------------


def _linear(ledger: Ledger, aim: _Aim, known: Sequence[Points]) -> Scenario | LeftOut:
    fit, tried = fit_linear(known[-1]), backtest(known, fit_linear)
    if fit is None:
        return LeftOut(LINEAR, TOO_FEW)
    return _judged(ledger, aim, _Made(LINEAR, fit, tried, _linear_facts(aim, fit)))


def _linear_facts(aim: _Aim, fit: Linear) -> list[Fact]:
    end = fit(aim.days)
    mean = int(half_up(Fraction(fit.pace * aim.base / 100)))
    paces = {"mean": mean, "low": aim.people_a_day(end.low), "high": aim.people_a_day(end.high)}
    return [_count(LINEAR, name, value) for name, value in (paces | {"intervals": fit.gains}).items()]


def _logistic(ledger: Ledger, aim: _Aim, known: Sequence[Points]) -> Scenario | LeftOut:
    fit, tried = fit_logistic(known[-1]), backtest(known, fit_logistic)
    if fit is None:
        return LeftOut(LOGISTIC, NO_CURVE)
    return _judged(ledger, aim, _Made(LOGISTIC, fit, tried, _logistic_facts(aim, fit, len(known[-1]))))


def _logistic_facts(aim: _Aim, fit: Logistic, points: int) -> list[Fact]:
    rest = fit.saturation
    low, high, places = outward(rest.low, rest.high, aim.target, aim.share)
    ends = [_percent(LOGISTIC, name, value, places) for name, value in (("low", low), ("high", high))]
    return [_count(LOGISTIC, "points", points), *ends]


def _count(key: str, name: str, value: int) -> Fact:
    return Fact(f"{key}_{name}", ASSUMED[f"{key}_{name}"], value, "count", FORMULAS[key], "", status="computed")


def _percent(key: str, name: str, value: Fraction, places: int) -> Fact:
    fact = Fact(f"{key}_{name}", ASSUMED[f"{key}_{name}"], value, "percent", FORMULAS[key], "", status="computed")
    return replace(fact, qualifier="khoảng", places=places)


def outward(low: float, high: float, target: float, reached: float = 0.0) -> tuple[Fraction, Fraction, int]:
    """Round a range outward to about two digits, and finer where that would say what the range does not.

    No end crosses the target, and the lowest does not fall below the share already reached, as that prints.
    """
    coarsest = 0 if high >= 10 else 1 if high >= 1 else 2  # noqa: PLR2004 - powers of ten
    least = half_up(Fraction(reached), MOST_DECIMALS) if low >= reached else Fraction(0)
    for places in range(coarsest, MOST_DECIMALS + 1):
        ends = at_least(Fraction(low), places), at_most(Fraction(high), places)
        if ends[0] >= least and (ends[0] > target) == (low > target) and (ends[1] < target) == (high < target):
            break
    return max(ends[0], least), max(ends[1], least), places


# -- held to account -------------------------------------------------------------------------------------


def _judged(ledger: Ledger, aim: _Aim, made: _Made) -> Scenario | LeftOut:
    """Enter how the backtest went, and the scenario itself only where it passed."""
    trials = {"tried": made.tried.tried, "right": made.tried.right}
    entered = {name: ledger.add(_told(made.key, name, value)) for name, value in trials.items()}
    if not made.tried.passed:
        return LeftOut(made.key, _failure(made.tried), **entered)
    return _scenario(ledger, aim, made, entered)


def _failure(tried: Backtest) -> str:
    if not tried.enough:
        return UNTRIED
    return LEFT if tried.as_claimed else WRONG


def _scenario(ledger: Ledger, aim: _Aim, made: _Made, tried: dict[str, Fact]) -> Scenario:
    """Enter when the target is reached within the horizon, and how far the horizon brings the share."""
    key, projection, inputs = made.key, made.projection, tuple(fact.key for fact in made.assumed)
    ends = [lambda d: projection(d).high, lambda d: projection(d).middle, lambda d: projection(d).low]
    fast, middle, slow = (_reached(end, aim.target, aim.days) for end in ends)
    days = {"first_day": aim.day(fast), "day": aim.day(middle), "last_day": aim.day(slow)}
    said = {name: day for name, day in days.items() if day} | {"verdict": _verdict(aim, fast, slow)}
    facts = {name: _told(key, name, value) for name, value in said.items()} | _at_horizon(aim, key, projection)
    entered = {name: ledger.add(replace(fact, inputs=inputs)) for name, fact in facts.items()}
    assumed = {fact.key.removeprefix(f"{key}_"): ledger.add(fact) for fact in made.assumed}
    return Scenario(key, assumed | entered | tried, _path(aim, projection, slow))


def _verdict(aim: _Aim, fast: float | None, slow: float | None) -> str:
    perhaps, no = NOT_BY_DUE if aim.horizon == aim.due else NOT_YET
    if slow is not None:
        return REACHED
    return no if fast is None else perhaps


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


def _told(key: str, name: str, value: str | date | Fraction | int) -> Fact:
    """Name what a scenario says; a number of what has not happened is never more than "about"."""
    kinds: dict[type, UnitOfFact] = {str: "text", date: "date", Fraction: "percent", int: "count"}
    return Fact(
        key=f"{key}_{name}",
        label=f"{LABELS[name]}, {NAMES[key]}",
        value=value,
        unit=kinds[type(value)],
        formula=BACKTEST if isinstance(value, int) else FORMULAS[key],
        source="",
        status="computed",
        qualifier="" if isinstance(value, str | int) else "khoảng",
    )


def _at_horizon(aim: _Aim, key: str, projection: Projection) -> dict[str, Fact]:
    """Tell the shares at the horizon that lie below the target; above it a scenario has nothing to say."""
    end = projection(aim.days)
    low, high, places = outward(end.low, end.high, aim.target, aim.share)
    found = {name: value for name, value in (("share_low", low), ("share_high", high)) if value < aim.target}
    return {name: replace(_told(key, name, value), places=places) for name, value in found.items()}
