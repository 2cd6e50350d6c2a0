"""`data/<campaign>/`: what was received for each reporting date, checked before anything counts on it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pandas as pd

from dophu.data.bases import read_bases
from dophu.data.carry import carried_counts, carried_shares
from dophu.data.project import Project
from dophu.data.reference import read_reference_sources, read_units
from dophu.data.settings import parse_yaml, typed
from dophu.data.tables import (
    COUNTS,
    PUBLISHED,
    REVISIONS,
    TOTALS,
    Finding,
    Rule,
    moments,
    read_tables,
    refuse,
    whole,
)
from dophu.errors import DataError, UsageError, did_you_mean
from dophu.wording import Moment
from dophu.world.bases import Bases
from dophu.world.campaigns import Campaign, Source
from dophu.world.units import NATION, Gazetteer, vintage_on

PERIOD = re.compile(r"\d{4}-\d\d-\d\d")
UNDATED = "undated"
REVISED_CELL = ["period", "source", "vintage", "unit", "measure"]
TABLES = {"counts": COUNTS, "published": PUBLISHED, "totals": TOTALS, "revisions": REVISIONS}


@dataclass(frozen=True)
class History:
    """What is known of a campaign up to a day.

    counts      one row per source, unit and measure: count (<NA> when not published), rounding step
    published   shares, ranks and increases as others printed them: value as text, since its decimals matter
    totals      published totals of named groups of units
    revisions   counts as they stood before they were revised: former (<NA> when there was none), revised, reason
    Each has the columns file, line and period; as_of is a Moment, or None when no date was published.
    files       SHA-256 of every file that was read, by its path in the project
    """

    campaign: Campaign
    gazetteer: Gazetteer
    bases: Bases
    counts: pd.DataFrame
    published: pd.DataFrame
    totals: pd.DataFrame
    revisions: pd.DataFrame
    sources: dict[str, Source]
    activities: dict[str, Any] = field(default_factory=dict)
    activities_source: str = ""
    files: dict[str, str] = field(default_factory=dict)


def campaign_names(project: Project) -> list[str]:
    """List the campaigns that have data."""
    return [name for name in project.folders("data") if project.exists("data", name, "campaign.yml")]


def period_names(project: Project, campaign: str) -> list[str]:
    """List a campaign's reporting dates, oldest first."""
    return [name for name in project.folders("data", campaign) if _is_period(name)]


def stray_folders(project: Project, campaign: str) -> list[Finding]:
    """Find folders that look like nothing the project reads, such as `2020-8-7`: their data would be passed over."""
    fix = "name it by its reporting date, as 2020-08-07"
    return [
        Finding(f"data/{campaign}/{name}", 0, "", name, "no reporting date", fix)
        for name in project.folders("data", campaign)
        if not _is_period(name) and name != UNDATED and not name.startswith(".")
    ]


def _is_period(name: str) -> bool:
    try:
        return PERIOD.fullmatch(name) is not None and bool(date.fromisoformat(name))
    except ValueError:
        return False


def read_campaign(project: Project, name: str) -> Campaign:
    """Read a campaign's settings, or name the campaigns there are."""
    if name not in campaign_names(project):
        raise UsageError("campaign", f"no campaign '{name}'", did_you_mean(name, campaign_names(project)))
    where = f"data/{name}/campaign.yml"
    return typed(Campaign, parse_yaml(project.read("data", name, "campaign.yml"), where), where)


def read_history(project: Project, campaign: Campaign, until: date | None = None) -> History:
    """Read every period up to and with a day; without one, all of them and what bears no date."""
    gazetteer = read_units(project)
    bases = read_bases(project, gazetteer, campaign.key)
    names = [n for n in period_names(project, campaign.key) if until is None or n <= until.isoformat()]
    if until is None and project.exists("data", campaign.key, UNDATED):
        names.append(UNDATED)
    _must_describe_bases(campaign, bases)
    sources = _read_sources(project, campaign, names)
    frames = {kind: _read_kind(project, campaign.key, names, kind, rules) for kind, rules in TABLES.items()}
    frames = _as_known(frames, until) if until else frames
    activities, source = read_activities(project, campaign, until, gazetteer) if until else ({}, "")
    history = History(
        campaign,
        gazetteer,
        bases,
        **frames,
        sources=sources,
        activities=activities,
        activities_source=source,
        files=dict(project.inputs),
    )
    refuse(door_findings(history))
    return _carried(history, vintage_on(until)) if until else history


def units_counted(project: Project, campaign: str, period: str) -> tuple[str, ...]:
    """Name the units of which a period has a count or a published share, the nation first, then by code."""
    known = read_campaign(project, campaign)
    frames = [_read_kind(project, known.key, [period], kind, TABLES[kind]) for kind in ("counts", "published")]
    counted = {str(unit) for frame in frames for unit in frame["unit"]}
    return tuple(sorted(counted, key=lambda code: (code != NATION, code)))


