"""The folder of each issued letter, `issued/<year>/<number>-<symbol>/`: its files as sent, read-only, made once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from dophu.data import durable
from dophu.errors import DataError
from dophu.issued.letters import Letter
from dophu.issued.record import read_record
from dophu.issued.register import FOLDER, RESTORE, WHERE, Register
from dophu.issued.store import PARTS, READ_ONLY

READ_ONLY_FOLDER = 0o555
RECORD = ".issue.json"  # after the report's name


def place_of(letter: Letter) -> tuple[str, str]:
    """Name a letter's folder: its year, its number and symbol."""
    symbol = re.sub(r"[^\w-]", "_", letter.symbol)
    return str(letter.date.year), f"{letter.number}-{symbol}"


def folder_of(register: Register, letter: Letter) -> Path:
    """Say where a letter's files lie."""
    return register.folder.joinpath(*place_of(letter))


def strangers(register: Register, found: Iterable[Letter]) -> list[str]:
    """Name the folders of letters that no row tells of: a row is always written before its letter's folder."""
    known = {place_of(letter) for letter in found}
    there = sorted(path for path in register.folder.glob("[0-9]*/*") if path.is_dir())
    return [f"{FOLDER}/{'/'.join(path.parts[-2:])}" for path in there if path.parts[-2:] not in known]


def refuse_strangers(register: Register, found: Iterable[Letter]) -> None:
    """Raise a DataError when the register has lost rows at its end, which its own chain does not show."""
    if lost := strangers(register, found):
        raise DataError(WHERE, f"no row tells of {', '.join(lost)}: it has lost its last rows", RESTORE)


def complete(register: Register, found: Iterable[Letter]) -> None:
    """Make the folders that are lacking, as after a command that was killed; what is there is left as it is.

    Only while the register is held.
    """
    for letter in found:
        folder = folder_of(register, letter)
        if not folder.is_dir():
            _make(register, letter, folder)
        if folder.stat().st_mode & 0o777 != READ_ONLY_FOLDER:
            folder.chmod(READ_ONLY_FOLDER)


def _make(register: Register, letter: Letter, folder: Path) -> None:
    """Lay a letter's files out of the store beside their place, and put the folder there at once."""
    record = read_record(register.store, letter.record)
    draft = register.folder / PARTS / folder.name
    draft.mkdir()
    files = {name: register.store.get(digest) for name, digest in record.outputs.items()}
    files[f"{letter.edition[-1]}{RECORD}"] = register.store.get(letter.record)
    for name, content in files.items():
        durable.write_through(draft / name, content, READ_ONLY)
    durable.sync_names(draft)
    if not folder.parent.is_dir():
        folder.parent.mkdir()
        durable.sync_names(register.folder)
    draft.rename(folder)
    durable.sync_names(folder.parent)
