"""What a cluster's worker does for a batch: it says what it would build with, and builds editions on its own machine.

Nothing that it builds goes into the outputs from here: the files are handed back to the client, who alone releases.
"""

from __future__ import annotations

import platform
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import metadata
from pathlib import Path

from distributed import get_worker

from dophu.data.locations import located
from dophu.data.project import LOCK, Project
from dophu.errors import UsageError
from dophu.run.job import Job, Outcome
from dophu.run.manifest import packages, sha256
from dophu.run.release import contents
from dophu.run.station import Station

Versions = Mapping[str, str]


@dataclass(frozen=True)
class Order:
    """An edition to build away from its outputs.

    batch      what tells this batch from all others
    location   the project: a folder that every worker sees, or a URL
    versions   what the client would build with
    """

    batch: str
    location: str
    versions: Versions
    job: Job


@dataclass(frozen=True)
class Made:
    """What came of an order: the files by path below the outputs, released or kept of a failure."""

    outcome: Outcome
    files: Mapping[str, bytes]


def versions(location: str) -> Versions:
    """Say what editions are built with here: Python, packages with the hash of our own source, and the lock."""
    lock = located(location) / LOCK
    there = {LOCK: sha256(lock.read_bytes())} if lock.exists() else {}
    return packages() | {"python": platform.python_version(), "distributed": metadata.version("distributed")} | there


def differences(here: Versions, there: Versions) -> list[str]:
    """List what a worker has otherwise than the client, as "name: this there, that here"."""
    names = sorted(name for name in here.keys() | there.keys() if here.get(name) != there.get(name))
    return [f"{name}: {there.get(name, 'none')} there, {here.get(name, 'none')} here" for name in names]


def make(order: Order) -> Made:
    """Build an edition; a worker that came late is held to the client's versions like those before it."""
    different = differences(order.versions, versions(order.location))
    if different:
        fix = "install the same there, and start the worker again"
        return Made(UsageError(get_worker().address, "; ".join(different), fix), {})
    project = _project(order.batch, order.location)
    with tempfile.TemporaryDirectory(prefix="dophu-", dir=get_worker().local_directory) as folder:
        job = replace(order.job, out=Path(folder, order.job.out.name))
        outcome = _station().build(project.root, job)
        return Made(outcome, contents(job.out))


@lru_cache(maxsize=1)
def _project(_batch: str, location: str) -> Project:
    """Open the project once for a batch."""
    return Project.at(location)


_OF_THREAD = threading.local()


def _station() -> Station:
    station: Station | None = getattr(_OF_THREAD, "station", None)
    if station is None or not station.lives:
        station = _OF_THREAD.station = Station()
    return station
