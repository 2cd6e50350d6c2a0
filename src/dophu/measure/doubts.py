"""Findings as facts: each figure that does not agree with another, beside what it was held against."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import pandas as pd

from dophu import wording
from dophu.data.door import DOOR_CHECKS
from dophu.data.history import History
from dophu.data.tables import Finding, printed_share
from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact
from dophu.facts.interval import Interval, count_interval, share_interval
from dophu.facts.making import difference, folded, published
from dophu.facts.printing import as_published
from dophu.facts.reported import Reported
from dophu.facts.subject import Subject
from dophu.intake.recollections import SUSPICIONS
from dophu.measure.consistency import Disagreement, Fall, Inconsistency, Repeat, Sum
from dophu.words import say
from dophu.world.units import Unit

FEWEST_TO_RANK = 2
Figures = dict[str, Fact | None]


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
    then: Reported | None = None

    @property
    def rank(self) -> int:
        """The published rank of a finding about ranks, 0 of others: the order in which they are shown."""
        fact = self.facts.get("published")
        return int(fact.amount) if fact and fact.unit == "rank" else 0


def _measure_label(history: History, measure: str) -> str:
    campaign = history.campaign
    return "" if measure == campaign.main_measure else campaign.measures[measure].label


def _known(figures: Figures) -> dict[str, Fact]:
    return {name: fact for name, fact in figures.items() if fact}


def _cell(facts: Facts, unit: Unit, period: str, measure: str, source: str) -> Subject:
    """Lead to what a list says of a unit; the list goes unnamed where its figure is the unit's of record."""
    return facts.listed(unit, Subject(unit, period, measure, source))


def _said(facts: Facts, measure: str, known: Reported) -> Subject:
    return _cell(facts, known.unit, known.period, measure, known.source)


# -- findings at the door ----------------------------------------------------------------------------------


def door_doubts(facts: Facts, now: History) -> list[Doubt]:
    """Tell what the door let pass because a note explains it: each row's figure and what it exceeds."""
    found = [(check, finding) for check, find in DOOR_CHECKS.items() for finding in find(now)]
    return [_door_doubt(facts, now, check, finding) for check, finding in found]


def _door_doubt(facts: Facts, now: History, check: str, finding: Finding) -> Doubt:
    frame = getattr(now, PurePosixPath(finding.file).stem)
    row = next(frame[(frame["file"] == finding.file) & (frame["line"] == finding.row)].itertuples())
    unit = now.gazetteer.get(row.vintage, row.unit) if "unit" in frame else None
    base = now.bases.described[now.campaign.base_of(row.measure)].label
    figures = _known(DOOR_FIGURES[check](facts, now, row))
    return Doubt(check, unit, row.source, finding.note, figures, base, _measure_label(now, row.measure))


def _high_share(facts: Facts, now: History, row: Any) -> Figures:
    value, places = printed_share(row.value)
    text = f"{row.qualifier} {wording.percent(value, places)}".strip()
    more: dict[str, Any] = {
        "subject": Subject(now.gazetteer.get(row.vintage, row.unit), row.period, row.measure, row.source),
        "mark": f"{row.unit}/{row.source}+{row.base}~{row.measure}",
        "text": text,
        "note": row.note,
    }
    interval = share_interval(value, places, row.qualifier)
    return {"published": published(facts, "printed_share", "percent", interval, row.source, **more)}


def _high_count(facts: Facts, now: History, row: Any) -> Figures:
    subject = _cell(facts, now.gazetteer.get(row.vintage, row.unit), row.period, row.measure, row.source)
    return {"published": facts.fact("counted", subject), "base": facts.fact("base", subject)}


