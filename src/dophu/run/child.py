"""A forked child of this process: it works, tells of it by lines through a pipe, and leaves nothing running behind."""

from __future__ import annotations

import ctypes
import os
import random
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from types import TracebackType
from typing import Any, NoReturn

from dophu.run.cage import adopt_orphans, children
from dophu.run.job import Limits

Send = Callable[[bytes], None]
MOST_LINES = 100_000  # of a notebook: each print is two
LATE = "took longer than its time limit"
PR_SET_PDEATHSIG = 1
CHUNK = 1 << 20
HIGHEST_DESCRIPTOR = 1 << 16


class Child:
    """Forks on entry; on exit the child, and all that it started, are gone."""

    def __init__(self, work: Callable[[Send], None], limits: Limits) -> None:
        self._work, self._limits = work, limits
        self._status: int | None = None
        self._cut = ""

    def __enter__(self) -> Child:
        adopt_orphans()
        self._others = set(children())
        self._pipe, writable = os.pipe()
        self.pid = os.fork()
        if not self.pid:
            _be_child(writable, self._work)
        os.close(writable)
        self._ending = os.pidfd_open(self.pid)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._reap()
        os.close(self._pipe)
        os.close(self._ending)

    def lines(self) -> Iterator[bytes]:
        """Yield what the child tells, line by line, until it ends or reaches a limit.

        Watches the process as well as the pipe, which a process left behind by the child may hold open.
        """
        until, told, number, begun = time.monotonic() + self._limits.seconds, 0, 0, list[bytes]()
        while chunk := self._next(until):
            told += len(chunk)
            *ends, rest = chunk.split(b"\n")
            number += len(ends)
            if told > self._limits.output:
                self._cut = f"put out more than {self._limits.output >> 20} MB"
            elif number > MOST_LINES:
                self._cut = f"put out more than {MOST_LINES} pieces"
            elif time.monotonic() > until:
                self._cut = LATE
            if self._cut:
                return
            for end in ends:
                yield b"".join([*begun, end])
                begun.clear()
            begun.append(rest)

    def _next(self, until: float) -> bytes:
        ready, *_ = select.select([self._pipe, self._ending], [], [], max(0.0, until - time.monotonic()))
        if self._pipe in ready and (chunk := os.read(self._pipe, CHUNK)):
            return chunk
        self._cut = "" if ready else LATE
        return b""

    @property
    def how_it_ended(self) -> str:
        """Say in words how the child ended; only after it has."""
        if self._cut:
            return self._cut
        code = os.waitstatus_to_exitcode(self._status or 0)
        return f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"

    def _reap(self) -> None:
        """Wait a moment for a child that has closed its pipe, then kill it and whatever it has left behind."""
        if not self._cut:
            select.select([self._ending], [], [], 1.0)
        if not select.select([self._ending], [], [], 0)[0]:
            os.kill(self.pid, signal.SIGKILL)
        _, self._status = os.waitpid(self.pid, 0)
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        while left := set(children()) - self._others:
            for pid in left:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)


def _forget_tracker() -> None:
    """Let multiprocessing start a tracker of this process's own: the pipe to the parent's is closed here."""
    if "multiprocessing.resource_tracker" in sys.modules:
        tracker: Any = sys.modules["multiprocessing.resource_tracker"].__dict__["_resource_tracker"]
        tracker._fd = tracker._pid = None


def _be_child(pipe: int, work: Callable[[Send], None]) -> NoReturn:
    """Work in a session of one's own, tied to the parent's life, with nothing of its open files; never return."""
    status = 1
    try:
        os.setsid()
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.closerange(3, pipe)
        os.closerange(pipe + 1, HIGHEST_DESCRIPTOR)
        _forget_tracker()
        random.seed()
        if "numpy" in sys.modules:
            sys.modules["numpy"].random.seed()
        with os.fdopen(pipe, "wb") as told:

            def send(line: bytes) -> None:
                told.write(line)
                told.flush()

            work(send)
        status = 0
    except BaseException:  # what a child raises must not run on as a second parent
        traceback.print_exc()
    finally:
        os._exit(status)
