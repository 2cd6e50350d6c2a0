"""A notebook as its author wrote it: the sources of its cells, without what a run of it leaves behind.

An edition is made from these. Whoever opens a notebook and saves it with its outputs has changed no word of it, so
that no edition becomes stale. Run as a program it is a filter for git: `make lab` sets it up.
"""

from __future__ import annotations

import json
import sys
from typing import Any

KEPT_OF_CELL = ("tags",)  # of its metadata: what a cell is, not how a program last showed it
KEPT_OF_NOTEBOOK = ("kernelspec",)


def as_source(content: bytes) -> bytes:
    """Write a notebook's sources as a notebook, as nbformat and JupyterLab write one.

    What is no notebook, or was written by another hand, stays as it is: there every byte counts.
    """
    try:
        notebook = json.loads(content)
        if _as_saved(notebook) != content:
            return content
        cells = [_cell(cell) for cell in notebook["cells"]]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return content  # whoever runs it is told what is wrong with it
    about = {name: value for name, value in notebook.get("metadata", {}).items() if name in KEPT_OF_NOTEBOOK}
    about["language_info"] = {"name": notebook.get("metadata", {}).get("language_info", {}).get("name", "python")}
    whole = notebook | {"cells": cells, "metadata": about}
    return _as_saved(whole)


def _as_saved(notebook: Any) -> bytes:
    return (json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _cell(cell: dict[str, Any]) -> dict[str, Any]:
    """Keep a cell's source on lines, as nbformat writes it, and what says which cell it is."""
    metadata = {name: value for name, value in cell.get("metadata", {}).items() if name in KEPT_OF_CELL}
    if cell.get("metadata", {}).get("jupyter", {}).get("source_hidden"):
        metadata["jupyter"] = {"source_hidden": True}
    text = cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])
    kept = {name: value for name, value in cell.items() if name in {"id", "cell_type", "attachments"}}
    run: dict[str, Any] = {"outputs": [], "execution_count": None} if cell["cell_type"] == "code" else {}
    return kept | run | {"metadata": metadata, "source": text.splitlines(keepends=True)}


if __name__ == "__main__":
    sys.stdout.buffer.write(as_source(sys.stdin.buffer.read()))
