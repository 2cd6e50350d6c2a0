"""The sentences of progress: each by a table of what is known and what is then said."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

import pytest

from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact
from dophu.tell.sentences.progress import deadline_sentence, pace_sentence, week_pace_sentence, when_reached
from tests.tell.sentences.cases import Case

BELOW: dict[str, Any] = {"target": 50, "gap": "41.88", "missing": 327390, "as_of": "2020-08-07T08:00"}
PACE: dict[str, Any] = {"pace": 2561, "as_of__before": "2020-08-05T08:00", "gained": 702}


def says(sentence: Any, **known: Any) -> str:
    return str(sentence(cast(Facts, Case(**known))) or "")


def fact(value: Any) -> Fact:
    return cast(Fact, Case(share=value).get("share"))


@pytest.mark.parametrize(
    ("known", "text"),
    [
        (
            BELOW,
            "Để đạt mục tiêu 50,00% số người/điện thoại còn thiếu 327.390 người/điện thoại; mục tiêu không nêu hạn nên",
        ),
        (
            BELOW | {"target_by": date(2020, 8, 1)},
            "Hạn 01/8/2020 của mục tiêu 50,00% số người/điện thoại đã qua; còn thiếu",
        ),
        (
            BELOW | {"target_by": date(2020, 8, 7), "as_of": "2020-08-07T08:00"},
            "Để đạt mục tiêu 50,00% số người/điện thoại đúng hạn 07/8/2020 còn",
        ),
        (
            BELOW | {"target_by": date(2020, 8, 7), "as_of": "2020-08-07"},
            "Hạn 07/8/2020 của mục tiêu 50,00% số người/điện thoại đã qua; còn thiếu",
        ),
        (
            BELOW | {"target_by": date(2020, 12, 31)},
            "Để đạt mục tiêu 50,00% số người/điện thoại đúng hạn 31/12/2020 còn",
        ),
        (
            BELOW | {"missing": None},
            "Còn thiếu 41,88 điểm phần trăm để đạt mục tiêu 50,00% số người/điện thoại; số liệu",
        ),
        ({"needed": 100, "missing": 20}, "Để đạt mục tiêu 100 số người/điện thoại còn thiếu 20 người/điện thoại."),
        ({"needed": 100, "missing": -20}, "Tỉnh Lạng Sơn có đủ 100 số người/điện thoại của mục tiêu."),
        ({"share": 60, "target": 50, "gap": -10}, "Tỉnh Lạng Sơn đã vượt mục tiêu 50,00% số người/điện thoại."),
        (
            {"share": 40, "share__on_target_base": 60, "target": 50, "gap": -10},
            "Trên dân số theo Tổng điều tra ngày 01/4/2019, tỉnh Lạng Sơn đạt 60,00%, đã vượt mục tiêu 50,00%",
        ),
        ({"target": 50, "gap": ("-0.1", "0.1")}, "Mục tiêu là 50,00% số người/điện thoại; số liệu chưa đủ chính xác"),
        ({"target": 50}, ""),
        ({}, ""),
    ],
)
def test_the_deadline_is_told_by_what_is_known_of_it(known: dict[str, Any], text: str) -> None:
    assert says(deadline_sentence, **known)[: len(text) or None] == text


@pytest.mark.parametrize(
    ("known", "text"),
    [
        (
            PACE | {"per_day": 351, "pace_apart": -2210},
            "mỗi ngày tăng 351 người/điện thoại, thấp hơn 2.210 so với mức cần có.",
        ),
        (PACE | {"per_day": 2561, "pace_apart": 0}, "mỗi ngày tăng 2.561 người/điện thoại, đúng bằng mức cần có."),
        (PACE | {"per_day": 351, "pace_apart": -2210, "gained": (-5, 5)}, ""),
        (PACE, ""),
        ({"per_day": 351, "pace_apart": -2210}, ""),
    ],
)
def test_the_daily_gain_is_held_against_what_is_needed(known: dict[str, Any], text: str) -> None:
    assert says(pace_sentence, **known).removeprefix("Từ 08h00 ngày 05/8/2020 đến nay, ") == text


def test_the_week_is_held_against_what_is_needed() -> None:
    week = {"week_elapsed": 168, "week_per_day": 448, "week_pace_apart": -2113, "week_gained": 3136}
    told = says(week_pace_sentence, **PACE, **week)
    assert told.endswith("bình quân mỗi ngày tăng 448 người/điện thoại, thấp hơn 2.113 so với mức cần có.")
    assert says(week_pace_sentence, **week) == ""


@pytest.mark.parametrize(
    ("scenario", "text"),
    [
        (("first_day", "last_day"), ", trong khoảng từ ngày 20/9/2020 đến ngày 20/9/2020"),
        (
            ("first_day", "share_low"),
            "; nhanh nhất vào khoảng ngày 20/9/2020, còn nếu chậm nhất thì đến ngày 20,00% mới đạt 10,00%",
        ),
        (("first_day",), "; nhanh nhất vào khoảng ngày 20/9/2020"),
        (("rests_below", "share_low", "share_high"), ": mức bão hòa không vượt mục tiêu 30,00%"),
        (("share_low", "share_high"), "; đến ngày 20,00% mới đạt từ 10,00% đến 10,00%"),
        ((), ""),
    ],
)
def test_a_scenario_says_when_or_how_far(scenario: tuple[str, ...], text: str) -> None:
    day = cast(Fact, Case(target_by=date(2020, 9, 20)).get("target_by"))
    days = {name: day for name in scenario if name.endswith("_day")}
    told = when_reached(dict.fromkeys(scenario, fact(10)) | days, fact(20), fact(30))
    assert str(told or "") == text
