"""The quality of a period's data: every check with its result, and every figure that does not agree with another."""

from __future__ import annotations

from dataclasses import dataclass

from dophu.data.history import History
from dophu.measure.consistency import earlier, fine_counts, inconsistencies, sums
from dophu.measure.doubts import Doubt, Ranking, accepted_doubts, door_doubts, doubt, members_of, rank_doubts, rankings
from dophu.measure.ledger import Fact, Ledger
from dophu.measure.received import (
    FRAMES,
    Absent,
    DataFile,
    Delivery,
    Demand,
    KnownBase,
    Original,
    Revision,
    absent,
    deliveries,
    demands,
    files,
    known_bases,
    main_source,
    of_period,
    originals,
    revisions,
    tally,
)
from dophu.measure.snapshot import Known, known_figures
from dophu.measure.view import View
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

    reranked   how many published places each source would have to change, by the source's id
    """

    seen: View
    deliveries: list[Delivery]
    files: list[DataFile]
    originals: list[Original]
    checks: list[Check]
    doubts: list[Doubt]
    reranked: dict[str, Fact]
    demands: list[Demand]
    bases: list[KnownBase]
    breaks: list[Break]
    revisions: list[Revision]
    absent: list[Absent]
    main_source: Source | None


@dataclass(frozen=True)
class _Figures:
    """What is known of one measure: in the period, and in every period up to it."""

    measure: str
    now: list[Known]
    every: list[Known]


def quality(ledger: Ledger, seen: View) -> Quality:
    """Enter what was received for the period, what was checked and what was found; the unit's own findings lead."""
    now, figures = of_period(seen.history, seen.day), _figures(seen)
    again = rankings(seen, now, figures[0].now)
    doubts = [*door_doubts(ledger, now), *_doubts(ledger, seen, figures)]
    doubts += [found for f in figures for found in accepted_doubts(ledger, seen, f.measure, f.now)]
    doubts += [found for ranking in again for found in rank_doubts(ledger, ranking)]
    doubts.sort(key=lambda found: (found.unit != seen.unit, found.check not in FIRST, found.place))
    delivered = deliveries(ledger, seen)
    measured = Quality(
        seen=seen,
        deliveries=delivered,
        files=files(ledger, seen),
        originals=originals(ledger, delivered),
        checks=_checks(ledger, _looked_at(seen, now, figures, again), doubts),
        doubts=doubts,
        reranked=_reranked(ledger, doubts),
        demands=demands(ledger, seen),
        bases=known_bases(ledger, seen),
        breaks=sorted((b for b in seen.history.campaign.breaks if b.start <= seen.day), key=lambda b: b.start),
        revisions=revisions(ledger, seen),
        absent=absent(ledger, seen),
        main_source=main_source(seen),
    )
    _summary(ledger, measured)
    return measured


def _reranked(ledger: Ledger, found: list[Doubt]) -> dict[str, Fact]:
    sources = [each.source for each in found if each.check == "ranks"]
    label = "Số thứ hạng công bố khác thứ hạng tính lại"
    return {
        name: tally(ledger, f"reranked_of_{name}", label, sources.count(name), name) for name in sorted(set(sources))
    }


def _figures(seen: View) -> list[_Figures]:
    """List the figures of every measure, the main one first."""
    campaign, period = seen.history.campaign, seen.day.isoformat()
    found = []
    for measure in dict.fromkeys((campaign.main_measure, *campaign.measures)):
        every = known_figures(seen.history, measure)
        found.append(_Figures(measure, [k for k in every if k.period == period], every))
    return found


def _doubts(ledger: Ledger, seen: View, figures: list[_Figures]) -> list[Doubt]:
    return [
        doubt(ledger, seen, found)
        for f in figures
        for found in inconsistencies(seen.history, f.measure, f.now, f.every)
    ]


def _looked_at(seen: View, now: History, figures: list[_Figures], again: list[Ranking]) -> dict[str, int]:
    """Count what each check had to look at; 0 means that the period has nothing to check."""
    rows = {name: len(getattr(now, name)) for name in FRAMES}
    described, campaign = seen.history.bases.described.values(), seen.history.campaign
    divided = [f for f in figures if f.measure == campaign.main_measure or campaign.measures[f.measure].base]
    return {
        "foreign": sum(rows.values()),
        "misdated": sum(rows.values()) - rows["revisions"],
        "duplicates": sum(rows.values()),
        "revised_nothing": rows["revisions"],
        "shares_out_of_range": int((now.published["figure"] == "share").sum()),
        "counts_above_base": sum(k.count is not None and k.base is not None for f in divided for k in f.now),
        "totals": sum(members_of(now, row) is not None for row in now.totals.dropna(subset="count").itertuples()),
        "controls": sum(len(base.control_totals) for base in described if base.as_of <= seen.day),
        "shares": sum(k.printed is not None and k.computed is not None for f in figures for k in f.now),
        "falls": sum(bool(b) for f in figures for _, b in earlier(seen.history, f.measure, f.now, f.every)),
        "memory": sum(len(known) for f in figures if (known := [k for k in f.now if k.count is not None])),
        "repeats": sum(len(fine_counts(f.now)) for f in figures),
        "parts": sum(1 for f in figures for _ in sums(seen.history, f.measure, f.now)),
        "ranks": sum(len(ranking.rows) for ranking in again),
    }


def _checks(ledger: Ledger, looked_at: dict[str, int], doubts: list[Doubt]) -> list[Check]:
    found = []
    for key, number in looked_at.items():
        mine = [bool(doubt.note) for doubt in doubts if doubt.check == key]
        check = Check(
            key,
            tally(ledger, f"looked_at_{key}", f"Số liệu đã xem ({key})", number),
            tally(ledger, f"open_{key}", f"Phát hiện chưa giải thích ({key})", mine.count(False)),
            tally(ledger, f"known_{key}", f"Phát hiện đã giải thích ({key})", mine.count(True)),
        )
        found.append(check)
    return found


def _summary(ledger: Ledger, measured: Quality) -> None:
    made = [check for check in measured.checks if check.looked > 0]
    passed = [check for check in made if check.open == 0 and check.known == 0]
    tally(ledger, "checks_made", "Số phép kiểm tra đã làm", len(made))
    tally(ledger, "checks_passed", "Số phép kiểm tra đạt", len(passed))
    tally(ledger, "doubts_found", "Số điểm chưa khớp", len(measured.doubts))
    tally(ledger, "doubts_open", "Số điểm chưa khớp chưa được giải thích", sum(not d.note for d in measured.doubts))
    own = sum(doubt.unit == measured.seen.unit for doubt in measured.doubts)
    tally(ledger, "own_doubts", f"Số điểm chưa khớp của {measured.seen.unit.full_name}", own)
    tally(ledger, "revisions_known", "Số lần sửa số liệu đã biết", len(measured.revisions))
