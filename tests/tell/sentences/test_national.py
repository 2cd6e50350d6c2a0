"""The sentences of the national table, each in the editions where it says something, and where it says nothing."""

from __future__ import annotations

import pytest

from dophu.tell.sentences.national import named, own_change_sentence, whole_target_sentence
from dophu.tell.standings import STANDINGS, names
from tests.parts import count, give_letterheads, line
from tests.project import Draft, demo  # noqa: F401 - a fixture
from tests.standings import PEOPLE, demonstrated, measured
from tests.telling import open_report

TENTHS = {code: people // 10 for code, people in PEOPLE.items()}


def nation(project: Draft, unit: str = "VN") -> str:
    return str(STANDINGS.sentences["nation_sentence"](measured(project, unit)[1]) or "")


def test_a_whole_below_the_target_lacks_points_and_people() -> None:
    assert str(whole_target_sentence(demonstrated("20", "2020-10-16")[1])) == (
        "So với mục tiêu 50% dân số còn thiếu 26,03 điểm phần trăm, tương đương 25.043.363 người/điện thoại."
    )


def test_a_whole_above_the_target_has_passed_it(project: Draft) -> None:
    count(project, {code: people * 6 // 10 for code, people in PEOPLE.items()})
    assert str(whole_target_sentence(measured(project)[1])) == "Kết quả chung đã vượt mục tiêu 50% dân số."


def test_a_rounded_whole_around_the_target_is_judged_by_nobody(project: Draft) -> None:
    count(project, {}, "".join(line(code, people // 2, "1000000,,") for code, people in PEOPLE.items()))
    assert whole_target_sentence(measured(project)[1]) is None


@pytest.mark.parametrize(
    ("unit", "period", "text"),
    [
        (
            "20",
            "2020-10-16",
            "So với 08h00 ngày 14/10/2020, tỉnh Lạng Sơn tăng 701 người/điện thoại, tỷ lệ tăng 0,09 điểm phần trăm; "
            "thứ hạng không thay đổi (trong 62 đơn vị có ở cả hai kỳ).",
        ),
        ("VN", "2020-10-16", ""),
        ("20", "2020-08-05", ""),
    ],
)
def test_the_unit_has_moved_in_figures_and_places(unit: str, period: str, text: str) -> None:
    assert str(own_change_sentence(demonstrated(unit, period)[1]) or "") == text


@pytest.mark.parametrize(
    ("unit", "period", "text"),
    [
        ("48", "2020-08-11", "So với ngày 09/8/2020, tỷ lệ của thành phố Đà Nẵng tăng 1,61 đến 1,63 điểm phần trăm."),
        ("30", "2021-05-24", "tỷ lệ của tỉnh Hải Dương chưa rõ tăng hay giảm (-1 đến 1 điểm phần trăm)."),
        ("27", "2021-05-27", "tỷ lệ của tỉnh Bắc Ninh giảm 0,8 đến 1,9 điểm phần trăm."),
    ],
)
def test_of_a_unit_without_counts_the_share_has_moved(unit: str, period: str, text: str) -> None:
    found = open_report(campaign="bluezone", period=period, unit=unit).measured("standings")
    assert text in str(own_change_sentence(found))


def test_a_fall_that_nobody_explained_is_said_to_be_so(project: Draft) -> None:
    count(project, {"20": 90000, "22": 80000, "24": 70000}, former=True)
    count(project, {"20": 80000, "22": 80000, "24": 70000})
    told = str(own_change_sentence(measured(project)[1]))
    assert "giảm 10.000 người" in told
    assert told.endswith("Chưa có giải thích cho mức giảm này; đề nghị rà soát.")


def test_a_nation_that_is_not_the_sum_of_its_units_is_said_to_differ(project: Draft) -> None:
    give_letterheads(project)
    total = sum(TENTHS.values())
    count(project, TENTHS, line("VN", total + 500))
    assert "cao hơn 500 so với tổng các đơn vị; chưa có giải thích" in nation(project)
    count(project, {code: n for code, n in TENTHS.items() if code != "01"}, line("VN", total))
    assert "trong đó có phần của 01 đơn vị chưa có số liệu." in nation(project)
    count(project, TENTHS, line("VN", total))
    assert nation(project) == ""


def test_rows_are_named_with_their_figures_or_not_at_all(project: Draft) -> None:
    count(project, {"20": PEOPLE["20"] // 10, "22": PEOPLE["22"] // 5})
    found = measured(project)[1]
    assert str(named(found.ranked, "share")) == "tỉnh Quảng Ninh (20,00%), tỉnh Lạng Sơn (10,00%)"
    assert named([], "share") is None
    assert names(found)["covers_some"]
