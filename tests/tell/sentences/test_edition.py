"""The sentences of every edition: each by a table of what is known and what is then said."""

from __future__ import annotations

from typing import Any, cast

import pytest

from dophu.facts.evaluate import Facts
from dophu.tell.sentences.change import change_per_day_sentence, change_sentence
from dophu.tell.sentences.edition import SENTENCES
from dophu.tell.sentences.rank import disagreement_sentence, rank_sentence
from dophu.tell.sentences.target import target_sentence
from tests.tell.sentences.cases import Case


def says(sentence: Any, **known: Any) -> str:
    return str(sentence(cast(Facts, Case(**known))) or "")


SHARE: dict[str, Any] = {"share": "8.12", "target": 50}


@pytest.mark.parametrize(
    ("known", "text"),
    [
        (
            SHARE | {"gap": "41.88", "missing": 327390, "needed": 390828},
            "tỷ lệ của tỉnh Lạng Sơn chưa bằng một nửa mục tiêu 50,00% số người/điện thoại, còn thiếu "
            "41,88 điểm phần "
            "trăm, tương đương 327.390 người/điện thoại trong tổng số 390.828 người/điện thoại cần có.",
        ),
        (
            SHARE | {"gap": "41.88"},
            "tỷ lệ của tỉnh Lạng Sơn chưa bằng một nửa mục tiêu 50,00% số người/điện thoại, còn thiếu "
            "41,88 điểm phần trăm.",
        ),
        (
            {"share": 40, "share__on_target_base": 60, "target": 50, "gap": -10},
            "tỷ lệ của tỉnh Lạng Sơn trên dân số theo Tổng điều tra ngày 01/4/2019 là 60,00%, đã vượt mục "
            "tiêu 50,00% số người/điện thoại, cao hơn 10,00 điểm phần trăm.",
        ),
        (
            {"share": 50, "target": 50, "gap": 0},
            "tỷ lệ của tỉnh Lạng Sơn đã đạt mục tiêu 50,00% số người/điện thoại.",
        ),
        (
            {"missing": 20, "needed": 100},
            "để đạt mục tiêu 100 số người/điện thoại, tỉnh Lạng Sơn còn thiếu 20 người/điện thoại.",
        ),
        ({"missing": -20, "needed": 100}, "tỉnh Lạng Sơn có đủ 100 số người/điện thoại của mục tiêu."),
        (
            {"gap": ("-0.05", "0.05"), "target": 50},
            "mục tiêu đề ra là 50,00% số người/điện thoại; số liệu chưa đủ chính xác để kết luận tỉnh "
            "Lạng Sơn đã đạt hay chưa.",
        ),
        (
            {"target": 50, "needed": 100},
            "mục tiêu đề ra là 50,00% số người/điện thoại, tương đương 100 người/điện thoại; số liệu đã "
            "công bố chưa đủ để tính khoảng cách đến mục tiêu.",
        ),
        ({"target": 50}, ""),
        ({}, ""),
    ],
)
def test_the_verdict_against_the_target_is_what_the_bounds_decide(known: dict[str, Any], text: str) -> None:
    assert says(target_sentence, **known) == text


BEFORE = {"as_of__before": "2020-08-05T08:00", "elapsed": 48}
SINCE = "So với 08h00 ngày 05/8/2020"


@pytest.mark.parametrize(
    ("known", "text"),
    [
        (
            BEFORE | {"gained": 1200, "change": "1.5", "per_day": 600},
            "số người/điện thoại cài đặt tăng 1.200 (bình quân mỗi ngày tăng 600), tỷ lệ tăng 1,50 điểm phần trăm",
        ),
        (
            BEFORE | {"gained": -12, "change": "-0.5", "per_day": -6},
            "số người/điện thoại cài đặt giảm 12 (bình quân mỗi ngày giảm 06), tỷ lệ giảm 0,50 điểm phần trăm",
        ),
        (BEFORE | {"gained": 0, "change": 0, "per_day": 0}, "số người/điện thoại cài đặt không thay đổi"),
        (BEFORE | {"change": "1.5"}, "tỷ lệ tăng 1,50 điểm phần trăm"),
        (BEFORE | {"change": 0}, "tỷ lệ không thay đổi"),
    ],
)
def test_a_change_has_the_word_of_its_direction_once(known: dict[str, Any], text: str) -> None:
    assert says(change_per_day_sentence, **known) == f"{SINCE}, {text}."


