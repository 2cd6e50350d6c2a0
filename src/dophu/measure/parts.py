"""The parts of a unit, one by one: a province's districts, the nation's provinces.

All figures of the parts come from one list: the source of the period that names the most of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property

import pandas as pd

from dophu.measure.bounds import Bounds, base_bounds
from dophu.measure.facts import AS_PUBLISHED, FEWEST_TO_RANK, bounded, count_fact, gap_fact, share_fact
from dophu.measure.ledger import Fact, Ledger
from dophu.measure.ranks import Rank, ranks
from dophu.measure.snapshot import Known, comparable_shares, known_figures
from dophu.measure.targets import needed
from dophu.measure.view import View
from dophu.wording import Moment, collation_key
from dophu.world.bases import BaseValue
from dophu.world.units import Unit


@dataclass(frozen=True)
class Part:
    """One unit and what is known of it; None where it is not.

    targeted        whether the edition's target is set for it
    then            its figure in the last comparable list
    as_of           its moment, where that is not the latest of the list
    rank            among the units of the list whose share is known
    gap, missing    to the target in points and in people, negative beyond it
    held            share of all missing people, in per cent
    change, gained  since the last comparable list, in points and in people
    """

    unit: Unit
    known: Known | None = None
    then: Known | None = None
    targeted: bool = False
    as_of: Fact | None = None
    base: Fact | None = None
    count: Fact | None = None
    share: Fact | None = None
    rank: Fact | None = None
    gap: Fact | None = None
    missing: Fact | None = None
    held: Fact | None = None
    change: Fact | None = None
    gained: Fact | None = None

    @cached_property
    def bounds(self) -> Bounds | None:
        """The share between two ends; None where it is only "more than" or not known."""
        share = self.known.share if self.known else None
        return share if share and share.closed else None

    @property
    def counted(self) -> int | None:
        """The count where it is exact."""
        exact = self.known is not None and self.known.people is not None and self.known.people.exact
        return self.known.count if self.known and exact else None


def parts(ledger: Ledger, seen: View, whole: Unit) -> list[Part]:
    """Enter what is known of every part of a unit; highest share first, those without figures last."""
    units = seen.history.gazetteer.children(whole)
    now = widest(lists(seen.known, units))
    rows = listed(ledger, seen, units, now, last_comparable(seen, now))
    return _held(ledger, _dated(ledger, rows))


def listed(
    ledger: Ledger, seen: View, units: Sequence[Unit], now: Mapping[str, Known], then: Mapping[str, Known]
) -> list[Part]:
    """Enter what one list says of units beside an earlier list (figures by code), in the order paper prints them."""
    rows = [_part(ledger, seen, unit, now.get(unit.code)) for unit in units]
    rows = [_compared(ledger, row, then.get(row.unit.code)) for row in rows]
    return sorted(_ranked(ledger, _dated(ledger, rows)), key=_place)


def lists(period: Iterable[Known], units: Sequence[Unit]) -> dict[str, dict[str, Known]]:
    """Sort what a period says of some units into its lists: by source, then by code."""
    found: dict[str, dict[str, Known]] = {}
    wanted = set(units)
    for known in period:
        if known.unit in wanted and (known.count is not None or known.share):
            found.setdefault(known.source, {})[known.unit.code] = known
    return found


def widest(found: Mapping[str, dict[str, Known]]) -> dict[str, Known]:
    """Take the list that names the most units, the latest of several."""
    return max(found.values(), key=lambda each: (len(each), max(k.as_of.order() for k in each.values())), default={})


def last_comparable(seen: View, now: Mapping[str, Known]) -> dict[str, Known]:
    """Find the latest earlier list of the same units, whose ranks compare too.

    Without one, the latest in which at least half of the units compare; empty for none.
    """
    latest: dict[str, Known] = {}
    for then in _comparable(seen, now):
        latest = latest or then
        if then.keys() == now.keys():
            return then
    return latest


def _comparable(seen: View, now: Mapping[str, Known]) -> Iterator[dict[str, Known]]:
    campaign, day = seen.history.campaign, seen.day
    units = [unit for known in list(now.values())[:1] for unit in seen.history.gazetteer.peers(known.unit)]
    for period in reversed(seen.history.periods):
        if period >= day.isoformat():
            continue
        if campaign.broken_between(campaign.main_measure, date.fromisoformat(period), day):
            return
        found = widest(lists(known_figures(seen.history, campaign.main_measure, period=period), units))
        alike = [code for code, known in found.items() if code in now and comparable_shares(now[code], known)]
        if alike and 2 * len(alike) >= len(now):
            yield found


def _part(ledger: Ledger, seen: View, unit: Unit, known: Known | None) -> Part:
    name, history = unit.full_name, seen.history
    value = history.bases.of(history.campaign.main_base, unit.vintage, unit.code)
    base = base_fact(f"base_of_{unit.code}", f"Mẫu số của {name}", value) if value else None
    counted = known if known and known.count is not None else None
    count = count_fact(f"count_of_{unit.code}", f"Số đạt được của {name}", counted) if counted else None
    share = share_fact(f"share_of_{unit.code}", f"Tỷ lệ của {name}", known) if known else None
    if share and share.status == "computed":
        share = replace(share, inputs=(f"count_of_{unit.code}", f"base_of_{unit.code}"))
    percent = _target(seen, unit)
    base, count, share = (ledger.add(fact) if fact else None for fact in (base, count, share))
    part = Part(unit, known, targeted=percent is not None, base=base, count=count, share=share)
    return part if percent is None else _against_target(ledger, part, value, percent)


def base_fact(key: str, label: str, value: BaseValue) -> Fact:
    """Write a base as a fact, with the word that makes it true."""
    word = value.qualifier or ("khoảng" if value.low is not None else "")
    fact = Fact(key, label, value.value, "count", AS_PUBLISHED, value.source, base=value.base)
    return replace(fact, qualifier=word, note=value.note)


def _target(seen: View, unit: Unit) -> Fraction | None:
    """Take the edition's target where it is set for the unit, for all, or for what the unit is a part of."""
    target = seen.target
    if target is None or target.percent is None:
        return None
    covered = target.scope == "all" or bool({unit.code, unit.parent} & set(target.scope))
    return Fraction(target.percent) if covered else None


