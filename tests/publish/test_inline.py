from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from matplotlib.figure import Figure as Plot

from dophu.charts.svg import drawing_of, narrow_of
from dophu.data.brand import HOUSE, Brand
from dophu.publish.branded import branded
from dophu.publish.inline import drawn
from dophu.tell.blocks import Document, Figure
from tests.figure_page import FIGURES

BARE = re.compile(r"(?<!,)#[0-9a-f]{6}\b")  # a colour without a name before it


def block(draw: Callable[[], Plot]) -> Figure:
    plot = draw()
    narrow, drawing = narrow_of(plot), drawing_of(plot)
    size = {"width": drawing.width, "height": drawing.height}
    return Figure(key="x", svg=drawing.svg, narrow=narrow, alt="Hình thử của bài kiểm tra", caption=[], **size)


@pytest.mark.parametrize("draw", FIGURES.values(), ids=FIGURES.keys())
def test_every_colour_of_ours_has_a_name_that_the_dark_changes(draw: Callable[[], Plot]) -> None:
    page = drawn(block(draw), HOUSE)
    assert page is not None
    assert page.count("<svg") == 2
    assert not BARE.search(re.sub(r">[^<]*<", "><", page))


def test_the_names_hold_for_an_office_with_a_colour_of_its_own(letter: Document) -> None:
    brand = Brand(colour="#14532d")
    figure = branded(letter.model_copy(update={"blocks": [block(FIGURES["tiles"])]}), brand).blocks[0]
    assert isinstance(figure, Figure)
    page = drawn(figure, brand)
    assert page is not None
    assert "var(--class-4,#" in page
    assert not BARE.search(re.sub(r">[^<]*<", "><", page))


def test_a_drawing_in_other_colours_keeps_them_and_its_paper(letter: Document) -> None:
    figure = block(FIGURES["course"])
    page = drawn(figure.model_copy(update={"svg": figure.svg.replace("#0b4a86", "#ff0000"), "narrow": ""}), HOUSE)
    assert page is not None
    assert "var(--" not in page
    assert "wide alone" in page
