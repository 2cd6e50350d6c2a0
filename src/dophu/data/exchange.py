"""Folders that change as one: what was made beside a place takes it in a single step, or not at all."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path

from dophu.data.durable import sync_names

AT_WORKING_FOLDER, EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of renameat2(2)


def exchange(built: Path, place: Path) -> None:
    """Put a folder into its place; where the system cannot exchange two, the former one is put aside and removed.

    Two renames that were cut short between are put right by `restore`. What stood in the place is left in the other's.
    """
    if not place.exists():
        built.rename(place)
    elif not _swapped(built, place):
        former = former_of(place)
        place.rename(former)
        built.rename(place)
        remove(former)
    with suppress(OSError):  # what is in its place is seen by all: it cannot be called unwritten any more
        sync_names(place.parent)


def restore(place: Path) -> None:
    """Take back what was put aside when the second of two renames failed, or its process was killed."""
    former = former_of(place)
    if former.is_dir() and not place.exists():
        former.rename(place)
    remove(former)


def former_of(place: Path) -> Path:
    """Say where a folder is put aside."""
    return place.with_name(f".{place.name}.former")


def sync(folder: Path) -> None:
    """Have everything in a folder on the disk before a name leads to it."""
    for path in (*folder.rglob("*"), folder):
        if path.is_symlink() or (path.is_dir() and sys.platform == "win32"):
            continue
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def remove(folder: Path) -> None:
    """Remove a folder with its read-only files, which Windows would keep."""
    for path in folder.rglob("*") if folder.is_dir() else ():
        if path.is_file() and sys.platform == "win32":
            path.chmod(0o600)
    shutil.rmtree(folder, ignore_errors=True)


def _swapped(one: Path, other: Path) -> bool:
    """Let two folders change places at once; False where the system or the disk cannot."""
    swap = getattr(ctypes.CDLL(None), "renameat2", None) if sys.platform == "linux" else None
    if swap is None:
        return False
    here, names = AT_WORKING_FOLDER, (os.fsencode(one), os.fsencode(other))
    return bool(swap(here, names[0], here, names[1], EXCHANGE) == 0)
