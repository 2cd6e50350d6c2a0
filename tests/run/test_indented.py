from __future__ import annotations

import json

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from dophu.run.execute import as_file
from dophu.run.indented import indented

PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
JSON = st.recursive(PLAIN, lambda below: st.lists(below) | st.dictionaries(st.text(), below))


@given(JSON)
@pytest.mark.parametrize("indent", [1, 2])
def test_indented_json_is_the_librarys(indent: int, value: object) -> None:
    assert indented(value, indent) == json.dumps(value, indent=indent, sort_keys=True, ensure_ascii=False)


def test_an_executed_notebook_is_written_as_nbformat_writes_it_and_stays_as_it_is() -> None:
    bundle = {"text/html": "<p>\nđộ phủ\n</p>", "image/svg+xml": "<svg>\n</svg>", "application/x+json": {"a": ["b\nc"]}}
    outputs = [
        new_output("display_data", bundle),
        new_output("stream", text="a\nb"),
        new_output("error", traceback=["x\ny"]),
    ]
    picture = {"a.png": {"image/png": "AA=="}, "b.txt": {"text/plain": "a\nb"}}
    cells = [
        new_code_cell("1\n2", outputs=outputs),
        new_markdown_cell("a\n\nb", attachments=picture),
        new_code_cell(""),
    ]
    notebook = new_notebook(cells=cells)
    before = json.dumps(notebook)
    assert as_file(notebook).decode() == nbformat.writes(notebook) + "\n"
    assert json.dumps(notebook) == before
