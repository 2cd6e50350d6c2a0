"""Pages are filled: text goes on before a figure that has no room, and an annex that spills a little is drawn in."""

from __future__ import annotations

import pytest

from dophu.decree.paper import Line
from dophu.decree.pdf import read_pdf
from dophu.publish.layout import PAGE_SETUP
from dophu.publish.pdf import render_pdf
from dophu.tell.blocks import Annex, Block, Document, Figure, Heading, Paragraph, Run, Table
from tests.publish.sample import plain
from tests.publish.test_pdf import read, with_blocks

HEAD = Heading(level=1, runs=plain("Tiến độ"))
ANNEX = Annex(label="Phụ lục", title="Chi tiết", attached="(Kèm theo Báo cáo)", landscape=False)
TEXT = Paragraph(runs=plain("Một đoạn của báo cáo."))
AFTER = Paragraph(runs=plain("Đoạn đứng sau hình."))
NOTES = Paragraph(runs=[Run(text="Ghi chú:", bold=True, data=True), *plain(" lời giải thích dài. " * 40)])

SHORT_NOTE = Paragraph(runs=[Run(text="Ghi chú:", bold=True, data=True), *plain(" lời giải thích.")])


def figure(name: str, height: float) -> Figure:
    svg = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 160 {height}'></svg>"
    return Figure(key=name, svg=svg, alt="hình", caption=plain(name), table=None, width=160, height=height)


def line_of(pdf: bytes, word: str) -> Line:
    return next(line for line in read_pdf(pdf, "report.pdf").lines if word in line.text)


def pages(letter: Document, *blocks: Block) -> list[str]:
    return read(render_pdf(with_blocks(letter, *blocks)))


def test_text_goes_on_before_figures_that_have_no_room(letter: Document) -> None:
    figures = [figure("Hình A", 60), figure("Hình B", 60)]
    first, second = pages(letter, HEAD, *[TEXT] * 23, *figures, AFTER, *[TEXT] * 8)
    assert "Đoạn đứng sau hình" in first
    assert second.index("Hình A") < second.index("Hình B") < second.index("Một đoạn")


def test_a_figure_that_has_room_stays_where_it_is_told_of(letter: Document) -> None:
    (only,) = pages(letter, HEAD, TEXT, figure("Hình A", 60), AFTER)
    assert only.index("Một đoạn") < only.index("Hình A") < only.index("Đoạn đứng sau")


def test_notes_stay_below_the_last_figure(letter: Document) -> None:
    first, second = pages(letter, HEAD, *[TEXT] * 23, figure("Hình A", 60), AFTER, NOTES)
    assert "Đoạn đứng sau hình" in first
    assert second.index("Hình A") < second.index("Ghi chú")


@pytest.mark.parametrize(("height", "many"), [(85, 1), (106, 1), (125, 2)])
def test_figures_shrink_a_little_where_all_then_stand_on_one_page(letter: Document, height: float, many: int) -> None:
    _, *annex = pages(letter, ANNEX, figure("Hình A", height), figure("Hình B", height), TEXT)
    assert len(annex) == many


def test_notes_are_smaller_but_not_in_a_letter_itself(letter: Document) -> None:
    for above, size in ((HEAD, PAGE_SETUP.small), (letter.blocks[0], PAGE_SETUP.body)):
        notes = line_of(render_pdf(with_blocks(letter, above, TEXT, NOTES)), "giải thích")
        assert {piece.size for piece in notes.pieces} == {size}


def test_the_last_rows_of_a_table_go_along_with_notes_that_have_no_room(letter: Document) -> None:
    for many in range(30, 42):
        rows = [[plain(f"Huyện {place}"), plain("1.234")] for place in range(many)]
        table = Table(caption=plain("Bảng"), head=[plain("Đơn vị"), plain("Số")], rows=rows, align=["left", "right"])
        *_, last = pages(letter, ANNEX, table, SHORT_NOTE)
        assert "Huyện" in last
