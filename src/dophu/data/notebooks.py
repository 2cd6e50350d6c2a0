"""Which notebook an edition is told by: the report's, or one of the period's own that lies beside its data.

`data/<campaign>/<period>/<report>.ipynb` takes the place of `notebooks/<report>.ipynb` for the editions of that period,
where a period has to be told otherwise than the others. For a sentence or two there are remarks (`data/remarks.py`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from dophu.data.project import Project
from dophu.data.tables import Finding
from dophu.errors import did_you_mean

FOLDER, ENDING = "notebooks", ".ipynb"


def notebook_file(project: Project, report: str, campaign: str, period: str) -> str:
    """Name the notebook of an edition by its path in the project."""
    own = f"data/{campaign}/{period}/{report}{ENDING}"
    return own if is_of_period(own) and project.exists(*own.split("/")) else f"{FOLDER}/{report}{ENDING}"


def notebook_files(project: Project) -> list[Path]:
    """List the notebooks of a project: those of its reports, and those of single periods."""
    return [path for place in (FOLDER, "data/*/*") for path in sorted(project.root.glob(f"{place}/*{ENDING}"))]


def is_of_period(name: str) -> bool:
    """Say whether a path is that of a period's own notebook."""
    folder, *parts = name.split("/")
    return folder == "data" and len(parts) == len(("campaign", "period", "file")) and is_notebook(name) and all(parts)


def is_notebook(name: str) -> bool:
    """Say whether a path of the project is that of a report's notebook."""
    return name.endswith(ENDING)


def stray_notebooks(project: Project, campaign: str, period: str, reports: Iterable[str]) -> Iterator[Finding]:
    """Find notebooks beside a period's data that no report would take, since none has their name."""
    known = list(reports)
    for path in sorted(project.path("data", campaign, period).glob(f"*{ENDING}")):
        if path.stem not in known:
            where = f"data/{campaign}/{period}/{path.name}"
            yield Finding(where, 0, "", path.stem, "no report has this name", did_you_mean(path.stem, known))


def sources_of_cells(notebook: str | None) -> list[str]:
    """Read the sources of a notebook's cells of code; none where it cannot be read, or nobody says where it lies."""
    with suppress(OSError, ValueError, LookupError, TypeError):
        content = json.loads(Path(notebook or "").read_bytes())
        return ["".join(cell["source"]) for cell in content["cells"] if cell["cell_type"] == "code"]
    return []
