"""Seeds plausible errors into true deliveries, and counts what the memory finds and what it takes for an error.

Run from the checkout: python -m benchmarks.memory. It writes benchmarks/results/memory.json and the tables of
docs/methods.md.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from benchmarks.editions import RESULTS
from benchmarks.rivals import ROOT
from benchmarks.slips import CELLS, LISTS, Case, Counts, Random, Sent
from dophu.data.periods import read_campaign, read_history
from dophu.data.project import Project
from dophu.memory import thresholds as t
from dophu.memory.door import accepted_cells
from dophu.memory.judge import doubtful, judge
from dophu.memory.movement import Walk
from dophu.memory.past import Group, UnitIndex, remembered
from dophu.memory.recall import Knowledge, Recollection, recollect, recollections
from dophu.memory.series import Counting, PeriodCounts
from dophu.memory.suspicion import Suspicion

PAGE = ROOT / "docs" / "methods.md"
KINDS = CELLS | LISTS
MATTERS = 0.03  # relative change that matters at least
MISSING = 0.01  # of the invented figures
NORMAL = 95  # percentile of clean deviations: what lies within is normal movement
FLOWS = ("invented counts", "invented daily", "invented annual")
CUTS: dict[str, Callable[[int], int]] = {  # rows kept of so many
    "without the last": lambda rows: rows - 1,
    "without two": lambda rows: rows - 2,
    "without five": lambda rows: rows - 5,
    "without ten": lambda rows: rows - 10,
    "without a third": lambda rows: rows - rows // 3,
    "the first two alone": lambda _: t.ENDS,
}
STRUCTURAL = frozenset(LISTS) - {"neighbours exchanged", "two exchanged", "three rotated"}


@dataclass(frozen=True)
class Series:
    """True deliveries of one campaign, oldest first.

    told   row and place of the figures that were accepted with the reason why they are out of the ordinary
    """

    name: str
    counting: Counting
    days: list[int]
    lists: list[Counts]
    told: frozenset[tuple[int, int]] = frozenset()


@dataclass
class Tally:
    """How many errors of a kind were seeded and found: all, those that move a figure, and those that matter.

    moving      they move a figure beyond its normal movement
    mattering   these, and those that change a whole list within it
    """

    seeded: int = 0
    found: int = 0
    moving: int = 0
    found_moving: int = 0
    mattering: int = 0
    found_mattering: int = 0

    def add(self, *, found: bool, moves: bool, structural: bool) -> None:
        """Count one."""
        self.seeded += 1
        self.found += found
        self.moving += moves
        self.found_moving += found and moves
        self.mattering += moves or structural
        self.found_mattering += found and (moves or structural)


@dataclass
class Result:
    """What came of one campaign.

    alarms   suspicions about true cells, of `cells` cells; `lists` about whole true lists, of `periods`
    events   suspicions about true cells that were accepted with the reason why they are out of the ordinary
    """

    name: str
    cells: int = 0
    alarms: int = 0
    events: int = 0
    periods: int = 0
    lists: int = 0
    kinds: dict[str, Tally] = field(default_factory=dict)


# What is measured


def shipped(root: Path = ROOT) -> Iterator[Series]:
    """Give the lists of the simulated campaign that the project ships, cut where its method broke."""
    project = Project(root)
    history = read_history(project, read_campaign(project, "demo"))
    past = remembered(history.counts, history.gazetteer)
    breaks = [one.start.isoformat() for one in history.campaign.breaks]
    accepted = accepted_cells({history.campaign.key: history.sources})
    for level in ("province", "district"):
        group = Group("installs", "VN63", level)
        periods = [period for period in sorted(past) if group in past[period]]
        index = UnitIndex(tuple(sorted({unit for period in periods for unit in past[period][group]})))
        for number, (first, last) in enumerate(zip(["", *breaks], [*breaks, "9"], strict=True)):
            span = [period for period in periods if first <= period < last]
            rows = [index.row(period, past[period][group]) for period in span]
            name = f"demo, {level}s, {'before' if number == 0 else 'after'} the break"
            told = frozenset(
                (place, index.of[figure.unit])
                for place, period in enumerate(span)
                for figure in past[period][group].values()
                if (figure.source, group.measure, figure.unit) in accepted
            )
            yield Series(name, "cumulative", [row.day for row in rows], [row.counts for row in rows], told)


def invented(random: Random, units: int, periods: int, name: str) -> Series:
    """Invent a cumulative campaign: late starts, plateaus, each unit as restless as it is, some figures missing."""
    size = np.exp(random.normal(8.0, 1.1, units)) if name != "communes" else np.exp(random.normal(5.6, 0.8, units))
    start, width, restless = random.normal(3, 3, units), random.uniform(4, 9, units), random.uniform(0.05, 0.4, units)
    lists, before = [], random.poisson(size * 0.05).astype(float)
    for period in range(periods):
        share = 1 / (1 + np.exp(-(period - start) / width))
        week = 0.9 * size * share * (1 - share) / width * np.exp(random.normal(0, restless) + random.normal(0, 0.1))
        before = before + random.poisson(week)
        lists.append(np.where(random.random(units) < MISSING, np.nan, before))
    return Series(f"invented cumulative, {name}", "cumulative", [7 * n for n in range(periods)], lists)


def invented_flow(random: Random, units: int, periods: int, *, annual: bool = False) -> Series:
    """Invent counts within each period, or a level of each year."""
    size = np.exp(random.normal(7.0 if not annual else 9.5, 1.0, units))
    trend, common = random.normal(0.02, 0.02, units), np.cumsum(random.normal(0, 0.08 if not annual else 0.01, periods))
    own = np.cumsum(random.normal(0, 0.03 if annual else 0.0, (periods, units)), axis=0)
    restless = random.uniform(0.02, 0.15, units) if not annual else random.uniform(0.0, 0.03, units)
    lists = []
    for period in range(periods):
        level = size * np.exp(trend * period * annual + common[period] + own[period] + random.normal(0, restless))
        lists.append(random.poisson(level).astype(float))
    name = "invented annual levels" if annual else "invented counts per period"
    return Series(name, "level" if annual else "per_period", [7 * n for n in range(periods)], lists)


def invented_daily(random: Random, units: int, days: int) -> Series:
    """Invent counts of days, each unit with weekends of its own."""
    size, week = np.exp(random.normal(6.0, 1.0, units)), random.uniform(0.85, 1.15, (units, 7))
    week[:, 5:] = random.uniform(0.05, 1.0, (units, 2))
    common, restless = np.cumsum(random.normal(0, 0.05, days)), random.uniform(0.05, 0.2, units)
    lists = []
    for day in range(days):
        level = size * week[:, day % 7] * np.exp(common[day] + random.normal(0, restless))
        lists.append(random.poisson(level).astype(float))
    return Series("invented daily counts", "per_period", list(range(days)), lists)


def every_series() -> list[Series]:
    """Gather all that is measured."""
    random = np.random.default_rng(18)
    made = [invented(random, 63, 22, "provinces"), invented(random, 126, 22, "communes")]
    flows = [invented_flow(random, 63, 22), invented_daily(random, 63, 35), invented_flow(random, 63, 22, annual=True)]
    return [*shipped(), *made, *flows]


# Measuring


def measure(series: Series, seeds: int, random: Random, at: Callable[[int], bool] = lambda _: True) -> Result:
    """Walk through true deliveries, and at each seed errors of every kind into the next one."""
    result, walk = Result(series.name, kinds={kind: Tally() for kind in KINDS}), Walk(series.counting)
    normal = _normal(series)
    for number, (day, true) in enumerate(zip(series.days, series.lists, strict=True)):
        row = PeriodCounts.of(day, true)
        if number >= 2 and at(number):  # noqa: PLR2004 - with one past period only gross errors are looked for
            case = Case(true, series.lists[:number], _following(series, number), random)
            for kind, slip in KINDS.items():
                for _ in range(seeds):
                    if sent := slip(case):
                        found = _is_found(sent, judge(walk, PeriodCounts.of(day, sent[0]))[1])
                        moves = _change(case, sent) > max(normal, MATTERS)
                        result.kinds[kind].add(found=found, moves=moves, structural=kind in STRUCTURAL)
        movement, suspected = judge(walk, row)
        if number >= 2:  # noqa: PLR2004
            told = {place for at_row, place in series.told if at_row == number}
            _count_clean(result, row, suspected, told)
        walk.learn(movement, doubtful(suspected, len(true)))
    return result


def _following(series: Series, number: int) -> Counts:
    return series.lists[min(number + 1, len(series.lists) - 1)]


def _count_clean(result: Result, row: PeriodCounts, suspected: list[Suspicion], told: set[int]) -> None:
    result.periods += 1
    result.cells += int(row.known.sum())
    of_lists = [one for one in suspected if len(one.units) > 2]  # noqa: PLR2004 - a pair is of cells
    result.lists += len(of_lists)
    cells = [unit for one in suspected if one not in of_lists for unit in one.units]
    result.events += sum(unit in told for unit in cells)
    result.alarms += sum(unit not in told for unit in cells)


def _is_found(sent: Sent, suspected: list[Suspicion]) -> bool:
    return any({*one.units} & {*sent[1]} for one in suspected)


def _change(case: Case, sent: Sent) -> float:
    """Say how far the worst figure is from the true one, on the log scale."""
    counts, wrong = sent
    return float(np.nanmax(np.abs(np.log((counts[wrong] + 0.5) / (case.true[wrong] + 0.5)))))


def _normal(series: Series) -> float:
    """Say how far clean figures are from what was expected of them, at the 95th percentile."""
    walk, off = Walk(series.counting), []
    for day, true in zip(series.days, series.lists, strict=True):
        movement, suspected = judge(walk, PeriodCounts.of(day, true))
        walk.learn(movement, doubtful(suspected, len(true)))
        off += [value for value in np.abs(movement.off) if not np.isnan(value)]
    return float(np.percentile(off, NORMAL)) if off else MATTERS


def cut_lists(name: str, root: Path = ROOT) -> dict[str, tuple[int, int]]:
    """Cut the last rows off every list of a shipped campaign: seeded and found by what is cut; alarms of true lists."""
    project = Project(root)
    history = read_history(project, read_campaign(project, name))
    past = remembered(history.counts, history.gazetteer)
    accepted = accepted_cells({history.campaign.key: history.sources})
    known = Knowledge(history.campaign, history.gazetteer, history.bases, accepted)
    lists = [(period, group) for period in past for group in past[period]]
    alarms = [_is_cut(one) for one in recollections(known, past)]
    tallies = {"true lists": (len(alarms), sum(alarms))}
    for kind, kept in CUTS.items():
        found = []
        for period, group in lists:
            rows = sorted(past[period][group].values(), key=lambda figure: figure.line)
            left = {figure.unit: figure for figure in rows[: max(kept(len(rows)), 0)]}
            if len(rows) > t.LIST and t.ENDS <= len(left) < len(rows):
                others = past | {period: past[period] | {group: {}}}
                found.append(_is_cut(recollect(known, others, period, group, left)))
        tallies[kind] = (len(found), sum(found))
    return tallies


def _is_cut(told: Recollection) -> bool:
    return any(remark.kind in ("cut_off", "cut_short") for remark in told.remarks)


# Telling


def cuts_table() -> str:
    """Write what was found of lists that end too early."""
    lines = ["| lists that end too early | demo: lists | found | real: lists | found |", "|---|---:|---:|---:|---:|"]
    demo, real = cut_lists("demo"), cut_lists("bluezone")
    lines += [f"| {kind} | {' | '.join(map(str, (*demo[kind], *real[kind])))} |" for kind in demo]
    return "\n".join(lines)


def percent(part: int, whole: int) -> str:
    """Write a share in whole per cent."""
    return f"{100 * part / whole:.0f}" if whole else "-"


def table(results: list[Result]) -> str:
    """Write what was found of each campaign, of cumulative counts and the others together, then of each kind."""
    head = "| campaign | errors that move a figure | found, % | with those of whole lists, % | all, % "
    lines = [f"{head}| alarms | events told | lists |\n|---|---:|---:|---:|---:|---:|---:|---:|"]
    up = [one for one in results if not one.name.startswith(FLOWS)]
    others = [one for one in results if one not in up]
    lines += [_campaign(one.name, [one]) for one in results]
    lines += [_campaign("**cumulative**", up), _campaign("**flows and levels**", others)]
    lines += [
        "",
        "| error | cumulative: moving, % | all, % | flows and levels: moving, % | all, % |",
        "|---|---:|---:|---:|---:|",
    ]
    for kind in KINDS:
        cells = [cell for group in (up, others) for cell in _shares(kind, group)]
        lines.append(f"| {kind} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _campaign(name: str, results: list[Result]) -> str:
    """Write a row of the first table; alarms are per 1.000 true figures."""
    kinds = [kind for one in results for kind in one.kinds.values()]
    found = percent(sum(k.found_moving for k in kinds), sum(k.moving for k in kinds))
    more = percent(sum(k.found_mattering for k in kinds), sum(k.mattering for k in kinds))
    every = percent(sum(k.found for k in kinds), sum(k.seeded for k in kinds))
    alarms, events, cells, lists, periods = (
        sum(getattr(one, what) for one in results) for what in ("alarms", "events", "cells", "lists", "periods")
    )
    rate = f"{1000 * alarms / max(cells, 1):.1f}".replace(".", ",")
    moving = sum(k.moving for k in kinds)
    return f"| {name} | {moving} | {found} | {more} | {every} | {rate} | {events} | {lists} of {periods} |"


def _shares(kind: str, results: list[Result]) -> tuple[str, str]:
    tallies = [one.kinds[kind] for one in results]
    found, moving = sum(k.found_moving for k in tallies), sum(k.moving for k in tallies)
    return percent(found, moving), percent(sum(k.found for k in tallies), sum(k.seeded for k in tallies))


def main() -> None:
    """Measure, keep the numbers, and renew the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=3, help="errors of each kind and period")
    parser.add_argument("--print", action="store_true", dest="only_print", help="write nothing")
    asked = parser.parse_args()
    random = np.random.default_rng(4)
    results = [measure(series, asked.seeds, random) for series in every_series()]
    said = f"{table(results)}\n\n{cuts_table()}"
    print(said)
    if not asked.only_print:
        told = [one.__dict__ | {"kinds": {kind: k.__dict__ for kind, k in one.kinds.items()}} for one in results]
        (RESULTS / "memory.json").write_text(json.dumps(told, indent=1) + "\n")
        page = PAGE.read_text(encoding="utf-8")
        before, rest = page.split("<!-- memory -->")
        PAGE.write_text(f"{before}<!-- memory -->\n{said}\n<!-- /memory -->{rest.split('<!-- /memory -->')[1]}")


if __name__ == "__main__":
    main()
