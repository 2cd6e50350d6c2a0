"""The courses of a few units beside each other: a small plot for each, all on the same axes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from math import ceil
from typing import NamedTuple

import pandas as pd
from matplotlib.figure import Figure

from dophu.charts.courses import Point, points_of
from dophu.charts.dates import days, moment_of
from dophu.charts.geometry import Box, Spot, Stroke
from dophu.charts.house import Plot, in_house_style, sheet
from dophu.charts.look import (
    ACCENT,
    DASHED,
    FIRST_LINE,
    GRID,
    INK,
    KNOWN,
    LABEL,
    NAME_GAP,
    NEXT_LINE,
    NOTE,
    QUIET,
    TINT,
    is_narrow,
    sheet_width,
)
from dophu.charts.numbers import in_percent, in_units, ticks_of
from dophu.charts.text import Words, fitted, width
from dophu.wording import day_month_year
from dophu.words import say

MOST = 15  # plots; of more ranked bars say more
PANEL, HEADING, GUTTER = 16.0, 6.5, 6.0  # the height of a plot and of its heading, and what parts it from the next
EDGE = 0.9  # beside a plot, so that the last dot stays on the sheet


class _Axes(NamedTuple):
    """The span of time and of values that all plots share."""

    first: float
    last: float
    top: float

    def spot(self, area: Box, at: Spot) -> Spot:
        """Say where a value stands on one of the plots."""
        along = (at[0] - self.first) / (self.last - self.first)
        return area.left + along * (area.right - area.left), area.bottom - at[1] / self.top * (area.bottom - area.top)


@in_house_style
def multiples(
    frame: pd.DataFrame, label: str, *, percent: bool = True, target: float | None = None, target_label: str = ""
) -> Figure:
    """Show up to 15 courses, each on a plot of its own, all with the same axes, the target across each.

    frame   a row for each value, of a name in the order of their moments: name, moment, value, and what else a
            `Point` has; values are not below zero

    >>> report.show(multiples(frame, "% dân số", target=50), "…", alt="…", source="…")  # doctest: +SKIP
    """
    series = _named(points_of(frame, in_percent if percent else in_units))
    moments = sorted({days(point.moment) for points in series for point in points})
    values = [point.value for points in series for point in points]
    ticks = ticks_of([*values, target or 0.0], percent=percent)
    axes = _Axes(moments[0] if len(moments) > 1 else moments[0] - 1, moments[-1], float(ticks.top))
    columns = _columns(series)
    wide = _wide(columns)
    heading = HEADING if all(map(partial(_is_one_line, wide), series)) else HEADING + NEXT_LINE
    lines = _notes(series, label, target_label)
    head = FIRST_LINE + NEXT_LINE * len(lines)
    height = head + ceil(len(series) / columns) * (heading + PANEL + GUTTER / 2)
    plot = sheet(height, Box(0, 0, sheet_width(), height), (0.0, 1.0), (0.0, 1.0))
    for place, line in enumerate(lines):
        plot.write(Words(0, FIRST_LINE + NEXT_LINE * place, line, NOTE), QUIET)
    for place, points in enumerate(series):
        left = EDGE + (wide + GUTTER) * (place % columns)
        top = head + (heading + PANEL + GUTTER / 2) * (place // columns)
        area = Box(left, top + heading, left + wide, top + heading + PANEL)
        _draw_panel(plot, area, points, axes, target)
        _write_heading(plot, area._replace(top=top), points, heading)
    return plot.whole


def _columns(series: Sequence[Sequence[Point]]) -> int:
    """Choose how many plots stand beside each other: as many as leave each name whole, and two at least."""
    names = max(width(points[0].name, LABEL, points[0].own) for points in series)
    ways = (2,) if is_narrow() else (4, 3, 2)
    return next((columns for columns in ways if names <= _wide(columns)), 2)


def _wide(columns: int) -> float:
    return (sheet_width() - 2 * EDGE - GUTTER * (columns - 1)) / columns


def _is_one_line(wide: float, points: Sequence[Point]) -> bool:
    """Say whether a name and its last value stand beside each other over a plot."""
    name, value = (width(text, LABEL, points[0].own) for text in (points[0].name, points[-1].shown))
    return name + NAME_GAP + value <= wide


def _named(points: Sequence[Point]) -> list[list[Point]]:
    by_name: dict[str, list[Point]] = {}
    for point in points:
        by_name.setdefault(point.name, []).append(point)
    if len(by_name) > MOST:
        raise ValueError(f"plots beside each other are at least one and at most {MOST}: {len(by_name)}")
    return list(by_name.values())


def _notes(series: Sequence[Sequence[Point]], label: str, target_label: str) -> list[str]:
    """Say once what all plots share: what is measured, from when to when, and what the dashed line is."""
    moments = sorted((point.moment for points in series for point in points), key=days)
    first, last = (day_month_year(moment_of(moments[at]).day) for at in (0, -1))
    shared = say("drawing.from_to", first=first, last=last)
    parts = [label, shared, say("drawing.dashed", goal=target_label) if target_label else ""]
    lines = [part for part in parts if part] if is_narrow() else [", ".join(filter(None, parts))]
    return [fitted(line, sheet_width(), NOTE) for line in lines]


def _draw_panel(plot: Plot, area: Box, points: Sequence[Point], axes: _Axes, target: float | None) -> None:
    own, last = points[0].own, points[-1]
    colour = ACCENT if own else KNOWN
    plot.strokes([(area.left, area.bottom, area.right, area.bottom)], GRID, 0.8)
    if target is not None:
        y = axes.spot(area, (axes.first, target))[1]
        plot.strokes([(area.left, y, area.right, y)], INK, 0.8, DASHED)
    plot.strokes(_strokes(points, area, axes), colour, 1.6 if own else 1.1)
    spot = plot.value(*axes.spot(area, last.at))
    plot.points([spot[0]], [spot[1]], colour, ms=4.0)


def _write_heading(plot: Plot, area: Box, points: Sequence[Point], heading: float) -> None:
    """Write the name over a plot, and its last value at the right, below the name where names are long."""
    own, first = points[0].own, area.top + HEADING / 2
    if own:
        plot.boxes([Box(area.left - EDGE, area.top, area.right + EDGE, area.bottom + EDGE)], TINT, zorder=0)
    name = fitted(points[0].name, area.right - area.left, LABEL, own)
    plot.write(Words(area.left, first, name, LABEL, "left", own), ACCENT if own else INK)
    value = fitted(points[-1].shown, area.right - area.left, LABEL, own)
    plot.write(Words(area.right, first + heading - HEADING, value, LABEL, "right", own), ACCENT if own else INK)


def _strokes(points: Sequence[Point], area: Box, axes: _Axes) -> list[Stroke]:
    """Join the values that compare."""
    return [(*axes.spot(area, one.at), *axes.spot(area, two.at)) for one, two in pairwise(points) if not two.gap]
