from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest

from dophu.tell.drawing import Drawing
from dophu.tell.drawing.geometry import Box
from dophu.tell.drawing.look import ACCENT, BACKGROUND, FAINT, INK, KNOWN, PALE, QUIET, TINT
from dophu.tell.drawing.tilemap import EDGE, SCALE, ink_on
from tests.figure_page import FIGURES, HOSTILE, page
from tests.tell.drawing.sheets import box, texts, words
from tests.test_drawing import picture_with_margin

ROOT = Path(__file__).parents[3]
every_figure = pytest.mark.parametrize("draw", FIGURES.values(), ids=FIGURES.keys())


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted(map(luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


def test_another_machine_draws_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "matplotlibrc").write_text("svg.fonttype: path\n")
    env = {"TZ": "Pacific/Apia", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "7", "MATPLOTLIBRC": str(tmp_path)}
    script = "from tests.figure_page import FIGURES; print([draw().svg for draw in FIGURES.values()])"
    program = [sys.executable, "-X", "utf8", "-c", script]
    env |= {"PATH": os.environ["PATH"]}
    other = subprocess.run(program, env=env, cwd=ROOT, capture_output=True, text=True, encoding="utf8", check=True)
    assert other.stdout.strip() == str([draw().svg for draw in FIGURES.values()])


@every_figure
def test_nothing_is_drawn_outside_the_canvas(draw: Callable[[], Drawing], tmp_path: Path) -> None:
    rows = picture_with_margin(draw(), tmp_path).to_numpy().squeeze()
    margin = int(2 * 10 * 72 / 25.4) - 1
    assert rows[margin:-margin, margin:-margin].min() < 128
    rows[margin:-margin, margin:-margin] = 255
    assert rows.min() == 255


@every_figure
def test_no_text_covers_another_or_leaves_the_sheet(draw: Callable[[], Drawing]) -> None:
    figure = draw()
    boxes = {text.text: box(text) for text in texts(figure)}
    assert [(a, b) for (a, one), (b, two) in combinations(boxes.items(), 2) if one.touches(two)] == []
    assert [
        text for text, each in boxes.items() if not each.inside(Box(-0.2, 0, figure.width + 0.2, figure.height))
    ] == []


@every_figure
def test_type_is_tinos_and_at_least_seven_points(draw: Callable[[], Drawing]) -> None:
    styles = [text.attrib["style"] for text in texts(draw())]
    assert all("'Tinos'" in style for style in styles)
    assert min(float(size) for style in styles for size in re.findall(r"([\d.]+)px", style)) >= 7


@every_figure
def test_a_figure_shares_its_page_with_a_caption(draw: Callable[[], Drawing]) -> None:
    figure = draw()
    assert figure.width == 160
    assert figure.height <= 235


def test_a_hostile_name_is_text_and_nothing_else() -> None:
    drawn = [draw() for draw in FIGURES.values()]
    assert not any(re.search(r"<(?!/?(svg|path|circle|text)\b)", figure.svg) for figure in drawn)
    assert sum(HOSTILE in words(figure) for figure in drawn) >= 3


@pytest.mark.parametrize("colour", [INK, ACCENT, QUIET, KNOWN, PALE, FAINT, EDGE])
def test_what_carries_meaning_stands_out_from_paper(colour: str) -> None:
    assert contrast(colour, BACKGROUND) >= 3


@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        (INK, BACKGROUND),
        (ACCENT, BACKGROUND),
        (QUIET, BACKGROUND),
        (ACCENT, TINT),
        *((ink_on(fill), fill) for fill in SCALE),
    ],
)
def test_text_can_be_read_on_its_ground(ink: str, ground: str) -> None:
    assert contrast(ink, ground) >= 4.5


def test_the_page_shows_each_figure_in_three_lights() -> None:
    shown = page()
    assert shown.count("<img ") == 3 * len(FIGURES)
    assert "feColorMatrix" in shown
    assert "http" not in shown.replace("http://www.w3.org", "")
