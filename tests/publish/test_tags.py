"""What a PDF says to who hears it instead of seeing it: its structure, element by element."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from dophu.publish.pdf import render_pdf
from dophu.tell.blocks import Document
from tests.publish.test_pdf import table

Element = dict[str, Any]


@pytest.fixture(scope="module", name="elements")
def structure(letter: Document) -> list[Element]:
    return read(render_pdf(letter))


def read(pdf: bytes) -> list[Element]:
    """List the structure elements in reading order, each with its kind, its parent's, and its attributes for tables."""
    with pikepdf.open(BytesIO(pdf)) as paper:
        return list(walked(paper.Root.StructTreeRoot, ""))


def walked(element: pikepdf.Object, above: str) -> Iterator[Element]:
    kind = str(element.get("/S", ""))
    if kind:
        table: Any = next((one for one in element.get("/A", []) if str(one.O) == "/Table"), {})
        attributes = {name: str(table[name]) for name in ("/Scope",) if name in table}
        heads = [str(head) for head in table.get("/Headers", [])]
        yield {"kind": kind, "above": above, "id": str(element.get("/ID", "")), "heads": heads, **attributes}
    inner: Any = element.get("/K", [])
    for child in inner if isinstance(inner, pikepdf.Array) else [inner]:
        if isinstance(child, pikepdf.Dictionary):
            yield from walked(child, kind)


def test_masthead_addressee_recipients_and_signature_are_paragraphs(elements: list[Element]) -> None:
    """Only parts of a paragraph, of a heading or of another part are mere spans."""
    spans = [one["above"] for one in elements if one["kind"] in {"/Span", "/Strong", "/Em"}]
    assert set(spans) & {"/Div", "/Document", "/Sect"} == set()
    assert sum(one["kind"] == "/P" and one["above"] == "/Div" for one in elements) == 4 + 2 + 8 + 2


def test_a_figure_is_read_before_its_caption_and_a_table_after(elements: list[Element]) -> None:
    kinds = [one["kind"] for one in elements]
    assert kinds[kinds.index("/Figure") + 1] == "/P"
    assert {one["above"] for one in elements if one["kind"] == "/Caption"} == {"/Table"}


def test_points_are_items_with_their_mark_as_label(elements: list[Element]) -> None:
    counted = [sum(one["kind"] == kind for one in elements) for kind in ("/L", "/LI", "/Lbl", "/LBody")]
    assert counted == [3, 6, 6, 6]


@pytest.mark.parametrize("rows", [3, 120])
def test_the_first_cell_of_a_row_heads_it(letter: Document, rows: int) -> None:
    elements = read(render_pdf(letter.model_copy(update={"blocks": [table(rows)]})))
    heads = {one["id"] for one in elements if one.get("/Scope") == "/Row"}
    others = [one["heads"] for one in elements if one["kind"] == "/TD"]
    assert len(heads) == rows
    assert all(len(set(named) & heads) == 1 for named in others)
    assert sum(one["kind"] == "/Caption" and one["above"] == "/Table" for one in elements) == 1


def test_poppler_and_qpdf_complain_of_nothing(letter: Document, tmp_path: Path) -> None:
    file = tmp_path / "letter.pdf"
    file.write_bytes(render_pdf(letter))
    program = shutil.which("pdfinfo") or pytest.skip("pdfinfo (poppler-utils) is not installed")
    said = subprocess.run([program, "-struct-text", str(file)], capture_output=True, check=True).stderr
    with pikepdf.open(file) as paper:
        assert (said, paper.check_pdf_syntax()) == (b"", [])
