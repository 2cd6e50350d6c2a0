"""What released files were when they were read: an index, so that a list of editions need not read every file again.

It holds the SHA-256 of each file beside its place on the disk, size and moments of change, and the headline of each
ledger beside its SHA-256. A file counts as unchanged while all of these are the same: the moment of change (ctime) is
the system's own, which no program sets back. The index lies in the project, never in the outputs, so that none comes
with outputs from elsewhere. Lists alone go by it: what is built, issued or verified is read.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from functools import partial
from pathlib import Path

from pydantic import ValidationError

from dophu.data.archive import SETTLED
from dophu.data.locations import is_url
from dophu.data.project import WORK, Project
from dophu.publish.listed import Headline
from dophu.run.manifest import Manifest, digest_of, packages, sha256, told_headline

NAME = "listed.sqlite"
FORMAT = 1  # of the index; one of another format is made anew
SCHEMA = f"""
DROP TABLE IF EXISTS file;
DROP TABLE IF EXISTS headline;
CREATE TABLE file (path TEXT PRIMARY KEY, place TEXT, sha256 TEXT) WITHOUT ROWID;
CREATE TABLE headline (ledger TEXT PRIMARY KEY, told TEXT, seal TEXT) WITHOUT ROWID;
PRAGMA user_version = {FORMAT};
"""


class Seen:
    """The files of one folder of outputs and the headlines of its ledgers, each read once while it stays as it is."""

    def __init__(self, project: Project, out: Path) -> None:
        self._index = None if is_url(out) else project.root / WORK / NAME
        self._within = f"{out.absolute()}{os.sep}"
        self._files: dict[str, tuple[str, str]] = {}  # path -> where and when it was so, and its SHA-256
        self._headlines: dict[str, tuple[str, str]] = {}  # ledger's SHA-256 -> what it told, and a seal on both
        self._asked: set[str] = set()
        self._read: set[str] = set()
        self._try(self._load)

    def digest(self, path: Path) -> str | None:
        """Hash a file, or take the hash of one that surely is as it was read; None for one that cannot be read."""
        if self._index is None:
            return digest_of(path)
        name = str(path.absolute())
        place, is_settled = _place(path)
        self._asked.add(name)
        known = self._files.get(name)
        if place and known and known[0] == place:
            return known[1]
        digest = digest_of(path)
        if place and digest and is_settled:
            self._files[name] = (place, digest)
            self._read.add(name)
        return digest

    def headline(self, folder: Path, made: Manifest) -> Headline | None:
        """Take the headline that the ledger beside a record gives; None when it is not the ledger released."""
        ledger = f"{made.report}.facts.json"
        digest = self.digest(folder / ledger)
        if digest is None or digest != made.outputs.get(ledger):
            return told_headline(folder, made)  # the index may be damaged; the ledger itself says
        told, seal = self._headlines.get(digest, ("", ""))
        if seal == _seal(digest, told):
            with suppress(ValidationError):
                return Headline.model_validate_json(told)
        found = told_headline(folder, made)
        if found:
            told = found.model_dump_json()
            self._headlines[digest] = (told, _seal(digest, told))
            self._read.add(digest)
        return found

    def keep(self) -> None:
        """Remember what was read, and forget what lies there no more; where nothing can be written, nothing is kept."""
        gone = {name for name in self._files.keys() - self._asked if name.startswith(self._within)}
        if gone or self._read:
            self._try(partial(self._store, gone))

    def _try(self, action: Callable[[Path], None]) -> None:
        """Use the index; one that is damaged or in use is removed: what it held is read, and kept the next time."""
        if self._index is None:
            return
        with suppress(OSError):
            try:
                action(self._index)
            except sqlite3.Error:
                self._index.unlink(missing_ok=True)

    def _load(self, place: Path) -> None:
        if not place.is_file():
            return
        with closing(sqlite3.connect(place)) as index:
            if _version(index) == FORMAT:
                self._files = {path: (at, digest) for path, at, digest in index.execute("SELECT * FROM file")}
                told = index.execute("SELECT * FROM headline")
                self._headlines = {ledger: (text, seal) for ledger, text, seal in told}

    def _store(self, gone: Iterable[str], place: Path) -> None:
        place.parent.mkdir(exist_ok=True)
        with closing(sqlite3.connect(place, isolation_level=None)) as index:
            index.executescript("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF;")
            if _version(index) != FORMAT:
                index.executescript(SCHEMA)
            index.execute("BEGIN IMMEDIATE")
            index.executemany("DELETE FROM file WHERE path = ?", ((name,) for name in gone))
            index.executemany("INSERT OR REPLACE INTO file VALUES (?, ?, ?)", self._new(self._files))
            index.executemany("INSERT OR REPLACE INTO headline VALUES (?, ?, ?)", self._new(self._headlines))
            index.execute("DELETE FROM headline WHERE ledger NOT IN (SELECT sha256 FROM file)")
            index.execute("COMMIT")

    def _new(self, known: dict[str, tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
        return ((name, *known[name]) for name in self._read & known.keys())


def _version(index: sqlite3.Connection) -> int:
    version: int = index.execute("PRAGMA user_version").fetchone()[0]
    return version


def _place(path: Path) -> tuple[str, bool]:
    """Say where and since when a file is what it is, and whether that is so long ago that a change would show."""
    seen = time.time_ns()
    try:
        stat = path.stat()
    except (OSError, ValueError):
        return "", False
    changed = max(stat.st_mtime_ns, stat.st_ctime_ns)
    return f"{stat.st_ino} {stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns}", changed < seen - SETTLED


def _seal(ledger: str, told: str) -> str:
    """Seal a headline with its ledger and with the program that took it."""
    return sha256(f"{packages()['dophu']} {ledger} {told}".encode())
