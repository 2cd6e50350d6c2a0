"""Findings as facts: each figure that does not agree with another, beside what it was held against."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

import pandas as pd

from dophu.data.door import DOOR_CHECKS
from dophu.data.history import History
from dophu.data.tables import Finding, printed_share
from dophu.intake.recollections import LABELS
from dophu.measure.bounds import Bounds
from dophu.measure.consistency import Disagreement, Fall, Inconsistency, Repeat, Sum
from dophu.measure.facts import (
    AS_PUBLISHED,
    FEWEST_TO_RANK,
    RANK_STATUS,
    count_fact,
    difference_fact,
    printed_fact,
    share_fact,
)
from dophu.measure.ledger import Fact, Ledger
from dophu.measure.ranks import Rank, ranks
from dophu.measure.snapshot import Known
from dophu.measure.view import View
from dophu.world.units import Unit


@dataclass(frozen=True)
class Doubt:
    """A finding of a check; its figures are facts by what they are.

    check     key of the check, that of `DOOR_CHECKS` or shares, falls, repeats, parts, ranks, memory
    unit      None where a group of units is meant
    against   what the figure is held against, in words: a base, another unit
    measure   label of the measure, where it is not the campaign's main one
    then      the earlier figure, where one fell below it
    note      what the data say to explain it; blank for nothing
    """

    check: str
    unit: Unit | None
    source: str
    note: str
    facts: dict[str, Fact]
    against: str = ""
    measure: str = ""
    then: Known | None = None

    @property
    def place(self) -> int:
        """The published place of a finding about ranks, 0 of others: the order in which they are shown."""
        fact = self.facts.get("published")
        return int(fact.amount) if fact and fact.unit == "rank" else 0


def _measure_label(history: History, measure: str) -> str:
    campaign = history.campaign
    return "" if measure == campaign.main_measure else campaign.measures[measure].label


def _entered(ledger: Ledger, **facts: Fact | None) -> dict[str, Fact]:
    return {name: ledger.add(fact) for name, fact in facts.items() if fact}


def door_doubts(ledger: Ledger, now: History) -> list[Doubt]:
    """Enter what the door let pass because a note explains it: each row's figure and what it exceeds."""
    found = [(check, finding) for check, find in DOOR_CHECKS.items() for finding in find(now)]
    return [_door_doubt(ledger, now, check, finding) for check, finding in found]


def _door_doubt(ledger: Ledger, now: History, check: str, finding: Finding) -> Doubt:
    frame = getattr(now, PurePosixPath(finding.file).stem)
    row = next(frame[(frame["file"] == finding.file) & (frame["line"] == finding.row)].itertuples())
    unit = now.gazetteer.get(row.vintage, row.unit) if "unit" in frame else None
    base = now.bases.described[now.campaign.base_of(row.measure)].label
    facts = _entered(ledger, **DOOR_FACTS[check](now, row, unit.full_name if unit else "các đơn vị"))
    return Doubt(check, unit, row.source, finding.note, facts, base, _measure_label(now, row.measure))


def _high_share(now: History, row: Any, name: str) -> dict[str, Fact]:
    value, places = printed_share(row.value)
    key = f"share_on_{row.base}_of_{row.unit}_{row.source}_{row.measure}"
    fact = Fact(key, f"Tỷ lệ công bố của {name}", value, "percent", "tỷ lệ nguồn công bố", row.source)
    return {"published": replace(fact, qualifier=row.qualifier, places=places, note=row.note)}


def _high_count(now: History, row: Any, name: str) -> dict[str, Fact]:
    key, base = f"count_of_{row.unit}_{row.source}_{row.measure}", now.campaign.base_of(row.measure)
    value = now.bases.of(base, row.vintage, row.unit)
    label = f"Mẫu số của {name}: {now.bases.described[base].label}"
    below = value and Fact(f"{key}_base", label, value.value, "count", AS_PUBLISHED, value.source, base=base)
    return {"published": _amount(key, f"Số đếm của {name}", row)} | ({"base": below} if below else {})


def _wrong_total(now: History, row: Any, name: str) -> dict[str, Fact]:
    members, key = members_of(now, row), f"total_{row.source}_{row.line}"
    people = 0 if members is None else int(members["count"].sum())
    rounded = members is not None and bool((members["step"].fillna(1) > 1).any() or (members["qualifier"] != "").any())
    label, formula = f"Cộng số đếm của {name}", "cộng số đếm của các đơn vị trong nhóm"
    added = Fact(f"{key}_added", label, people, "count", formula, row.source, status="computed")
    return {
        "published": _amount(key, f"Tổng công bố của {name}", row),
        "added": replace(added, qualifier="khoảng" if rounded else ""),
    }


