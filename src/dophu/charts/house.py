"""The house layer over matplotlib: a sheet as wide as a letter's text, one plot on it, labels that keep clear.

Figures are built without pyplot and in the house style alone, whatever a notebook has set. What belongs to a value
stands in data coordinates, so that it follows when somebody moves an axis; room and distances are millimetres from the
sheet's top left corner.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial, wraps
from math import ceil, log10
from pathlib import Path
from typing import Any, ParamSpec

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.legend import Legend
from matplotlib.text import Text
from matplotlib.ticker import NullLocator
from matplotlib.transforms import Affine2D, Bbox, ScaledTranslation, Transform, blended_transform_factory

from dophu import fonts
from dophu.charts.geometry import Box, Spot, Stroke
from dophu.charts.look import BACKGROUND, GRID, INCH, INK, NOTE, POINT, QUIET, SOLID, TITLE, sheet_width
from dophu.charts.text import Words, broken

SHEET = Path(__file__).parent / "house.mplstyle"
KEPT = {"backend", "backend_fallback", "interactive"}  # of the kernel that draws
STYLE: dict[str, Any] = {
    **{name: value for name, value in mpl.rcParamsDefault.items() if name not in KEPT},
    **mpl.rc_params_from_file(SHEET, use_default_template=False),
}
for face in fonts.FACES:
    if str(face.ttf) not in {entry.fname for entry in fontManager.ttflist}:
        fontManager.addfont(face.ttf)

Given = ParamSpec("Given")
Dashes = str | tuple[int, tuple[float, ...]]


@contextmanager
def style(settings: Mapping[str, Any]) -> Iterator[None]:
    """Draw with settings that are checked already: checking all of them again costs as much as a tenth of a figure."""
    with mpl.rc_context():
        dict.update(mpl.rcParams, settings)
        yield


def in_house_style(draw: Callable[Given, Figure]) -> Callable[Given, Figure]:
    """Draw a figure under the house style, apart from what the notebook has set for its own plots."""

    @wraps(draw)
    def drawn(*args: Given.args, **named: Given.kwargs) -> Figure:
        with style(STYLE):
            figure = draw(*args, **named)
        figure.stale = False  # from here on it tells that somebody has changed it
        if isinstance(figure, Sheet):
            figure.anew = partial(drawn, *args, **named)
        return figure

    return drawn


class Sheet(Figure):
    """A figure of ours, which can be drawn anew on a sheet of another width."""

    anew: Callable[[], Figure] | None = None


class Label(Text):
    """One line of text on its baseline; SVG takes it as it is, without the layout that `Text` asks of FreeType.

    ground   what is cleared behind it: left, bottom, width and height from its place, in points
    """

    ground: tuple[float, ...] = ()

    def draw(self, renderer: Any) -> None:
        """Draw it, by the long way where it is turned or not for an SVG."""
        if not (self.get_visible() and self.get_text()):
            return
        if self.ground:
            self._clear(renderer)
        if self.get_rotation() or not isinstance(getattr(renderer, "_renderer", renderer), RendererSVG):
            super().draw(renderer)
            return
        x, y = self.get_transform().transform(self.get_position())
        pen = renderer.new_gc()
        pen.set_foreground(self.get_color())
        pen.set_alpha(self.get_alpha())
        tall = renderer.get_canvas_width_height()[1]
        renderer.draw_text(pen, x, tall - y, self.get_text(), self.get_fontproperties(), 0, mtext=self)
        pen.restore()
        self.stale = False

    def set_clip_path(self, path: Any, transform: Any = None) -> None:
        """Stay whole: a label may stand beside the plot, and asking for its frame costs as much as drawing it."""

    def _clear(self, renderer: Any) -> None:
        x, y = self.get_transform().transform(self.get_position())
        left, bottom, wide, tall = (side * renderer.points_to_pixels(1.0) for side in self.ground)
        pen = renderer.new_gc()
        pen.set_linewidth(0)
        box = mpl.path.Path.unit_rectangle()
        renderer.draw_path(pen, box, Affine2D().scale(wide, tall).translate(x + left, y + bottom), (1, 1, 1))
        pen.restore()


class Plot(Axes):
    """The plot of a sheet: its values in data coordinates, all else in millimetres."""

    def __init__(self, figure: Figure, area: Box, x: Spot, y: Spot, *, log: bool = False) -> None:
        height = figure.get_figheight() * INCH
        sides = ((area.right - area.left) / sheet_width(), (area.bottom - area.top) / height)
        rect = (area.left / sheet_width(), 1 - area.bottom / height, *sides)
        super().__init__(figure, rect)
        if log:
            self.set_xscale("log")
        self.set(xlim=x, ylim=y, autoscale_on=False)
        self.whole, self.area = figure, area
        self._x, self._y, self._log = x, y, log  # as laid out, wherever somebody moves the axes then
        self._shifts: dict[tuple[float, float], Transform] = {}
        down = Affine2D().scale(1 / INCH, -1 / INCH).translate(0, figure.get_figheight())
        self.millimetres = down + figure.dpi_scale_trans

    def set_title(self, label: str, fontdict: Any = None, loc: Any = "left", pad: Any = None, **named: Any) -> Text:
        """Put a title over the whole sheet, which grows for it; a long one is set in lines."""
        tall = self.area.bottom - self.area.top
        placed: dict[str, Any] = {
            "y": 1 + (self.area.top + 2) / tall,
            "x": -self.area.left / (self.area.right - self.area.left),
        }
        placed |= {"fontsize": TITLE, "fontweight": "bold", "color": INK, "va": "bottom"}
        placed |= {"parse_math": False} | named
        lines = "\n".join(line for each in label.split("\n") for line in broken(each, sheet_width(), TITLE, bold=True))
        return super().set_title(lines, fontdict, loc, pad, **placed)

    # -- places ----------------------------------------------------------------------------------------

    def across(self, x: float) -> float:
        """Say how far from the left of the sheet a value stands."""
        low, high = self._x
        share = log10(x / low) / log10(high / low) if self._log else (x - low) / (high - low)
        return self.area.left + share * (self.area.right - self.area.left)

    def down(self, y: float) -> float:
        """Say how far from the top of the sheet a value stands."""
        low, high = self._y
        return self.area.bottom - (y - low) / (high - low) * (self.area.bottom - self.area.top)

    def spot(self, x: float, y: float) -> Spot:
        """Say where a value stands."""
        return self.across(x), self.down(y)

    def value(self, x: float, y: float) -> Spot:
        """Say which value stands at a place."""
        (left, right), (low, high) = self._x, self._y
        along = (x - self.area.left) / (self.area.right - self.area.left)
        up = (self.area.bottom - y) / (self.area.bottom - self.area.top)
        value = left * (right / left) ** along if self._log else left + along * (right - left)
        return value, low + up * (high - low)

    # -- what is drawn ---------------------------------------------------------------------------------

    def strokes(
        self, strokes: Iterable[Stroke], colour: str, width: float, dashes: Dashes = SOLID, **named: Any
    ) -> None:
        """Draw straight lines between places, each apart."""
        pairs = [[self.value(x1, y1), self.value(x2, y2)] for x1, y1, x2, y2 in strokes]
        named = {"clip_on": False} | named
        self.add_collection(LineCollection(pairs, colors=colour, linewidths=width, linestyles=[dashes], **named), False)

    def boxes(self, boxes: Sequence[Box], fill: str, edge: str = "none", width: float = 0.8, **named: Any) -> None:
        """Fill rectangles between places."""
        corners = [
            [self.value(x, y) for x, y in ((b.left, b.top), (b.right, b.top), (b.right, b.bottom), (b.left, b.bottom))]
            for b in boxes
        ]
        named = {"clip_on": False} | named
        self.add_collection(
            PolyCollection(corners, facecolors=fill, edgecolors=edge, linewidths=width, **named), autolim=False
        )

    def hatch(self, box: Box, colour: str, step: float = 1.5, width: float = 0.5, **named: Any) -> None:
        """Fill a rectangle with slanted lines, drawn one by one: renderers disagree about hatch patterns."""
        tall = box.bottom - box.top
        slants: list[Stroke] = []
        for i in range(1, ceil((box.right - box.left + tall) / step)):
            foot = box.left - tall + i * step
            left, right = max(foot, box.left), min(foot + tall, box.right)
            slants.append((left, box.bottom - (left - foot), right, box.bottom - (right - foot)))
        self.strokes(slants, colour, width, **named)

    def points(self, x: Sequence[float], y: Sequence[float], colour: str, **named: Any) -> None:
        """Draw marks at values; a hollow one (`mfc`) shows the ground inside."""
        looks: dict[str, Any] = {"marker": "o", "ms": 5.5, "mew": 1.1, "clip_on": False, "zorder": 3} | named
        self.plot(x, y, ls="none", color=colour, **looks)

    def write(
        self, words: Words, colour: str, at: tuple[float | None, float] | None = None, ground: bool = False
    ) -> None:
        """Print words where they stand; `at` is the value, or the row alone, that they go with when an axis moves."""
        if not words.text:
            return
        baseline = words.y + 0.33 * words.size * POINT  # half of a capital's height
        x, y, carried = self._carried(words.x, baseline, at)
        label = Label(x, y, words.text, color=colour, fontproperties=_font(words.size, words.bold), ha=words.align)
        label.set_transform(carried)
        label.set_clip_on(False)
        label.set_zorder(4)
        if ground:
            box = words.box
            sides = (box.left - words.x, baseline - box.bottom, box.right - box.left, box.bottom - box.top)
            label.ground = tuple(side / POINT for side in sides)
        self.add_artist(label)

    def _carried(self, x: float, y: float, at: tuple[float | None, float] | None) -> tuple[float, float, Transform]:
        if at is None:
            return x, y, self.millimetres
        along, row = at
        if along is None:
            return x, row, blended_transform_factory(self.millimetres, self._shifted(0.0, self.down(row) - y))
        return along, row, self._shifted(x - self.across(along), self.down(row) - y)

    def _shifted(self, right: float, up: float) -> Transform:
        key = (round(right, 4), round(up, 4))
        if key not in self._shifts:
            by = ScaledTranslation(right / INCH, up / INCH, self.whole.dpi_scale_trans)
            self._shifts[key] = self.transData + by
        return self._shifts[key]


def _font(size: float, bold: bool) -> FontProperties:
    return FontProperties(family=fonts.FAMILY, size=size, weight=fonts.BOLD.weight if bold else fonts.REGULAR.weight)


def sheet(height: float, area: Box, x: Spot, y: Spot, *, log: bool = False) -> Plot:
    """Lay a sheet of the text's width with one plot on it, its axes from and to the values given."""
    figure = Sheet(figsize=(sheet_width() / INCH, height / INCH), facecolor=BACKGROUND)
    plot = Plot(figure, area, x, y, log=log)
    figure.add_axes(plot)
    plot.spines[:].set_visible(False)
    plot.patch.set_visible(False)
    for axis in (plot.xaxis, plot.yaxis):
        axis.set_major_locator(NullLocator())
        axis.set_minor_locator(NullLocator())
    return plot


