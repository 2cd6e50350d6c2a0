"""Where a project lies, and a record of every file read from it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dophu.data.locations import content_of, copied, is_url, located
from dophu.errors import DataError, UsageError

LONGEST_NAME = 255
MARKS = ("data", "params", "notebooks")
LOCK = "requirements.lock"
BRAND, BRAND_FILES = "brand.yml", "brand"  # an office's own look, and the folder of its files
REFERENCE = "reference"
FOLDER = ("data", REFERENCE)  # of what all campaigns share: units, bases
OVERRIDE = "DOPHU_PROJECT"
WORK = ".dophu"  # the folder for what is derived or only of the moment: indexes, locks, drafts
KEPT = (*MARKS, BRAND_FILES, "src", "issued", WORK, ".git")  # in which no outputs come to lie
SESSION = "JPY_SESSION_NAME"  # the path of the notebook that a kernel of Jupyter's server was started for
CHECKOUT = Path(__file__).resolve().parents[3]  # of an editable install; a project only when the office works there


class ClosedError(Exception):
    """A file was asked of a project while nothing further is read of it."""


class Project:
    """A project folder; it remembers the SHA-256 of each file it has read, by path relative to itself.

    location  where the project lies; of one on a URL, `root` is a copy as the project was when it was opened
    """

    def __init__(self, root: Path, location: str | None = None) -> None:
        self.root = root
        self.location = location or str(root)
        self.inputs: dict[str, str] = {}
        self._copy: object = None
        self._inside: set[Path] = set()
        self._is_closed = False

    @classmethod
    def find(cls, start: Path | None = None) -> Project:
        """Find the project around the working directory (or DOPHU_PROJECT); notebooks run in a subfolder."""
        named = os.environ.get(OVERRIDE, "")
        if start is None and is_url(named):
            return cls.at(named)
        start = (start or Path(named or Path.cwd())).resolve()
        for folder in (start, *start.parents):
            if _is_project(folder):
                return cls(folder)
        raise UsageError(
            start,
            f"no project here: none of these folders holds {', '.join(MARKS)}",
            f"run inside the project's folder, or set {OVERRIDE} to it",
        )

    @classmethod
    def of_notebook(cls, notebook: str | None = None) -> Project:
        """Find the project of a notebook that runs anywhere: papermill and schedulers run a copy in a folder of theirs.

        notebook   its path, where papermill was asked to tell it (--inject-paths)

        Looks around the working directory first, then around the notebook, which Jupyter's server tells its kernels
        too, then in the checkout that holds us.
        """
        try:
            return cls.find()
        except UsageError:
            if os.environ.get(OVERRIDE):
                raise
            told = [Path(name) for name in (notebook, os.environ.get(SESSION)) if name]
            near = [folder for path in told for folder in path.resolve().parents]
            found = next(filter(_is_project, [*near, CHECKOUT]), None)
            if found is None:
                raise
            return cls(found)

    @classmethod
    def at(cls, location: str) -> Project:
        """Open the project that lies at a folder or a URL itself; of a URL, a copy goes with the object."""
        copy = copied(location, (*MARKS, LOCK, BRAND, BRAND_FILES)) if is_url(location) else None
        project = cls(Path(copy.name if copy else location).resolve(), location)
        project._copy = copy
        if not _is_project(project.root):
            fix = "correct the address, and let every machine of a cluster see it"
            raise UsageError(location, f"no project here: it does not hold {', '.join(MARKS)}", fix)
        return project

    def outputs(self, out: Path) -> Path:
        """Locate a folder of outputs: where the project lies, unless it is named as a whole.

        Raises UsageError for one among the project's own files, where outputs would lie between them.
        """
        if is_url(out):
            return out
        folder = located(self.location) / out
        if not is_url(folder):
            self.refuse_own(folder, "--out")
            if _real(self.root).is_relative_to(_real(folder)):
                problem = "is the project itself" if _real(folder) == _real(self.root) else "holds the project itself"
                raise UsageError("--out", f"'{folder}' {problem}", "name a folder of its own, as outputs")
        return folder

    def refuse_own(self, place: Path, option: str) -> None:
        """Refuse a file or folder that a command is to write among the project's own files, or cannot."""
        if is_url(place):
            raise UsageError(option, f"'{place}' is a URL", "name a place on this machine")
        real = _real(place)
        kept = next((name for name in KEPT if real.is_relative_to(_real(self.root / name))), None)
        if kept:
            raise UsageError(option, f"'{place}' lies in {kept}/", "name a place of its own, as in outputs/")
        if max(map(len, map(os.fsencode, place.parts)), default=0) > LONGEST_NAME:
            raise UsageError(option, "a name of more than 255 bytes", "name a shorter one")
        if place.is_symlink() and not place.exists():
            raise UsageError(option, f"'{place}' is a link that leads nowhere", "mend it, or name another place")

    def path(self, *parts: str) -> Path:
        """Locate a file of the project; a part that would lead outside is refused."""
        path = self.root.joinpath(*parts)
        if not self._is_inside(path):
            raise UsageError("/".join(parts), "this path leads out of the project", "name a folder inside it")
        return path

    def _is_inside(self, path: Path) -> bool:
        """Follow a path to where it leads; of a folder known to lie inside, only a link or ".." leads elsewhere."""
        if path.parent in self._inside and path.name != ".." and not path.is_symlink():
            return True
        if _real(path.parent).is_relative_to(self.root):
            self._inside.add(path.parent)
        return _real(path).is_relative_to(self.root)

    def exists(self, *parts: str) -> bool:
        """Say whether the project has such a file or folder."""
        return self.path(*parts).exists()

    def folders(self, *parts: str) -> list[str]:
        """List the names of the folders inside a folder, sorted."""
        folder = self.path(*parts)
        return sorted(entry.name for entry in folder.iterdir() if entry.is_dir()) if folder.is_dir() else []

    def read(self, *parts: str) -> str:
        """Read a text file and remember its content's hash."""
        try:
            return self.read_bytes(*parts).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            name = "/".join(parts)
            del self.inputs[name]
            raise DataError(name, f"byte {error.start} is not UTF-8", "save the file as UTF-8") from None

    def read_bytes(self, *parts: str) -> bytes:
        """Read a file and remember its content's hash."""
        name = "/".join(parts)
        if self._is_closed:
            raise ClosedError(name)
        content = content_of(self.path(*parts), name)
        self.inputs[name] = hashlib.sha256(content).hexdigest()
        return content

    @contextmanager
    def closed(self) -> Iterator[None]:
        """Read no further file for a while: what asks for one gets ClosedError, and its content is nobody's input."""
        self._is_closed = True
        try:
            yield
        finally:
            self._is_closed = False


def _real(path: Path) -> Path:
    """Follow links; `Path.resolve` raises at one that leads to itself, which is for its reader to tell of."""
    return Path(os.path.realpath(path))


def _is_project(folder: Path) -> bool:
    return all((folder / mark).is_dir() for mark in MARKS)
