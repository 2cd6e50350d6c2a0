"""What an edition was made from and what came out, by SHA-256: enough to build and compare it again."""

from __future__ import annotations

import hashlib
import json
import platform
import re
from importlib import metadata
from typing import Any

from dophu.data.edition import Parameters
from dophu.data.project import Project

LOCK = "requirements.lock"


def sha256(content: bytes) -> str:
    """Hash a file's content."""
    return hashlib.sha256(content).hexdigest()


def as_json(content: Any) -> bytes:
    """Write JSON the same way each time."""
    return (json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def manifest(
    project: Project, report: str, parameters: Parameters, inputs: dict[str, str], outputs: dict[str, bytes]
) -> dict[str, Any]:
    """Record parameters, inputs, notebook, lock, packages and outputs of one edition."""
    notebook = project.path("notebooks", f"{report}.ipynb").read_bytes()
    lock = project.path(LOCK).read_bytes() if project.exists(LOCK) else b""
    return {
        "report": report,
        "parameters": parameters.model_dump(mode="json", exclude_unset=True),
        "inputs": inputs,
        "notebook": sha256(notebook),
        "lock": sha256(lock) if lock else None,
        "outputs": {name: sha256(content) for name, content in sorted(outputs.items())},
        "packages": packages(),
        "python": platform.python_version(),
    }


def packages() -> dict[str, str]:
    """List the versions of this package and of what it declares to need."""
    needed = [re.split(r"[^\w.-]", line)[0] for line in metadata.requires("dophu") or [] if "extra ==" not in line]
    return {name: metadata.version(name) for name in sorted(["dophu", *needed])}
