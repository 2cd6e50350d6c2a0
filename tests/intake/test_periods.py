"""Tables that hold several periods in their rows: long ones with a column of times, and blocks below each unit."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dophu.intake.grid import Cell, Kind
from tests.intake.grids import sheet
from tests.intake.receiving import context, counts, kinds, read, receive, roles

Rows = list[list[Any]]
BOTH: dict[str, int | None] = {"01": 2, "20": 5}


def long(times: list[Any], heading: str = "Ngày") -> Rows:
    rows: Rows = [[heading, "Tỉnh", "Số cài đặt"]]
    for at, time in enumerate(times):
        rows += [[time, "Hà Nội", at + 1], [time, "Lạng Sơn", at + 4]]
    return rows


@pytest.mark.parametrize(
    ("heading", "times"),
    [
        ("Ngày", ["06/8/2020", "07/8/2020", "08/8/2020"]),
        ("date", ["2020-08-06", "2020-08-07", "2020-08-08"]),
        ("Tháng", [7, 8, 9]),
        ("Tháng", ["7/2020", "8/2020", "9/2020"]),
        ("Năm", [2019, 2020, 2021]),
        ("period", ["202007", "202008", "202009"]),
        ("period", ["20200806", "20200807", "20200808"]),
        ("Quý", ["II", "III", "IV"]),
        ("Kỳ báo cáo", ["Quý II/2020", "Quý III/2020", "Quý IV/2020"]),
        ("week", ["2020W31", "2020W32", "2020W33"]),
        ("x", ["2020Q2", "2020Q3", "2020Q4"]),
    ],
)
def test_of_a_column_of_times_the_rows_of_the_period_are_read(heading: str, times: list[Any]) -> None:
    if heading == "Quý":
        times = [f"Quý {time}" for time in times]
    intake = read(long(times, heading))
    assert (intake.errors, counts(intake)) == ([], BOTH)
    assert [row for row, role in roles(intake).items() if role == "other_period"] == [2, 3, 6, 7]
    assert sorted([*intake.rows_out, *roles(intake)]) == list(intake.rows_in)


def test_a_column_of_real_dates_is_one_of_times() -> None:
    days = [date(2020, 8, day) for day in (6, 7, 8)]
    cells = [Cell(1, 1, day, Kind.DATE, f"{day:%d/%m/%Y}") for day in days]
    assert counts(read(long(cells))) == BOTH


def test_a_year_and_a_month_in_two_columns_are_one_time() -> None:
    rows: Rows = [["Năm", "Tháng", "Tỉnh", "Số cài đặt"]]
    for at, (year, month) in enumerate([(2019, 8), (2020, 7), (2020, 8)]):
        rows += [[year, month, "Hà Nội", at], [year, month, "Lạng Sơn", at + 3]]
    assert counts(read(rows)) == BOTH


def test_the_value_of_a_long_table_is_the_one_measure_there_is() -> None:
    rows: Rows = [["Month", "Province", "Value"], ["July 2020", "Ha Noi", 1], ["August 2020", "Ha Noi", 2]]
    assert counts(read([*rows, ["August 2020", "Lang Son", 5]])) == BOTH


def test_a_long_table_without_the_period_is_refused() -> None:
    assert kinds(read(long(["01/7/2020", "02/7/2020"]))) >= {"rows_no_period"}


def test_a_unit_twice_on_the_day_is_still_an_error() -> None:
    rows = [*long(["06/8/2020", "07/8/2020"]), ["07/8/2020", "Hà Nội", 9]]
    assert kinds(read(rows)) == {"unit_twice"}


def test_where_no_unit_stands_twice_a_row_of_another_time_is_an_error() -> None:
    rows: Rows = [["Tháng", "Tỉnh", "Số cài đặt"], ["8/2020", "Hà Nội", 5], ["7/2020", "Lạng Sơn", 7]]
    assert [(found.kind, found.place) for found in read(rows).errors] == [("row_other_day", "A3")]


def blocks(*times: str) -> Rows:
    rows: Rows = [["KẾT QUẢ NĂM 2020"], ["Tỉnh", "Số cài đặt"]]
    for unit, first in (("Hà Nội", 1), ("Lạng Sơn", 4)):
        rows += [[unit, 10 * first], *([time, first + at] for at, time in enumerate(times))]
    return rows


@pytest.mark.parametrize(
    "times", [("Quý II", "Quý III", "Quý IV"), ("Tháng 7", "Tháng 8", "Tháng 9"), ("Q2", "Q3", "Q4")]
)
def test_of_quarters_below_each_unit_the_one_of_the_period_is_read(times: tuple[str, ...]) -> None:
    intake = read(blocks(*times))
    assert (intake.errors, counts(intake)) == ([], BOTH)
    assert [row for row, role in roles(intake).items() if role == "other_period"] == [3, 4, 6, 7, 8, 10]


def test_the_year_and_its_last_quarter_are_asked_for() -> None:
    known = context(period=date(2020, 12, 31))
    table = sheet(blocks("Quý II", "Quý III", "Quý IV"))
    assert kinds(receive(table, known=known)) == {"block_two"}
    quarter = receive(table, known=known, accept={"block_two": "số của quý"})
    assert (quarter.errors, counts(quarter)) == ([], {"01": 3, "20": 6})
