"""Key points: which are chosen, and what makes each true."""

from __future__ import annotations

from typing import Any, cast

import pytest

from dophu.facts.evaluate import Facts
from dophu.tell.said import said
from dophu.tell.sentences.points import chosen, crossed_point, key_points, place_point, result_point
from tests.tell.sentences.cases import Case
from tests.told import facts_of


def says(point: Any, **known: Any) -> str:
    return str(point(cast(Facts, Case(**known))) or "")


@pytest.mark.parametrize(
    ("now", "then", "text"),
    [
        (-1, 2, "Trong kỳ này đã đạt mục tiêu 50,00% số người/điện thoại; kỳ trước chưa đạt"),
        (0, 2, "Trong kỳ này đã đạt mục tiêu 50,00% số người/điện thoại; kỳ trước chưa đạt"),
        (1, -2, "Kỳ này không còn đạt mục tiêu 50,00% số người/điện thoại; kỳ trước đã đạt"),
        (-1, -2, ""),
        (-1, (-1, 1), ""),
        ((-1, 1), 2, ""),
    ],
)
def test_a_target_is_crossed_where_both_sides_are_sure(now: Any, then: Any, text: str) -> None:
    assert says(crossed_point, gap=now, gap__before=then, target=50) == text
    assert says(crossed_point, gap=now, gap__before=then, target=50, former_target=40) == ""


@pytest.mark.parametrize(
    ("known", "text"),
    [
        ({"rank": 1, "ranked": 5, "peers": 5}, "Dẫn đầu 05 tỉnh, thành phố"),
        ({"rank": 3, "ranked": 5, "peers": 5}, "Đứng thứ 3/5 tỉnh, thành phố về tỷ lệ"),
        ({"rank": (3, 4), "ranked": 5, "peers": 5}, "Đứng thứ 3 đến 4 trong 5 tỉnh, thành phố về tỷ lệ"),
        ({"rank": 1, "ranked": 4, "peers": 5}, ""),
        (
            {"published_rank": 1, "published_rank_of": 63, "published_rank_by": "dân số"},
            "Theo công bố, dẫn đầu 63 tỉnh, thành phố (theo dân số)",
        ),
        (
            {"rank": 3, "ranked": 63, "peers": 63, "moved": 2, "as_of__before": "2020-08-05"},
            "Đứng thứ 3/63 tỉnh, thành phố về tỷ lệ; tăng 02 bậc so với ngày 05/8/2020",
        ),
    ],
)
def test_a_place_is_told_among_all_peers_only(known: dict[str, Any], text: str) -> None:
    assert says(place_point, **known) == text


def test_the_result_says_by_how_much_the_target_is_missed_or_passed() -> None:
    known = {"counted": 10, "share": 40, "target": 50}
    assert says(result_point, **known, gap=10).endswith(
        "thiếu 10,00 điểm phần trăm so với mục tiêu 50,00% số người/điện thoại"
    )
    assert says(result_point, **known, gap=-3).endswith("số người/điện thoại, vượt 3,00 điểm phần trăm")
    assert says(result_point, **known, gap=(-1, 1)).endswith("**40,00%** dân số 2019".replace("**", ""))


def test_five_points_at_most_and_none_for_one_alone() -> None:
    told = [said("point.count", unit=str(n), counted="1", noun="a", verb="b", verdict="") for n in range(7)]
    assert [str(each)[0] for each in chosen([None, *told])] == ["0", "1", "2", "3", "4"]
    assert chosen(told[:1]) == []


def test_a_point_ends_without_the_stop_of_a_sentence() -> None:
    told = key_points(facts_of(campaign="demo", period="2020-10-16", unit="20"))
    assert len(told) == 5
    assert not [each for each in told if str(each).endswith(".")]
    assert "gấp 7,3 lần" in str(told[2])
