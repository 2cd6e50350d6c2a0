"""What falls short, and what is to be done: each by a table of what is known and what is then drafted."""

from __future__ import annotations

from typing import Any, cast

import pytest

from dophu.facts.evaluate import Facts
from dophu.tell.sentences.limits import dropped_sentence, slowed_sentence, stalled_sentence, target_task_sentence
from tests.tell.sentences.cases import Case

SHORT: dict[str, Any] = {"as_of": "2020-08-07T08:00", "as_of__before": "2020-08-05T08:00", "missing": 500}


class Less(Case):
    """The same where less is better."""

    better = "less"


def says(sentence: Any, case: Any = Case, **known: Any) -> str:
    return str(sentence(cast(Facts, case(**known))) or "")


@pytest.mark.parametrize(
    ("known", "is_said"),
    [({"gained": 0}, True), ({"gained": 1}, False), ({"gained": (0, 5)}, False), ({"gained": 0, "missing": -1}, False)],
)
def test_a_total_has_stalled_only_below_its_target_and_where_nothing_was_gained(
    known: dict[str, Any], is_said: bool
) -> None:
    text = "Từ 08h00 ngày 05/8/2020 đến 08h00 ngày 07/8/2020, số người/điện thoại cài đặt không tăng."
    assert says(stalled_sentence, **SHORT | known) == (text if is_said else "")
    assert says(stalled_sentence, Less, **SHORT | known) == ""


@pytest.mark.parametrize(
    ("known", "is_said"),
    [
        ({"per_day": 300, "per_day__before": 500}, True),
        ({"per_day": 500, "per_day__before": 300}, False),
        ({"per_day": (300, 600), "per_day__before": 500}, False),
        ({"per_day": 300}, False),
        ({"per_day": 0, "per_day__before": 500}, False),
    ],
)
def test_a_total_slows_where_it_surely_gains_less_a_day_than_before(known: dict[str, Any], is_said: bool) -> None:
    text = "Mức tăng chậm lại: bình quân mỗi ngày tăng 300 người/điện thoại, kỳ trước tăng 500."
    assert says(slowed_sentence, **SHORT | known) == (text if is_said else "")


def test_a_place_lost_is_told_and_one_won_is_not() -> None:
    assert says(dropped_sentence, **SHORT, moved=-2) == "Thứ hạng giảm 02 bậc so với 08h00 ngày 05/8/2020."
    assert says(dropped_sentence, **SHORT, moved=2) == says(dropped_sentence, **SHORT, moved=0) == ""


AIM = {"target": 50, "as_of": "2020-08-07T08:00"}
PEOPLE = "500 người/điện thoại"
GOAL = "mục tiêu 50,00% số người/điện thoại"


@pytest.mark.parametrize(
    ("known", "less", "text"),
    [
        ({"missing": 500, "gap": 5}, "Phấn đấu bù đủ", f"{PEOPLE} còn thiếu so với {GOAL}; đề nghị quy định thời hạn"),
        ({"gap": 5}, "Phấn đấu bù đủ", "5,00 điểm phần trăm còn thiếu"),
        ({"missing": -500, "gap": -5}, "Duy trì kết quả", f"so với {GOAL}."),
        ({"missing": (-5, 5)}, "", ""),
        ({}, "", ""),
    ],
)
def test_the_task_follows_from_what_the_target_lacks(known: dict[str, Any], less: str, text: str) -> None:
    said = says(target_task_sentence, Case, **(AIM | known))
    assert said.startswith(less)
    assert text in said
    assert bool(said) == bool(text)


def test_a_target_that_less_is_better_for_is_to_be_come_down_to() -> None:
    assert says(target_task_sentence, Less, **AIM, missing=500).startswith(f"Tiếp tục giảm {PEOPLE} đang vượt {GOAL}")
    assert says(target_task_sentence, Less, **AIM, missing=-5) == f"Giữ kết quả trong mức {GOAL}."
