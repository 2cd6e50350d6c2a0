"""A batch on several machines: the same editions as here, each once, whatever becomes of the workers."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import closing
from pathlib import Path
from subprocess import PIPE, Popen
from threading import Thread, Timer
from typing import Any, cast

import pytest
from click.testing import CliRunner
from distributed import KilledWorker, LocalCluster

import dophu
from dophu.cli import main
from dophu.data.project import LOCK
from dophu.errors import BatchError, NotebookError, UsageError
from dophu.run import cluster as clusters
from dophu.run.cluster import run_on
from dophu.run.freshness import Now
from dophu.run.job import Loss, Notice
from dophu.run.plan import Wanted, plan
from dophu.run.remote import differences, versions
from tests.project import Draft, demo  # noqa: F401 - a fixture
from tests.run.batches import MARKED, add_report, clear, hashes, marks, running, start, wait_for
from tests.run.batches import dophu as run_dophu

BUILD = ("build", "letter", "--format", "html,docx", "--unit", "20", "--unit", "24")
LETTERS = [f"demo/2020-08-07/{unit}/letter.html" for unit in ("20", "24")]
WAITS = f"""\
{MARKED}
import time
from pathlib import Path

Path(f"{{mark}}-{{time.monotonic_ns()}}").touch()
while not Path("go").exists():
    time.sleep(0.05)
