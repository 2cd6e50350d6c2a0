"""What figures find: each finding is said where its condition surely holds, and not elsewhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dophu.facts.evaluate import Facts
from dophu.measure.quality import quality
from dophu.tell import figures
from dophu.tell.blocks import Run
from dophu.tell.content import FigureContent
from dophu.tell.findings import beside_nation, own_distance, pace_and_need, place, place_and_distance, titled
from dophu.tell.progress import own_course
from dophu.tell.quality import arrived
from dophu.tell.said import Said, said
from tests.told import facts_of


def demo(unit: str) -> Facts:
    return facts_of(campaign="demo", period="2020-10-16", unit=unit)


@pytest.mark.parametrize(
    ("finding", "unit", "told"),
    [
        (
            place_and_distance,
            "20",
            "tỉnh Lạng Sơn xếp thứ 11 trong 63 tỉnh, thành phố đã biết số liệu, "
            "còn thiếu 25,11 điểm phần trăm để đạt mục tiêu 50%",
        ),
        (
            place_and_distance,
            "48",
            "thành phố Đà Nẵng xếp thứ 1 trong 63 tỉnh, thành phố đã biết số liệu, đã đạt mục tiêu 50%",
        ),
        (place_and_distance, "VN", None),
        (beside_nation, "20", "tỉnh Lạng Sơn cao hơn 0,92 điểm phần trăm so với cả nước"),
        (beside_nation, "25", "tỉnh Phú Thọ thấp hơn 13,37 điểm phần trăm so với cả nước"),
        (beside_nation, "VN", "cả nước còn thiếu 26,03 điểm phần trăm để đạt mục tiêu 50%"),
        (own_distance, "48", "thành phố Đà Nẵng đã đạt mục tiêu 50%"),
        (pace_and_need, "20", "Mỗi ngày tăng 351; để đạt mục tiêu mỗi ngày cần 2.561, gấp 7,3 lần"),
        (pace_and_need, "48", "Mỗi ngày tăng 522"),
        (place, "20", "tỉnh Lạng Sơn xếp thứ 11 trong 63 tỉnh, thành phố đã biết số liệu"),
    ],
)
def test_a_finding_says_what_surely_holds(finding: Callable[[Facts], Said | None], unit: str, told: str | None) -> None:
    found = finding(demo(unit))
    assert (found and str(found)) == told


def test_a_place_that_bounds_leave_open_is_not_said() -> None:
    assert place_and_distance(facts_of(campaign="bluezone", period="2021-07-27", unit="27")) is None


def test_a_caption_begins_with_the_finding_whose_facts_are_in_the_ledger() -> None:
    facts = demo("20")
    caption = titled(facts, said("finding.distance", unit="tỉnh", distance=" xa"), [Run(text="Tỷ lệ")])
    assert "".join(run.text for run in caption) == "Tỉnh xa. Tỷ lệ"
    caption = titled(facts, place_and_distance(facts), [])
    assert {run.fact for run in caption if run.fact} <= set(facts.asked)
    assert titled(facts, None, [Run(text="Tỷ lệ")]) == [Run(text="Tỷ lệ")]


@pytest.mark.parametrize(
    ("figure", "period", "unit", "told"),
    [
        (own_course, "2021-07-27", "79", "Thành phố Hồ Chí Minh ở mức trên 35%. "),
        (own_course, "2021-07-27", "48", "Thành phố Đà Nẵng ở mức 44,74%, số liệu đến ngày 26/6/2021. "),
        (figures.course, "2021-07-27", "79", "Số lượt tải là gần 42 triệu. "),
        (
            lambda facts, _: arrived(facts, quality(facts)),
            "2020-08-20",
            "VN",
            "Kỳ này chưa nhận được số liệu của cả nước, tỉnh Lạng Sơn, tỉnh Khánh Hòa, tỉnh Bình Dương, "
            "tỉnh Bà Rịa - Vũng Tàu và các đơn vị khác. ",
        ),
        (figures.distance, "2021-06-19", "27", "Tỉnh Bắc Ninh chưa đến 50% theo mẫu số nào đã biết. "),
    ],
)
def test_a_figure_of_what_bounds_leave_open_says_how_much_is_known(
    figure: Callable[[Facts, object], FigureContent | str], period: str, unit: str, told: str
) -> None:
    found = figure(facts_of(campaign="bluezone", period=period, unit=unit), None)
    assert isinstance(found, FigureContent)
    assert "".join(run.text for run in found.caption if run.bold) == told


@pytest.mark.parametrize(
    ("figure", "campaign", "period", "unit", "drawn"),
    [
        (figures.distance, "demo", "2020-10-16", "20", False),  # one base: the prose has the number
        (figures.standing, "demo", "2020-10-16", "20", True),
        (figures.course, "bluezone", "2020-08-07", "20", False),  # one dot
        (own_course, "bluezone", "2020-08-07", "20", False),
        (own_course, "demo", "2020-10-16", "20", True),
        (own_course, "bluezone", "2021-07-27", "79", True),
    ],
)
def test_fewer_than_three_values_are_no_figure(
    figure: Callable[[Facts, object], FigureContent | str], campaign: str, period: str, unit: str, drawn: bool
) -> None:
    found = figure(facts_of(campaign=campaign, period=period, unit=unit), None)
    assert isinstance(found, FigureContent) == drawn


@pytest.mark.parametrize(("period", "rises"), [("2020-09-20", True), ("2020-10-16", False)])
def test_a_course_rises_from_no_figure_of_another_method(period: str, rises: bool) -> None:
    found = figures.course(facts_of(campaign="demo", period=period, unit="20"), None)
    assert isinstance(found, FigureContent)
    assert ("tăng từ 5.956.033 lên" in "".join(run.text for run in found.caption)) == rises


def test_a_value_of_which_only_a_bound_is_known_is_drawn_and_named_by_its_own_moment() -> None:
    found = own_course(facts_of(campaign="bluezone", period="2021-07-27", unit="79"), None)
    assert isinstance(found, FigureContent)
    assert found.frame is not None
    last = found.frame.iloc[-1]
    assert (last["shown"], last["bound"]) == ("trên 35%", "above")
    assert ">trên 35%<" in found.drawing.svg


def test_units_that_are_left_out_stand_between_the_places() -> None:
    found = figures.standing(demo("20"), None)
    assert isinstance(found, FigureContent)
    assert found.frame is not None
    broken = found.frame[found.frame["skipped"] != ""]
    assert list(zip(broken["place"], broken["skipped"], strict=True)) == [
        ("7", "… 3 đơn vị …"),
        ("61", "… 45 đơn vị …"),
    ]


def test_a_figure_calls_no_city_by_the_name_of_a_person() -> None:
    found = figures.standing(demo("79"), None)
    assert isinstance(found, FigureContent)
    assert found.frame is not None
    assert "TP. Hồ Chí Minh" in set(found.frame["name"])


def test_units_level_with_one_that_is_drawn_are_drawn_too() -> None:
    found = figures.standing(demo("93"), None)
    assert isinstance(found, FigureContent)
    assert found.frame is not None
    assert [*found.frame["place"]].count("12") == 2
    assert "… 1 đơn vị …" not in set(found.frame["skipped"])
