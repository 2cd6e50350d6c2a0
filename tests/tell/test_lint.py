from __future__ import annotations

import pytest

from dophu.tell.blocks import Block, Figure, Heading, Item, List, Paragraph, Run, Signature, Table
from dophu.tell.lint import texts, typed_claims, typed_dates, typed_numbers, typed_text

FACT_RUN = Run(text="63.438", fact="counted", data=True)
NAME_RUN = Run(text="Quận 1", data=True)


def typed(text: str) -> list[Run]:
    return [Run(text=text)]


@pytest.mark.parametrize(
    "text",
    [
        "Toàn tỉnh đạt kết quả tốt.",
        "1. Công tác thông tin",
        "2.1. Công tác tuyên truyền",
        "IV. Kết quả",
        "a) Nội dung",
        "Công văn số 95/CV-BCĐ ngày 04/8/2020 của Ban Chỉ đạo",
        "Nghị định số 30/2020/NĐ-CP",
        "phòng, chống dịch Covid-19",
        "dịch vụ 3G, 4G",
        "Điều 5, khoản 2, Phụ lục 1, Hình 3, Bảng 4.2, Biểu 1",
        "trong năm 2021, tháng 8/2020, quý II",
        "ngày 07/8/2020",
        "ngày 07 tháng 8 năm 2020",
    ],
)
def test_outline_citations_dates_and_names_may_be_typed(text: str) -> None:
    assert typed_numbers(typed(text)) == []


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Toàn tỉnh có 63.438 người, đạt 8,12%.", ["63.438", "8,12%"]),
        ("đạt 50 %", ["50 %"]),
        ("xếp thứ 8/63", ["8/63"]),
        ("kết quả - 63438 người", ["63438"]),
        ("08h00", ["08", "00"]),
        ("Covid-19 có 5 ca", ["5"]),
        ("1. Có 5 ca", ["5"]),
        ("số 95/CV-BCĐ nêu 50%", ["50%"]),
    ],
)
def test_any_other_number_typed_by_hand_is_listed(text: str, numbers: list[str]) -> None:
    assert typed_numbers(typed(text)) == numbers


def test_numbers_of_facts_and_of_names_are_not_typed() -> None:
    runs = [Run(text="Có "), FACT_RUN, Run(text=" người ở "), NAME_RUN]
    assert typed_numbers(runs) == []
    assert "63.438" not in typed_text(runs)
    assert "Quận 1" not in typed_text(runs)


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("đến ngày 07/8/2020", ["07/8/2020"]),
        ("ngày 07 tháng 8 năm 2020", ["ngày 07 tháng 8 năm 2020"]),
        ("Công văn số 95/CV-BCĐ ngày 04/8/2020", []),
        ("Công văn số 95/CV-BCĐ ngày 04/8/2020 và ngày 05/8/2020", ["05/8/2020"]),
        ("tháng 8/2020", []),
    ],
)
def test_dates_are_listed_outside_citations(text: str, dates: list[str]) -> None:
    assert typed_dates(typed(text)) == dates


@pytest.mark.parametrize(
    ("before", "claims"),
    [
        ("có hơn ", ["hơn"]),
        ("Gần ", ["Gần"]),
        ("đã tăng ", ["tăng"]),
        ("giảm", ["giảm"]),
        ("thấp hơn ", ["thấp hơn"]),
        ("cao hơn ", ["cao hơn"]),
        ("tăng cường ", []),
        ("đạt ", []),
    ],
)
def test_words_that_claim_are_listed_before_a_fact(before: str, claims: list[str]) -> None:
    assert typed_claims([Run(text=before), FACT_RUN]) == claims


def test_a_claim_made_by_the_fact_itself_is_none_of_the_authors() -> None:
    assert typed_claims([Run(text="có "), Run(text="hơn 12.000", fact="followers", data=True)]) == []


def test_every_line_of_prose_is_read_in_order() -> None:
    table = Table(caption=typed("d"), head=[typed("e")], rows=[[typed("f")]], align=["left"])
    nested = List(items=[Item(runs=typed("b"), children=[List(items=[Item(runs=typed("c"))])])])
    figure = Figure(key="k", svg="", alt="x", caption=typed("g"), width=1, height=1, table=table)
    foot = Signature(lines=["GIÁM ĐỐC"], name=None, recipients=[])
    blocks: list[Block] = [Heading(level=2, runs=typed("a")), nested, table, figure, Paragraph(runs=typed("h")), foot]
    assert [typed_text(runs) for runs in texts(blocks)] == list("abcdefgdefh")
