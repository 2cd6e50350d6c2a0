"""One command measured as a whole: wall time, and the processor time and memory of it and of all that it starts."""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from threading import Event, Thread
from time import perf_counter

PR_SET_CHILD_SUBREAPER = 36
EVERY = 0.5  # seconds between two looks at the memory; looking costs processor time of its own


@dataclass(frozen=True)
class Cost:
    """What one run cost: seconds of wall time and of processor time, MB that its processes held at once."""

    wall: float
    cpu: float
    memory: float


def measure(command: list[str], folder: Path, environment: Mapping[str, str]) -> Cost:
    """Run a command to its end, with every process that it leaves behind. Raises CalledProcessError where it fails."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)  # what it leaves behind becomes ours to wait for
    others = _children()
    before, start, ended, peaks = _used(), perf_counter(), Event(), [0.0]
    watcher = Thread(target=_watch, args=(ended, peaks))
    watcher.start()
    try:
        ran = subprocess.run(command, cwd=folder, env=dict(environment), capture_output=True, text=True, check=False)
        wall = perf_counter() - start
        _wait_for_the_rest(others)
    finally:
        ended.set()
        watcher.join()
    if ran.returncode:
        print(ran.stdout[-2000:], ran.stderr[-2000:])
        ran.check_returncode()
    return Cost(wall, _used() - before, max(peaks))


def _used() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def _children() -> set[int]:
    return {int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit() and _parent(path) == os.getpid()}


def _wait_for_the_rest(others: set[int]) -> None:
    while left := _children() - others:
        for pid in left:
            with suppress(ChildProcessError):
                os.waitpid(pid, 0)


def _watch(ended: Event, peaks: list[float]) -> None:
    while not ended.wait(EVERY):
        peaks.append(sum(map(_private, _descendants(os.getpid()))) / 2**20)


def _descendants(of: int) -> list[int]:
    parents = {int(path.name): _parent(path) for path in Path("/proc").iterdir() if path.name.isdigit()}
    found, last = set[int](), {of}
    while last:
        last = {pid for pid, parent in parents.items() if parent in last}
        found |= last
    return sorted(found)


def _parent(process: Path) -> int:
    with suppress(OSError, IndexError):
        return int((process / "stat").read_text().rpartition(")")[2].split()[1])
    return 0


def _private(pid: int) -> int:
    """Bytes that a process shares with no other, and its part of what it does share."""
    with suppress(OSError):
        lines = (Path("/proc") / str(pid) / "smaps_rollup").read_text().splitlines()
        return sum(int(line.split()[1]) << 10 for line in lines if line.startswith("Pss:"))
    return 0


def middle(costs: list[Cost]) -> Cost:
    """Take the median of each figure."""
    return Cost(*(median(getattr(cost, name) for cost in costs) for name in ("wall", "cpu", "memory")))
