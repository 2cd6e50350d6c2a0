"""Every figure, in ordinary and in extreme cases: as anyone reads it, on a phone, in the dark, in grey, without green.

Run `python -m tests.figure_page OUT.html` and look at it.
"""

from __future__ import annotations

import csv
import re
import sys
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from html import escape
from math import exp, sin, sqrt
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

from dophu import charts
from dophu.charts.arrivals import STATES, Received
from dophu.charts.boundaries import Area
from dophu.charts.courses import Point
from dophu.charts.dates import Break
from dophu.charts.dots import Share
from dophu.charts.funnels import Limit, Sized
from dophu.charts.missing import MissingPeople
from dophu.charts.outlook import Expected
from dophu.charts.pace import Gain
from dophu.charts.rankings import Ranked
from dophu.charts.rows import frame_of
from dophu.charts.svg import drawing_of, narrow_of
from dophu.charts.tilemap import Island, Tile
from dophu.publish import inline
from dophu.publish.html import TEMPLATES, embed_fonts
from dophu.publish.sparkline import spark
from dophu.wording import Moment, decimal, percent

SHEETS = [(TEMPLATES / name).read_text("utf-8") for name in ("palette.css", "style.css")]
IN_THE_DARK = "".join(sheet.partition("prefers-color-scheme: dark")[2].partition("\n}\n")[0] for sheet in SHEETS)
DARK = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", IN_THE_DARK))
DATA = Path(__file__).parents[1] / "data" / "reference"
LONG = "Ủy ban nhân dân thành phố trực thuộc trung ương có tên rất dài Ẩ"
HOSTILE = "<script>alert('$x$ & y')</script>"
AS_OF = Moment.parse("2020-12-18T08:00")
GOAL: Any = {"target": 50.0, "target_label": "Mục tiêu 50%"}
START = date(2020, 8, 1)
ISLANDS = [Island("Q.đ. Hoàng Sa (Đà Nẵng)", 11, 12.5), Island("Q.đ. Trường Sa (Khánh Hòa)", 11, 19)]
EDGES = (0, 10, 20, 30, 40, 50)
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


