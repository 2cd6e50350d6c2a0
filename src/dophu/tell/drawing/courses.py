"""The course over time: one count, or a few of them beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from itertools import chain
from math import ceil
from typing import NamedTuple

from dophu.tell.drawing.axes import (
    FEWEST_COUNTED,
    Axis,
    Scale,
    Target,
    round_axis,
    standing_ticks,
    ticks_width,
)
from dophu.tell.drawing.canvas import Canvas, Drawing, Shape
from dophu.tell.drawing.frames import Ending, Frame, Series, draw_endings, draw_goal, framed, left_of, room_right
from dophu.tell.drawing.geometry import Box, Spot, Stroke
from dophu.tell.drawing.look import (
    ACCENT,
    BACKGROUND,
    INK,
    KNOWN,
    LABEL,
    QUIET,
    RADIUS,
    TICK_FOOT,
    VALUES_AT_MOST,
    WIDTH,
    Dashes,
)
from dophu.tell.drawing.text import fitted, width
from dophu.tell.drawing.timeline import (
    BESIDE,
    BESIDE_THE_ENDS,
    Break,
    Point,
    Span,
    as_of_flag,
    beside,
    break_flags,
    date_ticks,
    days,
    draw_flags,
    foot_of,
    joined,
    label_points,
    raised,
    spread,
    title_of,
)
from dophu.wording import Moment


def course(points: Sequence[Point], as_of: Moment | date, value_label: str, breaks: Sequence[Break] = ()) -> Drawing:
    """Show a cumulative count over time, as dated dots joined by straight lines that a break interrupts.

    1 to 40 points, drawn in the order of their moments up to the moment of the report; the first, the last
    and as many between as have room are labelled. A single point stands alone on a short line of time.
    Raises ValueError without points.
    """
    if not points:
        raise ValueError("a course needs at least one point")
    points = sorted(points, key=lambda point: days(point.moment))
    title, counts = title_of(value_label), _count_axis(points)
    ticks = [counts.amount(tick) for tick in counts.ticks()] if len(points) > 1 else []
    left = ticks_width(ticks)
    first_label = width(fitted(points[0].shown, VALUES_AT_MOST, LABEL), LABEL) if ticks else 0.0
    span = Span.over([point.moment for point in points] + [as_of], left + first_label + 2.0)
    flags = raised(title, span, [as_of_flag(as_of), *break_flags(span, breaks)])
    top = foot_of(flags)
    plot = Box(left, top, WIDTH, top + (52.0 if ticks else 8.0))
    counts = counts._replace(start=plot.bottom, end=plot.top)
    canvas = Canvas(plot.bottom + TICK_FOOT)
    canvas.print(title, QUIET)
    if ticks:
        standing_ticks(canvas, plot, counts, ticks)
    canvas.stroke((plot.left, plot.bottom, plot.right, plot.bottom), QUIET, 0.8)
    draw_flags(canvas, flags, plot.bottom)
    date_ticks(canvas, span, [point.moment for point in points], plot.bottom)
    places = [(span(point.moment), counts(point.value)) for point in points]
    strokes = joined(points, places, breaks) if ticks else [(*places[0], places[0][0], plot.bottom)]
    for stroke in strokes:
        canvas.stroke(stroke, ACCENT, 0.9)
    for point, place in zip(points, places, strict=True):
        canvas.dot(place, ACCENT, 5.0, filled=not point.approximate)
    strokes += [(flag.x, flag.words.y, flag.x, plot.bottom) for flag in flags]
    label_points(canvas, points, places, strokes, plot._replace(top=plot.top - 6.0, bottom=plot.bottom - 0.4))
    return canvas.drawing()


def _count_axis(points: Sequence[Point]) -> Axis:
    if len(points) == 1:
        return Axis(Fraction(1), Fraction(points[0].value) or Fraction(1))
    return round_axis(max([FEWEST_COUNTED, *(point.value for point in points)]))


class _Style(NamedTuple):
    """How a series is told from the others, without its colour too."""

    colour: str
    width: float
    dashes: Dashes
    shape: Shape


OWN = _Style(ACCENT, 1.6, "-", "circle")
OTHERS = (
    _Style(KNOWN, 1.1, (5, 1.6), "square"),
    _Style(QUIET, 1.1, (2, 1.2), "up"),
    _Style("#767676", 1.1, (1, 1), "down"),
    _Style(KNOWN, 0.8, "-", "square"),
)
MOST_SERIES = len(OTHERS)
ROOM_FOR_DOTS = 3.5  # from dot to dot
MOST_TRIED = 8  # values that may be printed between the first and the last


def lines(
    series: Sequence[Series],
    as_of: Moment | date,
    scale: Scale,
    target: Target | None = None,
    breaks: Sequence[Break] = (),
) -> Drawing:
    """Show up to four courses beside each other, each named at its end, with its last value.

    1 to 400 points a series. A break or a gap interrupts a line; a revised point wears a ring, and its former
    value stands by as a small hollow dot. Raises ValueError for no series, an empty one, or more than four.
    """
    if not 1 <= len(series) <= MOST_SERIES or not all(each.points for each in series):
        raise ValueError(f"at least one and at most {MOST_SERIES} series, each with a point: {series}")
    points = [point for each in series for point in each.points]
    former = [point.former for point in points if point.former is not None]
    axis = scale.axis([*(point.value for point in points), *former, *([target.value] if target else [])])
    endings = [_ending(each) for each in series]
    moments = [point.moment for point in points]
    span = Span.over([*moments, as_of], left_of(scale, axis) + 3.0, room_right(endings))
    frame = framed(scale, axis, span, [as_of_flag(as_of), *break_flags(span, breaks)])
    date_ticks(frame.canvas, span, spread(span, moments), frame.plot.bottom)
    styled = _styled(series)
    strokes = [joined(each.points, frame.spots(each.points), breaks) for each, _ in styled]
    draw_goal(frame, target, list(chain(*strokes)))
    for (each, style), drawn in zip(styled, strokes, strict=True):
        _draw_series(frame, each, style, drawn)
    _label_own(frame, styled, list(chain(*strokes)))
    ends = [frame.spots(each.points)[-1] for each in series]
    draw_endings(frame.canvas, list(zip(ends, endings, strict=True)), frame.plot)
    return frame.canvas.drawing()


def _ending(series: Series) -> Ending:
    ink = ACCENT if series.highlight else INK
    return Ending(series.label, series.points[-1].shown, ink, series.highlight)


def _styled(series: Sequence[Series]) -> list[tuple[Series, _Style]]:
    """Give each series its style, the unit's own last, over the others."""
    others = [each for each in series if not each.highlight]
    return [*zip(others, OTHERS, strict=False), *((each, OWN) for each in series if each.highlight)]


