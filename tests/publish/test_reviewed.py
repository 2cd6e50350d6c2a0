"""The copy that goes back to who sent a file: looks as theirs, marked, and nothing in it computes or leads out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from dophu.intake.files import read_file
from dophu.intake.findings import CellFinding, Weight
from dophu.intake.grid import Workbook
from dophu.publish import reviewed
from dophu.publish.reviewed import FILLS, STILL, write_reviewed
from dophu.words import say
from tests.intake import grids
from tests.intake.corpus import old_book

LIST = say("reviewed.sheet")

ROWS: list[list[Any]] = [["BIỂU SỐ LIỆU"], ["Đơn vị", "Số máy"], ["Quy Nhơn", "12.3a4"], ["=1+1", 63.438]]
Draw = Callable[[Worksheet], None]


def found(place: str = "B3", weight: Weight = "error", kind: str = "number_unreadable", sheet: str = "Biểu") -> Any:
    return CellFinding(weight, sheet, place, "12.3a4", kind)


def received(folder: Path, draw: Draw = lambda sheet: None) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Biểu"
    for row in ROWS:
        sheet.append(row)
    sheet["A4"].data_type = "s"
    draw(sheet)
    book.save(folder / "bieu.xlsx")
    return folder / "bieu.xlsx"


def review(source: Path, *findings: CellFinding, read: Workbook | None = None) -> openpyxl.Workbook:
    target = source.with_name("bieu.reviewed.xlsx")
    write_reviewed(source, target, read or read_file(source), findings)
    return openpyxl.load_workbook(target)


def color(box: Any) -> str:
    return str(box.fill.fgColor.rgb)[2:] if box.fill.fill_type else ""


def test_wrong_cells_are_coloured_by_weight_and_say_what_to_do(tmp_path: Path) -> None:
    sheet = review(received(tmp_path), found(), found("A3", "warning"), found("A2", "note"))["Biểu"]
    assert [color(sheet[place]) for place in ("B3", "A3", "A2")] == [FILLS["error"], FILLS["warning"], ""]
    comment = sheet["B3"].comment
    assert comment.author == "dophu"
    assert comment.text == ("Phải sửa: Không đọc được thành số.\n→ Ghi bằng số, hoặc để trống nếu chưa có số liệu.")


def test_findings_of_one_cell_share_a_comment_the_gravest_first_and_its_box_grows(tmp_path: Path) -> None:
    sheet = review(received(tmp_path), found("B3", "warning"), found(kind="number_negative"), found("A3"))["Biểu"]
    text = sheet["B3"].comment.text
    assert text.index("1) Phải sửa: Số đếm không thể âm") < text.index("2) Xem lại: ")
    with ZipFile(tmp_path / "bieu.reviewed.xlsx") as archive:
        drawn = archive.read("xl/drawings/commentsDrawing1.vml").decode()
    assert re.findall(r"height:(\d+)px", drawn) == ["71", "109"]
    assert color(sheet["B3"]) == FILLS["error"]


def test_the_list_in_front_leads_to_each_cell(tmp_path: Path) -> None:
    book = review(received(tmp_path), found("", "note"), found("B4", "warning"), found(), found(sheet="", place=""))
    assert (book.sheetnames, book.active) == ([LIST, "Biểu"], book[LIST])
    rows = [[box.value for box in row] for row in book[LIST].iter_rows(min_row=5)]
    assert [row[:4] for row in rows] == [
        ["Phải sửa", None, "cả tệp", "12.3a4"],
        ["Phải sửa", "Biểu", "B3", "12.3a4"],
        ["Xem lại", "Biểu", "B4", "12.3a4"],
        ["Để biết", "Biểu", "cả trang", "12.3a4"],
    ]
    assert book[LIST]["C6"].hyperlink.location == "'Biểu'!B3"
    assert book[LIST]["C5"].hyperlink is None


def test_of_a_merged_area_the_first_cell_is_marked_once(tmp_path: Path) -> None:
    source = received(tmp_path, lambda sheet: sheet.merge_cells("B3:B4"))
    sheet = review(source, found("B4"), found("B3", "warning"))["Biểu"]
    assert color(sheet["B3"]) == FILLS["error"]
    assert sheet["B3"].comment.text.startswith("1) ")
    assert [str(area) for area in sheet.merged_cells.ranges] == ["B3:B4"]


def test_a_hidden_row_is_marked_and_stays_hidden(tmp_path: Path) -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.row_dimensions[3].hidden = True

    sheet = review(received(tmp_path, hide), found())["Biểu"]
    assert (color(sheet["B3"]), sheet.row_dimensions[3].hidden) == (FILLS["error"], True)


def test_the_senders_look_survives(tmp_path: Path) -> None:
    def dress(sheet: Worksheet) -> None:
        sheet.column_dimensions["A"].width = 31
        sheet["A2"].font = openpyxl.styles.Font(".VnTime", 15, bold=True)
        sheet["B4"].number_format = "#,##0.00"
        sheet["B3"].comment = Comment("hỏi lại", "an")

    sheet = review(received(tmp_path, dress), found())["Biểu"]
    assert sheet.column_dimensions["A"].width == 31
    assert (sheet["A2"].font.name, sheet["A2"].font.size, sheet["A2"].font.bold) == (".VnTime", 15, True)
    assert sheet["B4"].number_format == "#,##0.00"
    assert sheet["B3"].comment.text.endswith("\n\nGhi chú đã có sẵn:\nhỏi lại")


def test_text_never_becomes_a_formula(tmp_path: Path) -> None:
    evil = CellFinding("error", "Biểu", "A4", "=cmd|'/c calc'!A1", "number_unreadable")
    book = review(received(tmp_path), evil)
    assert (book["Biểu"]["A4"].value, book["Biểu"]["A4"].data_type) == ("=1+1", "s")
    assert (book[LIST]["D5"].value, book[LIST]["D5"].data_type) == (evil.value, "s")


@pytest.mark.parametrize(
    ("formula", "kept"),
    [("=SUM(C1:C3)", True), ("=[1]Sheet1!A1", False), ("=cmd|'/c calc'!A1", False), ('=WEBSERVICE("a")', False)],
)
def test_formulas_stay_unless_they_lead_out_of_the_workbook(tmp_path: Path, formula: str, *, kept: bool) -> None:
    def compute(sheet: Worksheet) -> None:
        sheet["C4"] = formula

    assert review(received(tmp_path, compute), found())["Biểu"]["C4"].value == (formula if kept else None)


def test_a_copy_that_comes_back_wrong_is_marked_anew(tmp_path: Path) -> None:
    def comment(sheet: Worksheet) -> None:
        sheet["B3"].comment = Comment("hỏi lại", "an")

    first = review(received(tmp_path, comment), found(), found("A3"))
    first.save(tmp_path / "again.xlsx")
    again = review(tmp_path / "again.xlsx", found("B4"))
    assert again.sheetnames == [LIST, "Biểu"]
    assert (color(again["Biểu"]["B3"]), again["Biểu"]["B3"].comment.text) == ("", "hỏi lại")
    assert (color(again["Biểu"]["B4"]), again["Biểu"]["A3"].comment) == (FILLS["error"], None)


def test_a_sheet_of_the_senders_that_is_named_as_ours_stays(tmp_path: Path) -> None:
    def add(sheet: Worksheet) -> None:
        book = sheet.parent
        assert isinstance(book, openpyxl.Workbook)
        book.active = book.create_sheet(LIST)

    book = review(received(tmp_path, add), found())
    assert (book.sheetnames, book.active) == ([f"{LIST} (2)", "Biểu", LIST], book[f"{LIST} (2)"])
    assert [paper.sheet_view.tabSelected for paper in book.worksheets] == [True, False, False]


def test_another_format_is_written_anew_from_its_cells(tmp_path: Path) -> None:
    source = tmp_path / "bieu.xls"
    source.write_bytes(old_book([["§¬n vÞ", "Sè m¸y"], ["=1+1", 63438], ["L¹ng S¬n", "12.3a4"]], ".VnTime"))
    read = read_file(source)
    name = read.sheets[0].name
    sheet = review(source, found("B3", sheet=name), read=read)[name]
    assert [(box.value, box.data_type) for box in sheet[2]] == [("=1+1", "s"), (63438, "n")]
    assert (sheet["A3"].value, sheet["A3"].font.name) == ("L¹ng S¬n", ".VnTime")
    assert color(sheet["B3"]) == FILLS["error"]


def test_merged_and_hidden_parts_are_written_anew_too(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["Biểu", None], ["Hà Nội", 5]]
    read = grids.book(grids.sheet(rows, "Biểu", ["A1:B1"], hidden_rows=[2], hidden_columns=[2]))
    sheet = review(received(tmp_path), found("B1"), read=replace(read, form="ods"))["Biểu"]
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A1:B1"]
    assert (sheet.row_dimensions[2].hidden, sheet.column_dimensions["B"].hidden) == (True, True)
    assert color(sheet["A1"]) == FILLS["error"]


def test_a_workbook_that_openpyxl_cannot_keep_is_written_anew(tmp_path: Path) -> None:
    source = received(tmp_path)
    read = read_file(source)
    source.write_bytes(b"PK not a workbook")
    book = review(source, found(), read=read)
    assert [box.value for box in book["Biểu"][4]] == ["=1+1", 63.438]
    assert color(book["Biểu"]["B3"]) == FILLS["error"]


def test_sheets_get_names_that_a_workbook_allows(tmp_path: Path) -> None:
    source = received(tmp_path)
    read = read_file(source)
    names = ["a/b" * 20, "a/b" * 20 + "c", LIST, "'?'"]
    several = replace(read, form="ods", sheets=tuple(replace(read.sheets[0], name=name) for name in names))
    book = review(source, *(found(sheet=name) for name in names), read=several)
    assert (len(book.sheetnames), max(map(len, book.sheetnames)) <= 31) == (5, True)
    assert [color(book[name]["B3"]) for name in book.sheetnames[1:]] == [FILLS["error"]] * 4


def test_control_characters_and_very_long_cells_do_not_break_the_copy(tmp_path: Path) -> None:
    read = replace(grids.book(grids.sheet([["Hà\u0007 Nội", "9" * 40_000, float("nan")]], "Biểu")), form="csv")
    odd = CellFinding("error", "Biểu", "B1", "\u0000\ud800" + "9" * 90_000, "number_unreadable")
    book = review(received(tmp_path), odd, read=read)
    assert len(str(book[LIST]["D5"].value)) <= 60
    assert [len(str(box.value)) for box in book["Biểu"][1]] == [6, 32_767, 3]


def test_beyond_the_limits_the_list_says_what_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reviewed, "MOST_COMMENTS", 1)
    monkeypatch.setattr(reviewed, "MOST_LISTED", 2)
    book = review(received(tmp_path), found("A3"), found("B3"), found("B4"))
    assert [book["Biểu"][place].comment is None for place in ("A3", "B3")] == [False, True]
    assert color(book["Biểu"]["B3"]) == FILLS["error"]
    assert "Chỉ 1 ô đầu có ghi chú" in book[LIST]["A3"].value
    assert "chỉ nêu 2 trong 3 chỗ" in book[LIST]["A4"].value
    assert book[LIST].max_row == 8


def test_a_very_large_file_is_listed_and_not_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reviewed, "MOST_CELLS", 3)
    book = review(received(tmp_path), found())
    assert "sửa trong tệp đã gửi" in book[LIST]["A3"].value
    assert (book["Biểu"]["A3"].value, book[LIST]["C6"].value) == (None, "B3")


def test_the_same_file_gives_the_same_bytes_and_leaves_nothing_beside_them(tmp_path: Path) -> None:
    source, made = received(tmp_path), []
    for _ in range(2):
        about = review(source, found(), found("A3", "warning")).properties
        assert (about.created, about.modified) == (STILL, STILL)
        made.append((tmp_path / "bieu.reviewed.xlsx").read_bytes())
    assert made[0] == made[1]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bieu.reviewed.xlsx", "bieu.xlsx"]
