"""An edition built again from its manifest and compared with what was released."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path

from dophu.data.edition import read_parameters
from dophu.data.project import Project
from dophu.errors import DifferenceError
from dophu.publish.exporters import WRITERS
from dophu.run.build import build
from dophu.run.freshness import Now, changed_outputs
from dophu.run.job import Job
from dophu.run.manifest import SUFFIX, read_manifest, sha256


def manifests(places: Iterable[Path]) -> list[Path]:
    """Find the manifests that are meant: each itself, or all in a folder and below it."""
    found = []
    for place in places:
        inside = sorted(p for p in place.rglob(f"*{SUFFIX}") if ".failed" not in p.parts)
        found += inside if place.is_dir() and inside else [place]
    return found


def verify(project: Project, manifest: Path) -> list[str]:
    """List every difference between a released edition and one built anew; empty when there is none."""
    made = read_manifest(manifest)
    parameters = read_parameters(made.parameters, str(manifest))
    differences = list(map(str, [*Now(project).changed_inputs(made), *changed_outputs(manifest.parent, made)]))
    formats = tuple(name for name in WRITERS if f"{made.report}.{name}" in made.outputs)
    with tempfile.TemporaryDirectory() as folder:
        released = build(project, Job(made.report, parameters, Path(folder), formats))
        for name, hash_ in made.outputs.items():
            if sha256((released.folder / name).read_bytes()) != hash_:
                differences.append(f"{name}: built anew it has other bytes")
    return differences


def refuse_differences(manifest: Path, differences: list[str]) -> None:
    """Raise a DifferenceError that lists them."""
    if differences:
        problem = "".join(f"\n  {line}" for line in differences)
        raise DifferenceError(manifest, f"{len(differences)} difference(s){problem}", "build the edition again")
