"""One edition from parameters to released files; what was released before stays until the new is whole."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from dophu.data.edition import Parameters, open_edition
from dophu.data.project import Project
from dophu.errors import DophuError, UsageError, did_you_mean
from dophu.publish.document import ledger_of, read_document
from dophu.publish.exporters import WRITERS, publish
from dophu.run.execute import execute, forget_failed, keep_failed
from dophu.run.manifest import SUFFIX, as_json, manifest


@dataclass(frozen=True)
class Released:
    """The files of one edition, by name (`quick_report.pdf`), in their folder."""

    folder: Path
    files: tuple[str, ...]


def reports(project: Project) -> list[str]:
    """List the reports: the notebooks of the project."""
    return sorted(path.stem for path in project.path("notebooks").glob("*.ipynb"))


def check_names(project: Project, wanted: list[str], formats: list[str]) -> None:
    """Refuse reports and formats that do not exist before anything runs."""
    for name in wanted:
        if name not in reports(project):
            raise UsageError("report", f"no report '{name}'", did_you_mean(name, reports(project)))
    for name in formats:
        if name not in WRITERS:
            raise UsageError("--format", f"no format '{name}'", did_you_mean(name, WRITERS))


def build(project: Project, report: str, parameters: Parameters, out: Path, formats: tuple[str, ...]) -> Released:
    """Execute a report and release it in the formats asked for, with its ledger and manifest.

    Everything is made in a staging folder beside the outputs and moved into place when every gate has passed.
    A failed edition leaves the former one as it is, and its executed notebook under `.failed`.
    """
    open_edition(project, parameters)  # wrong names and data are refused before a kernel starts
    edition = (parameters.campaign, parameters.period.isoformat(), parameters.unit, report)
    staging = _staging(out)
    executed = staging / f"{report}.ipynb"
    try:
        _stage(project, report, parameters, executed, formats)
        released = _release(staging, out.joinpath(*edition[:-1]))
    except DophuError as error:
        kept = keep_failed(out, edition, executed, error)
        seen = f"; the executed notebook is {kept.relative_to(out.parent)}" if kept else ""
        raise type(error)(error.where, error.problem, error.fix + seen) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    forget_failed(out, edition)
    return released


def _staging(out: Path) -> Path:
    try:
        out.mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(prefix=".staging-", dir=out))
    except OSError as error:
        raise UsageError(out, f"it cannot be written: {error.strerror}", "name another folder with --out") from None


def _stage(project: Project, report: str, parameters: Parameters, executed: Path, formats: tuple[str, ...]) -> None:
    notebook = execute(project, report, parameters, executed)
    document, ledger = read_document(notebook, report), ledger_of(notebook)
    outputs = {f"{report}.{name}": content for name, content in publish(document, formats).items()}
    outputs[f"{report}.facts.json"] = as_json({key: value for key, value in ledger.items() if key != "inputs"})
    outputs[f"{report}.ipynb"] = executed.read_bytes()
    record = manifest(project, report, parameters, ledger, outputs).model_dump()
    for name, content in (outputs | {f"{report}{SUFFIX}": as_json(record)}).items():
        _write_through(executed.with_name(name), content)


def _write_through(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _release(staging: Path, folder: Path) -> Released:
    """Move finished files into place, the manifest last: where it lies, all it names lies too."""
    folder.mkdir(parents=True, exist_ok=True)
    files = sorted((path.name for path in staging.iterdir()), key=lambda name: (name.endswith("manifest.json"), name))
    for name in files:
        (staging / name).replace(folder / name)
    return Released(folder, tuple(files))