def _wrong_total(facts: Facts, now: History, row: Any) -> Figures:
    """Hold a published total against the counts of its units; the door found them all."""
    members, step = members_of(now, row), 1 if pd.isna(row.step) else int(row.step)
    assert members is not None
    text = as_published(int(row.count), step, row.qualifier, facts.counted_in(row.measure))
    mark = f"{row.source}/{row.line}"
    more = {"mark": mark, "text": text, "note": row.note}
    interval = count_interval(int(row.count), step, row.qualifier)
    counts = [
        facts.fact(
            "counted", _cell(facts, now.gazetteer.get(one.vintage, one.unit), one.period, row.measure, row.source)
        )
        for one in members.itertuples()
    ]
    return {
        "published": published(facts, "printed_total", "count", interval, row.source, **more),
        "added": folded(facts, "added_total", "count", "sum", [count for count in counts if count], mark=mark),
    }


DOOR_FIGURES: dict[str, Callable[[Facts, History, Any], Figures]] = {
    "shares_out_of_range": _high_share,
    "counts_above_base": _high_count,
    "totals": _wrong_total,
}


def members_of(now: History, row: Any) -> pd.DataFrame | None:
    """Take the counts of the units that a published total is made of; None unless all are there."""
    counts, codes = now.counts.dropna(subset="count"), row.units.split()
    mine = counts[(counts["source"] == row.source) & (counts["measure"] == row.measure) & counts["unit"].isin(codes)]
    return mine if len(mine) == len(codes) else None


# -- figures against each other ------------------------------------------------------------------------------


def doubt(facts: Facts, found: Inconsistency) -> Doubt:
    """Tell the figures of an inconsistency."""
    known, subject = found.known, _said(facts, found.measure, found.known)
    match found:
        case Disagreement():
            figures, check, against = _of_disagreement(facts, subject), "shares", _base_label(facts, known)
        case Fall():
            figures, check, against = _of_fall(facts, found, subject), "falls", ""
        case Repeat():
            figures, check = {"published": facts.fact("counted", subject)}, "repeats"
            against = found.first.unit.full_name
        case Sum():
            figures, check, against = _of_sum(facts, found, subject), "parts", found.parts[0].source
    note = found.note if isinstance(found, Sum) else known.note
    then = found.then if isinstance(found, Fall) else None
    measure = _measure_label(facts.history, found.measure)
    return Doubt(check, known.unit, known.source, note, _known(figures), against, measure, then)


def accepted_doubts(facts: Facts, measure: str, now: list[Reported]) -> Iterator[Doubt]:
    """Tell what was suspicious beside former deliveries and let stand, with the figure and the reason."""
    sources = facts.history.sources
    for source in dict.fromkeys(known.source for known in now):
        for one in (one for one in sources[source].accepted if one.measure == measure):
            mine = [known for known in now if (known.source, known.unit.code) == (source, one.unit)]
            figures = _known({"published": facts.fact("counted", _said(facts, measure, mine[0])) if mine else None})
            label, unit = _measure_label(facts.history, measure), mine[0].unit if mine else None
            let_stand = say(f"let_stand.{one.kind}") if one.kind in SUSPICIONS else one.kind
            yield Doubt("memory", unit, source, one.reason, figures, let_stand, label)


def _base_label(facts: Facts, known: Reported) -> str:
    return facts.history.bases.described[known.base.base].label if known.base else ""


def _of_disagreement(facts: Facts, subject: Subject) -> Figures:
    """Tell both shares, how far apart they are, and the base that gives the published one."""
    concepts = {"published": "published_share", "recomputed": "share", "difference": "disagreement"}
    figures = {name: facts.fact(concept, subject) for name, concept in concepts.items()}
    return figures | {"fits": facts.fact("explaining_base", subject)}


def _of_fall(facts: Facts, found: Fall, subject: Subject) -> Figures:
    concept = "counted" if found.figure == "count" else "published_share"
    then = _said(facts, found.measure, found.then)
    return {"published": facts.fact(concept, subject), "before": facts.fact(concept, then)}


