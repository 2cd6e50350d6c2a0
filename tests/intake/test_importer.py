from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from openpyxl import Workbook

from dophu.errors import DataError, UsageError
from dophu.intake import importer
from dophu.intake.files import read_file
from dophu.intake.grid import Cell, Kind
from dophu.intake.importer import Options, take_in
from dophu.intake.moments import counted_until
from dophu.intake.rows import read_table
from dophu.wording import Moment
from dophu.world.units import Gazetteer, Unit
from tests.intake.grids import book, sheet
from tests.intake.receiving import DAY, INSTALLS, campaign, context, counts, kinds, read, receive, reference, roles

HEAD: list[Any] = ["STT", "Địa phương", "Số cài đặt"]
ROWS: list[list[Any]] = [HEAD, [1, "Lạng Sơn", 100], [2, "Hà Nội", 200]]
AFTER = date(2025, 8, 1)


@pytest.mark.parametrize(
    ("line", "moments"),
    [
        ("(tính đến 08h00 ngày 07/8/2020)", ["2020-08-07T08:00"]),
        ("Đến 17 giờ ngày 20/8", ["2020-08-20T17:00"]),
        ("Số liệu cập nhật lúc 17:30, 20/8/2020", ["2020-08-20T17:30"]),
        ("Kết quả ngày 07 tháng 8 năm 2020", ["2020-08-07"]),
        ("Từ ngày 01/8 đến ngày 07/8", ["2020-08-07"]),
        ("từ 08h00 ngày 06/8 đến 08h00 ngày 07/8", ["2020-08-07T08:00"]),
        ("TINH DEN 08 GIO 00 PHUT NGAY 07/08/2020", ["2020-08-07T08:00"]),
        ("Lạng Sơn, ngày 08 tháng 8 năm 2020", []),
        ("(Kèm theo Báo cáo số 15/BC-STTTT ngày 08/8/2020)", []),
        ("Công văn số 95/CV-BCĐ ngày 04/8/2020", []),
        ("2.1. Kết quả", []),
        ("Tháng 8/2020", []),
        ("Ngày 31/02/2020", []),
    ],
)
def test_a_title_tells_until_when_counts_run(line: str, moments: list[str]) -> None:
    assert list(map(str, counted_until([line], 2020))) == moments


def test_the_moment_is_kept_with_its_hour() -> None:
    intake = read([["Kết quả ngày 07/8"], ["(tính đến 08h00 ngày 07/8/2020)"], *ROWS])
    assert intake.as_of == Moment.parse("2020-08-07T08:00")
    assert not intake.errors


def test_another_day_than_the_periods_is_an_error_unless_the_option_decides() -> None:
    rows: list[list[Any]] = [["Tính đến 17h00 ngày 06/8/2020"], *ROWS]
    assert kinds(read(rows)) == {"moment_other"}
    intake = read(rows, as_of=Moment.parse("2020-08-06T17:00"))
    assert (kinds(intake), str(intake.as_of)) == (set(), "2020-08-06T17:00")


def test_two_hours_of_the_day_are_an_error() -> None:
    assert kinds(read([["Đến 08h00 ngày 07/8"], ["Đến 17h00 ngày 07/8"], *ROWS])) == {"moment_several"}


def test_a_moment_in_the_heading_of_the_counts_counts() -> None:
    intake = read([["Tỉnh", "Số cài đặt (đến 08h00 ngày 07/8)"], ["Hà Nội", 1]])
    assert str(intake.as_of) == "2020-08-07T08:00"


def test_counts_stand_in_the_order_of_units_and_measures() -> None:
    rows: list[list[Any]] = [["Tỉnh", "Số tài khoản", "Số cài đặt"], ["Lạng Sơn", 1, 2], ["Hà Nội", 3, 4]]
    intake = receive(sheet(rows), known=context(campaign(accounts=True)))
    assert [(one.unit, one.measure, one.count, one.place) for one in intake.counts] == [
        *(("01", "installs", 4, "C3"), ("01", "accounts", 3, "B3")),
        *(("20", "installs", 2, "C2"), ("20", "accounts", 1, "B2")),
    ]


