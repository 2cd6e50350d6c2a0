"""Everything `dophu check` looks at: data at the door, figures against each other, params files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from dophu.data.activities import read_activities
from dophu.data.brand import read_brand
from dophu.data.edition import open_edition, params_names, read_params_file
from dophu.data.history import History
from dophu.data.periods import campaign_names, period_names, read_campaign, read_history
from dophu.data.project import Project
from dophu.data.reference import read_aliases, read_gone, read_units
from dophu.data.tables import Finding
from dophu.errors import UsageError, did_you_mean
from dophu.measure.findings import find
from dophu.memory.checked import NotCompared, not_compared
from dophu.run.agreement import all_disagreements
from dophu.run.plan import Wanted
from dophu.run.typed import in_params, in_remarks, in_settings, unknown_sources
from dophu.world.campaigns import Campaign
from dophu.world.periods import Kind, kinds_of, read_period


@dataclass(frozen=True)
class Checked:
    """What `dophu check` found, and what it could not hold against former periods.

    disagreements   numbers that differ between the reports of an edition in the outputs
    advice          what a campaign's settings leave unsaid, and what to write
    """

    findings: list[Finding]
    apart: list[NotCompared]
    disagreements: list[Finding] = field(default_factory=list)
    advice: list[str] = field(default_factory=list)


def check_project(project: Project, campaign: str | None, period: str | None) -> Checked:
    """Collect the findings of one campaign or all; what the door refuses is raised as a DataError."""
    checked = check_figures(project, campaign, period)
    read_aliases(project, read_units(project))
    read_gone(project)
    read_brand(project)
    for name in params_names(project):
        open_edition(project, read_params_file(project, name))
    typed = {*in_settings(project, campaign, period), *in_params(project), *in_remarks(project, campaign, period)}
    differing = all_disagreements(project, project.outputs(Wanted.out), campaign, period)
    return replace(checked, findings=[*checked.findings, *sorted(typed)], disagreements=list(differing))


def check_figures(project: Project, campaign: str | None, period: str | None) -> Checked:
    """Collect the findings about the figures alone, which letters are made of."""
    campaigns = [read_campaign(project, name) for name in ([campaign] if campaign else campaign_names(project))]
    periods = {name for each in campaigns for name in period_names(project, each.key)}
    if period is not None and period not in periods:
        raise UsageError("--period", f"no data for '{period}'", did_you_mean(period, periods))
    found, apart = list[Finding](), list[NotCompared]()
    advice = [line for each in campaigns for line in _left_unsaid(each)]
    for each in campaigns:
        names = period_names(project, each.key)
        kinds: list[Kind | None] = [*kinds_of(names)] or [None]
        for kind in kinds:
            history = read_history(project, each, kind=kind)
            advice += [line for line in _uncounted(history) if line not in advice]
            judged = find(project, history)
            found += judged.findings
            apart += not_compared(history, judged.told, period)
            for name in (name for name in names if read_period(name).kind == kind):
                read_activities(project, each, read_period(name), history.gazetteer, history.sources)
        found += unknown_sources(project, history)
    return Checked(sorted(f for f in found if period is None or f"/{period}/" in f.file), apart, advice=advice)


def _uncounted(history: History) -> Iterator[str]:
    """Say which bases of a campaign do not name what they count, so that reports print their bare number."""
    campaign = history.campaign
    for key in dict.fromkeys(filter(None, map(campaign.base_of, campaign.measures))):
        described = history.bases.described.get(key)
        if described and not described.noun:
            yield f"bases.yml: '{key}' does not say what it counts; write noun: and the word after its number"


def _left_unsaid(campaign: Campaign) -> Iterator[str]:
    """Say which measures are taken for counted up, more being better, because their campaign is of version 1."""
    unsaid = {name: campaign.unsaid(measure) for name, measure in campaign.measures.items()}
    if campaign.version == "1" and any(unsaid.values()):
        taken = {"counts": "counts: cumulative", "better": "better: more"}
        keys = "; ".join(f"{name}: {', '.join(taken[key] for key in keys)}" for name, keys in unsaid.items() if keys)
        yield f"data/{campaign.key}/campaign.yml is of version 1 and takes {keys}; say so, with version: 2"
