"""What an edition rests on: who sent what, on which bases, what was revised since, and who sent nothing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

import pandas as pd

from dophu.data.history import REVISED_CELL, History
from dophu.measure.consistency import are_all_parts
from dophu.measure.facts import AS_PUBLISHED
from dophu.measure.ledger import Fact, Ledger
from dophu.measure.view import View
from dophu.wording import Moment, day_month_year
from dophu.world.bases import Base, BaseValue
from dophu.world.campaigns import Received, Source
from dophu.world.units import Unit

FRAMES = ("counts", "published", "totals", "revisions")
TABLES_AND_SETTINGS = ("counts.csv", "published.csv", "totals.csv", "revisions.csv", "activities.yml", "sources.yml")


@dataclass(frozen=True)
class Delivery:
    """What one source gave for the period: its rows, and the moments they speak of, earliest first."""

    source: Source
    rows: Fact
    moments: list[Moment]


@dataclass(frozen=True)
class DataFile:
    """A file that the period's figures were read from; `rows` is None for settings."""

    path: str
    sha256: str
    rows: Fact | None


@dataclass(frozen=True)
class Original:
    """A file as a source sent it, before it was brought into the period's tables; `size` in bytes."""

    source: Source
    file: Received
    size: Fact | None


@dataclass(frozen=True)
class Demand:
    """What a source could state more exactly: rows whose count is rounded, whose hour or count is not given."""

    source: Source
    rounded: Fact | None
    hourless: Fact | None
    uncounted: Fact | None


@dataclass(frozen=True)
class KnownBase:
    """A base in use, or known for the unit: its value there, for how many units of the list, its control totals."""

    key: str
    base: Base
    used: bool
    value: Fact | None
    covered: Fact | None
    controls: Fact | None


@dataclass(frozen=True)
class Revision:
    """A count as it stood and as it stands since; `former` is None when there was none before."""

    unit: Unit
    period: date
    former: Fact | None
    revised: Fact | None
    change: Fact | None
    when: Moment
    source: str
    reason: str


@dataclass(frozen=True)
class Absent:
    """Units of the list without a figure that were last known in the same period; None when never.

    reasons   why a unit's count was left blank, where its row says so
    """

    since: date | None
    units: list[Unit]
    count: Fact
    reasons: dict[Unit, str] = field(default_factory=dict)


def of_period(history: History, day: date) -> History:
    """Keep the rows of one period only."""
    kept = {name: getattr(history, name) for name in FRAMES}
    return replace(history, **{name: frame[frame["period"] == day.isoformat()] for name, frame in kept.items()})


def listed_units(seen: View) -> list[Unit]:
    """List the units that the period's list should hold: the unit's peers, or below the nation its provinces.

    The list is empty for a district where the reference does not hold all districts of the province.
    """
    if seen.unit.level == "nation":
        return seen.history.gazetteer.children(seen.unit)
    whole = seen.history.gazetteer.get(seen.unit.vintage, seen.unit.parent)
    complete = seen.unit.level != "district" or are_all_parts(seen.history, whole, seen.peers)
    return seen.peers if complete else []


def tally(ledger: Ledger, key: str, label: str, number: int, source: str = "") -> Fact:
    """Enter how many rows, units or findings there are."""
    return ledger.add(Fact(key, label, number, "count", "đếm trong dữ liệu của kỳ", source, status="computed"))


def is_nearly_complete(seen: View, missing: list[Absent]) -> bool:
    """Say whether the main list is meant to hold every unit: it has more of them than it lacks."""
    return sum(len(group.units) for group in missing) * 2 < len(listed_units(seen))


