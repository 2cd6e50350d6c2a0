from __future__ import annotations

import os
import subprocess
import sys

from tests.project import Draft, demo  # noqa: F401 - a fixture
from tests.run.batches import MARKED, add_report, dophu, marks

TELL = f"{MARKED}\nimport sys\nopen(mark, 'w').write(' '.join(sys.modules))\nNone"
JUDGE = """
import dophu.run.warm
from dophu.tell.blocks import TraceRow, Vocabulary
from dophu.tell.evidence import Evidence
from dophu.tell.lint import lint
from dophu.tell.sentence import Piece
from dophu.words.text import table
known, figure = table.cache_info().currsize, dict(key="share@20", unit="percent", shown="8%", exact="8", inputs=[])
row = TraceRow(**figure, label="", formula="", base="", source="", status="")
line = [Piece("Tỷ lệ là ", typed=True), Piece("8%", fact=row.key)]
print(*lint(line, Evidence({row.key: row}, Vocabulary(own="20"))), table.cache_info().currsize - known)
"""
BY_THE_RUNNER = {"__mp_main__", "dophu.cli", "multiprocessing"}


def test_a_notebook_finds_everything_it_imports_in_the_warm_process(project: Draft) -> None:
    add_report(project, "letter", TELL)
    assert dophu(project, "build", "letter", "--format", "html").returncode == 0
    warm = [sys.executable, "-c", "import dophu.run.warm, sys; print(*sys.modules)"]
    known = subprocess.run(warm, capture_output=True, text=True, check=True).stdout.split()
    imported = {*marks(project)[0].read_text().split()} - {*known}
    assert {name for name in imported if not {name, name.partition(".")[0]} & BY_THE_RUNNER} == set()


def test_prose_finds_its_tables_of_words_read_in_the_warm_process() -> None:
    told = subprocess.run([sys.executable, "-c", JUDGE], capture_output=True, text=True, check=True)
    assert told.stdout == "0\n"


def test_the_warm_process_imports_nothing_for_s3_nor_for_workbooks_of_others() -> None:
    known = "import dophu.run.warm, sys; print({'boto3', 'openpyxl'} & {*sys.modules})"
    told = subprocess.run([sys.executable, "-c", known], capture_output=True, text=True, check=True)
    assert told.stdout == "set()\n"


def test_the_warm_process_has_one_thread() -> None:
    count = "import dophu.run.warm, os; print(len(os.listdir('/proc/self/task')))"
    told = subprocess.run([sys.executable, "-c", count], capture_output=True, text=True, check=True)
    assert told.stdout == "1\n"


def test_no_figure_imports_anything_as_it_is_drawn() -> None:
    draw = (
        "import dophu.run.warm, tests.figure_page as page, sys; from dophu.charts.svg import drawing_of;"
        " known = {*sys.modules};"
        " [drawing_of(draw()) for draw in page.FIGURES.values()]; print({*sys.modules} - known)"
    )
    told = subprocess.run([sys.executable, "-c", draw], capture_output=True, text=True, check=True)
    assert told.stdout == "set()\n"


def test_a_home_that_may_not_be_written_to_is_no_matter() -> None:
    env = os.environ | dict.fromkeys(("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"), "/proc/no-home")
    program = [sys.executable, "-c", "import dophu.run.warm"]
    told = subprocess.run(program, env=env, capture_output=True, text=True, check=True)
    assert told.stdout + told.stderr == ""
