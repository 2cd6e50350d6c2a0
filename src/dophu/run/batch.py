"""Many editions: those that are not up to date are built side by side; one that fails does not stop the rest."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Protocol

from dophu.data.periods import bring_up_to_date
from dophu.data.project import Project
from dophu.data.tables import Finding
from dophu.errors import BatchError, DataError, DophuError, EmptyError
from dophu.issued.letters import Letter, refusal
from dophu.measure.findings import unexplained
from dophu.run.freshness import Now
from dophu.run.job import Event, Job, Loss, Notice, Outcome, Released
from dophu.run.lock import held
from dophu.run.manifest import SUFFIX, read_manifest
from dophu.run.plan import Planned, Wanted, plan
from dophu.run.watch import Watch
from dophu.world.periods import Period

Run = Callable[[Project, Sequence[Job]], Generator[Event]]
Edition = tuple[str, str, str, str]
ROUNDS = 3  # in which editions are built again whose inputs changed meanwhile


class Watcher(Protocol):
    """Who is told how a batch goes on."""

    def planned(self, editions: Sequence[Planned]) -> None:
        """Learn what is to be done."""

    def ended(self, job: Job, outcome: Outcome) -> None:
        """Learn that an edition was released, or has failed."""

    def again(self, changed: Mapping[Job, Sequence[str]]) -> None:
        """Learn that editions are built again, and which of their inputs changed while they were built."""

    def touched(self, files: Sequence[str]) -> None:
        """Learn which files were changed while the batch ran, other than those of its editions."""

    def noticed(self, notice: Notice) -> None:
        """Learn that a cluster does not go on, and what to do about it."""

    def lost(self, loss: Loss) -> None:
        """Learn that a worker of a cluster was lost."""


@dataclass(frozen=True)
class Batch:
    """What came of a batch: the editions released now, those up to date or issued, and the workers lost over it.

    doubted   what no note explains in the periods built; no number of what was released rests on it
    skipped   the editions that have nothing of their own to show, each with the reason in words
    """

    released: tuple[Released, ...]
    up_to_date: tuple[Job, ...]
    issued: tuple[Letter, ...] = ()
    losses: tuple[Loss, ...] = ()
    doubted: tuple[Finding, ...] = ()
    skipped: tuple[tuple[Job, str], ...] = ()


def build_all(project: Project, wanted: Wanted, watcher: Watcher, *, run: Run, fail_fast: bool = False) -> Batch:
    """Build every edition wanted that is not up to date, all from the same inputs.

    run   builds jobs, here or on a cluster

    Editions whose inputs changed while the batch ran are built again; those whose inputs go on changing are refused
    by name. Raises the error of a single edition as it is, those of several as a BatchError with the command for each.
    What is issued is left as it is; a UsageError when nothing else was asked for.
    """
    with held(wanted.folder(project)):
        editions = plan(project, wanted)
        issued = tuple(one.issued for one in editions if one.issued)
        if issued and len(issued) == len(editions):
            raise refusal(issued[0])
        watcher.planned(editions)
        up_to_date = tuple(one.job for one in editions if not one.why and not one.issued)
        watch = Watch(project, wanted.folder(project))
        work = _Work(project, watcher, run, up_to_date, alone=len(editions) == 1 or fail_fast)
        for campaign in sorted({one.job.parameters.campaign for one in editions if one.why}):
            bring_up_to_date(project, campaign)
        try:
            work.build([one.job for one in editions if one.why])
            work.settle()
        finally:
            if touched := watch.changed(work.ordered):
                watcher.touched(touched)
    if work.failed:
        raise _failures(wanted, work.failed, len(editions), work.losses)
    released = tuple(one for _, one in sorted(work.released.items()))
    left_alone = tuple(job for job in up_to_date if job.edition not in work.released)
    return Batch(released, left_alone, issued, tuple(work.losses), work.doubted, tuple(work.skipped))


class _Work:
    """What a batch has come to: editions released and failed, and workers lost."""

    def __init__(self, project: Project, watcher: Watcher, run: Run, there: Sequence[Job], *, alone: bool) -> None:
        self._project, self._watcher, self._run, self._alone = project, watcher, run, alone
        self._there: dict[Edition, Job] = {job.edition: job for job in there}
        self.released: dict[Edition, Released] = {}
        self.failed: list[tuple[Job, DophuError]] = []
        self.skipped: list[tuple[Job, str]] = []
        self.losses: list[Loss] = []
        self.ordered: list[Job] = []
        self.doubted: tuple[Finding, ...] = ()

    def build(self, jobs: Sequence[Job]) -> None:
        """Build jobs; the error of one that is alone is raised."""
        self.ordered += jobs
        with closing(self._run(self._project, self._with_doubts(jobs))) as events:
            for event in events:
                if isinstance(event, Notice):
                    self._watcher.noticed(event)
                    continue
                if isinstance(event, Loss):
                    self._watcher.lost(event)
                    self.losses.append(event)
                    continue
                self._watcher.ended(*event)
                self._take(*event)

    def _with_doubts(self, jobs: Sequence[Job]) -> list[Job]:
        """Look once at the figures that editions may print, and let each know what is doubted in its campaign."""
        read: dict[str, set[tuple[Period, str]]] = {}
        for job in jobs:
            campaign, _, unit, _ = job.edition
            read.setdefault(campaign, set()).add((job.parameters.period, unit))
        found = {campaign: unexplained(self._project, campaign, editions) for campaign, editions in read.items()}
        built = {(campaign, day.name) for campaign, editions in read.items() for day, _ in editions}
        self.doubted = tuple(one for each in found.values() for one in each if tuple(one.file.split("/")[1:3]) in built)
        return [replace(job, doubted=found[job.parameters.campaign]) for job in jobs]

    def settle(self) -> None:
        """Build again what was made from inputs that changed meanwhile, until they rest, or refuse it by name."""
        for _ in range(ROUNDS):
            changed = self._changed()
            if not changed:
                return
            self._watcher.again(changed)
            self.build(list(changed))
        for job, why in self._changed().items():
            fix = "wait until nobody writes there, and run the same command again"
            self._take(job, DataError(job.report, f"its inputs change while it is built: {'; '.join(why)}", fix))

    def _take(self, job: Job, outcome: Outcome) -> None:
        if isinstance(outcome, Released):
            self._there[job.edition], self.released[job.edition] = job, outcome
            return
        self._there.pop(job.edition, None)
        self.released.pop(job.edition, None)
        if isinstance(outcome, EmptyError):
            self.skipped.append((job, outcome.problem))
            return
        if self._alone:
            raise outcome
        self.failed.append((job, outcome))

    def _changed(self) -> dict[Job, tuple[str, ...]]:
        """Find the editions of the batch that would be built otherwise now: their inputs changed after it began."""
        now = Now(self._project)
        made = {job: read_manifest(job.folder / f"{job.report}{SUFFIX}") for job in self._there.values()}
        why = {job: tuple(map(str, now.reasons(record))) for job, record in made.items()}
        return {job: reasons for job, reasons in why.items() if reasons}


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
