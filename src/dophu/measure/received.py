"""What an edition rests on: who sent what, on which bases, what was revised since, and who sent nothing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

import pandas as pd

from dophu.data.history import History
from dophu.data.suppress import are_small, is_withheld
from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact
from dophu.facts.making import tallied
from dophu.facts.relations import is_sum_of_parts
from dophu.facts.subject import Subject
from dophu.measure.consistency import are_all_parts
from dophu.wording import Moment
from dophu.words import say
from dophu.world.bases import Base
from dophu.world.campaigns import Received, Source
from dophu.world.periods import last_day, read_period
from dophu.world.units import Unit

MOST_PERIODS = 40  # of a calendar
FRAMES = ("counts", "published", "totals", "revisions")
TABLES_AND_SETTINGS = ("counts.csv", "published.csv", "totals.csv", "revisions.csv", "activities.yml", "sources.yml")


@dataclass(frozen=True)
class Delivery:
    """What one source gave for the period: its rows, and the moments they speak of, earliest first."""

    source: Source
    rows: Fact
    moments: list[Moment]


@dataclass(frozen=True)
class Arrival:
    """What came of a unit in a period: an exact count, one that is rounded or only published, or nothing."""

    unit: Unit
    period: str
    state: Literal["exact", "unsure", "none"]


@dataclass(frozen=True)
class DataFile:
    """A file that the period's figures were read from; `rows` is None for settings."""

    path: str
    sha256: str
    rows: Fact | None


@dataclass(frozen=True)
class Original:
    """A file as a source sent it, before it was brought into the period's tables."""

    source: Source
    file: Received


@dataclass(frozen=True)
class Demand:
    """What a source could state more exactly: rows whose count is rounded, whose hour or count is not given."""

    source: Source
    rounded: Fact | None
    hourless: Fact | None
    uncounted: Fact | None


@dataclass(frozen=True)
class KnownBase:
    """A base in use, or known for the unit: its value and its day, for how many units, its control totals."""

    key: str
    base: Base
    day: date
    used: bool
    value: Fact | None
    covered: Fact | None
    controls: Fact | None


@dataclass(frozen=True)
class Absent:
    """Units of the list without a figure that were last known in the same period; None when never.

    reasons   why a unit's count was left blank, where its row says so
    """

    since: date | None
    units: list[Unit]
    count: Fact
    reasons: dict[Unit, str] = field(default_factory=dict)


def of_period(history: History, period: str) -> History:
    """Keep the rows of one period only."""
    kept = {name: getattr(history, name) for name in FRAMES}
    return replace(history, **{name: frame[frame["period"] == period] for name, frame in kept.items()})


def listed_units(facts: Facts) -> list[Unit]:
    """List the units that the period's list should hold: the unit's peers, or below the nation its provinces.

    A province that reports its own parts alone, in lists of no other province, has these.

    The list is empty for a district where the reference does not hold all districts of the province.
    """
    if facts.unit.is_nation or _tells_of_parts_alone(facts):
        return facts.history.gazetteer.children(facts.unit)
    whole = facts.history.gazetteer.get(facts.unit.vintage, facts.unit.parent)
    peers = facts.history.gazetteer.peers(facts.unit)
    complete = facts.unit.depth <= 1 or are_all_parts(facts.history, whole, peers)
    return peers if complete else []


def _tells_of_parts_alone(facts: Facts) -> bool:
    """Say whether the period has figures of the unit's parts, which are all known, and of none of its peers."""
    told = {code for listed in facts.lists_of(facts.own.measure, facts.own.period).values() for code in listed}
    peers, parts = facts.history.gazetteer.peers(facts.unit), facts.history.gazetteer.children(facts.unit)
    beside = told & {peer.code for peer in peers} - {facts.unit.code}
    below = told & {part.code for part in parts}
    return bool(below) and not beside and are_all_parts(facts.history, facts.unit, parts)


def tally(facts: Facts, name: str, number: int, source: str = "", of: tuple[str, str] = ("", "")) -> Fact:
    """Count rows, units or findings of the period; `of` tells several of one name apart, in the key and in words."""
    mark, words = of
    label = say(f"fact.{name}", of=words)
    return tallied(facts, name, number, source, mark=mark, label=label, method=say("method.counted_in_period"))


def is_nearly_complete(facts: Facts, missing: list[Absent]) -> bool:
    """Say whether the main list is meant to hold every unit: it has more of them than it lacks."""
    return sum(len(group.units) for group in missing) * 2 < len(listed_units(facts))