"""


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        yield cluster


@pytest.fixture
def at(cluster: LocalCluster) -> tuple[str, str]:
    return ("--scheduler", cluster.scheduler_address)


@pytest.fixture
def alone() -> Iterator[tuple[str, Popen[str]]]:
    """A scheduler without workers."""
    line = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-show"]
    with Popen([*line, "--no-dashboard"], stderr=PIPE, text=True) as process:
        assert process.stderr
        address = next(text.split()[-1] for text in process.stderr if "Scheduler at" in text)
        yield address, process
        process.kill()


def test_a_cluster_builds_the_same_bytes(project: Draft, at: tuple[str, str]) -> None:
    add_report(project, "letter")
    run_dophu(project, *BUILD)
    here = hashes(project.root / "outputs", "")
    clear(project)
    done = run_dophu(project, *BUILD, *at)
    assert done.returncode == 0, done.stderr
    assert hashes(project.root / "outputs", "") == here != {}


def test_what_is_up_to_date_is_not_given_to_the_cluster(project: Draft, at: tuple[str, str]) -> None:
    add_report(project, "letter")
    run_dophu(project, *BUILD, *at)
    assert run_dophu(project, *BUILD, *at).stdout.count("up to date") == 2


def test_editions_of_a_worker_that_is_killed_are_built_elsewhere_and_told(
    project: Draft, cluster: LocalCluster, at: tuple[str, str]
) -> None:
    add_report(project, "letter", WAITS)
    process = start(project, *BUILD, *at)
    assert wait_for(lambda: len(marks(project)) == 2)
    os.kill(next(iter(cluster.workers.values())).pid, signal.SIGKILL)
    assert wait_for(lambda: len(marks(project)) == 3)
    project.write("go", "")
    out, err = process.communicate(timeout=120)
    assert (process.returncode, err.count("released"), list(hashes(project.root / "outputs", "letter.html"))) == (
        *(0, 2),
        LETTERS,
    ), err
    assert out.count("was lost; built again elsewhere: demo/2020-08-07/2") == 1


def test_what_fails_on_a_cluster_is_told_and_kept_as_here(project: Draft, at: tuple[str, str]) -> None:
    add_report(project, "letter")
    add_report(project, "bad", "1 / 0", before=True)
    done = run_dophu(project, "build", "--format", "html", *at)
    assert done.returncode == BatchError.exit_code
    assert "bad, cell [3]: ZeroDivisionError" in done.stderr
    assert (project.root / "outputs/.failed/demo/2020-08-07/20/bad.ipynb").exists()
    assert list(hashes(project.root / "outputs", "letter.html")) == LETTERS[:1]


def test_a_cell_that_kills_its_process_is_told_with_its_signal(project: Draft, at: tuple[str, str]) -> None:
    add_report(project, "letter", "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", before=True)
    done = run_dophu(project, "build", "--format", "html", *at)
    assert (done.returncode, "cell [3]: its process was killed by SIGSEGV" in done.stderr) == (4, True), done.stderr


def test_an_interrupted_batch_on_a_cluster_goes_on_when_run_again(project: Draft, at: tuple[str, str]) -> None:
    add_report(project, "a_letter")
    add_report(project, "b_slow", WAITS)
    process = start(project, "build", "--format", "html", *at)
    first = project.root / "outputs/demo/2020-08-07/20/a_letter.manifest.json"
    assert wait_for(first.exists)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=30) == 130
    project.write("go", "")
    assert run_dophu(project, "build", "--format", "html", *at).stdout.count("up to date") == 1


def test_a_worker_with_another_package_is_refused(
    project: Draft, alone: tuple[str, Popen[str]], tmp_path: Path
) -> None:
    add_report(project, "letter")
    other = shutil.copytree(Path(dophu.__file__).parent, tmp_path / "other" / "dophu")
    (other / "wording.py").write_text("# another\n" + (other / "wording.py").read_text())
    line = [sys.executable, "-m", "distributed.cli.dask_worker", alone[0], "--no-dashboard"]
    environment = os.environ | {"PYTHONPATH": str(other.parent)}
    with Popen(line, env=environment, stderr=PIPE, text=True) as worker:
        done = run_dophu(project, *BUILD, "--scheduler", alone[0])
        worker.terminate()
    assert done.returncode == UsageError.exit_code
    assert "workers would not build the editions that are built here" in done.stderr
    assert "dophu: 0.1.0+" in done.stderr
    assert not list((project.root / "outputs").rglob("letter.html"))


@pytest.mark.parametrize(
    ("here", "there", "lines"),
    [
        ({"pandas": "3.1"}, {"pandas": "3.1"}, []),
        ({"pandas": "3.1"}, {"pandas": "3.0"}, ["pandas: 3.0 there, 3.1 here"]),
        ({LOCK: "ab"}, {}, [f"{LOCK}: none there, ab here"]),
        ({}, {LOCK: "ab"}, [f"{LOCK}: ab there, none here"]),
    ],
)
def test_every_difference_of_versions_is_named(here: dict[str, str], there: dict[str, str], lines: list[str]) -> None:
    assert differences(here, there) == lines


def test_versions_hold_the_source_the_python_and_the_lock(project: Draft) -> None:
    assert {"dophu", "python", "pandas", "distributed"} <= versions(project.location).keys()
    before = versions(project.location)
    project.write(LOCK, "pandas==3.1.1\n")
    assert [line.partition(":")[0] for line in differences(before, versions(project.location))] == [LOCK]


@pytest.mark.parametrize(
    ("address", "problem"),
    [("tcp://127.0.0.1:1", "no scheduler answers there"), ("127.0.0.1:x", "no scheduler answers there")],
)
def test_a_wrong_address_is_told(project: Draft, monkeypatch: pytest.MonkeyPatch, address: str, problem: str) -> None:
    monkeypatch.setattr(clusters, "PATIENCE", 0.5)
    with pytest.raises(UsageError, match=problem):
        list(run_on(address, project, _jobs(project)))


@pytest.mark.parametrize("said", [b"HTTP/1.1 400 Bad Request\r\n", b"220 mail ESMTP\r\n", bytes(64)])
def test_a_server_of_something_else_is_told(project: Draft, said: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        Thread(target=lambda: server.accept()[0].sendall(said), daemon=True).start()
        with pytest.raises(UsageError, match="what answers is no scheduler"):
            list(run_on(f"tcp://127.0.0.1:{server.getsockname()[1]}", project, _jobs(project)))


def test_a_scheduler_without_workers_is_told(
    project: Draft, alone: tuple[str, Popen[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clusters, "PATIENCE", 2)
    with pytest.raises(UsageError, match="it has no workers"):
        list(run_on(alone[0], project, _jobs(project)))


def _jobs(project: Draft) -> list[Any]:
    add_report(project, "letter")
    return [one.job for one in plan(project, Wanted())]


class _Died(Future):  # type: ignore[type-arg]
    def result(self, timeout: float | None = None) -> Any:
        raise KilledWorker("letter", cast(Any, None), 3)


def test_an_edition_that_kills_its_workers_is_given_up_and_told(project: Draft) -> None:
    (job,) = _jobs(project)
    outcome = clusters._received(Now(project), job, cast(Any, _Died()))
    assert isinstance(outcome, NotebookError)
    assert outcome.problem == "4 workers died over it"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--jobs", "3"], "a cluster's workers say how many"),
        (
            [],
            "the package distributed is not installed\nfix: install what a cluster needs: pip install 'dophu[cluster]'",
        ),
    ],
)
def test_what_a_cluster_cannot_do_or_needs_is_told(
    project: Draft, monkeypatch: pytest.MonkeyPatch, options: list[str], words: str
) -> None:
    add_report(project, "letter")
    monkeypatch.chdir(project.root)
    monkeypatch.delitem(sys.modules, "dophu.run.cluster")
    monkeypatch.setitem(sys.modules, "distributed", None)
    done = CliRunner().invoke(main, ["build", "--scheduler", "tcp://nowhere:1", *options])
    assert (done.exit_code, words in done.output) == (UsageError.exit_code, True), done.output


def test_no_process_beside_a_worker_outlives_it(project: Draft) -> None:
    add_report(project, "letter", WAITS)
    others = set(running("dophu.run.station"))
    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as cluster:
        process = start(project, *BUILD, "--scheduler", cluster.scheduler_address)
        assert wait_for(lambda: bool(marks(project)))
        beside = set(running("dophu.run.station")) - others
    process.kill()
    process.communicate()
    assert beside
    assert wait_for(lambda: not beside & set(running("dophu.run.station")))


@pytest.fixture
def worker(alone: tuple[str, Popen[str]]) -> Iterator[tuple[str, Popen[str]]]:
    """A scheduler's address, and its only worker."""
    line = [sys.executable, "-m", "distributed.cli.dask_worker", alone[0], "--no-dashboard", "--no-nanny"]
    with Popen([*line, "--nthreads", "1"], stderr=PIPE, text=True) as process:
        yield alone[0], process
        process.kill()


