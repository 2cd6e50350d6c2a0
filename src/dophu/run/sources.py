"""A notebook as its author wrote it: the sources of its cells, without what a run of it leaves behind.

An edition is made from these. Whoever opens a notebook and saves it with its outputs, in any program, has changed no
word of it, so that no edition becomes stale. Run as a program it is a filter for git, which `run.repository` sets up;
it needs nothing but Python, and starts in 0.03 s with `python -S`.
"""

from __future__ import annotations

import hashlib
import json
import sys
from typing import Any

KEPT_OF_CELL = ("deletable", "editable", "name", "slideshow", "tags")  # what a cell is, not how it was last shown
KEPT_OF_NOTEBOOK = ("authors", "jupytext", "kernelspec", "title")
INJECTED = "injected-parameters"  # the tag of the cell that papermill adds


def as_source(content: bytes) -> bytes:
    """Write a notebook's sources as a notebook, as nbformat and JupyterLab write one.

    What is no notebook of the present format stays as it is: whoever runs it is told what is wrong with it.
    """
    try:
        notebook = _read(content)
        cells = [_cell(cell) for cell in notebook["cells"] if INJECTED not in _tags(cell)]
        about = notebook.get("metadata", {})
        kept = {name: about[name] for name in KEPT_OF_NOTEBOOK if name in about}
        kept["language_info"] = {"name": about.get("language_info", {}).get("name", "python")}
        return _as_saved(notebook | {"cells": cells, "metadata": kept})
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return content


def identity(content: bytes) -> str:
    """Hash what makes a notebook the notebook it is: its cells' sources, tags and attachments in order, and its kernel.

    What is no notebook is hashed as it is.
    """
    try:
        notebook = _read(content)
        cells = [
            [cell["cell_type"], _text(cell["source"]), _tags(cell), cell.get("attachments", {})]
            for cell in notebook["cells"]
            if INJECTED not in _tags(cell)
        ]
        kernel = notebook.get("metadata", {}).get("kernelspec", {}).get("name", "")
        content = json.dumps([cells, kernel], ensure_ascii=False, sort_keys=True).encode(errors="surrogatepass")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        pass
    return hashlib.sha256(content).hexdigest()


def _read(content: bytes) -> dict[str, Any]:
    notebook: dict[str, Any] = json.loads(content)
    if notebook["nbformat"] != 4:  # noqa: PLR2004 - the one format in which cells stand at the top
        raise ValueError("another format")
    return notebook


def _as_saved(notebook: Any) -> bytes:
    return (json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _text(source: str | list[str]) -> str:
    return source if isinstance(source, str) else "".join(source)


def _tags(cell: dict[str, Any]) -> list[str]:
    return sorted(cell.get("metadata", {}).get("tags", []))


def _cell(cell: dict[str, Any]) -> dict[str, Any]:
    """Keep a cell's source on lines, as nbformat writes it, and what says which cell it is."""
    about = cell.get("metadata", {})
    metadata = {name: about[name] for name in KEPT_OF_CELL if name in about and about[name] != []}
    if about.get("jupyter", {}).get("source_hidden"):
        metadata["jupyter"] = {"source_hidden": True}
    kept = {name: value for name, value in cell.items() if name in {"id", "cell_type", "attachments"}}
    run: dict[str, Any] = {"outputs": [], "execution_count": None} if cell["cell_type"] == "code" else {}
    return kept | run | {"metadata": metadata, "source": _text(cell["source"]).splitlines(keepends=True)}


if __name__ == "__main__":
    sys.stdout.buffer.write(as_source(sys.stdin.buffer.read()))
