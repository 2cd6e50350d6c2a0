"""The reports of one edition as one publication: its parts in order, its numbers once, its figures numbered through."""

from __future__ import annotations

import re

import pytest

from dophu.errors import GateError
from dophu.publish.html import render_html
from dophu.publish.publication import publication
from dophu.publish.readback import compare
from dophu.tell.blocks import Annex, Document, Figure, Heading, List, Masthead, Paragraph, Signature, Table
from dophu.tell.html import plain
from tests.telling import open_report, tell

REPORTS = ("progress", "parts", "quick_report")


@pytest.fixture(scope="module")
def reports() -> list[Document]:
    return [tell(open_report(campaign="demo", period="2020-10-16", unit="20"), name) for name in REPORTS]


@pytest.fixture(scope="module")
def whole(reports: list[Document]) -> Document:
    return publication(reports)


def test_its_parts_stand_in_the_order_of_reading_under_one_cover(whole: Document) -> None:
    labels = [block.label for block in whole.blocks if isinstance(block, Annex)]
    assert labels == ["Phần 1", "Phần 1, Phụ lục I", "Phần 1, Phụ lục II", "Phần 2", "Phần 3", "Phần 3, Phụ lục"]
    titles = [plain(block.runs) for block in whole.blocks if isinstance(block, Heading) and block.level == 1]
    assert titles == ["Báo cáo tổng hợp"]
    assert not [block for block in whole.blocks if isinstance(block, Masthead | Signature)]


def test_its_cover_has_the_key_points_the_headline_numbers_and_the_contents(whole: Document) -> None:
    cover = whole.blocks[: next(place for place, block in enumerate(whole.blocks) if isinstance(block, Annex))]
    points, contents = (block for block in cover if isinstance(block, List))
    (numbers,) = (block for block in cover if isinstance(block, Table))
    assert len(points.items) == 5
    assert [plain(row[1]) for row in numbers.rows][:3] == ["194.524", "24,89%", "50%"]
    assert plain(contents.items[0].runs) == "Phần 1: Báo cáo nhanh"


def test_figures_are_numbered_through_and_every_number_is_there(whole: Document) -> None:
    figures = [block for block in whole.blocks if isinstance(block, Figure)]
    assert [plain(block.caption).partition(".")[0] for block in figures] == [
        f"Hình {n}" for n in range(1, len(figures) + 1)
    ]
    prose = " ".join(plain(block.runs) for block in whole.blocks if isinstance(block, Paragraph))
    assert [n for n in range(1, len(figures) + 1) if not re.search(rf"Hình {n}\b", prose)] == []
    compare(whole, {"html": render_html(whole)})


def test_reports_that_say_a_number_differently_make_no_publication(reports: list[Document]) -> None:
    first, *others = reports
    wrong = [fact.model_copy(update={"shown": "1"}) if fact.key == "counted@20" else fact for fact in first.facts]
    with pytest.raises(GateError, match=r"'counted@20' is 194\.524 in one report and 1 in another"):
        publication([first.model_copy(update={"facts": wrong}), *others])
