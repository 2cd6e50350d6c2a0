"""Which editions are wanted, and why each is to be built: by the content of what it was made from, never by dates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dophu.data.edition import Parameters, declared, params_names, read_parameters, read_params, read_params_file
from dophu.data.locations import content_of
from dophu.data.notebooks import notebook_file
from dophu.data.periods import period_names, read_campaign, units_counted
from dophu.data.project import Project
from dophu.data.reference import read_units
from dophu.errors import UsageError, did_you_mean
from dophu.issued.letters import Letter, in_force, letters
from dophu.issued.register import Register
from dophu.publish.listed import Reason
from dophu.run.freshness import Now, changed_outputs
from dophu.run.job import FORMATS, LIMITS, Job, Limits
from dophu.run.manifest import SUFFIX, Manifest, read_manifest, told_headline
from dophu.world.periods import Period


@dataclass(frozen=True)
class Wanted:
    """What the command line asks for; what it leaves out comes from the newest params file."""

    reports: tuple[str, ...] = ()
    campaign: str | None = None
    periods: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    params_file: Path | None = None
    formats: str = "html,pdf,docx"
    out: Path = Path("outputs")
    all_periods: bool = False
    all_units: bool = False
    force: bool = False
    limits: Limits = LIMITS
    allowed: tuple[tuple[str, str], ...] = ()

    def folder(self, project: Project) -> Path:
        """Where the editions come to lie."""
        return project.outputs(self.out)


@dataclass(frozen=True)
class Planned:
    """A job, and why it is to be done; no reason means that the edition is up to date, or issued and left as it is."""

    job: Job
    why: tuple[str, ...]
    issued: Letter | None = None


def read_allowed(options: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Read NAME=REASON, as the command line leaves rules of looks out."""
    parted = (option.partition("=") for option in options)
    return tuple(sorted((name.strip(), reason.strip()) for name, _, reason in parted))


def reports(project: Project) -> list[str]:
    """List the reports: the notebooks of the project."""
    return sorted(path.stem for path in project.path("notebooks").glob("*.ipynb"))


def plan(project: Project, wanted: Wanted) -> list[Planned]:
    """List every edition wanted: by parameters, then by report. Wrong names are refused before anything runs."""
    formats = tuple(dict.fromkeys(name.strip() for name in wanted.formats.split(",") if name.strip()))
    names = list(wanted.reports) or reports(project)
    _check_names(project, names, formats)
    out, now = wanted.folder(project), Now(project)
    editions, found = _editions(project, wanted), letters(Register(project).rows()).values()
    _check_places(project, editions)
    jobs = [
        Job(name, _declared(project, name, parameters), out, formats, wanted.limits, allowed=wanted.allowed)
        for parameters in editions
        for name in names
    ]
    return [_planned(now, job, in_force(found, job.edition), force=wanted.force) for job in jobs]


def _declared(project: Project, report: str, parameters: Parameters) -> Parameters:
    """Leave of the parameters that are notebooks' own those which the edition's notebook declares."""
    if not parameters.own:
        return parameters
    file = notebook_file(project, report, parameters.campaign, parameters.period.name)
    mine = declared(project.path(*file.split("/")))
    return parameters.with_own({name: value for name, value in parameters.own.items() if name in mine})


def _planned(now: Now, job: Job, letter: Letter | None, *, force: bool) -> Planned:
    """Judge an edition by its manifest; formats that lie there are made anew with it, lest they tell the old.

    letter   the one in force for it, over which nothing is built unless it is being replaced
    """
    if letter and not letter.is_open:
        return Planned(job, (), letter)
    if letter:
        job = replace(job, parameters=job.parameters.model_copy(update={"replaces": letter.named}))
    try:
        made = read_manifest(job.folder / f"{job.report}{SUFFIX}")
    except UsageError:
        return Planned(job, ("it is not built yet",))
    there = (name for name in FORMATS if f"{job.report}.{name}" in made.outputs and name not in job.formats)
    why = ("--force",) if force else tuple(_reasons(now, job, made))
    return Planned(replace(job, formats=(*job.formats, *there)), why)


def _check_names(project: Project, wanted: list[str], formats: tuple[str, ...]) -> None:
    if not formats:
        raise UsageError("--format", "no format is named", f"name some of: {','.join(FORMATS)}")
    for name in wanted:
        if name not in reports(project):
            raise UsageError("report", f"no report '{name}'", did_you_mean(name, reports(project)))
    for name in formats:
        if name not in FORMATS:
            raise UsageError("--format", f"no format '{name}'", did_you_mean(name, FORMATS))