def test_without_the_mean_of_a_day_the_rest_is_the_same() -> None:
    known = BEFORE | {"gained": 1200, "change": "1.5", "per_day": 600, "merged_from": "tỉnh A và tỉnh B"}
    assert says(change_sentence, **known) == (
        f"{SINCE}, cộng từ số liệu của tỉnh A và tỉnh B cũ, số người/điện thoại cài đặt tăng 1.200, "
        "tỷ lệ tăng 1,50 điểm phần trăm."
    )


def test_an_open_change_says_no_direction_and_no_period_before_says_nothing() -> None:
    assert says(change_sentence, **BEFORE, change=(-1, 2)) == (
        f"{SINCE}, số liệu chưa đủ chính xác để nói tăng hay giảm."
    )
    assert says(change_sentence, gained=5) == says(change_sentence, **BEFORE) == ""


SOURCE_SAYS: dict[str, Any] = {"published_rank": 8, "published_rank_by": "tỷ lệ trên dân số"}


@pytest.mark.parametrize(
    ("known", "text"),
    [
        (
            {"rank": 8, "ranked": 20, "peers": 63},
            "Tỷ lệ của tỉnh Lạng Sơn xếp thứ 8 trong 20 đơn vị đã biết số liệu, trên tổng số 63 tỉnh, thành phố.",
        ),
        (
            {"rank": 8, "ranked": 20, "peers": 63} | SOURCE_SAYS,
            "Theo công bố, tỉnh Lạng Sơn đứng thứ 8 (theo tỷ lệ trên dân số); trong 20 đơn vị đã biết số liệu, tỷ lệ "
            "xếp thứ 8.",
        ),
        (
            {"rank": 8, "ranked": 63, "peers": 63} | SOURCE_SAYS,
            "Tỷ lệ của tỉnh Lạng Sơn đứng thứ 8/63 tỉnh, thành phố, đúng với thứ hạng đã công bố.",
        ),
        (
            {"rank": 9, "ranked": 63, "peers": 63} | SOURCE_SAYS,
            "Tỷ lệ của tỉnh Lạng Sơn đứng thứ 9/63 tỉnh, thành phố. Theo công bố, đơn vị xếp thứ 8 (theo tỷ lệ trên "
            "dân số).",
        ),
        (
            {"rank": 8, "ranked": 63, "peers": 63} | SOURCE_SAYS | {"published_rank_by": "số lượng"},
            "Tỷ lệ của tỉnh Lạng Sơn đứng thứ 8/63 tỉnh, thành phố. Theo công bố, đơn vị xếp thứ 8 (theo số lượng).",
        ),
        ({"rank": 1, "ranked": 5, "peers": 5}, "Tỉnh Lạng Sơn dẫn đầu 05 tỉnh, thành phố về tỷ lệ."),
        (
            {"rank": (1, 2), "ranked": 5, "peers": 5},
            "Tỷ lệ của tỉnh Lạng Sơn đứng thứ 1 đến 2 trong 5 tỉnh, thành phố.",
        ),
        (SOURCE_SAYS | {"published_rank_of": 63}, ""),
        ({"rank": 8}, ""),
    ],
)
def test_a_rank_is_said_with_how_many_are_ranked_and_whose_it_is(known: dict[str, Any], text: str) -> None:
    assert says(rank_sentence, **known) == text


def test_a_published_share_that_its_count_does_not_give_is_said_with_the_base_that_fits() -> None:
    known = {"published_share": "8.5", "disagreement": "0.4", "explaining_base": "thuê bao"}
    assert says(disagreement_sentence, **known).startswith(
        "Tỷ lệ nguồn công bố là 8,50%, cao hơn 0,40 điểm phần trăm so với tỷ lệ tính lại trên "
    )
    assert "; tỷ lệ công bố chỉ khớp với thuê bao. Đề nghị" in says(disagreement_sentence, **known)
    assert "không khớp với tỷ lệ" in says(disagreement_sentence, **known | {"disagreement": (-1, 1)})


def test_every_sentence_is_offered_by_its_own_name() -> None:
    assert [name for name, sentence in SENTENCES.items() if name != getattr(sentence, "__name__", "")] == []
