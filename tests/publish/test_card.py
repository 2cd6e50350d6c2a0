from __future__ import annotations

import io

import pytest
from PIL import Image

from dophu.errors import GateError
from dophu.publish.card import render_card, render_text
from dophu.publish.readback import compare
from dophu.tell.blocks import Document, Figure, Run

FINDING = "Tỉnh Lạng Sơn xếp thứ 8 trong 63 tỉnh, thành phố."


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


def test_a_card_is_as_large_as_a_chat_shows_and_repeats_its_bytes(told: Document) -> None:
    card = render_card(told)
    assert Image.open(io.BytesIO(card)).size == (1080, 1350)
    assert card == render_card(told)


def test_a_text_with_a_number_that_the_letter_has_not_is_refused(told: Document) -> None:
    compare(told, {"txt": render_text(told)})
    with pytest.raises(GateError, match="adds 99"):
        compare(told, {"txt": render_text(told) + b"99\n"})
