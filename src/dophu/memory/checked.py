"""The memory over what lies in data/ already: findings of `dophu check`, and what could not be compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dophu.data.history import UNDATED, History
from dophu.data.project import Project
from dophu.data.tables import Cell, Finding
from dophu.intake.phrases import PHRASES
from dophu.memory.door import OF_A_COPY, WHY
from dophu.memory.past import Figure, Group, carried, remembered
from dophu.memory.recall import Knowledge, Recollection, recollections
from dophu.memory.relations import related
from dophu.memory.told import Remark
from dophu.world.bases import BaseValue
from dophu.world.campaigns import Accepted
from dophu.world.periods import last_day
from dophu.world.wholes import Apart, apart, apart_in

FIX = "correct it, or explain it in the column 'note', or accept it under its source in sources.yml"
FIX_LIST = "correct it, or accept it under its source in sources.yml: accepted, with kind, measure and reason"
FIX_BASE = (
    "correct one of them, or explain it in the column 'note' of the whole's base; "
    "where a sender brought them, accept base_apart under its source in sources.yml"
)
PAIR = 2
OF_A_FALL = ("fallen", "list_fallen", "list_moved", "list_copied", "same_factor", "same_step", "shifted", "scattered")
PERIODS_SHOWN = 3


@dataclass(frozen=True)
class Told:
    """A remark beside what explains it; blank where nothing does."""

    remark: Remark
    reason: str


@dataclass(frozen=True)
class Remembered:
    """All that the memory says of a campaign.

    lists   every list of every period beside the past
    told    its remarks and those about related measures, each with what explains it
    """

    lists: tuple[Recollection, ...]
    told: tuple[Told, ...]


def remember(history: History) -> Remembered:
    """Hold every list of a campaign against the periods before it, and its measures to each other."""
    last = max((period for period in history.periods if period != UNDATED), default="")
    counts = carried(history.counts, history.gazetteer, last_day(last)) if last else history.counts
    past = remembered(counts, history.gazetteer)
    sources = history.sources.values()
    accepted = frozenset(
        (source.id, one.measure, one.unit) for source in sources for one in source.accepted if one.unit
    )
    known = Knowledge(history.campaign, history.gazetteer, history.bases, accepted)
    lists = tuple(told for told in recollections(known, past) if _in_force(history, told.group, told.period))
    remarks = [remark for told in lists for remark in told.remarks]
    for period, listed in past.items():
        own = {group: figures for group, figures in listed.items() if _in_force(history, group, period)}
        remarks += related(history.campaign, history.gazetteer, period, own)
    return Remembered(lists, tuple(Told(remark, _reason(history, remark)) for remark in remarks))


def _in_force(history: History, group: Group, period: str) -> bool:
    """Say whether the units of a list were in force, rather than carried over to later ones."""
    return history.gazetteer.vintage_on(last_day(period)) == group.vintage


def _reason(history: History, remark: Remark) -> str:
    """Find what explains a remark: what was accepted, or the notes of all its cells."""
    accepted = [(source.id, one) for source in history.sources.values() for one in source.accepted]
    named = [one.reason for source, one in accepted if _is_about(one, remark, source)]
    notes = [figure.note for figure in remark.cells]
    explained = notes if notes and all(notes) else []
    return " ".join(dict.fromkeys([*named, *explained]))


def _is_about(one: Accepted, remark: Remark, source: str) -> bool:
    """Say whether something accepted is this remark: of its kind and list, or of one of its cells as it still is."""
    if source not in {figure.source for figure in remark.cells}:
        return False
    if one.kind == "same_file":  # of all measures that the file has
        return remark.kind in OF_A_COPY
    if one.measure != remark.group.measure:
        return False
    if one.unit is None:
        return one.kind.removeprefix("list_") == remark.kind.removeprefix("list_")
    return (
        any((figure.unit, figure.count) == (one.unit, one.count) for figure in remark.cells)
        and len(remark.units) <= PAIR
    )


def memory_findings(history: History, told: Remembered) -> Iterator[Finding]:
    """Write every remark as a finding at the row of its first cell; what is explained comes back as known."""
    for one in told.told:
        remark, phrase = one.remark, PHRASES[one.remark.kind]
        first = remark.cells[0]
        shown = f"{first.count}" if not remark.is_of_list else f"{len(remark.units)} units"
        fix = FIX_LIST if remark.is_of_list else FIX
        problem = f"{phrase.problem.format_map(remark.details)} ({remark.kind})"
        cells = tuple(_cell(remark, figure) for figure in remark.cells)
        yield Finding(first.file, first.line, "count", shown, problem, fix, one.reason, first.source, cells)
    yield from _copied_files(history)


def _cell(remark: Remark, figure: Figure) -> Cell:
    period = figure.file.split("/")[2]
    return Cell(remark.group.vintage, figure.unit, remark.group.measure, period, figure.source)


def _copied_files(history: History) -> Iterator[Finding]:
    """Find the same file (SHA-256) under two periods, of which the same figures were taken."""
    seen: dict[str, tuple[str, str]] = {}
    for source, period, sha256 in _files(history):
        first = seen.setdefault(sha256, (source, period))
        if first[1] != period and _same_counts(history, source, first[0]):
            reasons = [one.reason for one in history.sources[source].accepted if one.kind == "same_file"]
            said = PHRASES["same_file"].problem.format(day=first[1], source=first[0])
            file = f"data/{history.campaign.key}/{period}/sources.yml"
            cells = (Cell(period=period, source=source),)
            problem = f"{said} (same_file)"
            yield Finding(file, 0, "sha256", sha256[:12], problem, FIX_LIST, " ".join(reasons), source, cells)


def _files(history: History) -> list[tuple[str, str, str]]:
    """List the received files: source, its period, SHA-256; earlier periods first."""
    counts = history.counts[history.counts["period"] != UNDATED]
    periods = dict(zip(counts["source"].tolist(), counts["period"].tolist(), strict=True))
    found = [
        (name, periods[name], file.sha256)
        for name, source in history.sources.items()
        for file in source.files
        if name in periods and file.sha256
    ]
    return sorted(found, key=lambda one: one[1])


def _same_counts(history: History, one: str, other: str) -> bool:
    counts = history.counts
    keys = ["vintage", "unit", "measure", "count"]
    mine, theirs = (
        set(counts[counts["source"] == name][keys].itertuples(index=False, name=None)) for name in (one, other)
    )
    return 2 * len(mine & theirs) > len(mine)


def base_findings(project: Project, history: History) -> Iterator[Finding]:
    """Find wholes whose base is not the sum of their parts' bases: those in force, and those that a period brings."""
    bases, gazetteer, campaign = history.bases, history.gazetteer, history.campaign
    for one in apart(bases, gazetteer, {campaign.base_of(measure) for measure in campaign.measures}):
        file, row = _row_of(project, campaign.key, one.whole, "")
        if row:  # else it was added up from the units before a merger, of which the same is said
            yield _base_finding(one, one.whole, (file, row), one.whole.note)
    for period in bases.own:
        for one in apart_in(bases, gazetteer, period):
            own = next(value for value in (one.whole, *one.parts) if value in bases.own[period])
            reason = " ".join(filter(None, (own.note, *_reasons(history, one))))
            yield _base_finding(one, own, _row_of(project, campaign.key, own, period), reason)


