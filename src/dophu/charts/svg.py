"""A figure as SVG: its text kept as text, without what nobody reads, the same bytes for the same figure."""

from __future__ import annotations

import io
import re

from matplotlib.figure import Figure

from dophu.charts.drawing import Drawing
from dophu.charts.geometry import Box
from dophu.charts.house import STYLE, Plot, Sheet, grid, page, sheet, style
from dophu.charts.look import DASHED, INCH, INK, POINT, WIDTH, on_a_phone
from dophu.charts.text import Words

NOTHING_OF_ITS_MAKING = dict.fromkeys(("Date", "Creator", "Format", "Type"))
FILE = ("svg.", "savefig.", "path.", "text.parse_math", "font.sans", "font.serif", "font.mono", "font.cur", "font.fan")
FORM = {name: STYLE[name] for name in STYLE if name.startswith(FILE)}
HEAD = re.compile(r".*?<svg\b", re.DOTALL)
IDLE = re.compile(r"\s*<metadata>.*?</metadata>|\s*<defs>\s*<style[^>]*>[^<]*</style>\s*</defs>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")
LONG = re.compile(r"-?\d+\.\d{3,}")
TURNED_BY_NOTHING = re.compile(r' transform="rotate\(-?0 [^)]*\)"')
NAME = re.compile(r' id="([^"]*)"')
CALLED = re.compile(r'(?:url\(#|href="#)([^)"]*)')
EMPTY = re.compile(r"\s*<g>\s*</g>|\s*<g/>")
PEN = ' stroke-linejoin="round" stroke-linecap="butt">'  # what the style that is left out said of every line


def drawing_of(figure: Figure) -> Drawing:
    """Write a figure no wider than the text of a letter; one of ours that somebody changed grows for what was added."""
    ours = bool(figure.axes) and isinstance(figure.axes[0], Plot)
    around = page(figure) if ours and figure.stale else None
    # a plot of the notebook's own keeps what the notebook has set; the file is written as ours are
    with style(STYLE if ours else FORM), io.StringIO() as written:
        figure.savefig(written, format="svg", metadata=NOTHING_OF_ITS_MAKING, bbox_inches=around)
        svg = written.getvalue()
    figure.stale = False
    wide, high = (float(side) * POINT for side in re.findall(r'\b(?:width|height)="([\d.]+)pt"', svg)[:2])
    scale = min(1.0, WIDTH / wide)
    return Drawing(_sized(tidied(svg), wide * scale, high * scale), round(wide * scale, 4), round(high * scale, 4))


def narrow_of(figure: Figure) -> str:
    """Draw a figure of ours anew for a phone; "" where it is not ours, or somebody has changed it."""
    if not isinstance(figure, Sheet) or figure.anew is None or figure.stale:
        return ""
    with on_a_phone():
        return drawing_of(figure.anew()).svg


def warm_up() -> None:
    """Draw a sheet of every kind of thing once, for processes that are forked later: matplotlib imports as it draws."""
    with style(STYLE):
        plot = sheet(20.0, Box(0, 0, WIDTH, 20.0), (0, 1), (0, 1))
        grid(plot, "x", [0.0, 1.0], ["0", "1"])
        plot.plot([0, 1], [0, 1], ls=DASHED)
        plot.points([0.5], [0.5], INK)
        plot.boxes([Box(0, 0, 1, 1)], INK)
        plot.hlines([0], 0, 1)
        plot.write(Words(0, 10, "0"), INK, ground=True)
    drawing_of(plot.whole)


def tidied(svg: str) -> str:
    """Leave out what no reader sees, and round to a hundredth of a point; what is text stays as it is."""
    svg = IDLE.sub("", HEAD.sub("<svg", svg, count=1))
    called = set(CALLED.findall(svg))

    def tidy(tag: re.Match[str]) -> str:
        shorter = LONG.sub(_rounded, TURNED_BY_NOTHING.sub("", tag[0]))
        return NAME.sub(lambda name: name[0] if name[1] in called else "", shorter)

    svg = EMPTY.sub("", TAG.sub(tidy, svg))
    return svg.replace(">", PEN, 1).replace("\n\n", "\n")


def _rounded(number: re.Match[str]) -> str:
    shown = f"{float(number[0]):.2f}".rstrip("0").rstrip(".")
    return "0" if shown == "-0" else shown


def _sized(svg: str, wide: float, high: float) -> str:
    """Say the size on paper."""
    start, rest = svg.split(">", 1)
    for name, side in (("width", wide), ("height", high)):
        start = re.sub(rf'\s{name}="[^"]*"', f' {name}="{side / INCH * 72:.2f}pt"', start, count=1)
    return f"{start}>{rest}"
