"""Editions side by side, built by processes forked from one that has only imported; the cells of each in a fork."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from multiprocessing import forkserver, get_context, parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, NoReturn, cast

from dophu.data.locations import is_url
from dophu.data.project import Project
from dophu.errors import NotebookError, UsageError, as_told
from dophu.run.job import Job, Outcome
from dophu.run.lock import clear_after
from dophu.run.release import contents, put

WARM = "dophu.run.warm"
FORKS = sys.platform == "linux"  # macOS forks, but its own libraries do not survive it


def run_jobs(project: Project, jobs: Sequence[Job], at_once: int) -> Generator[tuple[Job, Outcome]]:
    """Build editions, up to so many at once, and yield each as it ends; closing the iterator ends those under way.

    Where a fork is not safe they are built one after the other in this process, each in an ordinary kernel.
    """
    if any(is_url(job.out) for job in jobs):
        return _away(project, jobs, at_once)
    return _forked(project.root, jobs, at_once) if FORKS else ((job, _attempt(project, job)) for job in jobs)


def _away(project: Project, jobs: Sequence[Job], at_once: int) -> Generator[tuple[Job, Outcome]]:
    """Build editions for outputs on a URL: each in a folder of its own here, from which this process alone puts it."""
    with tempfile.TemporaryDirectory(prefix="dophu-") as scratch:
        here = {Path(scratch, str(number), job.out.name or "outputs"): job for number, job in enumerate(jobs)}
        built = run_jobs(project, [replace(job, out=out) for out, job in here.items()], at_once)
        with closing(built) as outcomes:
            for job, outcome in outcomes:
                meant = here[job.out]
                yield meant, put(project, meant, outcome, contents(job.out))
                shutil.rmtree(job.out)


def _attempt(project: Project, job: Job, *, forks: bool = False, typesets: Callable[[], None] | None = None) -> Outcome:
    from dophu.run.build import build  # noqa: PLC0415 - the process that waits for workers needs none of it

    try:
        return build(project, job, forks=forks, typesets=typesets)
    except OSError as error:  # a full disk, a folder taken away
        fix = "make room there, or name another folder with --out"
        return UsageError(error.filename or job.out, f"it cannot be written: {error.strerror}", fix)
    except Exception as error:
        return as_told(error, job.report)


def cores() -> int:
    """Count the processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def get_warm(command: str = WARM) -> None:
    """Start the process from which editions are forked, so that it imports while the caller plans.

    command   the module of the program that runs, which multiprocessing would import again for each edition
    """
    if FORKS:
        forkserver.set_forkserver_preload([WARM, command])
        forkserver.ensure_running()


def _forked(root: Path, jobs: Sequence[Job], at_once: int) -> Generator[tuple[Job, Outcome]]:
    context: Any = get_context("forkserver")
    get_warm()
    waiting, idle, running = list(reversed(jobs)), list[_Worker](), dict[Connection, _Worker]()
    try:
        while waiting or running:
            while waiting and len(running) < at_once:
                worker = idle.pop() if idle else _Worker(context, root)
                worker.give(waiting.pop())
                running[worker.told] = worker
            for told in wait(list(running), _until_first(running.values())):
                worker = running[cast(Connection, told)]
                outcome = worker.outcome()
                if outcome:
                    del running[worker.told]
                    idle += [worker] if worker.goes_on else []
                    yield worker.job, outcome
            for worker in [one for one in running.values() if one.is_late]:
                del running[worker.told]
                yield worker.job, worker.cut_short()
    finally:
        for worker in (*idle, *running.values()):
            worker.stop()


def _until_first(workers: Iterable[_Worker]) -> float | None:
    """Say how many seconds are left until the first of some workers is late; None while none can be."""
    until = [worker.until for worker in workers if worker.until is not None]
    return max(0.0, min(until) - time.monotonic()) if until else None


