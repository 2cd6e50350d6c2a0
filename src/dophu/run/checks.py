"""Everything `dophu check` looks at: data at the door, figures against each other, params files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dophu.data.door import door_findings
from dophu.data.edition import open_edition, params_names, read_params_file
from dophu.data.periods import campaign_names, period_names, read_activities, read_campaign, read_history, stray_folders
from dophu.data.project import Project
from dophu.data.reference import read_aliases, read_units
from dophu.data.tables import Finding
from dophu.errors import UsageError, did_you_mean
from dophu.measure.consistency import findings
from dophu.memory.checked import base_findings, fallen_rows, memory_findings, not_compared, remember


@dataclass(frozen=True)
class Checked:
    """What `dophu check` found, and what it could not hold against former periods."""

    findings: list[Finding]
    apart: list[str]


def check_project(project: Project, campaign: str | None, period: str | None) -> Checked:
    """Collect the findings of one campaign or all; what the door refuses is raised as a DataError."""
    checked = check_figures(project, campaign, period)
    read_aliases(project, read_units(project))
    for name in params_names(project):
        open_edition(project, read_params_file(project, name))
    return checked


def check_figures(project: Project, campaign: str | None, period: str | None) -> Checked:
    """Collect the findings about the figures alone, which letters are made of."""
    campaigns = [read_campaign(project, name) for name in ([campaign] if campaign else campaign_names(project))]
    periods = {name for each in campaigns for name in period_names(project, each.key)}
    if period is not None and period not in periods:
        raise UsageError("--period", f"no data for '{period}'", did_you_mean(period, periods))
    found, apart = list[Finding](), list[str]()
    for each in campaigns:
        history = read_history(project, each)
        told = remember(history)
        again, said = fallen_rows(told), list(memory_findings(history, told))
        found += [*door_findings(history), *stray_folders(project, each.key), *base_findings(project, history), *said]
        found += [one for one in findings(history) if not (_is_fall(one) and (one.file, one.row) in again)]
        apart += not_compared(history, told, period)
        for name in period_names(project, each.key):
            read_activities(project, each, date.fromisoformat(name), history.gazetteer)
    return Checked(sorted(f for f in found if period is None or f"/{period}/" in f.file), apart)


def _is_fall(found: Finding) -> bool:
    return found.column == "count" and ": below the count of " in found.problem
