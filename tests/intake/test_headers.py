from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dophu.errors import UsageError
from dophu.intake.headers import Head, Heading, Vocabulary, level_named, read_headings
from tests.intake.grids import sheet
from tests.intake.receiving import DAY, INSTALLS, campaign, context, counts, kinds, read, receive

ROWS: list[list[Any]] = [["Hà Nội", 1, 2], ["Lạng Sơn", 3, 4]]


def headings(*texts: str | tuple[str, ...], accounts: bool = False, **chosen: str) -> dict[str, Heading]:
    lines = [(text,) if isinstance(text, str) else text for text in texts]
    heads = [Head(column, line, f"{'ABCDEFGH'[column - 1]}1") for column, line in enumerate(lines, start=1)]
    read, _ = read_headings(heads, "Sheet1", Vocabulary(campaign(accounts=accounts), chosen, DAY))
    return {heading.text: heading for heading in read}


MEANINGS = {
    "number": ("STT", "TT", "Số TT", "Số thứ tự", "so thu tu", "S.T.T"),
    "code": ("Mã tỉnh", "Mã ĐVHC", "Mã", "MA TINH", "Code"),
    "unit": ("Tỉnh/TP", "Tỉnh, thành phố", "Địa phương", "Đơn vị", "Huyện/TP", "Xã", "Tên đơn vị", "DIA PHUONG"),
    "installs": (
        *(
            "SL cài đặt",
            "Số cài đặt",
            "so cai dat",
            "SỐ LƯỢNG CÀI ĐẶT",
            "Số người/điện thoại",
            "Số lượt cài đặt\n(máy)",
        ),
        *("Số người cài đặt tại địa phương", "Lũy kế cài đặt đến 08h00 ngày 07/8/2020"),
    ),
    "share": (
        *("Số cài đặt trên 100 dân", "Bình quân cài đặt"),
        *("Tỷ lệ (%)", "Tỉ lệ", "TL %", "%", "Tỷ lệ cài đặt/dân số", "Tỷ lệ so với dân số", "ty le"),
    ),
    "rate": (
        "Số cài đặt/1.000 dân",
        "Số cài đặt trên 1.000 người",
        "Cài đặt mỗi vạn dân",
        "Installs per 100,000 people",
    ),
    "base": ("Dân số", "Dân số 01/4/2019", "Số điện thoại thông minh", "DS 2019"),
    "rank": ("Xếp hạng", "Hạng", "Thứ hạng"),
    "change": ("Tăng/giảm", "Tăng so với kỳ trước", "Số cài mới trong ngày", "+/-"),
    "former": ("Kỳ trước", "Số cài đặt kỳ trước", "Số cài đặt ngày 31/7"),
    "target": ("Mục tiêu", "Chỉ tiêu (%)", "Tỷ lệ hoàn thành kế hoạch", "Số người phải cài đặt", "Dự kiến cài đặt"),
    "gap": ("Còn thiếu", "Số chưa cài đặt", "Số người không cài đặt", "Số đã gỡ cài đặt"),
    "other": ("Số lượt hướng dẫn cài đặt", "Số tin tuyên truyền cài đặt", "Số máy cài đặt lỗi", "Số lượt cài đặt lại"),
    "note": ("Ghi chú", "ghi chu", "Đơn vị tính"),
    "unexplained": ("Số lượng", "Tổng số", "Bluezoner", "Người phụ trách"),
}


@pytest.mark.parametrize(("text", "meaning"), [(text, m) for m, texts in MEANINGS.items() for text in texts])
def test_a_heading_is_known_by_its_words(text: str, meaning: str) -> None:
    assert headings(text)[text].meaning == meaning


def test_a_word_inside_the_name_of_a_measure_is_no_other_meaning() -> None:
    told = INSTALLS.model_copy(update={"label": "số ca mắc mới", "noun": "ca", "verb": "mắc mới"})
    known = context(campaign().model_copy(update={"measures": {"installs": told}}))
    intake = receive(sheet([["Tỉnh", "Số ca mắc mới", "Tăng so với kỳ trước"], ["Hà Nội", 5, 1]]), known=known)
    assert (intake.errors, counts(intake)) == ([], {"01": 5})


