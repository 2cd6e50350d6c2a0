"""An edition built again from its manifest and compared with what was released."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from dophu.data.edition import read_parameters
from dophu.data.project import Project
from dophu.errors import DifferenceError, UsageError
from dophu.publish.exporters import WRITERS
from dophu.run.build import build
from dophu.run.manifest import sha256


def manifests(places: Iterable[Path]) -> list[Path]:
    """Find the manifests that are meant: each itself, or all in a folder and below it."""
    found = []
    for place in places:
        inside = sorted(p for p in place.rglob("*.manifest.json") if ".failed" not in p.parts)
        found += inside if place.is_dir() and inside else [place]
    return found


def verify(project: Project, manifest: Path) -> list[str]:
    """List every difference between a released edition and one built anew; empty when there is none."""
    record = _read(manifest)
    differences = [*_changed_inputs(project, record), *_changed_outputs(manifest.parent, record)]
    parameters = read_parameters(record["parameters"], str(manifest))
    formats = tuple(name for name in WRITERS if f"{record['report']}.{name}" in record["outputs"])
    with tempfile.TemporaryDirectory() as folder:
        released = build(project, record["report"], parameters, Path(folder), formats)
        for name, hash_ in record["outputs"].items():
            if sha256((released.folder / name).read_bytes()) != hash_:
                differences.append(f"{name}: built anew it has other bytes")
    return differences


def _read(manifest: Path) -> dict[str, Any]:
    if not manifest.is_file():
        fix = "name a released <report>.manifest.json, or the folder that holds it"
        raise UsageError(manifest, "there is no such manifest", fix)
    return dict(json.loads(manifest.read_text(encoding="utf-8")))


def _changed_inputs(project: Project, record: dict[str, Any]) -> list[str]:
    changed = []
    for name, hash_ in record["inputs"].items():
        path = project.path(*name.split("/"))
        if not path.exists():
            changed.append(f"{name}: this input is gone")
        elif sha256(path.read_bytes()) != hash_:
            changed.append(f"{name}: this input has changed")
    return changed


def _changed_outputs(folder: Path, record: dict[str, Any]) -> list[str]:
    return [
        f"{name}: the released file is not the one that was built"
        for name, hash_ in record["outputs"].items()
        if not (folder / name).exists() or sha256((folder / name).read_bytes()) != hash_
    ]


def refuse_differences(manifest: Path, differences: list[str]) -> None:
    """Raise a DifferenceError that lists them."""
    if differences:
        problem = "".join(f"\n  {line}" for line in differences)
        raise DifferenceError(manifest, f"{len(differences)} difference(s){problem}", "build the edition again")
