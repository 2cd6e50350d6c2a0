from __future__ import annotations

import io

import pytest
from PIL import Image

from dophu.errors import GateError
from dophu.publish.card import render_card, render_text
from dophu.publish.readback import compare
from dophu.tell.blocks import Document, Figure, Item, List, Paragraph, Run

FINDING = "Tỉnh Lạng Sơn xếp thứ 8 trong 63 tỉnh, thành phố, còn thiếu 41,88 điểm phần trăm."


@pytest.fixture
def told(letter: Document) -> Document:
    """The letter with a figure that finds something, and a ledger that names its unit."""
    caption = [Run(text="Hình 1. ", bold=True), Run(text=FINDING, bold=True), Run(text=" Tỷ lệ trên dân số")]
    blocks = [b.model_copy(update={"caption": caption}) if isinstance(b, Figure) else b for b in letter.blocks]
    return letter.model_copy(update={"blocks": blocks, "ledger": {"edition": {"unit_name": "tỉnh Lạng Sơn"}}})


def test_a_text_for_a_chat_says_what_it_is_then_the_result_then_what_figures_find(told: Document) -> None:
    banner, heading, result, *found = (
        render_text(told.model_copy(update={"banner": "SỐ LIỆU MÔ PHỎNG"})).decode().splitlines()
    )
    assert banner == "SỐ LIỆU MÔ PHỎNG"
    assert heading.endswith("Tỉnh Lạng Sơn, số liệu đến 08h00 ngày 07/8/2020")
    assert result.startswith("Đến 08h00 ngày 07/8/2020, toàn tỉnh có 63.438")
    assert found == [FINDING]


def test_key_points_are_what_a_chat_gets_where_a_report_opens_with_them(told: Document) -> None:
    opener = Paragraph(runs=[Run(text="Điểm chính:", bold=True)])
    points = List(items=[Item(runs=[Run(text=text)]) for text in ("Đứng thứ 8/63 tỉnh;", "Chưa đạt.")])
    opened = told.model_copy(update={"blocks": [told.blocks[0], opener, points, *told.blocks[1:]]})
    assert render_text(opened).decode().splitlines()[1:] == ["Đứng thứ 8/63 tỉnh.", "Chưa đạt."]


def test_what_a_figure_finds_is_left_out_where_the_lines_before_have_its_numbers(told: Document) -> None:
    figure = next(block for block in told.blocks if isinstance(block, Figure))
    again = [Run(text="Hình 2. ", bold=True), Run(text="Tỉnh xếp thứ 8.", bold=True)]
    twice = told.model_copy(update={"blocks": [*told.blocks, figure.model_copy(update={"caption": again})]})
    assert render_text(twice).decode().splitlines()[2:] == [FINDING]


def test_a_card_is_as_large_as_a_chat_shows_and_repeats_its_bytes(told: Document) -> None:
    card = render_card(told)
    assert Image.open(io.BytesIO(card)).size == (1080, 1350)
    assert card == render_card(told)


def test_a_text_with_a_number_that_the_letter_has_not_is_refused(told: Document) -> None:
    compare(told, {"txt": render_text(told)})
    with pytest.raises(GateError, match="adds 99"):
        compare(told, {"txt": render_text(told) + b"99\n"})
