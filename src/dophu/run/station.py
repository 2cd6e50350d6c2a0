"""A process beside a cluster's worker: the worker has threads and must never fork, so this one has editions built.

It takes pickled orders from standard input and writes an outcome for each to standard output, and ends with the worker.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from contextlib import closing
from pathlib import Path
from queue import SimpleQueue
from subprocess import PIPE, Popen
from threading import Thread
from typing import NoReturn

from dophu.data.project import Project
from dophu.errors import NotebookError
from dophu.run.job import Job, Outcome
from dophu.run.workers import get_warm, run_jobs

Orders = SimpleQueue[tuple[Path, Job]]


class Station:
    """The worker's end: one edition at a time is built beside it."""

    def __init__(self) -> None:
        self._process = Popen([sys.executable, "-m", __name__], stdin=PIPE, stdout=PIPE)

    def build(self, root: Path, job: Job) -> Outcome:
        """Have an edition built; a process that died over it is a NotebookError."""
        if not self._process.stdin or not self._process.stdout:
            raise ValueError("the station has no pipes")
        try:
            pickle.dump((root, job), self._process.stdin)
            self._process.stdin.flush()
            outcome: Outcome = pickle.load(self._process.stdout)
        except (EOFError, BrokenPipeError, pickle.UnpicklingError):
            return NotebookError(
                job.report, "the process beside the cluster's worker died", "run the same command again"
            )
        return outcome

    @property
    def lives(self) -> bool:
        """Say whether it can take another order."""
        return self._process.poll() is None


def main() -> None:
    """Build what is ordered, until the worker is gone."""
    signal.signal(signal.SIGTERM, _leave)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing that is printed may come among the answers
    orders: Orders = SimpleQueue()
    Thread(target=_listen, args=(orders,), daemon=True).start()
    get_warm()
    while True:
        root, job = orders.get()
        with closing(run_jobs(Project(root), [job], 1)) as outcomes:
            for _, outcome in outcomes:
                pickle.dump(outcome, answers)
        answers.flush()


def _listen(orders: Orders) -> None:
    """Take orders; when the worker is gone tell the process to leave, and the edition under way leaves with it."""
    try:
        while True:
            orders.put(pickle.load(sys.stdin.buffer))
    except EOFError:
        os.kill(os.getpid(), signal.SIGTERM)


def _leave(*_: object) -> NoReturn:
    raise SystemExit


if __name__ == "__main__":
    main()
