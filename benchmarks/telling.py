"""What a letter with its national table costs in processor time, beside another checkout of the project.

    python benchmarks/telling.py --beside ../former

Both build the same edition to HTML in turn, each as a batch does: in a fork of a process that has only imported, its
cells in another fork. Counted is the time of both forks: data, prose, table, figures, ledger, gates, recomputation,
page, release. The least of several is taken, which is steadier on a shared machine than the median.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
EDITION = {"campaign": "demo", "period": "2020-10-16", "unit": "20"}
BUILT = f"""
import os, sys, tempfile
import dophu.run.warm
from pathlib import Path
from dophu.data.edition import Parameters
from dophu.data.project import Project
from dophu.run.build import build
from dophu.run.job import Job
def once():
    with tempfile.TemporaryDirectory() as out:
        pid = os.fork()
        if not pid:
            job = Job("quick_report", Parameters(**{EDITION!r}), Path(out, "outputs"), ("html",))
            build(Project(Path.cwd()), job, forks=True)
            os._exit(0)
        _, status, cost = os.wait4(pid, 0)
    assert status == 0
    return cost.ru_utime + cost.ru_stime
once()
print(min(once() for _ in range(5)))
"""


def main() -> None:
    """Build in turn, and print the medians and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--beside", type=Path, required=True)
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    here, there = zip(*((_seconds(ROOT), _seconds(asked.beside.resolve())) for _ in range(asked.runs)), strict=True)
    print(f"here {1000 * median(here):.0f} ms, beside {1000 * median(there):.0f} ms")
    print(f"{median(one / other for one, other in zip(here, there, strict=True)):.2f} times")


def _seconds(root: Path) -> float:
    environment = os.environ | {"PYTHONPATH": str(root / "src"), "PYTHONWARNINGS": "ignore"}
    done = subprocess.run([sys.executable, "-c", BUILT], cwd=root, env=environment, capture_output=True, check=True)
    return float(done.stdout)


if __name__ == "__main__":
    main()