def cells(unknown: int = 2, own: str = "20") -> list[Tile]:
    values = [None if i % 63 in range(20, 20 + unknown) else share(i) for i in range(len(PROVINCES))]
    return [
        Tile(name, x, y, v, "" if v is None else shown(v), None if v is None else int(v // 10), code == own)
        for (code, name, x, y), v in zip(PROVINCES, values, strict=True)
    ]


def square(cell: Tile) -> list[tuple[float, float]]:
    """A boundary where the tile of a unit stands."""
    west, north = 102 + cell.column, 24 - 0.8 * cell.row
    return [(west, north), (west + 1, north), (west + 1, north - 0.8), (west, north - 0.8), (west, north)]


def series(  # noqa: PLR0913 - of a course
    i: int, name: str, step: int = 7, count: int = 20, *, scale: float = 1.0, own: bool = False
) -> list[Point]:
    values = [(step * n, round(share(i, step * n) * scale, 2)) for n in range(count)]
    return [
        Point(START + timedelta(days=d), v, shown(v) if scale <= 2 else decimal(round(v)), name, own) for d, v in values
    ]


def revised(points: list[Point], at: int, former: float) -> list[Point]:
    changes: dict[int, Any] = {at: {"former": former}, at + 3: {"gap": True}}
    return [replace(point, **changes.get(i, {})) for i, point in enumerate(points)]


def ranks(moments: int = 24, count: int = 63) -> list[Ranked]:
    ranked = [sorted(range(count), key=lambda i: -share(i, 5 + 6 * day)) for day in range(moments)]
    return [
        Ranked(
            NAMES[i], START + timedelta(days=6 * n), None if i == 16 and n in (5, 6) else order.index(i) + 1, i == 12
        )
        for i in range(count)
        for n, order in enumerate(ranked)
    ]


def dots(count: int, low: float, high: float, centre: float) -> tuple[list[Sized], list[Limit]]:
    sizes = [low * (high / low) ** ((i * 7 % count) / max(1, count - 1)) for i in range(count)]
    drawn = []
    for i, size in enumerate(sizes):
        error = sqrt(centre * (100 - centre) / size) * 12
        value = centre + error * 2.6 * sin(i * 1.7)
        outside = abs(value - centre) > 3.09 * error / 1.4
        drawn.append(Sized(f"Huyện {NAMES[i % 63]}", size, value, shown(value), outside, i == 3))
    limits = []
    for step in range(41):
        size = low * (high / low) ** (step / 40)
        error = sqrt(centre * (100 - centre) / size) * 12 / 1.4
        limits.append(Limit(size, *(centre + k * error for k in (-1.96, 1.96, -3.09, 3.09))))
    return drawn, limits


def missing(count: int) -> list[MissingPeople]:
    values = sorted((round(90_000 * exp(-i / 9) - 9_000 * (i > count - 3)) for i in range(count)), reverse=True)
    total, running, bars = sum(v for v in values if v > 0), 0, []
    for i, value in enumerate(values):
        running += max(0, value)
        cumulative = shown(100 * running / total) if value > 0 else ""
        words = decimal(value) if value >= 0 else f"vượt {decimal(-value)}"
        bars.append(MissingPeople(NAMES[i % 63], value, words, cumulative, i == 2))
    return bars


def steps(count: int) -> list[Gain]:
    bars, day = [], START
    for i in range(count):
        end = day + timedelta(days=(3, 7, 2, 14, 7)[i % 5])
        value = -900.0 if i == 4 else 4000 * exp(-i / 6) + 300 * sin(i)
        bars.append(Gain(day, end, None if i == 7 else value, "" if i == 7 else decimal(round(value))))
        day = end
    return bars


def paths() -> list[Expected]:
    days = [0, 30, 60, 90, 120]
    at = [START + timedelta(days=133 + d) for d in days]
    straight = [36.1 + 0.11 * d for d in days]
    curved = [36.1 + 0.3 * 12 * (1 - exp(-d / 50)) for d in days]
    return [
        *(
            Expected("tuyến tính", t, v, shown(v), v - d / 40, v + d / 30)
            for t, v, d in zip(at, straight, days, strict=True)
        ),
        *(
            Expected("logistic", t, v, shown(v), v - d / 30, v + d / 60)
            for t, v, d in zip(at, curved, days, strict=True)
        ),
    ]


OWN = series(12, "Lạng Sơn", own=True)
REGION = series(16, "Trung du và miền núi phía Bắc")
NATION = series(30, "Cả nước")
SHARES = [Share(name, share(i), shown(share(i)), own=i == 12) for i, name in enumerate(NAMES)]


def tiled(rows: list[Tile], *more: Any, label: str = "Tỷ lệ trên dân số", edges: Sequence[float] = EDGES) -> Figure:
    return charts.tiles(frame_of(rows), frame_of(ISLANDS), edges, label, *more)


def lined(points: list[Point], as_of: Any = AS_OF, label: str = "% dân số", **more: Any) -> Figure:
    return charts.lines(frame_of(points), as_of, label, **more)


def funnelled(both: tuple[list[Sized], list[Limit]], size_label: str, label: str) -> Figure:
    found, limits = both
    middle = (limits[-1].low95 + limits[-1].high95) / 2
    named = {"size_label": size_label, "label": label}
    return charts.funnel(frame_of(found), frame_of(limits), middle, f"Toàn tỉnh {shown(middle)}", **named)


FIGURES: dict[str, Callable[[], Figure]] = {
    "tiles": lambda: tiled(cells(), "Đến 08h00 ngày 18/12/2020."),
    "tiles of nothing": lambda: tiled(cells(63)),
    "tiles of three classes": lambda: tiled(
        [
            Tile((HOSTILE, LONG, "Ẩ" * 80, "")[i % 4], 1 + i % 9, 1 + i // 9, 5, "100.000,00%", i % 3, i == 5)
            for i in range(27)
        ],
        LONG,
        label=LONG,
        edges=[0, 1000, 200_000, 400_000],
    ),
    "areas": lambda: charts.areas(
        frame_of([Area(c.name, [square(c)], c.shown, c.level, c.own) for c in cells()]),
        frame_of(ISLANDS),
        EDGES,
        "%",
        **GOAL,
    ),
    "lines": lambda: lined([*revised(OWN, 12, 33.0), *REGION, *NATION], **GOAL, breaks=CUT),
    "lines of counts": lambda: lined(
        series(12, "Lạng Sơn", scale=3000, own=True), AS_OF, "Người/điện thoại đã cài đặt", percent=False
    ),
    "lines of one point": lambda: lined(
        [point for i in (2, 3, 4, 5) for point in series(i, NAMES[i], count=1, own=i == 2)], **GOAL
    ),
    "lines of 400 points": lambda: lined(
        [
            *series(12, "Lạng Sơn", 1, 400, own=True),
            *series(13, LONG, 1, 400),
            *series(14, HOSTILE, 1, 400),
            *series(15, "", 1, 400),
        ],
        date(2021, 9, 30),
        target=120,
        target_label=LONG,
        breaks=[Break(date(2020, 9, 9), LONG), Break(date(2021, 1, 2), HOSTILE)],
    ),
    "gains": lambda: charts.gains(
        frame_of(steps(18)), "Tăng thêm mỗi ngày, người", [Break(steps(8)[7].end, "đổi cách tính")]
    ),
    "gains of one": lambda: charts.gains(frame_of(steps(1)), HOSTILE),
    "gains of none known": lambda: charts.gains(frame_of([Gain(START, AS_OF.day, None, "")]), LONG),
    "gains of 60": lambda: charts.gains(frame_of(steps(60)), "Tăng thêm mỗi ngày, người"),
    "slope": lambda: charts.slope(frame_of(ranks()), 63),
    "slope of districts": lambda: charts.slope(
        frame_of(
            [
                Ranked(f"Huyện {NAMES[i]}", date(2020, 8, day), rank, i == 1)
                for i, found in enumerate([(1, 2, 2), (2, 1, 1), (3, None, 3), (4, 4, None), (5, 5, 5)])
                for day, rank in zip((7, 14, 31), found, strict=True)
            ]
        ),
        11,
    ),
    "slope of one": lambda: charts.slope(frame_of([Ranked(LONG, START, 8, own=True), Ranked(HOSTILE, START, 9)]), 63),
    "scenarios": lambda: charts.scenarios(
        frame_of(OWN), frame_of(paths()), AS_OF, "% dân số", **GOAL, due=date(2021, 3, 31)
    ),
    "scenarios of one point": lambda: charts.scenarios(
        frame_of([replace(OWN[-1], name=HOSTILE)]), frame_of([Expected(LONG, OWN[-1].moment, 36, "36%")]), AS_OF, ""
    ),
    "funnel": lambda: funnelled(dots(11, 30_000, 200_000, 8.1), "Dân số (điều tra 2019)", "% dân số"),
    "funnel of 60": lambda: funnelled(dots(60, 3_000, 8_000_000, 24), "Dân số", "% dân số"),
    "funnel of two": lambda: funnelled(
        ([Sized(HOSTILE, 10, 5, "5%", outside=True), Sized(LONG, 11, 5, "5%")], dots(2, 10, 11, 5)[1]), LONG, HOSTILE
    ),
    "missing people": lambda: charts.missing_people(frame_of(missing(11)), "Số người còn thiếu để đạt mục tiêu 50%"),
    "missing people of 60": lambda: charts.missing_people(
        frame_of(missing(60)), "Số người còn thiếu để đạt mục tiêu 50%", "Cộng dồn"
    ),
    "missing people of one": lambda: charts.missing_people(
        frame_of([MissingPeople(LONG, -5, HOSTILE, LONG)]), LONG, LONG
    ),
    "standing": lambda: charts.standing(frame_of(SHARES[:10]), **GOAL, label="Tỷ lệ trên dân số"),
    "standing of 63": lambda: charts.standing(frame_of(SHARES), **GOAL, label="Tỷ lệ trên dân số"),
    "distance": lambda: charts.distance(
        frame_of(
            [
                Share("Dân số", 8.1, "8,12%", own=True, gap="thiếu 41,88 điểm phần trăm"),
                Share("Người dùng điện thoại thông minh", 14, "14,00%", gap="thiếu 36,00 điểm phần trăm"),
            ]
        ),
        **GOAL,
    ),
    "multiples": lambda: charts.multiples(
        frame_of([point for i in range(11) for point in series(i, NAMES[i], own=i == 3)]), "% dân số", **GOAL
    ),
    "multiples of counts": lambda: charts.multiples(
        frame_of([*series(1, LONG, scale=3000, count=1), *series(2, HOSTILE, scale=3000)]), LONG, percent=False
    ),
    "changes": lambda: charts.changes(
        frame_of(
            [
                MissingPeople(name, 0.3 - i / 8, f"{0.3 - i / 8:+.2f}".replace(".", ","), shown(share(i)), i == 2)
                for i, name in enumerate(NAMES[:8])
            ]
        ),
        "Điểm phần trăm so với 11/12/2020",
        "Tỷ lệ",
    ),
    "calendar": lambda: charts.calendar(
        frame_of(
            [
                Received(NAMES[i], START + timedelta(days=7 * n), STATES[(i * n * n + i) % 7 // 3], i == 2)
                for i in range(12)
                for n in range(20)
            ]
        )
    ),
    "calendar of one": lambda: charts.calendar(frame_of([Received(LONG, START, "none")])),
    "course": lambda: charts.course(frame_of([replace(p, name="") for p in OWN[::3]]), AS_OF, "Lượt tải", CUT),
}


SPARKS = [
    spark([share(12, 7 * n) for n in range(20)], 50),
    spark([1, None, 3, None, None, 4, 5, 2]),
    spark([5]),
    spark([]),
    spark([0, 0, 0], 0),
]

# How a page looks to an eye without green cones: Machado, Oliveira and Fernandes (2009), severity 1, linear light.
PAGE = """<!doctype html><html lang="vi"><meta charset="utf-8"><title>Các hình</title>
<style>body{{font:16px sans-serif;margin:16px;background:#888}}h2{{color:#fff}}img{{background:#fff;width:100%}}
.row{{display:grid;grid-template-columns:5fr 320px 3fr 3fr 3fr;gap:12px;align-items:start}}
.dark{{background:#121212}}.grey{{filter:grayscale(1)}}.deuteranopia{{filter:url(#deuteranopia)}}svg{{background:#fff}}</style>
<svg width="0" height="0" style="position:absolute"><filter id="deuteranopia" color-interpolation-filters="linearRGB">
<feColorMatrix values="0.367322 0.860646 -0.227968 0 0  0.280085 0.672501 0.047413 0 0
 -0.011820 0.042940 0.968881 0 0  0 0 0 1 0"/></filter></svg>
{figures}<h2>spark</h2>{sparks}</html>"""


def page() -> str:
    """Show each figure in every look."""
    parts = []
    for name, draw in FIGURES.items():
        narrow, svg = narrow_of(draw()), drawing_of(draw()).svg
        looks = {"plain": svg, "phone": narrow or svg, "dark": darkened(svg), "grey": svg, "deuteranopia": svg}
        images = "".join(
            f'<img class="{look}" src="{address(one)}" alt="{escape(name)}">' for look, one in looks.items()
        )
        parts.append(f'<h2>{escape(name)}</h2><div class="row">{images}</div>')
    return PAGE.format(figures="\n".join(parts), sparks=" ".join(SPARKS))


def address(svg: str) -> str:
    """Write a drawing as an address, its letters within."""
    return f"data:image/svg+xml;base64,{b64encode(embed_fonts(svg).encode()).decode()}"


def darkened(svg: str) -> str:
    """Draw it in the colours of a page in the dark."""
    return inline.COLOUR.sub(lambda found: DARK.get(inline.NAMES.get(found[0], ""), found[0]), svg)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), encoding="utf-8")