def _must_describe_bases(campaign: Campaign, bases: Bases) -> None:
    asked = {campaign.main_base, *filter(None, (measure.base for measure in campaign.measures.values()))}
    asked |= set(campaign.other_bases)
    asked |= {target.base for target in campaign.targets if target.base}
    if unknown := sorted(asked - set(bases.described)):
        hint = did_you_mean(unknown[0], bases.described)
        problem = f"base '{unknown[0]}' is not in data/reference/bases.yml or data/{campaign.key}/bases.yml"
        raise DataError(f"data/{campaign.key}/campaign.yml", problem, f"{hint}, or describe it there")


def _carried(history: History, vintage: str) -> History:
    """Let earlier periods speak of the units of a day, where those are whole merged units."""
    return replace(
        history,
        counts=carried_counts(history.counts, history.gazetteer, vintage),
        published=carried_shares(history.published, history.gazetteer, vintage),
    )


def _read_kind(project: Project, campaign: str, names: list[str], kind: str, rules: dict[str, Rule]) -> pd.DataFrame:
    texts = {
        f"data/{campaign}/{name}/{kind}.csv": project.read("data", campaign, name, f"{kind}.csv")
        for name in names
        if project.exists("data", campaign, name, f"{kind}.csv")
    }
    frame = read_tables(texts, rules)
    frame["period"] = frame["file"].str.split("/").str[2]
    for column in ("as_of", "revised"):
        if column in frame:
            frame[column] = moments(frame[column])
    for column in ("count", "step", "of", "former"):
        if column in frame:
            frame[column] = whole(frame[column])
    return frame


def _as_known(frames: dict[str, pd.DataFrame], until: date) -> dict[str, pd.DataFrame]:
    """Undo what was revised after a day in the periods before it; the day's own period keeps its newest counts."""
    revisions, counts = frames["revisions"], frames["counts"].copy()
    later = revisions["revised"].map(lambda revised: revised.day > until) & (revisions["period"] < until.isoformat())
    for row in revisions[later].sort_values("revised", key=lambda c: c.map(Moment.order), ascending=False).itertuples():
        same = (counts[REVISED_CELL] == [getattr(row, column) for column in REVISED_CELL]).all(axis=1)
        counts.loc[same, ["count", "step", "qualifier"]] = [row.former, row.step, row.qualifier]
    return frames | {"counts": counts, "revisions": revisions[~later]}


def _read_sources(project: Project, campaign: Campaign, names: list[str]) -> dict[str, Source]:
    sources = {source.id: source for source in (*read_reference_sources(project), *campaign.sources)}
    for name in names:
        if project.exists("data", campaign.key, name, "sources.yml"):
            where = f"data/{campaign.key}/{name}/sources.yml"
            settings = parse_yaml(project.read("data", campaign.key, name, "sources.yml"), where)
            found = [typed(Source, source, where) for source in settings.get("sources") or []]
            sources |= {source.id: source for source in found}
    return sources


def read_activities(
    project: Project, campaign: Campaign, day: date, gazetteer: Gazetteer
) -> tuple[dict[str, Any], str]:
    """Read what offices did up to a period, by unit, and who says so; unknown units and names are refused."""
    if not project.exists("data", campaign.key, day.isoformat(), "activities.yml"):
        return {}, ""
    where = f"data/{campaign.key}/{day.isoformat()}/activities.yml"
    settings = parse_yaml(project.read("data", campaign.key, day.isoformat(), "activities.yml"), where)
    units = {unit: activities or {} for unit, activities in (settings.get("units") or {}).items()}
    vintage = vintage_on(day)
    refuse(
        Finding(where, 0, "units", unit, f"no such unit in {vintage}", "use a code of data/reference/units.csv")
        for unit in units
        if (vintage, unit) not in gazetteer
    )
    refuse(
        Finding(where, 0, name, unit, "no such activity", did_you_mean(name, campaign.known_activities))
        for unit, activities in units.items()
        for name in activities
        if name not in campaign.known_activities
    )
    return units, str(settings.get("source", ""))


def door_findings(history: History) -> list[Finding]:
    """Hold the rows to each other and to the reference; what a note explains comes back as known."""
    return [finding for check in DOOR_CHECKS.values() for finding in check(history)]


def _frames(history: History) -> Iterator[tuple[pd.DataFrame, list[str]]]:
    yield history.counts, ["source", "unit", "measure"]
    yield history.published, ["source", "unit", "measure", "figure", "base", "since"]
    yield history.totals, ["source", "units", "measure"]
    yield history.revisions, ["source", "unit", "measure", "revised"]


def _found(row: Any, column: str, problem: str, fix: str) -> Finding:
    value = getattr(row, column)
    return Finding(row.file, int(row.line), column, str(value), problem, fix, note=row.note, source=row.source)


