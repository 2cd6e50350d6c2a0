"""The course of a unit, of its region and of the nation over the periods: what compares, where it breaks, its gaps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

import pandas as pd

from dophu.measure.bounds import ABOVE, BELOW, Bounds, base_bounds, share
from dophu.measure.ranks import Rank, ranks
from dophu.measure.snapshot import Known, best, comparable_shares, known_figures
from dophu.measure.view import View, later
from dophu.world.bases import BaseValue
from dophu.world.campaigns import Break, Campaign
from dophu.world.units import NATION, Unit

REGION = "region"
MOST = Fraction(1, 2)  # of its units: a list that names more than this should name them all

Lists = Mapping[str, Mapping[str, Mapping[str, Known]]]  # by period, source and code of the unit


@dataclass(frozen=True)
class Step:
    """One period of a course.

    known    what is known of it; None where a list that names most units lacks this one
    before   the latest earlier figure that compares: same base, no method break between; None without one
    broken   the method break since the figure before it
    ranks    the places of the edition's peers in its list, by code; for the edition's unit alone
    """

    period: str
    known: Known | None
    before: Known | None = None
    broken: Break | None = None
    ranks: Mapping[str, Rank] = field(default_factory=dict)

    @property
    def rank(self) -> Rank | None:
        """The unit's own place in its list."""
        return self.ranks.get(self.known.unit.code) if self.known else None


@dataclass(frozen=True)
class Course:
    """The periods of one unit, oldest first; `unit.level` is "region" for the sum of a region's units."""

    unit: Unit
    steps: list[Step]

    @property
    def segment(self) -> list[Known]:
        """The figures since the last method break whose count and share are exact: those that a curve may join."""
        start = max((i for i, step in enumerate(self.steps) if step.broken), default=0)
        known = [step.known for step in self.steps[start:] if step.known]
        return [k for k in known if k.kind == "exact" and k.count is not None]


def courses(seen: View) -> list[Course]:
    """Follow the edition's unit, its region or its province, and the nation; those of which nothing is known fall out.

    Of each period the best figure is taken (with a count before one without, then the latest), none of it later
    than the edition's moment. A region's is the sum over its units where one list names them all.
    """
    lists = read_lists(seen)
    known = [(unit, _figures(seen, lists, unit)) for unit in _in_view(seen)]
    return [_course(seen, lists, unit, figures) for unit, figures in known if figures]


def read_lists(seen: View) -> Lists:
    """Sort every figure of the main measure that is known at the edition's moment by period, list and unit."""
    found: dict[str, dict[str, dict[str, Known]]] = {}
    for known in known_figures(seen.history, seen.history.campaign.main_measure):
        if known.unit.vintage == seen.unit.vintage and not later(known.as_of, seen.as_of):
            found.setdefault(known.period, {}).setdefault(known.source, {})[known.unit.code] = known
    return found


def _in_view(seen: View) -> list[Unit]:
    gazetteer, unit = seen.history.gazetteer, seen.unit
    nation = gazetteer.get(unit.vintage, NATION)
    above = [gazetteer.get(unit.vintage, unit.parent)] if unit.parent else []
    regions = [
        Unit(unit.vintage, region.code, REGION, region.name, "vùng", NATION, region.code)
        for region in gazetteer.regions_of(unit.vintage)
        if region.code == unit.region
    ]
    return list(dict.fromkeys([unit, *regions, *above, nation]))


def _figures(seen: View, lists: Lists, unit: Unit) -> dict[str, Known]:
    """Choose the unit's figure of each period."""
    if unit.level == REGION:
        return _sums(seen, lists, unit)
    named = {
        period: [units[unit.code] for units in by_source.values() if unit.code in units]
        for period, by_source in lists.items()
    }
    chosen = {period: best(known, unit) for period, known in named.items()}
    return {period: known for period, known in chosen.items() if known}


