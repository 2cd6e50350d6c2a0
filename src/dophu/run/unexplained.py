"""What `dophu check` refuses of a period: nothing of it is issued, whatever an edition prints of it.

Editions that print such figures are not built at all (`measure.findings`).
"""

from __future__ import annotations

from dophu.data.project import Project
from dophu.errors import DataError, listed
from dophu.run.checks import check_figures


def refuse_unexplained(project: Project, campaign: str, period: str) -> None:
    """Raise a DataError for whatever `dophu check` would refuse of a period."""
    found = [one for one in check_figures(Project(project.root), campaign, period).findings if not one.known]
    if found:
        problem = f"{len(found)} finding(s) without an explanation{listed(found)}"
        fix = "correct the figures, or explain them in the column 'note'; then build and look again: dophu check"
        raise DataError(f"data/{campaign}/{period}", problem, fix)
