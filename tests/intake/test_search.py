"""Tables found by the names of their units, in whatever language their headings are, and one among several."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from dophu.errors import UsageError
from dophu.world.campaigns import Campaign, Measure
from tests.intake.grids import sheet
from tests.intake.receiving import LETTER, campaign, context, counts, kinds, read, receive, roles

THREE: dict[str, int | None] = {"01": 780561, "02": 47315, "04": 43702}
UNITS = [("01", "Hà Nội", 780561), ("02", "Hà Giang", 47315), ("04", "Cao Bằng", 43702)]
Rows = list[list[Any]]


def told_by(chosen: str) -> dict[str, Any]:
    return {"columns": {"installs": chosen}}


FOREIGN: dict[str, tuple[Rows, dict[str, Any]]] = {
    "machine headings, an index without a heading": (
        [
            ["", "totalLocation", "totalOnce", "population", "provinceCode", "provinceName"],
            *([n, 59, count, 8053663, code, name] for n, (code, name, count) in enumerate(UNITS)),
        ],
        told_by("totalOnce"),
    ),
    "headings with underscores, the column by its letter": (
        [["prov_id", "prov", "cum_total"], *([code, name, count] for code, name, count in UNITS)],
        told_by("C"),
    ),
    "headings nobody knows, the names in the middle": (
        [["k", "v", "w"], *([count, name, 0] for _, name, count in UNITS)],
        told_by("k"),
    ),
    "English names with their kind": (
        [
            ["Cities, provincies", "Downloads"],
            ["Ha Noi city", 780561],
            ["Ha Giang Province", 47315],
            ["Province of Cao Bang", 43702],
        ],
        told_by("Downloads"),
    ),
    "names turned round, beneath a preamble": (
        [
            ["Number of downloads by province"],
            [],
            ["Name", "x"],
            ["Hà Nội, thành phố", 780561],
            ["Hà Giang - tỉnh", 47315],
            ["Cao Bằng (tỉnh)", 43702],
        ],
        told_by("x"),
    ),
    "codes of ISO beside the names": (
        [["iso", "n", "x"], ["VN-HN", "Hanoi", 780561], ["VN-03", "Ha Giang", 47315], ["VN-04", "Cao Bang", 43702]],
        told_by("x"),
    ),
}


@pytest.mark.parametrize(("rows", "options"), FOREIGN.values(), ids=FOREIGN)
def test_a_table_is_found_by_the_names_of_its_units(rows: Rows, options: dict[str, Any]) -> None:
    intake = read(rows, **options)
    assert (intake.errors, counts(intake)) == ([], THREE)
    assert sorted([*intake.rows_out, *roles(intake)]) == list(intake.rows_in)


def test_without_a_word_for_the_measure_the_columns_are_asked_for() -> None:
    (error,) = read([["k", "v"], *([name, count] for _, name, count in UNITS)]).errors
    assert (error.kind, 'B "v"' in error.problem) == ("column_none", True)


SCHEMES = [["VN01", "VN20"], ["024", "0205"], ["100000", "240000"], ["VN.HI", "VN.LS"], ["HN", "09"]]


@pytest.mark.parametrize("codes", SCHEMES)
def test_names_decide_where_codes_are_of_another_scheme(codes: list[str]) -> None:
    rows: Rows = [["Mã", "Tỉnh", "Số cài đặt"], [codes[0], "Hà Nội", 5], [codes[1], "Lạng Sơn", 7]]
    assert (counts(read(rows)), kinds(read(rows))) == ({"01": 5, "20": 7}, set())


def test_a_code_of_one_of_two_schemes_alone_is_asked_about() -> None:
    assert kinds(read([["Mã", "Số cài đặt"], ["VN01", 5], ["VN20", 7]])) == {"code_two_schemes"}


@pytest.mark.parametrize("written", ["1", "1.0", '="01"', "'01", "01", 1, 1.0, "VN-HN"])
def test_a_code_is_read_however_it_lost_its_noughts(written: str | float) -> None:
    rows: Rows = [["Mã tỉnh", "Số cài đặt"], [written, 5], ["20", 7]]
    text = written.removeprefix("=").strip('"') if isinstance(written, str) and written.startswith("=") else written
    assert counts(read([rows[0], [text, 5], rows[2]])) == {"01": 5, "20": 7}


def test_a_code_of_iso_is_not_the_same_number_of_the_statistics_office() -> None:
    assert counts(read([["Mã", "Số cài đặt"], ["VN-54", 5], ["54", 7]])) == {"24": 5, "54": 7}


NAMES_TWICE: Rows = [["fK", "Số cài đặt", "Crawl", "Maps"], ["Hà Nội", 5, "Hà Nội", "HANOI"]]


def test_of_columns_that_name_the_same_units_one_is_read_and_the_others_are_named() -> None:
    intake = read([*NAMES_TWICE, ["Đăk Lăk", 6, "Đắk Lắk", "Dak Lak"], ["Hòa Bình", 7, "Hoà Bình", "Hòa Bình"]])
    assert (intake.errors, counts(intake)) == ([], {"01": 5, "66": 6, "17": 7})
    assert [found.place for found in intake.findings if found.kind == "names_again"] == ["C1", "D1"]


def test_a_row_that_names_two_units_is_an_error_at_the_other_name() -> None:
    rows: Rows = [["Tỉnh", "Số cài đặt", "Tên tỉnh"]]
    for name in ("Hà Nội", "Hà Giang", "Cao Bằng", "Bắc Kạn", "Tuyên Quang", "Lào Cai", "Sơn La", "Yên Bái", "Hà Nam"):
        rows.append([name, 5, name])
    rows.append(["Lạng Sơn", 7, "Quảng Ninh"])
    assert [(found.kind, found.place) for found in read(rows).errors] == [("names_disagree", "C11")]


OFFICE: Rows = [
    ["Number of pupils by Cities, provincies and Years"],
    [],
    ["Cities, provincies", "2018 Total", "2019 Total", "2020 Total"],
    [" WHOLE COUNTRY", 9, 1110, 1210],
    ["Red River Delta", 9, 700, 800],
    ["Ha Noi", 9, 400, 500],
    ["Ha Tay", "..", "..", ".."],
    ["Hai Phong", 9, 300, 300],
    ["South East", 9, 410, 410],
    ["Ho Chi Minh city", 9, 210, 210],
    ["Binh Duong", 9, 200, 200],
]


def test_the_statistics_office_s_table_is_read_in_the_year_of_the_period() -> None:
    (error,) = read(OFFICE).errors
    assert (error.kind, error.place, error.details["into"]) == ("name_former", "A7", "Hà Nội")
    intake = read(OFFICE, skip={"A7": "đã nhập vào Hà Nội"})
    assert (intake.errors, counts(intake)) == ([], {"01": 500, "31": 300, "79": 210, "74": 200})
    assert {row: role for row, role in roles(intake).items() if row > 3} == {
        4: "total",
        5: "subtotal",
        7: "set_aside",
        9: "subtotal",
    }


@pytest.mark.parametrize("heading", ["2018", "2018 Total", "Năm 2018", "Sơ bộ 2018", "X2018"])
def test_a_lone_column_of_another_year_is_refused(heading: str) -> None:
    assert kinds(read([["Tỉnh", heading], ["Hà Nội", 5], ["Lạng Sơn", 7]])) == {"column_other_time"}


@pytest.mark.parametrize(
    "headings",
    [
        ["Tháng 7/2020", "Tháng 8/2020", "Tháng 9/2020"],
        [2019, 2020, 2021],
        ["Quý II/2020", "Quý III/2020", "Quý IV/2020"],
        ["06/8/2020", "07/8/2020", "08/8/2020"],
        ["T7", "T8", "T9"],
        ["2020-07", "2020-08", "2020-09"],
        ["Tổng số 2019", "Tổng số 2020", "Tổng số 2021"],
    ],
)
def test_of_columns_that_are_periods_the_one_of_the_period_is_read(headings: list[Any]) -> None:
    intake = read([["Địa phương", *headings], ["Hà Nội", 1, 2, 3], ["Lạng Sơn", 4, 5, 6]])
    assert (intake.errors, counts(intake)) == ([], {"01": 2, "20": 5})
    assert [column.meaning for column in intake.columns] == ["unit", "former", "installs", "former"]


def test_a_year_over_several_columns_is_theirs_merged_or_not() -> None:
    rows: Rows = [["", "2019", "", "2020", ""], ["Tỉnh", "Cài đặt", "%", "Cài đặt", "%"], ["Hà Nội", 1, 2, 3, 4]]
    for merged in ((), ("B1:C1", "D1:E1")):
        intake = read([*rows, ["Lạng Sơn", 5, 6, 7, 8]], merged)
        assert (intake.errors, counts(intake)) == ([], {"01": 3, "20": 7})


def test_a_heading_that_is_asked_for_and_stands_under_several_years_is_taken_in_the_period_s() -> None:
    rows: Rows = [["", "2019", "", "2020", ""], ["Tỉnh", "A", "B", "A", "B"], ["Hà Nội", 1, 2, 3, 4]]
    intake = read([*rows, ["Lạng Sơn", 5, 6, 7, 8]], **told_by("A"))
    assert (intake.errors, counts(intake)) == ([], {"01": 3, "20": 7})


def test_a_column_a_day_for_years_is_read_and_told_shortly() -> None:
    days = [date(2020, 1, 1) + timedelta(days=n) for n in range(600)]
    rows: Rows = [["Tỉnh", *(f"{day:%d/%m/%Y}" for day in days)], ["Hà Nội", *range(600)], ["Cà Mau", *range(600)]]
    intake = read(rows)
    at = days.index(date(2020, 8, 7))
    assert (intake.errors, counts(intake)) == ([], {"01": at, "96": at})
    assert [found.details["count"] for found in intake.findings if found.kind == "columns_former"] == ["599"]
    assert not [found for found in intake.findings if found.kind == "column_former"]


def test_columns_of_which_none_is_of_the_period_are_refused_as_that() -> None:
    assert kinds(read([["Tỉnh", "Tháng 6", "Tháng 7"], ["Hà Nội", 1, 2]])) == {"columns_other_times"}


def test_a_footnote_that_explains_a_mark_is_kept_with_its_number() -> None:
    rows: Rows = [["Tỉnh", "Số cài đặt"], ["Hà Nội", "5*"], ["Lạng Sơn", "63.438 (a)"]]
    intake = read([*rows, ["(a) không gồm Lộc Bình"], ["* số ước tính"]])
    assert (intake.errors, counts(intake)) == ([], {"01": 5, "20": 63438})
    assert [one.note for one in intake.counts] == ["số ước tính", "không gồm Lộc Bình"]


def test_a_district_is_known_for_what_it_was() -> None:
    rows: Rows = [["Đơn vị", "Số cài đặt"], ["Hà Nội", 5], ["Huyện Cái Bè", 6]]
    (error,) = receive(sheet(rows), known=context(period=date(2025, 10, 31))).errors
    assert (error.kind, error.details["unit"]) == ("name_former", "huyện Cái Bè")


def test_a_district_of_any_province_is_known_while_it_was_one() -> None:
    rows: Rows = [["Đơn vị", "Số cài đặt"], ["Tràng Định", 5], ["Cái Bè", 6]]
    assert counts(receive(sheet(rows), known=context(period=date(2020, 10, 31)))) == {"180": 5, "819": 6}


def test_with_several_measures_the_title_says_which_one_the_periods_are_of() -> None:
    known = context(campaign(accounts=True))
    rows: Rows = [["Địa phương", "2019", "2020"], ["Hà Nội", 1, 2], ["Lạng Sơn", 4, 5]]
    assert kinds(receive(sheet(rows), known=known)) == {"column_none"}
    intake = receive(sheet([["Số tài khoản có số điện thoại"], *rows]), known=known)
    assert [(one.unit, one.measure, one.count) for one in intake.counts] == [
        ("01", "accounts", 2),
        ("20", "accounts", 5),
    ]


BELOW: Rows = [
    ["Biểu 1. Tỉnh phía Bắc"],
    ["Tỉnh", "Số cài đặt"],
    ["Hà Nội", 5],
    ["Lạng Sơn", 6],
    [],
    ["Biểu 2. Kỳ trước"],
    ["Tỉnh", "Số cài đặt"],
    ["Hà Nội", 3],
    ["Lạng Sơn", 4],
]


def test_of_tables_below_one_another_one_must_be_chosen() -> None:
    (error,) = read(BELOW).errors
    assert error.kind == "tables_below"
    assert '1 "Biểu 1. Tỉnh phía Bắc", 2 "Biểu 2. Kỳ trước"' in error.problem
    assert counts(read(BELOW, table="1")) == counts(read(BELOW, table="biểu 1")) == {"01": 5, "20": 6}
    second = read(BELOW, table="Kỳ trước")
    assert (counts(second), second.errors) == ({"01": 3, "20": 4}, [])
    assert sorted([*second.rows_out, *roles(second)]) == list(second.rows_in)
    assert [found.place for found in second.findings if found.kind == "table_unread"] == ["A2"]


@pytest.mark.parametrize(
    ("wanted", "kind"), [("3", "table_option_none"), ("0", "table_option_none"), ("Biểu", "table_option_several")]
)
def test_a_table_that_is_not_one_of_them_is_refused_with_the_list(wanted: str, kind: str) -> None:
    assert kinds(read(BELOW, table=wanted)) == {kind}


def test_a_table_without_the_measure_is_passed_over_by_name() -> None:
    rows: Rows = [
        ["Tỉnh", "Số cài đặt"],
        ["Hà Nội", 5],
        ["Lạng Sơn", 6],
        [],
        ["Tỉnh", "Số tổ", "Số loa"],
        ["Hà Nội", 1, 2],
    ]
    intake = read(rows)
    assert (intake.errors, counts(intake), roles(intake)[6]) == ([], {"01": 5, "20": 6}, "other_table")


HEAD: list[Any] = ["Tỉnh", "Số cài đặt"]


def test_a_row_that_is_no_unit_is_set_aside_with_its_reason_and_a_total_may_count_it() -> None:
    rows: Rows = [HEAD, ["Hà Nội", 5], ["Lạng Sơn", 6], ["Nước ngoài", 9], ["Tổng cộng", 20]]
    assert kinds(read(rows)) == {"name_unknown"}
    for place in ("A4", "4", "Sheet1!A4", "B4"):
        intake = read(rows, skip={place: "không thuộc tỉnh nào"})
        assert (intake.errors, counts(intake), roles(intake)[4]) == ([], {"01": 5, "20": 6}, "set_aside")
    (note,) = [found for found in intake.findings if found.kind == "row_set_aside"]
    assert (note.place, note.details["reason"]) == ("A4", "không thuộc tỉnh nào")
    assert kinds(read([*rows[:-1], ["Tổng cộng", 21]], skip={"A4": "nước ngoài"})) == {"total_differs"}


def test_a_unit_that_is_set_aside_is_told_as_missing() -> None:
    intake = read([HEAD, ["Hà Nội", 5], ["Lạng Sơn", 6]], skip={"A3": "gửi sau"})
    assert counts(intake) == {"01": 5}


@pytest.mark.parametrize("place", ["A9", "xyz", "Sheet2!A2"])
def test_what_is_no_row_cannot_be_set_aside(place: str) -> None:
    with pytest.raises(UsageError, match="--skip"):
        read([HEAD, ["Hà Nội", 5], ["Lạng Sơn", 6]], skip={place: "vì"})
    with pytest.raises(UsageError, match="no reason"):
        read([HEAD, ["Hà Nội", 5], ["Lạng Sơn", 6]], skip={"A3": " "})


@pytest.mark.parametrize("wrong", [63438.4, "120\n350", -5878, "abc", "8,1%"])
def test_one_count_that_cannot_be_read_is_left_blank_and_the_others_are_taken(wrong: str | float) -> None:
    rows: Rows = [HEAD, ["Hà Nội", 5], ["Lạng Sơn", wrong], ["Hà Nam", 7]]
    assert read(rows).errors
    intake = read(rows, blank={"B3": "chờ xác nhận"})
    assert (intake.errors, counts(intake)) == ([], {"01": 5, "20": None, "35": 7})
    assert [(one.note, one.place) for one in intake.counts if one.note] == [("chờ xác nhận", "B3")]


@pytest.mark.parametrize("place", ["A2", "B1", "B9", "C2", "2"])
def test_what_is_no_count_cannot_be_left_blank(place: str) -> None:
    with pytest.raises(UsageError, match="--leave-blank"):
        read([HEAD, ["Hà Nội", 5], ["Lạng Sơn", 6]], blank={place: "vì"})


def test_decisions_that_the_campaign_keeps_hold_for_the_next_file() -> None:
    kept = {"skip": {"Nước ngoài": "không thuộc tỉnh nào"}, "leave_blank": {"20 installs": "chờ"}, "table": "Biểu 1"}
    known = context(campaign(intake=kept))
    rows: Rows = [*BELOW[:2], ["Hà Nội", 5], ["NƯỚC NGOÀI", 1], ["Lạng Sơn", "abc"], *BELOW[4:]]
    intake = receive(sheet(rows), known=known)
    assert (intake.errors, counts(intake)) == ([], {"01": 5, "20": None})
    clean: Rows = [*BELOW[:2], ["Hà Nội", 5], ["Lạng Sơn", 6], *BELOW[4:]]
    assert counts(receive(sheet(clean), known=known)) == {"01": 5, "20": 6}


def test_several_columns_may_be_ignored() -> None:
    rows: Rows = [["Tỉnh", "Cài iOS", "Cài Android", "Cài đặt"], ["Hà Nội", 1, 2, 3], ["Lạng Sơn", 4, 5, 9]]
    measure = Measure(label="số cài", noun="máy", verb="cài", meaning="")
    required: dict[str, Any] = {"key": "thu", "title": "thử", "status": "simulated", "main_measure": "n"}
    known = context(Campaign(**required, measures={"n": measure}, base="population", documents={"province": LETTER}))
    assert kinds(receive(sheet(rows), known=known)) == {"column_several"}
    columns = {"ignored": ["Cài iOS", "C"]}
    assert counts(receive(sheet(rows), known=known, columns=columns)) == {"01": 3, "20": 9}


SCALES = [
    ("Số cài đặt (ng. người)", 512000),
    ("Số cài đặt - 1000 người", 512000),
    ("Số cài đặt, 1.000 lượt", 512000),
    ("Số cài đặt ('000)", 512000),
]


@pytest.mark.parametrize(("heading", "count"), SCALES)
def test_thousands_are_known_however_a_heading_says_them(heading: str, count: int) -> None:
    """Whole figures would pass for what they are not without a word."""
    assert counts(read([["Tỉnh", heading], ["Hà Nội", 512], ["Lạng Sơn", 63]]))["01"] == count


RATES = [
    "Tỷ lệ cài đặt (‰)",
    "Cài đặt (phần nghìn)",
    "Số cài đặt trên 1.000 người",
    "Số cài đặt per 1,000 people",
    "Cài đặt/vạn dân",
    "Số cài đặt cho 10.000 hộ",
]


@pytest.mark.parametrize("heading", RATES)
def test_a_rate_is_neither_a_count_nor_a_percentage(heading: str) -> None:
    rows: Rows = [["Tỉnh", heading], ["Hà Nội", 97], ["Lạng Sơn", 81]]
    assert kinds(read(rows)) == {"rates_alone"}
    beside = read([[*rows[0], "Số cài đặt"], [*rows[1], 5], [*rows[2], 7]])
    assert (counts(beside), kinds(beside)) == ({"01": 5, "20": 7}, set())
    assert kinds(read([["Tỉnh", "Số cài đặt"], ["", "‰"], *rows[1:]])) == {"rates_alone"}


@pytest.mark.parametrize("mark", ["a)", " a)", "²⁾", "⁽²⁾", " (a)", "**"])
def test_marks_of_footnotes_behind_numbers_are_no_part_of_them(mark: str) -> None:
    intake = read([["Tỉnh", "Số cài đặt"], ["Hà Nội", f"63.438{mark}"], ["Lạng Sơn", "’500"]])
    assert counts(intake) == {"01": 63438, "20": 500}


@pytest.mark.parametrize("names", [("Tháng Bảy", "Tháng Tám"), ("tháng bẩy năm 2020", "tháng tám năm 2020")])
def test_months_in_words_are_periods(names: tuple[str, str]) -> None:
    intake = read([["Tỉnh", *names], ["Hà Nội", 1, 2], ["Lạng Sơn", 3, 4]])
    assert (intake.errors, counts(intake)) == ([], {"01": 2, "20": 4})


def test_percentages_that_may_be_fractions_ask() -> None:
    rows: Rows = [["Tỉnh", "Tỷ lệ cài đặt (%)"], ["Hà Nội", "0,404"], ["Lạng Sơn", "0,071"]]
    assert kinds(read(rows)) == {"shares_below_one"}
    intake = read(rows, accept={"B1": "mới bắt đầu"})
    assert (intake.errors, [one.value for one in intake.shares]) == ([], ["0.404", "0.071"])
    assert read([*rows, ["Bắc Giang", "1,2"]]).errors == []
