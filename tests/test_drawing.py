from __future__ import annotations

import os
import re
import subprocess
import sys
import warnings
from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pypdfium2
import pytest
import typst

from dophu import fonts
from dophu.tell import drawing
from dophu.tell.drawing import Break, Drawing, KnownRank, Mark, Point, Target, course, distance, ladder, standing
from dophu.wording import Moment

TARGET = Target(50, "Mục tiêu 50%")
MARKS = [
    Mark("Kon Tum", None, "không công bố"),
    Mark("Lạng Sơn", 8.12, "8,12%", highlight=True, gap_shown="thiếu 41,88 điểm phần trăm"),
    Mark("Bà Rịa - Vũng Tàu", None, "dưới 7,93%", high=7.93, kind="bound"),
    Mark("Cà Mau", None, "trên 30%", low=30, kind="bound"),
    Mark("Thừa Thiên Huế", 20, "khoảng 20%", low=15, high=25, kind="rounded"),
    Mark("Hà Nội", 46.5, "46,50%", kind="published"),
]
PLACES = [KnownRank(i, f"Tỉnh {i}", i == 8) for i in (1, 2, 3, 8, 31, 32, 33, 62, 63)] + [KnownRank(2, "Đồng hạng")]
AUGUST = [
    Point(date(2020, 8, 2), 1_300_000, "1.300.000"),
    Point(datetime(2020, 8, 7, 8), 9_400_000, "hơn 9,4 triệu", approximate=True),
    Point(Moment.parse("2021-01-05T17:00"), 23_900_000, "23.900.000"),
]
AS_OF = Moment.parse("2021-02-07T08:00")
CUT = [Break(date(2020, 9, 1), "đổi cách tính")]
WORST_NAME = "Ẩ" * 5000
MANY = [Mark(f"Tỉnh thứ {i}", i * 1.7, f"{i}%", highlight=i == 8) for i in range(63)]
FIGURES: dict[str, Callable[[], Drawing]] = {
    "standing": lambda: standing(MARKS, TARGET, "% dân số"),
    "standing of one": lambda: standing(MARKS[1:2], None, ""),
    "standing of 63": lambda: standing(MANY, TARGET, "% dân số"),
    "standing above 100": lambda: standing([Mark("A", 271129.02, "271.129,02%")], TARGET, "%"),
    "standing of zeros": lambda: standing([Mark("A", 0, "0%"), Mark("B", 0, "0%")], None, "%"),
    "standing of nothing": lambda: standing(MARKS[:1], None, "%"),
    "standing of long names": lambda: standing([Mark(WORST_NAME, 99, WORST_NAME)], Target(9, "x" * 300), "y" * 300),
    "ladder": lambda: ladder(PLACES, 63, "Các tỉnh, thành phố khác không được công bố thứ hạng. " * 4),
    "ladder of one": lambda: ladder([KnownRank(8, "Lạng Sơn", True)], 63),
    "ladder of all": lambda: ladder([KnownRank(i, f"Tỉnh thứ {i}") for i in range(1, 64)], 63),
    "ladder of the last": lambda: ladder([KnownRank(i, "Bà Rịa - Vũng Tàu") for i in range(55, 64)], 63),
    "ladder of long names": lambda: ladder([KnownRank(1, WORST_NAME), KnownRank(700, WORST_NAME)], 700, WORST_NAME),
    "ladder with one rung": lambda: ladder([KnownRank(1, "A")], 1),
    "distance": lambda: distance(MARKS, TARGET),
    "distance above 100": lambda: distance([Mark("A", 112.3, "112,30%", gap_shown="đã đạt")], TARGET),
    "distance of long names": lambda: distance([Mark(WORST_NAME, 1, WORST_NAME, gap_shown=WORST_NAME)], TARGET),
    "distance just short": lambda: distance([Mark("A", 0.9, "0,90%"), Mark("B", 90, "90%")], Target(1, "1%")),
    "course": lambda: course(AUGUST, AS_OF, "Lượt tải", CUT),
    "course of one": lambda: course(AUGUST[:1], AS_OF, "Lượt tải"),
    "course of one today": lambda: course(AUGUST[:1], date(2020, 8, 2), "Lượt tải"),
    "course of 40": lambda: course(
        [Point(date(2020, 8, 1) + timedelta(days=i), 1e6 * i, f"{i}.000.000") for i in range(40)], AS_OF, "Số"
    ),
    "course of zeros": lambda: course([Point(date(2020, 8, i), 0, "0") for i in range(1, 5)], AS_OF, "Số"),
    "course of long names": lambda: course(
        [Point(date(2020, 8, i), i, WORST_NAME) for i in (1, 9)],
        date(2020, 8, 9),
        WORST_NAME,
        [Break(date(2020, 8, 5), WORST_NAME)],
    ),
}
ROOT = Path(__file__).parents[1]
every_figure = pytest.mark.parametrize("draw", FIGURES.values(), ids=FIGURES.keys())


