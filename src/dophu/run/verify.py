"""An edition built again from its manifest and compared with what was released.

What is verified may come from anybody: its words become paths only after they were checked as names. It is built from
the notebook that ran then, which lies beside the manifest, where that one has run in this project before; else from the
project's own notebook of today.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from dophu.data.archive import UNINDEXED
from dophu.data.edition import Parameters, read_recorded
from dophu.data.locations import content_of
from dophu.data.project import Project
from dophu.errors import DataError, DifferenceError, UsageError, did_you_mean
from dophu.publish.exporters import WRITERS
from dophu.run.build import build
from dophu.run.freshness import Now, changed_outputs
from dophu.run.job import Job
from dophu.run.manifest import SUFFIX, Manifest, as_json, read_manifest
from dophu.run.plan import reports
from dophu.run.ran import has_run
from dophu.run.sources import as_source, identity
from dophu.world.periods import is_period

KINDS = (*WRITERS, "ipynb", "facts.json")
LONGEST = 60  # letters of a recorded value that are told


def manifests(places: Iterable[Path]) -> list[Path]:
    """Find the manifests that are meant: each itself, or all in a folder and below it."""
    found = []
    for place in places:
        inside = sorted(p for p in place.rglob(f"*{SUFFIX}") if ".failed" not in p.parts)
        found += inside if place.is_dir() and inside else [place]
    return found


def is_file_of_a_letter(place: Path) -> bool:
    """Say whether a place is a file, and no record of an edition: one that came by mail."""
    return place.is_file() and not place.name.endswith(".json")


def verify(project: Project, manifest: Path) -> list[str]:
    """List every difference between a released edition and one built anew; empty when there is none.

    The record is compared as a whole: every field, its very bytes, its place, and the files that lie beside it. It is
    built from the CSV files, past the index of long histories.
    """
    os.environ[UNINDEXED] = "1"  # for the notebook's own process as well
    try:
        return _differences(project, manifest)
    finally:
        del os.environ[UNINDEXED]


def _differences(project: Project, manifest: Path) -> list[str]:
    made = read_manifest(manifest)
    parameters = _parameters(project, made, manifest)
    formats = tuple(name for name in WRITERS if f"{made.report}.{name}" in {*made.outputs, *_beside(manifest, made)})
    with tempfile.TemporaryDirectory() as folder:
        job = Job(made.report, parameters, Path(folder), formats, allowed=tuple(sorted(made.looks.items())))
        released = build(project, job, source=_notebook_of(project, made, manifest))
        anew = read_manifest(released.folder / f"{made.report}{SUFFIX}")
    found = [
        *_of_another_place(manifest, job),
        *map(str, Now(project).changed_inputs(made)),
        *map(str, changed_outputs(manifest.parent, made)),
        *(f"{name}: it lies there, but the record does not name it" for name in _unnamed(manifest, made)),
        *_other_fields(made.model_dump(mode="json"), anew.model_dump(mode="json")),
    ]
    if not found and as_json(made.model_dump()) != manifest.read_bytes():
        found.append(f"{manifest.name}: it says the same, but not in the bytes that were released")
    return list(dict.fromkeys(found))


def _notebook_of(project: Project, made: Manifest, manifest: Path) -> bytes | None:
    """Take the notebook that ran from the executed one beside the record; None for one that never ran here."""
    name = f"{made.report}.ipynb"
    with suppress(DataError):
        source = as_source(content_of(manifest.parent / name, name))
        if identity(source) == made.notebook and has_run(project, made.notebook):
            return source
    return None


def _parameters(project: Project, made: Manifest, manifest: Path) -> Parameters:
    """Check what a record names before anything is built by it: the report must be one of this project."""
    if made.report not in reports(project):
        raise UsageError(manifest, f"no report '{made.report}'", did_you_mean(made.report, reports(project)))
    return read_recorded(made.parameters, str(manifest))


def _of_another_place(manifest: Path, job: Job) -> Iterator[str]:
    """Hold a record to the folders it lies in, where they say campaign, period and unit, and to its own name."""
    folders, place = manifest.absolute().parts[-4:-1], job.edition[:-1]
    if is_period(folders[1]) and folders != place:
        yield f"{manifest.name}: it lies in {'/'.join(folders)}, but is of {'/'.join(place)}"
    if manifest.name != f"{job.report}{SUFFIX}":
        yield f"{manifest.name}: it is of the report {job.report}"


def _beside(manifest: Path, made: Manifest) -> set[str]:
    """Name the files beside a record that a reader would take for the edition's own."""
    return {name for kind in KINDS if (manifest.parent / (name := f"{made.report}.{kind}")).is_file()}


def _unnamed(manifest: Path, made: Manifest) -> list[str]:
    return sorted(_beside(manifest, made) - made.outputs.keys())


def _other_fields(was: Mapping[str, Any], now: Mapping[str, Any], within: str = "") -> Iterator[str]:
    for name in sorted({*was, *now}):
        before, after = was.get(name), now.get(name)
        if isinstance(before, dict) and isinstance(after, dict):
            yield from _other_fields(before, after, f"{within}{name} ")
        elif before != after:
            yield f"{within}{name}: {_told(before)} is recorded, built anew it is {_told(after)}"


def _told(value: Any) -> str:
    text = "nothing" if value is None else repr(value)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def refuse_differences(manifest: Path, differences: list[str]) -> None:
    """Raise a DifferenceError that lists them."""
    if differences:
        problem = "".join(f"\n  {line}" for line in differences)
        fix = "a draft may be built again; an issued letter is verified from its own file, with what was frozen then"
        raise DifferenceError(manifest, f"{len(differences)} difference(s){problem}", fix)
