"""A built edition that may become a letter: found by how people name it, and read only while it is what was built."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import nbformat

from dophu.data.edition import Parameters, read_recorded
from dophu.data.project import Project
from dophu.errors import UsageError
from dophu.issued.letters import Edition
from dophu.issued.stamp import content_of
from dophu.publish.anew import hold_to_data
from dophu.publish.document import read_document
from dophu.run.freshness import Now, changed_outputs
from dophu.run.job import FORMATS
from dophu.run.manifest import SUFFIX, Manifest, read_manifest, sha256
from dophu.tell.blocks import Document

NAMED = "name it as campaign/period/unit/report, or by one of its files in the outputs"


@dataclass(frozen=True)
class Draft:
    """An edition in the outputs.

    record  where its record lies
    files   its other files by name, as the record has them
    """

    record: Path
    made: Manifest
    parameters: Parameters
    document: Document
    files: dict[str, bytes]

    @property
    def edition(self) -> Edition:
        """Campaign, period, unit, report."""
        parameters = self.parameters
        return parameters.campaign, parameters.period.name, parameters.unit, self.made.report

    @property
    def formats(self) -> tuple[str, ...]:
        """The formats it was built in."""
        return tuple(name for name in FORMATS if f"{self.made.report}.{name}" in self.made.outputs)

    @property
    def content(self) -> str:
        """SHA-256 of what it says."""
        return content_of(self.document)


def find_draft(out: Path, named: str) -> Path:
    """Find an edition's record: by any of its files, its folder when it is alone there, or its place in the outputs."""
    for place in (Path(named), out / named):
        if place.is_dir():
            return _alone(place)
        for name in (place.name, place.stem, place.name.partition(".")[0]):
            record = place.with_name(f"{name}{SUFFIX}")
            if record.is_file():
                return record
        if place.name.endswith(SUFFIX) and place.is_file():
            return place
    raise UsageError("edition", f"no built edition '{named}'", f"build it first: dophu build; then {NAMED}")


def _alone(folder: Path) -> Path:
    records = sorted(folder.glob(f"*{SUFFIX}"))
    if len(records) != 1:
        names = ", ".join(path.name.removesuffix(SUFFIX) for path in records) or "none"
        raise UsageError(folder, f"it holds {len(records)} editions: {names}", f"name one: {folder}/<report>")
    return records[0]


def read_draft(project: Project, out: Path, named: str) -> Draft:
    """Read an edition; one that is no longer what was built, or what the project would build, is a UsageError."""
    place = find_draft(out, named)
    made = read_manifest(place)
    parameters = read_recorded(made.parameters, str(place))
    wrong = [*changed_outputs(place.parent, made), *Now(project).reasons(made)]
    if wrong:
        problem = f"it is no longer what the project would build: {'; '.join(map(str, wrong))}"
        raise UsageError(place, problem, "build it again, and look at it again: dophu build")
    files = {name: (place.parent / name).read_bytes() for name in made.outputs}
    _hold(place, files, made)
    notebook = nbformat.reads(files[f"{made.report}.ipynb"].decode(), as_version=4)
    document = read_document(notebook, made.report)
    hold_to_data(project, notebook, made.report)
    return Draft(place, made, parameters, document, files)


def _hold(place: Path, files: dict[str, bytes], made: Manifest) -> None:
    """Refuse files that were exchanged between looking at them and reading them."""
    if {name: sha256(content) for name, content in files.items()} != made.outputs:
        raise UsageError(place, "it was built again in this moment", "run the command again")
