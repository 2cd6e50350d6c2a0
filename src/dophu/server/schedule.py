"""Reports as jobs of jupyter-scheduler: run with their parameters, in their project, written in our formats.

`pip install dophu[scheduler]` brings it; `jupyter-config/` names these classes to it. Other notebooks run as before.
"""

from __future__ import annotations

import ast
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import nbformat
from jupyter_scheduler.environments import CondaEnvironmentManager
from jupyter_scheduler.executors import DefaultExecutionManager
from jupyter_scheduler.parameterize import add_parameters
from nbconvert.exporters.base import get_exporter
from nbconvert.preprocessors import ExecutePreprocessor
from nbformat import NotebookNode

from dophu.data.edition import ADDED
from dophu.data.project import OVERRIDE, Project
from dophu.errors import UsageError
from dophu.run.sources import INJECTED
from dophu.server.export import FORMATS
from dophu.tell.display import LEDGER_MIME
from dophu.words import say

STOCK = ("ipynb", "html")


class Formats(dict[str, str]):
    """Formats with their labels; one that nobody knows is its own label, or the list of all jobs would be an error."""

    def __missing__(self, name: str) -> str:
        return name


class Environments(CondaEnvironmentManager):
    """Offers our formats beside the stock ones."""

    def list_environments(self) -> list[Any]:
        """List the Pythons that jobs may run in."""
        found: list[Any] = super().list_environments()
        for each in found:
            each.output_formats = [*STOCK, *(name for name in FORMATS if name not in STOCK)]
        return found

    def output_formats_mapping(self) -> Formats:
        """Name each format."""
        ours = {name: say(f"export.{name}") for name in FORMATS}
        return Formats(super().output_formats_mapping() | ours)


class ReportExecution(DefaultExecutionManager):
    """Runs one job."""

    def execute(self) -> None:
        """Run the notebook with the job's parameters and write what was asked for; of one that failed, itself alone."""
        job, staged = self.model, Path(self.staging_paths["input"])
        notebook = nbformat.read(staged, as_version=4)
        if job.parameters:
            notebook = add_parameters(notebook, {name: as_literal(value) for name, value in job.parameters.items()})
            added = next(cell for cell in notebook.cells if INJECTED in cell.metadata.get("tags", []))
            added.source = f"{ADDED}\n{added.source}"  # a name that the notebook does not know is then refused
        self._point_to_project()
        name = notebook.metadata.get("kernelspec", {}).get("name", "python3")
        runs = ExecutePreprocessor(kernel_name=name, store_widget_state=True, timeout=None)
        try:
            runs.preprocess(notebook, {"metadata": {"path": str(staged.parent)}})
        except BaseException:
            self._write(notebook, [each for each in job.output_formats or [] if each == "ipynb"])
            raise
        self.add_side_effects_files(str(staged.parent))
        self._write(notebook, job.output_formats or [])

    def _point_to_project(self) -> None:
        """Let the kernel find the project in which the server was started; each job has a process of its own."""
        if not os.environ.get(OVERRIDE):
            with suppress(UsageError):
                os.environ[OVERRIDE] = str(Project.find(Path(self.root_dir)).root)

    def _write(self, notebook: NotebookNode, formats: list[str]) -> None:
        about = {"metadata": {"name": Path(self.model.input_filename).stem, "path": self.root_dir}}
        for name in formats:
            exporter = get_exporter(f"dophu_{name}" if name in FORMATS and _is_report(notebook) else name)
            output, _ = exporter().from_notebook_node(notebook, resources=about)
            Path(self.staging_paths[name]).write_bytes(output if isinstance(output, bytes) else output.encode())


def _is_report(notebook: NotebookNode) -> bool:
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", ()))
    return any(LEDGER_MIME in output.get("data", {}) for output in outputs)


def as_literal(value: Any) -> str:
    """Write a parameter as Python reads it: what is no literal is a text, as `2021-06-19` and `01` are.

    >>> as_literal("2021-06-19"), as_literal("01"), as_literal("20"), as_literal("None")
    ("'2021-06-19'", "'01'", '20', 'None')
    """
    if not isinstance(value, str):
        return repr(value)
    try:
        ast.literal_eval(value.strip())
    except (ValueError, SyntaxError):
        return repr(value)
    return value.strip()
