"""Files written whole: beside their place, through to the disk, then put there in one step."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def write_through(path: Path, content: bytes, mode: int = 0o644) -> None:
    """Write a file and have it on the disk before returning."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        if sys.platform != "win32":
            os.fchmod(file.fileno(), mode)
        os.fsync(file.fileno())


def put(path: Path, content: bytes, draft: Path, mode: int = 0o644) -> None:
    """Write a file at `draft`, on the same disk, and move it to its place; a reader finds the old or the new."""
    write_through(draft, content, mode)
    draft.replace(path)
    sync_names(path.parent)


def sync_names(folder: Path) -> None:
    """Have the names in a folder on the disk; Windows has no way to ask for it."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
