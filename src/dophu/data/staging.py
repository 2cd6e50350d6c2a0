"""A folder of data/ changed as a whole or not at all: built beside its place, checked there, then put into it."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dophu.data.project import Project
from dophu.errors import DataError, UsageError

if sys.platform != "win32":
    import fcntl

READ_ONLY = 0o444
AT_WORKING_FOLDER, EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of renameat2(2)


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

    Whatever is raised inside leaves the folder as it was, and so does a process that is killed. Raises DataError
    when another import of the same campaign is at work, UsageError when the folder cannot be written.
    """
    place = project.path(*folder)
    built = place.with_name(f".{place.name}.import")
    with _alone(place.parent, "/".join(folder[:-1])):
        _restore(place)
        _remove(built)  # left by an import that was killed
        try:
            _copy(place, built)
            yield (staged := Staged(project, folder, built))
            if staged.changed:
                _sync(built)
                _exchange(built, place)
        except OSError as error:
            problem = f"it cannot be written: {error.strerror or error}"
            raise UsageError("/".join(folder), problem, "look at the folder's permissions and the disk") from None
        finally:
            _restore(place)
            _remove(built)


@contextmanager
def rehearsal(project: Project, folder: tuple[str, ...]) -> Iterator[Staged]:
    """Let a folder be changed as `staging` does, and throw the result away."""
    with tempfile.TemporaryDirectory() as elsewhere:
        built = Path(elsewhere) / folder[-1]
        _copy(project.path(*folder), built)
        yield Staged(project, folder, built)


@contextmanager
def _alone(folder: Path, name: str) -> Iterator[None]:
    """Hold a lock that ends with the process; Windows has none on folders, and two imports must not meet there."""
    if sys.platform == "win32":
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise DataError(name, "another import is at work here", "run it again when that one is done") from None
    else:
        yield
    finally:
        os.close(handle)


def _copy(place: Path, built: Path) -> None:
    if place.is_dir():
        shutil.copytree(place, built)
    else:
        built.mkdir()


def _sync(folder: Path) -> None:
    """Have everything on the disk before a name leads to it."""
    for path in (*folder.rglob("*"), folder):
        if path.is_dir() and sys.platform == "win32":
            continue
        handle = os.open(path, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)


def _exchange(built: Path, place: Path) -> None:
    """Put a folder into its place, in one step where the system has one; what stood there is left in the other's."""
    if place.exists() and not _swapped(built, place):
        former = _former(place)
        place.rename(former)
        built.rename(place)
        _remove(former)
    elif not place.exists():
        built.rename(place)
    _sync_names(place.parent)


def _swapped(one: Path, other: Path) -> bool:
    """Let two folders change places at once; False where the system or the disk cannot."""
    swap = getattr(ctypes.CDLL(None), "renameat2", None) if sys.platform == "linux" else None
    if swap is None:
        return False
    here, names = AT_WORKING_FOLDER, (os.fsencode(one), os.fsencode(other))
    return bool(swap(here, names[0], here, names[1], EXCHANGE) == 0)


def _sync_names(folder: Path) -> None:
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)


def _former(place: Path) -> Path:
    return place.with_name(f".{place.name}.former")


def _restore(place: Path) -> None:
    """Take back what was put aside when the second of two renames failed, or its process was killed."""
    former = _former(place)
    if former.is_dir() and not place.exists():
        former.rename(place)
    _remove(former)


def _remove(folder: Path) -> None:
    """Remove a folder with its read-only files, which Windows would keep."""
    for path in folder.rglob("*") if folder.is_dir() else ():
        if path.is_file() and sys.platform == "win32":
            path.chmod(0o600)
    shutil.rmtree(folder, ignore_errors=True)
