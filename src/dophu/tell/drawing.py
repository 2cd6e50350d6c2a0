"""The figures of a report, drawn: marks in, one SVG out, the same bytes every time.

Every figure speaks one language. The unit the report is about is deep blue, bold and filled; the others are
grey. A filled dot is a value that is known, a diamond one that was only published, a hollow dot with an
arrow one of which only a bound is known. The target is a dashed dark line with its name at the top. Numbers
stand beside what they measure, so there is no legend, and grey print loses nothing.

Places and sizes inside are millimetres from the top left corner; type is in points. The text of a label
comes from data: it is printed as it stands, never read as markup, and cut with "…" where it has no room.
"""

from __future__ import annotations

import unicodedata
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from fractions import Fraction
from functools import lru_cache
from io import BytesIO
from itertools import pairwise
from math import ceil, floor, isfinite, log10, nan
from typing import Literal, NamedTuple

from matplotlib import rc_context, rcParamsDefault
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.ft2font import LoadFlags
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from dophu import fonts, wording
from dophu.wording import Moment, decimal

Align = Literal["left", "center", "right"]
Kind = Literal["exact", "rounded", "published", "bound"]
Dashes = Literal["-"] | tuple[int, tuple[float, float]]

WIDTH = 160.0  # the text width of an A4 letter
TALLEST = 235.0  # rows shrink beyond this, so that a figure and its caption share a page
INCH, POINT = 25.4, 25.4 / 72

LABEL, NOTE, SMALLEST = 10.5, 9.5, 9.0  # points
LEADING = 1.25  # from line to line, in sizes of type: Vietnamese capitals carry two marks
ROW, CLOSEST_ROW, RUNG_ROW, BAR_ROW = 6.0, 3.4, 5.2, 14.0
NAMES_AT_MOST, VALUES_AT_MOST = 56.0, 45.0  # what long names and values may take from the plot
GAP = 1.6  # between a mark and its text
NAME_GAP = 3.0  # between names and the axis
RADIUS, ARROW = 1.3, 5.0
TARGET_HEAD = 7.0  # room for the target's name
TICK_FOOT = 6.5  # room for the numbers of an axis
FIRST_LINE, NEXT_LINE = 3.0, 4.4
FEWEST_COUNTED = 5.0  # an axis of counts has no fractions
ALWAYS_LABELLED = 2  # the last and the first point of a course
MILLION = 10**6

INK = "#1a1a1a"
ACCENT = "#0b4a86"  # 8.9:1 on white, and dark in grey print
QUIET = "#666666"  # 5.7:1
KNOWN, UNKNOWN = "#4d4d4d", "#c9c9c9"
GRID = "#dedede"
HATCH, HATCHED = "#8f8f8f", "#f5f5f5"
TINT = "#e8eff6"
PAPER = "#ffffff"

DASHED: Dashes = (0, (4, 2))
DOTTED: Dashes = (0, (1, 1.6))

# A user's matplotlibrc must not reach a figure: every setting an artist reads goes back to its default.
_SETTINGS = {
    name: value
    for name, value in rcParamsDefault.items()
    if name.split(".")[0] in {"figure", "font", "hatch", "lines", "markers", "patch", "path", "savefig", "text"}
} | {"svg.fonttype": "none", "svg.hashsalt": "dophu", "svg.id": None, "svg.image_inline": True}


@dataclass(frozen=True)
class Drawing:
    """A finished figure: one `<svg>` element with its text kept as text, and its size in millimetres."""

    svg: str
    width: float
    height: float


@dataclass(frozen=True)
class Mark:
    """One share to draw.

    value      per cent; None when nothing is known
    shown      the text printed beside it, "8,12%"
    low, high  per cent, the interval the share lies in; of a bound the one side that is known
    gap_shown  what is missing to the target, in words, for `distance`
    """

    label: str
    value: float | None
    shown: str
    low: float | None = None
    high: float | None = None
    highlight: bool = False
    kind: Kind = "exact"
    gap_shown: str = ""

    def __post_init__(self) -> None:
        if not all(map(isfinite, self.known)):
            raise ValueError(f"a share that is not known is None, not NaN or infinity: {self}")

    @property
    def known(self) -> list[float]:
        """What is known of the share, in per cent: its value, its upper and its lower limit."""
        return [share for share in (self.value, self.high, self.low) if share is not None]

    @property
    def position(self) -> float | None:
        """Where the mark stands, in per cent: its value, or the bound that is known of it."""
        return next(iter(self.known), None)

    @property
    def open_side(self) -> Literal["left", "right"] | None:
        """Towards which side a bound leaves the share open; None for a share that is known."""
        if self.kind != "bound":
            return None
        return "right" if self.high is None and self.low is not None else "left"