def _draw_series(frame: Frame, series: Series, style: _Style, strokes: Sequence[Stroke]) -> None:
    """Draw line, dots and revisions; dots only where they stand apart, besides the last, the lone and the revised."""
    spots = frame.spots(series.points)
    frame.canvas.chains(strokes, style.colour, style.width, style.dashes)
    roomy = len(spots) * ROOM_FOR_DOTS < frame.plot.right - frame.plot.left
    held = {place for x1, y1, x2, y2 in strokes for place in ((x1, y1), (x2, y2))}
    size = 5.0 if series.highlight else 4.0
    for i, (point, spot) in enumerate(zip(series.points, spots, strict=True)):
        if point.former is not None:
            _draw_revision(frame, point, spot, style.colour)
        if roomy or point.former is not None or spot not in held or i == len(spots) - 1:
            frame.canvas.dot(spot, style.colour, size, style.shape, filled=not point.approximate)


def _draw_revision(frame: Frame, point: Point, spot: Spot, colour: str) -> None:
    """Ring a revised value and tie it to the one it replaces."""
    was = frame.spot(point.moment, point.former or 0.0)
    frame.canvas.stroke((*spot, *was), colour, 0.6)
    frame.canvas.dot(was, colour, 3.2, filled=False)
    frame.canvas.ring(spot, colour, 9.5)


def _label_own(frame: Frame, styled: Sequence[tuple[Series, _Style]], strokes: Sequence[Stroke]) -> None:
    """Print the values of the unit itself where they have room; its last one stands beside its name."""
    own = [each for each, _ in styled if each.highlight]
    taken = [Box.around(spot, RADIUS) for each, _ in styled for spot in frame.spots(each.points)]
    blocked = [*strokes, *frame.poles]
    for each in own:
        for i in range(0, len(each.points) - 1, ceil(len(each.points) / MOST_TRIED)):
            words = beside(
                frame.spots(each.points)[i], each.points[i].shown, bold=False, sides=BESIDE if i else BESIDE_THE_ENDS
            )
            inside = [spot for spot in words if spot.box.inside(frame.plot)]
            clear = [spot for spot in inside if not spot.box.meets(taken, blocked)]
            for spot in clear[:1]:
                frame.canvas.print(spot, INK, BACKGROUND)
                taken.append(spot.box)
