"""A report told in this process, without a kernel: its cells in order, its blocks, its ledger."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat

from dophu.data.edition import open_edition, read_parameters
from dophu.data.project import Project
from dophu.publish.document import document_of
from dophu.tell.blocks import Document
from dophu.tell.display import Display
from dophu.tell.plots import ShownFigure
from dophu.tell.report import Report, Trace

ROOT = Path(__file__).parent.parent


def open_report(root: Path = ROOT, **parameters: Any) -> Report:
    """Open the report of an edition of the project in `root`."""
    project = Project.find(root)
    return Report(open_edition(project, read_parameters(parameters, "test")), project.inputs)


def tell(report: Report, notebook: str = "quick_report") -> Document:
    """Run a notebook's cells on an open report and read the document they make."""
    cells = nbformat.read(ROOT / "notebooks" / f"{notebook}.ipynb", 4).cells
    blocks: list[Any] = []
    trace: Trace | None = None
    for cell in cells[2:]:
        output = shown(cell.source, report)
        if isinstance(output, Display | ShownFigure):
            blocks += output.blocks
        elif isinstance(output, Trace):
            trace = output
    assert trace is not None
    return document_of(blocks, trace.content(), notebook)


def shown(source: str, report: Report) -> Any:
    """Run a cell on an open report."""
    if source.startswith("%%narrative\n"):
        return report.narrative(source.removeprefix("%%narrative\n"), source.splitlines()[1])
    return eval(source, {"report": report})
