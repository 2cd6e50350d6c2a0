from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from dophu.tell.drawing import (
    Cell,
    Drawing,
    FunnelDot,
    FunnelLimit,
    Island,
    Legend,
    MissingBar,
    Target,
    funnel,
    missing_people,
    spark,
    tiles,
)
from dophu.tell.drawing.look import ACCENT
from dophu.tell.drawing.tilemap import SCALE
from dophu.words import say
from tests.figure_page import ISLANDS, LEGEND, cells
from tests.tell.drawing.sheets import box, texts, words

TILE = Cell("20", "Lạng Sơn", 6, 2, "36,3%", 3)
DOTS = [FunnelDot("Huyện A", 30_000, 9, "9%"), FunnelDot("Huyện B", 60_000, 4, "4%", outside=True)]
LIMITS = [FunnelLimit(size, 8 - w, 8 + w, 8 - 2 * w, 8 + 2 * w) for size, w in ((20_000, 2), (70_000, 1))]
CENTRE = Target(8, "Toàn tỉnh 8,00%")
BARS = [MissingBar("A", 900, "900", "90%", highlight=True), MissingBar("B", 100, "100", "10%")]


def draw_funnel(*dots: FunnelDot, limits: list[FunnelLimit] = LIMITS) -> Drawing:
    return funnel(dots, CENTRE, limits, "Dân số", "% dân số")


@pytest.mark.parametrize("shown", [cells(), cells(63), [TILE]])
def test_the_islands_and_the_note_always_stand_on_the_tiles(shown: list[Cell]) -> None:
    said = " ".join(words(tiles(shown, ISLANDS, LEGEND)))
    assert "Q.đ. Hoàng Sa (Đà Nẵng)" in said
    assert "Q.đ. Trường Sa (Khánh Hòa)" in said
    assert say("drawing.no_map") in said


def test_the_islands_have_no_colour_of_data() -> None:
    dashed = re.findall(
        r'style="fill: (\w+); stroke: #1a1a1a; stroke-width: 0.6; stroke-dasharray', tiles([TILE], ISLANDS, LEGEND).svg
    )
    assert dashed == ["none", "none"]


def test_each_province_shows_its_name_and_its_share() -> None:
    said = " ".join(words(tiles(cells(), ISLANDS, LEGEND)))
    assert all(cell.label in said and cell.shown in said for cell in cells())
    assert words(tiles(cells(5), ISLANDS, LEGEND)).count("–") == 5


def test_the_lines_of_a_tile_keep_their_distance() -> None:
    drawn = {text.text: box(text) for text in texts(tiles(cells(), ISLANDS, LEGEND))}
    assert drawn["Vũng Tàu"].bottom - drawn["Bà Rịa -"].bottom >= 1.15 * 7 * 25.4 / 72 - 0.01


@pytest.mark.parametrize("level", range(5))
def test_a_class_has_its_shade(level: int) -> None:
    svg = tiles([replace(TILE, level=level)], ISLANDS, LEGEND).svg
    assert [svg.count(f"fill: {fill};") for fill in SCALE] == [1 + (i == level) for i in range(5)]


def test_the_edges_of_the_classes_are_named() -> None:
    assert set(LEGEND.edges) <= set(words(tiles([TILE], ISLANDS, LEGEND)))


def test_units_outside_the_limits_are_bold_and_of_another_shape() -> None:
    figure = draw_funnel(*DOTS)
    bold = {text.text for text in texts(figure) if "700" in text.attrib["style"]}
    assert bold == {"Huyện B 4%", "Toàn tỉnh 8,00%"}
    assert figure.svg.count("<circle") == 1
    assert "Huyện A 9%" in words(figure)


def test_each_of_a_few_dots_is_named() -> None:
    close = [FunnelDot(f"Huyện {i}", 40_000 + 900 * i, 8, "8%") for i in range(9)]
    assert {f"{dot.label} 8%" for dot in close} <= set(words(draw_funnel(*close)))


def test_limits_and_centre_are_named() -> None:
    assert {"giới hạn 95%", "giới hạn 99,8%", "Toàn tỉnh 8,00%", "Dân số"} <= set(words(draw_funnel(*DOTS)))


@pytest.mark.parametrize(
    ("largest", "ticks"), [(100_000, {"0", "20.000", "100.000"}), (2_000_000, {"50.000", "100.000", "1 triệu"})]
)
def test_sizes_that_differ_widely_stand_by_their_logarithm(largest: float, ticks: set[str]) -> None:
    assert ticks <= set(words(draw_funnel(*DOTS, replace(DOTS[0], size=largest))))


def test_missing_people_stand_in_the_order_given() -> None:
    shown = words(missing_people(BARS, "Số còn thiếu", "Tỷ trọng"))
    assert [text for text in shown if text in {"A", "B", "90%", "10%", "900"}] == ["A", "900", "90%", "B", "10%"]


def test_above_the_target_is_hatched_and_to_the_left() -> None:
    figure = missing_people([*BARS, MissingBar("C", -300, "vượt 300")])
    assert {"-250", "0", "1.000"} & set(words(figure))
    assert f"stroke: {ACCENT}" not in figure.svg
    assert figure.svg.count("stroke-width: 0.7") == 1


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: tiles([], ISLANDS, LEGEND),
        lambda: tiles([TILE], [], LEGEND),
        lambda: tiles([TILE, TILE], ISLANDS, LEGEND),
        lambda: tiles([replace(TILE, level=5)], ISLANDS, LEGEND),
        lambda: tiles([TILE], ISLANDS, Legend("", ["0%"])),
        lambda: tiles([TILE], ISLANDS, Legend("", [str(i) for i in range(7)])),
        lambda: draw_funnel(DOTS[0]),
        lambda: draw_funnel(*DOTS, limits=LIMITS[:1]),
        lambda: draw_funnel(replace(DOTS[0], size=0), DOTS[1]),
        lambda: draw_funnel(replace(DOTS[0], share=float("nan")), DOTS[1]),
        lambda: missing_people([]),
        lambda: MissingBar("A", float("nan"), ""),
        lambda: spark([float("nan")]),
    ],
)
def test_what_cannot_be_drawn_is_refused(wrong: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r"at least|classes|not known|one island"):
        wrong()


@pytest.mark.parametrize(
    ("values", "pieces"), [([], 0), ([None], 0), ([1], 1), ([0, 0], 1), ([1, 2, None, 3], 2), ([-5, 1e9, None], 1)]
)
def test_a_spark_is_small_and_silent(values: list[float | None], pieces: int) -> None:
    root = ET.fromstring(spark(values))
    paths = [path.attrib["d"] for path in root.iter("{http://www.w3.org/2000/svg}path")]
    assert root.attrib["aria-hidden"] == "true"
    assert sum(path.count("M") for path in paths) == pieces
    assert not "".join(root.itertext())


def test_a_lone_value_in_a_spark_is_seen() -> None:
    assert 'd="M3.0 15.8h0M' in spark([1, None, 5, 5])
    assert "h0" not in spark([1, 5, 5])


def test_a_target_in_a_spark_is_dashed() -> None:
    assert "stroke-dasharray" in spark([1, 2], 50)
    assert "stroke-dasharray" not in spark([1, 2])


def test_an_island_may_stand_anywhere_in_reach() -> None:
    assert "Cồn Cỏ" in words(tiles([TILE], [Island("Cồn Cỏ", 2, 1)], LEGEND))
