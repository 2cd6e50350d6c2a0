"""Long notes of a table's rows: below the table on paper, in their column elsewhere."""

from __future__ import annotations

import re

import pytest

from dophu.publish.docx import render_docx
from dophu.publish.footnotes import footnoted
from dophu.publish.html import render_html
from dophu.publish.pdf import render_pdf
from dophu.publish.readback import compare
from dophu.tell.blocks import Document, Heading, Table
from dophu.tell.html import plain as text_of
from tests.publish.sample import plain
from tests.publish.test_pdf import read, squeezed

LONG = "tỷ lệ nguồn công bố; cao hơn 32,66% mà nguồn khác đưa ra ngày 27/5/2021"


def table(*notes: str) -> Table:
    rows = [[plain(f"{day}/6/2021"), plain(note) if note else []] for day, note in enumerate(notes, 10)]
    return Table(caption=plain("Bảng 1"), head=[plain("Kỳ"), plain("Ghi chú")], rows=rows, align=["left", "left"])


@pytest.mark.parametrize(
    ("notes", "heads"),
    [
        ((LONG, "", LONG, "khác"), ["10/6/2021 (1)", "11/6/2021", "12/6/2021 (2)", "13/6/2021 (3)"]),
        ((LONG, "khác", "khác"), ["10/6/2021 (1)", "11/6/2021 (2)", "12/6/2021 (2)"]),
        (("ngắn", ""), ["10/6/2021", "11/6/2021"]),
        (("", "ngắn", "", ""), ["10/6/2021", "11/6/2021 (1)", "12/6/2021", "13/6/2021"]),
    ],
)
def test_rows_that_share_a_note_without_numbers_share_its_mark_and_short_notes_stay(
    notes: tuple[str, ...], heads: list[str]
) -> None:
    made, below = footnoted(table(*notes))
    assert [text_of(row[0]).replace("\xa0", " ") for row in made.rows] == heads
    assert [text_of(note)[:3] for note in below] == [f"({number})" for number in range(1, len(below) + 1)]
    assert len(made.head) == 2 - bool(below)


def test_paper_prints_them_below_and_every_number_is_found_again(letter: Document) -> None:
    document = letter.model_copy(update={"blocks": [Heading(level=1, runs=plain("Tiến độ")), table(LONG, "", LONG)]})
    files = {"pdf": render_pdf(document), "docx": render_docx(document), "html": render_html(document)}
    compare(document, files)
    assert f"12/6/2021 (2) (1) {LONG}" in squeezed("".join(read(files["pdf"])))
    assert len(re.findall("Ghi chú", files["html"].decode())) == 1
