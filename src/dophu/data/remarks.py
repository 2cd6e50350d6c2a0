"""The remarks of a period: what a unit's office has to say for that period alone, prose with facts like a notebook's.

They lie beside the figures, in `data/<campaign>/<period>/remarks/<unit>.md`; a report prints them where it calls
`report.remarks()`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from dophu.data.project import Project
from dophu.data.tables import Finding
from dophu.world.periods import last_day
from dophu.world.units import Gazetteer

REMARKS, ENDING = "remarks", ".md"


def remarks_file(campaign: str, period: str, unit: str) -> str:
    """Name the file of a unit's remarks, by its path in the project."""
    return f"data/{campaign}/{period}/{REMARKS}/{unit}{ENDING}"


def read_remarks(project: Project, campaign: str, period: str, unit: str) -> str:
    """Read a unit's remarks of a period, in NFC; "" where there are none."""
    parts = remarks_file(campaign, period, unit).split("/")
    return unicodedata.normalize("NFC", project.read(*parts)) if project.exists(*parts) else ""


def remarked_units(project: Project, campaign: str, period: str) -> list[str]:
    """List the names of the files of remarks of a period, without their ending; what is hidden is no remark."""
    folder = project.path("data", campaign, period, REMARKS)
    paths = sorted(folder.iterdir()) if folder.is_dir() else []
    return [path.name.removesuffix(ENDING) for path in paths if not path.name.startswith(".")]


def stray_remarks(project: Project, campaign: str, period: str, gazetteer: Gazetteer) -> Iterator[Finding]:
    """Find remarks that no report would print, since their name is no unit's code."""
    vintage = gazetteer.vintage_on(last_day(period))
    for name in remarked_units(project, campaign, period):
        if (vintage, name) not in gazetteer:
            where = f"data/{campaign}/{period}/{REMARKS}/{name}"
            yield Finding(
                where, 0, "", name, f"no such unit in {vintage}", "name the file by the unit's code, as 20.md"
            )
