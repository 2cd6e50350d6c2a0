"""Figures and tables that the prose names by their number."""

from __future__ import annotations

import pytest

from dophu.publish.cited import with_citations
from dophu.tell.blocks import Annex, Block, Item, List, Paragraph, Run, Signature, Table
from dophu.tell.html import plain

TEXT, LINE, OPENER = (
    Paragraph(runs=[Run(text="Lời.")]),
    Paragraph(runs=[Run(text="Kỳ", italic=True)]),
    Paragraph(runs=[Run(text="Gồm:")]),
)
POINTS = List(items=[Item(runs=[Run(text="một")])])
SIGNED = Signature(lines=[], name=None, recipients=[])
ANNEX = Annex(label="Phụ lục", title="A", attached="")
CITING = Paragraph(runs=[Run(text="Báo cáo ("), Run(text="tại Phụ lục kèm theo", data=True), Run(text=").")])


def table(number: int) -> Block:
    caption = [Run(text=f"Bảng {number}. ", bold=True, data=True), Run(text="Kết quả")]
    return Table(caption=caption, head=[], rows=[], align=[])


@pytest.mark.parametrize(
    ("blocks", "told"),
    [
        ([TEXT, table(1)], ["Lời. Xem Bảng 1."]),
        ([TEXT, table(1), table(2)], ["Lời. Xem Bảng 1 và Bảng 2."]),
        ([TEXT, table(1), TEXT, table(2)], ["Lời. Xem Bảng 1.", "Lời. Xem Bảng 2."]),
        ([TEXT, OPENER, POINTS, LINE, table(1)], ["Lời. Xem Bảng 1.", "Gồm:", "Kỳ"]),
        ([table(1), TEXT], ["Lời."]),
        ([Paragraph(runs=[Run(text="Theo Bảng 1, tăng.")]), table(1)], ["Theo Bảng 1, tăng."]),
        ([TEXT, TEXT, ANNEX, table(1)], ["Lời. Chi tiết xem Bảng 1 tại Phụ lục kèm theo.", "Lời."]),
        ([OPENER, TEXT, SIGNED, ANNEX, table(1)], ["Gồm:", "Lời. Chi tiết xem Bảng 1 tại Phụ lục kèm theo."]),
        ([TEXT, CITING, ANNEX, table(1)], ["Lời.", "Báo cáo (xem Bảng 1 tại Phụ lục kèm theo)."]),
        ([TEXT, ANNEX, table(1), ANNEX, table(2)], ["Lời. Chi tiết xem Bảng 1 và Bảng 2 tại các Phụ lục kèm theo."]),
    ],
)
def test_what_has_a_number_is_named_before_it_or_in_the_body(blocks: list[Block], told: list[str]) -> None:
    assert [plain(block.runs) for block in with_citations(blocks) if isinstance(block, Paragraph)] == told
