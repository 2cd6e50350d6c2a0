"""A notebook run for one edition, by papermill; what it leaves is the same bytes each time."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import nbformat
import papermill
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager, NoSuchKernel
from nbclient.exceptions import CellTimeoutError
from nbformat import NotebookNode, ValidationError
from papermill.exceptions import PapermillExecutionError

from dophu.data.project import OVERRIDE, SESSION, Project
from dophu.errors import DataError, DophuError, GateError, NotebookError, UsageError
from dophu.measure.findings import HANDED_OVER, handed_over
from dophu.run.child import LATE
from dophu.run.forked import ENGINE, CellDiedError, KernelNeededError, Record, can_fork
from dophu.run.job import Job, Limits

DOUBTED = "doubted.json"  # beside a notebook while it runs
BRING_BACK = "open it in JupyterLab and save it, or bring back its last version from git"
CHOOSE_KERNEL = "open it in JupyterLab, choose the kernel Python 3 (ipykernel) at the top right, and save it"
RAISED = {kind.__name__: kind for kind in (UsageError, DataError, GateError)}


def execute(project: Project, job: Job, target: Path, *, forks: bool = False) -> NotebookNode:
    """Run the notebook of a report that lies at `target` into that file; a failed one is left there with its error.

    forks   its cells may run in a fork of this process, which has only imported, instead of a kernel

    Raises the notebook's own UsageError or DataError, or a NotebookError naming the cell.
    """
    report, values = job.report, job.parameters.as_set()
    kernel = _kernel_of(report, target)
    forks = forks and kernel.language == "python"
    try:
        with _kernels_find(project, job, target):
            notebook = settled(_run(project, values, target, job.limits, forks=forks))
    except PapermillExecutionError as error:
        raise _as_ours(report, error) from error
    except CellDiedError as error:
        target.write_bytes(as_file(error.notebook))
        raise NotebookError(f"{report}, cell [{error.cell}]", f"its process {error.how}", _advice(error.how)) from error
    except CellTimeoutError as error:
        fix = "mend the cell that does not end, or allow more: --time-limit SECONDS"
        raise NotebookError(report, "its cells took longer than their time limit", fix) from error
    except Exception as error:  # a dead kernel has many exceptions
        raise NotebookError(report, f"its kernel died: {error}", "run it again; see the log above") from error
    target.write_bytes(as_file(notebook))
    return notebook


def _kernel_of(report: str, file: Path) -> KernelSpec:
    """Find what runs a notebook; one written by hand or by a program may name nothing, or what is not here."""
    name = _kernel_named(report, file)
    if not name:
        raise NotebookError(report, "its kernel is named nowhere", CHOOSE_KERNEL)
    try:
        return KernelSpecManager().get_kernel_spec(name)
    except NoSuchKernel:
        raise NotebookError(report, f"its kernel '{name}' is not installed here", CHOOSE_KERNEL) from None


def _kernel_named(report: str, file: Path) -> str:
    """Read which kernel a file asks for, if it is a notebook at all; "" for none."""
    try:
        notebook = nbformat.read(file, as_version=4)
        named = notebook.metadata.get("kernelspec") or {}
        if named:
            nbformat.validate(notebook)
        return str(named.get("name", ""))
    except (ValueError, ValidationError, AttributeError, KeyError, TypeError) as error:  # JSON can be anything
        why = str(error).split("\n", 1)[0]
        raise NotebookError(report, f"its file is no notebook: {why}", BRING_BACK) from None


def _advice(how: str) -> str:
    """Say what to try for a process that ended by itself, or was ended at a limit."""
    if how.startswith("put out"):
        return "show less in that cell, or allow more: --output-limit MB"
    if how == LATE:
        return "mend the cell that does not end, or allow more: --time-limit SECONDS"
    return "run it again; where its memory did not suffice: --memory-limit MB"


def as_file(notebook: NotebookNode) -> bytes:
    """Write a notebook as compact JSON: Python indents value by value, which costs as much as a page."""
    return f"{json.dumps(notebook, ensure_ascii=False, sort_keys=True, separators=(',', ':'))}\n".encode()


@contextmanager
def _kernels_find(project: Project, job: Job, notebook: Path) -> Iterator[None]:
    """Point kernels to this project, to their notebook and to what is doubted, whatever the caller's environment says.

    A kernel of Jupyter's server is told its notebook in the same way.
    """
    doubted = notebook.with_name(DOUBTED)
    doubted.write_text(handed_over(job.doubted), "utf-8")
    told = {OVERRIDE: str(project.root), HANDED_OVER: str(doubted), SESSION: str(notebook)}
    former = {name: os.environ[name] for name in told if name in os.environ}
    os.environ.update(told)
    try:
        yield
    finally:
        for name in told:
            del os.environ[name]
        os.environ.update(former)
        doubted.unlink(missing_ok=True)


def _run(project: Project, values: dict[str, Any], target: Path, limits: Limits, *, forks: bool) -> NotebookNode:
    """Run the cells in a forked child where that is asked for and safe, else, and for widgets, in a kernel."""
    if forks and can_fork():
        with suppress(KernelNeededError):
            return _forked(project, values, target, limits)
    arguments = ["--log-level=ERROR"]  # it warns of its own transport
    _papermill(project, values, target, str(target), extra_arguments=arguments, execution_timeout=int(limits.seconds))
    return nbformat.read(target, as_version=4)


def _forked(project: Project, values: dict[str, Any], target: Path, limits: Limits) -> NotebookNode:
    """Run the cells in a forked child; papermill writes no file, and a failed notebook is written once."""
    kept: list[Record] = []
    room = target.with_name("room")
    room.mkdir()
    try:
        notebook = _papermill(project, values, target, None, engine_name=ENGINE, limits=limits, room=room, kept=kept)
    except PapermillExecutionError:
        target.write_bytes(as_file(kept[0].notebook))
        raise
    kept[0].put_outputs()
    nbformat.validate(notebook)
    return notebook


def _papermill(
    project: Project, values: dict[str, Any], source: Path, target: str | None, **options: Any
) -> NotebookNode:
    return papermill.execute_notebook(
        str(source),
        target,
        parameters=values,
        cwd=str(project.root),
        progress_bar=False,
        log_output=False,
        **options,
    )


def _as_ours(report: str, error: PapermillExecutionError) -> DophuError:
    kind = RAISED.get(error.ename, NotebookError)
    where, _, rest = str(error.evalue).partition(": ")
    problem, _, fix = rest.partition("\nfix: ")
    if fix:
        return kind(where, problem, fix)
    place = f"{report}, cell [{error.exec_count}]"
    return NotebookError(place, f"{error.ename}: {error.evalue}", "open the executed notebook, mend the cell")


def settled(notebook: NotebookNode) -> NotebookNode:
    """Take out what differs between two runs of the same edition: times, durations, random ids."""
    notebook.metadata.pop("papermill", None)
    notebook.metadata.get("language_info", {}).pop("version", None)
    for cell in notebook.cells:
        for key in ("papermill", "execution"):
            cell.metadata.pop(key, None)
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell["id"] = "injected-parameters"
    return notebook
