"""Shares, ranks and counts of units: what a reader sees of each value."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd
import pytest
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from dophu.charts import Break, course, distance, standing
from dophu.charts.courses import Point
from dophu.charts.dots import Share
from dophu.charts.look import ACCENT, LACKING
from dophu.charts.rows import frame_of
from dophu.errors import UsageError
from dophu.wording import Moment
from tests.charts.sheets import box, fills, marks, pieces, style, texts, words

GOAL: Any = {"target": 50.0, "target_label": "Mục tiêu 50%"}
SHARES = [
    Share("Kon Tum", None, "không công bố"),
    Share("Lạng Sơn", 8.12, "8,12%", own=True, gap="thiếu 41,88 điểm phần trăm"),
    Share("Bà Rịa - Vũng Tàu", None, "dưới 7,93%", high=7.93, kind="bound"),
    Share("Cà Mau", None, "trên 30%", low=30, kind="bound"),
    Share("Thừa Thiên Huế", 20, "khoảng 20%", low=15, high=25, kind="rounded"),
    Share("Hà Nội", 46.5, "46,50%", kind="published"),
]
AUGUST = [
    Point(date(2020, 8, 2), 1_300_000, "1.300.000"),
    Point(datetime(2020, 8, 7, 8), 9_400_000, "hơn 9,4 triệu", rounded=True),
    Point(Moment.parse("2021-01-05T17:00"), 23_900_000, "23.900.000"),
]
AS_OF = Moment.parse("2021-02-07T08:00")
CUT = [Break(date(2020, 9, 1), "đổi cách tính")]
WORST_NAME = "Ẩ" * 5000


def ranked(shares: Sequence[Share], label: str = "", **target: Any) -> Figure:
    return standing(frame_of(shares), label=label, **target)


def apart(shares: Sequence[Share], target: float = 50.0, label: str = "Mục tiêu 50%") -> Figure:
    return distance(frame_of(shares), target, label)


def counted(points: Sequence[Point], as_of: Any = AS_OF, label: str = "Lượt tải", cuts: Sequence[Break] = ()) -> Figure:
    return course(frame_of(points), as_of, label, cuts)


EXTREMES: dict[str, Callable[[], Figure]] = {
    "every kind of share": lambda: ranked(SHARES, "% dân số", **GOAL),
    "standing of one": lambda: ranked(SHARES[1:2]),
    "standing above 100": lambda: ranked([Share("A", 271129.02, "271.129,02%")], "%", **GOAL),
    "standing of zeros": lambda: ranked([Share("A", 0, "0%"), Share("B", 0, "0%")], "%"),
    "standing of nothing": lambda: ranked(SHARES[:1], "%"),
    "standing of long names": lambda: ranked(
        [Share(WORST_NAME, 99, WORST_NAME)], "y" * 300, target=9, target_label="x" * 300
    ),
    "distance of every kind": lambda: apart(SHARES),
    "distance above 100": lambda: apart([Share("A", 112.3, "112,30%", gap="đã đạt")]),
    "distance of long names": lambda: apart([Share(WORST_NAME, 1, WORST_NAME, gap=WORST_NAME)]),
    "distance just short": lambda: apart([Share("A", 0.9, "0,90%"), Share("B", 90, "90%")], 1, "1%"),
    "course of three": lambda: counted(AUGUST, cuts=CUT),
    "course of one": lambda: counted(AUGUST[:1]),
    "course of one today": lambda: counted(AUGUST[:1], date(2020, 8, 2)),
    "course of 40": lambda: counted(
        [Point(date(2020, 8, 1) + timedelta(days=i), 1e6 * i, f"{i}.000.000") for i in range(40)]
    ),
    "course of zeros": lambda: counted([Point(date(2020, 8, i), 0, "0") for i in range(1, 5)]),
    "course of long names": lambda: counted(
        [Point(date(2020, 8, i), i, WORST_NAME) for i in (1, 9)],
        date(2020, 8, 9),
        WORST_NAME,
        [Break(date(2020, 8, 5), WORST_NAME)],
    ),
}


@pytest.mark.parametrize("label", [t for m in SHARES for t in (m.name, m.shown)] + ["Mục tiêu 50%", "% dân số", "10%"])
def test_every_label_of_a_standing_is_text(label: str) -> None:
    assert label in words(EXTREMES["every kind of share"]())


@pytest.mark.parametrize("name", ["$x$", r"\alpha_{b}", "<b>&amp;</b>", "a_b^c", "]]>", "%s{}", "🙂 漢"])
def test_a_hostile_name_is_printed_as_it_stands(name: str) -> None:
    figures = [
        ranked([Share(name, 1, "1%")]),
        apart([Share(name, 1, "1%")]),
        counted(AUGUST, label=name),
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert all(name in words(figure) for figure in figures)


def test_control_characters_do_not_reach_the_file() -> None:
    figure = ranked([Share("Lạng\x00\n\u202eSơn\ud800", 1, "1\t%")])
    assert {"Lạng Sơn", "1 %"} <= set(words(figure))


def test_a_name_without_room_is_cut_with_an_ellipsis() -> None:
    (name,) = [text for text in words(ranked([Share("Rất dài " * 99, 1, "1%")])) if "Rất" in text]
    assert name.endswith("…")
    assert len(name) < 60


def test_a_standing_puts_the_highest_on_top_and_the_unknown_at_the_foot() -> None:
    names = [text for text in words(EXTREMES["every kind of share"]()) if text in {share.name for share in SHARES}]
    assert names == ["Hà Nội", "Cà Mau", "Thừa Thiên Huế", "Lạng Sơn", "Bà Rịa - Vũng Tàu", "Kon Tum"]


@pytest.mark.parametrize("draw", [lambda: ranked(SHARES, **GOAL), lambda: apart(SHARES)])
def test_only_the_unit_of_the_report_is_blue_and_bold(draw: Callable[[], Figure]) -> None:
    drawn = draw()
    blue = [text.text for text in texts(drawn) if ACCENT in text.attrib["style"]]
    assert "Lạng Sơn" in blue
    assert "Hà Nội" not in blue
    assert "font-weight: 700" in style(drawn, "Lạng Sơn")


@pytest.mark.parametrize(
    ("top", "ticks"),
    [
        (0, ["0%", "2%", "4%", "6%", "8%", "10%"]),
        (0.004, ["0%", "0,001%", "0,002%", "0,003%", "0,004%"]),
        (12.5, ["0%", "2,5%", "5,0%", "7,5%", "10,0%", "12,5%"]),
        (50, ["0%", "10%", "20%", "30%", "40%", "50%"]),
        (100.01, ["0%", "25%", "50%", "75%", "100%", "125%"]),
        (4800, ["0%", "1.000%", "2.000%", "3.000%", "4.000%", "5.000%"]),
    ],
)
def test_an_axis_runs_from_zero_to_a_round_number(top: float, ticks: list[str]) -> None:
    assert [text for text in words(ranked([Share("A", top, "")])) if text != "A"] == ticks


@pytest.mark.parametrize(
    ("share", "ends", "key"),
    [
        (Share("A", 5, "5%"), [], None),
        (Share("A", 5, "khoảng 5%", 4, 6, "rounded"), ["whiskers"], "số làm tròn hoặc ước lượng, với khoảng của nó"),
        (Share("A", 5, "5%", kind="published"), ["D"], "tỷ lệ do nguồn công bố"),
        (Share("A", None, "trên 5%", low=5, kind="bound"), [">"], "chỉ biết cao hơn hoặc thấp hơn mức này"),
        (Share("A", None, "dưới 5%", high=5, kind="bound"), [">", "<"], "chỉ biết cao hơn hoặc thấp hơn mức này"),
    ],
)
def test_the_end_of_a_bar_says_how_its_share_is_known_and_a_key_explains_it(
    share: Share, ends: list[str], key: str | None
) -> None:
    drawn = ranked([share])
    found = [marker for marker in ("D", ">", "<") if marks(drawn, marker)]
    whiskers = [
        each for each in drawn.axes[0].collections if isinstance(each, LineCollection) and len(each.get_paths()) == 3
    ]
    assert (found or ["whiskers"] * bool(whiskers)) == ends
    assert key is None or key in words(drawn)


def test_the_arrow_of_a_key_ends_before_the_words_that_explain_it() -> None:
    drawn = ranked([Share("Thành phố Hồ Chí Minh", None, "trên 5%", low=5, kind="bound")])
    (words_of_key,) = (text for text in texts(drawn) if text.text == "chỉ biết cao hơn hoặc thấp hơn mức này")
    heads = [mark.get_transform().transform(mark.get_xydata())[0][0] for mark in marks(drawn, ">")]
    assert min(heads) * 25.4 / drawn.dpi < box(words_of_key).left


def test_what_is_said_of_units_left_out_has_room_where_all_names_are_short() -> None:
    drawn = ranked([Share("A", 9, "9%"), Share("B", 2, "2%", skipped="… 42 đơn vị …")])
    (broken,) = (text for text in texts(drawn) if text.text == "… 42 đơn vị …")
    assert box(broken).left >= 0


def test_what_lacks_to_the_target_is_pale_and_nothing_is_where_less_is_better() -> None:
    shares = [Share("A", 60, "60%"), Share("B", 20, "20%"), Share("C", None, "trên 55%", low=55, kind="bound")]
    assert fills(ranked(shares, **GOAL)).count(LACKING) == 1
    assert LACKING not in fills(ranked(shares, **GOAL, less=True))


def test_units_that_are_left_out_are_told_by_a_break_between_places() -> None:
    shares = [Share("A", 9, "9%", place="1"), Share("B", 2, "2%", place="44", skipped="… 42 đơn vị …")]
    drawn = [text for text in texts(ranked(shares)) if text.text in {"1. A", "… 42 đơn vị …", "44. B"}]
    heights = [float(text.attrib["y"]) for text in sorted(drawn, key=lambda text: float(text.attrib["y"]))]
    assert [text.text for text in sorted(drawn, key=lambda text: float(text.attrib["y"]))] == [
        "1. A",
        "… 42 đơn vị …",
        "44. B",
    ]
    assert heights[1] - heights[0] == pytest.approx(heights[2] - heights[1], abs=0.1)


def test_dates_are_padded_as_an_office_writes_them() -> None:
    shown = words(EXTREMES["course of three"]())
    assert {"02/8/2020", "05/01/2021", "Thời điểm báo cáo: 08h00 ngày 07/02/2021"} <= set(shown)


def test_a_year_is_printed_where_it_changes() -> None:
    points = [Point(date(2020, m, 9), m, str(m)) for m in (8, 10)] + [Point(date(2021, m, 9), 20, "") for m in (3, 6)]
    shown = words(counted(points, date(2021, 7, 1), "Số"))
    assert [text for text in shown if "/" in text and ":" not in text] == ["09/8/2020", "09/10", "09/3/2021", "09/6"]


def test_a_break_interrupts_the_line_and_is_named() -> None:
    assert (pieces(counted(AUGUST), 0.9), pieces(counted(AUGUST, cuts=CUT), 0.9)) == (1, 1)
    assert pieces(counted([*AUGUST, Point(date(2021, 2, 1), 2.4e7, "")], cuts=CUT), 0.9) == 2
    assert "đổi cách tính" in words(counted(AUGUST, cuts=CUT))


def test_the_first_and_the_last_value_are_labelled() -> None:
    shown = words(EXTREMES["course of 40"]())
    assert {"0.000.000", "39.000.000"} <= set(shown)
    assert {"0", "10 triệu", "40 triệu"} <= set(shown)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: ranked([]),
        lambda: apart([]),
        lambda: counted([]),
        lambda: Share("A", float("nan"), ""),
        lambda: Share("A", None, "", high=float("inf")),
    ],
)
def test_what_cannot_be_drawn_is_refused(wrong: Callable[[], object]) -> None:
    with pytest.raises((ValueError, UsageError), match=r"at least one|from 1 to|not known is None|lacks the column"):
        wrong()


def test_an_analysts_own_frame_needs_no_more_than_names_and_values() -> None:
    own = pd.DataFrame({"value": [12.5, 31.25, None], "thừa": [1, 2, 3]}, index=["Xã A", "Xã B", "Xã C"])
    assert {"Xã A", "12,50%", "Xã B", "31,25%", "chưa có số liệu", "50,00%"} <= set(words(standing(own, target=50)))


def test_a_frame_without_a_column_says_which_to_rename() -> None:
    with pytest.raises(UsageError, match="the frame lacks the column value") as refused:
        standing(pd.DataFrame({"name": ["A"], "share": [1.0]}))
    assert "it has name, share" in str(refused.value)
