"""The limit: measures, figures and prose of many editions in warm processes, without a notebook and without isolation.

It reads the period once for all of them, as `dophu build` does.

Run as: python benchmarks/limit.py PROJECT OUT PERIOD JOBS UNIT...
"""

from __future__ import annotations

import multiprocessing
import sys
from functools import cache
from pathlib import Path
from typing import Any

import nbformat

from dophu.data.edition import open_edition, read_parameters
from dophu.data.periods import asked_period, keep_period
from dophu.data.project import Project
from dophu.facts.made import read_ahead
from dophu.publish.document import document_of
from dophu.publish.exporters import publish
from dophu.tell.blocks import Document
from dophu.tell.report import Report

REPORT, CAMPAIGN = "quick_report", "demo"


def main() -> None:
    """Write one HTML file a unit."""
    root, out, period, jobs, *units = sys.argv[1:]
    keep_period(Path(root), CAMPAIGN, asked_period(period), read_ahead)
    asked = [(Path(root), Path(out), period, unit) for unit in units]
    with multiprocessing.get_context("fork").Pool(int(jobs)) as pool:
        pool.map(write, asked, chunksize=1)


def write(asked: tuple[Path, Path, str, str]) -> None:
    """Write one edition as HTML."""
    root, out, period, unit = asked
    document = told(root, period, unit)
    (out / f"{unit}.html").write_bytes(publish(document, ("html",))["html"])


def told(root: Path, period: str, unit: str) -> Document:
    """Make the document of one edition."""
    every = shown(open_report(root, period, unit), root)
    blocks = [block for one in every for block in getattr(one, "blocks", ())]
    return document_of(blocks, every[-1].content(), REPORT)


def open_report(root: Path, period: str, unit: str) -> Report:
    """Open an edition of the simulated campaign."""
    project = Project(root)
    parameters = read_parameters({"campaign": CAMPAIGN, "period": period, "unit": unit}, "benchmark")
    return Report(open_edition(project, parameters), project.inputs)


def shown(report: Report, root: Path) -> list[Any]:
    """Call what the notebook's cells call, one after the other."""
    return [_show(report, source) for source in sources(root)]


@cache
def sources(root: Path) -> list[str]:
    """Read the cells of the notebook behind its parameters and the one that opens the report."""
    return [cell.source for cell in nbformat.read(root / "notebooks" / f"{REPORT}.ipynb", 4).cells[2:]]


def _show(report: Report, source: str) -> Any:
    magic, _, prose = source.partition("\n")
    return report.narrative(prose, "benchmark") if magic == "%%narrative" else eval(source, {"report": report})


if __name__ == "__main__":
    main()
