"""Finished files put into their place: an edition whole or not at all, its manifest last."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from dophu.data.places import is_url, reaching
from dophu.errors import DophuError, UsageError
from dophu.run.failed import FAILED, forget_failed
from dophu.run.job import Job, Outcome, Released
from dophu.run.lock import STAGING
from dophu.run.manifest import SUFFIX


def staging(out: Path) -> Path:
    """Make a folder beside the outputs, on the same disk, in which an edition is made."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(prefix=STAGING, dir=out))
    except OSError as error:
        raise UsageError(out, f"it cannot be written: {error.strerror}", "name another folder with --out") from None


def release(files: Mapping[str, bytes], staged: Path, folder: Path) -> Released:
    """Write an edition's files through to the disk, then move them into place."""
    names = _ordered(files)
    for name in names:
        _write_through(staged / name, files[name])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / names[-1]).unlink(missing_ok=True)  # a release cut short must not pass for the former edition
    for name in names:
        (staged / name).replace(folder / name)
    return Released(folder, tuple(names))


def _ordered(files: Mapping[str, bytes]) -> list[str]:
    """Name the files with the manifest last: where it lies, all it names lie too."""
    return sorted(files, key=lambda name: (name.endswith(SUFFIX), name))


def _write_through(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def contents(out: Path) -> dict[str, bytes]:
    """Read what a build left in outputs of its own: by path below them, of an edition released or failed."""
    paths = sorted(path for path in out.rglob("*") if path.is_file())
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in paths}


def put(job: Job, outcome: Outcome, files: Mapping[str, bytes]) -> Outcome:
    """Put what was built elsewhere, by `contents`, into a job's outputs: an edition, or the trace of its failure."""
    try:
        with reaching(job.out):
            return _put_released(job, files) if isinstance(outcome, Released) else _put_failed(job, outcome, files)
    except OSError as error:
        fix = "make room there, or name another folder with --out"
        return UsageError(error.filename or job.out, f"it cannot be written: {error.strerror}", fix)
    except DophuError as error:
        return error


def _put_released(job: Job, files: Mapping[str, bytes]) -> Released:
    named = {Path(name).name: content for name, content in files.items()}
    released = _uploaded(named, job.folder) if is_url(job.out) else _moved(named, job)
    forget_failed(job.out, job.edition)
    return released


def _moved(files: Mapping[str, bytes], job: Job) -> Released:
    staged = staging(job.out)
    try:
        return release(files, staged, job.folder)
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _uploaded(files: Mapping[str, bytes], place: Path) -> Released:
    """Put an edition's files into a store in one transaction, which commits them in this order or none."""
    names, folder = _ordered(files), cast(Any, place)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / names[-1]).unlink(missing_ok=True)
    with folder.fs.transaction:
        for name in names:
            with folder.fs.open((folder / name).path, "wb") as file:
                file.write(files[name])
    return Released(place, tuple(names))


def _put_failed(job: Job, error: DophuError, files: Mapping[str, bytes]) -> DophuError:
    """Keep the notebook and the error of an edition that failed elsewhere; nothing else of it comes in."""
    for name, content in files.items():
        if name.startswith(f"{FAILED}/"):
            path = job.out / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    return error
