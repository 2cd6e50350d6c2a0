"""Editions built by tests as a batch builds them, by forks of a warm process: a kernel each costs seconds."""

from __future__ import annotations

from dophu.data.project import Project
from dophu.errors import DophuError
from dophu.run.job import Job, Released
from dophu.run.workers import run_jobs


def build(project: Project, job: Job) -> Released:
    """Build one edition; raise what kept it from being built."""
    ((_, outcome),) = run_jobs(project, [job], 1)
    if isinstance(outcome, DophuError):
        raise outcome
    return outcome
