"""papermill and nbconvert called by one script in warm processes, as a programmer of an office would write it.

Run as: python benchmarks/scripted.py PROJECT OUT PERIOD JOBS UNIT...
"""

from __future__ import annotations

import multiprocessing
import sys
from pathlib import Path

import papermill
from nbconvert.exporters import HTMLExporter

REPORT, CAMPAIGN = "quick_report", "demo"


def main() -> None:
    """Write one HTML file a unit."""
    root, out, period, jobs, *units = sys.argv[1:]
    asked = [(Path(root), Path(out), period, unit) for unit in units]
    with multiprocessing.get_context("fork").Pool(int(jobs)) as pool:
        pool.map(write, asked, chunksize=1)


def write(asked: tuple[Path, Path, str, str]) -> None:
    """Run the notebook in a kernel of its own, and convert it here."""
    root, out, period, unit = asked
    executed = out / f"{unit}.ipynb"
    values = {"campaign": CAMPAIGN, "period": period, "unit": unit}
    papermill.execute_notebook(root / "notebooks" / f"{REPORT}.ipynb", executed, values, progress_bar=False)
    page, _ = HTMLExporter().from_filename(str(executed))
    executed.with_suffix(".html").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
