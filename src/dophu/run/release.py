"""Finished files put into their place: an edition whole or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from dophu.data.durable import sync_names, write_through
from dophu.data.exchange import exchange
from dophu.data.locations import is_url, reaching
from dophu.data.project import WORK, Project
from dophu.errors import DophuError, UsageError
from dophu.run.agreement import refuse_disagreement
from dophu.run.failed import FAILED, SKIPPED, forget_failed, forget_skipped
from dophu.run.job import FORMATS, Job, Outcome, Released
from dophu.run.lock import leave, releasing, staging
from dophu.run.manifest import SUFFIX

KINDS = (*FORMATS, "ipynb", "facts.json", SUFFIX.lstrip("."))  # the files of an edition


def release(project: Project, files: Mapping[str, bytes], staged: Path, job: Job) -> Released:
    """Write an edition's files through to the disk, then let its folder change at once from the former to the new.

    What else lies in the folder, other reports of the unit, stands in the new one by a second name for the same file.
    Raises a GateError where one of them says another number of the same than the files do.
    """
    built = staged / "released"
    built.mkdir()
    for name, content in files.items():
        write_through(built / name, content)
    with releasing(job.out):
        refuse_disagreement(project, job.folder, files)
        job.folder.parent.mkdir(parents=True, exist_ok=True)
        if job.folder.exists():
            _stand_beside(job, built)
        sync_names(built)
        exchange(built, job.folder)
    return Released(job.folder, tuple(_ordered(files)))


def _stand_beside(job: Job, built: Path) -> None:
    own = {f"{job.report}.{kind}" for kind in KINDS}

    def own_files(folder: str, names: list[str]) -> set[str]:
        return own.intersection(names) if Path(folder) == job.folder else set()

    shutil.copytree(job.folder, built, symlinks=True, ignore=own_files, copy_function=_second_name, dirs_exist_ok=True)


def _second_name(here: str, there: str) -> None:
    """Give a file a second name, or, where the disk has none, a copy."""
    try:
        Path(there).hardlink_to(here)
    except OSError:
        shutil.copy2(here, there)


def _ordered(files: Mapping[str, bytes]) -> list[str]:
    """Name the files with the manifest last: where it lies, all it names lie too."""
    return sorted(files, key=lambda name: (name.endswith(SUFFIX), name))


def contents(out: Path) -> dict[str, bytes]:
    """Read what a build left in outputs of its own: by path below them, of an edition released or failed."""
    paths = sorted(path for path in out.rglob("*") if path.is_file() and WORK not in path.relative_to(out).parts)
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in paths}


def put(project: Project, job: Job, outcome: Outcome, files: Mapping[str, bytes]) -> Outcome:
    """Put what was built elsewhere, by `contents`, into a job's outputs: an edition, or the trace of its failure."""
    try:
        with reaching(job.out):
            return (
                _put_released(project, job, files)
                if isinstance(outcome, Released)
                else _put_failed(job, outcome, files)
            )
    except OSError as error:
        fix = "make room there, or name another folder with --out"
        return UsageError(error.filename or job.out, f"it cannot be written: {error.strerror}", fix)
    except DophuError as error:
        return error


def _put_released(project: Project, job: Job, files: Mapping[str, bytes]) -> Released:
    named = {Path(name).name: content for name, content in files.items()}
    released = _uploaded(project, named, job.folder) if is_url(job.out) else _moved(project, named, job)
    forget_failed(job.out, job.edition)
    forget_skipped(job.out, job.edition)
    return released


def _moved(project: Project, files: Mapping[str, bytes], job: Job) -> Released:
    staged = staging(job.out)
    try:
        return release(project, files, staged, job)
    finally:
        leave(staged)


def _uploaded(project: Project, files: Mapping[str, bytes], place: Path) -> Released:
    """Put an edition's files into a store in one transaction, which commits them in this order or none."""
    refuse_disagreement(project, place, files)
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
        if name.startswith((f"{FAILED}/", f"{SKIPPED}/")):
            path = job.out / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    return error