@pytest.mark.parametrize(
    ("lines", "meaning"),
    [
        (("Kết quả", "Số cài đặt"), "installs"),
        (("Số cài đặt", "Số lượng"), "installs"),
        (("Kết quả cài đặt", "Tỷ lệ (%)"), "share"),
        (("Tỷ lệ cài đặt trên dân số", "Dân số"), "base"),
        (("Kỳ trước", "Số cài đặt"), "former"),
        (("So với kỳ trước", "Số cài đặt"), "change"),
        (("Đơn vị hành chính", "Huyện"), "unit"),
        (("Ngày 31/7", "Số cài đặt"), "former"),
    ],
)
def test_the_lowest_line_speaks_first_and_those_above_complete_it(lines: tuple[str, ...], meaning: str) -> None:
    assert headings(lines)[" / ".join(lines)].meaning == meaning


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Tỉnh/TP", "province"),
        ("Các tỉnh, thành phố trực thuộc TW", "province"),
        ("Huyện, thị xã, thành phố", "district"),
        ("Quận/Huyện", "district"),
        ("Xã, phường, thị trấn", "commune"),
        ("Địa phương", ""),
        ("Tỉnh, huyện, xã", ""),
        ("UBND tỉnh", None),
        ("Số xã", None),
    ],
)
def test_a_heading_of_names_tells_their_level(text: str, level: str | None) -> None:
    assert level_named(text) == level


def test_tones_are_compared_where_they_are_written() -> None:
    assert headings("Số tải khoan", accounts=True)["Số tải khoan"].meaning == "unexplained"
    assert headings("so tai khoan", accounts=True)["so tai khoan"].meaning == "accounts"


def test_an_option_names_a_column_by_heading_or_letter() -> None:
    rows: list[list[Any]] = [["Tỉnh", "Bluezoner", "Máy"], *ROWS]
    assert counts(read(rows, columns={"installs": "bluezoner"})) == {"01": 1, "20": 3}
    assert counts(read(rows, columns={"installs": "C"})) == {"01": 2, "20": 4}


@pytest.mark.parametrize(("wanted", "kind"), [("Số máy", "column_option_none"), ("Máy", "column_option_several")])
def test_an_option_must_name_one_column(wanted: str, kind: str) -> None:
    assert kind in kinds(read([["Tỉnh", "Máy", "Máy"], *ROWS], columns={"installs": wanted}))


def test_an_option_must_name_a_measure_or_a_meaning() -> None:
    with pytest.raises(UsageError, match="did you mean 'installs'"):
        read([["Tỉnh", "Máy"], *ROWS], columns={"instals": "B"})


def test_a_heading_kept_by_the_campaign_decides() -> None:
    known = context(
        campaign(intake={"columns": {"installs": ["Bluezoner có số điện thoại"], "ignored": ["Số cài đặt"]}})
    )
    rows: list[list[Any]] = [["Tỉnh", "Số cài đặt", "BLUEZONER CÓ SỐ ĐIỆN THOẠI"], *ROWS]
    assert counts(receive(sheet(rows), known=known)) == {"01": 2, "20": 4}


def test_two_columns_for_one_measure_are_an_error_that_lists_them() -> None:
    (error,) = read([["Tỉnh", "Số cài đặt", "Lũy kế cài đặt"], *ROWS]).errors
    assert error.kind == "column_several"
    assert 'B "Số cài đặt", C "Lũy kế cài đặt"' in error.problem
    assert "--column installs=B" in error.fix


def test_a_heading_that_fits_two_measures_is_an_error() -> None:
    known = context(campaign(accounts=True))
    assert kinds(receive(sheet([["Tỉnh", "Số tài khoản cài đặt"], ["Hà Nội", 1]]), known=known)) == {
        "column_two_measures"
    }


def test_a_measure_that_an_option_settles_no_longer_claims_another_heading() -> None:
    known = context(campaign(accounts=True))
    intake = receive(sheet([["Tỉnh", "Máy", "Tài khoản cài đặt"], *ROWS]), known=known, columns={"installs": "B"})
    assert [(count.measure, count.count) for count in intake.counts] == [
        *(("installs", 1), ("accounts", 2)),
        *(("installs", 3), ("accounts", 4)),
    ]


def test_a_column_of_another_day_is_never_taken_for_the_periods() -> None:
    assert kinds(read([["Tỉnh", "Số cài đặt 31/7", "%"], *ROWS])) == {"columns_other_times"}


def test_of_two_columns_the_one_that_names_the_periods_day_is_taken() -> None:
    intake = read([["Tỉnh", "Số cài đặt", "Số cài đặt ngày 07/8"], *ROWS])
    assert counts(intake) == {"01": 2, "20": 4}
    assert "it alone names the day" in intake.columns[2].why


def test_columns_that_mean_nothing_are_named() -> None:
    intake = read([["Tỉnh", "Số cài đặt", "Số tổ công tác"], *ROWS])
    assert [(f.place, f.value) for f in intake.findings if f.kind == "column_unused"] == [("C1", "Số tổ công tác")]


