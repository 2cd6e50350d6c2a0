"""What may follow: scenarios beyond the last count, drawn so that nobody takes them for data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from dophu import wording
from dophu.tell.drawing.axes import Scale, Target, finite
from dophu.tell.drawing.canvas import Drawing
from dophu.tell.drawing.frames import Ending, Frame, Series, draw_endings, draw_goal, framed, left_of, room_right
from dophu.tell.drawing.geometry import Spot, Stroke
from dophu.tell.drawing.look import ACCENT, BACKGROUND, DASHED, DOTTED, FAINT, PALE, QUIET, RADIUS, Align, Dashes
from dophu.tell.drawing.timeline import Point, Span, as_of_flag, beside, date_ticks, joined, moment_of, spread
from dophu.wording import Moment
from dophu.words import say

MOST_PATHS = 3
BAND_STEP = 1.6  # between the lines that hatch a band
STYLES: tuple[tuple[str, Dashes], ...] = ((PALE, (3, 2)), (QUIET, (1.2, 1.6)), ("#767676", (6, 1.6, 1, 1.6)))


@dataclass(frozen=True)
class Path:
    """One scenario: its name behind "kịch bản", its values, and for each the lowest and highest thought possible.

    `low` and `high` are empty where no range is given, else one value a point.
    """

    label: str
    points: Sequence[Point]
    low: Sequence[float] = ()
    high: Sequence[float] = ()

    def __post_init__(self) -> None:
        if not self.points or any(len(side) not in {0, len(self.points)} for side in (self.low, self.high)):
            raise ValueError(f"a path has at least one point, and for each a low and a high or none: {self}")
        if len(self.low) != len(self.high) or not finite(*self.low, *self.high):
            raise ValueError(f"a range has two ends that are known: {self}")


def scenarios(
    past: Series, paths: Sequence[Path], as_of: Moment | date, scale: Scale, target: Target | None = None
) -> Drawing:
    """Show the past solid and what may follow dashed, pale and hatched, with the target and its date.

    1 to 400 points of the past, 1 to 3 paths of 1 to 60 points. Raises ValueError without either.
    """
    if not past.points or not 1 <= len(paths) <= MOST_PATHS:
        raise ValueError(f"scenarios need at least one point and from 1 to {MOST_PATHS} paths")
    points = [*past.points, *(point for path in paths for point in path.points)]
    sides = [value for path in paths for value in (*path.low, *path.high)]
    goal = [target.value] if target else []
    axis = scale.axis([*(point.value for point in points), *sides, *goal])
    endings = [Ending(say("drawing.scenario", name=path.label), path.points[-1].shown, QUIET) for path in paths]
    moments = [point.moment for point in points]
    marked = [as_of_flag(as_of), *_deadline(target)]
    span = Span.over([*moments, *(when for when, *_ in marked)], left_of(scale, axis) + 3.0, room_right(endings))
    frame = framed(scale, axis, span, marked)
    date_ticks(frame.canvas, span, spread(span, moments), frame.plot.bottom)
    bands = [stroke for path in paths for stroke in _draw_band(frame, path)]
    courses = [joined(path.points, frame.spots(path.points), ()) for path in paths]
    mine = joined(past.points, frame.spots(past.points), ())
    taken = [*mine, *bands, *(stroke for drawn in courses for stroke in drawn)]
    draw_goal(frame, target, taken)
    for strokes, (colour, dashes) in zip(courses, STYLES, strict=False):
        frame.canvas.chains(strokes, colour, 1.2, dashes)
    _draw_past(frame, past, mine, [*taken, *_goal_stroke(frame, target)])
    draw_endings(
        frame.canvas, [(frame.spots(p.points)[-1], e) for p, e in zip(paths, endings, strict=True)], frame.plot
    )
    return frame.canvas.drawing()


def _deadline(target: Target | None) -> list[tuple[Moment | date, str, Dashes]]:
    if target is None or target.by is None:
        return []
    return [(target.by, say("drawing.deadline", moment=wording.moment(moment_of(target.by))), DASHED)]


def _goal_stroke(frame: Frame, target: Target | None) -> list[Stroke]:
    if target is None:
        return []
    y = frame.axis(target.value)
    return [(frame.plot.left, y, frame.plot.right, y)]


def _draw_band(frame: Frame, path: Path) -> list[Stroke]:
    """Hatch the range of a path between two thin edges; no fill, which grey print would make a fact."""
    low, high = (
        [frame.spot(p.moment, v) for p, v in zip(path.points, side, strict=False)] for side in (path.low, path.high)
    )
    slants = list(_slants(low, high))
    frame.canvas.strokes(slants, FAINT, 0.3)
    for edge in (low, high):
        frame.canvas.chains([(*one, *two) for one, two in pairwise(edge)], FAINT, 0.5, DOTTED)
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


def _height(edge: Sequence[Spot], x: float) -> float:
    """Where an edge stands at x, between two of its spots."""
    for (x1, y1), (x2, y2) in pairwise(edge):
        if x1 <= x <= x2 and x1 < x2:
            return y1 + (y2 - y1) * (x - x1) / (x2 - x1)
    return edge[-1][1]


# Where the last value may stand from its dot: before it where there is room, else above or below what follows.
_SIDES: tuple[tuple[float, Align], ...] = ((-0.8, "right"), (2.2, "left"))
_BESIDE = [(across, down, align) for down in (-3.2, 3.8, -6.5, 6.5, -10.0, 10.0, 0.0) for across, align in _SIDES]


def _draw_past(frame: Frame, past: Series, strokes: Sequence[Stroke], taken: Sequence[Stroke]) -> None:
    """Draw what is known, and print its last value where nothing else is drawn."""
    spots = frame.spots(past.points)
    frame.canvas.chains(strokes, ACCENT, 1.6)
    roomy = len(spots) * 2 * RADIUS < spots[-1][0] - spots[0][0]
    for point, spot in zip(past.points, spots, strict=True):
        if roomy or spot == spots[-1]:
            frame.canvas.dot(spot, ACCENT, 5.0, filled=not point.approximate)
    name = " ".join(filter(None, (past.label, past.points[-1].shown)))
    words = beside(spots[-1], name, bold=True, sides=_BESIDE)
    inside = [each for each in words if each.box.inside(frame.plot)]
    clear = [each for each in inside if not each.box.meets([], [*taken, *frame.poles])]
    for place in (clear or inside)[:1]:
        frame.canvas.print(place, ACCENT, BACKGROUND)