@dataclass(frozen=True)
class Target:
    """The share aimed at, in per cent, and its name as printed ("Mục tiêu 50%")."""

    value: float
    label: str


@dataclass(frozen=True)
class Place:
    """One unit whose place is known, counted from 1 for the best; several may share a place."""

    place: int
    label: str
    highlight: bool = False


@dataclass(frozen=True)
class Point:
    """One dated value of a course; `approximate` when it was published rounded ("hơn 20 triệu")."""

    moment: Moment | date
    value: float
    shown: str
    approximate: bool = False


@dataclass(frozen=True)
class Break:
    """The moment from which values are counted differently, and what changed."""

    moment: Moment | date
    label: str


# -- where the unit stands among those known ---------------------------------------------------------------


@rc_context(_SETTINGS)
def standing(marks: Sequence[Mark], target: Target | None, axis_label: str) -> Drawing:
    """Rank shares as a dot plot, the highest on top and those without a share at the foot.

    1 to 63 marks; a share above 100 widens the axis. Raises ValueError without marks.
    """
    if not marks:
        raise ValueError("a standing needs at least one mark")
    ranked = sorted(marks, key=lambda mark: (mark.position is None, -(mark.position or 0.0)))
    head, foot = TARGET_HEAD if target else 2.0, TICK_FOOT + (5.0 if axis_label else 0.0)
    row = max(CLOSEST_ROW, min(ROW, (TALLEST - head - foot) / len(ranked)))
    size = max(SMALLEST, min(LABEL, row / POINT / LEADING))
    bottom = head + row * len(ranked)
    axis = _standing_axis(ranked, target, size)
    sheet = _Sheet(bottom + foot)
    heights = [head + row * (i + 0.5) for i in range(len(ranked))]
    for mark, y in zip(ranked, heights, strict=True):
        if mark.highlight:
            sheet.box(_Box(0, y - row / 2, WIDTH, y + row / 2), TINT)
    for tick in axis.ticks():
        first = tick == 0
        sheet.line([axis(tick)] * 2, [head, bottom], QUIET if first else GRID, 0.8 if first else 0.6)
    _percent_ticks(sheet, axis, bottom)
    _target_line(sheet, axis, target, head, bottom)
    for mark, y in zip(ranked, heights, strict=True):
        _standing_row(sheet, axis, mark, _Words(axis.start, y, mark.label, size, "left", mark.highlight), target)
    label = _fitted(axis_label, WIDTH - axis.start, NOTE)
    sheet.print(_Words(axis.start, bottom + 8.5, label, NOTE), QUIET)
    return sheet.drawing()


def _standing_axis(marks: Sequence[Mark], target: Target | None, size: float) -> _Axis:
    """Give names their width, and the plot the widest that leaves room for the value behind each mark."""
    reach = [max(mark.known, default=0.0) for mark in marks]
    axis = _round_axis(max([*reach, target.value if target else 0.0]))
    start = NAME_GAP + max(
        _width(_fitted(mark.label, NAMES_AT_MOST, size, mark.highlight), size, mark.highlight) for mark in marks
    )
    behind = [2 * GAP + ARROW + _width(_value(mark, size), size, mark.highlight) for mark in marks]
    needs = [(share / float(axis.top), after) for share, after in zip(reach, behind, strict=True)]
    needs.append((1.0, _width(axis.percent(axis.top), NOTE) / 2))
    wide = min([WIDTH - start, *((WIDTH - start - after) / at for at, after in needs if at > 0)])
    return axis._replace(start=start, end=start + wide)


def _value(mark: Mark, size: float) -> str:
    return _fitted(mark.shown, VALUES_AT_MOST, size, mark.highlight)


def _standing_row(sheet: _Sheet, axis: _Axis, mark: Mark, row: _Words, target: Target | None) -> None:
    colour, ink, ground = (ACCENT, ACCENT, TINT) if mark.highlight else (QUIET, INK, PAPER)
    name = _fitted(mark.label, NAMES_AT_MOST, row.size, mark.highlight)
    sheet.print(row._replace(x=axis.start - NAME_GAP, text=name, align="right"), ink)
    value = row._replace(text=_value(mark, row.size))
    if mark.position is None:
        sheet.print(value._replace(x=axis.start + GAP), QUIET, ground)
        return
    left, right = _extent(axis, mark)
    sheet.line([axis.start, left], [row.y] * 2, colour, *((0.8, "-") if mark.highlight else (0.5, DOTTED)))
    behind, before = value._replace(x=right + GAP), value._replace(x=left - GAP, align="right")
    hides_target = target is not None and right < axis(target.value) < behind.box.right + GAP
    fits_before = before.box.left > axis.start + GAP
    sheet.print(before if hides_target and fits_before else behind, ink, ground)
    _dot(sheet, axis, mark, row.y, colour)


