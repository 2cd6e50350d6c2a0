"""`data/<campaign>/`: what was received for each reporting date, checked before anything counts on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from dophu.data.activities import read_activities
from dophu.data.archive import Door, Found, is_long, read_archive, stats_of
from dophu.data.bases import read_bases
from dophu.data.carry import carried_counts, carried_shares
from dophu.data.door import door_findings
from dophu.data.history import REVISED_CELL, UNDATED, History, Unseen
from dophu.data.kept import Kept, evaluate_once, is_kept, keep, kept_for
from dophu.data.levels import read_levels
from dophu.data.project import Project
from dophu.data.quotas import TARGETS, with_quotas
from dophu.data.ratios import with_ratios
from dophu.data.reference import read_reference_sources, read_units
from dophu.data.rows import (
    SOURCES,
    Frames,
    as_lists,
    periods_in,
    read_rows,
    read_settings,
    read_status,
    sources_of,
)
from dophu.data.settings import line_of, parse_yaml, typed
from dophu.data.suppress import suppressed
from dophu.data.tables import Finding, refuse
from dophu.errors import DataError, DophuError, UsageError, did_you_mean
from dophu.wording import Moment
from dophu.world.bases import Bases
from dophu.world.campaigns import Campaign, Source
from dophu.world.levels import Levels
from dophu.world.periods import NAMES, Kind, Period, is_period, kinds_of, last_day, read_period, up_to
from dophu.world.units import Gazetteer, Unit

DEPTH = 2  # of what every reading reads; the lists in folders below it are read when they are asked for


def campaign_names(project: Project) -> list[str]:
    """List the campaigns that have data."""
    return [name for name in project.folders("data") if project.exists("data", name, "campaign.yml")]


def period_names(project: Project, campaign: str) -> list[str]:
    """List a campaign's periods by their last days, oldest first; of those that end together the shorter one first."""
    named = [read_period(name) for name in project.folders("data", campaign) if is_period(name)]
    return [each.name for each in sorted(named, key=lambda each: (each.last, -each.first.toordinal(), each.name))]


def asked_period(text: str, option: str = "--period") -> Period:
    """Read the period that somebody asks for. Raises UsageError for what is none."""
    try:
        return read_period(text)
    except ValueError:
        raise UsageError(option, f"'{text}' is no period", f"write it as {NAMES}") from None


def stray_folders(project: Project, campaign: str) -> list[Finding]:
    """Find folders that look like nothing the project reads, such as `2020-8-7`: their data would be passed over."""
    fix = f"name it by its period: {NAMES}"
    return [
        Finding(f"data/{campaign}/{name}", 0, "", name, "no period", fix)
        for name in project.folders("data", campaign)
        if not is_period(name) and name != UNDATED and not name.startswith(".")
    ]


def read_campaign(project: Project, name: str) -> Campaign:
    """Read a campaign's settings, or name the campaigns there are."""
    if name not in campaign_names(project):
        raise UsageError("campaign", f"no campaign '{name}'", did_you_mean(name, campaign_names(project)))
    where = f"data/{name}/campaign.yml"
    campaign = typed(Campaign, parse_yaml(project.read("data", name, "campaign.yml"), where), where)
    _must_know_levels(campaign, read_levels(project), where)
    return campaign


def _must_know_levels(campaign: Campaign, levels: Levels, where: str) -> None:
    known = {level for vintage in levels.vintages for level in levels.names(vintage)}
    if unknown := sorted(campaign.documents.keys() - known):
        hint = f"{did_you_mean(unknown[0], known)}; levels are in data/reference/levels.csv"
        raise DataError(where, f"'documents.{unknown[0]}': no level of units is called so", hint)


