"""A letter has two pages, and says nothing twice on them that one place may say."""

from __future__ import annotations

from typing import Any

import pypdfium2
import pytest

from dophu.publish.pdf import render_pdf
from dophu.tell.blocks import Document
from dophu.tell.names import cited
from tests.telling import open_report, tell
from tests.test_everywhere import prose


def letter(period: str) -> Document:
    """Tell the letter of a province that has much to tell of what it did."""
    return tell(open_report(campaign="demo", unit="20", period=period))


@pytest.mark.parametrize("period", ["2020-08-26", "2020-09-14", "2020-10-16"])
def test_the_body_of_a_letter_has_two_pages(period: str) -> None:
    pages = list(pypdfium2.PdfDocument(render_pdf(letter(period))))
    annexes = [number for number, page in enumerate(pages) if "\r\nPhụ lục" in page.get_textpage().get_text_bounded()]
    assert annexes[0] == 2


@pytest.mark.parametrize(
    ("documents", "in_body", "in_annex"),
    [([1], [], []), ([1, 2, 3], [2, 3], []), ([1, 2, 3, 4], [], [2, 3, 4]), (None, None, None)],
)
def test_a_letter_lists_a_few_documents_and_its_annex_many(documents: Any, in_body: Any, in_annex: Any) -> None:
    assert cited({"documents": documents}) == {"other_documents": in_body, "annexed_documents": in_annex}


def test_what_a_key_point_says_is_not_said_again() -> None:
    told = prose(letter("2020-08-19"))
    assert told.count("giảm 01 bậc") == 1
    assert told.count("Để đạt mục tiêu đúng hạn") == 1
    assert told.count("huyện Hữu Lũng, huyện Lộc Bình") == 1


def test_many_documents_stand_in_the_annex_and_the_body_says_where() -> None:
    body, annex = prose(letter("2020-10-16")).split("Văn bản chỉ đạo, hướng dẫn đã ban hành, ngoài", 1)
    assert "nêu trên và các văn bản liệt kê ở phần đầu của phụ lục" in body
    assert "05/MP-BCĐ" in annex
    assert "05/MP-BCĐ" not in body


def test_a_letter_without_documents_cites_none_and_results_have_a_heading_of_their_own() -> None:
    told = prose(tell(open_report(campaign="demo", unit="48", period="2020-10-16")))
    assert "Công tác chỉ đạo, hướng dẫn" not in told
    headings = [line for line in prose(letter("2020-10-16")).splitlines() if line[:3] in {"1. ", "2. "}]
    assert headings == ["1. Công tác chỉ đạo, hướng dẫn", "2. Kết quả thực hiện"]


@pytest.mark.parametrize(("report", "pages"), [("quick_report", 6), ("parts", 3)])
def test_figures_leave_no_page_half_empty(report: str, pages: int) -> None:
    opened = open_report(campaign="demo", unit="20", period="2020-10-16")
    assert len(pypdfium2.PdfDocument(render_pdf(tell(opened, report)))) == pages


def test_a_nation_without_its_main_figure_tells_the_one_other_count_that_is_known() -> None:
    told = prose(tell(open_report(campaign="bluezone", unit="VN", period="2021-06-19")))
    assert "Đến 17h00 ngày 19/6/2021, cả nước có khoảng 22,74 triệu tài khoản khai số điện thoại." in told


@pytest.mark.parametrize("report", ["quick_report", "progress", "national_table"])
def test_a_change_since_a_doubted_figure_is_told_with_the_doubt(report: str) -> None:
    told = prose(tell(open_report(campaign="bluezone", unit="27", period="2021-06-19"), report))
    assert "mức thay đổi này chỉ để tham khảo" in told
    if "tăng khoảng 164.000 so với" in told:
        assert "so với ngày 27/5/2021 (để tham khảo: số liệu kỳ so sánh cần đối chiếu lại)" in told