def _extent(axis: _Axis, mark: Mark) -> tuple[float, float]:
    """From where to where a mark has ink, in millimetres."""
    x = axis(mark.position or 0.0)
    left = min(axis(min(mark.known)), x - (ARROW if mark.open_side == "left" else RADIUS))
    right = max(axis(max(mark.known)), x + (ARROW if mark.open_side == "right" else RADIUS))
    return max(left, axis.start), right


def _dot(sheet: _Sheet, axis: _Axis, mark: Mark, y: float, colour: str) -> None:
    """Draw the dot of a mark whose position is known, with its interval or the arrow of its bound."""
    x, size = axis(mark.position or 0.0), 7.0 if mark.highlight else 5.5
    left, right = _extent(axis, mark)
    tip, head = (left + 0.6, "<") if mark.open_side == "left" else (right - 0.6, ">")
    if mark.open_side and abs(tip - x) > ARROW / 2:
        sheet.line([x, tip], [y, y], colour, 1.1)
        sheet.dot((tip, y), colour, 3.5, head)
    elif right - left > 2.5 * RADIUS:  # an interval that the dot does not cover
        sheet.line([left, right], [y, y], colour, 1.1)
        for end in (left, right):
            sheet.line([end, end], [y - 1.1, y + 1.1], colour, 1.1)
    if mark.kind == "published":
        sheet.dot((x, y), colour, 0.8 * size, "D")  # as large to the eye as the dot
    else:
        sheet.dot((x, y), colour, size, "o", filled=mark.kind != "bound")


# -- where only places are known ---------------------------------------------------------------------------


@rc_context(_SETTINGS)
def ladder(places: Sequence[Place], total: int, note: str = "") -> Drawing:
    """Name the known places on a strip of all of them, 1 on the left.

    Places of the better half are named above the strip, the others below, so that names read in order.
    Raises ValueError without places or for a place outside 1 to `total`.
    """
    if not places or not all(1 <= known.place <= total for known in places):
        raise ValueError(f"places are from 1 to {total}, at least one: {places}")
    strip = _Strip(total)
    ordered = sorted(places, key=lambda known: known.place)
    better = [known for known in ordered if known.place <= (total + 1) / 2]
    above, below = strip.steps(better[::-1]), strip.steps(ordered[len(better) :])
    rows = [max((step for step, _ in side), default=0) for side in (above, below)]
    row = max(CLOSEST_ROW, min(RUNG_ROW, (TALLEST - 30) / sum(rows)))
    strip.size = max(SMALLEST, min(LABEL, row / POINT / LEADING))
    top = 3.0 + row * rows[0]
    bottom = top + strip.tall + row * rows[1] + 3.0
    lines = _lines(note, WIDTH, NOTE)
    sheet = _Sheet(bottom + (2.0 + NEXT_LINE * len(lines) if lines else 0.0))
    strip.draw(sheet, top, {known.place for known in places})
    for step, known in above:
        strip.name(sheet, known, top, -row * (step - 0.5) - 1.5)
    for step, known in below:
        strip.name(sheet, known, top, row * (step - 0.5) + 1.5 + strip.tall)
    for i, line in enumerate(lines):
        sheet.print(_Words(0, bottom + 2.0 + NEXT_LINE * i, line, NOTE), QUIET)
    return sheet.drawing()


