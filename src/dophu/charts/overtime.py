"""Plots over time: numbered heights, flags above, the target across, and names where lines end at the right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dophu.charts.dates import Flag, Marked, Span, draw_flags, foot_of, raised, title_of
from dophu.charts.geometry import Box, Spot, Stroke, apart
from dophu.charts.house import Plot, grid, sheet
from dophu.charts.look import (
    BACKGROUND,
    DASHED,
    GAP,
    INK,
    LABEL,
    LEADING,
    NEXT_LINE,
    NOTE,
    POINT,
    QUIET,
    TICK_FOOT,
    Align,
    is_narrow,
    sheet_width,
)
from dophu.charts.numbers import Ticks, in_percent
from dophu.charts.text import Words, broken, fitted, width

TALL, NARROW_TALL = 52.0, 64.0  # of a plot: on paper two of them share a page with what is said of them
NAME_AT_MOST, NARROW_NAME = 36.0, 21.0  # of a name at the end of its line
LEADER = 4.0  # from the end of a line to its name
ENDING_LINE = LEADING * NOTE * POINT


def framed(  # noqa: PLR0913 - an axis of values, an axis of time, and what is marked on them
    label: str, ticks: Ticks, texts: Sequence[str], *, span: Span, marked: Sequence[Marked], tall: float | None = None
) -> tuple[Plot, list[Stroke]]:
    """Lay a plot of values over time, with what stands behind them; gives back the lines that labels keep clear of."""
    title = title_of(label)
    flags: list[Flag] = raised(title, span, marked)
    top = foot_of(flags)
    area = Box(span.start, top, span.end, top + (tall or _tall()))
    plot = sheet(area.bottom + TICK_FOOT, area, (span.first, span.last), ticks.ends)
    plot.write(title, QUIET)
    if texts:
        grid(plot, "y", ticks.values, texts)
        left = room_left(texts)
        plot.yaxis.set_tick_params(pad=(span.start - left) / POINT + 5.6)
        for line in plot.get_ygridlines():  # from the numbers on, not only from the first value
            line.set_xdata([(left - area.left) / (area.right - area.left), 1.0])
    plot.strokes([(room_left(texts), plot.down(0.0), span.end, plot.down(0.0))], QUIET, 0.8, zorder=1)
    return plot, draw_flags(plot, flags)


def _tall() -> float:
    return NARROW_TALL if is_narrow() else TALL


def room_left(texts: Sequence[str]) -> float:
    """Measure what the numbers of the height take."""
    return max((width(text, NOTE) + 2.0 for text in texts), default=0.0)


class Goal(NamedTuple):
    """The target and its name."""

    value: float
    label: str

    @classmethod
    def of(cls, target: float | None, label: str) -> Goal | None:
        """Name a target, by its number where it has no other name."""
        return None if target is None else cls(target, label or in_percent(target))


def draw_goal(plot: Plot, goal: Goal | None, strokes: Sequence[Stroke]) -> list[Stroke]:
    """Draw the target across the plot, its name where the values leave room, above the line or below it.

    Returns what others keep clear of: the line, and a stroke through the name.
    """
    if goal is None:
        return []
    area, y = plot.area, plot.down(goal.value)
    plot.axhline(goal.value, color=BACKGROUND, lw=2.6, clip_on=False)
    plot.axhline(goal.value, color=INK, lw=1.0, ls=DASHED, clip_on=False)
    text = fitted(goal.label, area.right - area.left - 2 * GAP, LABEL)
    middle = (area.left + area.right) / 2
    sides: list[tuple[float, Align]] = [(area.left + GAP, "left"), (middle, "center"), (area.right - GAP, "right")]
    spots = [Words(x, y + down, text, LABEL, align) for down in (-2.8, 2.8) for x, align in sides]
    clear = [words for words in spots if not words.box.meets([], strokes)]
    words = (clear or spots)[0]
    plot.write(words, INK, (plot.value(words.x, y)[0], goal.value), ground=True)
    middle_of_name = (words.box.top + words.box.bottom) / 2
    return [(area.left, y, area.right, y), (words.box.left, middle_of_name, words.box.right, middle_of_name)]


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


def _name_at_most() -> float:
    return NARROW_NAME if is_narrow() else NAME_AT_MOST


def room_right(endings: Iterable[Ending]) -> float:
    """Where a plot ends, so that the names at its right stay on the sheet."""
    return sheet_width() - LEADER - 0.6 - max((ending.width for ending in endings), default=0.0)


def draw_endings(plot: Plot, ends: Sequence[tuple[Spot, Ending]]) -> None:
    """Name lines where they end, at the right of the plot and apart from each other, each by a thin leader."""
    area, heights = plot.area, [ending.height for _, ending in ends]
    wanted = [plot.down(y) for (_, y), _ in ends]
    middles = apart(wanted, heights, area.top - NEXT_LINE, area.bottom + TICK_FOOT)
    leaders: list[Stroke] = []
    for (at, ending), y, middle in zip(ends, wanted, middles, strict=True):
        x = plot.across(at[0])
        turn = max(x + GAP, area.right + 1.0)
        leaders += [(x + GAP, y, turn, y), (turn, y, area.right + LEADER - 0.8, middle)]
        lines = ending.lines()
        for i, (text, bold) in enumerate(lines):
            line = middle + (i - (len(lines) - 1) / 2) * ENDING_LINE
            plot.write(Words(area.right + LEADER, line, text, NOTE, "left", bold), ending.ink, at)
    plot.strokes(leaders, QUIET, 0.4)
