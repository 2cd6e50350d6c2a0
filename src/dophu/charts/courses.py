"""The course over time: one count, or a few shares or counts beside each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, nan
from statistics import median
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.figure import Figure

from dophu.charts.dates import (
    BESIDE,
    BESIDE_THE_ENDS,
    Break,
    Labelled,
    Span,
    When,
    as_of_flag,
    break_flags,
    date_ticks,
    days,
    label_values,
    last_first_between,
    moment_of,
)
from dophu.charts.geometry import Box, Spot, Stroke
from dophu.charts.house import Dashes, Plot, in_house_style
from dophu.charts.look import ACCENT, BACKGROUND, DOTTED, INK, KNOWN, LABEL, QUIET, RADIUS, SOLID, Align, sheet_width
from dophu.charts.numbers import in_percent, in_units, ticks_of
from dophu.charts.overtime import Ending, Goal, draw_endings, draw_goal, framed, room_left, room_right
from dophu.charts.rows import finite, rows_of
from dophu.charts.text import width
from dophu.wording import day_month_year
from dophu.words import say

FLAT = 8.0  # the height of a plot of a single value
ALWAYS_LABELLED = 2  # the last and the first value of a course
MOST_TRIED = 8  # values that may be printed between the first and the last
BOUNDS = {"above": "^", "below": "v"}  # marks that point to where the value lies
ROOM_FOR_DOTS = 3.5  # from dot to dot
FAR_LONGER = 5  # times the usual step
ABOVE_OR_BELOW: tuple[tuple[float, float, Align], ...] = ((0, -3.2, "center"), (0, 3.2, "center"))


@dataclass(frozen=True)
class Point:
    """One dated value of a course.

    name     whose course it is; `own` says that it is that of the report's unit
    rounded  published rounded ("hơn 20 triệu")
    former   the value given for the same moment before a revision
    gap      nothing is known between the value before and this one
    bound    "above" or "below" where the value is only what it surely lies above or below
    """

    moment: When
    value: float
    shown: str
    name: str = ""
    own: bool = False
    rounded: bool = False
    former: float | None = None
    gap: bool = False
    bound: str = ""

    def __post_init__(self) -> None:
        if not finite(self.value, self.former):
            raise ValueError(f"a value that is not known is left out, not NaN or infinity: {self}")

    @property
    def at(self) -> Spot:
        """Where it stands on the axes."""
        return days(self.moment), self.value


class Look(NamedTuple):
    """How a course is told from the others, without its colour too."""

    colour: str
    width: float
    dashes: Dashes = SOLID
    marker: str = "o"
    size: float = 5.0


OWN, ALONE = Look(ACCENT, 1.6), Look(ACCENT, 0.9)
OTHERS = (
    Look(KNOWN, 1.1, (0, (5, 1.6)), "s", 4.0),
    Look(QUIET, 1.1, (0, (2, 1.2)), "^", 4.0),
    Look("#767676", 1.1, (0, (1, 1)), "v", 4.0),
    Look(KNOWN, 0.8, SOLID, "s", 4.0),
)


@in_house_style
def course(frame: pd.DataFrame, as_of: When, label: str, breaks: Sequence[Break] = ()) -> Figure:
    """Show one cumulative count over time, as dated dots joined by straight lines that a break interrupts.

    frame   a row for each of 1 to 40 values: moment, value, and what else a `Point` has
    as_of   up to when the counts are known

    The first, the last and as many between as have room are labelled; a single one stands on a line of time.
    """
    points = sorted(points_of(frame, in_units), key=lambda point: days(point.moment))
    ticks, alone = ticks_of([point.value for point in points], percent=False), len(points) == 1
    texts = [] if alone else ticks.amounts()
    first = RADIUS if alone else width(points[0].shown, LABEL) + 2.0
    moments = [point.moment for point in points]
    span = Span.over([*moments, as_of], min(room_left(texts) + first, sheet_width() / 2))
    marked = [as_of_flag(as_of, moments), *break_flags(span, breaks)]
    plot, taken = framed(label, ticks, texts, span=span, marked=marked, tall=FLAT if alone else None)
    date_ticks(plot, span, moments)
    taken += draw_course(plot, points, breaks, ALONE)
    if alone:
        plot.vlines(points[0].at[0], 0, points[0].value, colors=ACCENT, lw=0.9, clip_on=False)
        taken.append((*plot.spot(*points[0].at), plot.across(points[0].at[0]), plot.area.bottom))
    values = [
        Labelled(points[i].at, points[i].shown, not rank, rank < ALWAYS_LABELLED, _sides(rank < ALWAYS_LABELLED))
        for rank, i in enumerate(last_first_between(len(points)))
    ]
    values += _silence(points, breaks)
    inside = Box(room_left(texts), plot.area.top - 6.0, sheet_width(), plot.area.bottom - 0.4)
    label_values(plot, values, [plot.spot(*point.at) for point in points], taken, inside)
    return plot.whole


@in_house_style
def lines(  # noqa: PLR0913 - what stands on the plot beside the values, each by its name
    frame: pd.DataFrame,
    as_of: When,
    label: str,
    *,
    percent: bool = True,
    target: float | None = None,
    target_label: str = "",
    breaks: Sequence[Break] = (),
) -> Figure:
    """Show up to four courses beside each other, each named at its end, with its last value.

    frame   a row for each value, 1 to 400 of a name, in their order: name, moment, value, and what else a `Point` has

    A break or a gap interrupts a line; a revised value wears a ring, its former one stands by as a small hollow dot.
    """
    series = _named(points_of(frame, in_percent if percent else in_units))
    points, goal = [point for each in series for point in each], [] if target is None else [target]
    former = [point.former for point in points if point.former is not None]
    ticks = ticks_of([*(point.value for point in points), *former, *goal], percent=percent)
    texts = ticks.percents() if percent else ticks.amounts()
    endings = [
        Ending(each[0].name, _last(each[-1], as_of), ACCENT if each[0].own else INK, each[0].own) for each in series
    ]
    moments = [point.moment for point in points]
    span = Span.over([*moments, as_of], room_left(texts) + 3.0, room_right(endings))
    plot, taken = framed(
        label, ticks, texts, span=span, marked=[as_of_flag(as_of, moments), *break_flags(span, breaks)]
    )
    date_ticks(plot, span, moments)
    looks = _looks(series)
    drawn = [stroke for each in series for stroke in strokes_of(plot, each, breaks)]
    name_of_goal = draw_goal(plot, Goal.of(target, target_label), [*drawn, *taken])[1:]
    for each, look in sorted(zip(series, looks, strict=True), key=lambda both: both[0][0].own):
        draw_course(plot, each, breaks, look)
    tried = [
        Labelled(each[i].at, each[i].shown, sides=_sides(i == 0))
        for each in series
        if each[0].own
        for i in range(0, len(each) - 1, ceil(len(each) / MOST_TRIED))
    ]
    tried += [label for each in series if each[0].own for label in _silence(each, breaks)]
    label_values(plot, tried, [plot.spot(*point.at) for point in points], [*drawn, *taken, *name_of_goal], plot.area)
    draw_endings(plot, [(each[-1].at, ending) for each, ending in zip(series, endings, strict=True)])
    return plot.whole


def points_of(frame: pd.DataFrame, write: Callable[[float], str]) -> list[Point]:
    """Read the values of courses; of an analyst's own frame `moment` and `value` are enough."""
    index = frame.index
    dated = frame if "moment" in frame.columns or isinstance(index, pd.RangeIndex) else frame.assign(moment=index)
    points = rows_of(Point, dated.dropna(subset=["value"]) if "value" in dated.columns else dated, shown=_shown(write))
    if not points:
        raise ValueError("a course has at least one value")
    return points