def test_a_share_belongs_to_the_measure_it_names_or_to_the_one_on_its_left() -> None:
    texts = ("Số cài đặt", "Tỷ lệ", "Số tài khoản", "Tỷ lệ (%)", "Tỷ lệ cài đặt")
    read = headings(*texts, accounts=True)
    assert [read[text].measure for text in texts] == ["", "installs", "", "accounts", "installs"]


@pytest.mark.parametrize(
    "heading",
    [
        "Số cài đặt năm 2019",
        "Số cài đặt tháng 7/2020",
        "Cài đặt T7",
        "Cài đặt tháng 8/2019",
        "Cài đặt quý II",
        "quý 3/2019: cài đặt",
    ],
)
def test_a_count_of_another_month_or_year_is_refused_however_it_was_chosen(heading: str) -> None:
    rows: list[list[Any]] = [["Tỉnh", heading], ["Hà Nội", 5], ["Lạng Sơn", 7]]
    assert kinds(read(rows)) == {"column_other_time"}
    assert kinds(read(rows, columns={"installs": "B"})) == {"column_other_time"}
    assert kinds(read(rows, columns={"installs": heading})) == {"column_other_time"}
    assert read(rows, columns={"installs": "B"}, accept={"B1": "tiêu đề ghi nhầm"}).errors == []


@pytest.mark.parametrize(
    ("first", "last", "heading", "held"),
    [
        ("2020-01-01", "2020-12-31", "2019-2020", []),
        ("2020-01-01", "2020-12-31", "Năm học 2020-2021", []),
        ("2020-01-01", "2020-12-31", "giai đoạn 2016-2020", ["level"]),
        ("2020-01-01", "2020-12-31", "từ tháng 1 đến tháng 12 năm 2020", ["level", "per_period"]),
        ("2020-09-01", "2021-08-31", "2020", []),
        ("2020-09-01", "2021-08-31", "2021", []),
        ("2020-09-01", "2021-08-31", "2020-21", ["level", "per_period"]),
        ("2020-07-01", "2020-09-30", "Q1-Q3/2020", ["level"]),
        ("2020-07-01", "2020-09-30", "T7-T9/2020", ["level", "per_period"]),
        ("2020-07-01", "2020-09-30", "năm 2020", ["level"]),
        ("2020-01-01", "2020-09-30", "Quý I, II, III/2020", ["level", "per_period"]),
        ("2020-09-01", "2020-09-30", "tháng 1-9/2020", ["level"]),
    ],
)
def test_a_count_of_a_longer_or_another_time_is_asked_about(
    first: str, last: str, heading: str, held: list[str]
) -> None:
    taken = []
    for counting in ("level", "per_period"):
        measures = {"installs": INSTALLS.model_copy(update={"counts": counting})}
        known = context(
            campaign().model_copy(update={"measures": measures}),
            period=date.fromisoformat(last),
            since=date.fromisoformat(first),
        )
        rows = sheet([["Tỉnh", f"Số cài đặt {heading}"], ["Hà Nội", 5], ["Lạng Sơn", 7]])
        taken += [counting] if kinds(receive(rows, known=known)) != {"column_other_time"} else []
    assert taken == held


def test_of_several_months_the_period_s_own_is_taken() -> None:
    intake = read([["Tỉnh", "Cài đặt tháng 7", "Cài đặt tháng 8"], *ROWS])
    assert counts(intake) == {"01": 2, "20": 4}
    assert [column.meaning for column in intake.columns] == ["unit", "former", "installs"]


def test_a_heading_that_is_the_measure_s_name_wins_over_one_that_holds_it() -> None:
    label = INSTALLS.label
    intake = read([["Tỉnh", label, f"{label} nữ", f"Tổng {label}"], ["Hà Nội", 1, 2, 3], ["Lạng Sơn", 3, 4, 7]])
    assert counts(intake) == {"01": 1, "20": 3}


def test_a_heading_kept_for_one_month_is_known_in_the_next() -> None:
    kept = context(campaign(intake={"columns": {"installs": ["Bluezone tháng 7/2020"]}}))
    rows: list[list[Any]] = [["Tỉnh", "Bluezone tháng 7/2020", "Bluezone tháng 8/2020"], *ROWS]
    assert counts(receive(sheet(rows), known=kept)) == {"01": 2, "20": 4}


@pytest.mark.parametrize(
    "heading", ["Số cài đặt năm 2020", "Số cài đặt tháng 8/2020", "Số cài đặt tháng 7-tháng 8", "Cài đặt quý III/2020"]
)
def test_a_count_of_the_period_s_own_month_is_taken(heading: str) -> None:
    assert read([["Tỉnh", heading], ["Hà Nội", 5], ["Lạng Sơn", 7]]).errors == []
