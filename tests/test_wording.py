from __future__ import annotations

from datetime import date, time
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dophu import wording
from dophu.wording import NO_BREAK_SPACE, Moment

PLACES = st.integers(0, 4)
CLOCKS = st.builds(time, st.integers(0, 23), st.integers(0, 59))
MOMENTS = st.builds(Moment, st.dates(), st.none() | CLOCKS)
NAMES = st.text("aăâáàảãạbdđeêếnoôơuưyAĐ -", max_size=6)


def parsed(shown: str) -> Fraction:
    return Fraction(shown.replace(".", "").replace(",", "."))


@given(st.decimals(-(10**9), 10**9, places=6), PLACES)
def test_rounding_is_half_up_as_decimals_define_it(value: Decimal, places: int) -> None:
    expected = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    assert wording.half_up(Fraction(value), places) == Fraction(expected)


@given(st.fractions(-(10**9), 10**9), PLACES)
def test_a_written_decimal_reads_back_as_the_rounded_value(value: Fraction, places: int) -> None:
    assert parsed(wording.decimal(value, places)) == wording.half_up(value, places)


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (Fraction(1268760, 156331), 2, "8,12"),
        (Fraction(8125, 1000), 2, "8,13"),
        (Fraction(-8125, 1000), 2, "-8,13"),
        (Fraction(-1, 1000), 2, "0,00"),
        (Fraction(99995, 1000), 2, "100,00"),
        (1000000, 0, "1.000.000"),
        (999, 0, "999"),
        (Fraction(123456789, 100), 1, "1.234.567,9"),
    ],
)
def test_decimals_take_a_comma_and_thousands_a_dot(value: Fraction, places: int, shown: str) -> None:
    assert wording.decimal(value, places) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [(0, "0"), (1, "01"), (9, "09"), (10, "10"), (63438, "63.438"), (-2, "-02"), (-10, "-10")]
)
def test_counts_below_ten_take_a_leading_zero(value: int, shown: str) -> None:
    assert wording.count(value) == shown


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (date(2020, 8, 7), "07/8/2020"),
        (date(2020, 1, 5), "05/01/2020"),
        (date(2020, 2, 10), "10/02/2020"),
        (date(2021, 3, 1), "01/3/2021"),
        (date(2019, 12, 31), "31/12/2019"),
    ],
)
def test_dates_pad_days_below_ten_and_the_first_two_months(day: date, shown: str) -> None:
    assert wording.day_month_year(day) == shown
    assert wording.day_month(day) == shown[:-5]


@given(st.dates())
def test_a_written_date_names_its_day(day: date) -> None:
    parts = [int(part) for part in wording.day_month_year(day).split("/")]
    assert parts == [day.day, day.month, day.year]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2020-08-07T08:00", "08h00 ngày 07/8/2020"),
        ("2020-08-11T17:30", "17h30 ngày 11/8/2020"),
        ("2020-08-13", "ngày 13/8/2020"),
        ("2020-08-13T00:00", "00h00 ngày 13/8/2020"),
    ],
)
def test_a_moment_prints_its_hour_only_when_known(text: str, shown: str) -> None:
    moment = Moment.parse(text)
    assert (wording.moment(moment), str(moment)) == (shown, text)


@pytest.mark.parametrize(
    "text",
    ["", "2020-8-7", "2020-13-01", "2020-02-30", "07/8/2020", "2020-08-07T08", "2020-08-07T25:00", "2020-08-07 08:00"],
)
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Moment.parse(text)


def test_a_day_without_its_hour_comes_before_the_hours_of_that_day() -> None:
    texts = ["2020-08-08", "2020-08-07T08:00", "2020-08-07T00:00", "2020-08-07"]
    assert [str(moment) for moment in sorted(map(Moment.parse, texts))] == texts[::-1]