def deliveries(ledger: Ledger, seen: View) -> list[Delivery]:
    """Enter how many rows each source gave for the period, and how many there are in all."""
    rows = _sourced_rows(of_period(seen.history, seen.day))
    found = []
    for name in sorted({*rows["source"], *filter(None, [seen.history.activities_source])}):
        own = rows[rows["source"] == name]
        fact = tally(ledger, f"rows_of_{name}", f"Số dòng dữ liệu của nguồn {name}", len(own), name)
        dated = own["as_of"][[isinstance(moment, Moment) for moment in own["as_of"]]]
        found.append(Delivery(seen.history.sources[name], fact, sorted(set(dated), key=Moment.order)))
    tally(ledger, "rows_received", "Số dòng dữ liệu của kỳ", len(rows))
    tally(ledger, "sources_received", "Số nguồn của kỳ", len(found))
    return found


def _sourced_rows(now: History) -> pd.DataFrame:
    frames = [getattr(now, name).reindex(columns=["source", "as_of"]) for name in FRAMES]
    return pd.concat([frame.astype(object) for frame in frames], ignore_index=True)


def folder_of(seen: View) -> str:
    """Name the folder that holds the period's files."""
    return f"data/{seen.history.campaign.key}/{seen.day.isoformat()}"


def files(ledger: Ledger, seen: View) -> list[DataFile]:
    """Enter how many rows each table of the period holds, and list the period's files, tables before settings."""
    paths = [f"{folder_of(seen)}/{name}" for name in TABLES_AND_SETTINGS]
    lines = {name: getattr(seen.history, name) for name in FRAMES}
    found = []
    for path in [path for path in paths if path in seen.history.files]:
        name = path.rpartition("/")[2].partition(".")[0]
        rows = None
        if name in lines:
            number = int((lines[name]["file"] == path).sum())
            rows = tally(ledger, f"rows_in_{name}", f"Số dòng của tệp {name}.csv", number)
        found.append(DataFile(path, seen.history.files[path], rows))
    return found


def originals(ledger: Ledger, found: list[Delivery]) -> list[Original]:
    """Enter the sizes of the files that the period's sources sent."""
    sent = [(delivery.source, file) for delivery in found for file in delivery.source.files]
    return [Original(source, file, _size(ledger, source, file, place)) for place, (source, file) in enumerate(sent, 1)]


def _size(ledger: Ledger, source: Source, file: Received, place: int) -> Fact | None:
    if file.size is None:
        return None
    label, formula = f"Dung lượng tệp {file.file}, byte", "đo khi nhận tệp"
    return ledger.add(Fact(f"size_of_file_{place}", label, file.size, "count", formula, source.id))


def demands(ledger: Ledger, seen: View) -> list[Demand]:
    """Enter, per source, how many of the period's rows could be stated more exactly; others are left out."""
    now = of_period(seen.history, seen.day)
    names = sorted({*now.counts["source"], *now.published["source"], *now.totals["source"]})
    found = [_demand(ledger, now, seen.history.sources[name]) for name in names]
    return [demand for demand in found if demand.rounded or demand.hourless or demand.uncounted]


def _demand(ledger: Ledger, now: History, source: Source) -> Demand:
    counts, published, totals = (
        frame[frame["source"] == source.id] for frame in (now.counts, now.published, now.totals)
    )
    key = ["vintage", "unit", "measure"]
    rounded = (counts["step"].fillna(1) > 1) | (counts["qualifier"] != "")
    hourless = [m for m in (*counts["as_of"], *published["as_of"], *totals["as_of"]) if m and m.clock is None]
    counted = set(counts.dropna(subset="count")[key].itertuples(index=False, name=None))
    shared = set(published[published["figure"] == "share"][key].itertuples(index=False, name=None))
    return Demand(
        source,
        _some(ledger, "rounded_counts", "Số đếm chưa chính xác đến từng đơn vị", int(rounded.sum()), source),
        _some(ledger, "hourless_rows", "Số dòng không ghi giờ", len(hourless), source),
        _some(ledger, "uncounted_units", "Số đơn vị chỉ có tỷ lệ", len(shared - counted), source),
    )


