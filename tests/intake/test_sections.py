"""Lines of a time above units, headings of a letter and a number, and totals amid a table."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.intake.grids import sheet
from tests.intake.receiving import context, counts, kinds, read, receive, roles

COUNT = "Số cài đặt"
UNITS: list[Any] = [("Hà Nội", 50), ("Cao Bằng", 40), ("Lạng Sơn", 60)]
RIGHT = {"01": 50, "04": 40, "20": 60}


def sections(*times: Any, title: str = "") -> list[list[Any]]:
    """Write the units once below each time, each time with 10 more; the last has the right counts."""
    rows: list[list[Any]] = [[title]] if title else []
    rows.append(["Địa phương", COUNT])
    for number, time in enumerate(times, 1 - len(times)):
        rows += [[time], *([name, count + 10 * number] for name, count in UNITS)]
        rows.append(["Cộng", sum(count + 10 * number for _, count in UNITS)])
    return rows


@pytest.mark.parametrize(
    "rows",
    [
        sections("Tháng 7", "Tháng 8"),
        sections("Tháng 7/2020", "Tháng 8/2020", title="Báo cáo tháng 8 năm 2020"),
        sections("06/8/2020", "07/8/2020"),
        sections("Quý II", "Quý III"),
        sections(202007, 202008),
        sections("Tháng 8"),
    ],
)
def test_the_rows_below_the_line_of_the_period_are_read(rows: list[list[Any]]) -> None:
    intake = read(rows)
    assert (counts(intake), kinds(intake)) == (RIGHT, set())
    assert set(roles(intake).values()) >= {"region", "total"}


@pytest.mark.parametrize("rows", [sections("Tháng 5", "Tháng 6"), sections("Tháng 8/2019")])
def test_lines_of_other_times_alone_are_one_finding(rows: list[list[Any]]) -> None:
    assert [found.kind for found in read(rows).errors] == ["rows_no_period"]


def test_a_title_of_the_period_does_not_make_every_quarter_below_a_unit_the_period() -> None:
    rows: list[list[Any]] = [["Báo cáo quý III năm 2020"], ["Địa phương", COUNT]]
    for name, count in UNITS:
        rows += [[name], ["Quý II", count - 10], ["Quý III", count]]
    assert counts(receive(sheet(rows), known=context(period=date(2020, 9, 30)))) == RIGHT


MONTHS = [
    (("M6", "M7", "M8"), RIGHT),
    (("M08", "M07", "M06"), {"01": 48, "04": 38, "20": 58}),
    (("T6", "T7", "T8"), RIGHT),
    (("M1", "M2", "M3"), "column_none"),  # doses, "mũi"
    (("T6", "T7", "CN"), "column_none"),  # Friday to Sunday
    (("T2", "T3", "T4", "T5"), "column_none"),
]


@pytest.mark.parametrize(("heads", "right"), MONTHS)
def test_a_letter_and_a_number_are_a_month_where_those_beside_say_so(heads: tuple[str, ...], right: Any) -> None:
    last = len(heads) - 1
    rows: list[Any] = [
        ["Tỉnh", *heads],
        *([name, *(count - last + n for n in range(len(heads)))] for name, count in UNITS),
    ]
    intake = read(rows)
    assert kinds(intake) == ({right} if isinstance(right, str) else set())
    assert isinstance(right, str) or counts(intake) == right


def test_a_total_amid_the_rows_ends_its_section() -> None:
    rows: list[Any] = [["Tỉnh", COUNT], *UNITS[:2], ["Cộng", 90], *UNITS[2:], ["Tổng cộng", 150]]
    assert (counts(read(rows)), kinds(read(rows))) == (RIGHT, set())
    rows[3] = ["Cộng", 91]
    assert [(found.kind, found.place) for found in read(rows).errors] == [("total_differs", "B4")]


def test_a_line_of_prose_between_the_rows_is_no_unit() -> None:
    rows: list[Any] = [["Tỉnh", COUNT], *UNITS[:2], ["Số liệu dưới đây mới là ước tính sơ bộ"], *UNITS[2:]]
    assert (counts(read(rows)), roles(read(rows))[4]) == (RIGHT, "footnote")
    assert kinds(read([*rows[:3], ["Hà Nộii"], *rows[4:]])) == {"name_unknown"}


COMMUNES: list[Any] = [["Đông Kinh", 5], ["Bắc Sơn", 6], ["Hữu Lũng", 7]]
NEW = {"05977": 5, "06325": 6, "06385": 7}


@pytest.mark.parametrize("behind", ["", " (Lạng Sơn)", " (huyện cũ)"])
def test_communes_that_bear_the_names_of_former_districts_are_communes(behind: str) -> None:
    rows = [["Xã, phường", COUNT], *([f"{name}{behind}", count] for name, count in COMMUNES)]
    intake = receive(sheet(rows), known=context(period=date(2025, 9, 1)))
    assert (intake.vintage, counts(intake), kinds(intake)) == ("VN34", NEW, set())


def test_a_list_of_nothing_but_former_districts_is_not_taken_for_communes() -> None:
    rows: list[Any] = [["Đơn vị", COUNT], ["Bắc Sơn", 6], ["Hữu Lũng", 7]]
    known = context(period=date(2025, 9, 1))
    assert kinds(receive(sheet(rows), known=known)) == {"vintage_other"}
    assert kinds(receive(sheet([["Xã", COUNT], *rows[1:]]), known=known)) == set()
    assert counts(receive(sheet(rows[:1] + rows[2:]), known=known)) == {"06385": 7}


def test_lines_of_districts_without_figures_head_their_communes() -> None:
    rows: list[Any] = [["Đơn vị", COUNT], ["Huyện Cao Lộc"], ["Hồng Phong", 5], ["Tân Thành", 6]]
    rows += [["Huyện Bắc Sơn"], ["Tân Thành", 7], ["Tân Lập", 8]]
    assert counts(read(rows)) == {"06205": 5, "06250": 6, "06379": 7, "06352": 8}


def test_rows_of_one_unit_say_in_what_they_differ() -> None:
    rows: list[Any] = [["Tỉnh", "Giới tính", COUNT], *([name, sex, 5] for name, _ in UNITS for sex in ("nam", "nữ"))]
    assert "column B 'Giới tính': 'nam' and 'nữ'" in read(rows).errors[0].problem
    assert set(counts(read(rows, skip={"nữ": "chỉ lấy nam"})).values()) == {5}
