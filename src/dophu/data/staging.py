"""A folder of data/ changed as a whole or not at all: built beside its place, checked there, then put into it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from dophu.data.exchange import exchange, remove, restore, sync
from dophu.data.locations import refuse_other_than_file, told
from dophu.data.locks import alone
from dophu.data.project import WORK, Project
from dophu.errors import UsageError

READ_ONLY = 0o444


class Staged(Project):
    """A project in which one folder stands as it is going to be; its own content lies elsewhere."""

    def __init__(self, project: Project, folder: tuple[str, ...], content: Path) -> None:
        super().__init__(project.root)
        self.folder, self.content, self.changed = folder, content, False

    def path(self, *parts: str) -> Path:
        """Locate a file of the project as it is going to be."""
        inside = parts[: len(self.folder)] == self.folder
        return self.content.joinpath(*parts[len(self.folder) :]) if inside else super().path(*parts)

    def folders(self, *parts: str) -> list[str]:
        """List the folders inside a folder, the staged one among them."""
        *above, name = self.folder
        names = super().folders(*parts)
        return sorted({*names, name}) if list(parts) == above else names

    def put(self, name: str, content: str | Path) -> Path:
        """Write a file of the staged folder: a text, or a copy of another file, which is kept read-only."""
        self.changed = True
        path = self.content / name
        path.parent.mkdir(exist_ok=True)
        path.unlink(missing_ok=True)
        if isinstance(content, str):
            path.write_bytes(content.encode())
        else:
            shutil.copyfile(content, path)
            path.chmod(READ_ONLY)
        return path


@contextmanager
def staging(project: Project, folder: tuple[str, ...]) -> Iterator[Staged]:
    """Copy a folder beside its place, let it be changed there, and put it into its place when something was.

    Whatever is raised inside leaves the folder as it was, and so does a process that is killed. Raises UsageError
    when another import of the same campaign is at work, and when the folder cannot be written.
    """
    place = project.path(*folder)
    built = place.with_name(f".{place.name}.import")
    where = "/".join(folder)
    with _told(where), _alone(project, folder[-2]):
        restore(place)
        remove(built)  # left by an import that was killed
        try:
            _copy(place, built, where)
            yield (staged := Staged(project, folder, built))
            if staged.changed:
                sync(built)
                exchange(built, place)
        finally:
            restore(place)
            remove(built)


@contextmanager
def _told(where: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        problem = f"it cannot be written: {error.strerror or error}"
        raise UsageError(where, problem, "look at the folder's permissions and the disk") from None


@contextmanager
def rehearsal(project: Project, folder: tuple[str, ...]) -> Iterator[Staged]:
    """Let a folder be changed as `staging` does, and throw the result away."""
    with tempfile.TemporaryDirectory() as elsewhere:
        built = Path(elsewhere) / folder[-1]
        _copy(project.path(*folder), built, "/".join(folder))
        yield Staged(project, folder, built)


def _alone(project: Project, campaign: str) -> AbstractContextManager[None]:
    """Hold a campaign for one import; the lock lies beside the index, since data/ holds data alone."""
    busy = UsageError(f"data/{campaign}", "another import is at work here", "run it again when that one is done")
    folder = project.root / WORK
    folder.mkdir(exist_ok=True)
    return alone(folder / f"{campaign}.import.lock", busy)


def _copy(place: Path, built: Path, where: str) -> None:
    """Copy a folder's files; a pipe, a device or a link that leads nowhere among them is a DataError."""
    if not place.is_dir():
        built.mkdir()
        return

    def name(here: str) -> str:
        return f"{where}/{Path(here).relative_to(place).as_posix()}"

    def copied(here: str, there: str) -> None:
        with told(name(here)):
            refuse_other_than_file(Path(here), name(here))
        shutil.copy2(here, there)

    try:
        shutil.copytree(place, built, copy_function=copied)
    except shutil.Error as error:  # of each file that could not be copied: from where, to where, why
        here, _, why = error.args[0][0]
        fix = "look at the folder's permissions and the disk"
        raise UsageError(name(here), f"it cannot be copied: {why}", fix) from None
