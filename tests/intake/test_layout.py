"""Tables as people lay them out: what is read from each, or why it is refused."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest

from tests.intake.grids import sheet
from tests.intake.receiving import DAY, campaign, context, counts, kinds, read, receive, roles

HEAD: list[Any] = ["STT", "Địa phương", "Số cài đặt"]
HA_NOI: list[Any] = [1, "Hà Nội", 200]
LANG_SON: list[Any] = [2, "Lạng Sơn", 100]
BOTH: dict[str, int | None] = {"01": 200, "20": 100}


class Habit(NamedTuple):
    """How a table was laid out, and the counts that stand in it."""

    rows: list[list[Any]]
    counts: dict[str, int | None] = BOTH
    merged: tuple[str, ...] = ()
    skipped: Mapping[int, str] = MappingProxyType({})  # rows besides the headings


READ = {
    "a bare table": Habit([HEAD, HA_NOI, LANG_SON]),
    "titles above, merged across": Habit(
        [["SỞ X"], ["BIỂU TỔNG HỢP SỐ CÀI ĐẶT"], [], HEAD, HA_NOI, LANG_SON], BOTH, ("A2:C2",), {1: "title", 2: "title"}
    ),
    "the unit of measurement above the last column": Habit(
        [["", "", "ĐVT: người"], HEAD, HA_NOI, LANG_SON], skipped={1: "title"}
    ),
    "columns numbered below the headings": Habit(
        [HEAD, ["(1)", "(2)", "(3)"], HA_NOI, LANG_SON], skipped={2: "numbering"}
    ),
    "columns lettered and computed below the headings": Habit(
        [[*HEAD, "Tỷ lệ"], ["A", "B", "1", "2=1/3"], [*HA_NOI, ""], [*LANG_SON, ""]], skipped={2: "numbering"}
    ),
    "two lines of headings, merged": Habit(
        [["STT", "Tỉnh/TP", "Kết quả", ""], ["", "", "Số cài đặt", "Tỷ lệ"], HA_NOI, LANG_SON],
        merged=("A1:A2", "B1:B2", "C1:D1"),
        skipped={2: "heading"},
    ),
    "two lines of headings, saved as text": Habit(
        [["STT", "Tỉnh/TP", "Cài đặt", ""], ["", "", "Số lượng", "Tỷ lệ"], HA_NOI, LANG_SON], skipped={2: "heading"}
    ),
    "three lines of headings": Habit(
        [["STT", "Tỉnh", "Kết quả", ""], ["", "", "Cài đặt", ""], ["", "", "Số lượng", "%"], HA_NOI, LANG_SON],
        merged=("A1:A3", "B1:B3", "C1:D1", "C2:D2"),
        skipped={2: "heading", 3: "heading"},
    ),
    "a group above the headings": Habit(
        [["", "", "Kết quả cài đặt", ""], ["STT", "Tỉnh", "Số lượng", "%"], HA_NOI, LANG_SON],
        merged=("C1:D1",),
        skipped={1: "heading", 2: "heading"},
    ),
    "the former period beside this one": Habit(
        [
            ["STT", "Tỉnh", "Kỳ trước", "", "Kỳ này", ""],
            ["", "", "Số cài đặt", "TL %", "Số cài đặt", "TL %"],
            [1, "Hà Nội", 150, "", 200, ""],
            [2, "Lạng Sơn", 90, "", 100, ""],
        ],
        merged=("A1:A2", "B1:B2", "C1:D1", "E1:F1"),
        skipped={2: "heading"},
    ),
    "blank rows and columns": Habit(
        [
            [],
            ["", "STT", "", "Tỉnh", "", "Số cài đặt"],
            [],
            ["", 1, "", "Hà Nội", "", 200],
            [],
            ["", 2, "", "Lạng Sơn", "", 100],
        ],
        skipped={2: "heading"},
    ),
    "headings printed on every page": Habit([HEAD, HA_NOI, HEAD, LANG_SON], skipped={3: "repeated"}),
    "regions as headings": Habit(
        [HEAD, ["I", "Đồng bằng sông Hồng"], HA_NOI, ["II", "Trung du và miền núi phía Bắc"], LANG_SON],
        skipped={2: "region", 4: "region"},
    ),
    "regions merged across the table": Habit(
        [HEAD, ["A. Các tỉnh, thành phố loại một"], HA_NOI, ["B. Còn lại"], LANG_SON],
        merged=("A2:C2", "A4:C4"),
        skipped={2: "region", 4: "region"},
    ),
    "regions with their subtotals above": Habit(
        [HEAD, ["", "ĐBSH", 200], HA_NOI, ["", "Vùng Trung du và miền núi phía Bắc", 100], LANG_SON],
        skipped={2: "subtotal", 4: "subtotal"},
    ),
    "regions with their sums below, then the total": Habit(
        [
            *(HEAD, ["I", "Đồng bằng sông Hồng"], HA_NOI, ["", "Cộng", 200]),
            *(["II", "Trung du và miền núi phía Bắc"], LANG_SON, ["", "Cộng", 100], ["", "Tổng cộng", 300]),
        ],
        skipped={2: "region", 4: "subtotal", 5: "region", 7: "subtotal", 8: "total"},
    ),
    "the total first": Habit([HEAD, ["", "Cả nước", 300], HA_NOI, LANG_SON], skipped={2: "total"}),
    "the total in an old encoding": Habit([HEAD, HA_NOI, LANG_SON, ["", "Tæng céng", 300]], skipped={4: "total"}),
    "the total last, merged": Habit(
        [HEAD, HA_NOI, LANG_SON, ["TỔNG CỘNG", "", 300]], merged=("A4:B4",), skipped={4: "total"}
    ),
    "footnotes, place and date, signatures": Habit(
        [
            *(HEAD, HA_NOI, LANG_SON, ["Ghi chú: số liệu tạm tính"], ["Nguồn: các địa phương"], []),
            *(
                ["", "", "Hà Nội, ngày 08 tháng 8 năm 2020"],
                ["NGƯỜI LẬP BIỂU", "", "GIÁM ĐỐC"],
                [],
                ["Chu Văn X", "", ""],
            ),
        ],
        skipped=dict.fromkeys((4, 5, 7, 8, 10), "footnote"),
    ),
    "signatures right below": Habit(
        [HEAD, HA_NOI, LANG_SON, ["", "NGƯỜI LẬP BIỂU", ""], ["", "Chu Văn X", ""]],
        skipped={4: "footnote", 5: "footnote"},
    ),
    "numbers left of rows that are still empty": Habit(
        [HEAD, HA_NOI, LANG_SON, [3], [4]], skipped={4: "blank", 5: "blank"}
    ),
    "a unit without a count": Habit([HEAD, HA_NOI, [2, "Lạng Sơn", ""]], {"01": 200, "20": None}),
    "names under a heading that says nothing": Habit(
        [["Nội dung", "Số cài đặt"], ["1. Hà Nội", 200], ["2. Lạng Sơn", 100]]
    ),
    "names without a heading": Habit([["", "Số cài đặt"], ["Hà Nội", 200], ["Lạng Sơn", 100]]),
    "codes beside the names, some without their zero": Habit(
        [["Mã tỉnh", "Tỉnh", "Số cài đặt"], [1, "Hà Nội", 200], ["20", "Lạng Sơn", 100]]
    ),
    "codes alone": Habit([["Mã ĐVHC", "Số cài đặt"], [1, 200], ["20", 100]]),
    "districts of one province and its total": Habit(
        [["TT", "Huyện, TP", "Số cài đặt"], [1, "TP Lạng Sơn", 5], [2, "H. Tràng Định", 4], ["", "Toàn tỉnh", 9]],
        {"178": 5, "180": 4},
        skipped={4: "total"},
    ),
    "the province's bare name above a town of the same name": Habit(
        [HEAD, ["", "Lạng Sơn", 9], [1, "TP Lạng Sơn", 5], [2, "Tràng Định", 4]],
        {"178": 5, "180": 4},
        skipped={2: "subtotal"},
    ),
    "districts of two provinces, the provinces as headings": Habit(
        [
            *(HEAD, ["I", "Tỉnh Lạng Sơn", ""], [1, "Tràng Định", 5], [2, "Bình Gia", 4]),
            *(["II", "Tỉnh Hải Dương", 3], [1, "Nam Sách", 3], ["", "Tổng số", 12]),
        ],
        {"180": 5, "181": 4, "291": 3},
        skipped={2: "parent", 5: "subtotal", 7: "total"},
    ),
    "a province merged over its districts": Habit(
        [
            ["Tỉnh", "Huyện", "Số cài đặt"],
            ["Lạng Sơn", "Tràng Định", 5],
            ["", "Bình Gia", 4],
            ["Hải Dương", "Nam Sách", 3],
        ],
        {"180": 5, "181": 4, "291": 3},
        merged=("A2:A3",),
    ),
    "two days, one of them the period's": Habit(
        [["Tỉnh", "Số cài đặt ngày 31/7", "Số cài đặt ngày 07/8"], ["Hà Nội", 150, 200], ["Lạng Sơn", 90, 100]]
    ),
}


@pytest.mark.parametrize("habit", READ.values(), ids=READ)
def test_a_table_is_read_however_it_is_laid_out(habit: Habit) -> None:
    intake = read(habit.rows, habit.merged)
    assert counts(intake) == habit.counts
    assert not intake.errors
    found = {row: role for row, role in roles(intake).items() if role != "heading"}
    assert found == {row: role for row, role in habit.skipped.items() if role != "heading"}
    assert sorted([*intake.rows_out, *roles(intake)]) == list(intake.rows_in)


REFUSED: dict[str, tuple[list[list[Any]], str, str]] = {
    "a misspelt name": ([HEAD, HA_NOI, [2, "Cà Mao", 5]], "name_unknown", "B3"),
    "a misspelt name without a count, last": ([HEAD, HA_NOI, [2, "Cà Mao", ""]], "name_unknown", "B3"),
    "a line that is no region, and might be a unit": ([HEAD, ["", "Khối thành phố"], HA_NOI], "name_unknown", "B2"),
    "figures without a name": ([HEAD, HA_NOI, [2, "", 7]], "row_unnamed", "B3"),
    "figures without a name below the table": ([HEAD, HA_NOI, [], ["", "", 7]], "row_unnamed", "B4"),
    "a figure under no heading, without a name": (
        [[*HEAD, "", "Ghi chú"], HA_NOI, ["", "", "", 300]],
        "row_unnamed",
        "B3",
    ),
    "rows above the headings": ([HA_NOI, HEAD, LANG_SON], "row_above", "B1"),
    "a district in the column of provinces": (
        [["Tỉnh", "Huyện", "Số cài đặt"], ["Lạng Sơn", "Tràng Định", 5], ["Bình Gia", "", 5]],
        "name_misplaced",
        "A3",
    ),
    "a unit twice": ([HEAD, HA_NOI, LANG_SON, [3, "TP. Hà Nội", 7]], "unit_twice", "B4"),
    "a code of another unit": ([["Mã", "Tỉnh", "Số cài đặt"], ["21", "Lạng Sơn", 7]], "code_other", "A2"),
    "a code of no unit": ([["Mã tỉnh", "Số cài đặt"], ["01", 7], ["99", 5]], "code_unknown", "A3"),
    "an unknown province above its districts": (
        [["Tỉnh", "Huyện", "Số cài đặt"], ["Lạng Sơ", "Tràng Định", 5], ["Lạng Sơn", "Bình Gia", 5]],
        "name_unknown",
        "A2",
    ),
    "a district in another province": (
        [["Tỉnh", "Huyện", "Số cài đặt"], ["Hải Dương", "Tràng Định", 5], ["Lạng Sơn", "Bình Gia", 5]],
        "name_unknown",
        "B2",
    ),
    "tables side by side": ([HEAD + HEAD, HA_NOI + LANG_SON], "tables_side_by_side", ""),
    "units along the top": (
        [["Chỉ tiêu", "Hà Nội", "Lạng Sơn", "Cao Bằng"], ["Số cài đặt", 1, 2, 3]],
        "table_transposed",
        "B1",
    ),
    "no headings": ([HA_NOI, LANG_SON], "table_none", ""),
    "nothing at all": ([[]], "table_none", ""),
    "names without figures": ([["STT", "Tỉnh"], [1, "Hà Nội"]], "table_none", ""),
    "counts under a heading that says nothing": ([["Tỉnh", "Số lượng"], ["Hà Nội", 1]], "column_none", "B1"),
    "no names": ([["STT", "Nội dung", "Số cài đặt"], [1, "Một", 1], [2, "Hai", 1]], "names_none", ""),
    "a column that is still empty": ([HEAD, [1, "Hà Nội", ""], [2, "Lạng Sơn", "-"]], "counts_none", ""),
}


@pytest.mark.parametrize(("rows", "kind", "place"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_an_error_at_its_cell(rows: list[list[Any]], kind: str, place: str) -> None:
    intake = read(rows)
    assert [(finding.kind, finding.place) for finding in intake.errors] == [(kind, place)]
    assert all(finding.fix and finding.fix_vi and finding.problem_vi for finding in intake.errors)


def test_all_errors_of_a_file_are_told_at_once() -> None:
    intake = read([HEAD, [1, "Hà Nộ", 1], [2, "", 3], LANG_SON, [3, "Lạng Sơn", "abc"]])
    assert kinds(intake) == {"name_unknown", "row_unnamed", "unit_twice", "number_unreadable"}


FORM = [*HEAD, "Số tài khoản có số điện thoại"]


@pytest.mark.parametrize(("cell", "told"), [("", {"column_empty"}), (" ", {"column_empty"}), ("-", set())])
def test_a_column_of_a_form_that_nobody_filled_in_keeps_the_others_from_nothing(cell: str, told: set[str]) -> None:
    intake = receive(
        sheet([FORM, [*HA_NOI, cell], [*LANG_SON, cell]]), known=context(campaign(accounts=True), period=DAY)
    )
    assert {finding.kind for finding in intake.findings} & {"column_empty"} == told
    assert kinds(intake) == (set() if told else {"counts_none"})
    assert told == set() or counts(intake) == BOTH


def test_one_of_two_sheets_must_be_chosen() -> None:
    sheets = sheet([HEAD, HA_NOI], "Tháng 7"), sheet([HEAD, HA_NOI, LANG_SON], "Tháng 8")
    assert kinds(receive(*sheets)) == {"tables_several"}
    intake = receive(*sheets, sheet="thang 8")
    assert (intake.sheet, counts(intake)) == ("Tháng 8", BOTH)
    assert {finding.where for finding in intake.findings if finding.kind == "sheet_unread"} == {"Tháng 7"}


def test_a_sheet_that_does_not_exist_is_refused_with_those_that_do() -> None:
    (error,) = receive(sheet([HEAD, HA_NOI], "Biểu 1"), sheet="Biểu 2").errors
    assert error.kind == "sheet_unknown"
    assert '"Biểu 1"' in error.problem


def test_sheets_without_a_table_are_passed_over_by_name() -> None:
    intake = receive(
        sheet([["Hướng dẫn: điền đủ các ô"]], "Hướng dẫn"), sheet([HEAD, HA_NOI], "Biểu"), sheet([], "Sheet3")
    )
    assert counts(intake) == {"01": 200}
    assert [finding.where for finding in intake.findings if finding.kind == "sheet_unread"] == ["Hướng dẫn"]


def test_what_is_hidden_is_named_and_read_only_when_asked_for() -> None:
    sheets = (
        sheet([HEAD, HA_NOI, LANG_SON], "Biểu", hidden_rows=[3], hidden_columns=[1]),
        sheet([HEAD, HA_NOI], "Cũ", hidden=True),
    )
    intake = receive(*sheets)
    assert (counts(intake), roles(intake)) == ({"01": 200}, {1: "heading", 3: "hidden"})
    assert {"rows_hidden", "columns_hidden", "sheet_hidden"} <= {finding.kind for finding in intake.findings}
    assert counts(receive(sheets[0], hidden=True)) == BOTH
    assert kinds(receive(*sheets, hidden=True)) == {"tables_several"}


def test_a_lone_name_is_a_province_unless_districts_are_asked_for() -> None:
    rows: list[list[Any]] = [HEAD, [1, "Lạng Sơn", 5]]
    assert counts(read(rows)) == {"20": 5}
    assert counts(receive(sheet(rows), known=context(parent="20"))) == {"178": 5}


def test_a_town_called_like_its_province_is_not_taken_for_it() -> None:
    intake = read([HEAD, ["", "Tỉnh Lạng Sơn", 9], [1, "Lạng Sơn", 5], [2, "Tràng Định", 4]])
    assert (counts(intake), intake.parent) == ({"178": 5, "180": 4}, "20")


def test_sums_are_held_against_the_rows_they_cover() -> None:
    head: list[list[Any]] = [
        ["", "Cả nước", 300],
        ["", "ĐBSH", 201],
        HA_NOI,
        ["", "Vùng Trung du và miền núi phía Bắc", 100],
        LANG_SON,
    ]
    (error,) = read([HEAD, *head]).errors
    assert (error.kind, error.place) == ("total_differs", "C3")


def test_a_sum_is_not_held_against_rows_of_which_one_could_not_be_read() -> None:
    assert kinds(read([HEAD, HA_NOI, [2, "Lạng Sơ", 100], ["", "Tổng cộng", 300]])) == {"name_unknown"}


def test_words_below_a_heading_divide_it_though_nothing_is_merged_and_no_word_is_known() -> None:
    intake = read([["STT", "Tỉnh", "Số cài đặt"], ["", "", "Nam", "Nữ"], [1, "Hà Nội", 5, 7], [2, "Lạng Sơn", 8, 9]])
    assert [(found.kind, found.place) for found in intake.errors] == [("column_several", "C2")]


def test_a_second_table_in_other_columns_is_not_passed_over() -> None:
    rows: list[list[Any]] = [
        ["Tỉnh", "Số cài đặt"],
        ["Hà Nội", 5],
        [],
        ["", "", "", "Tỉnh", "Số cài đặt"],
        ["", "", "", "Lạng Sơn", 7],
    ]
    assert [(found.kind, found.place) for found in read(rows).errors] == [("tables_below", "")]
    assert counts(read(rows, table="1")) == {"01": 5}
    assert counts(read(rows, table="2")) == {"20": 7}


def test_of_two_sheets_whose_names_differ_by_accents_alone_the_one_written_so_is_read() -> None:
    twins = [sheet([HEAD, HA_NOI], name="Biểu 1"), sheet([HEAD, LANG_SON], name="Bieu 1")]
    assert [counts(receive(*twins, sheet=name)) for name in ("Biểu 1", "Bieu 1")] == [{"01": 200}, {"20": 100}]