def _shown(write: Callable[[float], str]) -> Callable[[Any], str]:
    return lambda row: write(row["value"])


def _named(points: Sequence[Point]) -> list[list[Point]]:
    """Sort values into their courses."""
    by_name: dict[tuple[str, bool], list[Point]] = {}
    for point in points:
        by_name.setdefault((point.name, point.own), []).append(point)
    if len(by_name) > len(OTHERS):
        raise ValueError(f"courses that can be told apart are at least one and at most {len(OTHERS)}: {list(by_name)}")
    for (name, _), each in by_name.items():
        if any(days(one.moment) > days(two.moment) for one, two in pairwise(each)):
            raise ValueError(f"values stand in the order of their moments: {name}")
    return list(by_name.values())


def _last(point: Point, as_of: When) -> str:
    """Write the last value of a course, with its day where it is an earlier one than that of the report."""
    day = moment_of(point.moment).day
    return f"{point.shown} ({day_month_year(day)})" if day < moment_of(as_of).day else point.shown


def _looks(series: Sequence[Sequence[Point]]) -> list[Look]:
    others = iter(OTHERS)
    return [OWN if each[0].own else next(others) for each in series]


def _sides(whole: bool) -> Any:
    return BESIDE_THE_ENDS if whole else BESIDE


def pieces_of(points: Sequence[Point], breaks: Sequence[Break]) -> list[list[Point]]:
    """Part a course where a break or a gap interrupts it."""
    cuts, pieces = [days(cut.moment) for cut in breaks], [[points[0]]]
    for one, two in pairwise(points):
        parted = two.gap or any(days(one.moment) < cut <= days(two.moment) for cut in cuts)
        if parted:
            pieces.append([])
        pieces[-1].append(two)
    return pieces