def grid(plot: Plot, which: str, ticks: Sequence[float], texts: Sequence[str]) -> None:
    """Print numbers beside an axis, with a thin line for each."""
    axis = plot.xaxis if which == "x" else plot.yaxis
    axis.set_ticks(ticks, texts)
    axis.grid(visible=True, color=GRID, linewidth=0.6)
    for line in axis.get_gridlines():
        line.set_clip_on(False)


def with_room(plot: Plot, values: Sequence[float], texts: Sequence[str]) -> list[str]:
    """Leave out the numbers that would touch another; the zero is sure of its own."""
    taken: list[Box] = []
    kept = dict.fromkeys(values, "")
    for value, text in sorted(zip(values, texts, strict=True), key=lambda each: bool(each[0])):
        words = Words(plot.across(value), 0.0, text, NOTE, "center")
        if words.box.right <= sheet_width() + 0.6 and not words.box.meets(taken, []):
            kept[value] = text
            taken.append(words.box)
    return list(kept.values())


def edge(plot: Plot, side: str) -> None:
    """Draw one edge of the plot, the line that values are measured from."""
    plot.spines[side].set(visible=True, color=QUIET, linewidth=0.8)


def page(figure: Figure) -> Bbox | None:
    """Say how large the sheet is with what was added around it, in inches; None where all is on the sheet."""
    figure.draw_without_rendering()
    added = [each for each in figure.findobj(_is_added) if each.get_visible()]
    if not added:
        return None
    around = Bbox.union([figure.bbox, *(each.get_window_extent() for each in added)])
    return around.transformed(figure.dpi_scale_trans.inverted())


def _is_added(artist: Artist) -> bool:
    """Whether an artist may stand outside the sheet: ours do not."""
    is_text = isinstance(artist, Text) and not isinstance(artist, Label) and bool(artist.get_text())
    return is_text or isinstance(artist, Legend)
