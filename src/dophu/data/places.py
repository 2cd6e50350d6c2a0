"""Where projects and outputs lie: a folder of this machine or, by a URL that fsspec knows, another store.

fsspec and what it needs are asked for by URLs only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from dophu.errors import DophuError, UsageError

NEEDED = "install what URLs need: pip install 'dophu[cluster]', and fsspec's package for the store, as s3fs"


def is_url(place: object) -> bool:
    """Say whether a place is no folder of this machine."""
    return "://" in str(place)


def place_at(place: str) -> Path:
    """Locate a folder, or a URL by an object that is spoken to as to a Path."""
    if not is_url(place):
        return Path(place)
    try:
        from upath import UPath  # noqa: PLC0415 - for URLs only

        return cast(Path, UPath(place))
    except (ImportError, ValueError) as error:
        raise UsageError(place, f"no such place can be reached from here: {error}", NEEDED) from None


@contextmanager
def reaching(place: object) -> Iterator[None]:
    """Raise UsageError when the store behind a URL fails; each has errors of its own. Folders keep theirs."""
    try:
        yield
    except DophuError:
        raise
    except Exception as error:
        if not is_url(place):
            raise
        problem = f"it cannot be reached: {type(error).__name__}: {error}"
        fix = "correct the address or the store's credentials; see docs/cluster.md"
        raise UsageError(place, problem, fix) from None


def copied(url: str, names: Iterable[str]) -> TemporaryDirectory[str]:
    """Copy the files and folders of these names, as far as there are any, into a folder that goes when it is let go."""
    place: Any = place_at(url)
    folder = TemporaryDirectory(prefix="dophu-")
    with reaching(url):
        place.fs.invalidate_cache()
        for source in map(place.joinpath, names):
            end = "/" if source.is_dir() else ""
            if source.exists():
                place.fs.get(source.path + end, f"{folder.name}/{source.name}{end}", recursive=bool(end))
    return folder
