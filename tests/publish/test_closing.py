"""The end of a part: so many of its last blocks stand together that the last page holds more than a line or two."""

from __future__ import annotations

import pytest

from dophu.publish.closing import kept_at_end
from dophu.publish.layout import FEWEST_LINES, Section
from dophu.publish.looks import Seen, short_page
from dophu.publish.pdf import render_pdf
from dophu.tell.blocks import Block, Document, Heading, Item, List, Paragraph, Run, Signature, Table


def runs(text: str) -> list[Run]:
    return [Run(text=text, data=True)]


def lines(count: int) -> Paragraph:
    return Paragraph(runs=runs("lời của một dòng dài " * 4 * count))


def document(*blocks: Block) -> Document:
    told = {"title": "Báo cáo", "subject": "", "report": "r", "campaign": "demo", "period": "2020-10-16", "unit": "20"}
    return Document(**told, as_of="2020-10-16T08:00", blocks=list(blocks))


SHORT = Paragraph(runs=runs("Có lời."))
SOURCES = Paragraph(runs=[Run(text="Nguồn số liệu: ", bold=True, data=True), *runs("danh sách của một cơ quan")])
NOTES = Paragraph(runs=[Run(text="Ghi chú:", bold=True), *lines(8).runs])
OPENER = Paragraph(runs=runs("Gồm có:"))
POINTS = List(ordered=False, items=[Item(runs=runs("một"), children=[]), Item(runs=runs("hai"), children=[])])
LOW = Table(caption=runs("Bảng"), head=[runs("Tỉnh")], rows=[[runs("A")]] * 3, align=["left"])
LONG = LOW.model_copy(update={"rows": [[runs("A")]] * 63})


@pytest.mark.parametrize(
    ("blocks", "kept"),
    [
        ([SHORT, lines(9)], 1),
        ([SHORT, lines(7), SHORT, SHORT], 3),
        ([SHORT, POINTS, *[SHORT] * 4], 5),
        ([SHORT, LOW, SHORT, SHORT], 3),
        ([SHORT, LONG, SHORT, SHORT], 2),
        ([lines(60), SHORT], 1),
        ([SHORT, NOTES], 2),
        ([SHORT, SHORT, SOURCES, NOTES], 3),
        ([LONG, SOURCES, NOTES], 2),
        ([SHORT, OPENER, POINTS, SOURCES, NOTES], 4),
        ([SHORT, Signature(lines=["GIÁM ĐỐC"], name=None, recipients=[])], 0),
    ],
)
def test_the_last_blocks_of_six_lines_or_more_stand_together(blocks: list[Block], kept: int) -> None:
    assert kept_at_end(Section(blocks, "#ffffff")) == kept


@pytest.mark.parametrize("above", range(33, 42))
def test_no_last_page_holds_less_wherever_the_page_ends(above: int) -> None:
    head = Heading(level=1, runs=runs("Báo cáo"))
    seen = Seen(told := document(head, *[SHORT] * above, lines(8)), render_pdf(told))
    assert list(short_page(seen)) == []
    assert all(len(page.lines) >= FEWEST_LINES for page in seen.pages)
