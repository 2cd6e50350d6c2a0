from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from matplotlib.figure import Figure

from dophu.charts import Break, gains, lines, multiples, scenarios, slope
from dophu.charts.courses import Point, silent_steps
from dophu.charts.dates import days
from dophu.charts.look import ACCENT, FAINT, INK, on_a_phone
from dophu.charts.outlook import Expected
from dophu.charts.pace import Gain
from dophu.charts.rankings import Ranked
from dophu.charts.rows import frame_of
from dophu.charts.svg import drawing_of, narrow_of
from dophu.errors import UsageError
from dophu.wording import Moment
from tests.charts.sheets import colours, fills, marks, pieces, words

AS_OF = date(2020, 8, 31)
DAYS = [date(2020, 8, day) for day in (1, 8, 15, 22)]
CUT = [Break(date(2020, 8, 15), "đổi cách tính")]
GOAL: Any = {"target": 50.0, "target_label": "Mục tiêu 50%"}


def points(name: str, *values: float, **more: Any) -> list[Point]:
    return [Point(day, value, f"{value}%", name, **more) for day, value in zip(DAYS, values, strict=False)]


OWN = points("Tỉnh A", 5, 9, 12, 20, own=True)
OTHER = points("Cả nước", 7, 10, 13, 16)
PATH = [
    Expected("tuyến tính", day, value, f"{value}%", low, high)
    for day, value, low, high in zip(DAYS, (20, 25, 30), (18, 20, 24), (22, 30, 36), strict=False)
]


def lined(*series: Sequence[Point], **more: Any) -> Figure:
    return lines(frame_of([point for each in series for point in each]), AS_OF, "% dân số", **more)


def sloped(ranks: dict[str, Sequence[int | None]], own: str, total: int = 63, days: Sequence[date] = DAYS) -> Figure:
    rows = [
        Ranked(name, day, rank, name == own)
        for name, found in ranks.items()
        for day, rank in zip(days, found, strict=False)
    ]
    return slope(frame_of(rows), total)


def test_each_line_is_named_at_its_end_with_its_last_value() -> None:
    figure = lines(frame_of([*OWN, *OTHER[:3]]), DAYS[3], "% dân số", **GOAL)
    assert {"Tỉnh A", "20%", "Cả nước", "13% (15/8/2020)", "Mục tiêu 50%"} <= set(words(figure))


@pytest.mark.parametrize("as_of", [date(2020, 8, 22), Moment.parse("2020-08-22T11:00"), "2020-08-22"])
def test_the_line_of_the_report_never_stands_before_what_it_knows(as_of: Any) -> None:
    at_noon = [*OWN[:3], replace(OWN[3], moment=Moment.parse("2020-08-22T11:00"))]
    figure = lines(frame_of(at_noon), as_of, "% dân số")
    flags = [each for each in figure.axes[0].collections if INK in colours(each.get_edgecolor())]
    assert [path.get_extents().x0 for each in flags for path in each.get_paths()] == [days("2020-08-22T11:00")]


def test_lines_differ_by_dash_and_mark_besides_colour() -> None:
    figure = lined(OWN, *(points(f"Vùng {i}", 5 + i, 9 + i) for i in range(3)))
    told = r"stroke-dasharray: ([\d.,]+); stroke-dashoffset: 0; stroke: #\w+; stroke-width: 1\.1"
    dashes = set(re.findall(told, drawing_of(figure).svg))
    assert len(dashes) == 3
    assert {mark.get_marker() for mark in figure.axes[0].lines} >= {"o", "s", "^", "v"}


@pytest.mark.parametrize(
    ("series", "breaks", "found"),
    [
        (OWN, [], 1),
        (OWN, CUT, 2),
        ([*OWN[:2], replace(OWN[2], gap=True), OWN[3]], [], 2),
        (OWN[:1], [], 0),
    ],
)
def test_a_break_or_a_gap_interrupts_a_line(series: list[Point], breaks: list[Break], found: int) -> None:
    assert pieces(lined(series, breaks=breaks), 1.6) == found


def test_a_revised_value_wears_a_ring_beside_the_value_it_replaces() -> None:
    revised = marks(lined([*OWN[:3], replace(OWN[3], former=31.0)]))
    assert len(revised) == len(marks(lined(OWN))) + 2
    assert 31.0 in [value for mark in revised for value in mark.get_ydata()]


def test_a_line_over_long_silence_is_thin_dotted_and_says_so() -> None:
    moments = [date(2020, 8, 1), date(2020, 8, 8), date(2020, 8, 15), date(2021, 5, 1)]
    known = [Point(day, 20.0 + 4 * place, f"{place}%", "A", own=True) for place, day in enumerate(moments)]
    regular = [replace(point, moment=day) for point, day in zip(known, DAYS, strict=True)]
    spanned, steady = (words(lines(frame_of(each), AS_OF, "% dân số", **GOAL)) for each in (known, regular))
    assert ("chưa có số liệu" in spanned, "chưa có số liệu" in steady) == (True, False)
    assert [pair[1].moment for pair in silent_steps(known)] == [date(2021, 5, 1)]


def test_counts_are_numbered_in_millions_where_they_are_round() -> None:
    figure = lines(frame_of(points("A", 0, 20_000_000, own=True)), AS_OF, "Lượt tải", percent=False)
    assert {"Lượt tải", "5 triệu", "20 triệu"} <= set(words(figure))


