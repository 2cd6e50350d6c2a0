"""The quality of a period's data: every check with its result, and every figure that does not agree with another."""

from __future__ import annotations

from dataclasses import dataclass

from dophu.data.history import History
from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact
from dophu.facts.made import known_figures
from dophu.facts.making import folded
from dophu.facts.reported import Reported
from dophu.measure.consistency import earlier, fine_counts, inconsistencies, sums
from dophu.measure.doubts import Doubt, Ranking, accepted_doubts, door_doubts, doubt, members_of, rank_doubts, rankings
from dophu.measure.received import (
    FRAMES,
    Absent,
    DataFile,
    Delivery,
    Demand,
    KnownBase,
    Original,
    absent,
    deliveries,
    demands,
    files,
    known_bases,
    listed_units,
    main_source,
    of_period,
    originals,
    tally,
)
from dophu.measure.revisions import Revision, Revisions
from dophu.words import say
from dophu.world.campaigns import Break, Source

FIRST = ("shares", "ranks")  # of the checks whose findings are shown before the others


@dataclass(frozen=True)
class Check:
    """One check of the period: how many figures it looked at, its findings without and with an explanation."""

    key: str
    looked: Fact
    open: Fact
    known: Fact


@dataclass(frozen=True)
class Quality:
    """Everything that the report on the data of a period says.

    tallies    how many there are of each of these, by the name prose uses: `rows_received`, `doubts_open`
    reranked   how many published places each source would have to change, by the source's id
    """

    facts: Facts
    tallies: dict[str, Fact]
    deliveries: list[Delivery]
    files: list[DataFile]
    originals: list[Original]
    checks: list[Check]
    doubts: list[Doubt]
    reranked: dict[str, Fact]
    demands: list[Demand]
    bases: list[KnownBase]
    breaks: list[Break]
    known_revisions: Revisions
    revisions: list[Revision]
    absent: list[Absent]
    main_source: Source | None


@dataclass(frozen=True)
class _Figures:
    """What is known of one measure: in the period, and in every period up to it."""

    measure: str
    now: list[Reported]
    every: list[Reported]


def quality(facts: Facts) -> Quality:
    """Tell what was received for the period, what was checked and what was found; the unit's own findings lead."""
    now, figures = of_period(facts.history, facts.own.period), _figures(facts)
    again = rankings(facts, now, figures[0].now)
    doubts = [*door_doubts(facts, now), *_doubts(facts, figures)]
    doubts += [found for f in figures for found in accepted_doubts(facts, f.measure, f.now)]
    doubts += [found for ranking in again for found in rank_doubts(facts, ranking)]
    doubts.sort(key=lambda found: (found.unit != facts.unit, found.check not in FIRST, found.rank))
    delivered, lacking, revisions = deliveries(facts), absent(facts), Revisions(facts)
    checks = _checks(facts, _looked_at(facts, now, figures, again), doubts)
    return Quality(
        facts=facts,
        tallies=_of_receipt(facts, delivered, lacking)
        | _of_checks(facts, checks)
        | _of_doubts(facts, doubts)
        | _tallies(facts, revisions_known=len(revisions.every)),
        deliveries=delivered,
        files=files(facts),
        originals=originals(delivered),
        checks=checks,
        doubts=doubts,
        reranked=_reranked(facts, doubts),
        demands=demands(facts),
        bases=known_bases(facts),
        breaks=sorted((b for b in facts.history.campaign.breaks if b.start <= facts.day), key=lambda b: b.start),
        known_revisions=revisions,
        revisions=_latest_first(facts, revisions.every),
        absent=lacking,
        main_source=main_source(facts),
    )


def _latest_first(facts: Facts, revisions: list[Revision]) -> list[Revision]:
    """Order revisions as they are told: those of the edition's unit before the others."""
    latest = sorted(revisions, key=lambda each: (each.revised.order(), each.subject.period), reverse=True)
    return sorted(latest, key=lambda each: each.unit != facts.unit)


def _reranked(facts: Facts, found: list[Doubt]) -> dict[str, Fact]:
    sources = [each.source for each in found if each.check == "ranks"]
    return {name: tally(facts, "reranked", sources.count(name), name, (name, name)) for name in sorted(set(sources))}


