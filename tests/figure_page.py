"""Every figure, in ordinary and in extreme cases, as read by anyone, in grey print and without green.

Run `python -m tests.figure_page OUT.html` and look at it.
"""

from __future__ import annotations

import csv
import sys
from base64 import b64encode
from collections.abc import Callable
from datetime import date, timedelta
from html import escape
from math import exp, sin, sqrt
from pathlib import Path

from dophu.publish.html import embed_fonts
from dophu.tell import drawing
from dophu.tell.drawing import (
    Break,
    Cell,
    Drawing,
    FunnelDot,
    FunnelLimit,
    Gain,
    Island,
    KnownRank,
    Legend,
    Mark,
    MissingBar,
    Point,
    Scale,
    Series,
    Target,
    Track,
)
from dophu.wording import Moment, decimal, percent

DATA = Path(__file__).parents[1] / "data" / "reference"
LONG = "Ủy ban nhân dân thành phố trực thuộc trung ương có tên rất dài Ẩ"
HOSTILE = "<script>alert('$x$ & y')</script>"
AS_OF = Moment.parse("2020-12-18T08:00")
TARGET = Target(50, "Mục tiêu 50%")
START = date(2020, 8, 1)
ISLANDS = [Island("Q.đ. Hoàng Sa (Đà Nẵng)", 11, 12.5), Island("Q.đ. Trường Sa (Khánh Hòa)", 11, 19)]
LEGEND = Legend("Tỷ lệ trên dân số", ["0%", "10%", "20%", "30%", "40%", "50%"])
CUT = [Break(date(2020, 10, 3), "đổi cách tính: loại thiết bị trùng")]
EMPTY: list[Break] = []


def provinces() -> list[tuple[str, str, int, int]]:
    """Code, name, column and row of each tile."""
    with (DATA / "units.csv").open(encoding="utf-8") as units, (DATA / "tiles.csv").open(encoding="utf-8") as places:
        names = {row["code"]: row["name"] for row in csv.DictReader(units) if row["vintage"] == "VN63"}
        return [(r["code"], names[r["code"]], int(r["col"]), int(r["row"])) for r in csv.DictReader(places)]


PROVINCES = provinces()
NAMES = [name for _, name, _, _ in PROVINCES]


def share(i: int, day: float = 140) -> float:
    """A plausible share of the i-th province after so many days."""
    return (18 + 30 * abs(sin(i * 2.3))) / (1 + exp(-(day - 40 - i / 3) / 22))


def shown(value: float) -> str:
    return percent(round(value * 100).__floordiv__(1), 2) if value < 0 else f"{value:.1f}%".replace(".", ",")