def _must_know_scopes(project: Project, campaign: Campaign, gazetteer: Gazetteer) -> None:
    """Refuse a target set for a code that is no unit's on its first day: it would be nobody's in silence."""
    for place, target in enumerate(campaign.targets):
        vintage = "" if target.scope == "all" else gazetteer.vintage_on(target.start)
        unknown = [code for code in target.scope if vintage and (vintage, code) not in gazetteer]
        if unknown:
            where = f"data/{campaign.key}/campaign.yml"
            line = line_of(parse_yaml(project.read(*where.split("/")), where), ("targets", place, "scope"))
            problem = f"line {line}: the scope of '{target.key}' names '{unknown[0]}', no unit of {vintage}"
            hint = f"{gazetteer.near(vintage, unknown[0])}; write the codes of its first day, {target.start}"
            raise DataError(where, problem, hint)


def read_history(  # noqa: PLR0913 - what an edition, a check and a batch ask for, each named
    project: Project,
    campaign: Campaign,
    until: Period | None = None,
    unit: str | None = None,
    *,
    last: Period | None = None,
    kind: Kind | None = None,
) -> History:
    """Read every period up to and with one, of its kind, as its last day knew them; without one, all there are.

    unit   a code in force on that day: of earlier periods only the rows are kept that its editions look at
    last   where no such period is given, the last one to read, as it lies there now
    kind   where neither is given, the kind of the periods to read; None for all, and what bears no date

    Raises DataError with everything that is wrong with the rows.
    """
    until, last = (campaign.window(each) if each else None for each in (until, last))
    kept = kept_for((project.root, campaign.key, until.name)) if until and unit else None
    history = kept.told_to(project) if kept else _read(project, campaign, until, unit, last=last, kind=kind)
    if until is None:
        return history
    if unit is None:
        return _carried(history, until)
    names = up_to(period_names(project, campaign.key), until)
    unseen = history.unseen(_in_view(history.gazetteer, until, unit, names))
    view = kept.views.get(unseen) if kept else None
    return view or _carried(history.without(unseen, until.name), until)


def keep_period(
    root: Path,
    campaign: str,
    period: Period,
    prepare: Callable[[History], None],
    evaluate: Callable[[History, Period], None] = lambda *_: None,
) -> None:
    """Read a period once for all its editions that forks of this process tell.

    prepare   makes of the period what all editions ask of it, so that each finds it made
    evaluate  makes of what most provinces look at in it what their editions ask alike, from the second edition on:
              one alone would pay for all

    A long history is not kept: its index gives each edition what it looks at. What is wrong with a period is not told
    here, but by each edition.
    """
    project, key = Project(root), (root, campaign, period.name)
    if is_kept(key):
        evaluate_once(key, lambda view: evaluate(view, view.campaign.window(period)))
        return
    kept = None
    with suppress(Exception):
        if not is_long(stats_of(project, campaign, up_to(period_names(project, campaign), period))):
            known = read_campaign(project, campaign)
            history = _read(project, known, known.window(period))
            kept = Kept(history, project, _views(history, known.window(period)))
            prepare(history)
    keep(key, kept)


def _views(history: History, until: Period) -> dict[Unseen, History]:
    """Make ahead what most provinces look at: the rows of all provinces, where none is carried from earlier ones."""
    if history.vintages != {history.gazetteer.vintage_on(until.last)}:
        return {}
    unseen = history.unseen(history.gazetteer.units)
    view = history.without(unseen, until.name)
    view.read_rows()
    return {unseen: view}


