"""A notebook is what its author wrote: saving it with its outputs makes no edition stale and fills no diff."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

from dophu.run.manifest import origin_of
from dophu.run.sources import as_source
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


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_shipped_notebook_is_kept_as_its_author_wrote_it(path: Path) -> None:
    assert as_source(path.read_bytes()) == path.read_bytes()


@pytest.mark.parametrize("change", [run_all, fold])
def test_what_a_run_or_a_program_leaves_is_no_change(change: Callable[[Any], None]) -> None:
    assert as_source(saved(change)) == LETTER.read_bytes()


@pytest.mark.parametrize("change", [reword, retag, reorder])
def test_another_word_tag_or_order_is_a_change(change: Callable[[Any], None]) -> None:
    assert as_source(saved(change)) != LETTER.read_bytes()


@pytest.mark.parametrize("content", [b"", b"{}", b"no notebook", b'{"cells": [{}]}', b'{"cells": 5}', b"[]", b"\xff"])
def test_what_is_no_notebook_stays_as_it_is(content: bytes) -> None:
    assert as_source(content) == content


@pytest.mark.parametrize(
    "change", [lambda text: text + b"\n", lambda text: text.replace(b"\n", b"\r\n"), lambda text: b" " + text]
)
def test_what_another_hand_has_touched_counts_by_its_bytes(change: Callable[[bytes], bytes]) -> None:
    assert as_source(change(LETTER.read_bytes())) != LETTER.read_bytes()


def test_an_edition_is_made_from_what_the_author_wrote(project: Draft) -> None:
    add_report(project, "letter")
    before = origin_of(project, "letter")
    project.write("notebooks/letter.ipynb", saved(run_all))
    assert origin_of(project, "letter") == before


def test_git_sees_a_saved_notebook_without_its_outputs(tmp_path: Path) -> None:
    def git(*line: str) -> str:
        return subprocess.run(["git", *line], cwd=tmp_path, check=True, capture_output=True, text=True).stdout

    git("init", "-q")
    git("config", "filter.dophu-notebook.clean", f"'{sys.executable}' -m dophu.run.sources")
    (tmp_path / ".gitattributes").write_text((ROOT / ".gitattributes").read_text("utf-8"))
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "letter.ipynb").write_bytes(saved(run_all))
    git("add", "-A")
    assert json.loads(git("show", ":notebooks/letter.ipynb")) == json.loads(LETTER.read_text("utf-8"))
    (tmp_path / "notebooks" / "letter.ipynb").write_bytes(saved(fold))
    assert git("diff", "--stat") == ""
