"""Where a project lies, and a record of every file read from it."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from dophu.errors import DataError, UsageError

MARKS = ("data", "params", "notebooks")
OVERRIDE = "DOPHU_PROJECT"


class Project:
    """A project folder; it remembers the SHA-256 of each file it has read, by path relative to itself."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.inputs: dict[str, str] = {}

    @classmethod
    def find(cls, start: Path | None = None) -> Project:
        """Find the project around the working directory (or DOPHU_PROJECT); notebooks run in a subfolder."""
        start = (start or Path(os.environ.get(OVERRIDE) or Path.cwd())).resolve()
        for folder in (start, *start.parents):
            if all((folder / mark).is_dir() for mark in MARKS):
                return cls(folder)
        raise UsageError(
            start,
            f"no project here: none of these folders holds {', '.join(MARKS)}",
            f"run inside the project's folder, or set {OVERRIDE} to it",
        )

    def path(self, *parts: str) -> Path:
        """Locate a file of the project; a part that would lead outside is refused."""
        path = self.root.joinpath(*parts)
        if not path.resolve().is_relative_to(self.root):
            raise UsageError("/".join(parts), "this path leads out of the project", "name a folder inside it")
        return path

    def exists(self, *parts: str) -> bool:
        """Say whether the project has such a file or folder."""
        return self.path(*parts).exists()

    def folders(self, *parts: str) -> list[str]:
        """List the names of the folders inside a folder, sorted."""
        folder = self.path(*parts)
        return sorted(entry.name for entry in folder.iterdir() if entry.is_dir()) if folder.is_dir() else []

    def read(self, *parts: str) -> str:
        """Read a text file and remember its content's hash."""
        name = "/".join(parts)
        try:
            content = self.path(*parts).read_bytes()
            text = content.decode("utf-8-sig")
        except FileNotFoundError:
            raise DataError(name, "there is no such file", "create it, or correct the name") from None
        except UnicodeDecodeError as error:
            raise DataError(name, f"byte {error.start} is not UTF-8", "save the file as UTF-8") from None
        self.inputs[name] = hashlib.sha256(content).hexdigest()
        return text