def _read(  # noqa: PLR0913 - as `read_history`
    project: Project,
    campaign: Campaign,
    until: Period | None,
    unit: str | None = None,
    *,
    last: Period | None = None,
    kind: Kind | None = None,
) -> History:
    """Read as `read_history` does, of earlier periods more than a unit's editions look at."""
    end = until or last
    gazetteer = read_units(project, end.last if end else date.max)
    _must_know_scopes(project, campaign, gazetteer)
    bases = with_quotas(project, campaign, gazetteer, read_bases(project, gazetteer, campaign.key, end))
    bases = with_ratios(campaign, bases)
    _must_describe_bases(campaign, bases)
    every = period_names(project, campaign.key)
    names = up_to(every, end) if end else [name for name in every if kind in (None, read_period(name).kind)]
    seen = _in_view(gazetteer, until, unit, names) if until and unit else None
    if end is None and kind in (None, *kinds_of(every)[:1]) and project.exists("data", campaign.key, UNDATED):
        names.append(UNDATED)
    known = _Knowledge(project, campaign, gazetteer, bases)
    hides = any(measure.suppress_below for measure in campaign.measures.values())  # which the whole list decides
    found = _read_long(known, names, seen) if seen and not hides else None
    found = found or _read_all(known, names)
    frames = _as_known(found.frames, until) if until else found.frames
    history = known.history(frames, sources_of(found.settings, campaign.key))
    _must_be_as_real(project, campaign, [until.name] if until else names)
    activities = read_activities(project, campaign, until, gazetteer, history.sources) if until else ({}, "")
    history = replace(
        history,
        periods=found.periods,
        activities=activities[0],
        activities_source=activities[1],
        files=dict(project.inputs),
    )
    refuse(door_findings(history))
    return suppressed(history) if until else history


@dataclass(frozen=True)
class _Knowledge:
    """What the rows of a campaign are held to."""

    project: Project
    campaign: Campaign
    gazetteer: Gazetteer
    bases: Bases

    @cached_property
    def sources(self) -> dict[str, Source]:
        return {source.id: source for source in (*read_reference_sources(self.project), *self.campaign.sources)}

    def history(self, frames: Frames, sources: dict[str, Source]) -> History:
        frames, sources = as_lists(frames, sources)
        return History(
            self.campaign,
            self.gazetteer,
            self.bases,
            **frames,
            sources=self.sources | sources,
            periods=periods_in(frames),
        )

    def judge(self, frames: Frames) -> None:
        """Hold one period to the reference; whether its sources are described is asked when they are used."""
        named = {source for frame in frames.values() for source in frame["source"]}
        described = {name: Source(id=name, title=name) for name in named}
        refuse(door_findings(replace(self, gazetteer=self.apart).history(frames, described)))

    @cached_property
    def apart(self) -> Gazetteer:
        """The same units, read on nobody's record: what an index was told is no input of an edition."""
        return read_units(Project(self.project.root), self.gazetteer.day)

    @property
    def hash(self) -> str:
        """Hash all that `judge` counts on."""
        measures = self.campaign.model_dump_json(include={"measures", "main_measure", "base"})
        reference = [
            f"{name} {content}"
            for name, content in sorted(self.project.inputs.items())
            if "/bases." in name or name.endswith(f"/{TARGETS}") or ("/reference/" in name and name.count("/") == DEPTH)
        ]
        below = [f"{name} {stat}" for name, stat in sorted(self.gazetteer.stats().items())]
        return sha256("\n".join([version("dophu"), measures, *reference, *below]).encode()).hexdigest()


def bring_up_to_date(project: Project, campaign: str) -> None:
    """Bring the index of a long history up to date, for editions that may only read it; what is wrong they tell."""
    names = period_names(project, campaign)
    if names and is_long(stats_of(project, campaign, names)):
        with suppress(DophuError):
            newest = read_period(names[-1])
            units = read_units(project, newest.last)
            nation = units.nation(units.vintage_on(newest.last)).code
            read_history(project, read_campaign(project, campaign), newest, nation)


def judge_period(project: Project, campaign: Campaign, gazetteer: Gazetteer, bases: Bases, name: str) -> None:
    """Hold one period to the reference, to its campaign and to its sources. Raises DataError with all findings."""
    names = up_to(period_names(project, campaign.key), read_period(name))
    known = _Knowledge(project, campaign, gazetteer, bases)
    settings = {other: read_settings(project, campaign.key, other) for other in names}
    frames = read_rows(project, campaign.key, [name])
    refuse(door_findings(known.history(frames, sources_of(settings, campaign.key))))