def deliveries(facts: Facts) -> list[Delivery]:
    """Enter how many rows each source gave for the period."""
    rows = _sourced_rows(of_period(facts.history, facts.own.period))
    found = []
    for name in sorted({*rows["source"], *filter(None, [facts.history.activities_source])}):
        own = rows[rows["source"] == name]
        fact = tally(facts, "rows_of_source", len(own), name, (name, name))
        dated = own["as_of"][[isinstance(moment, Moment) for moment in own["as_of"]]]
        found.append(Delivery(facts.history.sources[name], fact, sorted(set(dated), key=Moment.order)))
    return found


def _sourced_rows(now: History) -> pd.DataFrame:
    frames = [getattr(now, name).reindex(columns=["source", "as_of"]) for name in FRAMES]
    return pd.concat([frame.astype(object) for frame in frames], ignore_index=True)


def folder_of(facts: Facts) -> str:
    """Name the folder that holds the period's files."""
    return f"data/{facts.history.campaign.key}/{facts.own.period}"


def files(facts: Facts) -> list[DataFile]:
    """Enter how many rows each table of the period holds, and list the period's files, tables before settings."""
    paths = [f"{folder_of(facts)}/{name}" for name in TABLES_AND_SETTINGS]
    lines = {name: getattr(facts.history, name) for name in FRAMES}
    found = []
    for path in [path for path in paths if path in facts.history.files]:
        name = path.rpartition("/")[2].partition(".")[0]
        rows = None
        if name in lines:
            number = int((lines[name]["file"] == path).sum())
            rows = tally(facts, "rows_in_file", number, of=(name, f"{name}.csv"))
        found.append(DataFile(path, facts.history.files[path], rows))
    return found


def originals(found: list[Delivery]) -> list[Original]:
    """List the files that the period's sources sent."""
    return [Original(delivery.source, file) for delivery in found for file in delivery.source.files]


def demands(facts: Facts) -> list[Demand]:
    """Enter, per source, how many of the period's rows could be stated more exactly; others are left out."""
    now = of_period(facts.history, facts.own.period)
    names = sorted({*now.counts["source"], *now.published["source"], *now.totals["source"]})
    found = [_demand(facts, now, facts.history.sources[name]) for name in names]
    return [demand for demand in found if demand.rounded or demand.hourless or demand.uncounted]


def _demand(facts: Facts, now: History, source: Source) -> Demand:
    counts, published, totals = (
        frame[frame["source"] == source.id] for frame in (now.counts, now.published, now.totals)
    )
    key = ["vintage", "unit", "measure"]
    rounded = ((counts["step"].fillna(1) > 1) | (counts["qualifier"] != "")) & ~are_small(facts.history, counts)
    hourless = [m for m in (*counts["as_of"], *published["as_of"], *totals["as_of"]) if m and m.clock is None]
    counted = set(counts.dropna(subset="count")[key].itertuples(index=False, name=None))
    kinds = {name: each.figure.is_counted for name, each in facts.history.campaign.measures.items()}
    of_counts = published[(published["figure"] == "share") & published["measure"].map(kinds)]
    shared = set(of_counts[key].itertuples(index=False, name=None))
    return Demand(
        source,
        _some(facts, "rounded_counts", int(rounded.sum()), source),
        _some(facts, "hourless_rows", len(hourless), source),
        _some(facts, "uncounted_units", len(shared - counted), source),
    )


def _some(facts: Facts, name: str, number: int, source: Source) -> Fact | None:
    return tally(facts, name, number, source.id, (source.id, source.id)) if number else None


def known_bases(facts: Facts) -> list[KnownBase]:
    """Enter the bases in use, and those known for the unit on the day, with their coverage and control totals."""
    history, unit = facts.history, facts.unit
    campaign = history.campaign
    counted = [m for m in (campaign.main_measure, *campaign.measures) if campaign.measures[m].figure.is_counted]
    used = dict.fromkeys(base for m in counted if (base := campaign.base_of(m)))
    if not used:
        return []
    own = [value.base for value in history.bases.known_for(unit.vintage, unit.code)]
    known = [base for base in own if history.bases.described[base].as_of <= facts.day]
    each = (base for base in dict.fromkeys([*used, *known]) if history.bases.described[base].source)
    return [_known_base(facts, base, used=base in used) for base in each]  # what a ratio is of is counted, no base


def _known_base(facts: Facts, key: str, *, used: bool) -> KnownBase:
    bases, described = facts.history.bases, facts.history.bases.described[key]
    listed = listed_units(facts)
    valued = [unit for unit in listed if bases.of(key, unit.vintage, unit.code)]
    controls = len(described.control_totals)
    source, of = described.source, (key, described.label)
    return KnownBase(
        key,
        described,
        _day_of_base(facts, key),
        used,
        facts.fact(f"base|on:{key}"),
        tally(facts, "units_with_base", len(valued), source, of) if listed else None,
        tally(facts, "controls_of_base", controls, source, of) if controls else None,
    )