class _Strip:
    """A ladder laid on its side: one rung for each place, between the first and the last number."""

    tall = 5.0

    def __init__(self, total: int) -> None:
        self.total, self.size = total, LABEL
        self.left = _width("1", LABEL) + 2.5
        self.pitch = (WIDTH - self.left - _width(str(total), LABEL) - 2.5) / total

    def x(self, place: int) -> float:
        return self.left + self.pitch * (place - 0.5)

    def words(self, known: Place) -> str:
        return _fitted(f"{known.place}. {known.label}", WIDTH / 2 - 2 * GAP, self.size, known.highlight)

    def steps(self, inner_first: Sequence[Place]) -> list[tuple[int, Place]]:
        """How many rows from the strip each name stands: beyond every name or leader it would touch."""
        done: list[tuple[int, Place]] = []
        for known in inner_first:
            reach = _width(self.words(known), self.size, known.highlight) + 2 * GAP
            met = [step for step, other in done if abs(self.x(other.place) - self.x(known.place)) <= reach]
            done.append((max(met, default=0) + 1, known))
        return done

    def draw(self, sheet: _Sheet, top: float, known: set[int]) -> None:
        thick = min(2.4, 0.42 * self.pitch / POINT)
        for place in range(1, self.total + 1):
            rung, colour = [top, top + self.tall], KNOWN if place in known else UNKNOWN
            sheet.line([self.x(place)] * 2, rung, colour, thick)
        middle = top + self.tall / 2
        sheet.print(_Words(self.left - 2.5, middle, "1", align="right"), QUIET)
        if self.total > 1:
            sheet.print(_Words(WIDTH, middle, str(self.total), align="right"), QUIET)

    def name(self, sheet: _Sheet, known: Place, top: float, away: float) -> None:
        """Name a place at a height above (negative) or below the strip's top."""
        x, above = self.x(known.place), away < 0
        colour, ink = (ACCENT, ACCENT) if known.highlight else (QUIET, INK)
        sheet.line([x, x], [top + away, top + self.tall / 2], colour, 0.9 if known.highlight else 0.5)
        if known.highlight:
            sheet.line([x, x], [top, top + self.tall], colour, min(3.4, 0.6 * self.pitch / POINT))
        align: Align = "left" if above else "right"
        at = x + GAP if above else x - GAP
        sheet.print(_Words(at, top + away, self.words(known), self.size, align, known.highlight), ink)


# -- how far from the target -------------------------------------------------------------------------------


@rc_context(_SETTINGS)
def distance(marks: Sequence[Mark], target: Target) -> Drawing:
    """Show for each base what is reached, solid, and what is missing to the target, hatched.

    1 to 6 marks in the order given. A share above the target has no missing piece; one of which only a bound
    is known is hollow. Raises ValueError without marks.
    """
    if not marks:
        raise ValueError("a distance needs at least one mark")
    bottom = TARGET_HEAD + BAR_ROW * len(marks)
    axis = _round_axis(max([target.value, *(share for mark in marks for share in mark.known)]))
    start, end = _width("0%", NOTE) / 2, _width(axis.percent(axis.top), NOTE) / 2
    axis = axis._replace(start=start, end=WIDTH - end)
    sheet = _Sheet(bottom + TICK_FOOT)
    rows = [(mark, TARGET_HEAD + BAR_ROW * i) for i, mark in enumerate(marks)]
    sheet.line([axis.start, axis.end], [bottom, bottom], QUIET, 0.8)
    _percent_ticks(sheet, axis, bottom)
    for mark, y in rows:
        _bars(sheet, axis, mark, y, target)
    _target_line(sheet, axis, target, TARGET_HEAD, bottom)
    for mark, y in rows:
        _bar_name(sheet, axis, mark, y + 3.6, target)
        _bar_value(sheet, axis, mark, y + 9.3, target)
    return sheet.drawing()


def _bars(sheet: _Sheet, axis: _Axis, mark: Mark, row: float, target: Target) -> None:
    if mark.position is None:
        return
    start, reached, goal = axis.start, axis(mark.position), axis(target.value)
    top, bottom = row + 6.4, row + 12.2
    if reached < goal:
        missing = _Box(reached, top, goal, bottom)
        sheet.box(missing, HATCHED)
        sheet.hatch(missing, HATCH)
    colour = ACCENT if mark.highlight else QUIET
    sheet.box(_Box(start, top, reached, bottom), PAPER if mark.open_side else colour, edge=colour)


def _bar_name(sheet: _Sheet, axis: _Axis, mark: Mark, y: float, target: Target) -> None:
    """Name the base at the left, and end what is missing at the target, or at the edge when names are long."""
    ink, goal = ACCENT if mark.highlight else INK, axis(target.value) - GAP
    gap = _Words(goal, y, _fitted(mark.gap_shown, WIDTH / 2, LABEL), align="right")
    room = axis.end - axis.start - _width(gap.text, LABEL) - NAME_GAP
    name = _Words(axis.start, y, _fitted(mark.label, room, LABEL, mark.highlight), bold=mark.highlight)
    sheet.print(name, ink, PAPER)
    fits = gap.box.left > name.box.right + NAME_GAP
    sheet.print(gap if fits else gap._replace(x=axis.end), ink, PAPER)


def _bar_value(sheet: _Sheet, axis: _Axis, mark: Mark, y: float, target: Target) -> None:
    """Print the share at the end of its bar: inside, or behind it, and then not on the target line."""
    reached, goal = axis(mark.position or 0.0), axis(target.value)
    known = mark.position is not None
    value = _Words(reached - GAP, y, _fitted(mark.shown, VALUES_AT_MOST, LABEL, known), align="right", bold=known)
    ink = QUIET if not known else ACCENT if mark.highlight else INK
    if value.box.left > axis.start:
        sheet.print(value, ink if mark.open_side else PAPER)
        return
    behind = value._replace(x=reached + GAP, align="left")
    hides_target = reached < goal < behind.box.right
    sheet.print(behind._replace(x=goal + GAP) if hides_target else behind, ink, PAPER)


