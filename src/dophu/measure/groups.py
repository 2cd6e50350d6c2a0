"""Units added up: a region, or all units of a list, from the counts and bases that the list carries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor

import pandas as pd

from dophu.measure.bounds import Bounds, base_bounds, one_sided, share
from dophu.measure.facts import FEWEST_TO_RANK, bounded, gap_fact
from dophu.measure.ledger import Fact, Ledger
from dophu.measure.parts import Part
from dophu.measure.ranks import Rank, ranks
from dophu.measure.view import View
from dophu.wording import half_up


@dataclass(frozen=True)
class Members:
    """Units to add up: how many there are, the rows of those in the list, and the groups they fall into, if any."""

    key: str
    name: str
    units: int
    rows: Sequence[Part]
    parts: Sequence[Group] = ()

    @property
    def counted(self) -> list[Part]:
        """The rows with both a count and a base."""
        return [row for row in self.rows if row.count and row.known and row.known.people and row.known.base]

    def amount(self, ledger: Ledger, what: str, word: str, bounds: Bounds) -> Fact | None:
        """Enter a sum, with the digits it carries; None where no digit is sure."""
        qualifier, value = digits(bounds)
        if value is None or not self.counted:
            return None
        fact = _fact(f"{what}_in_{self.key}", f"{word}, {self.name}", value, "tổng của các đơn vị có số lượng")
        return ledger.add(replace(fact, qualifier=qualifier, inputs=self._inputs(what)))

    def missing(self, ledger: Ledger) -> Fact | None:
        """Enter the people missing to the target, where it is known of every unit counted."""
        each = [row.missing for row in self.counted if row.missing]
        if not each or len(each) < len(self.counted):
            return None
        total, label = int(sum(fact.amount for fact in each)), f"Số còn thiếu, {self.name}"
        fact = _fact(f"missing_in_{self.key}", label, total, "tổng số còn thiếu của các đơn vị, phần vượt được trừ")
        return ledger.add(replace(fact, inputs=self._inputs("missing")))

    def _inputs(self, what: str) -> tuple[str, ...]:
        """Trace a sum to the groups, or to the units where there are none."""
        parts = tuple(f"{what}_in_{part.key}" for part in self.parts if part.known > 0)
        return parts or tuple(f"{what}_of_{row.unit.code}" for row in self.counted)


@dataclass(frozen=True)
class Group:
    """Units together. Everything but `units` speaks of those that have a count and a base; None where left open.

    units, known   how many there are, and how many are counted
    gap, missing   to the target in points and in people; people add up those of the units, surpluses included
    rank           among the groups it stands with, where all of them are complete
    people, bounds   count and share between their ends
    """

    key: str
    name: str
    units: Fact
    known: Fact
    people: Bounds
    bounds: Bounds
    base: Fact | None = None
    count: Fact | None = None
    missing: Fact | None = None
    share: Fact | None = None
    gap: Fact | None = None
    rank: Fact | None = None

    @property
    def complete(self) -> bool:
        """Say whether every unit is counted."""
        return self.units == self.known


def group(ledger: Ledger, seen: View, members: Members) -> Group:
    """Enter what units of one list add up to, keyed `<what>_in_<key>`."""
    key, name, counted = members.key, members.name, members.counted
    people = _sum(one_sided(k.people, k.qualifier) for row in counted if (k := row.known) and k.people)
    bases = _sum(base_bounds(k.base) for row in counted if (k := row.known) and k.base)
    found = Group(
        key=key,
        name=name,
        units=ledger.add(_fact(f"units_in_{key}", f"Số đơn vị, {name}", members.units, "đếm")),
        known=ledger.add(_fact(f"known_in_{key}", f"Số đơn vị có số lượng, {name}", len(counted), "đếm")),
        base=members.amount(ledger, "base", "Mẫu số", bases),
        count=members.amount(ledger, "count", "Số đạt được", people),
        missing=members.missing(ledger),
        people=people,
        bounds=share(people, bases) if counted else Bounds(None, None),
    )
    return _with_share(ledger, seen, found, targeted=all(row.targeted for row in counted))


def _with_share(ledger: Ledger, seen: View, found: Group, *, targeted: bool) -> Group:
    rate = bounded(f"share_in_{found.key}", f"Tỷ lệ, {found.name}", found.bounds)
    if rate is None:
        return found
    inputs = tuple(fact.key for fact in (found.count, found.base) if fact)
    rate = ledger.add(replace(rate, formula="tổng số đạt được / tổng mẫu số × 100", inputs=inputs))
    percent = seen.target.percent if seen.target and targeted else None
    gap = gap_fact(f"gap_in_{found.key}", rate, Fraction(percent)) if percent else None
    gap = ledger.add(replace(gap, label=f"Khoảng cách đến mục tiêu, {found.name}")) if gap else None
    return replace(found, share=rate, gap=gap)


def ranked(ledger: Ledger, groups: Sequence[Group]) -> list[Group]:
    """Rank groups by share, where every unit of every one of them is counted."""
    places = ranks(pd.Series([each.bounds if each.complete else None for each in groups], dtype=object))
    if len(places) < len(groups) or len(groups) < FEWEST_TO_RANK:
        return list(groups)
    return [replace(each, rank=_rank(ledger, each, place)) for each, place in zip(groups, places, strict=True)]


def _rank(ledger: Ledger, found: Group, rank: Rank) -> Fact | None:
    if rank.place is None or found.share is None:
        return None
    formula, key = "1 + số vùng có tỷ lệ cao hơn", f"rank_in_{found.key}"
    fact = Fact(key, f"Thứ hạng, {found.name}", rank.place, "rank", formula, "", (found.share.key,), status="computed")
    return ledger.add(replace(fact, qualifier="đồng hạng" if rank.tied else ""))


def _fact(key: str, label: str, value: int, formula: str) -> Fact:
    return Fact(key, label, value, "count", formula, "", status="computed")


def _sum(each: Iterable[Bounds]) -> Bounds:
    known = list(each)
    lows, highs = [b.low for b in known if b.low is not None], [b.high for b in known if b.high is not None]
    low = Fraction(sum(lows)) if len(lows) == len(known) else None
    return Bounds(low, Fraction(sum(highs)) if len(highs) == len(known) else None)


def digits(bounds: Bounds) -> tuple[str, int | None]:
    """Write a sum of counts with the digits on which its ends agree, and the word that makes it true.

    >>> digits(Bounds(Fraction(455500), Fraction(456500))), digits(Bounds(Fraction(12001), None))
    (('khoảng', 460000), ('trên', 12001))
    """
    low, high = bounds.low, bounds.high
    if low is not None and high is None:
        return "trên", floor(low)
    if low is None or high is None:
        return ("dưới", ceil(high)) if high is not None else ("", None)
    if low == high:
        return "", int(low)
    for zeros in range(len(str(int(high)))):
        rounded = half_up(low / 10**zeros) * 10**zeros
        if rounded and rounded == half_up(high / 10**zeros) * 10**zeros:
            return "khoảng", int(rounded)
    return "", None