def _of_sum(facts: Facts, found: Sum, subject: Subject) -> Figures:
    """Tell the whole, its parts added up, and what lies between where both are known exactly."""
    whole = facts.fact("counted", subject)
    parts = [facts.fact("counted", _said(facts, found.measure, part)) for part in found.parts]
    more: dict[str, Any] = {"subject": subject, "mark": f"{subject.unit.code}/{found.parts[0].source}~{found.measure}"}
    added = folded(facts, "sum_of_parts", "count", "sum", [part for part in parts if part], **more)
    figures: Figures = {"published": whole, "added": added}
    if whole and whole.is_exact and added.is_exact:
        figures["difference"] = difference(facts, "apart_from_parts", "count", (whole, added), **more)
    return figures


# -- published places ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ranking:
    """A published ranking that its own list lets us count again: each row, its unit, and the place counted again."""

    rows: list[tuple[Any, Unit, Fact]]


def rankings(facts: Facts, now: History, known: list[Reported]) -> list[Ranking]:
    """Rank again, inside its own list, each published ranking that is complete from the first place down.

    Complete: every unit it ranks has a share (or a count, where it ranks by counts) in the same list, and no place
    above the last is left out.
    """
    campaign, places = facts.history.campaign, now.published
    kind = facts.history.bases.described[campaign.main_base].kind
    stated = (places["figure"] == "rank") & (places["status"] == "published")
    rows = places[stated & (places["measure"] == campaign.main_measure) & places["base"].isin([kind, "counts"])]
    found = []
    for (source, by), listed in rows.groupby(["source", "base"], sort=True):
        mine = [k for k in known if k.source == source]
        values = {k.unit: k.people if by == "counts" else k.share for k in mine}
        by_peers: dict[tuple[str, str, str], list[tuple[Any, Unit]]] = {}
        for row in listed.itertuples():
            unit = facts.history.gazetteer.get(row.vintage, row.unit)
            by_peers.setdefault(_peers(unit), []).append((row, unit))
        complete = [each for each in by_peers.values() if _is_complete(each, values)]
        concept = "rank_by_count" if by == "counts" else "rank"
        found += [Ranking(_counted_again(facts, concept, each)) for each in complete]
    return found


def _peers(unit: Unit) -> tuple[str, str, str]:
    return unit.vintage, unit.level, unit.parent


def _is_complete(listed: list[tuple[Any, Unit]], values: dict[Unit, Interval | None]) -> bool:
    peers = {unit: value for unit, value in values.items() if _peers(unit) == _peers(listed[0][1])}
    closed = all(value is not None and value.closed for value in peers.values())
    places = sorted(int(row.value) for row, _ in listed)
    gapless = all(place <= position for position, place in enumerate(places, 1))
    return closed and gapless and len(listed) >= FEWEST_TO_RANK and all(unit in peers for _, unit in listed)


def _counted_again(facts: Facts, concept: str, listed: list[tuple[Any, Unit]]) -> list[tuple[Any, Unit, Fact]]:
    """Keep the rows whose place is sure when counted again."""
    found = []
    for row, unit in listed:
        again = facts.get(concept, _cell(facts, unit, row.period, row.measure, row.source))
        if isinstance(again, Fact) and again.is_exact:
            found.append((row, unit, again))
    return found


def rank_doubts(facts: Facts, ranking: Ranking) -> Iterator[Doubt]:
    """Tell the published places that are not those counted again."""
    for row, unit, again in ranking.rows:
        if again.amount == int(row.value):
            continue
        mark = f"{unit.code}/{row.source}+{row.base}"
        more = {"subject": Subject(unit, row.period, row.measure, row.source), "mark": mark, "note": row.note}
        place = Interval.exactly(int(row.value))
        printed = published(facts, "printed_rank", "rank", place, row.source, **more)
        figures = {"published": printed, "recomputed": facts.ask(again.concept, again.subject)}
        yield Doubt("ranks", unit, row.source, row.note, {n: f for n, f in figures.items() if isinstance(f, Fact)})
