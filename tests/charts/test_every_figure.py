from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pypdfium2
import pytest
import typst
from matplotlib import style
from matplotlib.figure import Figure

from dophu import fonts
from dophu.charts.drawing import Drawing
from dophu.charts.geometry import Box
from dophu.charts.look import ACCENT, BACKGROUND, EDGE, FAINT, INK, KNOWN, PALE, QUIET, SCALE, TINT, on_a_phone
from dophu.charts.svg import drawing_of, narrow_of
from dophu.charts.tilemap import ink_on
from tests.charts.sheets import box, styles, texts, words
from tests.charts.test_shares import EXTREMES
from tests.figure_page import FIGURES, HOSTILE, page

ALL: dict[str, Callable[[], Figure]] = {**FIGURES, **EXTREMES}
ROOT = Path(__file__).parents[2]
every_figure = pytest.mark.parametrize("draw", ALL.values(), ids=ALL.keys())


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted(map(luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


PRINT_ALL = (
    "from dophu.charts.svg import drawing_of; from tests.figure_page import FIGURES;"
    " print([drawing_of(draw()).svg for draw in FIGURES.values()])"
)


def test_another_machine_draws_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "matplotlibrc").write_text("svg.fonttype: path\nfont.size: 33\naxes.facecolor: black\n")
    env = {"TZ": "Pacific/Apia", "LC_ALL": "C", "PYTHONHASHSEED": "7", "MATPLOTLIBRC": str(tmp_path)}
    env |= {"PATH": os.environ["PATH"], "MPLCONFIGDIR": str(tmp_path / "empty"), "SOURCE_DATE_EPOCH": "1"}
    program = [sys.executable, "-X", "utf8", "-c", PRINT_ALL]
    other = subprocess.run(program, env=env, cwd=ROOT, capture_output=True, text=True, encoding="utf8", check=True)
    assert other.stdout.strip() == str([drawing_of(draw()).svg for draw in FIGURES.values()])


@pytest.mark.parametrize(
    "own",
    [{"font.size": 30, "axes.grid": True}, {"lines.marker": "x", "path.sketch": (1, 2, 3)}, {"svg.fonttype": "path"}],
)
def test_what_a_notebook_sets_for_its_own_plots_changes_no_figure(own: dict[str, Any]) -> None:
    plain = [drawing_of(draw()).svg for draw in FIGURES.values()]
    with mpl.rc_context(own):
        style.use("dark_background")
        assert [drawing_of(draw()).svg for draw in FIGURES.values()] == plain


def picture_with_margin(figure: Drawing, folder: Path, margin: float = 10.0) -> pypdfium2.PdfBitmap:
    """Print the figure with a margin that would show whatever it draws outside its sheet."""
    points, wide, tall = margin * 72 / 25.4, figure.width + 2 * margin, figure.height + 2 * margin
    box = f"{-points} {-points} {wide * 72 / 25.4} {tall * 72 / 25.4}"
    size = rf'width="{wide}mm" height="{tall}mm" viewBox="{box}"'
    (folder / "x.svg").write_text(re.sub(r'width="[^"]*" height="[^"]*" viewBox="[^"]*"', size, figure.svg, count=1))
    page = f'#set page(width: {wide}mm, height: {tall}mm, margin: 0mm)\n#image("x.svg", width: 100%)'
    (folder / "x.typ").write_text(page)
    pdf = typst.compile(folder / "x.typ", font_paths=[fonts.FOLDER], ignore_system_fonts=True)
    return pypdfium2.PdfDocument(pdf)[0].render(scale=2, grayscale=True)


@every_figure
def test_nothing_is_drawn_outside_the_sheet(draw: Callable[[], Figure], tmp_path: Path) -> None:
    rows = picture_with_margin(drawing_of(draw()), tmp_path).to_numpy().squeeze()
    margin = int(2 * 10 * 72 / 25.4) - 1
    assert rows[margin:-margin, margin:-margin].min() < 128
    rows[margin:-margin, margin:-margin] = 255
    assert rows.min() == 255


@pytest.mark.parametrize("draw", FIGURES.values(), ids=FIGURES.keys())
def test_on_a_phone_a_figure_is_as_wide_as_the_narrowest_and_its_labels_are_nine_pixels(
    draw: Callable[[], Figure],
) -> None:
    with on_a_phone():
        figure = drawing_of(draw())
    sizes = [float(size) * 96 / 72 for each in styles(figure) for size in re.findall(r"([\d.]+)px", each)]
    boxes = [box(text) for text in texts(figure)]
    sheet = Box(-0.2, 0, figure.width + 0.2, figure.height)
    assert figure.width == pytest.approx(320 / 96 * 25.4, abs=0.01)
    assert min(sizes) >= 9
    assert [each for each in boxes if not each.inside(sheet)] == []
    assert not any(one.touches(two) for one, two in combinations(boxes, 2))


def test_a_figure_that_somebody_changed_has_no_drawing_for_a_phone() -> None:
    figure = FIGURES["standing"]()
    assert 'width="240.00pt"' in narrow_of(figure)
    figure.axes[0].set_title("Tựa")
    assert narrow_of(figure) == ""


@pytest.mark.parametrize("draw", FIGURES.values(), ids=FIGURES.keys())
def test_no_text_covers_another_or_leaves_the_sheet(draw: Callable[[], Figure]) -> None:
    figure = drawing_of(draw())
    boxes = {text.text: box(text) for text in texts(figure)}
    assert [(a, b) for (a, one), (b, two) in combinations(boxes.items(), 2) if one.touches(two)] == []
    assert [
        text for text, each in boxes.items() if not each.inside(Box(-0.2, 0, figure.width + 0.2, figure.height))
    ] == []


@every_figure
def test_type_is_tinos_and_at_least_seven_points(draw: Callable[[], Figure]) -> None:
    found = styles(draw())
    assert all("'Tinos'" in style for style in found)
    assert min(float(size) for style in found for size in re.findall(r"([\d.]+)px", style)) >= 7


@pytest.mark.parametrize("draw", FIGURES.values(), ids=FIGURES.keys())
def test_a_figure_shares_its_page_with_a_caption(draw: Callable[[], Figure]) -> None:
    figure = drawing_of(draw())
    assert figure.width == 160
    assert figure.height <= 235


def test_a_hostile_name_is_text_and_nothing_else() -> None:
    drawn = [drawing_of(draw()) for draw in FIGURES.values()]
    assert not any(re.search(r"<(?!/?(svg|g|path|text|defs|use|clipPath|rect)\b)", figure.svg) for figure in drawn)
    assert sum(HOSTILE in words(figure) for figure in drawn) >= 3


def test_the_file_tells_nothing_of_when_and_with_what_it_was_drawn() -> None:
    svg = drawing_of(FIGURES["standing"]()).svg
    assert svg.startswith("<svg ")
    assert not re.search(r"<metadata|<!DOCTYPE|<\?xml|<style|[Mm]atplotlib| id=\"(figure|axes|text)", svg)


def test_numbers_of_a_drawing_are_short_and_those_of_its_texts_whole() -> None:
    svg = drawing_of(FIGURES["missing people"]()).svg
    assert not re.search(r"\d\.\d{3}", re.sub(r">[^<]*<", "><", svg))
    assert ">90.000<" in svg


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


def test_the_page_shows_each_figure_in_every_look() -> None:
    shown = page()
    assert shown.count("<img ") == 5 * len(FIGURES)  # plain, on a phone, in the dark, in grey, without green
    assert "feColorMatrix" in shown
    assert "http" not in shown.replace("http://www.w3.org", "")


@pytest.mark.parametrize("module", ["dophu.cli", "dophu.charts.look", "dophu.publish.document", "dophu.publish.html"])
def test_what_draws_nothing_imports_no_library_of_plots(module: str) -> None:
    script = f"import sys, {module}; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