def texts(figure: Drawing) -> list[ET.Element]:
    return list(ET.fromstring(figure.svg).iter("{http://www.w3.org/2000/svg}text"))


def words(figure: Drawing) -> list[str]:
    return [text.text or "" for text in texts(figure)]


def style(figure: Drawing, text: str) -> str:
    return next(element.attrib["style"] for element in texts(figure) if element.text == text)


def picture_with_margin(figure: Drawing, folder: Path, margin: float = 10.0) -> pypdfium2.PdfBitmap:
    """Print the figure with a margin that would show whatever it draws outside its canvas."""
    points, wide, tall = margin * 72 / 25.4, figure.width + 2 * margin, figure.height + 2 * margin
    box = f"{-points} {-points} {wide * 72 / 25.4} {tall * 72 / 25.4}"
    size = rf'width="{wide}mm" height="{tall}mm" viewBox="{box}"'
    (folder / "x.svg").write_text(re.sub(r'width="[^"]*" height="[^"]*" viewBox="[^"]*"', size, figure.svg, count=1))
    page = f'#set page(width: {wide}mm, height: {tall}mm, margin: 0mm)\n#image("x.svg", width: 100%)'
    (folder / "x.typ").write_text(page)
    pdf = typst.compile(folder / "x.typ", font_paths=[fonts.FOLDER], ignore_system_fonts=True)
    return pypdfium2.PdfDocument(pdf)[0].render(scale=2, grayscale=True)


@every_figure
def test_the_same_marks_give_the_same_bytes(draw: Callable[[], Drawing]) -> None:
    assert draw() == draw()


@every_figure
def test_nothing_is_drawn_outside_the_canvas(draw: Callable[[], Drawing], tmp_path: Path) -> None:
    rows = picture_with_margin(draw(), tmp_path).to_numpy().squeeze()
    margin = int(2 * 10 * 72 / 25.4) - 1
    assert rows[margin:-margin, margin:-margin].min() < 128
    rows[margin:-margin, margin:-margin] = 255
    assert rows.min() == 255


@every_figure
def test_type_is_tinos_and_at_least_nine_points(draw: Callable[[], Drawing]) -> None:
    styles = [text.attrib["style"] for text in texts(draw())]
    assert all("Tinos" in each for each in styles)
    assert min(float(size) for each in styles for size in re.findall(r"([\d.]+)px", each)) >= 9


def test_another_machine_draws_the_same_bytes() -> None:
    env = {"TZ": "Pacific/Apia", "LC_ALL": "tr_TR.UTF-8", "SOURCE_DATE_EPOCH": "1", "PYTHONHASHSEED": "7"}
    script = "from tests.test_drawing import FIGURES; print([draw().svg for draw in FIGURES.values()])"
    program = [sys.executable, "-X", "utf8", "-c", script]
    env |= {"PATH": os.environ["PATH"]}
    other = subprocess.run(program, env=env, cwd=ROOT, capture_output=True, text=True, encoding="utf8", check=True)
    assert other.stdout.strip() == str([draw().svg for draw in FIGURES.values()])


def test_drawing_needs_no_library_of_plots() -> None:
    script = "import sys, dophu.tell.drawing; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


@pytest.mark.parametrize("label", [t for m in MARKS for t in (m.label, m.shown)] + ["Mục tiêu 50%", "% dân số", "10%"])
def test_every_label_of_a_standing_is_text(label: str) -> None:
    assert label in words(FIGURES["standing"]())


