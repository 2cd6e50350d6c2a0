"""What an edition was made from and what came out, by SHA-256: enough to build and compare it again."""

from __future__ import annotations

import hashlib
import json
import platform
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from dophu.data.edition import Parameters
from dophu.data.locations import content_of
from dophu.data.notebooks import is_notebook, notebook_file
from dophu.data.project import LOCK, Project
from dophu.errors import DataError, UsageError
from dophu.publish.listed import Headline, headline
from dophu.run.sources import as_source, identity

SUFFIX = ".manifest.json"
NAME = r"^[^./\\\x00-\x1f][^/\\\x00-\x1f]{0,99}$"  # of a report: a name, never a path
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class TakenOn(BaseModel):
    """A number or a claim that no data gave and its author answers for: what prints, who says so, and why or how."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    shown: str
    source: str
    reason: str


class Manifest(BaseModel):
    """The record that lies beside an edition's files; `inputs` and `outputs` are hashes by name.

    notebook   the identity of the notebook that ran (`run.sources`), as it was handed to papermill
    looks      rules of looks that were left out, each with its reason
    given      numbers and claims that were typed by hand, each with who answers for it

    It may come from anybody: the report and its outputs are names here, so that no path made of them leads elsewhere.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    report: str = Field(pattern=NAME)
    parameters: dict[str, Any]
    headline: Headline
    inputs: dict[str, Hash]
    notebook: Hash
    lock: Hash | None
    outputs: dict[str, Hash]
    packages: dict[str, str]
    python: str
    given: list[TakenOn] = []
    looks: dict[str, str] = {}

    @model_validator(mode="after")
    def _own_files(self) -> Self:
        """Refuse a name that is not of the report's own files."""
        strange = [name for name in self.outputs if not re.fullmatch(rf"{re.escape(self.report)}(\.\w+)+", name)]
        if strange:
            raise ValueError(f"{strange[0]!r} is no file of the report {self.report!r}")
        return self


def sha256(content: bytes) -> str:
    """Hash a file's content."""
    return hashlib.sha256(content).hexdigest()


def digest_of(path: Path) -> str | None:
    """Hash a file; None for one that is not there, cannot be read, or has no end."""
    try:
        return sha256(content_of(path, path))
    except DataError:
        return None


def as_json(content: Any) -> bytes:
    """Write JSON the same way each time."""
    return f"{json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True)}\n".encode()


@dataclass(frozen=True)
class Origin:
    """Notebook and lock that an edition is made with, by identity and hash: read once, before anything runs."""

    notebook: str
    lock: str | None


def read_source(project: Project, name: str) -> bytes:
    """Read what an edition is made from, by its path in the project; a notebook as its author wrote it."""
    content = content_of(project.path(*name.split("/")), name)
    return as_source(content) if is_notebook(name) else content


def source_digest(name: str, content: bytes) -> str:
    """Say what a file of the project is for an edition made from it: a notebook by its identity, others by hash."""
    return identity(content) if is_notebook(name) else sha256(content)


def notebook_of(project: Project, made: Manifest) -> str:
    """Name the notebook that an edition would be told by now."""
    campaign, period = (str(made.parameters.get(name)) for name in ("campaign", "period"))
    return notebook_file(project, made.report, campaign, period)


def origin_of(project: Project, notebook: str, source: bytes | None = None) -> tuple[bytes, Origin]:
    """Read an edition's notebook as its author wrote it, unless it is given, and say what it and the lock are.

    Who saves either meanwhile makes another edition.
    """
    content = read_source(project, notebook) if source is None else source
    lock = read_source(project, LOCK) if project.exists(LOCK) else b""
    return content, Origin(identity(content), sha256(lock) if lock else None)


def manifest(  # noqa: PLR0913 - each is what the record has
    origin: Origin,
    parameters: Parameters,
    ledger: Mapping[str, Any],
    inputs: Mapping[str, str],
    outputs: Mapping[str, bytes],
    *,
    looks: Mapping[str, str] | None = None,
) -> Manifest:
    """Record parameters, headline, inputs, notebook, lock, packages and outputs of one edition."""
    return Manifest(
        report=ledger["edition"]["report"],
        parameters=parameters.as_set(),
        headline=headline(ledger),
        inputs=dict(inputs),
        notebook=origin.notebook,
        lock=origin.lock,
        outputs={name: sha256(content) for name, content in sorted(outputs.items())},
        packages=packages(),
        python=platform.python_version(),
        given=taken_on(ledger),
        looks=dict(looks or {}),
    )


def taken_on(ledger: Mapping[str, Any]) -> list[TakenOn]:
    """List what authors answer for in a ledger, in the order of printing."""
    traced = ((ledger["facts"][told["key"]], told) for told in ledger["trace"])
    given = ((fact, told) for fact, told in traced if fact["status"] == "given")
    return [
        TakenOn(shown=fact["shown"], source=", ".join(fact["sources"]), reason=told["formula"]) for fact, told in given
    ]


def told_headline(folder: Path, made: Manifest) -> Headline | None:
    """Take the headline that the ledger beside a record gives; None when that ledger is not the one released.

    A record's own headline is only what somebody wrote into it: lists show what the figures say.
    """
    name = f"{made.report}.facts.json"
    try:
        content = content_of(folder / name, name)
        return headline(json.loads(content)) if sha256(content) == made.outputs.get(name) else None
    except (
        DataError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        RecursionError,
    ):  # a damaged ledger has many faces
        return None


def read_manifest(path: Path) -> Manifest:
    """Read a manifest; one that is missing, damaged or of an earlier version is a UsageError."""
    try:
        return Manifest.model_validate_json(content_of(path, path, UsageError))
    except UsageError as error:
        raise UsageError(
            path, error.problem, f"name a released <report>{SUFFIX}, or the folder that holds it"
        ) from None
    except ValidationError as error:
        problem = "; ".join(f"{'.'.join(map(str, item['loc']))}: {item['msg']}".lstrip(": ") for item in error.errors())
        raise UsageError(path, f"it is no manifest of this version: {problem}", "build the edition again") from None


@cache
def packages() -> dict[str, str]:
    """List the versions of what this package declares to need, and its own with the hash of its source.

    In a checkout the source changes under one version; an edition built from other source is another edition.
    """
    needed = [re.split(r"[^\w.-]", line)[0] for line in metadata.requires("dophu") or [] if "extra ==" not in line]
    versions = {name: metadata.version(name) for name in sorted(["dophu", *needed])}
    return versions | {"dophu": f"{versions['dophu']}+{source_hash(Path(__file__).parents[1])[:12]}"}


def source_hash(folder: Path) -> str:
    """Hash the files of a package by name and content; what Python compiles from them is left out."""
    files = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    told = sorted((path.relative_to(folder).as_posix(), sha256(path.read_bytes())) for path in files)
    return sha256(as_json(told))