def _against_target(ledger: Ledger, part: Part, base: BaseValue | None, percent: Fraction) -> Part:
    code, name = part.unit.code, part.unit.full_name
    gap = gap_fact(f"gap_of_{code}", part.share, percent)
    gap = ledger.add(replace(gap, label=f"Khoảng cách đến mục tiêu của {name}")) if gap else None
    if part.counted is None or base is None or not base_bounds(base).exact:
        return replace(part, gap=gap)
    left = needed(base.value, percent) - part.counted
    missing = Fact(
        key=f"missing_of_{code}",
        label=f"Số còn thiếu của {name}",
        value=left,
        unit="count",
        formula="mẫu số × mục tiêu, làm tròn lên - số đạt được",
        source=part.count.source if part.count else "",
        inputs=(f"base_of_{code}", "target", f"count_of_{code}"),
        base=base.base,
        status="computed",
    )
    return replace(part, gap=gap, missing=ledger.add(missing))


def _compared(ledger: Ledger, part: Part, then: Known | None) -> Part:
    if part.known is None or then is None or comparable_shares(part.known, then) is None:
        return part
    change, gained = _points(part, part.known, then), _people(part, part.known, then)
    change, gained = (ledger.add(fact) if fact else None for fact in (change, gained))
    return replace(part, then=then, change=change, gained=gained)