class _Worker:
    """A process that has one edition after the other built; `told` is ready when it tells an outcome, or has died.

    It reads a period once for all editions of it, and forks a process for each.
    """

    job: Job

    def __init__(self, context: Any, root: Path) -> None:
        self.told, mine = context.Pipe()
        self._process: BaseProcess = context.Process(target=_work, args=(root, mine))
        self._process.start()
        mine.close()
        self.until: float | None = None
        self._typesetter = 0

    def give(self, job: Job) -> None:
        """Have an edition built; that the process is gone is seen when its outcome is asked for."""
        self.job = job
        with suppress(BrokenPipeError):
            self.told.send(job)

    def outcome(self) -> Outcome | None:
        """Take what the process told; None when an edition only began to typeset.

        One that died without a word is a NotebookError that says how.
        """
        try:
            told: Outcome | int = self.told.recv()
        except (EOFError, ConnectionResetError):
            self.stop()
            return _died(self.job, self._process)
        if isinstance(told, int):
            self._typesetter = told
            self.until = time.monotonic() + self.job.limits.typesetting
            return None
        self._typesetter, self.until = 0, None
        return told

    @property
    def goes_on(self) -> bool:
        """Say whether it can be given another edition."""
        return self._process.is_alive()

    @property
    def is_late(self) -> bool:
        """Say whether it has been typesetting for too long."""
        return self.until is not None and time.monotonic() >= self.until

    def cut_short(self) -> NotebookError:
        """End an edition that typesets for too long."""
        self.stop()
        problem = f"its pages took longer to set than {self.job.limits.typesetting:.0f} s"
        return NotebookError(self.job.report, problem, "look for a text or a table that is far too long")

    def stop(self) -> None:
        """End the process; it takes its edition, that one's cells and its staging folder with it."""
        if self._typesetter:  # wherever in foreign code it may be, and deaf to what it is asked
            with suppress(ProcessLookupError):
                os.kill(self._typesetter, signal.SIGKILL)
        self.told.close()
        self._process.terminate()
        self._process.join(2)
        self._process.kill()
        self._process.join()
        clear_after(self.job.out, self._typesetter)


def _died(job: Job, process: BaseProcess) -> NotebookError:
    process.join()
    code = process.exitcode or 0
    how = f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"
    return NotebookError(job.report, f"the process of its edition {how}", "run the same command again")


def _work(root: Path, told: Connection) -> None:
    """Have built what is given until the runner closes its end, and read each period once for its editions."""
    # the process that waits for workers needs none of these
    from dophu.data.periods import keep_period  # noqa: PLC0415
    from dophu.facts.made import read_ahead  # noqa: PLC0415
    from dophu.tell.ahead import evaluate_ahead  # noqa: PLC0415

    _be_led()
    os.setpgid(0, 0)  # what a cell sends to its parent's group reaches no other edition
    with suppress(BrokenPipeError, ConnectionResetError, EOFError):
        while True:
            job: Job = told.recv()
            keep_period(root, job.parameters.campaign, job.parameters.period, read_ahead, evaluate_ahead)
            told.send(_built(root, job, told))


def _built(root: Path, job: Job, told: Connection) -> Outcome:
    """Build an edition in a fork, which ends with its threads and its memory; pass on that it typesets."""
    context = get_context("fork")
    here, there = context.Pipe(duplex=False)
    edition = context.Process(target=_tell, args=(root, job, there), daemon=True)
    edition.start()
    there.close()
    with here, suppress(EOFError):
        while isinstance(outcome := here.recv(), int):
            told.send(outcome)
        edition.join()
        return cast(Outcome, outcome)
    edition.join()
    clear_after(job.out, edition.pid or 0)
    return _died(job, edition)


def _tell(root: Path, job: Job, telling: Connection) -> None:
    _be_led()
    with suppress(BrokenPipeError):
        telling.send(_attempt(Project(root), job, forks=True, typesets=lambda: telling.send(os.getpid())))


def _be_led() -> None:
    """Leave when asked to, and with the process that began this one; an interrupt is for the one who asked."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    _leave_with_runner()


def _leave_with_runner() -> None:
    """Leave when the runner is gone, even by kill -9: the system signals that its end of a pipe has closed."""
    import fcntl  # noqa: PLC0415 - Windows has none, and never forks

    runner = parent_process()
    if runner is not None:
        signal.signal(signal.SIGIO, _leave)
        fcntl.fcntl(runner.sentinel, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(runner.sentinel, fcntl.F_SETFL, fcntl.fcntl(runner.sentinel, fcntl.F_GETFL) | os.O_ASYNC)


def _leave(*_: object) -> NoReturn:
    raise SystemExit(os.EX_TEMPFAIL)
