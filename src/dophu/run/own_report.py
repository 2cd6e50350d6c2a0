"""`dophu new-report`: a notebook of one's own, which builds in every format as it stands."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import Any

from dophu.data.durable import write_through
from dophu.data.project import Project
from dophu.errors import UsageError
from dophu.run.plan import Wanted, starting_point

NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")  # of a file, a folder's entry, a column of the list of editions
GIVEN = re.compile('= "[^"]*"')
STARTER = files("dophu.run").joinpath("starter.ipynb")


def new_report(project: Project, name: str, *, title: str | None, campaign: str | None) -> str:
    """Write a notebook of five cells: parameters, opening the edition, title, a sentence, the trace.

    title      of the report, which may name words as prose does; for None what the campaign counts
    campaign   whose newest period its parameters name; that of the newest params file for None

    Returns its path in the project. Raises UsageError for a name that is none, or is taken.
    """
    if not NAME.fullmatch(name):
        fix = "write small letters without marks, digits and _: bao_cao_tuan"
        raise UsageError("NAME", f"'{name}' is no name of a report", fix)
    path = project.path("notebooks", f"{name}.ipynb")
    place = f"notebooks/{name}.ipynb"
    if path.exists():
        raise UsageError(place, "it is there already", "choose another name, or edit this one: make lab")
    draft = path.with_name(f".{name}.draft")
    write_through(draft, _notebook(project, title, campaign))
    draft.replace(path)
    return place


def _notebook(project: Project, title: str | None, campaign: str | None) -> bytes:
    """Fill in the starter: it is written as nbformat writes, so that git shows what its author changes."""
    notebook = json.loads(STARTER.read_text("utf-8"))
    cells: dict[str, Any] = {cell["id"]: cell for cell in notebook["cells"]}
    edition = starting_point(project, Wanted(campaign=campaign))
    values = {"campaign": edition.campaign, "period": str(edition.period), "unit": edition.unit}
    cells["parameters"]["source"] = [_assigned(line, values) for line in cells["parameters"]["source"]]
    if title is not None:
        cells["opening"]["source"] = [f"report.opening({json.dumps(title, ensure_ascii=False)})"]
    return (json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _assigned(line: str, values: dict[str, str]) -> str:
    """Give a parameter the value of an edition that there is."""
    name = line.partition(":")[0]
    return GIVEN.sub(f'= "{values[name]}"', line, count=1) if name in values else line
