"""Facts that stand side by side in figures and tables: units of one list, places, bases."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dophu.measure.bounds import base_bounds, one_sided, share
from dophu.measure.facts import AS_PUBLISHED, bounded, count_fact, gap_fact, place_fact, share_fact
from dophu.measure.ledger import Fact, Ledger
from dophu.measure.snapshot import Known
from dophu.measure.view import Place, View
from dophu.wording import day_month_year
from dophu.world.bases import BaseValue


def share_facts(ledger: Ledger, seen: View) -> list[tuple[Known, Fact]]:
    """Enter the share of every unit of the edition's list whose share is known; the edition's own is `rate`."""
    found = []
    for known in seen.others:
        label = f"Tỷ lệ của {known.unit.full_name}"
        own = known.unit == seen.unit
        fact = ledger["rate"] if own else share_fact(f"share_of_{known.unit.code}", label, known)
        if isinstance(fact, Fact) and known.share and known.share.closed:
            found.append((known, ledger.add(fact)))
    return found


def place_facts(ledger: Ledger, seen: View) -> list[tuple[Place, Fact]]:
    """Enter the published places of the list that names the unit, or of the longest list of the period."""
    by_source: dict[str, list[Place]] = {}
    for place in seen.places:
        by_source.setdefault(place.source, []).append(place)
    lists = list(by_source.values())
    longest = max(
        lists,
        key=lambda places: (seen.unit in [p.unit for p in places] and len(places) > 1, len(places)),
        default=[],
    )
    return [
        (
            place,
            ledger.add(
                place_fact(f"place_of_{place.unit.code}", f"Thứ hạng công bố của {place.unit.full_name}", place)
            ),
        )
        for place in sorted(longest, key=lambda place: place.place)
        if place.unit in seen.peers
    ]


def national_facts(ledger: Ledger, seen: View) -> list[tuple[Known, Fact]]:
    """Enter the nation's count of every period up to the edition's moment, oldest first."""
    campaign = seen.history.campaign
    label = f"{campaign.measures[campaign.national_measure or campaign.main_measure].label}, cả nước"
    return [(known, ledger.add(_national_fact(known, label))) for known in seen.nation]


def _national_fact(known: Known, label: str) -> Fact:
    day = known.as_of.day
    return count_fact(f"national_{day:%Y_%m_%d}", f"{label}, {day_month_year(day)}", known)


@dataclass(frozen=True)
class UnderBase:
    """The share of one count under one base, and what is missing to the target."""

    base: str
    label: str
    value: Fact
    share: Fact
    gap: Fact | None


def sensitivity(ledger: Ledger, seen: View) -> list[UnderBase]:
    """Enter the share under the campaign's own base, then under the others it names, where known for the unit."""
    mine = seen.mine
    if mine is None or mine.people is None:
        return []
    own = seen.history.campaign.main_base
    described = seen.history.bases.described
    every = seen.history.bases.known_for(seen.unit.vintage, seen.unit.code)
    wanted = {own, *seen.history.campaign.other_bases}
    known = [v for v in every if v.base in wanted and described[v.base].as_of <= seen.day]  # none from a later day
    rows = [_under(ledger, seen, mine, value) for value in sorted(known, key=lambda v: v.base != own)]
    return [row for row in rows if row]


def _under(ledger: Ledger, seen: View, mine: Known, value: BaseValue) -> UnderBase | None:
    described, people = seen.history.bases.described[value.base], mine.people
    bounds = one_sided(share(people, base_bounds(value)), mine.qualifier) if people else None
    fact = bounded(f"share_{value.base}", f"Tỷ lệ trên {described.label}", bounds) if bounds else None
    if fact is None:
        return None
    word = value.qualifier or ("khoảng" if value.low is not None else "")
    label = f"Mẫu số: {described.label}"
    below = Fact(f"value_{value.base}", label, value.value, "count", AS_PUBLISHED, value.source, base=value.base)
    below = ledger.add(replace(below, qualifier=word, note=value.note))
    sources = f"{mine.source}, {value.source}"
    fact = ledger.add(replace(fact, inputs=("counted", below.key), base=value.base, source=sources))
    target = ledger["target"]
    gap = gap_fact(f"gap_{value.base}", fact, target.amount) if isinstance(target, Fact) else None
    return UnderBase(value.base, described.short, below, fact, ledger.add(gap) if gap else None)