def test_qualified_and_missing_counts_keep_what_they_say() -> None:
    intake = read([HEAD, [1, "Hà Nội", "hơn 12.000"], [2, "Lạng Sơn", "x"], [3, "Cà Mau", "1.234.567"]])
    assert [(one.count, one.step, one.qualifier) for one in intake.counts] == [
        *((12000, 1000, "hơn"), (None, 1, "")),
        (1234567, 1, ""),
    ]
    assert [finding.place for finding in intake.findings if finding.kind == "count_missing"] == ["C3"]


def test_the_notation_of_a_column_is_shown_with_its_evidence() -> None:
    intake = read([HEAD, [1, "Hà Nội", "12.000"], [2, "Lạng Sơn", "1.234.567"]])
    (column,) = [column for column in intake.columns if column.meaning == "installs"]
    assert (column.letter, column.notation) == ("C", "vi")
    assert "'1.234.567' in C3" in column.why


def test_two_readings_of_a_column_are_decided_by_option_or_by_the_campaign() -> None:
    rows: list[list[Any]] = [HEAD, [1, "Hà Nội", "khoảng 12.000"], [2, "Lạng Sơn", "13.000"]]
    assert kinds(read(rows)) == {"number_ambiguous"}
    assert counts(read(rows, numbers="vi")) == {"01": 12000, "20": 13000}
    kept = context(campaign(intake={"numbers": "vi"}))
    assert counts(receive(sheet(rows), known=kept)) == {"01": 12000, "20": 13000}


def test_a_cell_that_is_no_count_is_an_error_and_one_that_is_no_share_a_warning() -> None:
    intake = read([[*HEAD, "Tỷ lệ"], [1, "Hà Nội", "abc", 1], [2, "Lạng Sơn", 5, "abc"]])
    told = [(one.weight, one.place) for one in intake.findings if one.kind == "number_unreadable"]
    assert told == [("error", "C2"), ("warning", "D3")]


def test_units_that_are_absent_are_named() -> None:
    gazetteer, _ = reference()
    rows: list[list[Any]] = [[1, unit.name, 5] for unit in gazetteer.at_level("VN63", "province") if unit.code != "20"]
    (warning,) = [finding for finding in read([HEAD, *rows]).findings if finding.weight == "warning"]
    assert (warning.kind, warning.details["given"], warning.details["names"]) == ("units_missing", "62", "Lạng Sơn")


def test_the_rows_must_be_parts_of_the_unit_that_was_asked_for() -> None:
    rows: list[list[Any]] = [["TT", "Huyện", "Số cài đặt"], [1, "Tràng Định", 5]]
    assert receive(sheet(rows), known=context(parent="20")).parent == "20"
    assert kinds(receive(sheet(rows), known=context(parent="VN"))) == {"parent_other"}
    assert kinds(receive(sheet(ROWS), known=context(parent="20"))) == {"parent_other"}


@pytest.mark.parametrize(
    ("period", "names", "kind"),
    [
        (DAY, ["Hà Giang", "Hà Nội"], None),
        (AFTER, ["Hà Nội", "Huế"], None),
        (AFTER, ["Hà Nội", "Hà Giang"], "vintage_other"),
    ],
)
def test_the_vintage_of_the_names_must_be_the_periods(period: date, names: list[str], kind: str | None) -> None:
    rows: list[list[Any]] = [HEAD, *([1, name, 5] for name in names)]
    assert kinds(receive(sheet(rows), known=context(period=period))) == ({kind} if kind else set())


def test_districts_are_of_the_vintage_that_has_districts() -> None:
    rows: list[list[Any]] = [HEAD, [1, "Tràng Định", 5], [2, "Bình Gia", 5]]
    assert kinds(receive(sheet(rows), known=context(period=AFTER))) == {"vintage_other"}


