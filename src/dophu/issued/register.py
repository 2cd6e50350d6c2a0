"""The register of issued letters, `issued/register.csv`: rows are added, never changed, and each seals the one before.

A row's `prev` is the `hash` of the row before it (of the first, 64 zeros); its own `hash` is the SHA-256 of its other
cells as compact JSON, so that another program may write the CSV another way. An entry is one row; what became of a
letter stands in later ones: `letters` reads them together.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Literal, get_args

from dophu.data import durable
from dophu.data.locations import is_url
from dophu.data.locks import alone
from dophu.data.project import Project
from dophu.errors import DataError, UsageError
from dophu.issued.store import PARTS, Store

FOLDER, REGISTER, LOCK = "issued", "register.csv", ".lock"
WHERE = f"{FOLDER}/{REGISTER}"
FIRST = "0" * 64
PATIENCE = 30.0  # seconds for another letter to be issued
RESTORE = "take issued/ back from a copy; what is issued from here on would not be believed"
Event = Literal["issued", "replacing", "replaced", "withdrawn", "approved"]
EVENTS = get_args(Event)


@dataclass(frozen=True)
class RegisterEntry:
    """One row, every cell of it text, "" where it does not apply.

    event        issued; replacing (the next letter is being made); replaced; withdrawn; approved (a draft)
    number, symbol, date   of the letter, as "125", "BC-STTTT", "2020-10-21"
    edition      campaign/period/unit/report
    code         printed in the letter
    content      SHA-256 of what the letter (or approved draft) says: its text, facts, number and date
    record       SHA-256 of the object that names everything frozen with it
    outputs      SHA-256 of each file: "docx=… html=… pdf=…"
    replaced_by  the letter that took its place, as "131/BC-STTTT/2020"
    sent_to      addressees and recipients, with "; " between
    recorded     when the row was written, by this machine's clock
    """

    event: Event
    edition: str
    number: str = ""
    symbol: str = ""
    date: str = ""
    code: str = ""
    content: str = ""
    record: str = ""
    outputs: str = ""
    replaced_by: str = ""
    sent_to: str = ""
    reason: str = ""
    by: str = ""
    recorded: str = ""
    prev: str = ""
    hash: str = ""

    def sealed(self, prev: str) -> RegisterEntry:
        """Put the row behind the one with this hash."""
        row = replace(self, prev=prev)
        return replace(row, hash=row.seal())

    def seal(self) -> str:
        """Hash the row's other cells."""
        cells = [value for name, value in asdict(self).items() if name != "hash"]
        return hashlib.sha256(json.dumps(cells, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


HEAD = [field.name for field in fields(RegisterEntry)]


class Register:
    """The register of a project, and the store of what it names."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.folder = project.path(FOLDER)
        self.store = Store(self.folder)

    def rows(self) -> list[RegisterEntry]:
        """Read the register; none when nothing was ever issued. A broken chain is a DataError naming the row."""
        try:
            content = (self.folder / REGISTER).read_bytes()
        except FileNotFoundError:
            return []
        except OSError as error:
            raise DataError(WHERE, f"it cannot be read: {error.strerror}", "look at the file's permissions") from None
        return list(_chained(content))

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """Hold the register alone, and clear away what a process that was killed has left half-written.

        Raises UsageError when another process holds it for long, when it cannot be written, or lies on a URL.
        """
        if is_url(self.project.location):
            fix = "run the command where the office's project lies in a folder"
            raise UsageError(self.project.location, "letters are issued from a folder, not from a URL", fix)
        busy = UsageError(FOLDER, "another letter is being issued", "wait for it, then run the command again")
        try:
            (self.folder / PARTS).mkdir(parents=True, exist_ok=True)
            with alone(self.folder / LOCK, busy, PATIENCE):
                self._clear()
                yield Writer(self, self.rows())
        except OSError as error:
            problem = f"it cannot be written: {error.strerror or error}"
            raise UsageError(
                error.filename or FOLDER, problem, "free the disk or the folder, then run it again"
            ) from None

    def _clear(self) -> None:
        for left in (self.folder / PARTS).iterdir():
            if left.is_dir():
                remove_tree(left)
            else:
                left.unlink(missing_ok=True)


class Writer:
    """The register while it is held: rows may be added to it."""

    def __init__(self, register: Register, rows: list[RegisterEntry]) -> None:
        self.register = register
        self.rows = rows

    @property
    def prev(self) -> str:
        """The hash that the next row follows."""
        return self.rows[-1].hash if self.rows else FIRST

    def add(self, *rows: RegisterEntry) -> None:
        """Add rows, all of them or none: the file is written anew beside its place and exchanged."""
        added = list(self.rows)
        for row in rows:
            added.append(row.sealed(added[-1].hash if added else FIRST))
        folder = self.register.folder
        durable.put(folder / REGISTER, _as_csv(added), folder / PARTS / f"{REGISTER}-{os.getpid()}")
        self.rows = added


def remove_tree(folder: Path) -> None:
    """Remove a folder, also a read-only one."""
    folder.chmod(0o700)
    for path in folder.iterdir():
        if path.is_dir():
            remove_tree(path)
        else:
            path.unlink()
    folder.rmdir()


def _as_csv(rows: list[RegisterEntry]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([HEAD, *(list(asdict(row).values()) for row in rows)])
    return text.getvalue().encode()


def _chained(content: bytes) -> Iterator[RegisterEntry]:
    """Read rows and hold each to the one before."""
    prev = FIRST
    for number, cells in enumerate(_cells(content), 2):
        where = f"{WHERE}, row {number}"
        if len(cells) != len(HEAD) or cells[0] not in EVENTS:
            raise DataError(where, "it is cut off or no row of a register", RESTORE)
        row = RegisterEntry(*cells)  # type: ignore[arg-type] # the event is one of the known
        if row.prev != prev or row.hash != row.seal():
            raise DataError(where, "it was changed after it was written, or a row before it is missing", RESTORE)
        prev = row.hash
        yield row


def _cells(content: bytes) -> list[list[str]]:
    try:
        text = content.decode("utf-8")
        head, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    except (UnicodeDecodeError, csv.Error, ValueError):
        raise DataError(WHERE, "it is damaged: no CSV in UTF-8", RESTORE) from None
    if head != HEAD or not text.endswith("\n"):
        problem = "its heading is not that of a register, or its last row is cut off"
        raise DataError(WHERE, problem, RESTORE)
    return rows
