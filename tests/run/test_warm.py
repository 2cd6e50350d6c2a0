from __future__ import annotations

import subprocess
import sys

from tests.project import Draft, demo  # noqa: F401 - a fixture
from tests.run.batches import MARKED, add_report, dophu, marks

TELL = f"{MARKED}\nimport sys\nopen(mark, 'w').write(' '.join(sys.modules))\nNone"
BY_THE_RUNNER = {"__mp_main__", "dophu.cli", "multiprocessing"}


def test_a_notebook_finds_everything_it_imports_in_the_warm_process(project: Draft) -> None:
    add_report(project, "letter", TELL)
    assert dophu(project, "build", "letter", "--format", "html").returncode == 0
    warm = [sys.executable, "-c", "import dophu.run.warm, sys; print(*sys.modules)"]
    known = subprocess.run(warm, capture_output=True, text=True, check=True).stdout.split()
    imported = {*marks(project)[0].read_text().split()} - {*known}
    assert {name for name in imported if not {name, name.partition(".")[0]} & BY_THE_RUNNER} == set()


def test_the_warm_process_has_one_thread() -> None:
    count = "import dophu.run.warm, os; print(len(os.listdir('/proc/self/task')))"
    told = subprocess.run([sys.executable, "-c", count], capture_output=True, text=True, check=True)
    assert told.stdout == "1\n"
