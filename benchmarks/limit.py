"""The limit: measures, figures and prose of many editions in warm processes, without a notebook and without isolation.

Run as: python benchmarks/limit.py PROJECT OUT PERIOD JOBS UNIT...
"""

from __future__ import annotations

import multiprocessing
import sys
from pathlib import Path
from typing import Any

import nbformat

from dophu.data.edition import open_edition, read_parameters
from dophu.data.project import Project
from dophu.publish.document import document_of
from dophu.publish.exporters import publish
from dophu.tell.report import Report

REPORT = "quick_report"


def main() -> None:
    """Write one HTML file a unit."""
    root, out, period, jobs, *units = sys.argv[1:]
    cells = [cell.source for cell in nbformat.read(Path(root, "notebooks", f"{REPORT}.ipynb"), 4).cells[2:]]
    asked = [(Path(root), Path(out), period, unit, cells) for unit in units]
    with multiprocessing.get_context("fork").Pool(int(jobs)) as pool:
        pool.map(write, asked, chunksize=1)


def write(asked: tuple[Path, Path, str, str, list[str]]) -> None:
    """Call what the notebook's cells call, one after the other."""
    root, out, period, unit, cells = asked
    project = Project(root)
    parameters = read_parameters({"campaign": "demo", "period": period, "unit": unit}, "benchmark")
    report = Report(open_edition(project, parameters), project.inputs)
    shown = [_show(report, source) for source in cells]
    ledger = shown[-1].content()
    blocks = [block for one in shown for block in getattr(one, "blocks", ())]
    (out / f"{unit}.html").write_bytes(publish(document_of(blocks, ledger, REPORT), ("html",))["html"])


def _show(report: Report, source: str) -> Any:
    magic, _, prose = source.partition("\n")
    return report.narrative(prose, "benchmark") if magic == "%%narrative" else eval(source, {"report": report})


if __name__ == "__main__":
    main()