@pytest.mark.parametrize(
    ("later", "earlier", "hours"),
    [
        ("2020-08-11T11:00", "2020-08-09T08:30", Fraction(101, 2)),
        ("2020-08-11", "2020-08-09T08:30", Fraction(48)),
        ("2020-08-11T11:00", "2020-08-09", Fraction(48)),
        ("2020-08-11T11:00", "2020-08-11T11:00", Fraction(0)),
    ],
)
def test_time_between_moments_is_whole_days_unless_both_hours_are_known(
    later: str, earlier: str, hours: Fraction
) -> None:
    assert Moment.parse(later).hours_since(Moment.parse(earlier)) == hours


@given(MOMENTS, MOMENTS)
def test_time_forth_is_time_back(here: Moment, there: Moment) -> None:
    assert here.hours_since(there) == -there.hours_since(here)


@pytest.mark.parametrize(
    ("hours", "shown"),
    [(0, "0 giờ"), (24, "01 ngày"), (936, "39 ngày"), (25, "01 ngày 1 giờ"), (Fraction(31, 2), "15,5 giờ")],
)
def test_durations_leave_out_what_is_nought(hours: int, shown: str) -> None:
    assert wording.duration(Fraction(hours)) == shown


@pytest.mark.parametrize(
    ("day", "shown"),
    [(7, "Lạng Sơn, ngày 07 tháng 8 năm 2020"), (None, f"Lạng Sơn, ngày {NO_BREAK_SPACE * 5} tháng 8 năm 2020")],
)
def test_an_unknown_day_of_issue_is_left_to_the_pen(day: int | None, shown: str) -> None:
    assert wording.issue_line("Lạng Sơn", day, 8, 2020) == shown


@pytest.mark.parametrize(("number", "shown"), [("7", "07"), ("15", "15"), ("150", "150"), (None, NO_BREAK_SPACE * 7)])
def test_an_unknown_number_is_left_to_the_pen(number: str | None, shown: str) -> None:
    assert wording.number_line(number, "BC-STTTT") == f"Số: {shown}/BC-STTTT"


@pytest.mark.parametrize(("parts", "shown"), [(["a"], "a"), (["a", "b"], "a và b"), (["a", "b", "c"], "a, b và c")])
def test_the_last_of_several_names_is_joined_by_a_word(parts: list[str], shown: str) -> None:
    assert wording.joined(parts) == shown


def test_capitalising_leaves_the_other_letters_alone() -> None:
    assert [wording.capitalised(text) for text in ("tỉnh Lạng Sơn", "đơn vị", "")] == ["Tỉnh Lạng Sơn", "Đơn vị", ""]


@pytest.mark.parametrize(
    "ordered",
    [
        ["An", "Ăn", "Ân", "Ba"],
        ["da", "đa", "e", "ê"],
        ["o", "ô", "ơ", "u", "ư"],
        ["ma", "mà", "mả", "mã", "má", "mạ", "mai"],
        ["Bà Rịa - Vũng Tàu", "Bạc Liêu", "Bắc Giang", "Bắc Kạn", "Bến Tre"],
        ["Hà Giang", "Hà Nội", "Hải Dương", "Hải Phòng", "Hậu Giang"],
        ["Thái Bình", "Thanh Hóa", "Thừa Thiên Huế"],
    ],
)
def test_names_stand_in_the_order_of_dictionaries(ordered: list[str]) -> None:
    backwards = list(reversed(ordered))
    assert sorted(backwards, key=wording.collation_key) == ordered


@given(NAMES, NAMES, NAMES)
def test_collation_is_a_total_order_up_to_case(a: str, b: str, c: str) -> None:
    x, y, z = map(wording.collation_key, (a, b, c))
    assert (x < y) + (x == y) + (x > y) == 1
    assert (x == y) == (a.lower() == b.lower())
    assert not (x <= y <= z) or x <= z


@given(st.text(max_size=8))
def test_any_text_can_be_ordered(text: str) -> None:
    assert wording.collation_key(text) == wording.collation_key(text)
