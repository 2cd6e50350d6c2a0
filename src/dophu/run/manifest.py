"""What an edition was made from and what came out, by SHA-256: enough to build and compare it again."""

from __future__ import annotations

import hashlib
import platform
import re
from collections.abc import Mapping
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from dophu.data.edition import Parameters
from dophu.data.project import LOCK, Project
from dophu.errors import UsageError
from dophu.publish.listed import Headline, headline
from dophu.run.indented import indented

SUFFIX = ".manifest.json"


class Manifest(BaseModel):
    """The record that lies beside an edition's files; `inputs` and `outputs` are hashes by name."""

    model_config = ConfigDict(frozen=True)

    report: str
    parameters: dict[str, Any]
    headline: Headline
    inputs: dict[str, str]
    notebook: str
    lock: str | None
    outputs: dict[str, str]
    packages: dict[str, str]
    python: str


def sha256(content: bytes) -> str:
    """Hash a file's content."""
    return hashlib.sha256(content).hexdigest()


def as_json(content: Any) -> bytes:
    """Write JSON the same way each time."""
    return (indented(content, 2) + "\n").encode()


def manifest(
    project: Project, report: str, parameters: Parameters, ledger: Mapping[str, Any], outputs: Mapping[str, bytes]
) -> Manifest:
    """Record parameters, headline, inputs, notebook, lock, packages and outputs of one edition."""
    notebook = project.path("notebooks", f"{report}.ipynb").read_bytes()
    lock = project.path(LOCK).read_bytes() if project.exists(LOCK) else b""
    return Manifest(
        report=report,
        parameters=parameters.model_dump(mode="json", exclude_unset=True),
        headline=headline(ledger),
        inputs=ledger["inputs"],
        notebook=sha256(notebook),
        lock=sha256(lock) if lock else None,
        outputs={name: sha256(content) for name, content in sorted(outputs.items())},
        packages=packages(),
        python=platform.python_version(),
    )


def read_manifest(path: Path) -> Manifest:
    """Read a manifest; one that is missing, damaged or of an earlier version is a UsageError."""
    try:
        return Manifest.model_validate_json(path.read_bytes())
    except OSError:
        fix = f"name a released <report>{SUFFIX}, or the folder that holds it"
        raise UsageError(path, "there is no such manifest", fix) from None
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
