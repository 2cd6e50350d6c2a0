"""The memory at the door: a file's counts beside former deliveries, before it is let into data/."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from dophu.data.periods import period_names
from dophu.data.project import Project
from dophu.data.rows import SOURCES, read_rows, read_settings, sources_of
from dophu.intake.findings import CellFinding
from dophu.intake.result import Count
from dophu.memory import thresholds as t
from dophu.memory.past import Figure, Group, Past, carried, remembered
from dophu.memory.recall import BEHIND, Knowledge, Recollection, recollect
from dophu.memory.relations import related
from dophu.memory.told import Remark
from dophu.words import say
from dophu.world.bases import Bases
from dophu.world.campaigns import Accepted, Campaign, Source
from dophu.world.periods import Period, read_period
from dophu.world.units import Gazetteer

NAMES_SHOWN = 8
OF_A_COPY = ("list_copied", "many_unchanged", "unit_unchanged", "list_unit_unchanged")  # said by its SHA-256
PLACE = re.compile(r"([A-Z]+)(\d+)")
WHY = {
    "first": "there is no former period",
    "break": "the method of counting changed since the last one",
    "reset": "the count has begun anew since the last one",
    "others": "no unit had a figure before",
}


@dataclass(frozen=True)
class Memory:
    """What is known of a campaign around one period.

    sources   those of the periods that were read, by period
    """

    project: Project
    known: Knowledge
    period: Period
    past: Past
    sources: dict[str, dict[str, Source]]

    def __call__(self, counts: Sequence[Count], sha256: str) -> list[CellFinding]:
        """Hold a file's counts against the past; findings name its cells."""
        delivered = self._delivered(counts)
        places = {(one.unit, one.measure): one.place for one in counts}
        files = list(self.same_file(counts, sha256))
        copied = any(found.kind == "same_file" for found in files)
        found = [one for group, listed in delivered.items() for one in self._beside(group, listed, places, copied)]
        beside = self.past.get(self.period.name, {})
        lists = {group: {**beside.get(group, {}), **delivered.get(group, {})} for group in (*beside, *delivered)}
        parts = related(self.known.campaign, self.known.gazetteer, self.period.name, lists)
        mine = (one for one in parts if (one.units[0], one.group.measure) in places)
        return [*files, *found, *(self._finding(one, places) for one in mine)]

    def _delivered(self, counts: Sequence[Count]) -> dict[Group, dict[str, Figure]]:
        found: dict[Group, dict[str, Figure]] = {}
        for one in counts:
            if one.count is not None:
                level = self.known.gazetteer.get(one.vintage, one.unit).level
                line = _row_and_letters(one.place)[0]
                figure = Figure(one.unit, one.count, one.step, "", "", line)
                found.setdefault(Group(one.measure, one.vintage, level), {})[one.unit] = figure
        return found

    def _beside(
        self, group: Group, listed: dict[str, Figure], places: dict[tuple[str, str], str], copied: bool
    ) -> Iterator[CellFinding]:
        told = recollect(self.known, self.past, self.period.name, group, listed)
        for remark in told.remarks:
            if not (copied and remark.kind in OF_A_COPY):
                yield from self._findings(remark, places)
        yield from self._facts(told)

    def _findings(self, remark: Remark, places: dict[tuple[str, str], str]) -> Iterator[CellFinding]:
        """Write a remark at its cells: one of a pair at both."""
        if remark.is_of_list:
            yield self._finding(remark, places)
            return
        for unit in (unit for unit in remark.units if (unit, remark.group.measure) in places):
            yield self._finding(remark, places, unit)

    def _finding(self, remark: Remark, places: dict[tuple[str, str], str], unit: str = "") -> CellFinding:
        cells = [places[one, remark.group.measure] for one in remark.units if (one, remark.group.measure) in places]
        of = unit or ("" if remark.is_of_list else remark.units[0])
        details = remark.details | {"of_measure": remark.group.measure, "of_units": " ".join(remark.units)}
        if of:
            figure = next(figure for figure in remark.cells if figure.unit == of)
            details |= {"of_unit": of, "of_count": str(figure.count)}
            cells = [places[of, remark.group.measure]]
        if before := self._before(remark, of, details.get("of_count", "")):
            problem = CellFinding("error", "", "", "", remark.kind, details)
            said = {"problem": problem.problem, "problem_vi": problem.problem_vi, "reason": before.reason}
            return CellFinding("note", "", _area(cells), "", "accepted", said)
        return CellFinding("error", "", _area(cells), "", remark.kind, details)

    def _before(self, remark: Remark, unit: str, count: str) -> Accepted | None:
        """Find the reason for which a finding was let stand when the file came first."""
        wanted = (remark.kind, remark.group.measure, unit or None, int(count) if count else None)
        accepted = (one for source in self.sources.get(self.period.name, {}).values() for one in source.accepted)
        return next((one for one in accepted if (one.kind, one.measure, one.unit, one.count) == wanted), None)

    def same_file(self, counts: Sequence[Count], sha256: str) -> Iterator[CellFinding]:
        """Find the other period that the same file was taken in for, and say whether its figures were the same."""
        campaign, given = self.known.campaign.key, [one for one in counts if one.count is not None]
        for period in period_names(self.project, campaign):
            if period == self.period.name or not self.project.exists("data", campaign, period, SOURCES):
                continue
            if not sha256 or sha256 not in self.project.read("data", campaign, period, SOURCES):
                continue
            source = next(iter(_with_file(self._sources(period), sha256)), "")
            details = {"day": period, "day_vi": read_period(period).in_words, "source": source}
            there = remembered(_counts(self.project, campaign, [period]), self.known.gazetteer)
            same = [one for one in given if _is_there(one, there.get(period, {}))]
            kind = "same_file" if 2 * len(same) > len(given) else "same_file_other_figures"
            details |= {"of_measure": counts[0].measure if counts else ""}
            yield CellFinding("error" if kind == "same_file" else "note", "", "", "", kind, details)
            return

    def _sources(self, period: str) -> dict[str, Source]:
        campaign = self.known.campaign.key
        return sources_of({period: read_settings(self.project, campaign, period)}, campaign)

    def _facts(self, told: Recollection) -> Iterator[CellFinding]:
        """Tell what was compared, and who reports for the first time or no longer."""
        label = self.known.campaign.measures[told.group.measure].label
        against = {"day": told.against, "day_vi": _in_words(told.against), "measure": label}
        if told.compared:
            numbers = {"compared": told.compared, "number": told.number, "peers": told.beside_peers}
            details = against | {name: str(number) for name, number in numbers.items()}
            yield CellFinding("note", "", "", "", "compared", details)
        else:
            details = {"measure": label, "why": WHY[told.why], "why_vi": say(f"not_compared.{told.why}")}
            yield CellFinding("note", "", "", "", "nothing_compared", details)
        for kind, units in (("first_time", told.first), ("no_longer", told.gone)):
            if units:
                yield CellFinding("note", "", "", "", kind, against | {"names": self._names(told.group, units)})

    def _names(self, group: Group, units: Sequence[str]) -> str:
        named = [self.known.gazetteer.get(group.vintage, unit).name for unit in units[:NAMES_SHOWN]]
        return ", ".join(named) + (f", … ({len(units)})" if len(units) > NAMES_SHOWN else "")