def _check_places(project: Project, editions: list[Parameters]) -> None:
    """Refuse a campaign, a period or a unit that there is not, before a path is made of its name."""
    gazetteer = read_units(project)
    for campaign in dict.fromkeys(one.campaign for one in editions):
        mine = [one for one in editions if one.campaign == campaign]
        days = period_names(project, read_campaign(project, campaign).key)
        for day in dict.fromkeys(one.period.name for one in mine):
            if day not in days:
                raise UsageError("period", f"no data for {day} in data/{campaign}", did_you_mean(day, days))
        for vintage, unit in dict.fromkeys((gazetteer.vintage_on(one.period.last), one.unit) for one in mine):
            gazetteer.get(vintage, unit)


def _reasons(now: Now, job: Job, made: Manifest) -> Iterator[str]:
    """Say why an edition is to be built; nothing when all that was asked for lies there, made from what is there."""
    yield from map(str, now.reasons(made))
    if made.parameters != job.parameters.as_set():
        yield "other parameters are asked for"
    yield from map(str, changed_outputs(job.folder, made))
    if job.allowed and made.looks != dict(job.allowed):
        yield "other rules of looks are left out"
    if made.headline != told_headline(job.folder, made):
        yield str(Reason(f"{job.report}{SUFFIX}", "altered"))
    asked = (f"{job.report}.{name}" for name in job.formats)
    yield from (str(Reason(name, "missing")) for name in asked if name not in made.outputs)


def _editions(project: Project, wanted: Wanted) -> list[Parameters]:
    """Spread the start over the periods and units asked for; one that has a params file of its own is set by that."""
    start = starting_point(project, wanted)
    names = () if wanted.params_file else params_names(project)
    own = {_place(file): file for file in (read_params_file(project, name) for name in names)}
    if wanted.campaign:
        start = _with(start, {"campaign": wanted.campaign})
    periods = tuple(period_names(project, start.campaign)) if wanted.all_periods else wanted.periods
    spread = [
        _with(start, period | unit)
        for period in [{"period": name} for name in periods] or [{}]
        for unit in [{"unit": code} for code in _units(project, start, period, wanted)] or [{}]
    ]
    return [own.get(_place(one), one) for one in spread]


def _place(parameters: Parameters) -> tuple[str, Period, str]:
    return parameters.campaign, parameters.period, parameters.unit


def _units(project: Project, start: Parameters, period: dict[str, str], wanted: Wanted) -> tuple[str, ...]:
    if not wanted.all_units:
        return wanted.units
    return units_counted(project, start.campaign, period.get("period", start.period.name))


def starting_point(project: Project, wanted: Wanted) -> Parameters:
    """Take the parameters that the command line starts from: a params file's, or a campaign's newest period."""
    if wanted.params_file:
        where = str(wanted.params_file)
        return read_params(project, _text(wanted.params_file), where)
    names = params_names(project)
    if not names:
        return _unaided(project, wanted)
    asked = tuple(wanted.periods) if len(wanted.periods) == 1 else ()
    exact = [name for name in names if name.endswith(asked)] if asked else []
    files = [read_params_file(project, name) for name in (*names, *exact)]
    fitting = [file for file in files if wanted.campaign in {None, file.campaign}]
    return fitting[-1] if fitting else _newest(project, str(wanted.campaign), files[-1].unit)


def _unaided(project: Project, wanted: Wanted) -> Parameters:
    """Start from the command line alone, in a project that has no params file."""
    if wanted.campaign is None or not (wanted.units or wanted.all_units):
        fix = "write one, as params/2020-08-07.yml; or say both: --campaign C --unit U"
        raise UsageError("params/", "no params file says which campaign and unit", fix)
    return _newest(project, wanted.campaign, next(iter(wanted.units), None))


def newer_period(project: Project, wanted: Wanted) -> str:
    """Name the newest period with data where a params file set an older one and nobody asked for that; else ""."""
    if wanted.periods or wanted.all_periods or wanted.params_file:
        return ""
    begun = starting_point(project, wanted)
    newest = period_names(project, begun.campaign)[-1:]
    return newest[0] if newest and newest[0] > str(begun.period) else ""


def _newest(project: Project, campaign: str, unit: str | None) -> Parameters:
    """Start a campaign that has no params file from its newest period, for a unit or the first that it tells of."""
    periods = period_names(project, read_campaign(project, campaign).key)
    if not periods:
        raise UsageError(f"data/{campaign}", "no period with data", "add a folder named by its date, as 2020-08-07")
    first = unit or next(iter(units_counted(project, campaign, periods[-1])), unit)
    return read_parameters({"campaign": campaign, "period": periods[-1], "unit": first}, "command line")


def _text(path: Path) -> str:
    try:
        return content_of(path, path, UsageError).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(path, f"byte {error.start} is not UTF-8", "save the file as UTF-8") from None


def _with(start: Parameters, changes: dict[str, Any]) -> Parameters:
    """Change parameters; target, letterhead and remarks were set for the start's own unit and period alone."""
    changed = read_parameters(start.as_set() | changes, "command line", start.own)
    if _place(changed) == _place(start):
        return changed
    return changed.model_copy(update={"target": None, "target_by": None, "document": None, "remarks": None})