def _some(ledger: Ledger, key: str, label: str, number: int, source: Source) -> Fact | None:
    return tally(ledger, f"{key}_of_{source.id}", f"{label}, nguồn {source.id}", number, source.id) if number else None


def known_bases(ledger: Ledger, seen: View) -> list[KnownBase]:
    """Enter the bases in use, and those known for the unit on the day, with their coverage and control totals."""
    history, unit = seen.history, seen.unit
    campaign = history.campaign
    used = dict.fromkeys(campaign.base_of(m) for m in (campaign.main_measure, *campaign.measures))
    own = [value.base for value in history.bases.known_for(unit.vintage, unit.code)]
    known = [base for base in own if history.bases.described[base].as_of <= seen.day]
    return [_known_base(ledger, seen, base, used=base in used) for base in dict.fromkeys([*used, *known])]


def _known_base(ledger: Ledger, seen: View, key: str, *, used: bool) -> KnownBase:
    bases, described = seen.history.bases, seen.history.bases.described[key]
    value = bases.of(key, seen.unit.vintage, seen.unit.code)
    listed = listed_units(seen)
    valued = [unit for unit in listed if bases.of(key, unit.vintage, unit.code)]
    controls = len(described.control_totals)
    label, source = described.label, described.source
    return KnownBase(
        key,
        described,
        used,
        ledger.add(_base_value(value, described)) if value else None,
        tally(ledger, f"units_with_{key}", f"Số đơn vị có mẫu số: {label}", len(valued), source) if listed else None,
        tally(ledger, f"controls_of_{key}", f"Số tổng đối chiếu: {label}", controls, source) if controls else None,
    )


def _base_value(value: BaseValue, described: Base) -> Fact:
    word = value.qualifier or ("khoảng" if value.low is not None else "")
    label = f"Mẫu số: {described.label}"
    fact = Fact(f"value_{value.base}", label, value.value, "count", AS_PUBLISHED, value.source, base=value.base)
    return replace(fact, qualifier=word, note=value.note)


def revisions(ledger: Ledger, seen: View) -> list[Revision]:
    """Enter every revision known by the day, the latest first, those of the unit before the others."""
    rows = list(seen.history.revisions.itertuples())
    rows.sort(key=lambda row: (row.revised.order(), row.period), reverse=True)
    later: dict[tuple[object, ...], Fact | None] = {}
    found = []
    for place, row in enumerate(rows, 1):
        cell = tuple(getattr(row, column) for column in REVISED_CELL)
        unit = seen.history.gazetteer.get(row.vintage, row.unit)
        label = f"{unit.full_name}, kỳ {day_month_year(date.fromisoformat(row.period))}"
        now = later[cell] if cell in later else _current(ledger, seen.history, cell, f"revised_count_{place}", label)
        former = None if pd.isna(row.former) else _amount(row, f"former_count_{place}", f"Số cũ: {label}")
        later[cell] = ledger.add(former) if former else None
        change = _change(ledger, f"revision_{place}", label, former, now)
        day, source = date.fromisoformat(row.period), row.source
        found.append(Revision(unit, day, former, now, change, row.revised, source, row.reason))
    return sorted(found, key=lambda revision: revision.unit != seen.unit)


def _amount(row: object, key: str, label: str) -> Fact:
    step, value = getattr(row, "step", 1), getattr(row, "former", None)
    rounded = not pd.isna(step) and step > 1
    word = str(getattr(row, "qualifier", "")) or ("khoảng" if rounded else "")
    fact = Fact(key, label, int(value or 0), "count", AS_PUBLISHED, str(getattr(row, "source", "")), qualifier=word)
    return replace(fact, note=str(getattr(row, "reason", "")))