# -- the course over time ----------------------------------------------------------------------------------


@rc_context(_SETTINGS)
def course(points: Sequence[Point], as_of: Moment | date, value_label: str, breaks: Sequence[Break] = ()) -> Drawing:
    """Show a cumulative count over time, as dated dots joined by straight lines that a break interrupts.

    1 to 40 points, drawn in the order of their moments up to the moment of the report; the first, the last
    and as many between as have room are labelled. A single point stands alone on a short line of time.
    Raises ValueError without points.
    """
    if not points:
        raise ValueError("a course needs at least one point")
    points = sorted(points, key=lambda point: _days(point.moment))
    title = _Words(0, FIRST_LINE, _fitted(value_label, WIDTH / 2, NOTE), NOTE)
    counts = _count_axis(points)
    ticks = [(tick, _count_words(counts, tick)) for tick in counts.ticks()] if len(points) > 1 else []
    left = max((_width(words, NOTE) + 2.0 for _, words in ticks), default=0.0)
    first_label = _width(_fitted(points[0].shown, VALUES_AT_MOST, LABEL), LABEL) if ticks else 0.0
    span = _Span.over([point.moment for point in points] + [as_of], left + first_label + 2.0)
    flags = _flags(title, span, as_of, breaks)
    top = max(flag.words.y for flag in flags) + 8.0
    plot = _Box(left, top, WIDTH, top + (52.0 if ticks else 8.0))
    counts = counts._replace(start=plot.bottom, end=plot.top)
    sheet = _Sheet(plot.bottom + TICK_FOOT)
    sheet.print(title, QUIET)
    _count_ticks(sheet, plot, [(counts(tick), words) for tick, words in ticks])
    _draw_flags(sheet, flags, plot.bottom)
    _date_ticks(sheet, span, points, plot.bottom)
    places = [(span(point.moment), counts(point.value)) for point in points]
    strokes = _joined(points, places, breaks) if ticks else [(*places[0], places[0][0], plot.bottom)]
    _draw_points(sheet, points, places, strokes)
    strokes += [(flag.x, flag.words.y, flag.x, plot.bottom) for flag in flags]
    _label_points(sheet, points, places, strokes, plot._replace(top=plot.top - 6.0, bottom=plot.bottom - 0.4))
    return sheet.drawing()


def _moment(when: Moment | date) -> Moment:
    if isinstance(when, Moment):
        return when
    return Moment(when.date(), when.time()) if isinstance(when, datetime) else Moment(when)


def _days(when: Moment | date) -> float:
    known = _moment(when)
    clock = known.clock or time.min
    return known.day.toordinal() + (clock.hour * 60 + clock.minute) / 1440


def _count_axis(points: Sequence[Point]) -> _Axis:
    if len(points) == 1:
        return _Axis(Fraction(1), Fraction(points[0].value) or Fraction(1))
    return _round_axis(max([FEWEST_COUNTED, *(point.value for point in points)]))


def _count_words(axis: _Axis, tick: Fraction) -> str:
    if tick == 0 or axis.step * 10 < MILLION or axis.top < MILLION:
        return decimal(tick)
    return f"{decimal(tick / MILLION, axis.places(axis.step / MILLION))} triệu"


def _count_ticks(sheet: _Sheet, plot: _Box, ticks: Sequence[tuple[float, str]]) -> None:
    for y, words in ticks:
        sheet.line([plot.left, WIDTH], [y, y], GRID, 0.6)
        sheet.print(_Words(plot.left - 2.0, y, words, NOTE, "right"), QUIET)
    sheet.line([plot.left, WIDTH], [plot.bottom] * 2, QUIET, 0.8)


class _Span(NamedTuple):
    """A stretch of time laid across the sheet."""

    first: float
    last: float
    start: float
    end: float

    @classmethod
    def over(cls, moments: Iterable[Moment | date], start: float) -> _Span:
        days = [_days(when) for when in moments]
        first, last = min(days), max(days)
        return cls(first if first < last else last - 1, last, start, WIDTH - 2.0)

    def __call__(self, when: Moment | date) -> float:
        share = (_days(when) - self.first) / (self.last - self.first)
        return self.start + share * (self.end - self.start)

    def holds(self, when: Moment | date) -> bool:
        return self.first < _days(when) <= self.last


class _Flag(NamedTuple):
    """A moment marked by a vertical line, with what it is at its top."""

    x: float
    dashes: Dashes
    words: _Words


