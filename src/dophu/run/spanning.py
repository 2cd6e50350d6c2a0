"""`dophu import --all-periods`: every period that a file's table holds, oldest first; all of them, or none.

Each period is held against those before it, which may come from the same file. So all are tried in a copy of the
campaign's data first, one after another as they would be written.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from dophu.data.periods import period_names, read_campaign
from dophu.data.project import Project
from dophu.errors import UsageError
from dophu.intake.decisions import UnmetError
from dophu.intake.spans import Known, periods_of
from dophu.run.importing import Outcome, Wanted, import_file, job_of, read_workbook
from dophu.world.periods import read_period


def import_periods(project: Project, file: Path, wanted: Wanted) -> list[Outcome]:
    """Import every period of a file; where one is refused, none, and what each would have become.

    A reason given for a cell or a kind need only meet something in one of the periods. Raises UsageError where it
    meets nothing in any.
    """
    if wanted.as_of or wanted.source:
        raise UsageError("--all-periods", "each period has its own moment and source", "leave --as-of and --source out")
    days = _days(project, file, wanted)
    with _trial(project, wanted.campaign) as trial:
        mine = replace(wanted, out=trial.root, keep=False, dry_run=False)
        tried = [_in_period(trial, file, replace(mine, period=day)) for day in days]
    _refuse_unmet([unmet for _, unmet in tried])
    if wanted.dry_run or any(outcome.is_refused for outcome, _ in tried):
        return [replace(outcome, files=(), dry_run=True) for outcome, _ in tried]
    return [_in_period(project, file, replace(wanted, period=day))[0] for day in days]


def _days(project: Project, file: Path, wanted: Wanted) -> list[str]:
    names = period_names(project, read_campaign(project, wanted.campaign).key)
    days = [read_period(name).last for name in names if read_period(name).kind == "day"]
    latest = max(days, default=wanted.now.day)
    job = job_of(project, file, replace(wanted, period=latest.isoformat()))
    return [day.isoformat() for day in periods_of(read_workbook(job), *job.how, Known(days))]


@contextmanager
def _trial(project: Project, campaign: str) -> Iterator[Project]:
    """Give a copy of the reference and of a campaign's data, without the received files."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("reference", campaign):
            to = Path(folder, "data", name)
            shutil.copytree(project.path("data", name), to, ignore=shutil.ignore_patterns("received", ".*"))
        yield Project(Path(folder).resolve())


def _in_period(project: Project, file: Path, wanted: Wanted) -> tuple[Outcome, list[UnmetError]]:
    """Import one period with the reasons that meet something in it; give those that meet nothing, too."""
    unmet = list[UnmetError]()
    while True:
        try:
            return import_file(project, file, wanted), unmet
        except UnmetError as error:
            unmet.append(error)
            wanted = replace(
                wanted,
                accept=_without(wanted.accept, error, "--accept"),
                leave_blank=_without(wanted.leave_blank, error, "--leave-blank"),
            )


def _without(reasons: Mapping[str, str], error: UnmetError, option: str) -> dict[str, str]:
    unmet = {name.upper() for name in error.names} if error.where == option else set()
    return {name: reason for name, reason in reasons.items() if name.upper() not in unmet}


def _refuse_unmet(periods: list[list[UnmetError]]) -> None:
    """Raise a UsageError for reasons that meet nothing in any of the periods."""
    named = [{(error.where, name.upper()) for error in unmet for name in error.names} for unmet in periods]
    nowhere = sorted(set.intersection(*named))
    if nowhere:
        fix = next(error.fix for error in periods[0] if error.where == nowhere[0][0])
        names = ", ".join(name for option, name in nowhere if option == nowhere[0][0])
        raise UsageError(nowhere[0][0], f"nothing in any of the {len(periods)} periods meets {names}", fix)
