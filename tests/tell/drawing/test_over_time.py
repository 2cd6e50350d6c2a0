from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest

from dophu.tell.drawing import (
    Break,
    Drawing,
    Gain,
    Path,
    Point,
    Scale,
    Series,
    Target,
    Track,
    gains,
    lines,
    scenarios,
    slope,
)
from dophu.tell.drawing.look import ACCENT, FAINT
from tests.tell.drawing.sheets import words

SHARE = Scale("% dân số", percent=True)
AS_OF = date(2020, 8, 31)
DAYS = [date(2020, 8, day) for day in (1, 8, 15, 22)]
CUT = [Break(date(2020, 8, 15), "đổi cách tính")]
TARGET = Target(50, "Mục tiêu 50%", date(2020, 12, 31))


def points(*values: float, **more: bool) -> list[Point]:
    return [Point(day, value, f"{value}%", **more) for day, value in zip(DAYS, values, strict=False)]


OWN = Series("Tỉnh A", points(5, 9, 12, 20), highlight=True)
OTHER = Series("Cả nước", points(7, 10, 13, 16))


def pieces(figure: Drawing, colour: str = ACCENT, width: str = "1.6") -> int:
    """Of how many pieces the lines of a colour are."""
    paths = re.findall(rf'<path d="([^"]*)" style="fill: none; stroke: {colour}; stroke-width: {width}"', figure.svg)
    return sum(path.count("M") for path in paths)


def test_each_line_is_named_at_its_end_with_its_last_value() -> None:
    assert {"Tỉnh A", "20%", "Cả nước", "16%", "Mục tiêu 50%"} <= set(words(lines([OWN, OTHER], AS_OF, SHARE, TARGET)))


def test_lines_differ_by_dash_and_mark_besides_colour() -> None:
    others = [Series(f"Vùng {i}", points(5 + i, 9 + i)) for i in range(3)]
    styles = re.findall(r"stroke-width: 1\.1; stroke-dasharray: ([\d.,]+)", lines([OWN, *others], AS_OF, SHARE).svg)
    assert len(set(styles)) == 3


@pytest.mark.parametrize(
    ("series", "breaks", "found"),
    [
        (OWN, [], 1),
        (OWN, CUT, 2),
        (Series("A", [*OWN.points[:2], Point(DAYS[2], 12, "", gap=True), OWN.points[3]], True), [], 2),
        (Series("A", OWN.points[:1], highlight=True), [], 0),
    ],
)
def test_a_break_or_a_gap_interrupts_a_line(series: Series, breaks: list[Break], found: int) -> None:
    assert pieces(lines([series], AS_OF, SHARE, None, breaks)) == found


def test_a_revised_value_wears_a_ring_beside_the_value_it_replaces() -> None:
    def circles(former: float | None) -> int:
        revised = [*OWN.points[:3], Point(DAYS[3], 20, "20%", former=former)]
        return lines([Series("A", revised, highlight=True)], AS_OF, SHARE).svg.count("<circle")

    assert circles(31.0) == circles(None) + 2


def test_counts_are_numbered_in_millions_where_they_are_round() -> None:
    shown = words(lines([Series("A", points(0, 20_000_000), highlight=True)], AS_OF, Scale("Lượt tải")))
    assert {"Lượt tải", "5 triệu", "20 triệu"} <= set(shown)


def bar(per_day: float, known: bool = True) -> Gain:
    return Gain(DAYS[0], DAYS[1], per_day, f"{per_day:g}", known)


def test_the_width_of_a_bar_is_its_time() -> None:
    bars = [Gain(date(2020, 8, 1), date(2020, 8, 3), 9, "9"), Gain(date(2020, 8, 3), date(2020, 8, 9), 3, "3")]
    found = re.findall(rf'd="M([\d.]+) [\d.]+L([\d.]+) [^"]*" style="fill: {ACCENT}"', gains(bars, "").svg)
    short, long = (float(right) - float(left) + 0.7 * 72 / 25.4 for left, right in found)
    assert long == pytest.approx(3 * short, rel=0.001)


def test_only_what_was_gained_is_solid() -> None:
    def solid(gain: Gain) -> bool:
        return f'style="fill: {ACCENT}"' in gains([gain], "").svg

    assert (solid(bar(5)), solid(bar(-5)), solid(bar(5, known=False))) == (True, False, False)


def test_a_bar_that_is_not_known_says_nothing_of_its_height() -> None:
    low, high = (Gain(DAYS[0], DAYS[1], per_day, "", known=False) for per_day in (5, 999_999))
    assert gains([low], "") == gains([high], "")


def test_ranks_are_printed_at_both_ends_of_the_unit() -> None:
    tracks = [Track("Tỉnh A", [8, 3], highlight=True), Track("Tỉnh B", [2, 4])]
    shown = words(slope(tracks, DAYS[:2], 63))
    assert {"Tỉnh A, thứ 8", "Tỉnh A, thứ 3", "2. Tỉnh B", "4. Tỉnh B", "1", "63"} <= set(shown)


def test_of_many_only_the_neighbours_are_named() -> None:
    tracks = [Track(f"Tỉnh {i}", [i, i], i == 30) for i in range(1, 64)]
    named = {text for text in words(slope(tracks, DAYS[:2], 63)) if "Tỉnh" in text}
    assert named == {"28. Tỉnh 28", "29. Tỉnh 29", "Tỉnh 30, thứ 30", "31. Tỉnh 31", "32. Tỉnh 32"}


@pytest.mark.parametrize(
    ("ranks", "found"), [((1, 2, 3, 4), 1), ((1, 2, None, 4), 1), ((None, None, 3, None), 0), ((1, 2, None, 4, 5), 2)]
)
def test_a_missing_rank_interrupts_its_track(ranks: tuple[int | None, ...], found: int) -> None:
    moments = [date(2020, 8, 1 + i) for i in range(len(ranks))]
    drawn = slope([Track("A", ranks, highlight=True)], moments, 9)
    assert pieces(drawn, width="1.8") == found


def test_scenarios_are_named_as_such_and_never_solid() -> None:
    path = Path("tuyến tính", points(20, 25, 30), [18, 20, 24], [22, 30, 36])
    figure = scenarios(OWN, [path], AS_OF, SHARE, TARGET)
    assert {"kịch bản tuyến tính", "30%", "Hạn đạt mục tiêu: ngày 31/12/2020"} <= set(words(figure))
    assert pieces(figure) == 1
    assert pieces(figure, FAINT, "0.3") > 5


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: lines([], AS_OF, SHARE),
        lambda: lines([OWN] * 5, AS_OF, SHARE),
        lambda: lines([Series("A", [])], AS_OF, SHARE),
        lambda: Series("A", OWN.points[::-1]),
        lambda: Point(DAYS[0], float("nan"), ""),
        lambda: Point(DAYS[0], 1, "", former=float("inf")),
        lambda: gains([], ""),
        lambda: Gain(DAYS[1], DAYS[0], 1, ""),
        lambda: slope([], DAYS, 9),
        lambda: slope([Track("A", [1])], DAYS, 9),
        lambda: slope([Track("A", [10])], DAYS[:1], 9),
        lambda: slope([Track("A", [0])], DAYS[:1], 9),
        lambda: scenarios(OWN, [], AS_OF, SHARE),
        lambda: scenarios(Series("A", []), [Path("A", points(1))], AS_OF, SHARE),
        lambda: Path("A", []),
        lambda: Path("A", points(1), [1.0], []),
    ],
)
def test_what_cannot_be_drawn_is_refused(wrong: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r"at least one|order of their|left out|from 1 to|earlier to a later|two ends"):
        wrong()