def test_a_commune_may_bear_the_name_of_a_former_province() -> None:
    gazetteer, _ = reference()
    commune = Unit("VN34", "11111", "commune", "Hà Giang", "xã", "08", "")
    known = replace(context(period=AFTER), gazetteer=replace(gazetteer, units=(*gazetteer.units, commune)))
    rows: list[list[Any]] = [["Tỉnh", "Xã", "Số cài đặt"], ["Tuyên Quang", "Hà Giang", 5]]
    assert counts(receive(sheet(rows), known=known)) == {"11111": 5}


def test_all_34_names_are_not_the_63_of_the_period() -> None:
    gazetteer, _ = reference()
    rows: list[list[Any]] = [[1, unit.name, 5] for unit in gazetteer.at_level("VN34", "province")]
    assert "vintage_other" in kinds(read([HEAD, *rows]))


def test_a_disagreement_is_accepted_with_a_reason_and_nothing_else_is() -> None:
    rows = [*ROWS, ["", "Tổng cộng", 301], [3, "Cà Mao", 7]]
    assert kinds(read(rows[:-1])) == {"total_differs"}
    intake = read(rows[:-1], accept={"C4": "máy chủ làm tròn"})
    assert not intake.errors
    with pytest.raises(UsageError, match="nothing to accept in B5"):
        read(rows, accept={"B5": "thôi"})


def test_headings_in_an_old_encoding_are_read_by_their_font() -> None:
    old = Cell(1, 1, "Sè cµi ®Æt", Kind.TEXT, "Sè cµi ®Æt", (".VnTime",))
    assert counts(read([["Tỉnh", old], ["Hà Nội", 5]])) == {"01": 5}


def test_an_import_that_loses_a_row_says_so_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importer, "read_table", lambda *given: _without_last(read_table(*given)))
    with pytest.raises(DataError, match="rows 3 are unaccounted for"):
        read(ROWS)


def _without_last(table: Any) -> Any:
    return replace(table, rows=table.rows[:-1])


def test_every_row_is_taken_skipped_or_refused() -> None:
    intake = read([["BIỂU"], *ROWS, [3, "Cà Mao", 7], [], ["Nguồn: sở"]])
    assert intake.rows_in == (1, 2, 3, 4, 5, 7)
    assert intake.rows_out == (3, 4)
    assert roles(intake) == {1: "title", 2: "heading", 7: "footnote"}
    assert [finding.place for finding in intake.errors] == ["B5"]


def test_a_workbook_goes_in_through_its_file(tmp_path: Path) -> None:
    made = Workbook()
    page = made.create_sheet("Biểu 1", 0)
    for row in [["TỔNG HỢP"], ["(đến 08h00 ngày 07/8/2020)"], *ROWS]:
        page.append(row)
    page.merge_cells("A1:C1")
    made.save(tmp_path / "bieu.xlsx")
    intake = take_in(read_file(tmp_path / "bieu.xlsx"), "0" * 64, 1, context(), Options())
    assert (intake.sheet, intake.area, counts(intake)) == ("Biểu 1", "A3:C5", {"01": 200, "20": 100})