def cells(unknown: int = 2, highlight: str = "20") -> list[Cell]:
    values = [None if i % 63 in range(20, 20 + unknown) else share(i) for i in range(len(PROVINCES))]
    return [
        Cell(code, name, x, y, "" if v is None else shown(v), None if v is None else int(v // 10), code == highlight)
        for (code, name, x, y), v in zip(PROVINCES, values, strict=True)
    ]


def series(i: int, label: str, step: int = 7, count: int = 20, scale: float = 1.0, **more: bool) -> Series:
    days = [step * n for n in range(count)]
    points = [
        Point(
            START + timedelta(days=d), v := round(share(i, d) * scale, 2), shown(v) if scale <= 2 else decimal(round(v))
        )
        for d in days
    ]
    return Series(label, points, **more)


def revised(one: Series, at: int, former: float) -> Series:
    points = [*one.points]
    p = points[at]
    points[at] = Point(p.moment, p.value, p.shown, former=former)
    gap = points[at + 3]
    points[at + 3] = Point(gap.moment, gap.value, gap.shown, gap=True)
    return Series(one.label, points, one.highlight)


def tracks(moments: int = 24, count: int = 63) -> list[Track]:
    ranked = [sorted(range(count), key=lambda i: -share(i, 5 + 6 * day)) for day in range(moments)]
    ranks = [[order.index(i) + 1 for order in ranked] for i in range(count)]
    return [
        Track(NAMES[i], [None if i == 16 and n in (5, 6) else r for n, r in enumerate(line)], i == 12)
        for i, line in enumerate(ranks)
    ]


def dots(count: int, low: float, high: float, centre: float) -> tuple[list[FunnelDot], list[FunnelLimit]]:
    sizes = [low * (high / low) ** ((i * 7 % count) / max(1, count - 1)) for i in range(count)]
    drawn = []
    for i, size in enumerate(sizes):
        error = sqrt(centre * (100 - centre) / size) * 12
        value = centre + error * 2.6 * sin(i * 1.7)
        outside = abs(value - centre) > 3.09 * error / 1.4
        drawn.append(FunnelDot(f"Huyện {NAMES[i % 63]}", size, value, shown(value), outside, i == 3))
    limits = []
    for step in range(41):
        size = low * (high / low) ** (step / 40)
        error = sqrt(centre * (100 - centre) / size) * 12 / 1.4
        limits.append(FunnelLimit(size, *(centre + k * error for k in (-1.96, 1.96, -3.09, 3.09))))
    return drawn, limits


def missing(count: int) -> list[MissingBar]:
    values = sorted((round(90_000 * exp(-i / 9) - 9_000 * (i > count - 3)) for i in range(count)), reverse=True)
    total, running, bars = sum(v for v in values if v > 0), 0, []
    for i, value in enumerate(values):
        running += max(0, value)
        cumulative = shown(100 * running / total) if value > 0 else ""
        words = decimal(value) if value >= 0 else f"vượt {decimal(-value)}"
        bars.append(MissingBar(NAMES[i % 63], value, words, cumulative, i == 2))
    return bars


def steps(count: int) -> list[Gain]:
    bars, day = [], START
    for i in range(count):
        end = day + timedelta(days=(3, 7, 2, 14, 7)[i % 5])
        value = -900.0 if i == 4 else 4000 * exp(-i / 6) + 300 * sin(i)
        bars.append(Gain(day, end, value, decimal(round(value)), known=i != 7))
        day = end
    return bars


def paths() -> list[drawing.Path]:
    days = [0, 30, 60, 90, 120]
    at = [START + timedelta(days=133 + d) for d in days]
    straight = [36.1 + 0.11 * d for d in days]
    curved = [36.1 + 0.3 * 12 * (1 - exp(-d / 50)) for d in days]
    return [
        drawing.Path(
            "tuyến tính",
            [Point(t, v, shown(v)) for t, v in zip(at, straight, strict=True)],
            [v - d / 40 for v, d in zip(straight, days, strict=True)],
            [v + d / 30 for v, d in zip(straight, days, strict=True)],
        ),
        drawing.Path(
            "logistic",
            [Point(t, v, shown(v)) for t, v in zip(at, curved, strict=True)],
            [v - d / 30 for v, d in zip(curved, days, strict=True)],
            [v + d / 60 for v, d in zip(curved, days, strict=True)],
        ),
    ]


OWN = series(12, "Lạng Sơn", highlight=True)
REGION = series(16, "Trung du và miền núi phía Bắc")
NATION = series(30, "Cả nước")
PERCENT, COUNT = Scale("% dân số", percent=True), Scale("Người/điện thoại đã cài đặt")
SHARES = Scale("% dân số", percent=True)
MARKS = [Mark(name, share(i), shown(share(i)), highlight=i == 12) for i, name in enumerate(NAMES)]
FIGURES: dict[str, Callable[[], Drawing]] = {
    "tiles": lambda: drawing.tiles(cells(), ISLANDS, LEGEND, "Đến 08h00 ngày 18/12/2020."),
    "tiles of nothing": lambda: drawing.tiles(cells(63), ISLANDS, LEGEND),
    "tiles of three classes": lambda: drawing.tiles(
        [
            Cell(str(i), (HOSTILE, LONG, "Ẩ" * 80, "")[i % 4], 1 + i % 9, 1 + i // 9, "100.000,00%", i % 3, i == 5)
            for i in range(27)
        ],
        ISLANDS,
        Legend(LONG, ["0%", "1.000%", "200.000%", "dưới 400.000%"]),
        LONG,
    ),
    "lines": lambda: drawing.lines([revised(OWN, 12, 33.0), REGION, NATION], AS_OF, PERCENT, TARGET, CUT),
    "lines of counts": lambda: drawing.lines([series(12, "Lạng Sơn", scale=3000, highlight=True)], AS_OF, COUNT),
    "lines of one point": lambda: drawing.lines(
        [series(i, NAMES[i], count=1, highlight=i == 2) for i in (2, 3, 4, 5)], AS_OF, PERCENT, TARGET
    ),
    "lines of 400 points": lambda: drawing.lines(
        [
            series(12, "Lạng Sơn", 1, 400, highlight=True),
            series(13, LONG, 1, 400),
            series(14, HOSTILE, 1, 400),
            series(15, "", 1, 400),
        ],
        date(2021, 9, 30),
        PERCENT,
        Target(120, LONG),
        [Break(date(2020, 9, 9), LONG), Break(date(2021, 1, 2), HOSTILE)],
    ),
    "gains": lambda: drawing.gains(steps(18), "Tăng thêm mỗi ngày, người", [Break(steps(8)[7].end, "đổi cách tính")]),
    "gains of one": lambda: drawing.gains(steps(1), HOSTILE),
    "gains of none known": lambda: drawing.gains([Gain(START, AS_OF.day, 0, "", known=False)], LONG),
    "gains of 60": lambda: drawing.gains(steps(60), "Tăng thêm mỗi ngày, người"),
    "slope": lambda: drawing.slope(tracks(), [START + timedelta(days=6 * n) for n in range(24)], 63),
    "slope of districts": lambda: drawing.slope(
        [
            Track(f"Huyện {NAMES[i]}", [r, s, t], i == 1)
            for i, (r, s, t) in enumerate([(1, 2, 2), (2, 1, 1), (3, None, 3), (4, 4, None), (5, 5, 5)])
        ],
        [date(2020, 8, d) for d in (7, 14, 31)],
        11,
    ),
    "slope of one": lambda: drawing.slope([Track(LONG, [8], highlight=True), Track(HOSTILE, [9])], [START], 63),
    "scenarios": lambda: drawing.scenarios(
        Series("Lạng Sơn", OWN.points, highlight=True),
        paths(),
        AS_OF,
        PERCENT,
        Target(50, "Mục tiêu 50%", date(2021, 3, 31)),
    ),
    "scenarios of one point": lambda: drawing.scenarios(
        Series(HOSTILE, OWN.points[-1:]), [drawing.Path(LONG, OWN.points[-1:])], AS_OF, PERCENT
    ),
    "funnel": lambda: drawing.funnel(*_around(dots(11, 30_000, 200_000, 8.1)), "Dân số (điều tra 2019)", "% dân số"),
    "funnel of 60": lambda: drawing.funnel(*_around(dots(60, 3_000, 8_000_000, 24)), "Dân số", "% dân số"),
    "funnel of two": lambda: drawing.funnel(
        [FunnelDot(HOSTILE, 10, 5, "5%", outside=True), FunnelDot(LONG, 11, 5, "5%")],
        Target(5, LONG),
        dots(2, 10, 11, 5)[1],
        LONG,
        HOSTILE,
    ),
    "missing people": lambda: drawing.missing_people(missing(11), "Số người còn thiếu để đạt mục tiêu 50%"),
    "missing people of 60": lambda: drawing.missing_people(
        missing(60), "Số người còn thiếu để đạt mục tiêu 50%", "Cộng dồn"
    ),
    "missing people of one": lambda: drawing.missing_people([MissingBar(LONG, -5, HOSTILE, LONG)], LONG, LONG),
    "standing": lambda: drawing.standing(MARKS[:10], TARGET, "Tỷ lệ trên dân số"),
    "standing of 63": lambda: drawing.standing(MARKS, TARGET, "Tỷ lệ trên dân số"),
    "distance": lambda: drawing.distance(
        [
            Mark("Dân số", 8.1, "8,12%", highlight=True, gap_shown="thiếu 41,88 điểm phần trăm"),
            Mark("Người dùng điện thoại thông minh", 14, "14,00%", gap_shown="thiếu 36,00 điểm phần trăm"),
        ],
        TARGET,
    ),
    "ladder": lambda: drawing.ladder([KnownRank(i, NAMES[i], i == 8) for i in (1, 2, 3, 8, 9, 62, 63 - 1)], 63),
    "course": lambda: drawing.course(OWN.points[::3], AS_OF, "Lượt tải", CUT),
}


def _around(both: tuple[list[FunnelDot], list[FunnelLimit]]) -> tuple[list[FunnelDot], Target, list[FunnelLimit]]:
    found, limits = both
    middle = (limits[-1].low95 + limits[-1].high95) / 2
    return found, Target(middle, f"Toàn tỉnh {shown(middle)}"), limits


SPARKS = [
    drawing.spark([share(12, 7 * n) for n in range(20)], 50),
    drawing.spark([1, None, 3, None, None, 4, 5, 2]),
    drawing.spark([5]),
    drawing.spark([]),
    drawing.spark([0, 0, 0], 0),
]

# How a page looks to an eye without green cones: Machado, Oliveira and Fernandes (2009), severity 1, linear light.
PAGE = """<!doctype html><html lang="vi"><meta charset="utf-8"><title>Các hình</title>
<style>body{{font:16px sans-serif;margin:16px;background:#888}}h2{{color:#fff}}img{{background:#fff;width:100%}}
.row{{display:grid;grid-template-columns:2fr 1fr 1fr;gap:12px;align-items:start}}
.grey{{filter:grayscale(1)}}.deuteranopia{{filter:url(#deuteranopia)}}svg{{background:#fff}}</style>
<svg width="0" height="0" style="position:absolute"><filter id="deuteranopia" color-interpolation-filters="linearRGB">
<feColorMatrix values="0.367322 0.860646 -0.227968 0 0  0.280085 0.672501 0.047413 0 0
 -0.011820 0.042940 0.968881 0 0  0 0 0 1 0"/></filter></svg>
{figures}<h2>spark</h2>{sparks}</html>"""


def page() -> str:
    """Show each figure three times: as it is, in grey, and without green cones."""
    parts = []
    for name, draw in FIGURES.items():
        data = b64encode(embed_fonts(draw().svg).encode()).decode()
        source = f'src="data:image/svg+xml;base64,{data}" alt="{escape(name)}"'
        images = "".join(f'<img class="{look}" {source}>' for look in ("plain", "grey", "deuteranopia"))
        parts.append(f'<h2>{escape(name)}</h2><div class="row">{images}</div>')
    return PAGE.format(figures="\n".join(parts), sparks=" ".join(SPARKS))


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), encoding="utf-8")
