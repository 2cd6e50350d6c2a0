"""Documents that a letter cites: in full once, by kind and number after that."""

from __future__ import annotations

import pytest

from dophu.decree.citations import citations
from dophu.decree.paper import Line, Piece

FULL = "Công văn số 95/CV-BCĐ ngày 04/8/2020 của Ban Chỉ đạo tỉnh"


def judged(*texts: str) -> list[tuple[bool, bool, bool, bool | None]]:
    found = citations(Line((Piece(text, 13),)) for text in texts)
    return [(one.first, one.in_full, one.more, one.abstract) for one in found]


@pytest.mark.parametrize(
    ("text", "in_full"),
    [
        (f"Thực hiện {FULL}, Sở Y tế báo cáo như sau:", True),
        ("Thực hiện Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư", True),
        ("Theo Kế hoạch số 12/KH-UBND của UBND tỉnh ngày 02/02/2021", True),
        ("Thực hiện Công văn số 95/CV-BCĐ, Sở Y tế báo cáo như sau:", False),
        ("Thực hiện Công văn số 95/CV-BCĐ ngày 04/8/2020, Sở Y tế báo cáo như sau:", False),
        ("Thực hiện Công văn 95/CV-BCĐ của Ban Chỉ đạo tỉnh", False),
    ],
)
def test_a_first_citation_has_day_and_body(text: str, in_full: bool) -> None:
    assert [one[:2] for one in judged(text)] == [(True, in_full)]


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("Công văn số 95/CV-BCĐ đã được triển khai", False),
        ("Thực hiện công văn số 95/cv-bcđ, các huyện báo cáo", False),
        (f"Tiếp tục thực hiện {FULL}", True),
        ("Theo Công văn số 95/CV-BCĐ của Ban Chỉ đạo tỉnh", True),
    ],
)
def test_a_later_citation_has_kind_and_number_alone(text: str, more: bool) -> None:
    assert [(one[0], one[2]) for one in judged(FULL, text)] == [(True, True), (False, more)]


@pytest.mark.parametrize(
    ("text", "abstract"),
    [
        (f"- {FULL} về cài đặt ứng dụng;", True),
        (f"- {FULL} tăng cường thông tin, tuyên truyền.", True),
        (f"Căn cứ {FULL} “Về việc cài đặt ứng dụng”;", True),
        (f"- {FULL};", False),
        (f"Căn cứ {FULL};", False),
        (f"Thực hiện {FULL}, Sở Y tế báo cáo như sau:", None),
    ],
)
def test_an_abstract_is_asked_for_where_a_citation_surely_ends(text: str, abstract: bool | None) -> None:
    assert [one[3] for one in judged(text)] == [abstract]


@pytest.mark.parametrize(
    "text", ["Đã nhận 95/100 báo cáo", "Bảng 1/2", "tin nhắn 5/8 đơn vị", "Luật Ban hành văn bản", "số 08/8/2020"]
)
def test_what_is_no_document_is_not_cited(text: str) -> None:
    assert judged(text) == []


def test_a_symbol_that_a_line_of_a_pdf_parts_is_the_same() -> None:
    assert [one[0] for one in judged(FULL, "Công văn số 95/CV- BCĐ đã được triển khai")] == [True, False]
