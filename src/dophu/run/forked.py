"""Papermill's engine for a process that may fork: a notebook's cells run in a child that has only imported.

The child tells what its cells show, and this process, which runs no cell itself, writes it into the notebook. So
nothing that a cell changes outlives it, and a child that dies is known at once, with the cell and the signal.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from ipykernel.ipkernel import IPythonKernel
from nbformat import NotebookNode
from papermill.engines import Engine, papermill_engines

from dophu.run.cage import enter
from dophu.run.child import Child, Send
from dophu.run.job import Limits
from dophu.run.shell import run_cells

ENGINE = "dophu_forked"
SHOWN = {"display": "display_data", "result": "execute_result", "error": "error", "stream": "stream"}


class KernelNeededError(Exception):
    """The notebook talks to a page, as widgets do: only an ordinary kernel can run it."""


class CellDiedError(Exception):
    """The process of a notebook ended in the middle of a cell: what was run until then, the cell, and how it ended."""

    def __init__(self, notebook: NotebookNode, cell: int, how: str) -> None:
        super().__init__(f"cell [{cell}] {how}")
        self.notebook, self.cell, self.how = notebook, cell, how


def can_fork() -> bool:
    """Say whether a fork of this process is safe and can be watched: Linux, and no second thread to hold a lock."""
    return sys.platform == "linux" and _is_watchable() and len(list(Path("/proc/self/task").iterdir())) == 1


def _is_watchable() -> bool:
    try:
        os.close(os.pidfd_open(os.getpid()))
    except (AttributeError, OSError):  # an old system, or a container that forbids it
        return False
    return True


class ForkedEngine(Engine):  # type: ignore[misc] # papermill is untyped
    """Runs a notebook's cells in a forked child."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: Any, kernel_name: str, *, limits: Limits, room: Path, kept: list[Record], **_: Any
    ) -> None:
        """Run the cells to the end, or to the first error, which then stands in its cell's outputs.

        limits what they may take; room: the folder in which they may write
        kept   gets the record, for the caller to put the outputs into the notebook: papermill writes its notebook
               as JSON even where it is to write no file. Where a cell failed they are there already, for it to find.
        """
        notebook, record = nb_man.nb, Record(nb_man.nb)
        kept.append(record)
        cells = [(index, cell.source, _tags(cell)) for index, cell in enumerate(notebook.cells) if _runs(cell)]

        def work(send: Send) -> None:
            mine = os.getpid()

            def tell(line: bytes) -> None:
                if os.getpid() == mine:  # a copy of this process that a cell has forked would mix its lines with ours
                    send(line)

            try:
                enter(room, limits.memory)
                run_cells(cells, tell)
            except Exception as error:  # what the system refuses before and between cells
                tell(json.dumps(["broken", {"why": f"{type(error).__name__}: {error}"}]).encode() + b"\n")

        with Child(work, limits) as child:
            for line in child.lines():
                record.take(*json.loads(line))
        if record.failed or not record.ended:
            record.put_outputs()
        if not record.ended:
            raise CellDiedError(notebook, record.cells, record.broken or child.how_it_ended)
        notebook.metadata["language_info"] = dict(IPythonKernel.language_info)


papermill_engines.register(ENGINE, ForkedEngine)


def _tags(cell: NotebookNode) -> list[str]:
    return list(cell.metadata.get("tags", []))


def _runs(cell: NotebookNode) -> bool:
    return cell.cell_type == "code" and bool(cell.source.strip()) and "skip-execution" not in _tags(cell)


class Record:
    """Writes what a child tells into the notebook, as nbclient does with a kernel's messages."""

    def __init__(self, notebook: NotebookNode) -> None:
        self.notebook, self.cells, self.ended, self.failed = notebook, 0, False, False
        self._outputs: list[NotebookNode] = []
        self._shown: list[tuple[NotebookNode, list[NotebookNode]]] = []
        self._displayed: dict[str, list[NotebookNode]] = {}
        self._clear_first = False
        self.broken = ""

    def take(self, kind: str, content: dict[str, Any]) -> None:
        """Write one event; see `run_cells` for their names."""
        if kind in SHOWN:
            self._show(kind, content)
        elif kind == "cell":
            self._cell = self.notebook.cells[content["index"]]
            self._outputs, self._clear_first = [], False
            self._shown.append((self._cell, self._outputs))
            self.cells += 1
        elif kind == "count":
            self._cell["execution_count"] = content["execution_count"]
        elif kind == "update":
            for output in self._displayed.get(content["display_id"], []):
                output.update(data=content["data"], metadata=content["metadata"])
        elif kind == "clear":
            self._clear(wait=content["wait"])
        elif kind == "kernel":
            raise KernelNeededError
        elif kind == "broken":
            self.broken = f"could not go on: {content['why']}"
        elif kind == "end":
            self.ended = True

    def put_outputs(self) -> None:
        """Put what the cells have shown into the notebook."""
        for cell, outputs in self._shown:
            cell["outputs"] = outputs

    def _clear(self, *, wait: bool) -> None:
        self._clear_first = wait
        if not wait:
            self._outputs.clear()

    def _show(self, kind: str, content: dict[str, Any]) -> None:
        if self._clear_first:
            self._clear(wait=False)
        name = content.pop("display_id", None)
        output = NotebookNode(content, output_type=SHOWN[kind])
        self.failed |= kind == "error"
        if name:
            self._displayed.setdefault(name, []).append(output)
        self._outputs.append(output)
