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
from typing import NoReturn

Send = Callable[[bytes], None]
PR_SET_PDEATHSIG = 1
CHUNK = 1 << 20
HIGHEST_DESCRIPTOR = 1 << 16


class Child:
    """Forks on entry; on exit the child, and all that it started, are gone."""

    def __init__(self, work: Callable[[Send], None]) -> None:
        self._work = work
        self._status: int | None = None
        self._late = False

    def __enter__(self) -> Child:
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

    def lines(self, until: float) -> Iterator[bytes]:
        """Yield what the child tells, line by line, until it ends or the monotonic clock reaches `until`.

        Watches the process as well as the pipe, which a process left behind by the child may hold open.
        """
        rest = b""
        while chunk := self._next(until):
            *lines, rest = (rest + chunk).split(b"\n")
            yield from lines

    def _next(self, until: float) -> bytes:
        ready, *_ = select.select([self._pipe, self._ending], [], [], max(0.0, until - time.monotonic()))
        if self._pipe in ready and (chunk := os.read(self._pipe, CHUNK)):
            return chunk
        self._late = not ready
        return b""

    @property
    def how_it_ended(self) -> str:
        """Say in words how the child ended; only after it has."""
        if self._late:
            return "took longer than its time limit"
        code = os.waitstatus_to_exitcode(self._status or 0)
        return f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"

    def _reap(self) -> None:
        """Wait a moment for a child that has closed its pipe, then kill what is left of its session."""
        if not self._late:
            select.select([self._ending], [], [], 1.0)
        if not select.select([self._ending], [], [], 0)[0]:
            os.kill(self.pid, signal.SIGKILL)
        _, self._status = os.waitpid(self.pid, 0)
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)


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
