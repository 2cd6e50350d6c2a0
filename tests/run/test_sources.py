"""A notebook is what its author wrote: saving it with its outputs makes no edition stale and fills no diff."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

from dophu.data.edition import read_params_file
from dophu.data.project import WORK
from dophu.run.freshness import Now
from dophu.run.job import Job
from dophu.run.manifest import origin_of, read_manifest, sha256
from dophu.run.sources import as_source, identity
from dophu.run.verify import verify
from tests.building import build
from tests.project import Draft, demo  # noqa: F401 - a fixture
from tests.run.batches import LETTER, ROOT, add_report

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def saved(change: Callable[[Any], None]) -> bytes:
    """Save the letter's notebook as a program does that has changed something in it."""
    notebook = nbformat.read(LETTER, 4)
    change(notebook)
    return f"{nbformat.writes(notebook)}\n".encode()


def run_all(notebook: Any) -> None:
    output = nbformat.v4.new_output("stream", name="stdout", text="63.438\n")
    for number, cell in enumerate((cell for cell in notebook.cells if cell.cell_type == "code"), 1):
        cell.outputs, cell.execution_count = [output], number
        cell.metadata |= {"execution": {"iopub.execute_input": "2026-11-28T09:00:00"}, "trusted": True}


def fold(notebook: Any) -> None:
    notebook.cells[4].metadata |= {"collapsed": True, "jupyter": {"outputs_hidden": True}}
    notebook.metadata |= {"widgets": {}, "toc": {"base_numbering": 1}}
    notebook.metadata.language_info = {"name": "python", "version": "3.13.1", "mimetype": "text/x-python"}


def reword(notebook: Any) -> None:
    notebook.cells[4].source += " "


def retag(notebook: Any) -> None:
    notebook.cells[4].metadata["tags"] = ["remove-output"]


def reorder(notebook: Any) -> None:
    notebook.cells.append(notebook.cells.pop(4))


def attach(notebook: Any) -> None:
    notebook.cells[4]["attachments"] = {"a.png": {"image/png": "iVBORw0KGgo="}}


def change_kernel(notebook: Any) -> None:
    notebook.metadata.kernelspec = {"name": "ir", "display_name": "R", "language": "R"}


def forget(project: Draft) -> None:
    """Be a project in which the notebook never ran."""
    shutil.rmtree(project.root / WORK / "ran")


def as_prose(notebook: Any) -> None:
    notebook.cells[4].cell_type = "markdown"


def rename_cells(notebook: Any) -> None:
    notebook.metadata.kernelspec.display_name = "Python 3.13"
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"


def run_by_papermill(notebook: Any) -> None:
    run_all(notebook)
    added = nbformat.v4.new_code_cell('unit = "27"', metadata={"tags": ["injected-parameters"]})
    notebook.cells.insert(1, added)
    for cell in notebook.cells:
        cell.metadata |= {"papermill": {"status": "completed"}, "tags": cell.metadata.get("tags", [])}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_shipped_notebook_is_kept_as_its_author_wrote_it(path: Path) -> None:
    assert as_source(path.read_bytes()) == path.read_bytes()


@pytest.mark.parametrize("change", [run_all, fold])
def test_what_a_run_or_a_program_leaves_is_no_change(change: Callable[[Any], None]) -> None:
    assert as_source(saved(change)) == LETTER.read_bytes()


@pytest.mark.parametrize("change", [reword, retag, reorder])
def test_another_word_tag_or_order_is_a_change(change: Callable[[Any], None]) -> None:
    assert as_source(saved(change)) != LETTER.read_bytes()


@pytest.mark.parametrize("change", [run_all, fold, rename_cells, run_by_papermill])
def test_a_notebook_is_its_words_tags_order_and_kernel(change: Callable[[Any], None]) -> None:
    assert identity(saved(change)) == identity(LETTER.read_bytes())


@pytest.mark.parametrize("change", [reword, retag, reorder, attach, change_kernel, as_prose])
def test_another_word_tag_order_attachment_or_kernel_is_another_notebook(change: Callable[[Any], None]) -> None:
    assert identity(saved(change)) != identity(LETTER.read_bytes())


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"no notebook", b'{"cells": [{}]}', b'{"cells": 5}', b"[]", b"\xff", b'{"nbformat": 3, "cells": []}'],
)
def test_what_is_no_notebook_stays_as_it_is(content: bytes) -> None:
    assert as_source(content) == content
    assert identity(content) == sha256(content)


@pytest.mark.parametrize(
    "lay_out",
    [
        lambda text: text + b"\n",
        lambda text: text.replace(b"\n", b"\r\n"),
        lambda text: json.dumps(json.loads(text)).encode(),
        lambda text: json.dumps(json.loads(text), indent=2, ensure_ascii=False).encode(),
    ],
)
def test_how_another_program_lays_a_notebook_out_is_no_change(lay_out: Callable[[bytes], bytes]) -> None:
    assert as_source(lay_out(LETTER.read_bytes())) == LETTER.read_bytes()
    assert identity(lay_out(LETTER.read_bytes())) == identity(LETTER.read_bytes())


def test_an_edition_is_made_from_what_the_author_wrote(project: Draft) -> None:
    add_report(project, "letter")
    before = origin_of(project, "notebooks/letter.ipynb")
    project.write("notebooks/letter.ipynb", saved(run_all))
    assert origin_of(project, "notebooks/letter.ipynb") == before


def test_an_edition_is_verified_with_the_notebook_that_made_it(project: Draft) -> None:
    add_report(project, "letter")
    parameters = read_params_file(project, "2020-08-07")
    made = build(project, Job("letter", parameters, project.root / "outputs", ("html",)))
    record = made.folder / "letter.manifest.json"
    assert identity((made.folder / "letter.ipynb").read_bytes()) == read_manifest(record).notebook
    project.write("notebooks/letter.ipynb", (made.folder / "letter.ipynb").read_bytes())
    assert Now(project).reasons(read_manifest(record)) == []
    project.write("notebooks/letter.ipynb", saved(reword))
    (reason,) = Now(project).reasons(read_manifest(record))
    assert str(reason).startswith("notebooks/letter.ipynb")
    assert verify(project, record) == []
    forget(project)
    assert [line.partition(":")[0] for line in verify(project, record)] == ["notebook", "outputs letter.ipynb"]
