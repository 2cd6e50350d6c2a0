"""What telling a letter with its national table costs in processor time, beside another checkout of the project.

    python benchmarks/telling.py --beside ../former

Both tell the same edition in turn, each in a process of its own: prose, table, figures, ledger; here the ledger is
recomputed as well, as publishing does. Printed are the medians of each and their ratio.
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
TOLD = f"""
import sys, time
sys.path.insert(0, ".")
from tests.telling import open_report, tell
def once():
    report = open_report(**{EDITION!r})
    start = time.process_time()
    document = tell(report, "quick_report")
    if getattr(document, "ledger", None):
        from dophu.proof.check import problems
        assert not problems(document.ledger)
    return time.process_time() - start
once()
print(min(once() for _ in range(3)))
"""


def main() -> None:
    """Tell in turn, and print the medians and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--beside", type=Path, required=True)
    parser.add_argument("--runs", type=int, default=7)
    asked = parser.parse_args()
    here, there = zip(*((_seconds(ROOT), _seconds(asked.beside)) for _ in range(asked.runs)), strict=True)
    print(f"here {1000 * median(here):.0f} ms, beside {1000 * median(there):.0f} ms")
    print(f"{median(here) / median(there):.2f} times")


def _seconds(root: Path) -> float:
    environment = os.environ | {"PYTHONPATH": str(root / "src")}
    done = subprocess.run([sys.executable, "-c", TOLD], cwd=root, env=environment, capture_output=True, check=True)
    return float(done.stdout)


if __name__ == "__main__":
    main()