def _amount(key: str, label: str, row: Any) -> Fact:
    word = row.qualifier or ("khoảng" if not pd.isna(row.step) and row.step > 1 else "")
    return Fact(key, label, int(row.count), "count", AS_PUBLISHED, row.source, qualifier=word, note=row.note)


DOOR_FACTS: dict[str, Callable[[History, Any, str], dict[str, Fact]]] = {
    "shares_out_of_range": _high_share,
    "counts_above_base": _high_count,
    "totals": _wrong_total,
}


def members_of(now: History, row: Any) -> pd.DataFrame | None:
    """Take the counts of the units that a published total is made of; None unless all are there."""
    counts, codes = now.counts.dropna(subset="count"), row.units.split()
    mine = counts[(counts["source"] == row.source) & (counts["measure"] == row.measure) & counts["unit"].isin(codes)]
    return mine if len(mine) == len(codes) else None


def doubt(ledger: Ledger, seen: View, found: Inconsistency) -> Doubt:
    """Enter the figures of an inconsistency."""
    known = found.known
    match found:
        case Disagreement():
            facts, check, against = _of_disagreement(seen, found), "shares", _base_label(seen, known)
        case Fall():
            facts, check, against = _of_fall(found), "falls", ""
        case Repeat():
            facts, check, against = {"published": _count(found, known)}, "repeats", found.first.unit.full_name
        case Sum():
            facts, check, against = _of_sum(found), "parts", found.parts[0].source
    note = found.note if isinstance(found, Sum) else known.note
    then = found.then if isinstance(found, Fall) else None
    measure = _measure_label(seen.history, found.measure)
    return Doubt(check, known.unit, known.source, note, _entered(ledger, **facts), against, measure, then)


def accepted_doubts(ledger: Ledger, seen: View, measure: str, now: list[Known]) -> Iterator[Doubt]:
    """Enter what was suspicious beside former deliveries and let stand, with the figure and the reason."""
    sources = seen.history.sources
    for source in dict.fromkeys(known.source for known in now):
        for one in (one for one in sources[source].accepted if one.measure == measure):
            mine = [known for known in now if (known.source, known.unit.code) == (source, one.unit)]
            figures = [_count(Fall(measure, known, known, "count"), known) for known in mine]
            facts = _entered(ledger, published=figures[0] if figures else None)
            label, unit = _measure_label(seen.history, measure), mine[0].unit if mine else None
            yield Doubt("memory", unit, source, one.reason, facts, LABELS.get(one.kind, one.kind), label)


def _base_label(seen: View, known: Known) -> str:
    return seen.history.bases.described[known.base.base].label if known.base else ""


def _key(what: str, found: Inconsistency, known: Known) -> str:
    return f"{what}_of_{known.unit.code}_{known.source}_{found.measure}_{known.period.replace('-', '_')}"


def _count(found: Inconsistency, known: Known) -> Fact:
    return count_fact(_key("count", found, known), f"Số đếm của {known.unit.full_name}", known)


def _printed(found: Inconsistency, known: Known) -> Fact | None:
    return printed_fact(_key("printed_share", found, known), f"Tỷ lệ công bố của {known.unit.full_name}", known)


def _of_disagreement(seen: View, found: Disagreement) -> dict[str, Fact | None]:
    """Enter both shares, how far apart they are, and the first base known by the day that gives the published one."""
    known, name = found.known, found.known.unit.full_name
    printed, described = _printed(found, known), seen.history.bases.described
    rate = share_fact(_key("recomputed_share", found, known), f"Tỷ lệ tính lại của {name}", known)
    key = _key("share_difference", found, known)
    apart = difference_fact(key, f"Chênh lệch của {name}", known, printed.key, rate) if printed and rate else None
    fits = [value for value in found.fits if described[value.base].as_of <= seen.day]
    label, formula = f"Mẫu số khớp với tỷ lệ công bố của {name}", "mẫu số cho ra đúng tỷ lệ công bố"
    key = _key("explaining_base", found, known)
    bases = [Fact(key, label, described[v.base].label, "text", formula, v.source, base=v.base) for v in fits[:1]]
    return {"published": printed, "recomputed": rate, "difference": apart, "fits": bases[0] if bases else None}