def _must(row: Any, column: str, problem: str, fix: str) -> Finding:
    return Finding(row.file, int(row.line), column, str(getattr(row, column)), problem, fix)


def _foreign(history: History) -> Iterator[Finding]:
    known_units = {(unit.vintage, unit.code) for unit in history.gazetteer.units}
    for frame, _ in _frames(history):
        column = "unit" if "unit" in frame else "units"
        for row in frame.itertuples():
            for code in getattr(row, column).split():
                if (row.vintage, code) not in known_units:
                    hint = did_you_mean(code, {c for v, c in known_units if v == row.vintage})
                    yield _must(row, column, f"no unit '{code}' in {row.vintage}", hint)
            if row.measure not in history.campaign.measures:
                hint = did_you_mean(row.measure, history.campaign.measures)
                yield _must(row, "measure", "this measure is not in campaign.yml", hint)
            if row.source not in history.sources:
                hint = did_you_mean(row.source, history.sources)
                yield _must(row, "source", "this source is not in sources.yml", hint)


def _misdated(history: History) -> Iterator[Finding]:
    for frame, _ in _frames(history):
        dated = frame[frame["period"] != UNDATED]
        for row in dated.itertuples() if "as_of" in frame else ():
            if row.as_of is None or row.as_of.day.isoformat() != row.period:
                yield _must(row, "as_of", f"not a moment of the period {row.period}", "move the row to its own period")
            expected = vintage_on(date.fromisoformat(row.period))
            if row.vintage != expected:
                yield _must(
                    row,
                    "vintage",
                    f"on {row.period} the units are {expected}",
                    f"write {expected}, with its codes",
                )


def _revised_nothing(history: History) -> Iterator[Finding]:
    """Find revisions of cells that the period's counts do not hold, or dated before the period itself."""
    cells = set(history.counts[REVISED_CELL].itertuples(index=False, name=None))
    for row in history.revisions.itertuples():
        if tuple(getattr(row, column) for column in REVISED_CELL) not in cells:
            yield _must(row, "unit", "counts.csv of the period has no such row", "name the row that was revised")
        if row.revised.day.isoformat() < row.period:
            yield _must(row, "revised", f"before the period {row.period}", "write the day of the revision")


def _duplicates(history: History) -> Iterator[Finding]:
    for frame, key in _frames(history):
        for row in frame[frame.duplicated(["period", "vintage", *key])].itertuples():
            yield _must(
                row,
                key[1],
                f"stands twice for source {row.source}",
                "keep one row per source, unit and measure",
            )


def _shares_out_of_range(history: History) -> Iterator[Finding]:
    shares = history.published[history.published["figure"] == "share"]
    for row in shares.itertuples():
        if float(row.value) > 100:  # noqa: PLR2004 - per cent
            yield _above(history, row, "value", "a share above 100 %")


def _above(history: History, row: Any, column: str, problem: str) -> Finding:
    """Write a figure above its base as a finding; the measure itself may explain it for all its figures."""
    found = _found(row, column, problem, "correct it, or explain it in the column 'note' or in campaign.yml")
    return replace(found, note=found.note or history.campaign.measures[row.measure].above_base or "")


def _counts_above_base(history: History) -> Iterator[Finding]:
    campaign = history.campaign
    divided = [name for name, measure in campaign.measures.items() if measure.base or name == campaign.main_measure]
    for row in history.counts[history.counts["measure"].isin(divided)].dropna(subset="count").itertuples():
        base = history.bases.of(campaign.base_of(row.measure), row.vintage, row.unit)
        if base is not None and row.count > base.value:
            yield _above(history, row, "count", f"more than its base {base.base} of {base.value}")


def _totals_that_do_not_add_up(history: History) -> Iterator[Finding]:
    key = ["period", "source", "measure", "unit"]
    counts = history.counts.dropna(subset="count").set_index(key)[["count", "step"]]
    for row in history.totals.dropna(subset="count").itertuples():
        parts = [(row.period, row.source, row.measure, code) for code in row.units.split()]
        if all(part in counts.index for part in parts):
            rows = counts.loc[parts]
            slack = int(rows["step"].fillna(1).sum() + (1 if pd.isna(row.step) else row.step)) // 2
            if abs(int(rows["count"].sum()) - row.count) > slack:
                problem = f"the units add up to {int(rows['count'].sum())}"
                yield _found(row, "count", problem, "correct a row or the total, or explain it in the column 'note'")


DOOR_CHECKS: dict[str, Callable[[History], Iterator[Finding]]] = {
    "foreign": _foreign,
    "misdated": _misdated,
    "duplicates": _duplicates,
    "revised_nothing": _revised_nothing,
    "shares_out_of_range": _shares_out_of_range,
    "counts_above_base": _counts_above_base,
    "totals": _totals_that_do_not_add_up,
}