def gained(*bars: Gain) -> Figure:
    return gains(frame_of(bars), "")


def bar(value: float | None) -> Gain:
    return Gain(DAYS[0], DAYS[1], value, "" if value is None else f"{value:g}")


def test_what_the_bars_measure_is_told_whole_on_a_phone() -> None:
    with on_a_phone():
        figure = gains(frame_of([bar(5.0)]), "Người/điện thoại thay đổi mỗi ngày")
    assert "Người/điện thoại thay đổi mỗi ngày" in words(figure)


def test_the_width_of_a_bar_is_its_time() -> None:
    figure = gained(Gain(date(2020, 8, 1), date(2020, 8, 3), 9, "9"), Gain(date(2020, 8, 3), date(2020, 8, 9), 3, "3"))
    paths = [
        path
        for each in figure.axes[0].collections
        if ACCENT in colours(each.get_facecolor())
        for path in each.get_paths()
    ]
    short, long = (path.get_extents().width for path in paths)
    assert long == pytest.approx(3 * short, rel=0.05)


@pytest.mark.parametrize(("value", "solid"), [(5.0, True), (-5.0, False), (None, False)])
def test_only_what_was_gained_is_solid(value: float | None, solid: bool) -> None:
    assert (ACCENT in fills(gained(bar(value)))) is solid


def test_a_bar_that_is_not_known_is_pale_and_says_so() -> None:
    assert "–" in words(gained(bar(None)))


def test_names_over_small_plots_stay_whole() -> None:
    names = ["Bà Rịa - Vũng Tàu", "TP. Hồ Chí Minh", "Thừa Thiên Huế"]
    courses = [replace(each, shown=f"khoảng {each.shown}") for name in names for each in points(name, 7, 10, 26.7)]
    drawn = multiples(frame_of(courses), "% dân số", **GOAL)
    assert {*names, "khoảng 26.7%"} <= set(words(drawn))
    assert all(f">{name}<" in narrow_of(drawn) for name in names)


def test_ranks_are_printed_at_both_ends_of_the_unit() -> None:
    shown = words(sloped({"Tỉnh A": [8, 3], "Tỉnh B": [2, 4]}, "Tỉnh A"))
    assert {"Tỉnh A, thứ 8", "Tỉnh A, thứ 3", "2. Tỉnh B", "4. Tỉnh B", "1", "63"} <= set(shown)


def test_of_many_only_the_neighbours_are_named() -> None:
    figure = sloped({f"Tỉnh {i}": [i, i] for i in range(1, 64)}, "Tỉnh 30")
    named = {text for text in words(figure) if "Tỉnh" in text}
    assert named == {"28. Tỉnh 28", "29. Tỉnh 29", "Tỉnh 30, thứ 30", "31. Tỉnh 31", "32. Tỉnh 32"}


def test_two_units_of_one_name_keep_their_own_ranks() -> None:
    rows = [Ranked("Kỳ Anh", day, rank, code=code) for code, rank in (("449", 1), ("436", 2)) for day in DAYS[:2]]
    assert words(slope(frame_of(rows), 2)).count("2. Kỳ Anh") == 2


@pytest.mark.parametrize(
    ("ranks", "found"), [((1, 2, 3, 4), 1), ((1, 2, None, 4), 1), ((None, None, 3, None), 0), ((1, 2, None, 4, 5), 2)]
)
def test_a_missing_rank_interrupts_its_track(ranks: tuple[int | None, ...], found: int) -> None:
    days = [date(2020, 8, 1 + i) for i in range(len(ranks))]
    assert pieces(sloped({"A": ranks}, "A", 9, days), 1.8) == found


def test_scenarios_are_named_as_such_and_never_solid() -> None:
    figure = scenarios(frame_of(OWN), frame_of(PATH), AS_OF, "", **GOAL, due=date(2020, 12, 31))
    assert {"kịch bản tuyến tính", "30%", "Hạn đạt mục tiêu: ngày 31/12/2020"} <= set(words(figure))
    assert pieces(figure, 1.6) == 1
    bands = [each for each in figure.axes[0].collections if FAINT in colours(each.get_edgecolor())]
    assert len(bands[0].get_paths()) > 5


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: lined([]),
        lambda: lined(*(points(f"{i}", 1) for i in range(5))),
        lambda: lined(OWN[::-1]),
        lambda: Point(DAYS[0], float("nan"), ""),
        lambda: Point(DAYS[0], 1, "", former=float("inf")),
        gained,
        lambda: Gain(DAYS[1], DAYS[0], 1, ""),
        lambda: sloped({}, ""),
        lambda: sloped({"A": [10]}, "A", 9),
        lambda: sloped({"A": [0]}, "A", 9),
        lambda: scenarios(frame_of(OWN), frame_of(PATH[:0]), AS_OF, ""),
        lambda: scenarios(frame_of(OWN[:0]), frame_of(PATH), AS_OF, ""),
        lambda: Expected("A", DAYS[0], 1, "", 1.0),
    ],
)
def test_what_cannot_be_drawn_is_refused(wrong: Callable[[], object]) -> None:
    told = r"at least one|order of their|left out|from 1 to|earlier to a later|two ends|lacks the column"
    with pytest.raises((ValueError, UsageError), match=told):
        wrong()