def _of_fall(found: Fall) -> dict[str, Fact | None]:
    write = _count if found.figure == "count" else _printed
    return {"published": write(found, found.known), "before": write(found, found.then)}


def _of_sum(found: Sum) -> dict[str, Fact | None]:
    whole, total = _count(found, found.known), found.total
    people = sum(part.count or 0 for part in found.parts)
    label, formula = f"Cộng các đơn vị trực thuộc {found.known.unit.full_name}", "cộng số đếm các đơn vị trực thuộc"
    key, source = _key("sum_of_parts", found, found.known), found.parts[0].source
    added = Fact(key, label, people, "count", formula, source, status="computed")
    added = replace(added, qualifier="" if total.exact else "khoảng")
    if whole.qualifier or added.qualifier:
        return {"published": whole, "added": added}
    label, inputs = f"Chênh lệch của {found.known.unit.full_name}", (whole.key, added.key)
    key, formula = _key("sum_difference", found, found.known), "số đếm của đơn vị - tổng các đơn vị trực thuộc"
    apart = Fact(key, label, int(whole.amount) - people, "count", formula, source, inputs, status="computed")
    return {"published": whole, "added": added, "difference": apart}


@dataclass(frozen=True)
class Ranking:
    """A published ranking that its own list lets us count again: the units, their published and recomputed places."""

    rows: list[tuple[Any, Unit, Rank]]


def rankings(seen: View, now: History, known: list[Known]) -> list[Ranking]:
    """Rank again, inside its own list, each published ranking that is complete from the first place down.

    Complete: every unit it ranks has a share (or a count, where it ranks by counts) in the same list, and no place
    above the last is left out.
    """
    campaign, published = seen.history.campaign, now.published
    kind = seen.history.bases.described[campaign.main_base].kind
    stated = (published["figure"] == "rank") & (published["status"] == "published")
    rows = published[
        stated & (published["measure"] == campaign.main_measure) & published["base"].isin([kind, "counts"])
    ]
    found = []
    for (source, by), places in rows.groupby(["source", "base"], sort=True):
        mine = [k for k in known if k.source == source]
        values = {k.unit: k.people if by == "counts" else k.share for k in mine}
        by_peers: dict[tuple[str, str, str], list[tuple[Any, Unit]]] = {}
        for row in places.itertuples():
            unit = seen.history.gazetteer.get(row.vintage, row.unit)
            by_peers.setdefault((unit.vintage, unit.level, unit.parent), []).append((row, unit))
        found += [ranking for listed in by_peers.values() if (ranking := _ranking(listed, values))]
    return found


def _ranking(listed: list[tuple[Any, Unit]], values: dict[Unit, Bounds | None]) -> Ranking | None:
    first = listed[0][1]
    peers = {
        u: v for u, v in values.items() if (u.vintage, u.level, u.parent) == (first.vintage, first.level, first.parent)
    }
    closed = all(value is not None and value.closed for value in peers.values())
    places = sorted(int(row.value) for row, _ in listed)
    gapless = all(place <= position for position, place in enumerate(places, 1))
    if not closed or not gapless or len(listed) < FEWEST_TO_RANK or not all(unit in peers for _, unit in listed):
        return None
    again = ranks(pd.Series({unit.code: value for unit, value in peers.items()}, dtype=object))
    return Ranking([(row, unit, again[unit.code]) for row, unit in listed if again[unit.code].place is not None])


def rank_doubts(ledger: Ledger, ranking: Ranking) -> Iterator[Doubt]:
    """Enter the published places that are not those counted again."""
    for row, unit, rank in ranking.rows:
        if rank.place is None or rank.place == int(row.value):
            continue
        key, formula = f"{unit.code}_{row.source}_{row.base}", "1 + số đơn vị có tỷ lệ cao hơn, trong cùng danh sách"
        label, status = f"Thứ hạng công bố của {unit.full_name}", RANK_STATUS[row.status]
        printed = Fact(f"printed_rank_of_{key}", label, int(row.value), "rank", status, row.source, note=row.note)
        label = f"Thứ hạng tính lại của {unit.full_name}"
        again = Fact(f"recomputed_rank_of_{key}", label, rank.place, "rank", formula, row.source, status="computed")
        again = replace(again, qualifier="đồng hạng" if rank.tied else "")
        yield Doubt("ranks", unit, row.source, row.note, _entered(ledger, published=printed, recomputed=again))
