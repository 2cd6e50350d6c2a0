"""How a batch goes on: a bar on a terminal, a line an edition elsewhere, events for machines."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from dophu.errors import DophuError, EmptyError
from dophu.run.job import Job, Loss, Notice, Outcome
from dophu.run.plan import Planned
from dophu.words import say


@contextmanager
def watching(*, as_json: bool) -> Iterator[Lines | Bar | Events]:
    """Choose the watcher that fits standard error."""
    if as_json:
        yield Events()
    elif sys.stderr.isatty():
        with Bar() as bar:
            yield bar
    else:
        yield Lines()


def _changed(changed: Mapping[Job, Sequence[str]]) -> Iterator[str]:
    for job, why in changed.items():
        yield f"{'/'.join(job.edition)}: built again, since it changed meanwhile: {'; '.join(why)}"


def _touched(files: Sequence[str]) -> str:
    listed = "".join(f"\n  {name}" for name in files)
    fix = "if nobody worked on them, a notebook of this batch did: compare them with what you keep, and look into it"
    return f"changed while the batch ran, and not by a release:{listed}\nfix: {fix}"


class Lines:
    """A line for each edition; nothing for a single one, whose files are printed anyway."""

    def __init__(self) -> None:
        self._done, self._of = 0, 0

    def planned(self, editions: Sequence[Planned]) -> None:
        """Count what is to be done."""
        self._of = sum(bool(one.why) for one in editions)

    def ended(self, job: Job, outcome: Outcome) -> None:
        """Print how one edition ended."""
        self._done += 1
        if self._of > 1:
            state = "failed" if isinstance(outcome, DophuError) else "released"
            if isinstance(outcome, EmptyError):
                state = say("build.skipped", reason=outcome.problem)
            print(f"[{self._done}/{self._of}] {'/'.join(job.edition)}: {state}", file=sys.stderr, flush=True)

    def again(self, changed: Mapping[Job, Sequence[str]]) -> None:
        """Print what changed meanwhile, and so is built again."""
        self._of += len(changed)
        for line in _changed(changed):
            print(line, file=sys.stderr, flush=True)

    def touched(self, files: Sequence[str]) -> None:
        """Print what was changed while the batch ran, and by none of its editions."""
        print(_touched(files), file=sys.stderr, flush=True)

    def noticed(self, notice: Notice) -> None:
        """Print what keeps a cluster from going on."""
        print(notice, file=sys.stderr, flush=True)

    def lost(self, loss: Loss) -> None:
        """Print who was lost with which editions."""
        print(loss, file=sys.stderr, flush=True)


class Events:
    """A JSON object for each event."""

    def planned(self, editions: Sequence[Planned]) -> None:
        """Tell what is to be done."""
        wanted = sum(bool(one.why) for one in editions)
        self._tell(event="planned", editions=wanted, up_to_date=len(editions) - wanted)

    def ended(self, job: Job, outcome: Outcome) -> None:
        """Tell how one edition ended."""
        if isinstance(outcome, EmptyError):
            self._tell(event="skipped", edition=job.edition, reason=outcome.problem)
        elif isinstance(outcome, DophuError):
            error = {"where": outcome.where, "problem": outcome.problem, "fix": outcome.fix}
            self._tell(event="failed", edition=job.edition, error=error)
        else:
            self._tell(event="released", edition=job.edition, files=outcome.files)

    def again(self, changed: Mapping[Job, Sequence[str]]) -> None:
        """Tell what changed meanwhile, and so is built again."""
        for job, why in changed.items():
            self._tell(event="again", edition=job.edition, why=why)

    def touched(self, files: Sequence[str]) -> None:
        """Tell what was changed while the batch ran, and by none of its editions."""
        self._tell(event="touched", files=files)

    def noticed(self, notice: Notice) -> None:
        """Tell what keeps a cluster from going on."""
        left = [job.edition for job in notice.left]
        self._tell(event="waiting", where=notice.where, problem=notice.problem, left=left, fix=notice.fix)

    def lost(self, loss: Loss) -> None:
        """Tell who was lost with which editions."""
        self._tell(event="lost", worker=loss.worker, again=[job.edition for job in loss.again])

    def _tell(self, **event: Any) -> None:
        print(json.dumps(event, ensure_ascii=False), file=sys.stderr, flush=True)


class Bar:
    """A bar: done of all, failed, editions a second, time left."""

    def __init__(self) -> None:
        from rich.console import Console  # noqa: PLC0415 - slow, and for terminals only
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415 - slow, and for terminals only

        columns = (
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[failed]} failed, {task.fields[rate]}, left"),
            TimeRemainingColumn(),
            TextColumn("{task.description}"),
        )
        self._progress = Progress(*columns, console=Console(stderr=True), transient=True)
        self._failed = 0

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def planned(self, editions: Sequence[Planned]) -> None:
        """Draw the bar."""
        wanted = sum(bool(one.why) for one in editions)
        self._task = self._progress.add_task("", total=wanted, failed=0, rate="")
        if wanted > 1:
            self._progress.start()

    def ended(self, job: Job, outcome: Outcome) -> None:
        """Move the bar on."""
        self._failed += isinstance(outcome, DophuError) and not isinstance(outcome, EmptyError)
        speed = self._progress.tasks[self._task].speed
        rate = f"{speed:.1f} a second" if speed else ""
        where = "/".join(job.edition)
        self._progress.update(self._task, advance=1, failed=self._failed, rate=rate, description=where)

    def again(self, changed: Mapping[Job, Sequence[str]]) -> None:
        """Print above the bar what changed meanwhile, and make the bar longer."""
        self._progress.update(self._task, total=(self._progress.tasks[self._task].total or 0) + len(changed))
        for line in _changed(changed):
            self._progress.console.print(line, markup=False, highlight=False)

    def touched(self, files: Sequence[str]) -> None:
        """Print above the bar what was changed while the batch ran, and by none of its editions."""
        self._progress.console.print(_touched(files), markup=False, highlight=False)

    def noticed(self, notice: Notice) -> None:
        """Print above the bar what keeps a cluster from going on."""
        self._progress.console.print(str(notice), markup=False, highlight=False)

    def lost(self, loss: Loss) -> None:
        """Print above the bar who was lost with which editions."""
        self._progress.console.print(str(loss), markup=False, highlight=False)
