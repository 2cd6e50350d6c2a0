"""The gain per day between one comparable period and the next: wide as the time, so that area is people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.figure import Figure

from dophu.charts.dates import Break, Span, When, break_flags, date_ticks, days
from dophu.charts.geometry import Box, Stroke
from dophu.charts.house import Plot, in_house_style
from dophu.charts.look import ACCENT, BACKGROUND, FAINT, HATCHED, INK, NOTE, POINT, QUIET, sheet_width
from dophu.charts.numbers import in_units, ticks_of
from dophu.charts.overtime import Goal, draw_goal, framed, room_left
from dophu.charts.rows import finite, rows_of
from dophu.charts.text import Words, fitted, width

LABEL_ROOM = 1.12  # how much farther than bars below zero the axis reaches, for their numbers
UNKNOWN_TALL = 6.0
UNKNOWN_SHOWN = "–"


@dataclass(frozen=True)
class Gain:
    """What was gained per day from one moment to the next; below zero after a revision.

    `value` is None where the two counts cannot be compared.
    """

    start: When
    end: When
    value: float | None
    shown: str

    def __post_init__(self) -> None:
        if days(self.start) >= days(self.end) or not finite(self.value):
            raise ValueError(f"a gain runs from an earlier to a later moment and is finite: {self}")


@in_house_style
def gains(
    frame: pd.DataFrame,
    label: str,
    breaks: Sequence[Break] = (),
    *,
    needed: float | None = None,
    needed_label: str = "",
) -> Figure:
    """Show gains per day as bars as wide as their time; hatched ones are below zero, pale ones not known.

    frame    a row for each of 1 to 60 steps, in the order of their moments: start, end, value a day, shown
    needed   what the target needs a day: the line that bars are held against, by its name
    """
    bars = rows_of(Gain, frame, shown=lambda row: "" if row["value"] is None else in_units(row["value"]))
    if not bars:
        raise ValueError("gains need at least one bar")
    known = [bar.value for bar in bars if bar.value is not None]
    held_against = [] if needed is None else [needed]
    ticks = ticks_of([*held_against, *(value * (LABEL_ROOM if value < 0 else 1) for value in known)], percent=False)
    moments = [moment for bar in bars for moment in (bar.start, bar.end)]
    span = Span.over(moments, room_left(ticks.amounts()) + 2.0, sheet_width())
    plot, poles = framed(label, ticks, ticks.amounts(), span=span, marked=break_flags(span, breaks))
    date_ticks(plot, span, moments)
    boxes = [_box(plot, bar) for bar in bars]
    both = list(zip(bars, boxes, strict=True))
    plot.boxes([box for bar, box in both if (bar.value or 0.0) > 0], ACCENT)
    for bar, box in both:
        if bar.value is None:
            plot.boxes([box], HATCHED)
            plot.hatch(box, FAINT, step=1.4, width=0.4, zorder=1)
        elif bar.value < 0:
            plot.boxes([box], BACKGROUND, ACCENT, 0.9)
            plot.hatch(box, ACCENT, width=0.7, zorder=1)
    sides = [side for box in boxes for side in ((box.left, box.top, box.left, box.bottom), _top(box))]
    taken = draw_goal(plot, Goal.of(needed, needed_label), [*poles, *sides])
    _label(plot, both, [*poles, *taken])
    return plot.whole


def _top(box: Box) -> Stroke:
    return box.left, box.top, box.right, box.top


def _box(plot: Plot, bar: Gain) -> Box:
    zero = plot.down(0.0)
    height = zero - UNKNOWN_TALL if bar.value is None else plot.down(bar.value)
    left, right = plot.across(days(bar.start)), plot.across(days(bar.end))
    air = min(0.35, (right - left) / 6)
    return Box(left + air, min(zero, height), right - air, max(zero, height))


def _label(plot: Plot, bars: Sequence[tuple[Gain, Box]], poles: Sequence[Stroke]) -> None:
    """Print each gain beyond the end of its bar, the last one first, then the largest, as many as have room."""
    taken = [box for _, box in bars]
    *others, last = bars
    for bar, box in [last, *sorted(others, key=lambda each: -abs(each[0].value or 0.0))]:
        text = fitted(bar.shown or ("" if bar.value is not None else UNKNOWN_SHOWN), sheet_width() / 3, NOTE)
        half = width(text, NOTE) / 2 + 0.6
        x = max(plot.area.left + half, min((box.left + box.right) / 2, plot.area.right - half))
        away = 0.5 * NOTE * POINT + 0.7
        below = bar.value is not None and bar.value < 0
        words = Words(x, box.bottom + away if below else box.top - away, text, NOTE, "center")
        if not words.box.meets(taken, poles):
            end = plot.value(x, box.bottom if below else box.top)
            plot.write(words, QUIET if bar.value is None else INK, end, ground=True)
            taken.append(words.box)