def _flags(title: _Words, span: _Span, as_of: Moment | date, breaks: Sequence[Break]) -> list[_Flag]:
    """Name the report's moment and the breaks, each on the first free line beside or below the title."""
    marked: list[tuple[Moment | date, str, Dashes]] = [
        (as_of, f"Thời điểm báo cáo: {wording.moment(_moment(as_of))}", "-")
    ]
    marked += [(cut.moment, cut.label, DOTTED) for cut in breaks if span.holds(cut.moment)]
    flags: list[_Flag] = []
    for when, text, dashes in marked:
        x, taken = span(when), [title.box, *(flag.words.box for flag in flags)]
        room = max(x, WIDTH - x) - GAP
        side: tuple[float, Align] = (x - GAP, "right") if x > WIDTH / 2 else (x + GAP, "left")
        words = _Words(side[0], title.y, _fitted(text, room, NOTE), NOTE, side[1])
        while any(map(words.box.touches, taken)):
            words = words._replace(y=words.y + NEXT_LINE)
        flags.append(_Flag(x, dashes, words))
    return flags


def _draw_flags(sheet: _Sheet, flags: Sequence[_Flag], bottom: float) -> None:
    for flag in flags:
        sheet.line([flag.x, flag.x], [flag.words.y - 1.6, bottom], INK, 0.7, flag.dashes)
    for flag in flags:
        sheet.print(flag.words, INK, PAPER)


def _last_first_between(count: int) -> list[int]:
    return list(dict.fromkeys([count - 1, 0, *range(1, count - 1)]))


def _date_ticks(sheet: _Sheet, span: _Span, points: Sequence[Point], bottom: float) -> None:
    """Date the last point, the first, and those between that have room; the year where it changes."""
    days = [_moment(point.moment).day for point in points]
    chosen: dict[int, _Words] = {}
    for i in _last_first_between(len(points)):
        text = wording.day_month_year(days[i])
        words = _Words(_within(span(points[i].moment), text), bottom + 3.6, text, NOTE, "center")
        if not any(words.box.touches(other.box) for other in chosen.values()):
            chosen[i] = words
    year = None
    for i, words in sorted(chosen.items()):
        text = wording.day_month(days[i]) if days[i].year == year else words.text
        year, x = days[i].year, span(points[i].moment)
        sheet.line([x, x], [bottom, bottom + 1.2], QUIET, 0.8)
        sheet.print(words._replace(x=_within(x, text), text=text), QUIET)


def _joined(points: Sequence[Point], places: Sequence[tuple[float, float]], breaks: Sequence[Break]) -> list[_Stroke]:
    """Join each point to the next by a straight line, but not across a break."""
    cuts = [_days(cut.moment) for cut in breaks]
    return [
        (*start, *end)
        for (one, start), (two, end) in pairwise(zip(points, places, strict=True))
        if not any(_days(one.moment) < cut <= _days(two.moment) for cut in cuts)
    ]


def _draw_points(
    sheet: _Sheet,
    points: Sequence[Point],
    places: Sequence[tuple[float, float]],
    strokes: Sequence[_Stroke],
) -> None:
    for x1, y1, x2, y2 in strokes:
        sheet.line([x1, x2], [y1, y2], ACCENT, 0.9)
    for point, place in zip(points, places, strict=True):
        sheet.dot(place, ACCENT, 5.0, filled=not point.approximate)


# Where a label may stand from its dot, the best first: a rising line leaves the upper left free.
_BESIDE: tuple[tuple[float, float, Align], ...] = (
    (-0.8, -3.2, "right"),
    (0.0, -3.8, "center"),
    (-2.2, 0.0, "right"),
    (2.2, 0.0, "left"),
)
_BESIDE_THE_ENDS: tuple[tuple[float, float, Align], ...] = (
    *_BESIDE,
    (0.8, 3.4, "left"),
    (0.0, 3.8, "center"),
    (0.8, -3.2, "left"),
)


def _label_points(
    sheet: _Sheet,
    points: Sequence[Point],
    places: Sequence[tuple[float, float]],
    strokes: Sequence[_Stroke],
    plot: _Box,
) -> None:
    """Label the last point, in bold, and the first in any case, and those between that have room."""
    taken = [_Box(x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS) for x, y in places]
    for rank, i in enumerate(_last_first_between(len(points))):
        (x, y), bold, always = places[i], rank == 0, rank < ALWAYS_LABELLED
        text = _fitted(points[i].shown, VALUES_AT_MOST, LABEL, bold)
        spots = [
            _Words(x + across, y + down, text, LABEL, align, bold)
            for across, down, align in (_BESIDE_THE_ENDS if always else _BESIDE)
        ]
        inside = [words for words in spots if words.box.inside(plot)]
        clear = [words for words in inside if not words.box.meets(taken, strokes)]
        for words in (clear or (inside if always else []))[:1]:
            sheet.print(words, ACCENT if bold else INK, PAPER)
            taken.append(words.box)


