"""Figures that prose names in words alone: what is compared with them is judged, and they stand in the trace."""

from __future__ import annotations

import pytest
from benchmarks.claims import Seeded, refused, report_of

from dophu.words.named import named_figures


def problem(edition: str, text: str) -> str:
    return refused(Seeded("named", edition, text, held_out=False))


@pytest.mark.parametrize(
    ("edition", "text"),
    [
        ("low", "Nhịp tăng kể từ kỳ trước thấp hơn nhịp của tuần."),
        ("low", "Nhịp tăng của tỉnh hiện nay thấp hơn mức cần có."),
        ("74", "Nhịp tăng của tỉnh hiện nay cao hơn mức cần có."),
        ("low", "Nhịp tăng của tỉnh chưa bằng mức cần có."),
        ("low", "Khoảng cách đến mục tiêu còn lớn hơn phần đã làm được."),
        ("low", "Số còn thiếu là {{ missing }} {{ noun }}, nhiều hơn số đã cài đặt."),
        ("74", "Thứ hạng theo số lượng cao hơn thứ hạng theo tỷ lệ."),
    ],
)
def test_figures_named_in_words_bear_out_what_compares_them(edition: str, text: str) -> None:
    assert problem(edition, text) == ""


@pytest.mark.parametrize(
    ("edition", "text", "why"),
    [
        ("low", "Nhịp tăng kể từ kỳ trước cao hơn nhịp của tuần.", "per_day@20 is 1.412, week_per_day@20 is 1.423"),
        ("low", "Mức tăng mỗi ngày của tỉnh cao hơn mức cần thiết.", "pace@20 is 2.008"),
        ("74", "Khoảng cách đến mục tiêu còn lớn hơn phần đã làm được.", "share@74 is 39,39%"),
        ("low", "Thứ hạng theo tỷ lệ thấp hơn thứ hạng theo số lượng.", "rank_by_count@20 is thứ 36"),
        ("low", "Nhịp tăng kỳ trước thấp hơn nhịp cần thiết.", "neither"),
        ("low", "Mức tăng hằng ngày của Cao Bằng thấp hơn mức cần có.", "neither"),
        ("top", "Khoảng cách đến mục tiêu còn lớn hơn phần đã làm được.", "neither"),
    ],
)
def test_what_they_contradict_or_are_not_said_of_is_refused(edition: str, text: str, why: str) -> None:
    assert why in problem(edition, text)


def test_a_figure_that_prose_names_is_traced() -> None:
    report = report_of("74")
    report.narrative("Nhịp tăng hiện nay cao hơn mức cần có.")
    assert {"per_day@74", "pace@74"} <= set(report.rows())


def test_a_kind_of_figure_alone_is_bare() -> None:
    assert [figure.bare for figure in named_figures("nhịp tăng thấp hơn nhịp của tuần")] == [True, False]