def _points(part: Part, now: Known, then: Known) -> Fact | None:
    pair, code = comparable_shares(now, then), part.unit.code
    label = f"Thay đổi tỷ lệ của {part.unit.full_name}"
    fact = bounded(f"change_of_{code}", label, pair[0].minus(pair[1])) if pair else None
    if fact is None or (fact.qualifier and fact.value == 0):  # "about 0" leaves open whether it rose or fell
        return None
    sources = ", ".join(dict.fromkeys((now.source, then.source)))
    inputs = (f"share_of_{code}",) if part.share else ()
    return replace(fact, unit="points", formula="tỷ lệ kỳ này - tỷ lệ kỳ trước", source=sources, inputs=inputs)


def _people(part: Part, now: Known, then: Known) -> Fact | None:
    before = Part(part.unit, then).counted
    if part.counted is None or before is None:
        return None
    return Fact(
        key=f"gained_of_{part.unit.code}",
        label=f"Thay đổi số lượng của {part.unit.full_name}",
        value=part.counted - before,
        unit="count",
        formula="số kỳ này - số kỳ trước",
        source=", ".join(dict.fromkeys((now.source, then.source))),
        inputs=(f"count_of_{part.unit.code}",),
        status="computed",
    )


def _dated(ledger: Ledger, rows: list[Part]) -> list[Part]:
    """Enter the moment of every part that is not known up to the latest moment of the list."""
    latest = max((row.known.as_of for row in rows if row.known), key=Moment.order, default=None)
    return [replace(row, as_of=_moment_fact(ledger, row.known, latest) if row.known else None) for row in rows]


def _moment_fact(ledger: Ledger, known: Known, latest: Moment | None) -> Fact | None:
    if known.as_of == latest:
        return None
    key, label = f"as_of_of_{known.unit.code}", f"Thời điểm số liệu của {known.unit.full_name}"
    return ledger.add(Fact(key, label, known.as_of, "moment", "thời điểm nguồn công bố", known.source))


def _ranked(ledger: Ledger, rows: list[Part]) -> list[Part]:
    found = ranks(pd.Series({row.unit.code: row.bounds for row in rows}, dtype=object))
    return [replace(row, rank=_rank_fact(ledger, row, found.get(row.unit.code))) for row in rows]


def _rank_fact(ledger: Ledger, part: Part, rank: Rank | None) -> Fact | None:
    if rank is None or rank.place is None or rank.known < FEWEST_TO_RANK or part.share is None:
        return None
    fact = Fact(
        key=f"rank_of_{part.unit.code}",
        label=f"Thứ hạng của {part.unit.full_name}",
        value=rank.place,
        unit="rank",
        formula="1 + số đơn vị có tỷ lệ cao hơn, trong số đã biết",
        source=part.share.source,
        inputs=(part.share.key,),
        status="computed",
        qualifier="đồng hạng" if rank.tied else "",
    )
    return ledger.add(fact)


def _place(part: Part) -> tuple[bool, bool, Fraction, object]:
    """Order as paper prints it: known shares from the highest, then bounds, then what is not known."""
    share = part.share.amount if part.share else Fraction(0)
    return part.share is None, part.bounds is None, -share, collation_key(part.unit.name)


def _held(ledger: Ledger, rows: list[Part]) -> list[Part]:
    """Enter how much of all missing people each part holds that is still below its target."""
    short = [row.missing for row in rows if row.missing and row.missing > 0]
    total = sum(fact.amount for fact in short)
    inputs = tuple(fact.key for fact in short)
    return [replace(row, held=_held_fact(ledger, row, total, inputs)) for row in rows]


def _held_fact(ledger: Ledger, part: Part, total: Fraction | int, inputs: tuple[str, ...]) -> Fact | None:
    if part.missing is None or not part.missing > 0:
        return None
    fact = Fact(
        key=f"held_of_{part.unit.code}",
        label=f"Tỷ trọng của {part.unit.full_name} trong số còn thiếu",
        value=100 * part.missing.amount / total,
        unit="percent",
        formula="số còn thiếu / tổng số còn thiếu × 100",
        source=part.missing.source,
        inputs=inputs,
        status="computed",
    )
    return ledger.add(fact)