# -- axes ------------------------------------------------------------------------------------------------


class _Axis(NamedTuple):
    """Ticks from 0 to a round number; values become millimetres between start and end."""

    step: Fraction
    top: Fraction
    start: float = 0.0
    end: float = WIDTH

    def __call__(self, value: float | Fraction) -> float:
        return self.start + float(value) / float(self.top) * (self.end - self.start)

    def ticks(self) -> list[Fraction]:
        return [self.step * i for i in range(int(self.top / self.step) + 1)]

    def places(self, step: Fraction) -> int:
        """How many decimals the multiples of a step need."""
        return next(n for n in range(30) if (step * 10**n).denominator == 1)

    def percent(self, tick: Fraction) -> str:
        return wording.percent(tick, self.places(self.step) if tick else 0)


def _round_axis(top: float, intervals: int = 5) -> _Axis:
    """Lay an axis from 0 to the first round number that reaches `top`, in at most so many intervals."""
    exact = Fraction(str(float(top))) if top > 0 else Fraction(10)  # 0.1 as it is written, not as it is stored
    power = Fraction(10) ** floor(log10(exact / intervals))
    sizes = (power * Fraction(size) for size in ("1", "2", "2.5", "5", "10", "20"))
    step = next(size for size in sizes if size * intervals >= exact)
    return _Axis(step, step * ceil(exact / step))


def _percent_ticks(sheet: _Sheet, axis: _Axis, bottom: float) -> None:
    for tick in axis.ticks():
        x = axis(tick)
        sheet.line([x, x], [bottom, bottom + 1.0], QUIET, 0.8)
        sheet.print(_Words(x, bottom + 3.6, axis.percent(tick), NOTE, "center"), QUIET)


def _target_line(sheet: _Sheet, axis: _Axis, target: Target | None, top: float, bottom: float) -> None:
    if target is None:
        return
    x, text = axis(target.value), _fitted(target.label, WIDTH - axis.start, LABEL)
    sheet.line([x, x], [top, bottom], PAPER, 2.6)  # so that the dashes are seen on a dark bar
    sheet.line([x, x], [top, bottom], INK, 1.0, DASHED)
    sheet.print(_Words(_within(x, text, LABEL), top - 2.6, text, align="center"), INK)


# -- text ------------------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def _advance(letter: str, bold: bool) -> float:
    """Width of a letter in ems, as the font's own table has it."""
    font = get_font(_face(bold))
    glyph = font.load_glyph(font.get_char_index(ord(letter)), flags=LoadFlags.NO_SCALE)
    return float(glyph.horiAdvance / font.units_per_EM)


def _face(bold: bool) -> str:
    return str((fonts.BOLD if bold else fonts.REGULAR).ttf)


def _width(text: str, size: float, bold: bool = False) -> float:
    return sum(_advance(letter, bold) for letter in text) * size * POINT


def _plain(text: str) -> str:
    """Text as one line: no control characters, which XML cannot hold, and no change of direction."""
    composed = unicodedata.normalize("NFC", text)
    return " ".join("".join(letter if letter.isprintable() else " " for letter in composed).split())


def _fitted(text: str, room: float, size: float, bold: bool = False) -> str:
    """Text cut with "…" to the room it has."""
    text = _plain(text)
    if _width(text, size, bold) <= room:
        return text
    room -= _width("…", size, bold)
    kept = 0
    while kept < len(text) and (room := room - _width(text[kept], size, bold)) >= 0:
        kept += 1
    return text[:kept].rstrip() + "…"


def _lines(text: str, room: float, size: float) -> list[str]:
    """Text broken at spaces into lines that fit; a word too long for a line is cut."""
    lines: list[str] = []
    for word in _plain(text).split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _width(longer, size) <= room:
            lines[-1] = longer
        else:
            lines.append(_fitted(word, room, size))
    return lines


def _within(x: float, text: str, size: float = NOTE) -> float:
    """Where to centre a text so that it stays on the sheet, as near to x as can be."""
    half = _width(text, size) / 2
    return max(half, min(x, WIDTH - half))


class _Words(NamedTuple):
    """A line of text with its place: x of the side it is aligned by, y of its middle; size in points."""

    x: float
    y: float
    text: str
    size: float = LABEL
    align: Align = "left"
    bold: bool = False

    @property
    def box(self) -> _Box:
        """What the text covers, with a little air at its sides."""
        wide, half = _width(self.text, self.size, self.bold), 0.5 * self.size * POINT
        left = self.x - {"left": 0.0, "center": wide / 2, "right": wide}[self.align]
        return _Box(left - 0.6, self.y - half, left + wide + 0.6, self.y + half)


