"""Figures over time: a plot with its numbered height, its dates and flags, and room for names at its right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from dophu.tell.drawing.axes import Axis, Scale, Target, dash, standing_ticks, ticks_width
from dophu.tell.drawing.canvas import Canvas
from dophu.tell.drawing.geometry import Box, Spot, Stroke, apart
from dophu.tell.drawing.look import (
    BACKGROUND,
    GAP,
    INK,
    LABEL,
    LEADING,
    NEXT_LINE,
    NOTE,
    POINT,
    QUIET,
    TICK_FOOT,
    WIDTH,
    Align,
    Dashes,
)
from dophu.tell.drawing.text import Words, broken, fitted, width
from dophu.tell.drawing.timeline import Flag, Point, Span, days, draw_flags, foot_of, raised, title_of
from dophu.wording import Moment

TALL = 64.0
NAME_AT_MOST = 36.0  # of a name at the end of its line
LEADER = 4.0  # from the end of a line to its name
ENDING_LINE = LEADING * NOTE * POINT


@dataclass(frozen=True)
class Series:
    """The values of one unit over time, in the order of their moments."""

    label: str
    points: Sequence[Point]
    highlight: bool = False

    def __post_init__(self) -> None:
        if any(days(one.moment) > days(two.moment) for one, two in pairwise(self.points)):
            raise ValueError(f"points stand in the order of their moments: {self.label}")


class Ending(NamedTuple):
    """What stands at the end of a line: the name, the value under it, and their colour."""

    name: str
    shown: str = ""
    ink: str = INK
    bold: bool = False

    def lines(self) -> list[tuple[str, bool]]:
        """Set the name in at most two lines, and the value under it."""
        first, *rest = broken(self.name, NAME_AT_MOST, NOTE, self.bold) or [""]
        names = [first, fitted(" ".join(rest), NAME_AT_MOST, NOTE, self.bold)]
        value = fitted(self.shown, NAME_AT_MOST, NOTE, bold=True)
        return [line for line in [*((name, self.bold) for name in names), (value, True)] if line[0]]

    @property
    def width(self) -> float:
        """What the widest line takes."""
        return max((width(text, NOTE, bold) for text, bold in self.lines()), default=0.0)

    @property
    def height(self) -> float:
        """What the lines take together, and the air to the next."""
        return ENDING_LINE * len(self.lines()) + 0.8


def draw_endings(canvas: Canvas, ends: Sequence[tuple[Spot, Ending]], plot: Box) -> None:
    """Name lines where they end, at the right of the plot and apart from each other, each by a thin leader."""
    heights = [ending.height for _, ending in ends]
    middles = apart([y for (_, y), _ in ends], heights, plot.top - NEXT_LINE, plot.bottom + TICK_FOOT)
    for ((x, y), ending), middle in zip(ends, middles, strict=True):
        turn = max(x + GAP, plot.right + 1.0)
        canvas.curve([(x + GAP, y), (turn, y), (plot.right + LEADER - 0.8, middle)], QUIET, 0.4)
        lines = ending.lines()
        for i, (text, bold) in enumerate(lines):
            line = middle + (i - (len(lines) - 1) / 2) * ENDING_LINE
            canvas.print(Words(plot.right + LEADER, line, text, NOTE, "left", bold), ending.ink)


class Frame(NamedTuple):
    """A plot over time, its axes laid out and drawn, for values to be drawn into."""

    canvas: Canvas
    span: Span
    axis: Axis
    plot: Box
    flags: Sequence[Flag]

    def spot(self, when: Moment | date, value: float) -> Spot:
        """Where a value stands."""
        return self.span(when), self.axis(value)

    def spots(self, points: Sequence[Point]) -> list[Spot]:
        """Where the values of a series stand."""
        return [self.spot(point.moment, point.value) for point in points]

    @property
    def poles(self) -> list[Stroke]:
        """The lines of the flags, which labels keep clear of."""
        return [(flag.x, flag.words.y, flag.x, self.plot.bottom) for flag in self.flags]


def framed(scale: Scale, axis: Axis, span: Span, marked: Sequence[tuple[Moment | date, str, Dashes]]) -> Frame:
    """Draw what stands behind the values: title, heights, flags."""
    title = title_of(scale.label)
    flags = raised(title, span, marked)
    top = foot_of(flags)
    plot = Box(left_of(scale, axis), top, span.end, top + TALL)
    axis = axis._replace(start=plot.bottom, end=plot.top)
    canvas = Canvas(plot.bottom + TICK_FOOT)
    canvas.print(title, QUIET)
    standing_ticks(canvas, plot, axis, scale.texts(axis))
    canvas.stroke((plot.left, axis(0), plot.right, axis(0)), QUIET, 0.8)
    draw_flags(canvas, flags, plot.bottom)
    return Frame(canvas, span, axis, plot, flags)


def left_of(scale: Scale, axis: Axis) -> float:
    """Measure what the numbers of the height take."""
    return ticks_width(scale.texts(axis))


def draw_goal(frame: Frame, target: Target | None, strokes: Sequence[Stroke]) -> None:
    """Draw the target across the plot, its name where the values leave room, above the line or below it."""
    if target is None:
        return
    plot, y = frame.plot, frame.axis(target.value)
    dash(frame.canvas, (plot.left, y), (plot.right, y))
    text = fitted(target.label, plot.right - plot.left - 2 * GAP, LABEL)
    middle = (plot.left + plot.right) / 2
    sides: list[tuple[float, Align]] = [(plot.left + GAP, "left"), (middle, "center"), (plot.right - GAP, "right")]
    spots = [Words(x, y + down, text, LABEL, align) for down in (-2.8, 2.8) for x, align in sides]
    clear = [words for words in spots if not words.box.meets([], [*strokes, *frame.poles])]
    frame.canvas.print((clear or spots)[0], INK, BACKGROUND)


def room_right(endings: Iterable[Ending]) -> float:
    """Where a plot ends, so that the names at its right stay on the canvas."""
    return WIDTH - LEADER - 0.6 - max((ending.width for ending in endings), default=0.0)
