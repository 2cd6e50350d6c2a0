"""Which notebooks have run in a project, by identity: what lies beside a record is run again only if it has run before.

A record and the notebook beside it may come from anybody; a notebook that this project has built from is its own.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from dophu.data.project import WORK, Project

FOLDER = "ran"  # of empty files, named by identity


def remember(project: Project, notebook: str) -> None:
    """Note that a notebook has run; where nothing can be written, nothing is remembered."""
    with suppress(OSError):
        place = _place(project, notebook)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.touch()


def has_run(project: Project, notebook: str) -> bool:
    """Say whether a notebook has run in this project."""
    return _place(project, notebook).is_file()


def _place(project: Project, notebook: str) -> Path:
    return project.root / WORK / FOLDER / notebook
