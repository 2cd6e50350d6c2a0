"""From one edition to a thousand: does a batch cost in proportion, and does its memory stay flat?

Run from the checkout: python -m benchmarks.growth. Editions are reports x units x periods of the simulated campaign.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from dataclasses import asdict
from pathlib import Path

from benchmarks.editions import PERIOD, RESULTS, copy_project
from benchmarks.measure import measure
from benchmarks.rivals import REPORT, Task, build_command, ours
from dophu.data.periods import period_names
from dophu.data.project import Project
from dophu.data.reference import read_units
from dophu.run.workers import cores


def main() -> None:
    """Build more and more editions of one report, newest periods first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--editions", type=int, nargs="+", default=[1, 10, 63, 250, 1000])
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "project"
        copy_project(project)
        measured = [_measured(project, Path(folder) / str(number), number) for number in asked.editions]
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "growth.json").write_text(json.dumps(measured, indent=1) + "\n")


def _measured(project: Path, out: Path, editions: int) -> dict[str, float]:
    units = [unit.code for unit in read_units(Project(project)).at_level("VN63", "province")]
    periods = [day for day in reversed(period_names(Project(project), "demo")) if day <= PERIOD]
    used = units[: min(editions, len(units))]
    days = periods[: max(1, editions // len(used))]
    task = Task(project, out, days[0], used, cores())
    command = [*build_command(task), "--format", "html", *(word for day in days[1:] for word in ("--period", day))]
    cost = measure(command, project, ours(task))
    built = len(list(out.glob(f"demo/*/*/{REPORT}.html")))
    row = {"editions": built} | asdict(cost)
    print(row, flush=True)
    return row


if __name__ == "__main__":
    main()