# -- the sheet -------------------------------------------------------------------------------------------

_Stroke = tuple[float, float, float, float]  # a straight line from x, y to x, y; never leftwards


class _Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: _Box) -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def inside(self, other: _Box) -> bool:
        across = other.left <= self.left and self.right <= other.right
        return across and other.top <= self.top and self.bottom <= other.bottom

    def crossed_by(self, stroke: _Stroke) -> bool:
        x1, y1, x2, y2 = stroke
        start, end = max(self.left, x1), min(self.right, x2)
        if start > end:
            return False
        slope = (y2 - y1) / (x2 - x1) if x2 > x1 else 0.0
        heights = (y1 + slope * (start - x1), y1 + slope * (end - x1)) if x2 > x1 else (y1, y2)
        return min(heights) < self.bottom and self.top < max(heights)

    def meets(self, boxes: Iterable[_Box], strokes: Iterable[_Stroke]) -> bool:
        return any(map(self.touches, boxes)) or any(map(self.crossed_by, strokes))


class _Sheet:
    """Paper and pen: draws in the order of its calls, later over earlier."""

    def __init__(self, height: float) -> None:
        self._height = height
        self._figure = Figure(figsize=(WIDTH / INCH, height / INCH), facecolor=PAPER)
        millimetres = Affine2D().scale(1 / INCH, -1 / INCH).translate(0, height / INCH)
        self._transform = millimetres + self._figure.dpi_scale_trans
        self._layer = 0

    def _put(self, artist: Artist) -> None:
        self._layer += 1
        artist.set_zorder(self._layer)
        artist.set_transform(self._transform)
        self._figure.add_artist(artist)

    def line(self, xs: Sequence[float], ys: Sequence[float], colour: str, width: float, dashes: Dashes = "-") -> None:
        """Draw through the points; NaN lifts the pen. Width in points."""
        line = Line2D(xs, ys, color=colour, linewidth=width, linestyle=dashes)
        line.set_solid_capstyle("butt")
        self._put(line)

    def dot(self, at: tuple[float, float], colour: str, size: float, shape: str = "o", filled: bool = True) -> None:
        """Draw a marker; size in points across."""
        dot = Line2D([at[0]], [at[1]], linestyle="none", marker=shape, markersize=size, color=colour)
        dot.set_markerfacecolor(colour if filled else PAPER)
        dot.set_markeredgewidth(1.1)
        self._put(dot)

    def box(self, box: _Box, fill: str, edge: str = "none") -> None:
        """Fill a rectangle."""
        size = box.right - box.left, box.bottom - box.top
        self._put(Rectangle((box.left, box.top), *size, facecolor=fill, edgecolor=edge, linewidth=0.8))

    def hatch(self, box: _Box, colour: str, step: float = 1.5) -> None:
        """Fill a rectangle with slanted lines, drawn one by one: renderers disagree about hatch patterns."""
        tall = box.bottom - box.top
        xs: list[float] = []
        ys: list[float] = []
        for i in range(1, ceil((box.right - box.left + tall) / step)):
            foot = box.left - tall + i * step
            left, right = max(foot, box.left), min(foot + tall, box.right)
            xs += [left, right, nan]
            ys += [box.bottom - (left - foot), box.bottom - (right - foot), nan]
        self.line(xs, ys, colour, 0.5)

    def print(self, words: _Words, colour: str, ground: str | None = None) -> None:
        """Print a line of text; `ground` clears what was drawn behind it."""
        if not words.text:
            return
        if ground:
            self.box(words.box, ground)
        font = FontProperties(family=fonts.FAMILY, fname=_face(words.bold), size=words.size)
        font.set_weight("bold" if words.bold else "normal")
        baseline = words.y + 0.33 * words.size * POINT  # half of a capital's height
        text = Text(words.x, baseline, words.text, color=colour, fontproperties=font, parse_math=False)
        text.set_horizontalalignment(words.align)
        self._put(text)

    def drawing(self) -> Drawing:
        """Finish: the `<svg>` element alone, without the XML prolog and its address."""
        output = BytesIO()
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        with warnings.catch_warnings():
            # A letter that Tinos lacks is for the gates to refuse, by name; here it would only be noise.
            warnings.filterwarnings("ignore", message="Glyph .* missing from font")
            self._figure.savefig(output, format="svg", metadata=nothing)
        svg = output.getvalue().decode()
        return Drawing(svg[svg.index("<svg") :], WIDTH, self._height)
