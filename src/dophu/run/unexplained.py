"""What `dophu check` refuses and a build does not see: figures that contradict each other, with no note to say why.

A draft may be looked at with them, and says so on the command line; no letter is issued with them.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from itertools import groupby

from dophu.data.periods import read_campaign, read_history
from dophu.data.project import Project
from dophu.data.tables import Finding
from dophu.errors import DataError, DophuError
from dophu.measure.consistency import findings
from dophu.run.checks import check_figures

SHOWN = 5  # findings that are told; `dophu check` tells all


def contradictions(project: Project, periods: Iterable[tuple[str, str]]) -> list[Finding]:
    """List figures of these campaigns and periods that contradict others, and that nobody has explained.

    None where data cannot be read: who builds is told so by the edition that fails of it.
    """
    found: list[Finding] = []
    for name, group in groupby(sorted(set(periods)), key=lambda place: place[0]):
        days = [day for _, day in group]
        with suppress(DophuError):
            mine = Project(project.root)
            history = read_history(mine, read_campaign(mine, name), until=date.fromisoformat(days[-1]))
            found += [one for one in findings(history) if not one.known and one.file.split("/")[2] in days]
    return found


def told(found: list[Finding]) -> str:
    """Tell findings, a line each, long lists cut with their number."""
    lines = [f"\n  {one}" for one in found[:SHOWN]]
    more = len(found) - SHOWN
    return "".join([*lines, f"\n  and {more} more"] if more > 0 else lines)


def refuse_unexplained(project: Project, campaign: str, period: str) -> None:
    """Raise a DataError for whatever `dophu check` would refuse of a period."""
    found = [one for one in check_figures(Project(project.root), campaign, period).findings if not one.known]
    if found:
        problem = f"{len(found)} finding(s) without an explanation{told(found)}"
        fix = "correct the figures, or explain them in the column 'note'; then build and look again: dophu check"
        raise DataError(f"data/{campaign}/{period}", problem, fix)
