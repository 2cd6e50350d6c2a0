"""Columns of a period's parts beside that of all of it: the whole is the period's, a part is none of a flow."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dophu.intake.result import Intake
from tests.intake.grids import sheet
from tests.intake.receiving import INSTALLS, campaign, context, counts, kinds, receive

UNITS = ["Hà Nội", "Lạng Sơn"]
QUARTERS = ["Quý I", "Quý II", "Quý III", "Quý IV", "Cả năm"]
YEAR, FOURTH = (date(2020, 1, 1), date(2020, 12, 31)), (date(2020, 10, 1), date(2020, 12, 31))
THIRD = (date(2020, 7, 1), date(2020, 9, 30))
HALVES = ["6 tháng đầu năm", "6 tháng cuối năm", "Năm 2020"]
LAST = "column_other_time"


@pytest.mark.parametrize(
    ("heads", "period", "flow", "right"),
    [
        (QUARTERS, YEAR, True, 4),
        (QUARTERS, FOURTH, True, 3),
        (QUARTERS, YEAR, False, 4),
        (HALVES, YEAR, True, 2),
        (QUARTERS[:4], YEAR, True, LAST),  # the last quarter's is not the year's
        (QUARTERS[:4], YEAR, False, 3),  # counted up to its end, it is
        (["Tháng 7", "Tháng 8", "Tháng 9"], THIRD, True, LAST),
        (["Tháng 7", "Tháng 8", "Tháng 9", "Quý III"], THIRD, True, 3),
        (["Đến 31/8", "Đến 30/9"], THIRD, True, 1),
        (["6 tháng", "9 tháng"], THIRD, True, LAST),
        (["6 tháng", "9 tháng"], THIRD, False, 1),
        (["Quý II", "9 tháng", "Quý III"], THIRD, True, 2),
        (["Tháng 8", "Tháng 9"], (date(2020, 8, 15), date(2020, 9, 14)), True, 1),  # cut off on the 14th
    ],
)
def test_the_column_of_the_whole_period_is_taken(
    heads: list[str], period: tuple[date, date], flow: bool, right: Any
) -> None:
    intake = received([["Tỉnh", *heads], *([name, *range(len(heads))] for name in UNITS)], period, flow=flow)
    assert kinds(intake) == ({right} if isinstance(right, str) else set())
    assert isinstance(right, str) or set(counts(intake).values()) == {right}


def received(rows: list[list[Any]], period: tuple[date, date], *, flow: bool) -> Intake:
    counting = "per_period" if flow else "cumulative"
    of = campaign().model_copy(update={"measures": {"installs": INSTALLS.model_copy(update={"counts": counting})}})
    return receive(sheet(rows), known=context(of, period=period[1], since=period[0]))


LONG: list[list[Any]] = [
    ["Tỉnh", "Kỳ", "Số cài đặt"],
    *([name, time, at] for at, time in enumerate(QUARTERS) for name in UNITS),
]
SECTIONS: list[list[Any]] = [["Tỉnh", "Số cài đặt"]]
for place, quarter in enumerate(QUARTERS):
    SECTIONS += [[quarter], *([name, place] for name in UNITS)]
BLOCKS: list[list[Any]] = [["Tỉnh", "Số cài đặt"]]
for unit in UNITS:
    BLOCKS += [[unit, 4], *([quarter, place] for place, quarter in enumerate(QUARTERS[:4]))]


@pytest.mark.parametrize("rows", [LONG, SECTIONS, BLOCKS])
def test_the_rows_of_the_whole_period_are_taken(rows: list[list[Any]]) -> None:
    year, fourth = (received(rows, period, flow=True) for period in (YEAR, FOURTH))
    assert (kinds(year), set(counts(year).values())) == (set(), {4})
    assert kinds(fourth) <= {"unit_twice", "block_two"}  # asked, where the year ends with it
    assert set(counts(fourth).values()) == {3}


def test_rows_of_nothing_but_parts_are_refused() -> None:
    rows = [row for row in LONG if row[1] != "Cả năm"]
    assert kinds(received(rows, YEAR, flow=True)) == {"rows_no_period"}