def _day_of_base(facts: Facts, key: str) -> date:
    """Say of which day the unit's value is: the last of a period that brought it, the first that it holds from."""
    bases, unit, period = facts.history.bases, facts.unit, facts.own.period
    if bases.brought(key, unit.vintage, unit.code, period):
        return facts.window(period).last
    value = bases.of(key, unit.vintage, unit.code, period)
    return value.start if value and value.start else bases.described[key].as_of


def main_source(facts: Facts) -> Source | None:
    """Name the source of the period's main list: the unit's own, else the one that names the most units."""
    if facts.mine and not facts.unit.is_nation and not _tells_of_parts_alone(facts):
        return facts.history.sources[facts.mine.source]
    units = {(unit.vintage, unit.code) for unit in listed_units(facts)}
    named: dict[str, set[str]] = {}
    for row in _figures(of_period(facts.history, facts.own.period)).itertuples():
        if (row.vintage, row.unit) in units:
            named.setdefault(row.source, set()).add(row.unit)
    chosen = max(sorted(named), key=lambda source: len(named[source]), default=None)
    return facts.history.sources[chosen] if chosen else None


def _figures(history: History) -> pd.DataFrame:
    """List the counts and shares of the main measure, whoever published them."""
    main = history.campaign.main_measure
    counts, published = history.counts.dropna(subset="count"), history.published
    columns = ["source", "period", "vintage", "unit"]
    shares = published[published["figure"].isin(["share", "value"]) & (published["measure"] == main)]
    return pd.concat([counts[counts["measure"] == main][columns], shares[columns]], ignore_index=True)


def absent(facts: Facts) -> list[Absent]:
    """Enter how many units the main list lacks, grouped by the period in which any list last had them."""
    source, figures = main_source(facts), _figures(facts.history)
    today = facts.own.period
    mine = figures[(figures["period"] == today) & (figures["source"] == (source.id if source else ""))]
    here = set(mine[["vintage", "unit"]].itertuples(index=False, name=None))
    last = figures.groupby(["vintage", "unit"])["period"].max().to_dict()
    groups: dict[str, list[Unit]] = {}
    measure, history = facts.own.measure, facts.history
    known = (unit for unit in listed_units(facts) if not is_withheld(history, unit, measure, today))
    like = Subject(facts.unit, today, measure, source.id if source else "")
    lacking = (unit for unit in known if (unit.vintage, unit.code) not in here)
    missing = [unit for unit in lacking if not is_sum_of_parts(facts, facts.listed(unit, like))]
    for unit in missing:
        groups.setdefault(last.get((unit.vintage, unit.code), ""), []).append(unit)
    name = source.id if source else ""
    why = _left_blank(facts, name)
    found = []
    for period in sorted(groups, reverse=True):
        count = _absent_since(facts, period, len(groups[period]), name)
        reasons = {unit: why[unit.vintage, unit.code] for unit in groups[period] if (unit.vintage, unit.code) in why}
        found.append(Absent(last_day(period) if period else None, groups[period], count, reasons))
    return found


def _absent_since(facts: Facts, period: str, number: int, source: str) -> Fact:
    if not period:
        return tally(facts, "units_never_told", number, source)
    of = (period, read_period(period).in_words)
    return tally(facts, "units_absent_since", number, source, of)


def _left_blank(facts: Facts, source: str) -> dict[tuple[str, str], str]:
    """Say why counts of the main measure stand blank in the period's list, by vintage and code."""
    rows = of_period(facts.history, facts.own.period).counts
    blank = rows[rows["count"].isna() & (rows["source"] == source) & (rows["note"] != "")]
    mine = blank[blank["measure"] == facts.history.campaign.main_measure]
    return {(row.vintage, row.unit): row.note for row in mine.itertuples()}


def arrivals(facts: Facts) -> list[Arrival]:
    """Say for the edition's unit and its parts, period by period, what came of each; nothing where no part is known."""
    history, unit = facts.history, facts.unit
    units = [unit, *history.gazetteer.children(unit)]
    periods = [period for period in history.periods if period <= facts.own.period][-MOST_PERIODS:]
    return [Arrival(each, period, _state(facts, each, period)) for each in units for period in periods]


def _state(facts: Facts, unit: Unit, period: str) -> Literal["exact", "unsure", "none"]:
    found = facts.reported(Subject(unit, period, facts.own.measure))
    if found is None:
        return "none"
    return "exact" if found.kind == "exact" and found.count is not None else "unsure"
