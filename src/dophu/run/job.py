"""One edition to build, and what came of it; light, for processes that only plan and wait."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from dophu.data.edition import Parameters
from dophu.data.tables import Finding
from dophu.errors import DophuError


@dataclass(frozen=True)
class Limits:
    """What a notebook may take: seconds for its cells and for typesetting, bytes of memory and of what it puts out."""

    seconds: float = 600.0
    typesetting: float = 120.0
    memory: int = 4 << 30
    output: int = 32 << 20


FORMATS = ("html", "pdf", "docx", "xlsx", "png", "txt")  # the last two are a card and a text for a chat
LIMITS = Limits()


@dataclass(frozen=True)
class Job:
    """An edition to build: its report and parameters, where to, in which formats, and within which limits.

    allowed   rules of looks that are left out, each with its reason
    doubted   what `dophu check` finds in its campaign and no note explains; no number of it may rest on that
    """

    report: str
    parameters: Parameters
    out: Path
    formats: tuple[str, ...]
    limits: Limits = LIMITS
    doubted: tuple[Finding, ...] = field(default=(), compare=False)
    allowed: tuple[tuple[str, str], ...] = ()

    @property
    def edition(self) -> tuple[str, str, str, str]:
        """Campaign, period, unit and report: its place below the outputs."""
        parameters = self.parameters
        return parameters.campaign, parameters.period.name, parameters.unit, self.report

    @property
    def folder(self) -> Path:
        """Where its files come to lie."""
        return self.out.joinpath(*self.edition[:-1])


@dataclass(frozen=True)
class Released:
    """The files of one edition, by name (`quick_report.pdf`), in their folder."""

    folder: Path
    files: tuple[str, ...]


Outcome = Released | DophuError


@dataclass(frozen=True)
class Loss:
    """A worker of a cluster that was lost, and the editions that are therefore built again elsewhere."""

    worker: str
    again: tuple[Job, ...]

    def __str__(self) -> str:
        editions = ", ".join("/".join(job.edition) for job in self.again)
        return f"worker {self.worker} was lost; built again elsewhere: {editions}"


@dataclass(frozen=True)
class Notice:
    """What keeps a cluster from going on, the editions left, and what to do; the batch still waits."""

    where: str
    problem: str
    left: tuple[Job, ...]
    fix: str

    def __str__(self) -> str:
        editions = ", ".join("/".join(job.edition) for job in self.left)
        return f"{self.where}: {self.problem}; {len(self.left)} left: {editions}\nfix: {self.fix}"


Event = tuple[Job, Outcome] | Loss | Notice