def memory_of(project: Project, campaign: Campaign, gazetteer: Gazetteer, bases: Bases, period: Period) -> Memory:
    """Read what a file for a period is held against: the periods before it, its own, and the next few."""
    every, own = period_names(project, campaign.key), period.name
    names = [name for name in every if read_period(name).kind == period.kind]
    before = [name for name in names if name < own]
    read = [
        *_recent(project, campaign.key, before),
        *([own] if own in names else []),
        *[name for name in names if name > own][:BEHIND],
    ]
    past = remembered(carried(_counts(project, campaign.key, read), gazetteer, campaign.window(period).last), gazetteer)
    settings = {name: read_settings(project, campaign.key, name) for name in read}
    sources = {name: sources_of({name: listed}, campaign.key) for name, listed in settings.items()}
    known = Knowledge(campaign, gazetteer, bases, accepted_cells(sources))
    return Memory(project, known, period, past, sources)


def _recent(project: Project, campaign: str, names: Sequence[str]) -> list[str]:
    """Choose the last periods to learn from: fewer where their lists are so long that few tell as much."""
    chosen, size = list[str](), 0
    for name in reversed(names[-t.WINDOW :]):
        counts = project.path("data", campaign, name, "counts.csv")
        size += counts.stat().st_size if counts.is_file() else 0
        if len(chosen) >= t.WINDOW_AT_LEAST and size > t.WINDOW_BYTES:
            break
        chosen.append(name)
    return chosen[::-1]


def accepted_cells(sources: dict[str, dict[str, Source]]) -> frozenset[tuple[str, str, str]]:
    """Name the figures that were let stand although they are suspicious: source, measure, unit."""
    every = (source for listed in sources.values() for source in listed.values())
    return frozenset((source.id, one.measure, one.unit) for source in every for one in source.accepted if one.unit)


def _counts(project: Project, campaign: str, names: Sequence[str]) -> pd.DataFrame:
    return read_rows(project, campaign, names, ("counts",))["counts"]


def _with_file(sources: dict[str, Source], sha256: str) -> list[str]:
    return [name for name, source in sources.items() if any(file.sha256 == sha256 for file in source.files)]


def _is_there(count: Count, there: dict[Group, dict[str, Figure]]) -> bool:
    lists = (
        listed for group, listed in there.items() if (group.measure, group.vintage) == (count.measure, count.vintage)
    )
    return any(count.unit in listed and listed[count.unit].count == count.count for listed in lists)


def _area(places: Sequence[str]) -> str:
    """Name the area of some cells: from the first row to the last of one column."""
    if len(set(places)) <= 1:
        return places[0] if places else ""
    rows = sorted((_row_and_letters(place) for place in places), key=lambda found: (found[1], found[0]))
    return f"{rows[0][1]}{rows[0][0]}:{rows[-1][1]}{rows[-1][0]}"


def _row_and_letters(place: str) -> tuple[int, str]:
    found = PLACE.fullmatch(place)
    return (int(found[2]), found[1]) if found else (0, place)


def _in_words(period: str) -> str:
    return read_period(period).in_words if period else ""
