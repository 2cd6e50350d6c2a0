"""Many editions: those that are not up to date are built side by side; one that fails does not stop the rest."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Protocol

from dophu.data.project import Project
from dophu.errors import BatchError, DophuError
from dophu.issued.letters import Letter, refusal
from dophu.run.job import Event, Job, Loss, Outcome, Released
from dophu.run.lock import held
from dophu.run.plan import Planned, Wanted, plan

Run = Callable[[Project, Sequence[Job]], Generator[Event]]


class Watcher(Protocol):
    """Who is told how a batch goes on."""

    def planned(self, editions: Sequence[Planned]) -> None:
        """Learn what is to be done."""

    def ended(self, job: Job, outcome: Outcome) -> None:
        """Learn that an edition was released, or has failed."""

    def lost(self, loss: Loss) -> None:
        """Learn that a worker of a cluster was lost."""


@dataclass(frozen=True)
class Batch:
    """What came of a batch: the editions released now, those up to date or issued, and the workers lost over it."""

    released: tuple[Released, ...]
    up_to_date: tuple[Job, ...]
    issued: tuple[Letter, ...] = ()
    losses: tuple[Loss, ...] = ()


def build_all(project: Project, wanted: Wanted, watcher: Watcher, *, run: Run, fail_fast: bool = False) -> Batch:
    """Build every edition wanted that is not up to date.

    run   builds jobs, here or on a cluster

    Raises the error of a single edition as it is, those of several as a BatchError with the command for each. What is
    issued is left as it is; a UsageError when nothing else was asked for.
    """
    with held(wanted.folder(project)):
        editions = plan(project, wanted)
        issued = tuple(one.issued for one in editions if one.issued)
        if issued and len(issued) == len(editions):
            raise refusal(issued[0])
        watcher.planned(editions)
        released, failed, losses = [], [], []
        with closing(run(project, [one.job for one in editions if one.why])) as events:
            for event in events:
                if isinstance(event, Loss):
                    watcher.lost(event)
                    losses.append(event)
                    continue
                job, outcome = event
                watcher.ended(job, outcome)
                if isinstance(outcome, Released):
                    released.append((job.edition, outcome))
                    continue
                if len(editions) == 1 or fail_fast:
                    raise outcome
                failed.append((job, outcome))
    if failed:
        raise _failures(wanted, failed, len(editions), losses)
    up_to_date = tuple(one.job for one in editions if not one.why and not one.issued)
    in_order = tuple(one for _, one in sorted(released, key=lambda pair: pair[0]))
    return Batch(in_order, up_to_date, issued, tuple(losses))


def _failures(
    wanted: Wanted, failed: Sequence[tuple[Job, DophuError]], planned: int, losses: Sequence[Loss]
) -> BatchError:
    listed = "".join(
        f"\n  {' '.join(job.edition)}: {error}\n  again: {command(wanted, job)}"
        for job, error in sorted(failed, key=lambda pair: pair[0].edition)
    )
    listed += "".join(f"\n  {loss}" for loss in losses)
    problem = f"{len(failed)} of {planned} editions failed{listed}"
    return BatchError("dophu build", problem, "mend them and run the same command again")


def command(wanted: Wanted, job: Job) -> str:
    """Write the command that builds one edition of a batch alone."""
    campaign, period, unit, report = job.edition
    line = ["dophu", "build", report, "--campaign", campaign, "--period", period, "--unit", unit]
    line += ["--format", ",".join(job.formats)]
    line += ["--params", str(wanted.params_file)] if wanted.params_file else []
    line += ["--out", str(wanted.out)] if wanted.out != Wanted.out else []
    return shlex.join(line)
