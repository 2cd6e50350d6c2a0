"""Everything an issued letter was made from, frozen in the store, and the record that names it all.

The record is an object of the store itself; the letter's row of the register gives its digest. From it the letter can
be made again when project, notebook and package have long moved on: `thaw`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Annotated, Any, Literal
from zipfile import ZipFile

from pydantic import BaseModel, ConfigDict, Field, ValidationError

import dophu
from dophu.data.edition import NAME
from dophu.data.project import MARKS, Project
from dophu.errors import DataError
from dophu.issued.store import Store
from dophu.publish.archive import archive

PACKAGE = Path(dophu.__file__).parent
FileName = Annotated[str, Field(pattern=f"^{NAME.pattern}$")]  # a name, never a path


class Record(BaseModel):
    """What is frozen with a letter; every file by the SHA-256 under which the store has it.

    edition    campaign, period, unit, report
    letter     number, symbol and date, as the register has them
    imprint    code and token, as the letter's files carry them
    content    SHA-256 of what the letter says, see `stamp.content_of`
    manifest   of the draft that was issued: parameters, inputs, notebook, lock, packages, Python
    project    the files of the project that it was made from, by path: data, params, notebook, lock
    package    a zip of this package's source, as it then was
    outputs    the letter's files, by name
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    version: Literal[1] = 1
    edition: tuple[str, str, str, str]
    letter: dict[str, str]
    imprint: dict[str, str]
    content: str
    manifest: dict[str, Any]
    project: dict[str, str]
    package: str
    outputs: dict[FileName, str]

    def as_bytes(self) -> bytes:
        """Write the record the same way each time."""
        return (json.dumps(self.model_dump(), ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def read_record(store: Store, digest: str) -> Record:
    """Read a record from the store; one that is missing, damaged or of another version is a DataError."""
    try:
        return Record.model_validate_json(store.get(digest))
    except ValidationError as error:
        where, problem = f"issued record {digest[:12]}", f"it is no record of this version: {error.errors()[0]['msg']}"
        raise DataError(where, problem, "use the version of dophu that wrote it") from None


def freeze_package(store: Store) -> str:
    """Keep this package's source as one object; what Python compiles from it is left out."""
    files = (path for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return store.put(archive({path.relative_to(PACKAGE.parent).as_posix(): path.read_bytes() for path in files}))


def freeze(store: Store, files: Mapping[str, bytes]) -> dict[str, str]:
    """Keep files and give their digests by name."""
    return {name: store.put(content) for name, content in sorted(files.items())}


def thaw(store: Store, record: Record, folder: Path) -> Project:
    """Lay the frozen project into an empty folder; its paths are checked before any is made."""
    for mark in MARKS:
        (folder / mark).mkdir()
    project = Project(folder.resolve())
    for name, digest in record.project.items():
        path = project.path(*name.split("/"))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(store.get(digest))
    return project


def thaw_package(store: Store, record: Record, folder: Path) -> Path:
    """Lay the package of then into an empty folder, and give what is to be put on Python's path."""
    with ZipFile(BytesIO(store.get(record.package))) as packed:
        packed.extractall(folder)
    return folder