def _figures(facts: Facts) -> list[_Figures]:
    """List the figures of every measure, the main one first."""
    campaign = facts.history.campaign
    found = []
    for measure in dict.fromkeys((campaign.main_measure, *campaign.measures)):
        every = known_figures(facts.history, measure)
        found.append(_Figures(measure, [k for k in every if k.period == facts.own.period], every))
    return found


def _doubts(facts: Facts, figures: list[_Figures]) -> list[Doubt]:
    return [doubt(facts, found) for f in figures for found in inconsistencies(facts.history, f.measure, f.now, f.every)]


def _looked_at(facts: Facts, now: History, figures: list[_Figures], again: list[Ranking]) -> dict[str, int]:
    """Count what each check had to look at; 0 means that the period has nothing to check."""
    rows = {name: len(getattr(now, name)) for name in FRAMES}
    history = facts.history
    described, campaign = history.bases.described.values(), history.campaign
    divided = [f for f in figures if f.measure == campaign.main_measure or campaign.measures[f.measure].base]
    beside_past = ((f.measure, *each) for f in figures for each in earlier(history, f.measure, f.now, f.every))
    compared = [(measure, known) for measure, known, before in beside_past if before]
    return {
        "foreign": sum(rows.values()),
        "misdated": sum(rows.values()) - rows["revisions"],
        "duplicates": sum(rows.values()),
        "revised_nothing": rows["revisions"],
        "shares_out_of_range": int((now.published["figure"] == "share").sum()),
        "kinds": int(now.published["figure"].isin(["share", "value"]).sum()) + rows["counts"],
        "estimates": int((now.published["low"] != "").sum()),
        "counts_above_base": sum(k.count is not None and k.base is not None for f in divided for k in f.now),
        "totals": sum(members_of(now, row) is not None for row in now.totals.dropna(subset="count").itertuples()),
        "controls": sum(len(base.control_totals) for base in described if base.as_of <= facts.day),
        "shares": sum(k.printed is not None and k.computed is not None for f in figures for k in f.now),
        "falls": sum(campaign.measures[measure].counts == "cumulative" for measure, _ in compared),
        "memory": sum(known.count is not None for _, known in compared),
        "repeats": sum(len(fine_counts(f.now)) for f in figures),
        "parts": sum(1 for f in figures for _ in sums(history, f.measure, f.now)),
        "ranks": sum(len(ranking.rows) for ranking in again),
    }


def _checks(facts: Facts, looked_at: dict[str, int], doubts: list[Doubt]) -> list[Check]:
    found = []
    for key, number in looked_at.items():
        mine = [bool(doubt.note) for doubt in doubts if doubt.check == key]
        numbers = {"looked_at": number, "left_open": mine.count(False), "explained": mine.count(True)}
        counts = [tally(facts, name, many, of=(key, say(f"check.{key}"))) for name, many in numbers.items()]
        found.append(Check(key, *counts))
    return found


def _tallies(facts: Facts, **numbers: int) -> dict[str, Fact]:
    return {name: tally(facts, name, number) for name, number in numbers.items()}


def _of_receipt(facts: Facts, delivered: list[Delivery], lacking: list[Absent]) -> dict[str, Fact]:
    added = {
        "rows_received": [each.rows for each in delivered],
        "units_absent": [group.count for group in lacking],
    }
    sums = {name: folded(facts, name, "count", "sum", members) for name, members in added.items()}
    return sums | _tallies(facts, sources_received=len(delivered), units_listed=len(listed_units(facts)))


def _of_checks(facts: Facts, checks: list[Check]) -> dict[str, Fact]:
    made = [check for check in checks if check.looked > 0]
    passed = [check for check in made if check.open == 0 and check.known == 0]
    counted = _tallies(facts, checks_made=len(made), checks_passed=len(passed))
    return counted | {f"looked_at_{check.key}": check.looked for check in checks}


def _of_doubts(facts: Facts, doubts: list[Doubt]) -> dict[str, Fact]:
    unexplained = sum(not doubt.note for doubt in doubts)
    own = sum(doubt.unit == facts.unit for doubt in doubts)
    return _tallies(facts, doubts_found=len(doubts), doubts_open=unexplained, own_doubts=own)
