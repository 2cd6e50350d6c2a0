"""From nothing to the letter: `make report` in a fresh clone, with the packages in pip's and uv's caches and without.

Run from the checkout: python -m benchmarks.fresh. The second run fetches every package again.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from dataclasses import asdict
from pathlib import Path

from benchmarks.editions import RESULTS
from benchmarks.measure import Cost, measure
from benchmarks.rivals import ROOT


def main() -> None:
    """Make the letter in a clone for each state of the caches."""
    with tempfile.TemporaryDirectory() as folder:
        empty = {"HOME": f"{folder}/home", "XDG_CACHE_HOME": f"{folder}/home/cache"}
        measured = {"cached": _report(Path(folder) / "cached", {}), "fetched": _report(Path(folder) / "fetched", empty)}
    for name, cost in measured.items():
        print(f"{name:<8} {cost.wall:6.1f} s, {cost.cpu:6.1f} s CPU")
    RESULTS.mkdir(exist_ok=True)
    found = {name: asdict(cost) for name, cost in measured.items()}
    (RESULTS / "fresh.json").write_text(json.dumps(found, indent=1) + "\n")


def _report(clone: Path, changed: dict[str, str]) -> Cost:
    subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("DOPHU", "VIRTUAL_ENV"))}
    cost = measure(["make", "report"], clone, inherited | changed)
    if not (clone / "outputs/bluezone/2020-08-07/20/quick_report.pdf").exists():
        raise SystemExit("make report left no letter")
    return cost


if __name__ == "__main__":
    main()
