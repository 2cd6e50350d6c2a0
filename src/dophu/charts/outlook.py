"""What may follow: scenarios beyond the last count, drawn so that nobody takes them for data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd
from matplotlib.figure import Figure

from dophu.charts.courses import OWN, Point, draw_course, points_of, strokes_of
from dophu.charts.dates import Labelled, Span, When, as_of_flag, date_ticks, days, due_flag, label_values
from dophu.charts.geometry import Spot, Stroke
from dophu.charts.house import Dashes, Plot, in_house_style
from dophu.charts.look import DOTTED, FAINT, PALE, QUIET, Align
from dophu.charts.numbers import in_percent, ticks_of
from dophu.charts.overtime import Ending, Goal, draw_endings, draw_goal, framed, room_left, room_right
from dophu.charts.rows import finite, rows_of
from dophu.words import say

MOST_PATHS = 3
BAND_STEP = 1.6  # between the lines that hatch a band
STYLES: tuple[tuple[str, Dashes], ...] = (
    (PALE, (0, (3, 2))),
    (QUIET, (0, (1.2, 1.6))),
    ("#767676", (0, (6, 1.6, 1, 1.6))),
)
# Where the last value may stand from its dot: before it where there is room, else above or below what follows.
_SIDES: tuple[tuple[float, Align], ...] = ((-0.8, "right"), (2.2, "left"))
BESIDE = [(across, down, align) for down in (-3.2, 3.8, -6.5, 6.5, -10.0, 10.0, 0.0) for across, align in _SIDES]


@dataclass(frozen=True)
class Expected:
    """One value of a scenario: what it is called behind "kịch bản", and the lowest and highest thought possible.

    `low` and `high` are None where no range is given.
    """

    name: str
    moment: When
    value: float
    shown: str = ""
    low: float | None = None
    high: float | None = None

    def __post_init__(self) -> None:
        if (self.low is None) != (self.high is None) or not finite(self.value, self.low, self.high):
            raise ValueError(f"a range has two ends that are known: {self}")


@in_house_style
def scenarios(  # noqa: PLR0913 - what stands on the plot beside the values, each by its name
    past: pd.DataFrame,
    paths: pd.DataFrame,
    as_of: When,
    label: str,
    *,
    target: float | None = None,
    target_label: str = "",
    due: When | None = None,
) -> Figure:
    """Show the past solid and what may follow dashed, pale and hatched, with the target and its date.

    past    a row for each of 1 to 400 values, as in `lines`
    paths   a row for each value of 1 to 3 scenarios: name, moment, value, and what else an `Expected` has
    """
    known, courses = points_of(past, in_percent), _courses(rows_of(Expected, paths))
    expected = [value for each in courses for value in each]
    points: list[Point | Expected] = [*known, *expected]
    sides = [side for value in expected for side in (value.low, value.high) if side is not None]
    goal = [] if target is None else [target]
    ticks = ticks_of([*(point.value for point in points), *sides, *goal], percent=True)
    endings = [Ending(say("drawing.scenario", name=each[0].name), each[-1].shown, QUIET) for each in courses]
    moments = [point.moment for point in points]
    marked = [as_of_flag(as_of, [point.moment for point in known]), *due_flag(due if goal else None)]
    left, right = room_left(ticks.percents()) + 3.0, room_right(endings)
    span = Span.over([*moments, *(when for when, *_ in marked)], left, right)
    plot, taken = framed(label, ticks, ticks.percents(), span=span, marked=marked)
    date_ticks(plot, span, moments)
    taken += [stroke for each in courses for stroke in _draw_band(plot, each)]
    taken += [stroke for each in courses for stroke in _strokes(plot, each)] + strokes_of(plot, known)
    taken += draw_goal(plot, Goal.of(target, target_label), taken)[:1]
    for each, (colour, dashes) in zip(courses, STYLES, strict=False):
        plot.plot(
            [days(value.moment) for value in each], [value.value for value in each], color=colour, lw=1.2, ls=dashes
        )
    draw_course(plot, known, (), OWN)
    name = " ".join(filter(None, (known[-1].name, known[-1].shown)))
    label_values(plot, [Labelled(known[-1].at, name, bold=True, always=True, sides=BESIDE)], [], taken, plot.area)
    draw_endings(plot, [(_at(each[-1]), ending) for each, ending in zip(courses, endings, strict=True)])
    return plot.whole


def _courses(expected: Sequence[Expected]) -> list[list[Expected]]:
    by_name: dict[str, list[Expected]] = {}
    for value in expected:
        by_name.setdefault(value.name, []).append(value)
    if not 1 <= len(by_name) <= MOST_PATHS:
        raise ValueError(f"scenarios are from 1 to {MOST_PATHS}")
    return list(by_name.values())


def _at(value: Expected | Point) -> Spot:
    return days(value.moment), value.value


def _strokes(plot: Plot, each: Sequence[Expected]) -> list[Stroke]:
    return [(*plot.spot(*_at(one)), *plot.spot(*_at(two))) for one, two in pairwise(each)]


def _draw_band(plot: Plot, each: Sequence[Expected]) -> list[Stroke]:
    """Hatch the range of a scenario between two thin edges; no fill, which grey print would make a fact."""
    ranged = [
        (days(value.moment), value.low, value.high)
        for value in each
        if value.low is not None and value.high is not None
    ]
    low, high = ([plot.spot(at, sides[i]) for at, *sides in ranged] for i in (0, 1))
    slants = list(_slants(low, high))
    plot.strokes(slants, FAINT, 0.3)
    for side in (1, 2):
        plot.plot([row[0] for row in ranged], [row[side] for row in ranged], color=FAINT, lw=0.5, ls=DOTTED)
    return slants


def _slants(low: Sequence[Spot], high: Sequence[Spot]) -> Iterator[Stroke]:
    """Lines from the lower edge of a band to the upper one, a little later."""
    if not low:
        return
    x, end = low[0][0], low[-1][0]
    while x < end:
        across = min(x + BAND_STEP, end)
        yield (x, _height(low, x), across, _height(high, across))
        x += BAND_STEP


def _height(side: Sequence[Spot], x: float) -> float:
    """Where an edge stands at x, between two of its spots."""
    for (x1, y1), (x2, y2) in pairwise(side):
        if x1 <= x <= x2 and x1 < x2:
            return y1 + (y2 - y1) * (x - x1) / (x2 - x1)
    return side[-1][1]