def silent_steps(points: Sequence[Point], breaks: Sequence[Break] = ()) -> list[tuple[Point, Point]]:
    """Find steps far longer than the usual one: what lies between their ends is not known, and a line only spans it."""
    steps = [days(two.moment) - days(one.moment) for one, two in pairwise(points)]
    usual = median(steps) if steps else 0
    joined = [pair for piece in pieces_of(points, breaks) for pair in pairwise(piece)]
    return [(one, two) for one, two in joined if days(two.moment) - days(one.moment) > FAR_LONGER * usual]


def _with_gaps(piece: Sequence[Point], silent: Sequence[tuple[Point, Point]]) -> Iterator[Spot]:
    """Leave the line out where nothing is known for long."""
    ends = [one for one, _ in silent]
    for point in piece:
        yield point.at
        if point in ends:
            yield nan, nan


def _silence(points: Sequence[Point], breaks: Sequence[Break]) -> list[Labelled]:
    """Say along a long step that nothing is known there, where there is room."""
    middles = [((one.at[0] + two.at[0]) / 2, (one.at[1] + two.at[1]) / 2) for one, two in silent_steps(points, breaks)]
    return [Labelled(middle, say("drawing.silent"), sides=ABOVE_OR_BELOW) for middle in middles]


def strokes_of(plot: Plot, points: Sequence[Point], breaks: Sequence[Break] = ()) -> list[Stroke]:
    """Say where the lines of a course run."""
    return [
        (*plot.spot(*one.at), *plot.spot(*two.at))
        for piece in pieces_of(points, breaks)
        for one, two in pairwise(piece)
    ]


def draw_course(plot: Plot, points: Sequence[Point], breaks: Sequence[Break], look: Look) -> list[Stroke]:
    """Draw line, dots and revisions; dots only where they stand apart, besides the last, the lone and the revised."""
    pieces, silent = pieces_of(points, breaks), silent_steps(points, breaks)
    path = [spot for piece in pieces for spot in (*_with_gaps(piece, silent), (nan, nan))]
    plot.plot(
        *zip(*path, strict=True), color=look.colour, lw=look.width, ls=look.dashes, clip_on=False, solid_capstyle="butt"
    )
    for one, two in silent:
        plot.plot(*zip(one.at, two.at, strict=True), color=look.colour, lw=0.8, ls=DOTTED, clip_on=False)
    roomy = len(points) * ROOM_FOR_DOTS < plot.area.right - plot.area.left
    lone = [piece[0] for piece in pieces if len(piece) == 1]
    dotted = [point for point in points if roomy or point.former is not None or point in lone or point is points[-1]]
    _draw_revisions(plot, [point for point in dotted if point.former is not None], look.colour)
    for rounded, bound in dict.fromkeys((point.rounded, point.bound) for point in dotted):
        some = [point.at for point in dotted if (point.rounded, point.bound) == (rounded, bound)]
        ground = BACKGROUND if rounded or bound else look.colour
        xs, ys = zip(*some, strict=True)
        plot.points(xs, ys, look.colour, marker=BOUNDS.get(bound, look.marker), ms=look.size, mfc=ground)
    return strokes_of(plot, points, breaks)


def _draw_revisions(plot: Plot, revised: Sequence[Point], colour: str) -> None:
    """Ring revised values and tie each to the one it replaces."""
    if not revised:
        return
    xs, ys = [point.at[0] for point in revised], [point.value for point in revised]
    was = [point.former or 0.0 for point in revised]
    plot.vlines(xs, ys, was, colors=colour, lw=0.6)
    plot.points(xs, was, colour, ms=3.2, mfc=BACKGROUND)
    plot.points(xs, ys, colour, ms=9.5, mfc="none", mew=0.9)