@pytest.mark.parametrize(
    ("number", "problem", "fix"),
    [
        (signal.SIGSTOP, "silent for 2 s: tcp://127.0.0.1:", "stop those workers: their editions are built elsewhere"),
        (signal.SIGKILL, "no workers are left", "start some: dask worker tcp://127.0.0.1:"),
    ],
)
def test_a_cluster_that_does_not_go_on_says_so_with_what_is_left(  # noqa: PLR0913, PLR0917 - a table's row
    project: Draft,
    worker: tuple[str, Popen[str]],
    monkeypatch: pytest.MonkeyPatch,
    number: signal.Signals,
    problem: str,
    fix: str,
) -> None:
    add_report(project, "letter", WAITS)
    monkeypatch.setattr(clusters, "SILENCE", 2)
    monkeypatch.setattr(clusters, "ANSWER", 2)
    (wanted,) = [one.job for one in plan(project, Wanted())]
    with closing(run_on(worker[0], project, [wanted])) as events:
        Timer(0, _send_once_begun, (project, worker[1], number)).start()
        notice = next(event for event in events if not isinstance(event, Loss))
    worker[1].send_signal(signal.SIGCONT)
    assert isinstance(notice, Notice)
    assert (notice.left, problem in notice.problem) == ((wanted,), True)
    assert str(notice).endswith(f"1 left: demo/2020-08-07/20/letter\nfix: {notice.fix}")
    assert notice.fix.startswith(fix)


def _send_once_begun(project: Draft, worker: Popen[str], number: signal.Signals) -> None:
    wait_for(lambda: bool(marks(project)))
    worker.send_signal(number)


@pytest.mark.parametrize("listens", [False, True])
def test_where_no_scheduler_answers_the_command_ends_by_itself(project: Draft, listens: bool) -> None:
    add_report(project, "letter")
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        if listens:
            deaf.listen()
        begun = time.monotonic()
        done = run_dophu(project, *BUILD, "--scheduler", f"tcp://127.0.0.1:{deaf.getsockname()[1]}")
    assert done.returncode == UsageError.exit_code
    assert "no scheduler answers there" in done.stderr
    assert "Traceback" not in done.stderr
    assert time.monotonic() - begun < 90
