"""One build at a time over a folder of outputs: the second is refused, not mixed into the first."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dophu.data.places import is_url, reaching
from dophu.errors import UsageError

LOCK = ".lock"
STAGING = ".staging-"

if sys.platform == "win32":
    import msvcrt

    def _take(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def held(out: Path) -> Iterator[None]:
    """Hold the outputs for one build, and clear away what a build that was killed has left half-made.

    The system lets go of the lock with the process that holds it, however that ends. A store behind a URL has no such
    locks: there, what two builds would mix is told by the manifests' hashes.
    """
    if is_url(out):
        with reaching(out):
            out.exists()
        yield
        return
    try:
        out.mkdir(parents=True, exist_ok=True)
        file = os.open(out / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise UsageError(out, f"it cannot be written: {error.strerror}", "name another folder with --out") from None
    try:
        _take(file)
        for left in out.glob(f"{STAGING}*"):
            shutil.rmtree(left, ignore_errors=True)
        yield
    except BlockingIOError:
        fix = "wait for it, or name another folder with --out"
        raise UsageError(out, "another build is writing here", fix) from None
    finally:
        os.close(file)
