"""Which editions are wanted, and building them one after the other; one that fails does not stop the rest."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dophu.data.edition import Parameters, params_names, read_parameters, read_params_file
from dophu.data.periods import period_names, read_campaign
from dophu.data.project import Project
from dophu.data.settings import parse_yaml
from dophu.errors import BatchError, DophuError, UsageError
from dophu.run.build import Released, build, check_names, reports


@dataclass(frozen=True)
class Wanted:
    """What the command line asks for; what it leaves out comes from the newest params file."""

    reports: tuple[str, ...]
    campaign: str | None
    periods: tuple[str, ...]
    units: tuple[str, ...]
    params_file: Path | None
    formats: str
    out: Path
    fail_fast: bool


def build_all(project: Project, wanted: Wanted) -> list[Released]:
    """Build every edition wanted; a single failure is raised as it is, several as a BatchError."""
    formats = [name.strip() for name in wanted.formats.split(",") if name.strip()]
    names = list(wanted.reports) or reports(project)
    check_names(project, names, formats)
    plan = [(name, parameters) for parameters in _editions(project, wanted) for name in names]
    out = wanted.out if wanted.out.is_absolute() else project.root / wanted.out
    released, failed = [], []
    for name, parameters in plan:
        try:
            released.append(build(project, name, parameters, out, tuple(formats)))
        except DophuError as error:
            if len(plan) == 1 or wanted.fail_fast:
                raise
            failed.append(f"{name} {parameters.campaign} {parameters.period} {parameters.unit}: {error}")
    if failed:
        listed = "".join(f"\n  {line}" for line in failed)
        problem = f"{len(failed)} of {len(plan)} editions failed{listed}"
        raise BatchError("dophu build", problem, "mend them and run the same command again")
    return released


def _editions(project: Project, wanted: Wanted) -> list[Parameters]:
    """Spread the start over the periods and units asked for; letterheads stay with the unit they name."""
    start = _start(project, wanted)
    changes: dict[str, Any] = {"campaign": wanted.campaign} if wanted.campaign else {}
    return [
        _with(start, changes | period | unit)
        for period in [{"period": name} for name in wanted.periods] or [{}]
        for unit in [{"unit": code} for code in wanted.units] or [{}]
    ]


def _start(project: Project, wanted: Wanted) -> Parameters:
    if wanted.params_file:
        where = str(wanted.params_file)
        return read_parameters(parse_yaml(_text(wanted.params_file), where), where)
    names = params_names(project)
    if not names:
        raise UsageError("params/", "no params file", "write one, as params/2020-08-07.yml")
    asked = tuple(wanted.periods) if len(wanted.periods) == 1 else ()
    exact = [name for name in names if name.endswith(asked)] if asked else []
    files = [read_params_file(project, name) for name in (*names, *exact)]
    fitting = [file for file in files if wanted.campaign in {None, file.campaign}]
    return fitting[-1] if fitting else _newest(project, str(wanted.campaign), files[-1].unit)


def _newest(project: Project, campaign: str, unit: str) -> Parameters:
    """Start a campaign that has no params file from its newest period, for the unit of the newest file."""
    periods = period_names(project, read_campaign(project, campaign).key)
    if not periods:
        raise UsageError(f"data/{campaign}", "no period with data", "add a folder named by its date, as 2020-08-07")
    return read_parameters({"campaign": campaign, "period": periods[-1], "unit": unit}, "command line")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(path, f"byte {error.start} is not UTF-8", "save the file as UTF-8") from None


def _with(start: Parameters, changes: dict[str, Any]) -> Parameters:
    """Change parameters; target and letterhead were set for the start's own unit and period, and go with them."""
    values = start.model_dump(exclude_unset=True) | changes
    changed = read_parameters(values, "command line")
    if (changed.campaign, changed.period, changed.unit) == (start.campaign, start.period, start.unit):
        return changed
    return changed.model_copy(update={"target": None, "target_by": None, "document": None})
