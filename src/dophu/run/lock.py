"""One build at a time over a folder of outputs, and the room in it where editions are made."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from dophu.data.exchange import remove, restore
from dophu.data.locations import is_url, reaching
from dophu.data.locks import alone
from dophu.data.project import WORK
from dophu.errors import DophuError, UsageError

ELSEWHERE = "name another folder with --out"
STAGING = "staging-"
RELEASE_SECONDS = 120.0  # within which another edition's release, some milliseconds, must have ended


def workroom(out: Path) -> Path:
    """Make the hidden folder of the outputs that holds locks and what is half-made; all in it is of our making."""
    try:
        (out / WORK).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(out, error) from None
    return out / WORK


def unwritable(place: object, error: OSError) -> DophuError:
    """Tell that outputs cannot be written."""
    return UsageError(error.filename or place, f"it cannot be written: {error.strerror}", ELSEWHERE)


@contextmanager
def held(out: Path) -> Iterator[None]:
    """Hold the outputs for one build, and clear away what a build that was killed has left half-made.

    The lock ends with the process that holds it, however that ends. A store behind a URL has no such locks: there,
    what two builds would mix is told by the manifests' hashes.
    """
    if is_url(out):
        with reaching(out):
            out.exists()
        yield
        return
    busy = UsageError(out, "another build is writing here", f"wait for it, or {ELSEWHERE}")
    with locked(workroom(out) / "build.lock", busy):
        for left in (out / WORK).glob(f"{STAGING}*"):
            remove(left)
        for former in out.glob("*/*/.*.former"):
            restore(former.with_name(former.name.removeprefix(".").removesuffix(".former")))
        yield


@contextmanager
def releasing(out: Path) -> Iterator[None]:
    """Let one edition at a time take its place: editions of a unit share a folder."""
    busy = UsageError(out, "another release does not end", "look for a process that hangs, then run it again")
    with locked(workroom(out) / "release.lock", busy, RELEASE_SECONDS):
        yield


@contextmanager
def locked(file: Path, busy: DophuError, wait: float = 0) -> Iterator[None]:
    """Hold a lock of the outputs; one that cannot be taken at all is told of."""
    with ExitStack() as stack:
        try:
            stack.enter_context(alone(file, busy, wait))
        except OSError as error:
            raise unwritable(file, error) from None
        yield


def staging(out: Path) -> Path:
    """Make a folder beside the outputs, on the same disk, in which an edition is made."""
    try:
        return Path(tempfile.mkdtemp(prefix=f"{STAGING}{os.getpid()}-", dir=workroom(out)))
    except OSError as error:
        raise unwritable(out, error) from None


def lives(process: int) -> bool:
    """Say whether a process of this machine is still running."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it is another user's
        return True
    return True


def leave(staged: Path) -> None:
    """Remove a staging folder."""
    shutil.rmtree(staged, ignore_errors=True)


def clear_after(out: Path, process: int) -> None:
    """Remove what a process that was killed has left half-made."""
    for left in (out / WORK).glob(f"{STAGING}{process}-*"):
        leave(left)
