from __future__ import annotations

import json

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from dophu.run.execute import as_file


def test_an_executed_notebook_is_one_line_of_json_that_jupyter_reads_as_it_was() -> None:
    bundle = {"text/html": "<p>\nđộ phủ\n</p>", "image/svg+xml": "<svg>\n</svg>", "application/x+json": {"a": ["b\nc"]}}
    shown = [new_output("display_data", bundle), new_output("error", traceback=["x\ny"])]
    picture = {"a.png": {"image/png": "AA=="}, "b.txt": {"text/plain": "a\nb"}}
    cells = [new_code_cell("1\n2", outputs=shown), new_markdown_cell("a\n\nb", attachments=picture), new_code_cell("")]
    notebook = new_notebook(cells=cells)
    before = json.dumps(notebook)
    written = as_file(notebook).decode()
    assert written.count("\n") == 1
    assert nbformat.reads(written, as_version=4) == notebook
    assert json.dumps(notebook) == before