def _sums(seen: View, lists: Lists, region: Unit) -> dict[str, Known]:
    provinces = seen.history.gazetteer.at_level(region.vintage, "province")
    codes = [unit.code for unit in provinces if unit.region == region.code]
    own = _figures(seen, lists, seen.unit)
    found: dict[str, Known] = {}
    for period, by_source in lists.items():
        whole = [_sum(region, [units[code] for code in codes]) for units in by_source.values() if {*codes} <= {*units}]
        sums = [known for known in whole if known]
        source = own[period].source if period in own else ""
        if sums:
            found[period] = max(sums, key=lambda known: (known.source == source, known.as_of.order()))
    return found


def _sum(region: Unit, parts: list[Known]) -> Known | None:
    """Add up a region's units; None when one of them has no count, only a bound, or no base."""
    people = [k.people for k in parts if k.people and k.qualifier not in {*ABOVE, *BELOW}]
    bases = [k.base for k in parts if k.base]
    if not len(people) == len(bases) == len(parts):
        return None
    counted, base = _added(people), _added([base_bounds(value) for value in bases])
    if counted is None or base is None:
        return None
    exact = counted.exact and all(k.count is not None for k in parts)
    return replace(
        max(parts, key=lambda k: k.as_of.order()),
        unit=region,
        note="",
        count=sum(k.count or 0 for k in parts) if exact else None,
        step=1,
        people=counted,
        base=_summed_base(region, bases, base),
        printed=None,
        printed_value=None,
        printed_qualifier="",
        printed_source="",
        computed=share(counted, base),
    )


def _added(parts: Iterable[Bounds]) -> Bounds | None:
    """Add intervals end by end; None when one has no end."""
    low = high = Fraction(0)
    for part in parts:
        if part.low is None or part.high is None:
            return None
        low, high = low + part.low, high + part.high
    return Bounds(low, high)


def _summed_base(region: Unit, bases: list[BaseValue], added: Bounds) -> BaseValue:
    ends = (None, None) if added.exact else (int(added.low or 0), int(added.high or 0))
    return replace(
        bases[0],
        unit=region.code,
        value=sum(base.value for base in bases),
        low=ends[0],
        high=ends[1],
        status="computed",
        source=", ".join(dict.fromkeys(base.source for base in bases)),
        note="",
    )


def _course(seen: View, lists: Lists, unit: Unit, figures: Mapping[str, Known]) -> Course:
    campaign, steps, known = seen.history.campaign, list[Step](), list[Known]()
    for period in sorted({*figures, *_expected(seen, lists, unit)}):
        now = figures.get(period)
        if now:
            ranked = _ranks(seen, lists, now) if unit == seen.unit else {}
            broken = _broken(campaign, known[-1], now) if known else None
            steps.append(Step(period, now, _comparable(campaign, known, now), broken, ranked))
            known.append(now)
        elif known:
            steps.append(Step(period, None))
    return Course(unit, steps)


def _expected(seen: View, lists: Lists, unit: Unit) -> set[str]:
    """Name the periods in which one list has most units of the level, so that a missing one is a gap."""
    gazetteer = seen.history.gazetteer
    provinces = gazetteer.at_level(unit.vintage, "province")
    peers = {peer.code for peer in (gazetteer.peers(unit) if unit.level == "district" else provinces)}
    return {
        period
        for period, by_source in lists.items()
        if any(len(peers & {*units}) > MOST * len(peers) for units in by_source.values())
    }


def _comparable(campaign: Campaign, earlier: list[Known], now: Known) -> Known | None:
    compare = (k for k in reversed(earlier) if comparable_shares(now, k) and not _broken(campaign, k, now))
    return next(compare, None)


def _broken(campaign: Campaign, then: Known, now: Known) -> Break | None:
    days = date.fromisoformat(then.period), date.fromisoformat(now.period)
    return campaign.broken_between(campaign.main_measure, *days)


def _ranks(seen: View, lists: Lists, now: Known) -> dict[str, Rank]:
    units = lists[now.period][now.source]
    shares = {peer.code: units[peer.code].share for peer in seen.peers if peer.code in units}
    return dict(ranks(pd.Series(shares, dtype=object)))
