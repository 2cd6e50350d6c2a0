from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dophu.tell.letterhead import AS_ABOVE, annex, issued, masthead, signature
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
        (None, (None, 8, 2020)),
        ("2020-09", (None, 9, 2020)),
        ("2020-08-10", (10, 8, 2020)),
        ("2021-01-05", (5, 1, 2021)),
    ],
)
def test_what_is_not_set_of_the_date_of_issue_is_left_blank(
    setting: str | None, expected: tuple[int | None, int, int]
) -> None:
    assert issued(letterhead(date=setting), PERIOD) == expected


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
        ({"addressees": ("Ban Chỉ đạo",), "recipients": ("Lưu: VT",)}, [AS_ABOVE, "Lưu: VT"]),
        ({"addressees": ("Ban Chỉ đạo",), "recipients": (AS_ABOVE, "Lưu: VT")}, [AS_ABOVE, "Lưu: VT"]),
        ({"recipients": (AS_ABOVE, "Lưu: VT")}, ["Lưu: VT"]),
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


@pytest.mark.parametrize(
    ("settings", "attached"),
    [
        (
            {"number": "7", "date": "2020-08-10"},
            "(Kèm theo Báo cáo số 07/BC-STTTT ngày 10 tháng 8 năm 2020 của Sở Thông tin và Truyền thông)",
        ),
        (
            {},
            f"(Kèm theo Báo cáo số {NO_BREAK_SPACE * 7}/BC-STTTT ngày {NO_BREAK_SPACE * 5} tháng 8 năm 2020 "
            "của Sở Thông tin và Truyền thông)",
        ),
    ],
)
def test_the_annex_names_its_letter_or_leaves_blanks(settings: dict[str, Any], attached: str) -> None:
    found = annex(letterhead(**settings), PERIOD, "Số liệu và biểu đồ")
    assert (found.label, found.title, found.attached) == ("Phụ lục", "SỐ LIỆU VÀ BIỂU ĐỒ", attached)


def test_the_letter_of_lang_son_has_its_masthead_and_its_foot() -> None:
    settings = open_report(campaign="bluezone", period="2020-08-07", unit="20").edition.letterhead
    head, foot = masthead(settings, PERIOD), signature(settings)
    assert (head.parent_body, head.place, head.number, head.day) == ("UBND TỈNH LẠNG SƠN", "Lạng Sơn", None, None)
    assert head.addressees == ["Ban Chỉ đạo phòng, chống dịch Covid-19 tỉnh Lạng Sơn"]
    assert (foot.lines[0], foot.recipients[0], foot.recipients[-1]) == ("KT. GIÁM ĐỐC", AS_ABOVE, "Lưu: VT, TTBCXB")