@pytest.mark.parametrize("name", ["$x$", r"\alpha_{b}", "<b>&amp;</b>", "a_b^c", "]]>", "%s{}", "🙂 漢"])
def test_a_hostile_name_is_printed_as_it_stands(name: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figures = [
            standing([Mark(name, 1, "1%")], None, ""),
            ladder([KnownRank(1, "A"), KnownRank(2, "B")], 2, name),
            distance([Mark(name, 1, "1%")], TARGET),
            course(AUGUST, AS_OF, name),
        ]
    assert all(name in words(figure) for figure in figures)


def test_control_characters_do_not_reach_the_file() -> None:
    figure = standing([Mark("Lạng\x00\n\u202eSơn\ud800", 1, "1\t%")], None, "")
    assert {"Lạng Sơn", "1 %"} <= set(words(figure))


def test_a_name_without_room_is_cut_with_an_ellipsis() -> None:
    (name,) = [text for text in words(standing([Mark("Rất dài " * 99, 1, "1%")], None, "")) if "Rất" in text]
    assert name.endswith("…")
    assert len(name) < 60


def test_a_standing_puts_the_highest_on_top_and_the_unknown_at_the_foot() -> None:
    names = [text for text in words(FIGURES["standing"]()) if text in {mark.label for mark in MARKS}]
    assert names == ["Hà Nội", "Cà Mau", "Thừa Thiên Huế", "Lạng Sơn", "Bà Rịa - Vũng Tàu", "Kon Tum"]


@pytest.mark.parametrize("figure", ["standing", "distance"])
def test_only_the_unit_of_the_report_is_blue_and_bold(figure: str) -> None:
    drawn = FIGURES[figure]()
    blue = [text.text for text in texts(drawn) if drawing.ACCENT in text.attrib["style"]]
    assert "Lạng Sơn" in blue
    assert "Hà Nội" not in blue
    assert "font-weight: 700" in style(drawn, "Lạng Sơn") or "700 " in style(drawn, "Lạng Sơn")


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
    shown = words(standing([Mark("A", top, "")], None, ""))
    assert [text for text in shown if text != "A"] == ticks


def test_tied_units_are_all_named_with_their_place() -> None:
    assert {"1. Tỉnh 1", "2. Tỉnh 2", "2. Đồng hạng", "63. Tỉnh 63", "1", "63"} <= set(words(FIGURES["ladder"]()))


def test_names_of_a_ladder_never_touch() -> None:
    for figure in ("ladder", "ladder of all", "ladder of the last"):
        drawn = [text for text in texts(FIGURES[figure]()) if ". " in (text.text or "")][:63]
        rows = [(float(text.attrib["y"]), text.attrib["style"]) for text in drawn]
        heights = sorted({y for y, _ in rows})
        assert min(b - a for a, b in pairwise(heights)) > 9


def test_a_bound_is_drawn_hollow() -> None:
    def dots(kind: drawing.Kind) -> int:
        figure = standing([Mark("A", 5, "dưới 5%", high=5, kind=kind)], None, "")
        return len(re.findall(rf"<circle [^>]*fill: {drawing.BACKGROUND}", figure.svg))

    assert (dots("exact"), dots("published"), dots("bound")) == (0, 0, 1)


def test_dates_are_padded_as_an_office_writes_them() -> None:
    assert {"02/8/2020", "05/01/2021", "Thời điểm báo cáo: 08h00 ngày 07/02/2021"} <= set(words(FIGURES["course"]()))


def test_a_year_is_printed_where_it_changes() -> None:
    points = [Point(date(2020, m, 9), m, str(m)) for m in (8, 10)] + [Point(date(2021, m, 9), 20, "") for m in (3, 6)]
    shown = words(course(points, date(2021, 7, 1), "Số"))
    assert [text for text in shown if "/" in text and ":" not in text] == ["09/8/2020", "09/10", "09/3/2021", "09/6"]


def test_a_break_interrupts_the_line_and_is_named() -> None:
    def strokes(figure: Drawing) -> int:
        return len(re.findall(rf"fill: none; stroke: {drawing.ACCENT}; stroke-width: 0.9", figure.svg))

    whole, cut = course(AUGUST, AS_OF, "Số"), course(AUGUST, AS_OF, "Số", CUT)
    assert (strokes(whole), strokes(cut)) == (2, 1)
    assert "đổi cách tính" in words(cut)


def test_the_first_and_the_last_value_are_labelled() -> None:
    shown = words(FIGURES["course of 40"]())
    assert {"0.000.000", "39.000.000"} <= set(shown)
    assert {"0", "10 triệu", "40 triệu"} <= set(shown)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: standing([], TARGET, ""),
        lambda: distance([], TARGET),
        lambda: course([], AS_OF, ""),
        lambda: ladder([], 63),
        lambda: ladder([KnownRank(64, "A")], 63),
        lambda: ladder([KnownRank(0, "A")], 63),
        lambda: Mark("A", float("nan"), ""),
        lambda: Mark("A", None, "", high=float("inf")),
    ],
)
def test_what_cannot_be_drawn_is_refused(wrong: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r"at least one|from 1 to|not known is None"):
        wrong()


def test_the_file_tells_nothing_of_when_and_with_what_it_was_drawn() -> None:
    svg = FIGURES["standing"]().svg
    assert svg.startswith("<svg ")
    assert not re.search(r"<metadata|<!DOCTYPE|<\?xml|[Mm]atplotlib", svg)
