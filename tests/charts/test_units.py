from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from matplotlib.figure import Figure

from dophu.charts import funnel, missing_people, tiles
from dophu.charts.funnels import Limit, Sized
from dophu.charts.look import ACCENT, INK, SCALE
from dophu.charts.missing import MissingPeople
from dophu.charts.rows import frame_of
from dophu.charts.tilemap import Island, Tile
from dophu.errors import UsageError
from dophu.publish.sparkline import spark
from dophu.words import say
from tests.charts.sheets import box, colours, fills, marks, texts, words
from tests.figure_page import EDGES, ISLANDS, cells

TILE = Tile("Lạng Sơn", 6, 2, 36.3, "36,3%", 3)
DOTS = [Sized("Huyện A", 30_000, 9, "9%"), Sized("Huyện B", 60_000, 4, "4%", outside=True)]
LIMITS = [Limit(size, 8 - w, 8 + w, 8 - 2 * w, 8 + 2 * w) for size, w in ((20_000, 2), (70_000, 1))]
BARS = [MissingPeople("A", 900, "900", "90%", own=True), MissingPeople("B", 100, "100", "10%")]


def tiled(shown: Sequence[Tile], islands: Sequence[Island] = ISLANDS, edges: Sequence[float] = EDGES) -> Figure:
    return tiles(frame_of(shown), frame_of(islands), edges, "Tỷ lệ trên dân số")


def funnelled(*dots: Sized, limits: list[Limit] = LIMITS) -> Figure:
    labels = {"size_label": "Dân số", "label": "% dân số"}
    return funnel(frame_of(dots), frame_of(limits), 8, "Toàn tỉnh 8,00%", **labels)


@pytest.mark.parametrize("shown", [cells(), cells(63), [TILE]])
def test_the_islands_and_the_note_always_stand_on_the_tiles(shown: list[Tile]) -> None:
    said = " ".join(words(tiled(shown)))
    assert "Q.đ. Hoàng Sa (Đà Nẵng)" in said
    assert "Q.đ. Trường Sa (Khánh Hòa)" in said
    assert say("drawing.no_map") in said


def test_the_islands_have_no_colour_of_data() -> None:
    dashed = [each for each in tiled([TILE]).axes[0].collections if 0.6 in np.atleast_1d(each.get_linewidth())]
    assert [colours(each.get_facecolor()) for each in dashed] == [[], []]
    assert [colours(each.get_edgecolor()) for each in dashed] == [[INK], [INK]]


def test_each_province_shows_its_name_and_its_share() -> None:
    said = " ".join(words(tiled(cells())))
    assert all(cell.name in said and cell.shown in said for cell in cells())
    assert words(tiled(cells(5))).count("–") == 5


def test_the_lines_of_a_tile_keep_their_distance() -> None:
    drawn = {text.text: box(text) for text in texts(tiled(cells()))}
    assert drawn["Vũng Tàu"].bottom - drawn["Bà Rịa -"].bottom >= 1.15 * 7 * 25.4 / 72 - 0.01


@pytest.mark.parametrize("level", range(5))
def test_a_class_has_its_shade(level: int) -> None:
    found = fills(tiled([replace(TILE, level=level)]))
    assert [found.count(fill) for fill in SCALE] == [1 + (i == level) for i in range(5)]


@pytest.mark.parametrize(("value", "level"), [(0, 0), (9.9, 0), (10, 1), (49, 4), (50, 4)])
def test_the_class_of_a_share_follows_from_the_edges(value: float, level: int) -> None:
    frame = frame_of([replace(TILE, value=value)]).drop(columns="level")
    assert fills(tiles(frame, frame_of(ISLANDS), EDGES, ""))[-1] == SCALE[level]


def test_the_edges_of_the_classes_are_named() -> None:
    assert {"0%", "10%", "20%", "30%", "40%", "50%"} <= set(words(tiled([TILE])))


def test_units_outside_the_limits_are_bold_and_of_another_shape() -> None:
    figure = funnelled(*DOTS)
    bold = {text.text for text in texts(figure) if "700" in text.attrib["style"]}
    assert bold == {"Huyện B 4%", "Toàn tỉnh 8,00%"}
    assert (len(marks(figure, "o")), len(marks(figure, "s"))) == (1, 1)
    assert "Huyện A 9%" in words(figure)


def test_each_of_a_few_dots_is_named() -> None:
    close = [Sized(f"Huyện {i}", 40_000 + 900 * i, 8, "8%") for i in range(9)]
    assert {f"{dot.name} 8%" for dot in close} <= set(words(funnelled(*close)))


def test_limits_and_centre_are_named() -> None:
    assert {"giới hạn 95%", "giới hạn 99,8%", "Toàn tỉnh 8,00%", "Dân số"} <= set(words(funnelled(*DOTS)))


@pytest.mark.parametrize(
    ("largest", "ticks"), [(100_000, {"0", "20.000", "100.000"}), (2_000_000, {"50.000", "100.000", "1 triệu"})]
)
def test_sizes_that_differ_widely_stand_by_their_logarithm(largest: float, ticks: set[str]) -> None:
    assert ticks <= set(words(funnelled(*DOTS, replace(DOTS[0], size=largest))))


def test_missing_people_stand_in_the_order_given() -> None:
    shown = words(missing_people(frame_of(BARS), "Số còn thiếu", "Tỷ trọng"))
    assert [text for text in shown if text in {"A", "B", "90%", "10%", "900", "100"}] == [
        "A",
        "900",
        "90%",
        "B",
        "100",
        "10%",
    ]


def test_above_the_target_is_hatched_and_to_the_left() -> None:
    figure = missing_people(frame_of([*BARS, MissingPeople("C", -300, "vượt 300")]))
    assert {"-250", "0", "1.000"} & set(words(figure))
    hatched, *solid = [each for each in figure.axes[0].collections if colours(each.get_facecolor())]
    assert hatched.get_paths()[0].get_extents().x1 == pytest.approx(0)
    assert [colours(each.get_edgecolor()) for each in solid] == [[], []]
    assert ACCENT in fills(figure)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: tiled([]),
        lambda: tiled([TILE], []),
        lambda: tiled([TILE, TILE]),
        lambda: tiled([replace(TILE, level=5)]),
        lambda: tiled([TILE], edges=[0]),
        lambda: tiled([TILE], edges=range(7)),
        lambda: funnelled(DOTS[0]),
        lambda: funnelled(*DOTS, limits=LIMITS[:1]),
        lambda: funnelled(replace(DOTS[0], size=0), DOTS[1]),
        lambda: funnelled(replace(DOTS[0], value=float("inf")), DOTS[1]),
        lambda: missing_people(frame_of(BARS[:0])),
        lambda: MissingPeople("A", float("nan"), ""),
        lambda: spark([float("nan")]),
    ],
)
def test_what_cannot_be_drawn_is_refused(wrong: Callable[[], object]) -> None:
    with pytest.raises((ValueError, UsageError), match=r"at least|classes|not known|lacks the column"):
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
    assert "Cồn Cỏ" in words(tiled([TILE], [Island("Cồn Cỏ", 2, 1)]))
