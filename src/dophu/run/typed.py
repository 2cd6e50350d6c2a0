"""What was typed into settings files and no figure bears out: found by `dophu check` before a report prints it."""

from __future__ import annotations

from collections.abc import Iterator

from dophu.data.activities import read_activities
from dophu.data.bases import read_bases
from dophu.data.edition import Parameters, open_edition, params_names, read_parameters, read_params_file
from dophu.data.history import History
from dophu.data.notebooks import stray_notebooks
from dophu.data.periods import campaign_names, period_names, read_campaign
from dophu.data.project import Project
from dophu.data.quotas import quota_rows
from dophu.data.reference import read_units
from dophu.data.remarks import remarked_units, remarks_file, stray_remarks
from dophu.data.settings import line_of, parse_yaml
from dophu.data.tables import Finding
from dophu.errors import did_you_mean
from dophu.run.plan import reports
from dophu.tell import settings
from dophu.tell.report import Report
from dophu.world.periods import read_period
from dophu.world.units import Gazetteer


def in_settings(project: Project, campaign: str | None, period: str | None) -> Iterator[Finding]:
    """Find numbers and claims typed into bases, campaigns and what offices did, each where it was typed."""
    gazetteer = read_units(project)
    shared = read_bases(project, gazetteer).described
    yield from settings.findings(settings.of_bases(shared, "data/reference/bases.yml"), _with_digits(gazetteer))
    for known in (read_campaign(project, name) for name in ([campaign] if campaign else campaign_names(project))):
        names = [*known.names, *_with_digits(gazetteer)]
        own = read_bases(project, gazetteer, known.key).described
        texts = [*settings.of_bases({key: own[key] for key in own.keys() - shared}, f"data/{known.key}/bases.yml")]
        for day in period_names(project, known.key):
            if period in (None, day):
                units, _ = read_activities(project, known, read_period(day), gazetteer, None)
                texts += settings.of_activities(units, f"data/{known.key}/{day}/activities.yml")
        yield from settings.findings([*settings.of_campaign(known), *texts], names)


def in_params(project: Project) -> Iterator[Finding]:
    """Find numbers and claims that were typed into the letters of params files."""
    for name in params_names(project):
        params = read_params_file(project, name)
        if params.document:
            names = [*read_campaign(project, params.campaign).names, *_with_digits(read_units(project))]
            yield from settings.findings(settings.of_letter(params.document, f"params/{name}.yml: document"), names)


def _with_digits(gazetteer: Gazetteer) -> list[str]:
    """List the names of units that hold digits, as "Quận 1"."""
    return list(gazetteer.names_with_digits())


def in_remarks(project: Project, campaign: str | None, period: str | None) -> Iterator[Finding]:
    """Find what remarks must not say, told with the facts of their unit and period; and files that nobody takes."""
    for name in [campaign] if campaign else campaign_names(project):
        for day in (day for day in period_names(project, name) if period in (None, day)):
            strays = list(stray_remarks(project, name, day, read_units(project)))
            yield from strays
            yield from stray_notebooks(project, name, day, reports(project))
            for unit in remarked_units(project, name, day):
                if unit not in {stray.value for stray in strays}:
                    file = remarks_file(name, day, unit)
                    given = read_parameters({"campaign": name, "period": day, "unit": unit}, file)
                    yield from _in_remark(project, given, file)
            for params in params_names(project):
                given = read_params_file(project, params)
                if given.remarks and (given.campaign, given.period.name) == (name, day):
                    yield from _in_remark(project, given, f"params/{params}.yml")


def _in_remark(project: Project, given: Parameters, file: str) -> Iterator[Finding]:
    report = Report(open_edition(project, given), {})
    yield from settings.of_prose(report.remarks().blocks, report.evidence(), file)


def unknown_sources(project: Project, history: History) -> Iterator[Finding]:
    """Find targets, quotas and breaks whose source no file describes."""
    campaign = history.campaign
    file = f"data/{campaign.key}/campaign.yml"
    settings = parse_yaml(project.read(*file.split("/")), file)
    named: list[tuple[tuple[str | int, ...], str, str]] = [
        *((("targets", place), target.key, target.source) for place, target in enumerate(campaign.targets)),
        *((("breaks", place), str(cut.start), cut.source) for place, cut in enumerate(campaign.breaks)),
        *((("measures", key, "quota"), "", one.quota.source) for key, one in campaign.measures.items() if one.quota),
    ]
    for path, key, source in named:
        if source not in history.sources:
            where = f"{path[0]}.{key or '.'.join(map(str, path[1:]))}.source"
            yield Finding(file, line_of(settings, (*path, "source")), where, source, *_unknown(source, history))
    for row in quota_rows(project, campaign):
        if row["source"] not in history.sources:
            told = _unknown(row["source"], history)
            yield Finding(row["file"], row["line"], "source", row["source"], *told)


def _unknown(source: str, history: History) -> tuple[str, str]:
    problem = "this source is in no sources.yml and not in campaign.yml"
    return problem, did_you_mean(source, history.sources)