def _current(ledger: Ledger, history: History, cell: tuple[object, ...], key: str, label: str) -> Fact | None:
    counts = history.counts
    rows = counts[(counts[REVISED_CELL] == list(cell)).all(axis=1)].rename(columns={"count": "former"})
    rows = rows.dropna(subset="former")
    if rows.empty:
        return None
    return ledger.add(_amount(next(rows.itertuples()), key, f"Số mới: {label}"))


def _change(ledger: Ledger, key: str, label: str, former: Fact | None, now: Fact | None) -> Fact | None:
    """Subtract where both counts are exact."""
    if former is None or now is None or former.qualifier or now.qualifier:
        return None
    more, inputs = int(now.amount - former.amount), (now.key, former.key)
    fact = Fact(key, f"Thay đổi do sửa số: {label}", more, "count", "số mới - số cũ", now.source, inputs)
    return ledger.add(replace(fact, status="computed"))


def main_source(seen: View) -> Source | None:
    """Name the source of the period's main list: the unit's own, else the one that names the most units."""
    if seen.mine and seen.unit.level != "nation":
        return seen.history.sources[seen.mine.source]
    units = {(unit.vintage, unit.code) for unit in listed_units(seen)}
    named: dict[str, set[str]] = {}
    for row in _figures(of_period(seen.history, seen.day)).itertuples():
        if (row.vintage, row.unit) in units:
            named.setdefault(row.source, set()).add(row.unit)
    chosen = max(sorted(named), key=lambda source: len(named[source]), default=None)
    return seen.history.sources[chosen] if chosen else None


def _figures(history: History) -> pd.DataFrame:
    """List the counts and shares of the main measure, whoever published them."""
    main = history.campaign.main_measure
    counts, published = history.counts.dropna(subset="count"), history.published
    columns = ["source", "period", "vintage", "unit"]
    shares = published[(published["figure"] == "share") & (published["measure"] == main)]
    return pd.concat([counts[counts["measure"] == main][columns], shares[columns]], ignore_index=True)


def absent(ledger: Ledger, seen: View) -> list[Absent]:
    """Enter how many units the main list lacks, grouped by the period in which any list last had them."""
    source, figures = main_source(seen), _figures(seen.history)
    today = seen.day.isoformat()
    mine = figures[(figures["period"] == today) & (figures["source"] == (source.id if source else ""))]
    here = set(mine[["vintage", "unit"]].itertuples(index=False, name=None))
    last = figures.groupby(["vintage", "unit"])["period"].max().to_dict()
    groups: dict[str, list[Unit]] = {}
    missing = [unit for unit in listed_units(seen) if (unit.vintage, unit.code) not in here]
    for unit in missing:
        groups.setdefault(last.get((unit.vintage, unit.code), ""), []).append(unit)
    name = source.id if source else ""
    why = _left_blank(seen, name)
    tally(ledger, "units_absent", "Số đơn vị chưa có số liệu trong kỳ", len(missing), name)
    tally(ledger, "units_listed", "Số đơn vị của danh sách", len(listed_units(seen)), "UNITS")
    found = []
    for period in sorted(groups, reverse=True):
        label = f"Số đơn vị chưa có số liệu, lần gần nhất {period or 'chưa có'}"
        key = f"units_absent_since_{period.replace('-', '_') or 'ever'}"
        count = tally(ledger, key, label, len(groups[period]), name)
        reasons = {unit: why[unit.vintage, unit.code] for unit in groups[period] if (unit.vintage, unit.code) in why}
        found.append(Absent(date.fromisoformat(period) if period else None, groups[period], count, reasons))
    return found


def _left_blank(seen: View, source: str) -> dict[tuple[str, str], str]:
    """Say why counts of the main measure stand blank in the period's list, by vintage and code."""
    rows = of_period(seen.history, seen.day).counts
    blank = rows[rows["count"].isna() & (rows["source"] == source) & (rows["note"] != "")]
    mine = blank[blank["measure"] == seen.history.campaign.main_measure]
    return {(row.vintage, row.unit): row.note for row in mine.itertuples()}