def _read_all(known: _Knowledge, names: list[str]) -> Found:
    settings = {name: read_settings(known.project, known.campaign.key, name) for name in names}
    frames = read_rows(known.project, known.campaign.key, names)
    return Found(frames, periods_in(frames), settings)


def _read_long(known: _Knowledge, names: list[str], units: frozenset[Unit]) -> Found | None:
    """Read by way of the index where the tables are long enough for one; None where they are not."""
    project, key = known.project, known.campaign.key
    stats = stats_of(project, key, names) if type(project) is Project else {}
    if not is_long(stats):
        return None
    return read_archive(project, key, stats, Door(known.gazetteer, known.hash, known.judge, lambda: known.apart), units)


def units_counted(project: Project, campaign: str, period: str) -> tuple[str, ...]:
    """Name the units of which a period has a count or a published share, the nation first, then by code."""
    known = read_campaign(project, campaign)
    frames = read_rows(project, known.key, [period], ("counts", "published"))
    counted = {str(unit) for frame in frames.values() for unit in frame["unit"]}
    day = last_day(period)
    gazetteer = read_units(project, day)
    vintage = gazetteer.vintage_on(day)
    return tuple(sorted(counted, key=lambda code: (not gazetteer.get(vintage, code).is_nation, code)))


def _must_be_as_real(project: Project, campaign: Campaign, names: Iterable[str]) -> None:
    """Refuse periods whose figures are not of the campaign's kind: simulated ones would pass for real."""
    for name in names:
        status = read_status(project, campaign.key, name)
        if status and status != campaign.status:
            where = f"data/{campaign.key}/{name}/{SOURCES}"
            problem = f"status is '{status}', and the campaign's figures are {campaign.status}"
            raise DataError(where, problem, f"write status: {campaign.status}, or give them a campaign of their own")


def _must_describe_bases(campaign: Campaign, bases: Bases) -> None:
    asked = {campaign.main_base, *filter(None, (measure.base for measure in campaign.measures.values()))}
    asked |= set(campaign.other_bases)
    asked |= {target.base for target in campaign.targets if target.base}
    if unknown := sorted(asked - {"", *bases.described}):
        hint = did_you_mean(unknown[0], bases.described)
        problem = f"base '{unknown[0]}' is not in data/reference/bases.yml or data/{campaign.key}/bases.yml"
        raise DataError(f"data/{campaign.key}/campaign.yml", problem, f"{hint}, or describe it there")


def _in_view(gazetteer: Gazetteer, until: Period, unit: str, names: list[str]) -> frozenset[Unit]:
    """Gather what an edition looks at; units of earlier vintages only where some period is of one."""
    vintage = gazetteer.vintage_on(until.last)
    first = gazetteer.levels.span_of(vintage).first
    crossing = first is not None and any(last_day(name) < first for name in names)
    return gazetteer.in_view(gazetteer.get(vintage, unit), crossing=crossing)


def _carried(history: History, until: Period) -> History:
    """Let earlier periods speak of the units of a day, where those are whole merged units."""
    vintage = history.gazetteer.vintage_on(until.last)
    return replace(
        history,
        counts=carried_counts(history.counts, history.gazetteer, vintage),
        published=carried_shares(history.published, history.gazetteer, vintage),
    )


def _as_known(frames: Frames, until: Period) -> Frames:
    """Undo what was revised after a day in the periods before it; the day's own period keeps its newest counts."""
    revisions, counts = frames["revisions"], frames["counts"].copy()
    if revisions.empty:
        return frames
    later = revisions["revised"].map(lambda revised: revised.day > until.last) & (revisions["period"] < until.name)
    for row in revisions[later].sort_values("revised", key=lambda c: c.map(Moment.order), ascending=False).itertuples():
        same = (counts[REVISED_CELL] == [getattr(row, column) for column in REVISED_CELL]).all(axis=1)
        counts.loc[same, ["count", "step", "qualifier"]] = [row.former, row.step, row.qualifier]
        counts.loc[same, ["low", "high"]] = ""
    return frames | {"counts": counts, "revisions": revisions[~later]}