def test_ten_thousand_communes_take_about_a_second() -> None:
    gazetteer, _ = reference()
    provinces = gazetteer.at_level("VN63", "province")
    districts = [
        Unit("VN63", f"{n:03}", "district", f"Huyện {n}", "huyện", provinces[n % 63].code, "") for n in range(700)
    ]
    communes = [
        Unit("VN63", f"{n:05}", "commune", f"Xã {n}", "xã", districts[n // 15].code, "", depth=3) for n in range(10500)
    ]
    named = {unit.code: unit.name for unit in (*provinces, *districts)}
    rows: list[list[Any]] = [
        [named[districts[n // 15].parent], named[one.parent], one.name, 1000 + n] for n, one in enumerate(communes)
    ]
    units = (*gazetteer.units[:64], *districts, *communes)
    known = replace(context(), gazetteer=Gazetteer(units, levels=gazetteer.levels))
    workbook = book(sheet([["Tỉnh", "Huyện", "Xã", "Số cài đặt"], *rows]))
    start = process_time()
    intake = take_in(workbook, "0" * 64, 1, known, Options())
    assert process_time() - start < 4  # seconds; about one where nothing else runs
    assert (len(intake.counts), intake.errors) == (10500, [])


def test_the_figures_of_a_row_whose_name_is_refused_are_read_too() -> None:
    intake = read([["Tỉnh", "Số cài đặt"], ["Hà Nội", 5], ["Hà Nai", "12.00x"]])
    assert {(finding.kind, finding.place) for finding in intake.errors} == {
        ("name_unknown", "A3"),
        ("number_unreadable", "B3"),
    }


def test_numbers_of_columns_amid_the_rows_are_no_row_of_a_unit() -> None:
    intake = read([["Tỉnh", "Số cài đặt"], ["Hà Nội", 5], ["(1)", "(2)"], ["Lạng Sơn", 7]])
    assert {finding.place for finding in intake.errors} == {"A3", "B3"}


@pytest.mark.parametrize(
    ("above", "heading", "factor"),
    [
        ("ĐVT: nghìn người", "Số cài đặt", 1000),
        ("Đơn vị tính: 1.000 người", "Số cài đặt", 1000),
        ("(Đơn vị: triệu)", "Số cài đặt", 10**6),
        ("Biểu 1", "Số cài đặt (nghìn)", 1000),
        ("Biểu 1", "Số cài đặt (ngh.lượt)", 1000),
        ("Biểu 1", "Số cài đặt (x1000)", 1000),
        ("Biểu 1", "Số cài đặt (10³ người)", 1000),
        ("Biểu 1", "Số cài đặt (10⁶ người)", 10**6),
        ("BIỂU TỔNG HỢP (nghìn người)", "Số cài đặt", 1000),
        ("ĐVT: Ngh. người", "Số cài đặt", 1000),
        ("1.000 người", "Số cài đặt", 1000),
        ("Unit: Thous. persons", "Số cài đặt", 1000),
        ("ĐVT: tr. người", "Số cài đặt", 10**6),
    ],
)
def test_figures_in_thousands_or_millions_are_written_out(above: str, heading: str, factor: int) -> None:
    intake = read([[above], ["Tỉnh", heading], ["Hà Nội", "512,3"], ["Lạng Sơn", 63], ["Cà Mau", "hơn 7"]])
    assert intake.errors == []
    told = [(one.count, one.step, one.qualifier) for one in intake.counts]
    assert told == [
        (5123 * factor // 10, factor // 10, ""),
        (63 * factor, factor // 10, ""),
        (7 * factor, factor // 10, "hơn"),
    ]
    assert [found.kind for found in intake.findings if found.kind == "scaled"] == ["scaled"]


@pytest.mark.parametrize(
    ("name", "file", "factor"),
    [
        ("ĐVT nghìn người", "a.xlsx", 1000),
        ("Bieu 1 (1.000 nguoi)", "a.xlsx", 1000),
        ("1000 người", "a.xlsx", 1000),
        ("S", "bao_cao_DVT_nghin_nguoi.xlsx", 1000),
        ("S", "Biểu 2 (triệu người).xlsx", 10**6),
        ("Triệu Phong", "1000.xlsx", 1),
        ("Bieu 1000", "bao-cao-trieu-son.xlsx", 1),
    ],
)
def test_the_names_of_sheet_and_file_may_say_thousands(name: str, file: str, factor: int) -> None:
    rows: list[list[Any]] = [["Tỉnh", "Số cài đặt"], ["Hà Nội", 512], ["Lạng Sơn", 63]]
    named = replace(book(sheet(rows, name=name)), name=file)
    intake = take_in(named, "0" * 64, 1, context(), Options())
    assert [(one.count, one.step) for one in intake.counts] == [(512 * factor, factor), (63 * factor, factor)]


def test_the_noun_of_what_is_counted_may_stand_behind_its_figures() -> None:
    rows = [["Tỉnh", "Số cài đặt"], ["Hà Nội", "780.561 người"], ["Lạng Sơn", "63.438 Điện thoại"], ["Cà Mau", "12 hộ"]]
    intake = read(rows)
    assert [(found.kind, found.place) for found in intake.errors] == [("number_unreadable", "B4")]
    assert counts(read(rows[:3])) == {"01": 780561, "20": 63438}


def test_a_cell_that_says_itself_that_it_is_in_thousands_is_multiplied_once() -> None:
    intake = read([["ĐVT: nghìn người"], ["Tỉnh", "Số cài đặt"], ["Hà Nội", "12 nghìn"], ["Lạng Sơn", "63,4"]])
    assert counts(intake) == {"01": 12000, "20": 63400}


def test_a_heading_in_thousands_speaks_of_its_own_column() -> None:
    intake = read([["Tỉnh", "Dân số (nghìn người)", "Số cài đặt"], ["Hà Nội", 8053.7, 5], ["Lạng Sơn", 781.7, 7]])
    assert counts(intake) == {"01": 5, "20": 7}


def test_a_figure_that_is_no_whole_count_when_written_out_is_refused() -> None:
    intake = read([["ĐVT: nghìn người"], ["Tỉnh", "Số cài đặt"], ["Hà Nội", 512.3456], ["Lạng Sơn", 63.4]])
    assert [(found.kind, found.place) for found in intake.errors] == [("number_not_whole", "B3")]


def test_a_total_in_thousands_may_differ_by_what_its_rows_were_rounded() -> None:
    rows: list[list[Any]] = [["Nghìn người"], ["Tỉnh", "Số cài đặt"], ["Hà Nội", 512.3], ["Lạng Sơn", 63.4]]
    assert read([*rows, ["Tổng số", 575.6]]).errors == []
    assert kinds(read([*rows, ["Tổng số", 576.6]])) == {"total_differs"}


def test_figures_whose_unit_of_measure_stands_in_each_row_are_refused_too() -> None:
    rows: list[list[Any]] = [["Tỉnh", "ĐVT", "Số cài đặt"], ["Hà Nội", "Nghìn người", 5], ["Lạng Sơn", "người", 7]]
    assert [(found.kind, found.place) for found in read(rows).errors] == [("unit_of_measure", "B2")]


@pytest.mark.parametrize(
    "above",
    [
        *("ĐVT: người", "ĐVT: người, %", "Đơn vị: phường Phan Thiết", "Đơn vị báo cáo: Sở Y tế", "Đến 1.000 xã"),
        *("Triệu Phong", "Đơn vị: Triệu Phong", "Báo cáo (Triệu Sơn)", "Đơn vị: Trạm Y tế Quất Lưu", "Đơn vị: Tỷ Mã"),
    ],
)
def test_figures_in_ones_are_taken(above: str) -> None:
    assert read([[above], ["Tỉnh", "Số cài đặt"], ["Hà Nội", 5], ["Lạng Sơn", 7]]).errors == []


@pytest.mark.parametrize(
    "above", ["Đơn vị tính: %", "Đơn vị: tỷ lệ %", "ĐVT: ‰", "ĐVT: người/1.000 dân", "Unit: per 100,000 people"]
)
def test_figures_that_are_said_to_be_no_counts_are_asked_about(above: str) -> None:
    rows: list[list[Any]] = [[above], ["Tỉnh", "Số cài đặt"], ["Hà Nội", 5], ["Lạng Sơn", 7]]
    assert [(found.kind, found.place) for found in read(rows).errors] == [("unit_no_count", "A1")]
    assert counts(read(rows, accept={"A1": "ghi nhầm"})) == {"01": 5, "20": 7}
    shares = [rows[0], [*rows[1], "Tỷ lệ"], [*rows[2], 50], [*rows[3], 70]]
    assert read(shares).errors == []


UNITS = [  # of a measure of: what is said, and by how much its figures are multiplied; None where it is asked about
    ("người", "ĐVT: hộ", None),
    ("người", "Đơn vị tính: nghìn lượt", None),
    ("người", "Đơn vị: hồ sơ", None),
    ("người", "Unit: households", None),
    ("người", "ĐVT: tỷ đồng", None),
    ("người", "(hộ gia đình)", None),
    ("người", "ĐVT: 1.000 người", 1000),
    ("người", "ĐVT: trẻ em", 1),
    ("hộ", "ĐVT: người, hộ", 1),
    ("hộ", "Đơn vị: Xã Tân Mỹ", 1),
    ("triệu đồng", "ĐVT: triệu đồng", 1),
    ("triệu đồng", "ĐVT: tỷ đồng", 1000),
    ("triệu đồng", "ĐVT: đồng", None),
    ("triệu đồng", "ĐVT: nghìn tỷ đồng", None),
]


@pytest.mark.parametrize(("noun", "said", "factor"), UNITS)
def test_a_unit_that_is_not_the_measure_s_is_asked_about(noun: str, said: str, factor: int | None) -> None:
    measures = {"installs": INSTALLS.model_copy(update={"noun": noun, "label": "cài đặt"})}
    known = context(campaign().model_copy(update={"measures": measures}))
    rows: list[list[Any]] = [["Hà Nội", 5], ["Lạng Sơn", 7]]
    headed = [["Tỉnh", f"Cài đặt\n{said}"], *rows]
    for table in ([[said], ["Tỉnh", "Cài đặt"], *rows], headed, [["Tỉnh", "Cài đặt"], *rows, [], [said]]):
        found = receive(sheet(table), known=known)
        assert counts(found) == {"01": 5 * factor, "20": 7 * factor} if factor else kinds(found) == {"unit_other"}


def test_a_mean_and_what_is_worked_out_of_the_rows_is_set_aside_by_name() -> None:
    worked_out: list[list[Any]] = [["Tổng cộng", 12], ["Trung bình", 6], ["Cao nhất", 7], ["So với cùng kỳ", 0.5]]
    intake = read([["Tỉnh", "Số cài đặt"], ["Hà Nội", 5], ["Lạng Sơn", 7], *worked_out])
    assert (intake.errors, counts(intake)) == ([], {"01": 5, "20": 7})
    assert roles(intake) == {1: "heading", 4: "total", 5: "mean", 6: "mean", 7: "mean"}


def test_a_heading_that_counts_something_else_is_asked_about() -> None:
    rows: list[list[Any]] = [["Tỉnh", "Số hộ cài đặt"], ["Hà Nội", 5], ["Lạng Sơn", 7]]
    assert [(found.kind, found.place) for found in read(rows).errors] == [("unit_other", "B1")]
    assert read(rows, accept={"B1": "ghi nhầm"}).errors == []
    assert read(rows, columns={"installs": "B"}).errors == []


@pytest.mark.parametrize("day", ["06/8/2020", date(2020, 8, 6)])
def test_a_row_of_another_day_is_refused(day: Any) -> None:
    intake = read([["Ngày", "Tỉnh", "Số cài đặt"], ["07/8/2020", "Hà Nội", 5], [day, "Lạng Sơn", 7]])
    assert [(found.kind, found.place) for found in intake.errors] == [("row_other_day", "A3")]


def test_the_day_of_a_sheet_s_name_is_held_to_the_period() -> None:
    rows: list[list[Any]] = [["Tỉnh", "Số cài đặt"], ["Hà Nội", 5], ["Lạng Sơn", 7]]
    assert [kinds(receive(sheet(rows, name=name))) for name in ("06-8-2020", "07.8.2020")] == [{"moment_other"}, set()]


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("BÁO CÁO THÁNG 7 NĂM 2020", {"month_other"}),
        ("Tỷ lệ trên dân số năm 2019", set()),
        ("Kết quả quý II năm 2020", {"month_other"}),
        ("Kết quả quý 3", set()),
        ("Kính gửi Quý cơ quan 2", set()),
        ("Kết quả tháng 8/2020", set()),
        ("Kết quả tháng 7, kế hoạch tháng 8", set()),
        ("Thực hiện Kế hoạch số 12 tháng 6 năm 2020", set()),
    ],
)
def test_a_title_of_another_month_is_refused_unless_the_moment_is_given(title: str, found: set[str]) -> None:
    rows: list[list[Any]] = [[title], ["Tỉnh", "Số cài đặt"], ["Hà Nội", 5], ["Lạng Sơn", 7]]
    assert kinds(read(rows)) == found
    assert kinds(read(rows, as_of=Moment(DAY))) == set()