def _reasons(history: History, one: Apart) -> list[str]:
    """List why a whole and parts of other bases were let stand, by the sources that brought them."""
    named = (history.sources.get(value.source) for value in (one.whole, *one.parts))
    accepted = (line for source in dict.fromkeys(filter(None, named)) for line in source.accepted)
    return list(dict.fromkeys(line.reason for line in accepted if line.kind == "base_apart"))


def _base_finding(one: Apart, at: BaseValue, row: tuple[str, int], reason: str) -> Finding:
    """Write such a whole as a finding at its own row, or at the first row that a period brings for a part of it."""
    value = one.whole.value
    problem = f"the base {one.whole.base} of {len(one.parts)} of its parts adds up to {one.added}, not to {value}"
    cells = (Cell(one.whole.vintage, one.whole.unit, base=one.whole.base),)
    return Finding(*row, "value", str(at.value), problem, FIX_BASE, reason, at.source, cells)


def _row_of(project: Project, campaign: str, value: BaseValue, period: str) -> tuple[str, int]:
    """Find where a base is written: among what a period brings, in the campaign's own table, or in the reference."""
    start = f"{value.base},{value.vintage},{value.unit},"
    for folder in ((campaign, period),) if period else ((campaign,), ("reference",)):
        if project.exists("data", *folder, "bases.csv"):
            lines = project.read("data", *folder, "bases.csv").splitlines()
            if number := next((number for number, line in enumerate(lines, 1) if line.startswith(start)), 0):
                return f"data/{'/'.join(folder)}/bases.csv", number
    return f"data/{campaign}/bases.csv", 0


@dataclass(frozen=True)
class NotCompared:
    """A measure of units of one level, and the periods in which nothing was held against former ones.

    periods   by the reason why
    """

    campaign: str
    measure: str
    level: str
    periods: dict[str, list[str]]

    def __str__(self) -> str:
        said = "; ".join(f"{_spelt(periods)} ({why})" for why, periods in self.periods.items())
        return f"{self.campaign}, {self.measure}, {self.level}: nothing was compared in {said}"


def not_compared(history: History, told: Remembered, period: str | None) -> Iterator[NotCompared]:
    """Say of each measure and level in which periods nothing was held against former ones, and why."""
    for group in dict.fromkeys(one.group for one in told.lists):
        mine = [one for one in told.lists if one.group == group and period in (None, one.period)]
        without = {WHY[why]: [one.period for one in mine if one.why == why] for why in WHY}
        if any(without.values()):
            periods = {why: names for why, names in without.items() if names}
            yield NotCompared(history.campaign.key, group.measure, group.level, periods)


def _spelt(periods: list[str]) -> str:
    return ", ".join(periods) if len(periods) <= PERIODS_SHOWN else f"{len(periods)} periods"


def fallen_rows(told: Remembered) -> set[tuple[str, int]]:
    """Name the rows whose fall the memory tells, with its likely cause: it need not be told, and accepted, twice."""
    fallen = [one.remark for one in told.told if one.remark.kind in OF_A_FALL]
    return {(figure.file, figure.line) for remark in fallen for figure in remark.cells}
