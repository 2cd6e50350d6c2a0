"""One process at a time: a lock that ends with its process, also on folders of a network that know no such locks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import BaseFileLock, FileLock, SoftFileLock, Timeout

from dophu.errors import DophuError


@contextmanager
def alone(file: Path, busy: DophuError, wait: float = 0) -> Iterator[None]:
    """Hold a lock file, or raise `busy` when another process holds it after `wait` seconds.

    Where the file system knows no locks (ENOLCK, EOPNOTSUPP, ENOSYS on NFS, SMB, FUSE), a file beside it marks who
    holds it; filelock takes over the mark of a process of this machine that has ended.
    """
    try:
        lock = _taken(file, wait)
    except Timeout:
        raise busy from None
    try:
        yield
    finally:
        lock.release()


def _taken(file: Path, wait: float) -> BaseFileLock:
    # Its own fallback would take a lock file left by an earlier run, or copied along, for one that is held.
    lock: BaseFileLock = FileLock(file, timeout=wait, fallback_to_soft=False)
    try:
        lock.acquire()
    except Timeout:
        raise
    except OSError:
        lock = SoftFileLock(file.with_name(f"{file.name}.held"), timeout=wait)
        lock.acquire()
    return lock
