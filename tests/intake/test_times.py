"""Months, quarters and years as headings and titles name them."""

from __future__ import annotations

from datetime import date

import pytest

from dophu.intake.times import agrees, times_in, without_times

DAY = date(2021, 7, 31)
AGES = ["trẻ từ 6 tháng tuổi", "trẻ 9 tháng", "6-11 tháng", "dưới 12 tháng", "công nhân may", "tại 7/20 xã"]
NAMED = [
    ("Tháng 6/2021", "2021-06-01", "2021-06-30"),
    ("T7", "2021-07-01", "2021-07-31"),
    ("2014 Tổng số", "2014-01-01", "2014-12-31"),
    ("X2016", "2016-01-01", "2016-12-31"),
    ("Sơ bộ 2020", "2020-01-01", "2020-12-31"),
    ("Quý I/2021", "2021-01-01", "2021-03-31"),
    ("quý II năm 2020", "2020-04-01", "2020-06-30"),
    ("Q1 2021", "2021-01-01", "2021-03-31"),
    ("2021Q4", "2021-10-01", "2021-12-31"),
    ("2021-06", "2021-06-01", "2021-06-30"),
    ("Jun-2021", "2021-06-01", "2021-06-30"),
    ("06/2021", "2021-06-01", "2021-06-30"),
    ("6 tháng đầu năm 2021", "2021-01-01", "2021-06-30"),
    ("6 tháng cuối năm 2021", "2021-07-01", "2021-12-31"),
    ("9 tháng năm 2021", "2021-01-01", "2021-09-30"),
    ("Năm học 2020-2021", "2020-09-01", "2021-08-31"),
    ("2019/2020", "2019-09-01", "2020-08-31"),
    ("FY 2019-20", "2019-09-01", "2020-08-31"),
    ("giai đoạn 2020-2021", "2020-01-01", "2021-12-31"),
    ("Từ năm 2016 đến 2020", "2016-01-01", "2020-12-31"),
    ("Q1-Q3/2020", "2020-01-01", "2020-09-30"),
    ("2020Q1 - 2020Q3", "2020-01-01", "2020-09-30"),
    ("quý I đến quý III năm 2020", "2020-01-01", "2020-09-30"),
    ("Quý I, II và III/2020", "2020-01-01", "2020-09-30"),
    ("T7-T9", "2021-07-01", "2021-09-30"),
    ("từ tháng 9/2019 đến hết tháng 5/2020", "2019-09-01", "2020-05-31"),
    ("Tháng 7, 8, 9 năm 2020", "2020-07-01", "2020-09-30"),
    ("Jan–Sep 2020", "2020-01-01", "2020-09-30"),
    ("Tháng 6 (năm 2020)", "2020-06-01", "2020-06-30"),
    ("ngày 01/7/2021", "2021-07-01", "2021-07-01"),
    ("Jun-20", "2020-06-01", "2020-06-30"),
    ("Jun 05", "2021-06-05", "2021-06-05"),
    ("20-Jun", "2021-06-20", "2021-06-20"),
    ("June 7, 2020", "2020-06-07", "2020-06-07"),
    ("06/8/20", "2020-08-06", "2020-08-06"),
    ("thg 6", "2021-06-01", "2021-06-30"),
    ("Quý III/19", "2019-07-01", "2019-09-30"),
    ("7 tháng đầu năm 2021", "2021-01-01", "2021-07-31"),
    ("28/12-03/01/2021", "2020-12-28", "2021-01-03"),
    ("từ 03 đến hết ngày 09/8/2020", "2020-08-03", "2020-08-09"),
    ("tháng 7/12", "2012-07-01", "2012-07-31"),
]


@pytest.mark.parametrize(("text", "first", "last"), NAMED)
def test_a_time_is_read_from_its_first_day_to_its_last(text: str, first: str, last: str) -> None:
    found = times_in(text, 2021)[0]
    assert (str(found.first), str(found.last)) == (first, last)


@pytest.mark.parametrize(
    "text", ["30/2020/NĐ-CP", "1.234", "100 dân", "Tháng 13", "2 Doses", "Số người", "0,2021", "", *AGES]
)
def test_other_numbers_are_no_time(text: str) -> None:
    assert times_in(text, 2021) == ()


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("Tháng 7", True),
        ("Tháng 7/2020", False),
        ("Quý III", True),
        ("2021\nTháng 6", False),
        ("2021\n2 Doses\nResult", True),
        ("9 tháng đầu năm 2021", False),
        ("Tháng 6, tháng 7", True),
        ("31/7/2021", True),
        ("30/7/2021", False),
        ("2020-2021", True),
        ("2016 Total", False),
        ("Tổng số", None),
    ],
)
def test_the_finest_time_of_a_text_is_held_to_the_day(text: str, fits: bool | None) -> None:
    assert agrees(text, DAY) is fits


def test_a_text_is_left_without_its_times() -> None:
    assert without_times("Số cài đặt tháng 7/2021").strip() == "Số cài đặt"
