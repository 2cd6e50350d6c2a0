"""What changed in a project while its notebooks ran, by name: nothing that a notebook reaches may do so unseen.

A notebook's process is held to its own folder where the system can do that (`cage`). Modes and times of files it can
change there too, and elsewhere, or in an ordinary kernel, everything its user may.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from dophu.data.locations import is_url
from dophu.data.project import LOCK, WORK, Project
from dophu.run.failed import FAILED, SKIPPED
from dophu.run.job import Job
from dophu.run.release import KINDS

OF_PROJECT = ("data", "params", "notebooks", "src", LOCK)
PAGE = "index.html"
Look = dict[str, tuple[int, ...]]


class Watch:
    """Looks at the files of a project and of its outputs, and finds those that are others later."""

    def __init__(self, project: Project, out: Path) -> None:
        self._project, self._out = project, out
        self._inputs, self._outputs = self._look_at_inputs(), self._look_at_outputs()

    def changed(self, built: Iterable[Job]) -> list[str]:
        """Name the files that were changed, made or removed since, but for those of editions built meanwhile."""
        own = {str(job.folder / f"{job.report}.{kind}") for job in built for kind in KINDS}
        return [
            *_differing(self._inputs, self._look_at_inputs()),
            *(name for name in _differing(self._outputs, self._look_at_outputs()) if name not in own),
        ]

    def _look_at_inputs(self) -> Look:
        """Look at the inputs' size, mode, and moments of change, of which the last cannot be set back."""
        found: Look = {}
        for path in (self._project.root / name for name in OF_PROJECT):
            for file, status in _files(path):
                name = Path(file).relative_to(self._project.root).as_posix()
                found[name] = (status.st_mode, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
        return found

    def _look_at_outputs(self) -> Look:
        """Look at the outputs likewise; a second name, as releases give, moves their last moment of change."""
        if is_url(self._out):
            return {}
        files = _files(self._out, without=(WORK, FAILED, SKIPPED, PAGE))
        return {file: (status.st_mode, status.st_size, status.st_mtime_ns) for file, status in files}


def _differing(before: Look, after: Look) -> list[str]:
    return sorted(name for name in {*before, *after} if before.get(name) != after.get(name))


def _files(place: Path, without: Iterable[str] = ()) -> Iterator[tuple[str, os.stat_result]]:
    """Walk over the files in and below a place, links not followed; hidden folders of tools are passed over."""
    if place.is_file():
        yield str(place), place.stat()
    for folder, folders, files in os.walk(place):
        top = Path(folder) == place
        folders[:] = [name for name in folders if not (name == "__pycache__" or (top and name in without))]
        for file in files:
            if not (top and file in without):
                try:
                    path = os.path.join(folder, file)  # noqa: PTH118 - for thousands of files
                    yield path, os.lstat(path)
                except FileNotFoundError:  # it left while it was looked for
                    continue
