"""Where projects and outputs lie: a folder of this machine or, by a URL that fsspec knows, another store: a location.

fsspec and what it needs are asked for by URLs only.
"""

from __future__ import annotations

import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from dophu.errors import DataError, DophuError, UsageError

LARGEST = 1 << 30  # bytes of a file that is read as a whole
NEEDED = "install what URLs need: pip install 'dophu[cluster]', and fsspec's package for the store, as s3fs"


def is_url(location: object) -> bool:
    """Say whether a location is no folder of this machine."""
    return "://" in str(location)


def located(location: str) -> Path:
    """Locate a folder, or a URL by an object that is spoken to as to a Path."""
    if not is_url(location):
        return Path(location)
    try:
        from upath import UPath  # noqa: PLC0415 - for URLs only

        return cast(Path, UPath(location))
    except (ImportError, ValueError) as error:
        raise UsageError(location, f"no such place can be reached from here: {error}", NEEDED) from None


def content_of(path: Path, where: object, kind: type[DophuError] = DataError) -> bytes:
    """Read a file; what else may stand in its place, a folder or a pipe that never ends, is refused in a sentence."""
    with told(where, kind):
        refuse_other_than_file(path, where, kind)
        return path.read_bytes()


def refuse_other_than_file(path: Path, where: object, kind: type[DophuError] = DataError) -> None:
    """Raise an error for what has no end, or is no file."""
    status = path.stat()
    if not is_url(path) and not stat.S_ISREG(status.st_mode):
        raise kind(where, f"this is {_other_kind(status.st_mode)}, not a file", "put the file in its place")
    if status.st_size > LARGEST:
        raise kind(where, f"it has {status.st_size} bytes", f"files of at most {LARGEST} are read; divide it")


@contextmanager
def told(where: object, kind: type[DophuError] = DataError) -> Iterator[None]:
    """Tell of a file that cannot be read."""
    try:
        yield
    except FileNotFoundError:
        raise kind(where, "there is no such file", "create it, or correct the name") from None
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or error
        raise kind(where, f"it cannot be read: {said}", "look at its name, its permissions and the disk") from None


def _other_kind(mode: int) -> str:
    return "a folder" if stat.S_ISDIR(mode) else "a pipe" if stat.S_ISFIFO(mode) else "a device or a socket"


@contextmanager
def reaching(location: object) -> Iterator[None]:
    """Raise UsageError when the store behind a URL fails; each has errors of its own. Folders keep theirs."""
    try:
        yield
    except DophuError:
        raise
    except Exception as error:
        if not is_url(location):
            raise
        problem = f"it cannot be reached: {type(error).__name__}: {error}"
        fix = "correct the address or the store's credentials; see docs/cluster.md"
        raise UsageError(location, problem, fix) from None


def copied(url: str, names: Iterable[str]) -> TemporaryDirectory[str]:
    """Copy the files and folders of these names, as far as there are any, into a folder that goes when it is let go."""
    location: Any = located(url)
    folder = TemporaryDirectory(prefix="dophu-")
    with reaching(url):
        location.fs.invalidate_cache()
        for source in map(location.joinpath, names):
            end = "/" if source.is_dir() else ""
            if source.exists():
                location.fs.get(source.path + end, f"{folder.name}/{source.name}{end}", recursive=bool(end))
    return folder
