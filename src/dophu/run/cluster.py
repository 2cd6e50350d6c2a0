"""A batch on a dask.distributed cluster: workers build the editions, and only this process puts them into the outputs.

So an edition that was built twice, because its worker was lost, still is released once, and the outputs need not be
seen by the workers.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue
from typing import Any
from uuid import uuid4

from distributed import Client, Future, KilledWorker, Security
from distributed.core import connect

from dophu.data.project import Project
from dophu.errors import DataError, DophuError, NotebookError, UsageError
from dophu.run.freshness import Now
from dophu.run.job import Event, Job, Loss, Notice, Outcome, Released
from dophu.run.manifest import SUFFIX, Manifest
from dophu.run.release import put
from dophu.run.remote import Made, Order, Versions, differences, make, versions

PATIENCE = 30  # seconds for a scheduler to answer, and for a first worker to be there
REACH = 10  # seconds for a scheduler's machine to be reached
SILENCE = 20  # seconds without an edition after which workers are asked for a word
ANSWER = 10  # seconds for that word
GLANCE = 0.1  # seconds between two looks at what has ended
HOW = "see docs/cluster.md"


def run_on(scheduler: str, project: Project, jobs: Sequence[Job]) -> Generator[Event]:
    """Build editions on the cluster of a scheduler; yield each as it is released here or has failed, workers lost, and
    notices of a cluster that does not go on.

    Raises UsageError when nobody answers, and when a worker has other versions, another lock or no such project.
    """
    if not jobs:
        return
    with _connected(scheduler) as client:
        here = versions(project.location)
        _refuse_differences(here, client.run(versions, project.location, on_error="return"))
        given = _given(client, project, here, jobs)
        losses, now = _Losses(client), Now(project)
        try:
            for future in _as_ended(client, given):
                if isinstance(future, Notice):
                    yield future
                    continue
                outcome = _received(now, given[future], future)
                yield from losses.among({str(future.key): job for future, job in given.items()})
                yield given.pop(future), outcome
        finally:
            client.cancel(list(given), force=True)


def _as_ended(client: Client, given: Mapping[Future, Job]) -> Iterator[Future | Notice]:
    """Yield editions as they end; where nothing ends for a while, say which workers are silent and what is left."""
    heard, told = time.monotonic(), ""
    while given:
        ended = [future for future in given if future.done() or client.status == "closed"]
        yield from ended
        if ended:
            heard, told = time.monotonic(), ""
        elif time.monotonic() - heard > SILENCE:
            heard = time.monotonic()
            trouble = _trouble(client, given)
            if trouble and trouble.problem != told:
                told = trouble.problem
                yield trouble
        else:
            time.sleep(GLANCE)


def _trouble(client: Client, given: Mapping[Future, Job]) -> Notice | None:
    """Ask who does not answer: a worker that is frozen goes on being listed, and its editions wait for it."""
    left = tuple(sorted(given.values(), key=lambda job: job.edition))
    where = client.scheduler.address
    workers = set(client.nthreads())
    if not workers:
        fix = f"start some: dask worker {where}; or interrupt, and run the same command again: what is done stays"
        return Notice(where, "no workers are left", left, fix)
    silent = sorted(worker for worker in workers if not _answers(client, worker))
    if not silent:
        return None
    fix = "stop those workers: their editions are built elsewhere; or interrupt, and run the same command again"
    return Notice(where, f"silent for {ANSWER} s: {', '.join(silent)}", left, fix)


def _answers(client: Client, worker: str) -> bool:
    """Ask a worker for a word; one that is busy with an edition answers all the same."""
    try:
        client.sync(_word, client, worker, callback_timeout=ANSWER + GLANCE)
    except (TimeoutError, OSError):
        return False
    return True


async def _word(client: Client, worker: str) -> None:
    await asyncio.wait_for(
        client.scheduler.broadcast(msg={"op": "identity"}, workers=[worker], on_error="return"), ANSWER
    )


def _reach(scheduler: str) -> None:
    """Refuse an address at which no scheduler answers, before a client begins to look for it again and again."""
    try:
        asyncio.run(asyncio.wait_for(_greet(scheduler), min(PATIENCE, REACH)))
    except (OSError, ValueError) as error:
        said = str(error) or "nobody speaks there"
    except Exception:  # what a mail server or a page answers is taken for sizes, types and objects
        said = "what answers is no scheduler"
    else:
        return
    raise UsageError(scheduler, f"no scheduler answers there: {said}", f"start it, or correct it; {HOW}")


async def _greet(scheduler: str) -> None:
    comm = await connect(scheduler, timeout=REACH, **Security().get_connection_args("client"))
    await comm.close()


@contextmanager
def _connected(scheduler: str) -> Iterator[Client]:
    _reach(scheduler)
    try:
        client = Client(scheduler, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise UsageError(scheduler, f"no scheduler answers there: {error}", f"start it, or correct it; {HOW}") from None
    with client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError:
            raise UsageError(scheduler, "it has no workers", f"start some: dask worker {scheduler}; {HOW}") from None
        yield client


def _refuse_differences(here: Versions, answers: Mapping[str, Versions | Exception]) -> None:
    found = {
        worker: [_missing(answer)] if isinstance(answer, Exception) else differences(here, answer)
        for worker, answer in sorted(answers.items())
    }
    listed = [f"\n  {worker}: {line}" for worker, lines in found.items() for line in lines]
    if listed:
        problem = f"workers would not build the editions that are built here{''.join(listed)}"
        raise UsageError("--scheduler", problem, f"install the same there, and start the workers again; {HOW}")


def _missing(error: Exception) -> str:
    return error.problem if isinstance(error, DophuError) else f"{type(error).__name__}: {error}"


def _given(client: Client, project: Project, here: Versions, jobs: Sequence[Job]) -> dict[Future, Job]:
    batch = uuid4().hex  # two batches may ask for the same edition
    return {
        client.submit(make, _order(batch, project, here, job), key=f"{batch}/{'/'.join(job.edition)}", pure=False): job
        for job in jobs
    }


def _order(batch: str, project: Project, here: Versions, job: Job) -> Order:
    return Order(batch, project.location, here, replace(job, out=Path(job.out.name or "outputs")))


def _received(now: Now, job: Job, future: Future) -> Outcome:
    """Take what a worker has built and release it here; what it read must be what lies here."""
    try:
        made: Made = future.result()
    except KilledWorker as error:
        problem = f"{error.allowed_failures + 1} workers died over it"
        return NotebookError(job.report, problem, "give the workers more memory, or look into their logs")
    except Exception as error:  # whatever a cluster may meet: one edition's failure is not the batch's
        said, _, _ = f"{type(error).__name__}: {error}".partition("\n")
        return NotebookError(job.report, f"the cluster failed over it: {said}", f"run the same command again; {HOW}")
    strange = now.changed_sources(_manifest(job, made)) if isinstance(made.outcome, Released) else []
    if strange:
        fix = "let all see the same project, and run the same command again"
        return DataError(job.report, f"its worker read other files: {', '.join(map(str, strange))}", fix)
    return put(now.project, job, made.outcome, made.files)


def _manifest(job: Job, made: Made) -> Manifest:
    return Manifest.model_validate_json(made.files["/".join(job.edition) + SUFFIX])


class _Losses:
    """Hears of workers that are lost with editions of this batch."""

    def __init__(self, client: Client) -> None:
        self._heard: SimpleQueue[dict[str, Any]] = SimpleQueue()
        client.subscribe_topic("all", self._hear)

    def _hear(self, event: tuple[float, Any]) -> None:
        told = event[1]
        if isinstance(told, dict) and told.get("action") == "remove-worker":
            self._heard.put(told)

    def among(self, jobs: Mapping[str, Job]) -> Iterator[Loss]:
        """Take the losses heard of since the last time, with those of these jobs that they concern, by task."""
        while not self._heard.empty():
            told = self._heard.get()
            again = [jobs[key] for key in (*told["processing-tasks"], *told["lost-computed-tasks"]) if key in jobs]
            if again:
                yield Loss(told["worker"], tuple(sorted(again, key=lambda job: job.edition)))
