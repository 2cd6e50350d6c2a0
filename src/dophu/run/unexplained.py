"""What `dophu check` refuses of a period: nothing of it is issued, whatever an edition prints of it.

Editions that print such figures are not built at all (`measure.findings`).
"""

from __future__ import annotations

from collections.abc import Sequence

from dophu.data.project import Project
from dophu.data.tables import Finding
from dophu.errors import DataError
from dophu.run.checks import check_figures

SHOWN = 5  # findings that are told; `dophu check` tells all


def told(found: Sequence[Finding]) -> str:
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
