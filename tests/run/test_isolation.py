"""What a notebook does to its process reaches no other edition, in any order, alone or side by side."""

from __future__ import annotations

import subprocess
from multiprocessing import get_context
from pathlib import Path

import pytest

from dophu.data.edition import read_params_file
from dophu.errors import NotebookError
from dophu.run import workers
from dophu.run.build import build
from dophu.run.job import Job, Released
from tests.project import Draft, demo  # noqa: F401 - a fixture
from tests.run.batches import LONG, add_report, clear, dophu, hashes, running

HOSTILE = {
    "builtins": "import builtins; builtins.len = lambda thing: 7; builtins.sorted = reversed",
    "globals": "report = document = edition = None; dophu = 5",
    "environment": "import os; os.environ.clear(); os.environ['DOPHU_PROJECT'] = '/nowhere'",
    "folder": "import os; os.chdir('/'); os.umask(0o777)",
    "clock": "import os, time; os.environ['TZ'] = 'Asia/Tokyo'; time.tzset()",
    "locale": "import locale; locale.setlocale(locale.LC_ALL, 'C')",
    "kept": "import dophu.data.kept as k; k._kept.clear()",
    "figures": "report.facts.history.counts.loc[:, 'count'] = 7; report.facts.history.gazetteer.__dict__.clear()",
    "facts": "[vars(fact).update(value=7) for fact in report.facts.by_key().values()]; report.facts.let_go()",
    "pandas": "import pandas; pandas.set_option('display.precision', 1); pandas.read_csv = None; pandas.NA = 0",
    "matplotlib": "import matplotlib; matplotlib.rcParams.update({'font.size': 99})",
    "wording": "import dophu.wording as w; w.decimal = w.count = w.percent = lambda *a, **k: 'sai'",
    "json": "import json; json.dumps = json.loads = lambda *a, **k: 'sai'",
    "numbers": "import decimal, random, numpy; decimal.getcontext().prec = 1; random.seed(1); numpy.random.seed(1)",
    "paths": "import sys; sys.path.clear()",
    "threads": "import threading, time; threading.Thread(target=time.sleep, args=(600,)).start()",
    "files": "kept = [open('/dev/null') for _ in range(200)]; import os; os.close(0)",
    "children": f"import subprocess; subprocess.Popen(['sleep', '{LONG}'])",
    "forks": "import os, time; os.fork() or time.sleep(600)",
    "streams": "import sys; sys.stdout = sys.stderr = sys.__stdout__ = None",
    "signals": "import signal; [signal.signal(n, signal.SIG_IGN) for n in (signal.SIGTERM, signal.SIGINT)]",
    "exits": "import atexit, time; atexit.register(time.sleep, 600)",
}


@pytest.fixture
def hostile(project: Draft) -> Draft:
    add_report(project, "m_clean")
    for number, (name, code) in enumerate(HOSTILE.items()):
        add_report(project, f"{'az'[number % 2]}_{name}", f"{code}\nNone")
    return project


def test_hostile_notebooks_reach_no_other_edition(hostile: Draft) -> None:
    assert dophu(hostile, "build", "m_clean", "--format", "html").returncode == 0
    alone = hashes(hostile.root / "outputs", ".html")
    clear(hostile)
    made = dophu(hostile, "build", "--format", "html", "--jobs", "3")
    together = hashes(hostile.root / "outputs", "m_clean.html")
    assert made.stderr.count(": released") == len(HOSTILE) + 1, made.stderr
    assert {name: together[name] for name in alone if name in together} == together != {}
    assert not running(LONG)


@pytest.mark.parametrize("code", ["import comm\ncomm.create_comm(target_name='page')\nNone", "1 + 1\nNone"])
def test_a_forked_child_leaves_the_same_bytes_as_a_kernel(project: Draft, code: str) -> None:
    add_report(project, "letter", code)
    forked = dophu(project, "build", "--format", "html,docx")
    assert forked.returncode == 0, forked.stderr
    made = hashes(project.root / "outputs", "")
    parameters = read_params_file(project, "2020-08-07")
    build(project, Job("letter", parameters, project.root / "again", ("html", "docx")))
    again = hashes(project.root / "again", "")
    assert again == {name: made[name] for name in again} != {}


def test_batches_in_any_order_are_the_same(project: Draft, tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        add_report(project, name)
    orders = [("a", "b", "c"), ("c", "a", "b")]
    seen = []
    for jobs, order in enumerate(orders, start=1):
        done: subprocess.CompletedProcess[str] = dophu(project, "build", *order, "--force", "--jobs", jobs)
        assert done.returncode == 0, done.stderr
        seen.append(hashes(project.root / "outputs", ""))
    assert seen[0] == seen[1]


def test_a_process_that_dies_takes_only_its_own_edition_with_it(project: Draft) -> None:
    add_report(project, "letter")
    job = Job("letter", read_params_file(project, "2020-08-07"), project.root / "outputs", ("html",))
    first, second = (workers._Worker(get_context("forkserver"), project.root) for _ in range(2))
    for worker in (first, second):
        worker.give(job)
    first._process.kill()
    died = first.outcome()
    assert isinstance(died, NotebookError)
    assert "was killed by SIGKILL" in str(died)
    assert not first.goes_on
    second.outcome()  # it typesets
    assert isinstance(second.outcome(), Released)
    second.stop()
