from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dophu.tell.blocks import Annex, Block, Masthead
from dophu.tell.letterhead import annex, as_above, masthead, month_of_issue, numbered, signature
from dophu.wording import NO_BREAK_SPACE
from dophu.world.campaigns import Letterhead
from tests.telling import open_report

PERIOD = date(2020, 8, 7)
REQUIRED = {
    "issuing_body": "Sở Thông tin và Truyền thông",
    "symbol": "BC-STTTT",
    "place": "Lạng Sơn",
    "type_name": "Báo cáo nhanh",
    "abstract": "Kết quả *cài đặt*",
    "title": "Phó Giám đốc",
}


def letterhead(**settings: Any) -> Letterhead:
    return Letterhead(**(REQUIRED | settings))


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        (None, (8, 2020)),
        ("2020-09", (9, 2020)),
        ("2020-08-10", (8, 2020)),
        ("2021-01-05", (1, 2021)),
    ],
)
def test_a_draft_prints_the_month_of_issue_and_leaves_the_day_blank(
    setting: str | None, expected: tuple[int, int]
) -> None:
    assert month_of_issue(letterhead(date=setting), PERIOD) == expected
    assert masthead(letterhead(date=setting), PERIOD).day is None


@pytest.mark.parametrize("number", [None, "7", "125a"])
def test_a_draft_leaves_its_number_blank_whatever_is_set(number: str | None) -> None:
    assert masthead(letterhead(number=number), PERIOD).number is None


def test_bodies_and_type_print_in_capitals_and_the_abstract_as_it_stands() -> None:
    head = masthead(letterhead(parent_body="UBND tỉnh Đắk Lắk"), PERIOD)
    assert (head.parent_body, head.type_name) == ("UBND TỈNH ĐẮK LẮK", "BÁO CÁO NHANH")
    assert head.issuing_body == "SỞ THÔNG TIN VÀ TRUYỀN THÔNG"
    assert head.abstract[0].text == "Kết quả *cài đặt*"
    assert head.abstract[0].data


@pytest.mark.parametrize(
    ("settings", "recipients"),
    [
        ({}, []),
        ({"recipients": ("Lưu: VT",)}, ["Lưu: VT"]),
        ({"addressees": ("Ban Chỉ đạo",), "recipients": ("Lưu: VT",)}, [as_above(), "Lưu: VT"]),
        ({"addressees": ("Ban Chỉ đạo",), "recipients": (as_above(), "Lưu: VT")}, [as_above(), "Lưu: VT"]),
        ({"recipients": (as_above(), "Lưu: VT")}, ["Lưu: VT"]),
    ],
)
def test_recipients_open_with_as_above_exactly_when_there_is_an_addressee(
    settings: dict[str, Any], recipients: list[str]
) -> None:
    assert signature(letterhead(**settings)).recipients == recipients


@pytest.mark.parametrize(
    ("authority", "lines"),
    [("KT. Giám đốc", ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]), (None, ["PHÓ GIÁM ĐỐC"]), ("", ["PHÓ GIÁM ĐỐC"])],
)
def test_the_authority_stands_above_the_title(authority: str | None, lines: list[str]) -> None:
    foot = signature(letterhead(authority=authority))
    assert (foot.lines, foot.name) == (lines, None)


@pytest.mark.parametrize("settings", [{}, {"number": "7", "date": "2020-08-10"}])
def test_the_annex_of_a_draft_leaves_number_and_day_of_its_letter_blank(settings: dict[str, Any]) -> None:
    found = annex(letterhead(**settings), PERIOD, "Số liệu và biểu đồ")
    assert (found.label, found.title) == ("Phụ lục", "SỐ LIỆU VÀ BIỂU ĐỒ")
    assert found.attached == (
        f"(Kèm theo Báo cáo số {NO_BREAK_SPACE * 7}/BC-STTTT ngày {NO_BREAK_SPACE * 5} tháng 8 năm 2020 "
        "của Sở Thông tin và Truyền thông)"
    )


def test_an_issued_letter_and_its_annex_bear_number_and_day() -> None:
    blocks: list[Block] = [masthead(letterhead(), PERIOD), annex(letterhead(), PERIOD, "Số liệu")]
    head, attached = numbered(blocks, "7", date(2020, 9, 10))
    assert isinstance(head, Masthead)
    assert isinstance(attached, Annex)
    assert (head.number, head.day, head.month) == ("7", 10, 9)
    assert attached.attached.startswith("(Kèm theo Báo cáo số 07/BC-STTTT ngày 10 tháng 9 năm 2020 của Sở")


def test_the_letter_of_lang_son_has_its_masthead_and_its_foot() -> None:
    settings = open_report(campaign="bluezone", period="2020-08-07", unit="20").edition.letterhead
    head, foot = masthead(settings, PERIOD), signature(settings)
    assert (head.parent_body, head.place, head.number, head.day) == ("UBND TỈNH LẠNG SƠN", "Lạng Sơn", None, None)
    assert head.addressees == ["Ban Chỉ đạo phòng, chống dịch Covid-19 tỉnh Lạng Sơn"]
    assert (foot.lines[0], foot.recipients[0], foot.recipients[-1]) == ("KT. GIÁM ĐỐC", as_above(), "Lưu: VT, TTBCXB")
