"""What `dophu check` costs as an archive of 10,600 communes grows, and what a build looks over before it begins.

Run from the checkout: python -m benchmarks.checking
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from datetime import date
from pathlib import Path
from time import process_time

from benchmarks.editions import RESULTS
from benchmarks.histories import archive_of, day_of, write_period
from dophu.data.project import Project
from dophu.measure.findings import unexplained
from dophu.run.checks import check_figures
from dophu.world.periods import on

BUILT = {"province": "20", "district": "9001"}


def main() -> None:
    """Check archives of so many periods, one after another."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--periods", type=int, nargs="+", default=[5, 10, 20])
    measured = []
    for periods in parser.parse_args().periods:
        with tempfile.TemporaryDirectory() as folder:
            measured.append(_measure(Path(folder), periods))
            print(measured[-1], flush=True)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "checking.json").write_text(json.dumps(measured, indent=1) + "\n")


def _measure(root: Path, periods: int) -> dict[str, float]:
    communes = archive_of(root)
    growing(root, communes, periods)
    start = process_time()
    checked = check_figures(Project(root), "long", None)
    seconds = round(process_time() - start, 1)
    rows, last = periods * len(communes), date.fromisoformat(day_of(periods - 1))
    built = {f"build_{level}": _looked_over(root, last, unit) for level, unit in BUILT.items()}
    return {"periods": periods, "rows": rows, "findings": len(checked.findings), "check": seconds} | built


def _looked_over(root: Path, last: date, unit: str) -> float:
    """Measure what the build of an edition of the last period looks over."""
    start = process_time()
    unexplained(Project(root), "long", [(on("day", last), unit)])
    return round(process_time() - start, 1)


def growing(root: Path, communes: list[str], periods: int) -> None:
    """Write periods in which every commune grows by three to five in a hundred."""
    lots = random.Random(1)
    counts = {code: lots.randint(300, 9_000) for code in communes}
    for number in range(periods):
        counts = {code: 1 + int(count * lots.uniform(1.03, 1.05)) for code, count in counts.items()}
        write_period(root, day_of(number), counts)


if __name__ == "__main__":
    main()
