"""The report on a received file, as a page for who receives the files."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, time
from html import unescape
from typing import Any

import pytest

from dophu.data.periods import read_campaign
from dophu.data.project import Project
from dophu.data.receive import Change, Figure, Receipt
from dophu.data.reference import read_units
from dophu.intake.findings import CellFinding
from dophu.intake.phrases import evidence_vi
from dophu.intake.result import Column, Count, Intake, Skipped
from dophu.publish.intake import Told, Words, intake_page
from dophu.wording import Moment
from tests.intake.grids import sheet
from tests.intake.receiving import campaign, context, receive, reference
from tests.project import ROOT

COUNTS = (Count("VN63", "20", "installs", 12000, 1000, "hơn", "B5"), Count("VN63", "22", "installs", None, 1, "", "B6"))
INTAKE = Intake(
    *("so <lieu>.xlsx", "0" * 64, 1234567, "xlsx", "Bảng 1", "A4:B7", "VN63", "VN"),
    columns=(
        Column("B", "Số máy\nđã cài", "installs", "the words 'cài'", "vi"),
        Column("C", "Khác", "unexplained", ""),
    ),
    counts=COUNTS,
    rows_in=(1, 4, 5, 6, 7),
    rows_out=(5, 6),
    skipped=(Skipped(1, "title", "BẢNG <b>1</b>"), Skipped(4, "heading", ""), Skipped(7, "total", "Cả nước")),
    findings=(CellFinding("note", "Bảng 1", "B6", "-", "count_missing", {"unit": "tỉnh Quảng Ninh"}),),
)
WRONG = CellFinding(
    "error", "Bảng 1", "B7", "<script>alert(1)</script>\u202e", "formula_unsaved", {"formula": "A1&<b>"}
)


def page(intake: Intake = INTAKE, receipt: Receipt | None = None, campaign: str = "demo", *remarks: str) -> str:
    project = Project(ROOT)
    words = Words(read_campaign(project, campaign), read_units(project))
    return intake_page(Told(intake, "TN20200807", Moment(date(2020, 8, 7)), receipt, remarks), words)


def text(html: str) -> str:
    body = re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body)))


@pytest.mark.parametrize(
    ("receipt", "said"),
    [
        (Receipt("new", ()), "Đã nhận 2 số của 2 đơn vị, nguồn TN20200807."),
        (Receipt("added", (Change("20", "installs", None, Figure(1)),)), "Đã bổ sung 1 số vào nguồn TN20200807."),
        (Receipt("revised", (Change("20", "installs", Figure(2), None),)), "nguồn TN20200807: 1 thay đổi"),
        (None, "Chưa nhận: 1 chỗ phải sửa."),
    ],
)
def test_the_page_opens_with_what_became_of_the_file(receipt: Receipt | None, said: str) -> None:
    assert said in text(page(replace(INTAKE, findings=(WRONG,)), receipt))


def test_findings_stand_by_weight_with_what_to_do() -> None:
    told = text(page(replace(INTAKE, findings=(*INTAKE.findings, WRONG))))
    assert told.index("Phải sửa") < told.index("Bảng 1!B7") < told.index("Cách đọc") < told.index("Bảng 1!B6")
    assert "Công thức =A1&<b> chưa có kết quả lưu trong tệp Mở tệp bằng Excel" in told


def test_nothing_of_the_file_is_markup_or_reorders_the_page() -> None:
    html = page(replace(INTAKE, findings=(WRONG,)))
    assert "<script" not in html
    assert "<b>" not in html
    assert "\u202e" not in html
    assert "so &lt;lieu&gt;.xlsx" in html


def test_the_page_reads_and_runs_nothing() -> None:
    html = page(INTAKE, Receipt("new", ()))
    assert "default-src 'none'" in html
    assert not re.findall(r"(?:src|href)\s*=|url\((?!data:)|@import", html)


def test_columns_rows_and_counts_are_told_in_words() -> None:
    told = text(page(INTAKE, Receipt("new", ())))
    for said in (
        *("B Số máy đã cài số người/điện thoại cài đặt 63.438,5", "C Khác không dùng", "1.234.567 byte"),
        *("Trang tính có 5 dòng: 2 dòng số liệu, 3 dòng khác.", "1 tiêu đề bảng BẢNG <b>1</b>", "7 tổng Cả nước"),
        *("Tỉnh Lạng Sơn hơn 12.000 B5", "chưa có số liệu B6"),
    ):
        assert said in told


def test_changes_show_before_and_after() -> None:
    changes = (
        Change("20", "installs", Figure(9000), Figure(12000, 1000, "hơn")),
        Change("22", "installs", Figure(5), None),
    )
    told = text(page(INTAKE, Receipt("revised", changes)))
    assert "Tỉnh Lạng Sơn số người/điện thoại cài đặt 9.000 hơn 12.000" in told
    assert "Tỉnh Quảng Ninh số người/điện thoại cài đặt 5 không có" in told


def test_only_a_simulated_campaign_has_the_banner() -> None:
    assert "SỐ LIỆU MÔ PHỎNG" in page()
    assert "SỐ LIỆU MÔ PHỎNG" not in page(INTAKE, None, "bluezone")


def test_a_file_without_a_table_still_has_its_page() -> None:
    empty = replace(INTAKE, sheet="", area="", columns=(), counts=(), rows_in=(), rows_out=(), skipped=())
    told = text(page(empty, None, "demo", "macros are not read"))
    assert "Các dòng" not in told
    assert "Lưu ý khi đọc không đọc macro" in told


@pytest.mark.parametrize(
    ("why", "told"),
    [
        ("the words 'cài đặt'; most cells are written so; others are not: 60 of 61", "có chữ 'cài đặt'; phần lớn"),
        ("'63.438' in C5 is a number only in this notation", "'63.438' ở ô C5 chỉ đọc được theo cách này"),
        ("the name says .xls, but the file is html; it was read as that", "tên tệp ghi .xls nhưng tệp là html"),
        ("'Tỷ lệ (%)'", "'Tỷ lệ (%)'"),
    ],
)
def test_evidence_is_told_in_vietnamese(why: str, told: str) -> None:
    assert evidence_vi(why).startswith(told)


def test_rows_that_belong_to_an_error_are_counted() -> None:
    assert "1 dòng số liệu, 3 dòng khác, 1 dòng có lỗi" in text(page(replace(INTAKE, rows_out=(5,))))


def test_the_page_names_who_sent_the_file_and_when_it_came() -> None:
    project, at = Project(ROOT), Moment(date(2020, 8, 7), time(9, 15))
    words = Words(read_campaign(project, "demo"), read_units(project))
    told = Told(INTAKE, "TN20200807", Moment(date(2020, 8, 7)), None, (), "Phòng <Văn hoá>", at)
    assert "Người gửi Phòng <Văn hoá> Nhận lúc 09h15 ngày 07/8/2020" in text(intake_page(told, words))
    assert "Người gửi" not in text(page())


def test_the_page_of_a_list_of_all_provinces_stays_short() -> None:
    units = reference()[0].at_level("VN63", "province")
    heads = ["STT", "Địa phương", "Số cài đặt", "Số tài khoản có số điện thoại", "Dân số", "TL I", "TL II", "Xếp hạng"]
    rows: list[list[Any]] = [heads]
    rows += [[n, one.name, 9000 + n, 500 + n, 5000 + n, "37,5", 99, 64 - n] for n, one in enumerate(units, 1)]
    known = campaign(accounts=True)
    intake = receive(sheet(rows), known=context(known))
    told = Told(intake, "TN20200807", Moment(date(2020, 8, 7)), Receipt("new", ()))
    assert len(intake_page(told, Words(known, reference()[0])).encode()) < 60_000
